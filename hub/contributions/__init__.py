"""Contributions: officers propose frameworks and changes, which come in by the same door as everything else."""

from hub.contributions import leavers

__all__ = ["leavers"]
