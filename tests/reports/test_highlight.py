"""The highlight report: what it counts and of when, what it does not know, and what members are not told."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub import catalogue
from hub.errors import Refused
from hub.models import SavingTarget
from hub.notes import Facts, Table
from hub.reports import highlight_paper
from hub.reports.activity import NOT_KNOWN
from hub.reports.highlight import Highlight, highlight
from hub.reports.paper import Paper, as_pdf, as_text
from hub.reports.period import Period
from hub.usage import Counters
from tests.factories import a_day
from tests.moments import NOON
from tests.persons import a_person, network_called
from tests.reports.rows import a_claim, a_member, more_of

TODAY = NOON.date()
THIS, LAST = Period(2026), Period(2025)
LIVE = ("live", "extended")


@pytest.fixture
def write(sessions: Any) -> Iterator[Session]:
    with sessions.begin() as session:
        yield session


def report(
    session: Session, period: Period = LAST, counters: str = "/nowhere", reader: str = "moderators"
) -> Highlight:
    return highlight(session, Path(counters), network_called(session, "pen"), period, TODAY, reader)


def paper(session: Session, reader: str = "moderators", period: Period = LAST) -> Paper:
    return highlight_paper.printed(report(session, period, reader=reader), "https://hub.example/r")


def rows(paper: Paper, caption: str) -> dict[str, list[str]]:
    """The rows of a table by their first cell."""
    found = next(block for block in paper.blocks if isinstance(block, Table) and block.caption.startswith(caption))
    return {row[0]: list(row[1:]) for row in found.rows}


def a_target(session: Session, **about: Any) -> None:
    given = {"kind": "target", "title": "Ten million", "first_year": "2024-25", "last_year": "2026-27", "pence": 10**9}
    session.add(SavingTarget(network_id=network_called(session, "pen").id, **{**given, **about}))
    session.flush()


# What was done


def test_what_the_hub_did_not_count_then_is_not_known_and_never_nought(write: Session) -> None:
    a_member(write, "fenland")
    found = report(write, Period(2010))
    assert {each.value for each in found.figures} == {NOT_KNOWN}
    assert {each.of for each in found.figures} == {"In 2010/11"}


def test_counts_begin_with_the_day_on_which_counting_began(write: Session, tmp_path: Path) -> None:
    a_member(write, "fenland")
    counters = Counters(tmp_path / "usage.sqlite")
    counters.searched("vans", 0, date(2026, 6, 3))
    counters.searched("vans", 7, date(2026, 6, 4))
    counters.followed("abc", date(2026, 6, 5))
    counters.flush(TODAY)
    found = {each.name: each for each in report(write, THIS, str(counters.path)).figures}
    assert [found[name].value for name in ("Searches", "Searches that found nothing", "Signposts followed")] == list(
        "211"
    )
    assert found["Searches"].of == "From 3 June 2026 to 21 November 2026"
    before = {each.name: each for each in report(write, LAST, str(counters.path)).figures}
    assert before["Searches"].value == NOT_KNOWN


def test_registered_users_are_those_with_a_role_in_the_network_that_day(app: Flask, sessions: Any) -> None:
    with sessions.begin() as session:
        a_member(session, "fenland")
    a_person(app, "member", organisation="fenland")
    a_person(app, "moderator", network="pen")
    a_person(app, "member", organisation="elsewhere")
    a_person(app, "moderator", network="other")
    with sessions.begin() as session:
        found = {each.name: each for each in report(session, THIS).figures}
    assert (found["Registered users"].value, found["Registered users"].of) == ("2", "On 21 November 2026")


def test_frameworks_live_are_those_of_that_day_that_were_known_by_then(
    publish: Callable[..., str], sessions: Any
) -> None:
    ends = {"AB1": "2026-11-21", "AB2": "2026-11-20", "AB3": "2028-03-31"}
    for reference, end in ends.items():
        dates = {"start": a_day("2024-04-01"), "end": a_day(end), "stage": "live"}
        publish(reference=reference, title=f"Framework {reference}", **dates)
    with sessions.begin() as session:
        a_member(session, "fenland")
        found = {each.name: each for each in report(session, THIS).figures}
        assert (found["Frameworks live"].value, found["Frameworks live"].of) == ("2", "On 21 November 2026")
        assert found["Frameworks live"].value == str(
            sum(count for status, count in statuses(session) if status in LIVE)
        )


def statuses(session: Session) -> list[tuple[str, int]]:
    return [(status.value, count) for status, count in catalogue.counts_by_status(session).items()]


def test_each_figure_says_what_it_counts(write: Session) -> None:
    a_member(write, "fenland")
    assert all(len(each.definition) > 20 for each in report(write).figures)


def test_a_year_that_has_not_begun_has_no_report(write: Session) -> None:
    a_member(write, "fenland")
    with pytest.raises(Refused, match="has not begun: it runs from 1 April 2027"):
        report(write, Period(2027))


# Savings


def test_bands_and_columns_stand_apart_to_the_penny(write: Session) -> None:
    fenland = a_member(write, "fenland")
    claim = a_claim(write, fenland, 17_500_01)
    more_of(write, claim, fenland, 99, cashable=False, bucket="avoidance")
    more_of(write, claim, fenland, 1_00, year="2026-27")
    a_claim(write, fenland, 2_00, column="local")
    a_claim(write, fenland, 4_00, state="verified")
    a_claim(write, fenland, 8_00, state="submitted")
    a_claim(write, fenland, 16_00, basis="estimated")
    a_claim(write, fenland, 32_00, column="owner_declared")
    for state in ("draft", "returned", "rejected", "withdrawn", "superseded", "lapsed"):
        a_claim(write, fenland, 64_00, state=state)
    told = paper(write)
    assert rows(told, "Savings") == {
        "Validated savings": ["£17,501.00", "£2.00", "£17,503.00", "£17,502.01"],
        "Verified, waiting for the network": ["£4.00", "None", "£4.00", "£4.00"],
        "Submitted, waiting for the council": ["£8.00", "None", "£8.00", "£8.00"],
        "Live estimates": ["£16.00", "None", "£16.00", "£16.00"],
    }
    owners = [
        text for block in told.blocks if isinstance(block, Facts) for label, text in block.pairs if "owners" in label
    ]
    assert owners[0].startswith("£32.00. ")


def test_parts_of_those_who_are_no_members_are_not_the_network_s(write: Session) -> None:
    fenland, other = a_member(write, "fenland"), a_member(write, "other", network="another")
    claim = a_claim(write, fenland, 1_00)
    more_of(write, claim, other, 5_00, member=False)
    assert rows(paper(write), "Savings")["Validated savings"][2] == "£1.00"


def test_a_target_is_met_by_what_was_validated_in_its_years(write: Session) -> None:
    fenland = a_member(write, "fenland")
    for year, pence in (("2023-24", 1_00), ("2024-25", 2_00), ("2025-26", 4_00), ("2026-27", 8_00)):
        a_claim(write, fenland, pence, year=year)
    a_claim(write, fenland, 16_00, basis="estimated")
    a_target(write, example=True)
    a_target(write, kind="reported", title="Told", pence=11 * 10**8, reported_on=date(2010, 1, 12))
    a_target(write, title="Later", first_year="2026-27")
    assert rows(paper(write), "By the end of 2025/26") == {
        "Reported: Told, told on 12 January 2010": ["2024/25 to 2026/27", "£11,000,000.00", "£6.00"],
        "Target: Ten million (example data)": ["2024/25 to 2026/27", "£10,000,000.00", "£6.00"],
    }


def test_example_data_in_the_sums_is_said_to_be(write: Session) -> None:
    fenland = a_member(write, "fenland")
    a_claim(write, fenland, validated_at=NOON - timedelta(days=90))
    said = "Example data is in these figures."
    assert said not in as_text(paper(write)) + as_text(paper(write, "members"))
    a_claim(write, fenland, validated_at=NOON - timedelta(days=90), example=True)
    assert said in as_text(paper(write)) and said in as_text(paper(write, "members"))


# What members are told


def facts(paper: Paper) -> dict[str, str]:
    return {label: text for block in paper.blocks if isinstance(block, Facts) for label, text in block.pairs}


def saved(session: Session, *sums: int, **about: Any) -> None:
    """Each by another council, and published since the end of September."""
    for number, each in enumerate(sums):
        a_claim(session, a_member(session, f"council-{number}"), each, validated_at=NOON - timedelta(days=90), **about)


def test_members_are_told_what_is_published(write: Session) -> None:
    saved(write, 1_00, 2_00, 3_00)
    saved(write, 7_00, 7_00, 7_00, state="verified")
    a_claim(write, a_member(write, "late"), 50_00, validated_at=NOON)
    a_target(write)
    told = paper(write, "members")
    assert facts(told)["Validated savings"] == "£6.00"
    assert rows(told, "By the end")["Target: Ten million"][2] == "£6.00"
    assert "as it stood at the end of 30 September 2026" in as_text(told) and "£21.00" not in as_text(told)


@pytest.mark.alike
@pytest.mark.parametrize("sums", [(1_00, 2_00), (1_00, 1_00, 98_00), (5_00,)])
def test_members_are_not_told_a_sum_that_tells_of_one(write: Session, sums: tuple[int, ...]) -> None:
    saved(write, *sums)
    a_target(write)
    told = paper(write, "members")
    assert facts(told)["Validated savings"].startswith("Not shown: ")
    assert rows(told, "By the end")["Target: Ten million"][2] == "Not shown"


def test_members_cannot_take_one_year_from_the_sum_of_two(write: Session) -> None:
    saved(write, 1_00, 2_00, 3_00)
    saved(write, 50, year="2024-25")
    a_target(write)
    told = paper(write, "members")
    assert rows(told, "By the end")["Target: Ten million"][2] == "Not shown"


# Stories


def test_a_story_is_told_only_with_permission(write: Session) -> None:
    fenland = a_member(write, "fenland", name="Fenland District Council")
    a_claim(write, fenland, title="Vans", story="Four vans cost less.", told_with_permission=True)
    a_claim(write, fenland, title="Fuel", story="Nobody said yes.")
    a_claim(write, fenland, title="Ink", story="Another year.", told_with_permission=True, year="2023-24")
    a_claim(write, fenland, title="Oil", story="Sent back.", told_with_permission=True, state="returned")
    said = as_text(paper(write))
    assert "Fenland District Council: Vans" in said and "Four vans cost less." in said
    assert not any(words in said for words in ("Nobody said yes.", "Another year.", "Sent back."))
    assert "Saving in the year: £100.00" in said
    told = as_text(paper(write, "members"))
    assert "Four vans cost less." in told and "Fenland District Council" in told
    assert "Vans" not in told and "Saving in the year" not in told


# Paper


def test_page_and_paper_carry_the_hash_of_what_they_say(write: Session) -> None:
    fenland = a_member(write, "fenland")
    a_claim(write, fenland)
    first, again = paper(write), paper(write)
    a_claim(write, fenland)
    assert first.hashes == again.hashes != paper(write).hashes
    assert as_pdf(first) == as_pdf(again)
    assert as_pdf(first).startswith(b"%PDF-")
