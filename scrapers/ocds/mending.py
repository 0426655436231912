"""Faults in JSON that publishers are known for and whose meaning is plain, put right in the text."""

import re
from collections.abc import Sequence

from scrapers.ocds.text import as_windows_1252

STRING = r'"(?:[^"\\]++|\\.)*+"'
LEADING_ZEROS = re.compile(rf"(?P<string>{STRING}?)|(?<![\w.+-])(?P<number>-?0\d[\d.]*)(?=\s*[,}}\]])", re.DOTALL)
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def has_lone_surrogates(text: str, begin: int, end: int) -> bool:
    r"""Half a character, written as \ud83d without its second half. No database could hold it."""
    if text.find("\\ud", begin, end) < 0 and text.find("\\uD", begin, end) < 0:
        return False
    return any(match["lone"] for match in ESCAPE.finditer(text, begin, end))


def mended(text: str) -> tuple[str, Sequence[str]]:
    """The text with what is known to go wrong put right, and what that was, in words."""
    found = []
    decoded = as_windows_1252(text)
    if decoded != text:
        found.append("holds letters that are not UTF-8; they were read as Windows-1252")
    whole = ESCAPE.sub(lambda match: "\\ufffd" if match["lone"] else match.group(), decoded)
    if whole != decoded:
        found.append("holds halves of characters, which were replaced")
    numbered = LEADING_ZEROS.sub(lambda match: match["string"] or f'"{match["number"]}"', whole)
    if numbered != whole:
        found.append("holds numbers that begin with zeros, which were kept as text")
    return numbered, tuple(found)
