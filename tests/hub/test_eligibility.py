"""Rules on who may use a framework: read at the merge, set right by people, kept through every merge and import."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.catalogue import named_buyers
from hub.errors import NotFound, Refused
from hub.ingest import eligibility
from hub.ingest.corrections import COLUMNS, Correction, confirm, correction, read_csv, undo
from hub.ingest.organisations import load_organisations
from hub.ingest.remerging import remerge_all
from hub.ingest.review import undo as undo_decision
from hub.models import AuditEntry, Decision, EligibilityRule, Framework, IndexChange
from hub.search.documents import document
from hub.signposting.eligibility import Answer, answer
from hub.signposting.stored import rules_of
from scrapers.record import Lot, NoticeReference
from tests.conftest import NOON
from tests.factories import a_day

Publish = Callable[..., str]

OPEN = "This framework is open to local authorities in the East of England."
SCHOOLS = "This framework is open to schools in London."


def stored(session: Session, key: str) -> Framework:
    session.rollback()
    return session.scalars(select(Framework).where(Framework.key == key)).one()


def quoted(session: Session, key: str) -> list[EligibilityRule]:
    """The rules that quote something; that an owner may use its own framework needs no words."""
    return [row for row in stored(session, key).rules if row.quote]


def said(key: str, rule: str = "include class schools; in UKI", **others: str) -> Correction:
    given = {"quote": "Schools in London may buy.", "source": "2026/S 000-000001", "by": "KM"}
    return correction(key, rule, **given | others)


def mid_suffolk(session: Session, key: str, sessions: Any) -> Answer:
    with sessions.begin() as writing:
        load_organisations(writing)
    rules = rules_of(stored(session, key))
    return answer(rules, named_buyers(session)["mid-suffolk-district-council"]).answer


def test_a_rule_has_the_words_their_column_their_source_and_the_day_it_was_read(
    publish: Publish, session: Session
) -> None:
    notice = NoticeReference(identifier="000123-2026", type="UK6", published=NOON.date())
    key = publish(eligibility=OPEN, notices=(notice,), published=NOON.date(), url="https://anglian.example/ab1")

    [row] = quoted(session, key)

    assert (row.quote, row.field, row.source, row.notice) == (OPEN, "eligibility", "anglian", "000123-2026")
    assert (row.published_text, row.url, row.checked_on) == (OPEN, "https://anglian.example/ab1", NOON.date())
    assert row.confirmed_at is None
    assert row.rule["who"] == "class" and row.rule["name"] == "local-authorities"


@pytest.mark.parametrize("field", eligibility.FIELDS)
def test_every_column_that_says_who_may_use_it_is_read(publish: Publish, session: Session, field: str) -> None:
    [row] = quoted(session, publish(**{field: OPEN}))
    assert row.field == field


def test_a_lots_own_words_are_read_with_the_lot_and_its_source(publish: Publish, session: Session) -> None:
    words = "Boards. This lot is open to schools only."
    lots = Lot(number="1", title="Desks", description="For schools."), Lot(number="2", description=words)
    key = publish(eligibility=OPEN, lots=lots)

    whole, of_lot = quoted(session, key)

    assert whole.field == "eligibility"
    assert (of_lot.field, of_lot.rule["lots"], of_lot.quote) == ("lots", ["Lot 2"], words.removeprefix("Boards. "))
    assert (of_lot.published_text, of_lot.source, of_lot.checked_on) == (words, "anglian", NOON.date())


def test_a_lots_words_are_read_anew_when_they_change(publish: Publish, session: Session) -> None:
    key = publish(eligibility=OPEN, lots=(Lot(number="2", description="This lot is open to schools only."),))
    later = {"as_of": NOON.date()}
    publish(later, eligibility=OPEN, lots=(Lot(number="2", description="This lot is not available to schools."),))
    assert [(row.field, row.rule.get("includes", True)) for row in quoted(session, key)] == [
        ("eligibility", True),
        ("lots", False),
    ]


def test_a_framework_whose_texts_say_nothing_has_no_quoted_rule(publish: Publish, session: Session) -> None:
    assert quoted(session, publish(description="Paint in all colours.")) == []


def test_rules_change_with_the_text_and_the_index_hears_of_it(publish: Publish, session: Session, app: Flask) -> None:
    key = publish(eligibility=OPEN)
    publish(eligibility=SCHOOLS, end=a_day("2028-01-31"), source={"as_of": NOON.date()})

    assert [row.quote for row in quoted(session, key)] == [SCHOOLS]
    marks = document(stored(session, key)).facets["covers"]
    assert "kind:school@UKI" in marks and "kind:district-council@UKH" not in marks


def test_nothing_is_written_anew_while_texts_and_reader_stay(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(eligibility=OPEN)
    before = [(row.id, row.quote) for row in stored(session, key).rules]
    publish(eligibility=OPEN)

    assert remerge_all(sessions, OPERATOR) == 0
    assert [(row.id, row.quote) for row in stored(session, key).rules] == before


def test_a_new_reader_reads_every_text_again_and_once(
    publish: Publish, session: Session, sessions: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = publish(eligibility=OPEN)
    version = stored(session, key).version
    monkeypatch.setattr(eligibility, "READER", "next")

    assert remerge_all(sessions, OPERATOR) == 1
    assert remerge_all(sessions, OPERATOR) == 0
    assert stored(session, key).version == version + 1
    assert session.scalar(select(func.count()).select_from(IndexChange)) == 1


def test_what_a_person_confirms_counts_in_place_of_what_was_read(
    publish: Publish, session: Session, sessions: Any
) -> None:
    key = publish(eligibility=OPEN)
    assert mid_suffolk(session, key, sessions) is Answer.COVERED

    with sessions.begin() as writing:
        confirm(writing, [said(key)], OPERATOR, NOON)

    assert mid_suffolk(session, key, sessions) not in (Answer.COVERED, Answer.NAMED, Answer.PROBABLY)
    first = quoted(session, key)[0]
    assert (first.quote, first.notice, first.confirmed_at) == ("Schools in London may buy.", "2026/S 000-000001", NOON)
    assert "kind:district-council@UKH" not in document(stored(session, key)).facets["covers"]


def test_a_correction_survives_the_next_import_and_merge(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(eligibility=OPEN)
    with sessions.begin() as writing:
        confirm(writing, [said(key)], OPERATOR, NOON)

    publish(eligibility=OPEN, description="Now with paint.", source={"as_of": NOON.date()})
    remerge_all(sessions, OPERATOR)

    assert quoted(session, key)[0].confirmed_at == NOON


def test_a_correction_survives_that_its_framework_joins_another(
    publish: Publish, session: Session, sessions: Any
) -> None:
    one, other = publish(eligibility=OPEN), publish(reference="AB9", title="Paint", eligibility=OPEN)
    for key in (one, other):
        with sessions.begin() as writing:
            confirm(writing, [said(key)], OPERATOR, NOON)

    with sessions.begin() as writing:
        writing.add(Decision(kind="join", home=one, other_home=other, actor="KM", made_at=NOON))
    remerge_all(sessions, OPERATOR)

    leader = next(row for key in (one, other) if not (row := stored(session, key)).merged_into)
    assert len([row for row in leader.rules if row.confirmed_at]) == 2


def test_a_second_correction_takes_the_place_of_the_first(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(eligibility=OPEN)
    for rule in ("include class schools", "include class police-forces"):
        with sessions.begin() as writing:
            confirm(writing, [said(key, rule)], OPERATOR, NOON)

    confirmed = [row.rule["name"] for row in stored(session, key).rules if row.confirmed_at]
    assert confirmed == ["police-forces"]
    assert session.scalar(select(func.count()).where(Decision.revoked_at.is_(None))) == 1


def test_undoing_a_correction_brings_back_what_was_read(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(eligibility=OPEN)
    before = [(row.rule, row.quote) for row in stored(session, key).rules]
    with sessions.begin() as writing:
        confirm(writing, [said(key), said(key, "include class police-forces")], OPERATOR, NOON)

    with sessions.begin() as writing:
        assert undo(writing, key, OPERATOR, NOON) == 2

    assert [(row.rule, row.quote) for row in stored(session, key).rules] == before
    with pytest.raises(Refused, match="nothing to undo"), sessions.begin() as writing:
        undo(writing, key, OPERATOR, NOON)
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"framework {key}")).all()
    assert actions == ["confirm eligibility", "undo eligibility"]


def test_a_correction_is_a_decision_like_any_other(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(eligibility=OPEN)
    with sessions.begin() as writing:
        confirm(writing, [said(key)], OPERATOR, NOON)
    number = session.scalars(select(Decision.id)).one()

    with sessions.begin() as writing:
        undo_decision(writing, number, OPERATOR, NOON)

    assert not any(row.confirmed_at for row in stored(session, key).rules)


def test_words_that_stand_in_a_stored_text_say_in_which(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(description=f"Paint. {OPEN} And brushes.")
    with sessions.begin() as writing:
        confirm(writing, [said(key, quote=OPEN.upper(), source="https://anglian.example/who")], OPERATOR, NOON)

    row = stored(session, key).rules[0]
    assert (row.field, row.url, row.notice) == ("description", "https://anglian.example/who", "")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rule": "perhaps"}, "not the beginning of a rule"),
        ({"rule": "include class wizards"}, "not a class"),
        ({"quote": " "}, "It lacks: quote"),
        ({"source": "", "by": ""}, "It lacks: source, by"),
        ({"quote": "x" * 1001}, "More than 1000 characters: quote"),
    ],
)
def test_a_correction_that_cannot_be_noted_says_why(changed: dict[str, str], message: str) -> None:
    with pytest.raises(Refused, match=message):
        said("k", **changed)


def a_csv(*rows: tuple[str, ...]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in (COLUMNS, *rows))


def test_corrections_come_from_a_csv_several_to_a_framework(publish: Publish, session: Session, sessions: Any) -> None:
    key = publish(eligibility=OPEN)
    words = "Schools and police may buy."
    rules = ("include class schools", "include class police-forces")
    text = a_csv(*((key, rule, words, "N1", "KM") for rule in rules))

    with sessions.begin() as writing:
        assert confirm(writing, read_csv(writing, text), OPERATOR, NOON) == 1

    assert [row.rule["name"] for row in stored(session, key).rules if row.confirmed_at] == ["schools", "police-forces"]


def test_every_wrong_line_of_a_csv_is_named_and_nothing_is_noted(
    publish: Publish, session: Session, sessions: Any
) -> None:
    key = publish(eligibility=OPEN)
    good = (key, "include class schools", "Schools may buy.", "N1", "KM")
    text = a_csv(good, ("nope", *good[1:]), (key, "maybe", *good[2:]), (*good[:4], ""))

    with pytest.raises(Refused) as refused, sessions.begin() as writing:
        confirm(writing, read_csv(writing, text), OPERATOR, NOON)

    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["Nothing was noted.", "line 3", "line 4", "line 5"]
    assert session.scalar(select(func.count()).select_from(Decision)) == 0


@pytest.mark.alike
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must name the columns"),
        ("key,rule\na,b", "Missing: quote, source, by"),
        (",".join(COLUMNS), "no line below its heading"),
        (",".join(COLUMNS) + '\n"a', "cannot be read as CSV"),
        (",".join(COLUMNS) + "\na,b", "line 2: It lacks: quote, source, by"),
        (",".join(COLUMNS) + "\n" + "a,b,c,d,e\n" * 5_001, "more than 5000 lines"),
    ],
)
def test_a_file_that_is_no_table_of_corrections_says_why(session: Session, text: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_csv(session, text)


def test_a_key_nobody_knows_is_refused(sessions: Any) -> None:
    with pytest.raises(NotFound, match="There is no framework nope"), sessions.begin() as writing:
        confirm(writing, [said("nope")], OPERATOR, NOON)
