"""GCA's agreements from the API behind its website."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scrapers.record import Kind, Regulation, Route, Stage
from scrapers.site import Grounds, PageChanged
from scrapers.sites.gca_api import FRAMEWORKS, SITE
from scrapers.source import Outcome
from tests.scrapers.sites.pages import Web, rows, visited

GARDEN: dict[str, Any] = {
    "id": 901, "salesforce_id": "a04000000000001AAA", "rm_number": "RM9901", "title": "Garden Machinery 2",
    "status": "Live", "terms": "Standard", "regulation": "PA2023", "regulation_type": "Open Framework",
    "start_date": "2025-05-01", "end_date": "2029-04-30", "summary": "Mowers &amp; more.",
    "description": "<p>Everything that mows.</p>", "how_to_buy": "<p>Direct award or further competition.</p>",
    "category": "Fleet", "documents": [{"title": "Guide", "url": "https://assets.gca.example/g.pdf", "file_size": 9}],
    "lots": [
        {"lot_number": "1", "title": "Mowers", "status": "Live", "expiry_date": None, "description": "Ride-on.",
         "suppliers": [{"name": "Mow Ltd"}, {"name": "Mow Ltd"}]},
        {"lot_number": "2", "title": "Rakes", "status": "Expired", "expiry_date": "2026-01-31"},
    ],
}  # fmt: skip
PLANNED = {"rm_number": "RM9500", "title": "Sheds", "status": "Underway (Pipeline)", "terms": "DPS", "lots": None}
OVER = {"rm_number": "RM9043iv", "title": "Old", "status": "Expired - Data Still Received", "end_date": "2027-01-01"}
ALL = [GARDEN, PLANNED, OVER]


def list_page(number: int) -> str:
    return f"{FRAMEWORKS}?limit=20&page={number}"


def listed(*agreements: dict[str, Any], total: int | None = None) -> str:
    meta = {"total_results": len(agreements) if total is None else total, "limit": 20, "results": len(agreements)}
    return json.dumps({"meta": meta, "results": [{"rm_number": each["rm_number"]} for each in agreements]})


@pytest.fixture
def web(tmp_path: Path) -> Web:
    answers = {f"{FRAMEWORKS}/{each['rm_number']}": json.dumps(each) for each in ALL}
    pages = {list_page(1): listed(GARDEN, PLANNED, total=3), list_page(2): listed(OVER, total=3)}
    return Web(tmp_path, answers | pages)


def test_an_agreement_is_read_in_the_same_terms_as_from_the_export(web: Web):
    record = rows(SITE, web)[f"{FRAMEWORKS}/RM9901"].record

    assert record is not None
    assert (record.reference, record.kind, record.stage) == ("RM9901", Kind.OPEN_FRAMEWORK, Stage.LIVE)
    assert record.regulation is Regulation.PROCUREMENT_ACT_2023
    assert record.routes == (Route.DIRECT_AWARD, Route.COMPETITION)
    assert (record.summary, record.description) == ("Mowers & more.", "Everything that mows.")
    assert [(lot.number, lot.title, lot.stage) for lot in record.lots] == [
        ("1", "Mowers", Stage.LIVE),
        ("2", "Rakes", Stage.ENDED),
    ]
    assert [place.name for place in record.lots[0].suppliers] == ["Mow Ltd"]
    assert record.lots[1].end is not None and record.lots[1].end.value == date(2026, 1, 31)
    assert [link.title for link in record.documents] == ["Guide"]
    assert record.extra["id"] == "901"


def test_statuses_are_those_of_the_website(web: Web):
    found = rows(SITE, web)
    stages = {place[-6:]: row.record.stage for place, row in found.items() if row.record}

    assert stages == {"RM9901": Stage.LIVE, "RM9500": Stage.TENDERING, "9043iv": Stage.ENDED}


def test_an_agreement_without_a_title_or_with_odd_lots_does_not_stop_the_others(web: Web):
    web.answers[f"{FRAMEWORKS}/RM9500"] = json.dumps(PLANNED | {"rm_number": "", "title": ""})
    web.answers[f"{FRAMEWORKS}/RM9901"] = json.dumps(GARDEN | {"lots": ["Mowers", {"title": "Rakes"}]})

    found = rows(SITE, web)

    assert [row.outcome for row in found.values()] == [Outcome.RECORD, Outcome.REJECTED, Outcome.RECORD]
    assert [problem.reason for problem in found[f"{FRAMEWORKS}/RM9901"].problems] == ["is not an object"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({list_page(2): listed(GARDEN, total=3)}, "the list goes in circles"),
        ({list_page(2): listed(total=3)}, "says that it lists 3 agreements, and lists 2"),
        ({list_page(1): listed(total=0)}, "says that it lists 0 agreements, and lists 0"),
        ({list_page(1): "<html>Please wait</html>"}, "is no JSON"),
        ({list_page(1): "[]"}, "where an object belongs"),
        ({list_page(1): '{"data": []}'}, "no “meta.total_results”"),
        ({f"{FRAMEWORKS}/RM9500": '{"number": "RM9500"}'}, "RM9500 has no “rm_number”"),
        ({f"{FRAMEWORKS}/RM9500": '{"rm_number": "RM95'}, "RM9500 is no JSON"),
        ({f"{FRAMEWORKS}/RM9500": ""}, "RM9500 is no JSON"),
    ],
)
def test_an_answer_built_in_another_way_fails_the_visit(web: Web, answers: dict[str, str], said: str):
    web.answers |= answers

    with pytest.raises(PageChanged, match=said):
        visited(SITE, web)


def test_it_is_off_until_the_agency_agrees():
    assert (SITE.permission.grounds, SITE.met) == (Grounds.NONE, "")
