"""What somebody pastes is filled in from what the hub holds, and nothing is fetched for it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.contributions.prefill import Held, Pasted, held, pasted
from hub.crawl.doors import sites
from hub.ingest import Opened, ingest
from scrapers.call_off import FrameworkPointer
from scrapers.record import Edition, Known, NoticeReference
from scrapers.source import Reading
from tests.conftest import NOON
from tests.factories import a_call_off, a_reading, a_record, a_register
from tests.pages import check_page, words
from tests.persons import Person

NUMBER, OCID = "012345-2026", "ocds-h6vhtk-0a1b2c"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (" 012345-2026 ", Pasted(number=NUMBER)),
        ("Notice 012345-2026 on Find a Tender", Pasted(number=NUMBER)),
        ("OCDS-H6VHTK-0A1B2C", Pasted(ocid=OCID)),
        ("https://anglian.example/g", Pasted(address="https://anglian.example/g")),
        (
            "https://www.find-tender.service.gov.uk/Notice/012345-2026",
            Pasted(number=NUMBER, address="https://www.find-tender.service.gov.uk/Notice/012345-2026"),
        ),
        ("javascript://alert(1)", None),
        ("https://[", None),
        ("hedges", None),
        ("", None),
    ],
)
def test_a_notice_an_ocid_and_an_address_are_told_apart(text: str, what: Pasted | None) -> None:
    assert pasted(text) == what


@pytest.fixture
def look_up(sessions: Any, session: Session) -> Callable[..., Held]:
    """Import these, then look something up."""

    def look_up(text: str, *readings: Reading) -> Held:
        for number, reading in enumerate(readings):
            ingest(sessions, Opened(f"{number}.csv", f"{number}" * 64, reading), OPERATOR, clock=lambda: NOON)
        what = pasted(text)
        assert what is not None
        return held(session, what, sites())

    return look_up


def test_a_notice_that_a_framework_of_the_catalogue_names_leads_to_that(look_up: Callable[..., Held]) -> None:
    notice = NoticeReference(identifier=NUMBER, ocid=OCID)
    reading = a_reading(a_record(title="Hedges", notices=(notice,), url="https://anglian.example/g"))

    for text in (NUMBER, OCID, "https://anglian.example/g"):
        found = look_up(text, reading)
        assert [row.title for row in found.frameworks] == ["Hedges"] and not found.draft


def test_a_notice_that_makes_no_framework_by_itself_fills_the_form(look_up: Callable[..., Held]) -> None:
    notice = NoticeReference(identifier=NUMBER)
    change = a_record(title="Hedges", edition=Edition.CHANGE, evidence_only=True, notices=(notice,), summary="Roads.")

    found = look_up(NUMBER, a_reading(change))

    assert not found.frameworks
    assert {"title": "Hedges", "owner": "Anglian Buying Group", "summary": "Roads."}.items() <= found.draft.items()
    assert found.link == f"https://www.find-tender.service.gov.uk/Notice/{NUMBER}"


def test_a_contract_fills_in_what_it_says_of_its_framework(look_up: Callable[..., Held]) -> None:
    said = FrameworkPointer(said=Known.YES, reference="AB77", title="Hedges", owner="Anglian", ocid=OCID)

    found = look_up(OCID, a_register(a_call_off(framework=said)))

    assert found.draft == {"title": "Hedges", "owner": "Anglian", "reference": "AB77", "notices": OCID}
    assert "a contract" in found.said


def test_what_is_not_held_says_so_where_it_can_be_read_and_who_owns_the_site(look_up: Callable[..., Held]) -> None:
    notice, page = look_up(NUMBER), look_up("https://www.espo.org/frameworks/hedges")

    assert "does not hold this notice" in notice.said and "hub crawl find_a_tender" in notice.said
    assert notice.draft == {"notices": NUMBER}
    assert page.draft == {"owner": "ESPO", "web page": "https://www.espo.org/frameworks/hedges"}


def test_the_form_begins_with_what_was_found_and_the_request_asks_no_other_site(
    person: Callable[..., Person], socket_disabled: None
) -> None:
    officer = person("contributor", organisation="mid-suffolk", network="pen")

    shown = check_page(officer.get(f"/contributions/begin?from={NUMBER}"))
    begun = officer.send("/contributions/begin", {"from": NUMBER})

    assert "does not hold this notice" in words(shown.select_one("main"))
    assert NUMBER in officer.get(begun.headers["Location"].replace("/what", "/details")).text
