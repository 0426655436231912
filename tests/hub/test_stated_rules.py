"""Rules on who may use a framework that a file states as facts: checked, merged, and outweighed by published words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.catalogue import buyer_of_kind
from hub.cli.importing import Wishes, import_one
from hub.db import make_engine, writers
from hub.exports import as_csv
from hub.ingest import Opened, ingest
from hub.ingest.corrections import confirm, correction, undo
from hub.ingest.stated_rules import MOST, checked
from hub.models import EligibilityRule, Framework, Issue
from hub.paths import DATA
from hub.search.documents import document
from hub.signposting.eligibility import Answer, EligibilityAnswer, answer
from hub.signposting.stored import rules_of
from scrapers.files import open_file
from scrapers.record import NoticeReference
from scrapers.source import Reading, Voice
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import AS_OF, a_reading, a_record

Publish = Callable[..., str]

COUNCIL, SCHOOL = "district-council@UKH", "school@UKH"
COUNCILS = ("include class local-authorities; in UKH",)
OPEN_TO_SCHOOLS = "This framework is open to schools in the East of England."
NOTICE: dict[str, Any] = {"name": "portal", "voice": Voice.NOTICE, "owner": ""}
DIRECTORY: dict[str, Any] = {
    "name": "directory",
    "voice": Voice.DIRECTORY,
    "owner": "",
    "url": "https://list.example/for-schools",
}


@pytest.fixture
def sessions_of(databases: Databases) -> Any:
    """The sessions of an empty hub of its own in a folder."""

    @contextmanager
    def sessions_of(folder: Path) -> Iterator[Any]:
        folder.mkdir()
        engine = make_engine(databases.migrated(folder))
        yield writers(engine)
        engine.dispose()

    return sessions_of


def stored(session: Session, key: str) -> Framework:
    session.rollback()
    return session.scalars(select(Framework).where(Framework.key == key)).one()


def facts(session: Session, key: str) -> list[EligibilityRule]:
    return [row for row in stored(session, key).rules if row.is_fact]


def asked(session: Session, key: str, slug: str = COUNCIL) -> EligibilityAnswer:
    buyer = buyer_of_kind(slug)
    assert buyer is not None
    return answer(rules_of(stored(session, key)), buyer)


def a_file(folder: Path, *cells: str) -> Reading:
    """A framework CSV whose rows have these in the column of rules."""
    rows = (f'Anytown,AB{number},Paint {number},"{cell}"' for number, cell in enumerate(cells, 1))
    path = folder / "list.csv"
    path.write_text("\n".join(("owner,reference,title,rules on who may use it", *rows)), encoding="utf-8")
    return checked(open_file(path))


# The column


@pytest.mark.parametrize("parted", [" | ", "\n"])
def test_several_rules_of_a_cell_stand_on_lines_or_between_bars(tmp_path: Path, parted: str) -> None:
    rules = ("include class local-authorities; in UKH, Suffolk; needs consent", "exclude named Essex County Council")
    [row] = a_file(tmp_path, parted.join(rules)).rows
    assert row.record and row.record.eligibility_rules == rules
    assert row.problems == ()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("perhaps schools", "not the beginning of a rule. Write include or exclude"),
        ("include class wizards", "“wizards” is not a class of bodies. Use one of: public"),
        ("include class schools; in Suffork", "“Suffork” is not a place the hub knows. Use a region’s code"),
        ("include class schools; needs luck", "“luck” is not known as “needs” of a rule. Use one of: consent"),
        ("include named", "does not say which"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_with_its_row_and_the_cure(
    tmp_path: Path, cell: str, reason: str
) -> None:
    _, row = a_file(tmp_path, "include class schools", cell).rows
    [problem] = row.problems
    assert (problem.place, problem.field, problem.value) == (row.place, "rules on who may use it", cell)
    assert reason in problem.reason


def test_beside_a_rule_that_cannot_be_read_no_rule_is_kept_but_the_rest_of_the_row_is(tmp_path: Path) -> None:
    [row] = a_file(tmp_path, "include class public | exclude clas schools").rows
    assert row.record and (row.record.title, row.record.eligibility_rules) == ("Paint 1", ())
    assert [problem.done for problem in row.problems] == ["none of this row's rules on who may use it are kept"]


def test_more_rules_than_anybody_would_write_are_refused(tmp_path: Path) -> None:
    [row] = a_file(tmp_path, " | ".join(["include class schools"] * (MOST + 1))).rows
    assert row.record and row.record.eligibility_rules == ()
    assert "there are 101 rules, more than 100" in row.problems[0].reason


def test_an_import_keeps_the_good_rules_and_makes_an_issue_of_the_others(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    a_file(tmp_path, "include class schools; in UKH", "include class wizards")

    for wishes in (Wishes(dry_run=True), Wishes()):
        report = import_one(app, tmp_path / "list.csv", OPERATOR, wishes)
        assert (report.counts["accepted"], report.warnings) == (2, 1)

    assert [row.rule["name"] for row in session.scalars(select(EligibilityRule)) if row.is_fact] == ["schools"]
    assert [issue.value for issue in session.scalars(select(Issue))] == ["include class wizards"]


# What is stored


def test_a_fact_has_its_source_its_page_and_the_day_it_speaks_of_but_no_quote(
    publish: Publish, session: Session
) -> None:
    key = publish(eligibility_rules=COUNCILS, url="https://anglian.example/ab1")

    [row] = facts(session, key)

    assert (row.quote, row.published_text, row.source) == ("", "", "anglian")
    assert (row.url, row.checked_on) == ("https://anglian.example/ab1", AS_OF)
    assert asked(session, key).answer is Answer.COVERED
    assert stored(session, key).provenance["eligibility_rules"]
    facets = document(stored(session, key)).facets
    assert facets["eligibility"] == ("published",) and "kind:district-council@UKH" in facets["covers"]


def test_the_words_of_a_notice_stand_in_it_and_those_of_a_directory_on_its_own_page(
    publish: Publish, session: Session
) -> None:
    address = "https://portal.example/000123-2026"
    notice = NoticeReference(identifier="000123-2026", published=NOON.date(), url=address)
    said = {"eligibility_rules": COUNCILS, "url": "https://anglian.example/ab1"}
    by_notice = publish(reference="AB1", notices=(notice,), published=NOON.date(), source=NOTICE, **said)
    by_list = publish(reference="AB2", source=DIRECTORY, **said)

    assert [(row.notice, row.url) for row in facts(session, by_notice)] == [("000123-2026", address)]
    assert [(row.notice, row.url) for row in facts(session, by_list)] == [("", "https://list.example/for-schools")]


def test_a_newer_file_that_says_the_same_moves_the_day_of_the_fact(
    publish: Publish, session: Session, sessions: Any
) -> None:
    key = publish(eligibility_rules=COUNCILS)
    newer = a_reading(a_record(eligibility_rules=COUNCILS), as_of=NOON.date())
    ingest(sessions, Opened("f", "0" * 64, newer), OPERATOR, clock=lambda: NOON)
    assert [row.checked_on for row in facts(session, key)] == [NOON.date()]


def test_a_rule_of_a_class_the_hub_no_longer_has_tells_nothing(publish: Publish, session: Session) -> None:
    key = publish(eligibility_rules=("exclude class wizards", *COUNCILS))
    assert facts(session, key) == []
    assert asked(session, key).answer is Answer.NOT_PUBLISHED


# Whose word counts


def test_words_of_the_same_voice_count_in_place_of_a_fact(publish: Publish, session: Session) -> None:
    key = publish(eligibility_rules=COUNCILS, description=OPEN_TO_SCHOOLS)
    assert facts(session, key) == []
    assert asked(session, key, SCHOOL).quote == OPEN_TO_SCHOOLS


@pytest.mark.alike
@pytest.mark.parametrize("text", ["", "Paint in all colours."])
def test_words_that_tell_nothing_leave_the_fact_standing(publish: Publish, session: Session, text: str) -> None:
    assert facts(session, publish(eligibility_rules=COUNCILS, eligibility=text))


def test_words_of_a_stronger_voice_count_and_those_of_a_weaker_do_not(publish: Publish, session: Session) -> None:
    publish(reference="AB1", eligibility=OPEN_TO_SCHOOLS)
    stronger = publish(reference="AB1", eligibility_rules=COUNCILS, source=DIRECTORY)
    publish(reference="AB2", eligibility=OPEN_TO_SCHOOLS, source=DIRECTORY)
    weaker = publish(reference="AB2", eligibility_rules=COUNCILS)

    assert facts(session, stronger) == [] and asked(session, stronger, SCHOOL).answer is Answer.COVERED
    assert asked(session, weaker).answer is Answer.COVERED
    assert asked(session, weaker, SCHOOL).answer is Answer.NOT_SHOWN
    assert [row.quote for row in stored(session, weaker).rules] == ["", ""]


def test_of_two_facts_the_stronger_voice_counts(publish: Publish, session: Session) -> None:
    publish(eligibility_rules=("include class schools",), source=DIRECTORY)
    key = publish(eligibility_rules=COUNCILS)
    assert [row.rule["name"] for row in facts(session, key)] == ["local-authorities"]


def test_a_person_counts_before_every_fact_until_it_is_undone(
    publish: Publish, session: Session, sessions: Any
) -> None:
    key = publish(eligibility_rules=COUNCILS)
    with sessions.begin() as writing:
        confirm(writing, [correction(key, "include class schools", "Schools.", "N1", "KM")], OPERATOR, NOON)

    assert asked(session, key).answer is Answer.NOT_SHOWN
    with sessions.begin() as writing:
        undo(writing, key, OPERATOR, NOON)
    assert asked(session, key).answer is Answer.COVERED


def test_the_order_in_which_sources_are_read_changes_nothing(
    tmp_path: Path, sessions_of: Any
) -> None:
    readings = (
        a_reading(a_record(eligibility_rules=COUNCILS)),
        a_reading(a_record(description=OPEN_TO_SCHOOLS), **NOTICE),
        a_reading(a_record(eligibility_rules=("include class schools",)), **DIRECTORY),
    )
    told = set()
    for number, order in enumerate(permutations(readings)):
        with sessions_of(tmp_path / str(number)) as sessions:
            for reading in order:
                ingest(sessions, Opened("f", "0" * 64, reading), OPERATOR, clock=lambda: NOON)
            with sessions() as session:
                rows = session.scalars(select(EligibilityRule).order_by(EligibilityRule.position))
                told.add(tuple((str(row.rule), row.source, row.url, row.checked_on) for row in rows))
    assert len(told) == 1
    [rules] = told
    assert "local-authorities" in rules[0][0] and len(rules) == 2


# Taken away, and the starter catalogue


def test_an_exported_fact_is_a_fact_again_where_it_is_imported(
    publish: Publish, session: Session, tmp_path: Path, sessions_of: Any
) -> None:
    publish(eligibility_rules=(*COUNCILS, "exclude named Essex County Council"))
    path = tmp_path / "export.csv"
    path.write_text(as_csv(session), encoding="utf-8")

    with sessions_of(tmp_path / "other") as sessions:
        ingest(sessions, Opened("export.csv", "0" * 64, checked(open_file(path))), OPERATOR, clock=lambda: NOON)
        with sessions() as other:
            lines = [row.rule for row in other.scalars(select(EligibilityRule)) if row.is_fact]
    assert [(rule["who"], rule["name"]) for rule in lines] == [
        ("class", "local-authorities"),
        ("named", "Essex County Council"),
    ]


@pytest.mark.parametrize("path", sorted((DATA / "catalogue").glob("*.csv")), ids=lambda path: path.stem)
def test_every_rule_of_the_starter_catalogue_can_be_read_and_has_no_sentence(path: Path) -> None:
    rows = checked(open_file(path)).rows
    assert [problem for row in rows for problem in row.problems] == []
    assert any(row.record and row.record.eligibility_rules for row in rows)
    assert not any(row.record and row.record.eligibility for row in rows)
