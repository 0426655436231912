"""The pure parts of a file note: its one text, its blocks, its closing words, its differences, its paper."""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hub.notes import CHECK_LIST, Answer, Check, Entry, Note, Saying, blocks, clean, differences
from hub.notes.blocks import Facts, Heading, Items, Quote, Table, Text, where
from hub.notes.closing import closing, unanswered
from hub.notes.freezing import canonical, digest, frozen_addendum, frozen_note
from hub.notes.pdf import NOT_TAGGED, SUBSTITUTED, Typeset, as_pdf
from hub.signposting import award

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHECKED = Saying(words="“All councils.”", source="Owner's list", notice="000001-2026", checked_on=date(2026, 11, 9))


def an_entry(**fields: Any) -> Entry:
    """Grounds, whose eligibility is published and whose fee is not."""
    answers = (
        Answer(subject="Eligibility", words="Quoted.", evidence=(CHECKED,)),
        Answer(subject="Money", words="Not published", question="Which fees apply?"),
    )
    defaults: dict[str, Any] = {"key": "a", "title": "Grounds", "taken_on": DAY, "answers": answers}
    return Entry(**defaults | fields)


def said(note: Note, frozen: bool = False) -> str:
    """A note as plain text, in the order of its blocks."""
    found = []
    for block in blocks(note, DAY, frozen):
        match block:
            case Facts():
                found += [f"{label}: {text}" for label, text in block.pairs]
            case Items():
                found += list(block.texts)
            case Quote():
                found += [block.text, block.source]
            case Heading() | Text():
                found += [block.text]
    return "\n".join(found)


# One text


def test_the_canonical_text_is_sorted_close_set_and_composed() -> None:
    value = {"b": ["Cafe\u0301", 1, None, True], "a": {"z": "ü", "y": "“x”"}}
    assert canonical(value) == '{"a":{"y":"“x”","z":"ü"},"b":["Café",1,null,true]}'


def test_two_ways_to_write_one_letter_have_one_hash() -> None:
    decomposed = unicodedata.normalize("NFD", "Ŵell’s Café")
    assert digest(canonical({"t": decomposed})) == digest(canonical({"t": "Ŵell’s Café"}))


def test_a_note_frozen_twice_is_the_same_and_one_letter_makes_another() -> None:
    first = frozen_note(Note(title="A"), "key", "https://hub.example/notes/key", NOON)
    assert first == frozen_note(Note(title="A"), "key", "https://hub.example/notes/key", NOON)
    assert digest(first) != digest(frozen_note(Note(title="B"), "key", "https://hub.example/notes/key", NOON))
    assert json.loads(first)["frozen_at"] == "2026-11-21T12:00:00Z"


def test_a_known_text_has_the_known_hash() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_was_removed_is_not_in_the_frozen_text() -> None:
    assert "Grounds" not in frozen_note(Note(removed=(an_entry(),)), "key", "", NOON)


def test_an_addendum_holds_what_came_before_it() -> None:
    found = json.loads(frozen_addendum("key", 2, "f" * 64, "Auditor", "More", NOON))
    assert (found["previous"], found["number"], found["text"]) == ("f" * 64, 2, "More")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\nb\rc", "a\nb\nc"), (" a ", "a"), ("a\x00\x1b\ud800b", "ab"), ("e\u0301", "é"), ("a\u202eb\u2066c", "abc")],
)
def test_what_is_typed_is_kept_as_text_that_can_be_shown(typed: str, kept: str) -> None:
    assert clean(typed) == kept


# Blocks


def test_evidence_says_how_old_it_is() -> None:
    text = "Owner's list, notice 000001-2026, checked on 9 November 2026"
    assert where(CHECKED, DAY) == f"{text} (12 days ago)"
    assert where(CHECKED, DAY, frozen=True) == f"{text} (12 days before the note was frozen)"
    assert where(CHECKED, date(2026, 11, 9)) == f"{text} (today)"
    assert where(Saying(words="x"), DAY) == "Source not known, day of checking not known"


def test_the_chosen_come_first_and_the_rejected_last_each_with_its_reason() -> None:
    note = Note(
        frameworks=(
            an_entry(key="a", title="Rejected one", standing="rejected", reason="Too small"),
            an_entry(key="b", title="Plain one"),
            an_entry(key="c", title="Chosen one", standing="chosen", reason="Fits"),
        )
    )
    text = said(note)
    assert text.index("Chosen: Chosen one") < text.index("Considered: Plain one") < text.index("Rejected: Rejected one")
    assert "Why it was chosen: Fits" in text and "Why it was rejected: Too small" in text
    assert "What was considered: Not said" in text


def test_what_is_missing_is_listed_with_the_question_to_ask() -> None:
    missing = said(Note(frameworks=(an_entry(),), missing="The lot")).partition("What is missing")[2]
    assert "The lot" in missing and "Grounds – money: Which fees apply?" in missing
    rejected = said(Note(frameworks=(an_entry(standing="rejected"),))).partition("What is missing")[2]
    assert "Nothing that this note knows of." in rejected, "nobody needs to ask about what was rejected"


def test_a_question_that_names_its_framework_is_not_headed_by_its_name_again() -> None:
    asked = Answer(subject="Money", words="Not published", question="About “Grounds” (AB1): Which fees apply?")
    assert unanswered(Note(frameworks=(an_entry(answers=(asked,)),))) == [
        "Money: About “Grounds” (AB1): Which fees apply?"
    ]


def test_an_empty_note_says_that_nothing_was_said() -> None:
    text = said(Note())
    assert "Role: Not said" in text and "None was looked at." in text and "Decision\nNot said" in text


# How it ends


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (("yes", "yes"), "meet every point"),
        (("yes", "not_relevant"), "meet every point"),
        (("yes", "no"), "do not meet every point"),
        (("no", ""), "do not meet every point"),
        (("yes", "not_yet"), "cannot be shown to meet every point"),
        (("", ""), "cannot be shown to meet every point"),
        ((), "cannot be shown to meet every point"),
    ],
)
def test_the_closing_words_follow_the_check_list(states: tuple[Any, ...], verdict: str) -> None:
    checks = tuple(Check(id=str(n), text="x", state=state) for n, state in enumerate(states))
    words = closing(Note(checks=checks, organisation="Fenland District Council"))
    assert words.startswith(f"The published facts and the answers in this note {verdict} of the check list. Missing: ")
    assert "Who decides: Fenland District Council, with its own legal and procurement advice." in words


def test_the_closing_words_count_what_is_missing() -> None:
    note = Note(frameworks=(an_entry(),), checks=(Check(id="a", text="x", state="not_yet"),), missing="Lot")
    parts = "1 point of the check list, 1 answer that only the owners can give and what is written under"
    assert parts in closing(note)


def test_what_is_asked_of_the_owner_keeps_the_name_of_the_organisation() -> None:
    asked = Answer(subject="Eligibility of Mid Suffolk District Council", words="Not published", question="Are we?")
    note = Note(frameworks=(an_entry(answers=(asked,)),))
    [line] = unanswered(note)
    assert line.endswith(" – eligibility of Mid Suffolk District Council: Are we?")


def test_the_check_list_has_ids_that_differ_and_says_why() -> None:
    law = award.check_list(None, award.Facts())
    ids = [*(check.id for check in CHECK_LIST), *(item.name for item in law)]
    assert len(set(ids)) == len(ids)
    assert all(check.why.endswith(".") and not check.state for check in CHECK_LIST)
    text = " ".join(f"{item.title} {item.text} {item.basis}".casefold() for item in law)
    for point in ("standing orders", "conflicts", "exclusion and debarment", "leaseholders", "tupe", "consent"):
        assert point in text


def test_only_fields_that_differ_are_told_apart() -> None:
    kept = Note(title="A", frameworks=(an_entry(reason="Old"),))
    written = Note(title="A", frameworks=(an_entry(reason="New", standing="chosen"),))
    found = {each.label: (each.kept, each.written) for each in differences(kept, written)}
    assert found == {
        "Considered or not: Grounds": ("Considered", "Chosen"),
        "Reason: Grounds": ("Old", "New"),
    }


# Paper


def paper(note: Note, title: str = "Mowing") -> bytes:
    return as_pdf(title, blocks(note, DAY, frozen=True), "https://hub.example/notes/key", ["SHA-256 of the note: abc"])


def test_the_same_note_gives_the_same_bytes() -> None:
    note = Note(frameworks=(an_entry(),), checks=CHECK_LIST)
    assert paper(note) == paper(note) != paper(Note())


def test_the_paper_says_what_it_is_not_and_where_the_page_is() -> None:
    assert "not tagged" in NOT_TAGGED and "{address}" in NOT_TAGGED
    assert paper(Note(), title="A & <b>").startswith(b"%PDF-")


def test_letters_the_typeface_lacks_are_replaced_and_said_to_be() -> None:
    paper(Note())  # its typeface is known from now on
    texts = Typeset()
    assert (texts.shown("“Zoë” – €5"), texts.substituted) == ("“Zoë” – €5", False)
    assert (texts.shown("Ŵrexham 日"), texts.substituted) == ("Wrexham ?", True)
    assert "without their accents" in SUBSTITUTED


@pytest.mark.parametrize("text", ["x" * 20_000, "a\n" * 300, "<b>&amp;", "\t\u200b\u00ad"])
def test_any_text_fits_on_paper(text: str) -> None:
    odd = an_entry(title=text[:1000], reason=text, answers=(Answer(subject="S", words=text, evidence=(CHECKED,)),))
    assert paper(Note(need=text, frameworks=(odd,))).startswith(b"%PDF-")


def test_a_table_goes_over_to_the_next_page_with_its_headings() -> None:
    rows = [[f"Contract {number}", "£1.00"] for number in range(100)]
    table = Table("Contracts", ("Contract", "Value"), rows, widths=(3, 1), amounts=True)
    paper = as_pdf("Report", [table], "https://hub.example", [])
    assert pages_of(paper) > 1
    assert pages_of(as_pdf("Report", [replace(table, rows=rows[:3])], "https://hub.example", [])) == 1


@pytest.mark.parametrize("cell", ["x" * 3_000, "a\n" * 300, "<b>&amp;", "\t\u200b\u00ad", ""])
def test_any_cell_fits_into_a_table(cell: str) -> None:
    table = Table(cell, ("Contract", "Value"), [(cell, cell)], widths=(1, 1))
    assert as_pdf("Report", [table], "https://hub.example", []).startswith(b"%PDF-")


def pages_of(paper: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", paper))
