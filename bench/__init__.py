"""Benchmarks: each is one command that prints a table and the ratio that matters."""
