"""Texts made to break the reader: long, odd, empty."""

import time

import pytest

from hub.signposting.eligibility import Passage, read
from tests.thorough import mostly_thorough

MILLION = 1_000_000
SECONDS = 5.0


@pytest.mark.parametrize(
    "unit",
    mostly_thorough(
        [
            "a",
            "available to ",
            "schools, ",
            " ",
            "A ",
            "All ",
            "public sector ",
            "on behalf of ",
            "Essex County Council and ",
            "members of ",
            "the following ",
            "(as defined in ",
            "Local Government etc. ",
            "in the North East, ",
            "may, with x, ",
            "[...] ",
            "; ",
            "\n",
            "not ",
            "Lot 1, ",
            "http://",
            "\u200b\x00é",
            "All schools in Kent may use the framework. ",
        ],
        quick=3,
    ),
)
def test_a_megabyte_of_one_thing_is_read_in_seconds(unit: str):
    text = (unit * (MILLION // len(unit) + 1))[:MILLION]
    began = time.process_time()

    rules = read([Passage(text, "eligibility")], owner="Essex County Council").rules

    assert time.process_time() - began < SECONDS
    assert all(rule.quote in text or not rule.quote for rule in rules)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "[...]", "•", "\ud800", "İ" * 50, "The framework is open to \u202eslootcS."]
)
def test_odd_texts_give_no_error(text: str):
    rules = read([text], owner="").rules

    assert all(rule.quote in text for rule in rules)


def test_an_owner_of_odd_characters_is_no_pattern():
    assert read(["The framework is for use by (A+B)* only."], owner="(A+B)* [x] \\").rules
