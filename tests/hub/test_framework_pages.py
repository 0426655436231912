"""A framework's page, and the page that says where each value came from."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.organisations import load_organisations
from hub.issues import clear
from hub.models import Framework, Issue, Relation, StoredRecord
from scrapers.files import open_file
from scrapers.record import (
    Basis,
    Day,
    Fee,
    Known,
    Link,
    Lot,
    Money,
    NoticeReference,
    Payer,
    Precision,
)
from scrapers.source import Voice
from tests.conftest import NOON
from tests.factories import a_day
from tests.pages import fact, section, words
from tests.scrapers.ocds.releases import a_package, a_release

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

DIRECTORY: dict[str, Any] = {
    "name": "schools",
    "title": "Frameworks for schools",
    "publisher": "A department",
    "voice": Voice.DIRECTORY,
    "owner": "",
}


# Addresses


def test_the_slug_is_decoration(client: FlaskClient, publish: Publish) -> None:
    key = publish(title="Grounds maintenance")
    right = f"/frameworks/{key}/grounds-maintenance"
    for wrong in (f"/frameworks/{key}", f"/frameworks/{key}/grounds"):
        answer = client.get(wrong)
        assert (answer.status_code, answer.headers["Location"]) == (301, right)
    assert client.get(right).status_code == 200


def test_a_framework_called_sources_does_not_hide_behind_its_own_sources(client: FlaskClient, publish: Publish) -> None:
    key = publish(title="Sources")
    right = client.get(f"/frameworks/{key}").headers["Location"]
    assert right == f"/frameworks/{key}/sources-framework"
    assert "Key facts" in client.get(right).text


def test_a_title_without_letters_still_has_an_address(client: FlaskClient, publish: Publish) -> None:
    key = publish(title="???")
    assert client.get(f"/frameworks/{key}").headers["Location"] == f"/frameworks/{key}/framework"


def test_an_unknown_key_is_not_found(page: Page) -> None:
    assert "There is no framework at this address" in words(page("/frameworks/0123456789abcdef", 404).main)


def test_a_merged_framework_leads_to_the_one_it_became(client: FlaskClient, publish: Publish) -> None:
    unnumbered = publish(source_id="7", reference="", title="Grounds maintenance")
    numbered = publish(source={"as_of": date(2026, 3, 1)}, source_id="7", reference="AB7", title="Grounds maintenance")
    assert numbered != unnumbered
    for address in (f"/frameworks/{unnumbered}/grounds-maintenance", f"/frameworks/{unnumbered}/sources"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/frameworks/{numbered}/grounds-maintenance")


def test_a_category_the_hub_worked_out_says_so(framework: Any, publish: Publish) -> None:
    worked_out = fact(framework(publish(reference="AB1", title="Building cleaning")), "Categories")
    assert worked_out == "Cleaning Worked out by the hub from the title or the CPV codes."
    stated = fact(framework(publish(reference="AB2", title="For offices", categories=("Cleaning",))), "Categories")
    assert stated == "Cleaning"


def test_a_withdrawn_framework_is_gone_and_says_what_it_was(page: Page, publish: Publish, sessions: Any) -> None:
    key = publish(title="Grounds maintenance")
    with sessions.begin() as session:
        row = session.scalars(select(Framework).where(Framework.key == key)).one()
        row.withdrawn_at, row.digest = NOON, ""
    gone = page(f"/frameworks/{key}/grounds-maintenance", 410)
    assert words(gone.h1) == "This framework has been withdrawn: Grounds maintenance"
    assert gone.select_one("main a[href^='/search?q=Grounds']") is not None
    page(f"/frameworks/{key}/sources", 410)


# What it says


def test_the_status_stands_first_with_its_reason(framework: Any, publish: Publish) -> None:
    key = publish(stage="planned", start=a_day("2026-03-01"))
    status = words(framework(key).select_one(".hub-status"))
    assert status.startswith("Unconfirmed Its planned start, 1 March 2026, has passed")


def test_what_a_source_calls_it_is_dated_and_quoted(framework: Any, publish: Publish) -> None:
    key = publish(stage="ended", source_status="Expired - data still received")
    said = fact(framework(key), "Stage given by the source")
    assert said == "Ended On 26 February 2026. In its words: “Expired - data still received”."


def test_every_unknown_is_not_published(framework: Any, publish: Publish) -> None:
    page = framework(publish())
    for label in ("Kind of agreement", "Regulation", "Start date", "End date", "Award routes", "Fee", "Maximum value"):
        assert fact(page, label) == "Not published", label
    assert len(page.select(".hub-facts .hub-unknown")) == 9
    assert "Not published in what the hub holds: ask the owner" in words(section(page, "who"))
    assert "0%" not in words(page.main)


def test_dates_show_how_exact_they_are_and_how_they_were_found(framework: Any, publish: Publish) -> None:
    key = publish(
        stage="live",
        start=Day(value=date(2025, 3, 1), precision=Precision.MONTH),
        end=Day(value=date(2029, 2, 28), basis=Basis.DURATION),
        max_end=a_day("2031-02-28"),
        extension="Two years, in steps of one.",
    )
    page = framework(key)
    assert fact(page, "Start date") == "March 2025"
    assert fact(page, "End date") == "28 February 2029 Worked out from the published length of the agreement."
    assert fact(page, "Latest end if extended") == "28 February 2031"
    assert fact(page, "Extension") == "Two years, in steps of one."


def test_a_fee_and_a_ceiling_are_shown_with_what_they_mean(framework: Any, publish: Publish) -> None:
    fee = Fee(basis_points=100, payer=Payer.SUPPLIER, known=Known.YES)
    page = framework(publish(fee=fee, max_value=Money(net_pence=3_000_000_000_000)))
    assert fact(page, "Fee") == "1%, paid by the supplier"
    expected = "£30 billion excluding VAT A ceiling for all buyers together, not money spent."
    assert fact(page, "Maximum value") == expected
    assert page.select_one("a[href='/about/glossary#fee']") is not None


@pytest.fixture
def judged(sessions: Any, tmp_path: Any) -> str:
    """The key of a framework that only the title of its notice says is one."""
    path = tmp_path / "notices.json"
    path.write_text(a_package(a_release(title="Grounds maintenance framework agreement")), encoding="utf-8")
    ingest(sessions, Opened(path.name, "0" * 64, open_file(path)), OPERATOR, clock=lambda: NOON)
    with sessions() as session:
        return str(session.scalars(select(Framework.key)).one())


TITLE_ALONE = "The title of its notice is all that says it is a framework."


def test_a_framework_judged_by_its_title_says_so_until_a_person_has_looked(
    framework: Any, judged: str, sessions: Any
) -> None:
    assert fact(framework(judged), "Kind of agreement").endswith(TITLE_ALONE)
    with sessions.begin() as session:
        issue = session.scalars(select(Issue.id).where(Issue.field == "title")).one()
        clear(session, issue, OPERATOR, NOON)
    assert TITLE_ALONE not in fact(framework(judged), "Kind of agreement")


def test_a_framework_that_another_source_lists_is_not_judged_by_its_title(
    framework: Any, judged: str, publish: Publish
) -> None:
    key = publish(owner="Anytown Council", reference="AC1", title="Grounds maintenance framework agreement")
    assert key == judged, "both sources speak of one framework"
    assert TITLE_ALONE not in fact(framework(judged), "Kind of agreement")


def test_fees_of_lots_are_given_as_a_range(framework: Any, publish: Publish) -> None:
    lots = [Lot(number=str(n), fee=Fee(basis_points=n * 100, known=Known.YES)) for n in (1, 3)]
    page = framework(publish(lots=tuple(lots)))
    assert fact(page, "Fee") == "1% to 3%, by lot"
    row = next(row for row in page.select(".govuk-summary-list__row") if words(row.dt) == "Fee")
    assert row.select_one("a[href$='/sources#lots']") is not None


def test_a_summary_and_a_description_are_both_shown(framework: Any, publish: Publish) -> None:
    page = framework(publish(summary="Grass and trees.", description="Mowing.\n\nPruning."))
    assert "Grass and trees." in words(page.select_one(".hub-page__head"))
    assert words(section(page, "description")).startswith("Description Mowing. Pruning.")


def test_who_may_use_it_is_quoted_as_published_and_not_judged(framework: Any, publish: Publish) -> None:
    page = framework(publish(eligibility="Councils in <b>Norfolk</b>.\n\nSchools in Norfolk."))
    quote = section(page, "who").select_one("blockquote")
    assert quote is not None
    assert [words(part) for part in quote.select("p")] == ["Councils in <b>Norfolk</b>.", "Schools in Norfolk."]
    for promise in ("you may use", "you can use", "lawful", "eligible"):
        assert promise not in words(page.main).casefold()


def test_documents_and_notices_are_linked_and_notices_in_order(framework: Any, publish: Publish) -> None:
    notices = (
        NoticeReference(identifier="000002-2026", type="UK6", published=date(2026, 2, 1), url="https://n.example/2"),
        NoticeReference(identifier="000001-2026", type="UK4", published=date(2026, 1, 1)),
    )
    documents = (Link(title="User guide", url="https://anglian.example/guide.pdf", kind="PDF"),)
    page = framework(publish(notices=notices, documents=documents))
    dates = [words(part) for part in section(page, "notices").select(".hub-timeline__date")]
    assert dates == ["1 January 2026", "1 February 2026"]
    assert words(section(page, "documents").li) == "User guide (PDF), on anglian.example"


def test_a_notice_is_named_in_words_that_lead_to_the_glossary(framework: Any, page: Page, publish: Publish) -> None:
    types = ("UK4", "UK6, UK7", "uk 15", "awardUpdate", "Contract notice", "UK99", "")
    notices = [
        NoticeReference(identifier=str(number), type=name, published=date(2026, 1, number))
        for number, name in enumerate(types, 1)
    ]
    found = section(framework(publish(notices=tuple(notices))), "notices")
    assert [words(item.select_one(".govuk-body")) for item in found.select("li")] == [
        "Notice 1 ( UK4 tender notice )",
        "Notice 2 ( UK6 contract award notice , UK7 contract details notice )",
        "Notice 3 ( UK15 dynamic market modification notice )",
        "Notice 4 (award update notice)",
        "Notice 5 (Contract notice)",
        "Notice 6 (UK99)",
        "Notice 7",
    ]
    glossary = page("/about/glossary")
    anchors = [str(link["href"]).partition("#")[2] for link in found.select("a[href*=glossary]")]
    assert anchors == ["uk4", "uk6", "uk7", "uk15"] and all(glossary.find(id=anchor) for anchor in anchors)


def test_a_maximum_value_is_named_without_and_with_vat(framework: Any, publish: Publish) -> None:
    page = framework(publish(max_value=Money(net_pence=100_000_000, gross_pence=120_000_000)))
    assert fact(page, "Maximum value").startswith("£1 million excluding VAT, £1.2 million including VAT")


def test_a_framework_known_by_its_reference_does_not_show_it_twice(
    framework: Any, page: Page, publish: Publish, session: Session
) -> None:
    publish(title="", reference="RM1234")
    found = framework(session.scalars(select(Framework.key)).one())
    assert words(found.title).startswith("RM1234 –") and words(found.h1) == "RM1234"
    assert fact(found, "Reference") == "RM1234 Its heading here, because no title is published."
    meta = [words(item) for item in page("/a-to-z?letter=R").select(".hub-list__meta")]
    assert meta == ["Anglian Buying Group · dates not published"]


def test_a_replaced_framework_and_its_replacement_lead_to_each_other(framework: Any, publish: Publish) -> None:
    old = publish(reference="AB1", title="Old grounds", replaced_by=("AB2", "AB9"))
    new = publish(reference="AB2", title="New grounds")
    ahead = section(framework(old), "related")
    assert [words(item) for item in ahead.select("li")] == [
        "New grounds (AB2, Anglian Buying Group)",
        "AB9, Anglian Buying Group (not in this hub's catalogue)",
    ]
    back = section(framework(new), "related")
    assert words(back.h3) == "Replaces"
    assert f"/frameworks/{old}/old-grounds" in str(back)


def test_a_relation_of_a_kind_this_version_does_not_know_is_left_out(
    framework: Any, publish: Publish, sessions: Any
) -> None:
    old = publish(reference="AB1", title="Old grounds", replaced_by=("AB2",))
    new = publish(reference="AB2", title="New grounds")
    with sessions.begin() as session:
        session.scalars(select(Relation)).one().kind = "precedes"
    assert not [item for key in (old, new) for item in section(framework(key), "related").select("li")]


def test_whoever_sees_a_fault_is_led_to_the_correction_door(framework: Any, publish: Publish) -> None:
    key = publish()
    assert framework(key).select_one(f"main a[href='/frameworks/{key}/correction']") is not None


def test_stock_only_is_said_beside_the_status(framework: Any, publish: Publish) -> None:
    assert "only stocks the owner's own warehouse" in words(framework(publish(stock_only=True)).main)


# Where it came from


@pytest.fixture
def contradicted(publish: Publish) -> str:
    """A framework whose owner and a directory disagree about its end."""
    ours: dict[str, Any] = {"stage": "live", "kind": "framework", "url": "https://anglian.example/ab1"}
    key = publish(end=a_day("2028-01-01"), **ours)
    publish(source=DIRECTORY, source_id="7", end=a_day("2027-06-30"), regulation="pcr_2015", kind="framework")
    return key


def claims(page: BeautifulSoup, field: str) -> list[str]:
    return [words(item) for item in section(page, field).select("li.hub-claims__item")]


def test_every_shown_value_leads_to_its_source(framework: Any, page: Page, contradicted: str) -> None:
    links = [str(link["href"]) for link in framework(contradicted).select("a.hub-source")]
    assert links
    sources = page(f"/frameworks/{contradicted}/sources")
    for link in links:
        address, _, anchor = link.partition("#")
        assert address == f"/frameworks/{contradicted}/sources"
        assert sources.find(id=anchor) is not None, f"{anchor} is explained"


def test_the_value_that_lost_is_shown_with_its_source(framework: Any, page: Page, contradicted: str) -> None:
    assert "1 source differs of: End date" in words(framework(contradicted).main)
    shown, lost = claims(page(f"/frameworks/{contradicted}/sources"), "end")
    whose = "Anglian Buying Group list , Anglian Buying Group, line 2 of test.csv."
    assert shown.startswith(f"Shown 1 January 2028 {whose}")
    assert "Dated 26 February 2026, read on 21 November 2026. Licence: OGL-UK-3.0." in shown
    assert lost.startswith("Differs 30 June 2027 Frameworks for schools")


def test_a_source_that_says_the_same_agrees(page: Page, contradicted: str) -> None:
    verdicts = [claim.split()[0] for claim in claims(page(f"/frameworks/{contradicted}/sources"), "kind")]
    assert verdicts == ["Shown", "Agrees"]


def test_other_spellings_of_an_owner_or_a_reference_are_no_contradiction(
    page: Page, publish: Publish, sessions: Any
) -> None:
    with sessions.begin() as session:
        load_organisations(session)
    key = publish(owner="Crown Commercial Service", reference="RM6100", source_id="1")
    publish(source=DIRECTORY, owner="CCS", reference="RM 6100", source_id="2")
    sources = page(f"/frameworks/{key}/sources")
    for field in ("owner", "reference"):
        assert "Differs" not in " ".join(claims(sources, field)), field
    assert "On its page: Government Commercial Agency." in words(section(sources, "owner"))


def test_fields_no_source_has_are_named(page: Page, contradicted: str) -> None:
    text = words(page(f"/frameworks/{contradicted}/sources").main)
    silent = text.partition("In no record the hub holds")[2]
    assert "fee" in silent and "who may use it" in silent and "end date" not in silent


def test_the_sources_of_a_page_are_on_it_with_their_dates(framework: Any, contradicted: str) -> None:
    found = [words(item) for item in section(framework(contradicted), "sources").select("li")]
    assert len(found) == 2
    assert all("Dated 26 February 2026, read on 21 November 2026." in text for text in found)


def test_looking_changes_nothing(client: FlaskClient, framework: Any, contradicted: str, session: Session) -> None:
    before = [(row.id, row.last_seen) for row in session.scalars(select(StoredRecord))]
    session.expire_all()
    framework(contradicted)
    client.get(f"/frameworks/{contradicted}/sources")
    assert [(row.id, row.last_seen) for row in session.scalars(select(StoredRecord))] == before
