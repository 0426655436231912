"""Search for whom a visitor buys: what covers the organisation, its count, the answer on each card, approved owners."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from hub import create_app
from hub.actor import OPERATOR
from hub.catalogue import buyer_of_kind, named_buyers
from hub.ingest import Opened, ingest
from hub.ingest.corrections import confirm, correction
from hub.models import Framework, listed
from hub.search import rebuild
from hub.signposting.eligibility import IN, answer, buyer_tokens
from hub.signposting.stored import rules_of
from hub.web.chosen import COOKIE, Chosen, written
from indexer import Query
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_day, a_reading, a_record
from tests.pages import check_page, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]

MID_SUFFOLK, ESSEX = "mid-suffolk-district-council", "essex-county-council"
OWNERS = ("Anglian Buying Group", "Fenland Supplies")
SAID = (
    "",
    "This framework is open to all contracting authorities in the UK.",
    "This framework is open to local authorities in the East of England.",
    "For use by district councils in Suffolk only.",
    "This framework may be used by Essex County Council and Mid Suffolk District Council.",
    "This framework is open to schools and academies in London.",
    "It is aimed at the wider public sector.",
    "Open to all public sector bodies in Scotland.",
    "For use by Cambridgeshire Fire and Rescue Service and Norfolk County Council only.",
    "Open to members of the consortium. The list of members is on our web site.",
)
STATED = (
    *((), ("include class public; in UKH", "exclude named Essex County Council"), ()),
    *(("include class schools",), ("include class fire-services; in Cambridgeshire; closed", "include owner"), ()),
    ("include class wider-public; hedged; needs consent",),
)
"""Facts, beside or in place of words."""

CONFIRMED = (
    "include class local-authorities; needs consent",
    "exclude named Essex County Council",
    "include class public; in UKH",
    "include named Babergh District Council; successors",
)
BUYERS = (
    *(MID_SUFFOLK, ESSEX, "cambridgeshire-fire-and-rescue-service", "essex-police", "glasgow-city-council"),
    *("school@UKI", "nhs@UKH", "housing-association@UKH", "central-government@UK", "university@UKM"),
)


@pytest.fixture(scope="module")
def covering(organised: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A hub whose frameworks say many things of whom they are for. Made once: its tests only look."""
    home = tmp_path_factory.mktemp("covering")
    places = {"HOME": str(home), "DATABASE_URL": databases.copied(organised, home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **places})
    writers = app.extensions["hub.writers"]
    ingest(writers, Opened("f", "0" * 64, a_reading(*_records())), OPERATOR, clock=lambda: NOON)
    with writers.begin() as session:
        keys = session.scalars(select(Framework.key).where(Framework.title.startswith("Paint")).order_by(Framework.key))
        said = [correction(key, rule, "So it says.", "N1", "KM") for key, rule in zip(keys, CONFIRMED, strict=False)]
        confirm(session, said, OPERATOR, NOON)
    rebuild(writers, app.extensions["hub.index"])
    yield app
    app.extensions["hub.engine"].dispose()


def _records() -> Iterator[Any]:
    for number in range(40):
        ended = {"stage": "live", "start": a_day("2020-01-01"), "end": a_day("2024-01-01")} if number % 7 == 0 else {}
        yield a_record(
            reference=f"AB{100 + number}",
            title=f"{('Paint', 'Cleaning', 'Laptops')[number % 3]} {number}",
            owner=OWNERS[number % 2],
            eligibility=SAID[number % len(SAID)],
            description=SAID[(number // 10) * 3 % len(SAID)] if number % 4 == 0 else "",
            eligibility_rules=STATED[number % len(STATED)],
            **ended,
        )


@pytest.fixture
def app(covering: Flask) -> Flask:
    return covering


def as_visitor(app: Flask, *buyers: str, owners: tuple[str, ...] = ()) -> FlaskClient:
    """Somebody who has chosen these; the first is in hand."""
    client = app.test_client()
    chosen = Chosen(buyers, buyers[0] if buyers else "", owners)
    client.set_cookie(COOKIE, written(chosen, app.config["SECRET_KEY"]))
    return client


def found(client: FlaskClient, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return check_page(response)


def asked_of(link: Tag) -> dict[str, list[str]]:
    """The parameters of the address it leads to."""
    return parse_qs(urlsplit(str(link["href"])).query)


def titles(page: BeautifulSoup) -> list[str]:
    return [words(card) for card in page.select(".hub-card__title")]


@pytest.mark.parametrize("slug", BUYERS)
def test_the_filter_finds_exactly_what_the_answers_let_through(app: Flask, session: Any, slug: str) -> None:
    buyer = buyer_of_kind(slug) or named_buyers(session)[slug]
    rows = session.scalars(select(Framework).where(*listed())).all()
    covered = {row.key for row in rows if answer(rules_of(row), buyer).answer in IN}
    asker = tuple(sorted(buyer_tokens(buyer)))

    page = app.extensions["hub.index"].search(Query(asker=asker, admitting=True, per_page=100))

    assert {hit.id for hit in page.hits} == covered
    assert (page.admitted, page.total) == (len(covered), len(covered))
    assert 0 < len(covered) < len(rows)
    assert any(rule.is_fact for row in rows for rule in row.rules)


@pytest.mark.parametrize("query", ["", "q=paint", "q=paint&ended=1", "owner=fenland-supplies&ended=1", "status=ended"])
def test_the_number_beside_the_filter_is_what_choosing_it_gives(app: Flask, query: str) -> None:
    client = as_visitor(app, MID_SUFFOLK)
    label = words(found(client, f"/search?{query}").select_one("label[for=covers]"))

    chosen = found(client, f"/search?{query}&covers=1&per_page=100")

    assert label == f"Covers Mid Suffolk District Council ({len(titles(chosen))})"
    assert len(titles(chosen)) > 0
    assert chosen.select_one("#covers[checked]") is not None
    assert "Your organisation: Covered" in words(chosen.select_one(".hub-chips"))


def test_a_card_says_what_the_published_words_say_of_the_organisation_in_hand(app: Flask) -> None:
    page = found(as_visitor(app, MID_SUFFOLK, ESSEX), "/search?q=laptops&ended=1&per_page=100")
    by_title = {words(card.h3): words(card.select_one(".hub-answer")) for card in page.select(".hub-results__item")}

    assert by_title["Laptops 2"].startswith(
        "For Mid Suffolk District Council: Covered by the published class : “This framework is open to local"
    )
    assert "Named in the notice" in by_title["Laptops 14"]
    assert "Excluded by the published text" in by_title["Laptops 8"]
    assert "Not shown to be covered" in by_title["Laptops 29"]
    assert all("you may" not in text.lower() and "eligible" not in text.lower() for text in by_title.values())


def test_a_card_does_not_call_unpublished_what_its_answer_quotes(app: Flask) -> None:
    page = found(as_visitor(app, MID_SUFFOLK), "/search?ended=1&per_page=100")
    for card in page.select(".hub-results__item"):
        if "“" in words(card.select_one(".hub-answer")):
            assert "who may use it" not in words(card.select_one(".hub-card__unknown") or card.h3), words(card)


def test_another_organisation_gets_its_own_answers_from_the_same_address(app: Flask) -> None:
    address = "/search?q=laptops&ended=1&covers=1&per_page=100"
    suffolk, scotland = (titles(found(as_visitor(app, slug), address)) for slug in (MID_SUFFOLK, "nhs@UKM"))
    assert suffolk != scotland
    assert titles(found(as_visitor(app, MID_SUFFOLK), address)) == suffolk


def test_who_has_not_chosen_sees_no_answers_and_is_told_how_to(page: Page) -> None:
    plain = page("/search?q=laptops")
    assert plain.select(".hub-answer") == [] and plain.select("#covers") == []
    assert plain.select("details a[href='/buying-for']")

    asked = page("/search?q=laptops&covers=1&approved=1")

    assert titles(asked) == titles(plain)
    assert "Say whom you buy for" in words(asked.select_one("#results"))
    assert "Mark the owners" in words(asked.select_one("#results"))


def test_a_shared_address_keeps_whom_it_is_for_on_every_link_of_the_search(page: Page) -> None:
    shared = page(f"/search?q=laptops&covers=1&for={ESSEX}")

    assert shared.select_one(f"input[type=hidden][name=for][value={ESSEX}]") is not None
    assert all(f"for={ESSEX}" in str(link["href"]) for link in shared.select(".hub-chip, .hub-card__title a"))
    assert page(str(shared.select(".hub-card__title a")[0]["href"])).select_one(".hub-buying") is not None


def test_a_shared_address_stays_whole_beside_a_shortlist(page: Page) -> None:
    plain = page(f"/search?q=laptops&for={ESSEX}").select_one(".hub-results__item")
    listed = str(plain["id"]).removeprefix("framework-") if plain else ""

    shared = page(f"/search?q=laptops&for={ESSEX}&shortlist={listed}")

    links = [*shared.select(".hub-card__title a"), shared.select("header a[href^='/shortlist']")[0]]
    assert links and all(asked_of(link) == {"for": [ESSEX], "shortlist": [listed]} for link in links[:-1])
    assert asked_of(links[-1])["for"] == [ESSEX]
    framework = page(str(links[0]["href"]))
    cost = page(str(framework.select("main a[href^='/cost']")[0]["href"]))
    back = asked_of(cost.select("main a[href^='/frameworks/'], .govuk-breadcrumbs a[href^='/frameworks/']")[0])
    assert back == {"for": [ESSEX], "shortlist": [listed]}
    for form in (framework.select("form:has(#check-start)")[0], cost.select("main form")[0]):
        kept = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        assert kept.items() >= {"for": ESSEX, "shortlist": listed}.items()


def test_cards_seen_at_a_shared_address_name_nobody_to_the_next_visitor(page: Page) -> None:
    page(f"/search?q=laptops&for={ESSEX}")
    assert not [link for link in page("/search?q=laptops").select(".hub-card__title a") if asked_of(link)]


def test_a_calendar_of_what_covers_the_visitor_says_for_whom_as_it_is_asked_for_without_a_cookie(app: Flask) -> None:
    results = found(as_visitor(app, MID_SUFFOLK), "/search?q=paint&covers=1")
    links = results.select(".hub-takeaway a[href^='/search.']")
    assert len(links) == 5 and all(asked_of(link)["for"] == [MID_SUFFOLK] for link in links)
    everything = found(as_visitor(app, MID_SUFFOLK), "/search?q=paint").select(".hub-takeaway a[href^='/search.']")
    assert not any("for" in asked_of(link) for link in everything)


def test_approved_owners_come_first_and_keep_their_order_among_themselves(app: Flask) -> None:
    client = as_visitor(app, owners=("fenland-supplies",))
    usual = found(client, "/search?q=paint&per_page=100&ended=1")
    assert words(usual.select_one("label[for=approved]")) == "Owners we have approved first"

    first = found(client, "/search?q=paint&per_page=100&ended=1&approved=1")

    theirs = [words(card) for card in first.select(".hub-card__owner")]
    assert ["Fenland" in owner for owner in theirs] == sorted(("Fenland" in owner for owner in theirs), reverse=True)
    approved = set(titles(found(client, "/search?q=paint&per_page=100&ended=1&owner=fenland-supplies")))
    in_order = [title for title in titles(usual) if title in approved]
    assert titles(first) == in_order + [title for title in titles(usual) if title not in approved]


def test_who_finds_nothing_is_led_back_past_the_filter(app: Flask) -> None:
    page = found(as_visitor(app, "utility@UKN"), "/search?q=paint&covers=1&status=live")
    assert titles(page) == []
    assert "remove all filters" in words(page.main)


def test_turning_the_filter_on_is_not_counted_as_another_search(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    monkeypatch.setattr(app.extensions["hub.usage"], "searched", lambda text, results, day: counted.append(text))
    client = as_visitor(app, ESSEX)

    client.get("/search?q=brushes")
    client.get("/search?q=brushes&covers=1")

    assert counted == ["brushes"]
