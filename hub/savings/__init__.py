"""Savings: claims from the first draft to what counts, and the rules that keep money from being counted twice.

What leavers hand over and what passes on when organisations change is registered here, whoever asks first.
"""

from hub.savings import leavers, reorganisations

__all__ = ["leavers", "reorganisations"]
