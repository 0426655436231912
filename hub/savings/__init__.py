"""Savings: claims from the first draft to what counts, and the rules that keep money from being counted twice."""
