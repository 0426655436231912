"""A published passage cut into sentences that are still parts of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_PASSAGE = 20_000
"""Characters read of one passage; who may use a framework is said on its first pages."""
LONGEST_SENTENCE = 2_500
"""A longer run of words is cut there: it is no sentence that people wrote."""
ENDS = re.compile(
    r"(?<![.\s][A-Z])(?<!e\.g)(?<!i\.e)(?<!\bNo)(?<!\betc)(?<!\bSt)[.!?]['’”\"]?\s{1,20}(?=[^\Wa-z_]|['‘“\"(•])"
    r"|(?<=[a-z)]\.)(?=[A-Z][a-z])|\s?\[\.\.\.\](?!\s?[a-z])\s?|\n\s{0,20}(?=\n)"
)
HEADED = re.compile(
    r"[:;,]\s{0,20}$|\b(?:including|and|or|by|to|for|of)\s{0,20}$|"
    r"\bwho\s(?:can|may|is\sit)\b[^.?]{0,30}\?\s{0,20}$",
    re.IGNORECASE,
)


OPENS_LIST = re.compile(r"[:;,]\s{0,20}\(?1[.)]\s")
"""The first number of a list within a sentence, behind a colon: "the following bodies: 1. Schools 2. Councils"."""
LONGEST_ITEM = 600


@dataclass(frozen=True)
class Sentence:
    """Characters ``start`` to ``end`` of a passage; ``text`` is exactly what stands there."""

    start: int
    end: int
    text: str


def sentences(passage: str) -> list[Sentence]:
    """Every sentence in turn. A list that a colon or comma opens belongs to the sentence before it."""
    read = passage[:LONGEST_PASSAGE]
    return [found for start, end in _joined(read) if (found := _trimmed(read, start, end)).text]


def _joined(passage: str) -> Iterator[tuple[int, int]]:
    start, lists = 0, list(_numbered_lists(passage))
    for end in [*(match.end() for match in ENDS.finditer(passage)), len(passage)]:
        if any(first < end <= last for first, last in lists):
            continue
        if end < len(passage) and HEADED.search(passage, max(start, end - 60), end):
            continue
        while end - start > LONGEST_SENTENCE:
            yield start, start + LONGEST_SENTENCE
            start += LONGEST_SENTENCE
        yield start, end
        start = end


def _numbered_lists(passage: str) -> Iterator[tuple[int, int]]:
    """Where each numbered list of two items or more begins, and where the number of its last item ends."""
    for opens in OPENS_LIST.finditer(passage):
        last, number = opens.end(), 1
        while item := re.compile(rf"[\s(]{number + 1}[.)]\s").search(passage, last, last + LONGEST_ITEM):
            last, number = item.end(), number + 1
        if number > 1:
            yield opens.start(), last


def _trimmed(passage: str, start: int, end: int) -> Sentence:
    text = passage[start:end]
    before = len(text) - len(text.lstrip())
    text = text.strip().removesuffix("[...]").rstrip()
    return Sentence(start + before, start + before + len(text), text)
