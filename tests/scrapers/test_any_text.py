"""No text a publisher could write makes reading it fail."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st

from scrapers.framework_csv import cells
from scrapers.parse import codes, dates, lists, money, routes, terms, text, words
from scrapers.parse.dates import Edge
from scrapers.parse.terms import Published
from tests.thorough import EXAMPLES

PIECES = [
    "3", "12", "31", "99", "2024", "20219", "/", "-", ".", " ", ":", "T", "Z", "March", "Sep", "year", "years",
    "months", "+", "to", "until", "option to extend", "OTE", "extended to", "£", "%", "m", "bn", ",", "(", ")", "CR",
    "TBC", "N/A", "expired", "<p>", "</p>", "<", ">", "&amp;", "&#0;", "&#xffffff;", "https://", "www.", "@", "[",
    "]", "|", ";", "\\", "direct award", "no", "\x00", "\ud800", "\u202e", "{", "}", "#2", "Â£", "√Ç¬£", "²", "٣",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)

READERS: dict[str, Callable[[str], object]] = {
    "a start": lambda raw: dates.day(raw, Edge.FIRST),
    "an end": lambda raw: terms.term(Published(raw, raw, raw, raw)),
    "an end after a start": lambda raw: terms.term(Published("2024-01-31", raw, raw, raw)),
    "an amount": money.pence,
    "a rate": money.basis_points,
    "codes": codes.cpv,
    "an address": codes.address,
    "a slug": codes.slug,
    "a line": text.line,
    "prose": text.block,
    "keywords": lists.keywords,
    "routes": routes.stated,
    "words": lambda raw: (
        words.kind(raw),
        words.regulation(raw),
        words.stage(raw),
        words.routes(raw),
        words.known(raw),
    ),
    "a cell": lambda raw: (cells.split(raw), cells.keyed(raw), cells.tail(raw, "(", ")")),
}


@pytest.mark.parametrize("what", READERS)
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(raw=texts)
def test_any_text_is_read_as(what: str, raw: str) -> None:
    READERS[what](raw)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(raw=texts)
def test_cleaned_text_is_clean(raw: str) -> None:
    """Nothing invisible is left, no double spaces, and nothing a database or a file could not hold."""
    line, block = text.line(raw).value, text.block(raw).value
    assert "\n" not in line
    for cleaned in (line, block.replace("\n", " ")):
        assert not {unicodedata.category(letter) for letter in cleaned} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        cleaned.encode("utf-8")
    assert "  " not in line and line == line.strip() and block == block.strip()
