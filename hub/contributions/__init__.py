"""Contributions: officers propose frameworks and changes, which come in by the same door as everything else."""
