"""The page on data quality, and the pairs that wait for a person."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub import link_checks
from hub.actor import OPERATOR
from hub.crawl import crawl, doors
from hub.crawl.permission import forbid, permit
from hub.ingest import Opened, ingest
from hub.issues import grouped
from hub.models import CrawlState, Framework, StoredRecord, SupplierProposal, listed
from hub.models.organisation import Organisation
from scrapers.record import Lot
from scrapers.site import Gone
from scrapers.source import Outcome, Problem, Row, Voice
from tests.conftest import NOON
from tests.factories import a_day, a_reading, a_record
from tests.hub.crawl_sites import LEDGER, LIST, UNASKED, Shelf, entry, put_list
from tests.pages import table, words

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]


@pytest.fixture(autouse=True)
def sites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "SITES", {each.source.name: each for each in (LEDGER, LIST, UNASKED)})


@pytest.fixture
def crawl_list(sessions: Any, tmp_path: Path) -> Callable[..., None]:
    """The list is crawled, some days ago, with so many entries."""

    def crawl_list(entries: int, days_ago: int = 0) -> None:
        shelf = Shelf(tmp_path / "shelf")
        put_list(shelf, [entry(number) for number in range(1, entries + 1)])
        crawl(sessions, LIST, shelf, OPERATOR, clock=lambda: NOON - timedelta(days=days_ago))

    return crawl_list


@pytest.fixture
def take_problems(sessions: Any) -> Callable[..., None]:
    """An import of one row, with these problems."""

    def take_problems(*problems: Problem) -> None:
        row = Row(place="line 2", outcome=Outcome.RECORD, record=a_record(), problems=problems)
        ingest(sessions, Opened("f", "0" * 64, a_reading(rows=(row,))), OPERATOR, clock=lambda: NOON)

    return take_problems


def source(page: BeautifulSoup, name: str) -> str:
    return words(page.select_one(f"section[aria-labelledby=source-{name}]"))


def part(page: BeautifulSoup, heading: str) -> str:
    """What a page says from one heading of the second level to the next."""
    start = page.find(id=heading)
    assert start is not None
    siblings = start.find_next_siblings()
    end = next((at for at, tag in enumerate(siblings) if tag.name == "h2"), len(siblings))
    return " ".join(words(tag) for tag in siblings[:end])


def test_an_empty_hub_says_that_it_is_empty(page: Page):
    found = page("/about/quality")

    assert part(found, "alarms").startswith("None. No source that the hub visits")
    assert part(found, "coverage") == "The catalogue is empty."
    assert part(found, "issues") == "None is open."
    assert "Last read to its end Never" in source(found, "ledger")
    assert part(page("/about/pairs"), "frameworks") == "No pair waits for a decision."


def test_a_file_source_says_when_it_was_read_what_it_gave_and_how_old_it_is(stocked_page: Page):
    found = source(stocked_page("/about/quality"), "anglian")

    for said in (
        "What it is The owner's own statement How it is read From files that a person fetched",
        "Dated 26 February 2026",
        "Licence OGL-UK-3.0",
        "Last read to its end 21 November 2026 (less than an hour ago)",
        "Last import Came to its end, begun on 21 November 2026.",
        "It read 30 rows: 30 accepted, 0 changed, 0 unchanged, 0 skipped, 0 rejected",
        "The hub holds of it 30 records about 30 frameworks",
    ):
        assert said in found
    assert "Next visit" not in found and "met the live site" not in found


def test_a_site_says_its_permission_its_last_good_visit_and_its_next(page: Page, crawl_list: Any):
    crawl_list(5, days_ago=3)

    found = source(page("/about/quality"), "list")
    for said in (
        "How it is read The hub visits it by itself",
        "Permission Owner's agreement: letter of 3 November 2026",
        "Last read to its end 18 November 2026 (3 days ago)",
        "Next visit In 4 days. It is to be visited every 7 days",
        "Last visit Came to its end, begun on 18 November 2026. It was read to its end.",
        "It read 5 rows: 5 accepted",
    ):
        assert said in found


def test_a_failed_visit_says_why_and_is_an_open_issue(page: Page, crawl_list: Any):
    crawl_list(10, days_ago=7)
    crawl_list(2)

    found = page("/about/quality")
    assert "Last visit Failed; nothing was stored or removed, begun on 21 November 2026." in source(found, "list")
    assert "Last read to its end 14 November 2026 (7 days ago)" in source(found, "list")
    assert "Open data issues 1" in source(found, "list")
    assert part(found, "issues").startswith("1 issue that nobody has seen to yet")
    assert "Visits of a site that did not go as they should" in part(found, "issues")


def test_a_silent_source_raises_an_alarm_above_everything_else(page: Page, sessions: Any, crawl_list: Any):
    crawl_list(5, days_ago=30)

    found = page("/about/quality")
    assert part(found, "alarms").endswith(
        "The List . It was last crawled to the end 30 days ago, though it should be every 7 days."
    )
    assert [str(tag["id"]) for tag in found.select("h2[id]")][:2] == ["alarms", "sources"]
    assert "Next visit Due now" in source(found, "list")


def test_a_site_without_permission_or_trial_says_so(page: Page, sessions: Any):
    found = source(page("/about/quality"), "unasked")
    assert "Permission None yet, so the hub does not visit it" in found
    assert "Next visit None: there is no permission to visit it" in found
    assert "Its reader met the live site Never. It was written from documentation" in found

    with sessions.begin() as session:
        permit(session, UNASKED, OPERATOR, NOON, "Letter of 20 November 2026.")
        forbid(session, LIST, OPERATOR, NOON, "They asked us to stop.")
    whole = page("/about/quality")
    assert "Permission Permitted on 21 November 2026: Letter of 20 November 2026." in source(whole, "unasked")
    assert "Next visit None until a person has tried it" in source(whole, "unasked")
    assert "Permission Forbidden on 21 November 2026: They asked us to stop." in source(whole, "list")
    assert "operator on" not in words(whole.main)
    with sessions.begin() as session:
        session.execute(update(CrawlState).where(CrawlState.source == "unasked").values(probed_at=NOON))
    assert "A person tried it here on 21 November 2026" in source(page("/about/quality"), "unasked")


def test_entries_a_list_has_no_longer_are_counted(page: Page, crawl_list: Any, sessions: Any):
    crawl_list(5)
    assert "No longer in its list" not in source(page("/about/quality"), "list")
    with sessions.begin() as session:
        session.execute(update(StoredRecord).where(StoredRecord.source_id.like("%1")).values(missed=2))

    assert "No longer in its list 1 entry, kept and marked" in source(page("/about/quality"), "list")


def test_coverage_counts_what_the_database_holds(stocked_page: Page, stocked: Flask) -> None:
    rows = table(stocked_page("/about/quality"), "Frameworks that have each fact")
    with stocked.extensions["hub.readers"]() as session:
        count = select(func.count()).select_from(Framework).where(*listed())
        with_end = session.scalar(count.where(Framework.end.is_not(None)))
        with_eligibility = session.scalar(count.where(Framework.eligibility != ""))
    assert rows["End date"] == [with_end, 30 - (with_end or 0)]
    assert rows["Who may use it"] == [with_eligibility, 30 - (with_eligibility or 0)]
    assert rows["Fee"] == [6, 24] and rows["Suppliers"] == [5, 25] and rows["Award route"] == [20, 10]
    assert all(sum(numbers) == 30 for numbers in rows.values())


def test_the_chart_says_what_the_table_says(stocked_page: Page) -> None:
    page = stocked_page("/about/quality")
    rows = table(page, "Frameworks that have each fact")
    labels = [words(text) for text in page.select(".hub-chart__label")]
    shares = [int(words(text).rstrip("%")) for text in page.select(".hub-chart__number")]
    assert dict(zip(labels, shares, strict=True)) == {
        name: round(published / 30 * 100) for name, (published, _) in rows.items()
    }
    bars = [float(str(bar["width"])) for bar in page.select(".hub-chart__bar")]
    tracks = [float(str(track["width"])) for track in page.select(".hub-chart__track")]
    assert [round(bar / track * 100) for bar, track in zip(bars, tracks, strict=True)] == shares


def test_issues_are_counted_by_field_with_three_examples(page: Page, take_problems: Any, session: Session):
    ends = [Problem(place=f"line {n}", field="end", value=f"{n}/99/2026", reason="is no date") for n in range(5)]
    fee = Problem(place="line 2", field="fee", value="x" * 99, reason="is no rate", done="It was left out.")
    take_problems(*ends, fee)

    assert [(group.field, group.count, len(group.examples)) for group in grouped(session)] == [
        ("end", 5, 3),
        ("fee", 1, 1),
    ]
    found = part(page("/about/quality"), "issues")
    assert "Values the hub could not read or does not believe" in found
    assert "end : 5 issues anglian, line 0, “0/99/2026”: is no date." in found
    assert "“2/99/2026”" in found and "“3/99/2026”" not in found
    assert f"“{'x' * 60}…”: is no rate. What was done: It was left out." in found


def test_no_person_is_named_in_an_example_or_in_the_download(page: Page, take_problems: Any, client: FlaskClient):
    take_problems(Problem(place="line 2", field="end", value="ask jo.bloggs@fenland.example", reason="is no date"))

    assert "bloggs" not in words(page("/about/quality").main)
    assert "bloggs" not in client.get("/about/quality.csv").text


def test_findings_are_counted_and_explained(page: Page, publish: Publish):
    publish(title="Paint", reference="AB1")
    publish(title="Fuel", reference="AB2", start=a_day("2024-01-01"), end=a_day("2023-01-01"))

    found = part(page("/about/quality"), "findings")
    assert "No end date published: 1 No source the hub has read gives an end date." in found
    assert "Ends before it starts: 1 Its published dates cannot both be right." in found
    assert "hub review" not in found and "Open data issues" not in found


def test_broken_links_are_listed_with_the_frameworks_that_lead_there(page: Page, publish: Publish, sessions: Any):
    publish(title="Paint", reference="AB1", url="https://anglian.example/paint")
    assert "Not checked yet 1" in part(page("/about/quality"), "links")

    def fetch(address: str, expects: str = "") -> Any:
        raise Gone(f"{address} is not there any more (404).")

    link_checks.check(sessions, fetch, ["https://anglian.example/paint"], clock=lambda: NOON)

    found = part(page("/about/quality"), "links")
    assert "Broken 1 " in found and "Not checked yet 0" in found
    assert "Paint https://anglian.example/paint is not there any more (404). Checked on 21 November 2026." in found


def test_issues_and_findings_can_be_downloaded_and_no_cell_starts_a_formula(
    client: FlaskClient, take_problems: Any, publish: Publish
):
    take_problems(Problem(place="line 2", field="end", value="=1+1", reason="is no date", done="Left out."))
    publish(title="=Ladders", reference="=AB2")

    answer = client.get("/about/quality.csv")
    assert answer.mimetype == "text/csv" and "data-quality-2026-11-21.csv" in answer.headers["Content-Disposition"]
    issue, *rest = csv.DictReader(answer.text.splitlines())
    assert issue == {
        "what": "data issue", "kind": "value", "source": "anglian", "place": "line 2", "field": "end",
        "value": "'=1+1", "reason": "is no date", "done": "Left out.", "first_seen": "21 November 2026",
    }  # fmt: skip
    cases = [(row["what"], row["value"]) for row in rest if row["kind"] == "No end date published"]
    assert ("finding", "'=AB2 =Ladders") in cases


def test_pairs_show_both_sides_and_the_evidence_and_say_who_decides(page: Page, publish: Publish):
    owners = publish(
        title="Building cleaning services", reference="AB1", end=a_day("2028-01-31"), lots=(Lot(number="1"),)
    )
    directory = {"name": "directory", "voice": Voice.DIRECTORY, "owner": ""}
    publish(directory, reference="", source_id="cleaning", title="Building Cleaning Services")

    assert "May be listed twice: 1" in part(page("/about/quality"), "findings")
    found = page("/about/pairs")
    said = part(found, "frameworks")
    assert "waits for a person" in said and "One of them has no published dates" in said
    sides = [str(link["href"]) for link in found.select(".hub-record a.hub-list__title")]
    assert len(sides) == 2 and any(owners in side for side in sides)
    assert "hub review accept" in words(found.main) and not found.select("main form")


def test_pairs_of_suppliers_are_counted_and_the_most_alike_shown(page: Page, sessions: Any):
    with sessions.begin() as session:
        for number in range(52):
            session.add(Organisation(slug=f"acorn-{number:02}", name=f"Acorn {number} Ltd", kind="supplier"))
        for number in range(1, 52):
            other, score = f"acorn-{number:02}", 1 - number / 100
            session.add(
                SupplierProposal(slug="acorn-00", other_slug=other, score=score, proposed_at=NOON, evidence=["Alike"])
            )

    found = page("/about/pairs")
    said = part(found, "suppliers")
    assert "Suppliers: 51 pairs" == words(found.find(id="suppliers")) and "The 50 most likely are shown." in said
    assert "99% likely, waits for a person" in said and "Acorn 1 Ltd (no registered number, on 0 lots)" in said
    assert "Acorn 50 Ltd" in said and "Acorn 51 Ltd" not in said
