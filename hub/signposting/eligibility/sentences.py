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


NUMBERED = re.compile(r"(?:^|[\s(])(\d{1,2})[.)]?\s{0,20}$")
OPENS_LIST = re.compile(r"[:;,]\s{0,20}\(?1[.)]?\s{0,20}$")
"""The first number of a list within a sentence, behind a colon: "the following bodies: 1. Schools 2. Councils"."""


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
    start, number = 0, 0
    for end in [*(match.end() for match in ENDS.finditer(passage)), len(passage)]:
        number = _number_in_list(passage[max(start, end - 40) : end], number)
        if number and end < len(passage):
            continue
        if end < len(passage) and HEADED.search(passage, max(start, end - 60), end):
            continue
        while end - start > LONGEST_SENTENCE:
            yield start, start + LONGEST_SENTENCE
            start += LONGEST_SENTENCE
        yield start, end
        start = end


def _number_in_list(before: str, last: int) -> int:
    """The number of the item that begins here, if it is the first of a list or follows the last; else 0."""
    found = NUMBERED.search(before.rstrip().removesuffix("."))
    number = int(found[1]) if found else 0
    opens = number == 1 and OPENS_LIST.search(before.rstrip().removesuffix(".")) is not None
    return number if number and (opens or number == last + 1 > 1) else 0


def _trimmed(passage: str, start: int, end: int) -> Sentence:
    text = passage[start:end]
    before = len(text) - len(text.lstrip())
    text = text.strip().removesuffix("[...]").rstrip()
    return Sentence(start + before, start + before + len(text), text)
