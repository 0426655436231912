"""Patterns written as people read them: a blank stands for any run of blanks, lines and tabs."""

import re


def phrase(*alternatives: str, exact_case: bool = False) -> re.Pattern[str]:
    """Any of the alternatives, each a regular expression in which one blank is up to twenty blanks or line ends."""
    joined = "|".join(alternatives).replace(" ", r"\s{1,20}")
    return re.compile(joined, 0 if exact_case else re.IGNORECASE)


def any_of(words: str) -> str:
    """The words between bars as one group of an expression, whole words only."""
    return rf"\b(?:{words})\b"
