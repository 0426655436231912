"""What a spreadsheet program might run stays text, and comes back as it was."""

import pytest
from hypothesis import given, settings, strategies as st

from scrapers.formulas import guarded, runs, unguarded
from tests.formulas import PAYLOADS, PLAIN


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_in_any_disguise_gets_an_apostrophe(payload: str) -> None:
    assert guarded(payload) == f"'{payload}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 100


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text("'\"=+-@＝ \t\r\n;,|a1\u200b", max_size=8))
def test_whatever_was_guarded_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text("'\"=+-@＝ \t\r\n;,|a1\u200b", max_size=8))
def test_a_guarded_cell_begins_with_nothing_a_program_runs(text: str) -> None:
    assert guarded(text)[:1] not in tuple("=+-@＝＋－＠\t\r\n")
    assert runs(text) == runs(f"'{text}")
