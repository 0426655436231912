"""Whom a visitor buys for: chosen by name or kind, kept in a signed cookie, switched and forgotten."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from hub import create_app
from hub.catalogue import named_buyers
from hub.models import Membership, Organisation, Succession
from hub.web.chosen import COOKIE, MOST_BUYERS, Chosen, read, written
from tests.conftest import NOON
from tests.databases import Databases
from tests.pages import check_page, section, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
OURS = {"Origin": "http://localhost"}
MID_SUFFOLK, ESSEX = "mid-suffolk-district-council", "essex-county-council"


@pytest.fixture(scope="module")
def hub_with_authorities(
    organised: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A hub that knows its authorities and owners. Made once: choosing writes nothing to its database."""
    home = tmp_path_factory.mktemp("authorities")
    places = {"HOME": str(home), "DATABASE_URL": databases.copied(organised, home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, **places})
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def app(hub_with_authorities: Flask) -> Flask:
    hub_with_authorities.config["CLOCK"] = lambda: NOON
    return hub_with_authorities


@pytest.fixture
def send(client: FlaskClient, page: Page) -> Callable[..., Any]:
    """Press a button of the page as a browser does."""

    def send(do: str, headers: dict[str, str] = OURS, **fields: Any) -> Any:
        token = str(page("/buying-for").select("input[name=token]")[0]["value"])
        return client.post("/buying-for", data={"token": token, "do": do} | fields, headers=headers)

    return send


@pytest.fixture
def mid_suffolk(send: Callable[..., Any]) -> None:
    """The visitor buys for Mid Suffolk."""
    assert send("add", buyer=MID_SUFFOLK).status_code == 303


def bar(page: BeautifulSoup) -> str:
    """What it says of whom somebody buys for; signing in is beside it."""
    if beside := page.select_one(".hub-account"):
        beside.extract()
    return words(page.select_one(".hub-buying"))


def test_a_visitor_who_has_chosen_nobody_is_asked_whom_they_buy_for_and_gets_no_cookie(
    page: Page, client: FlaskClient
) -> None:
    assert bar(page("/")) == "Say whom you buy for"
    answer = client.get("/")
    assert "Set-Cookie" not in answer.headers
    assert "private" not in str(answer.headers.get("Cache-Control", ""))
    assert "Cookie" in answer.headers["Vary"]


def test_a_council_is_found_by_part_of_its_name_and_chosen(page: Page, send: Callable[..., Any]) -> None:
    found = section(page("/buying-for?name=mid+suff"), "by-name")
    assert [str(box["value"]) for box in found.select("input[type=checkbox]")] == [MID_SUFFOLK]

    answer = send("add", buyer=MID_SUFFOLK)

    assert answer.headers["Location"] == "/buying-for"
    assert bar(page("/search")).startswith("Buying for Mid Suffolk District Council")


def test_the_cookie_holds_slugs_only_and_no_script_or_other_site_can_use_it(send: Callable[..., Any]) -> None:
    cookie = send("add", buyer=MID_SUFFOLK).headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}={MID_SUFFOLK}~{MID_SUFFOLK}~.")
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_on_an_encrypted_connection_the_cookie_stays_on_such(client: FlaskClient) -> None:
    form = check_page(client.get("/buying-for", base_url="https://localhost"))
    data = {"token": str(form.select("input[name=token]")[0]["value"]), "do": "add", "buyer": ESSEX}

    answer = client.post(
        "/buying-for", data=data, headers={"Origin": "https://localhost"}, base_url="https://localhost"
    )

    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


@pytest.mark.usefixtures("mid_suffolk")
def test_pages_made_for_a_visitor_are_kept_by_no_cache_between(client: FlaskClient) -> None:
    for address in ("/", "/search?q=x", "/search?q=x", "/about/cookies"):
        answer = client.get(address)
        assert answer.cache_control.private, address
        assert "Cookie" in answer.headers["Vary"]


def test_what_asks_nothing_of_the_visitor_says_nothing_of_cookies(client: FlaskClient) -> None:
    for address in ("/health", "/suggest?q=cleaning", "/buying-for/suggest?q=mid"):
        assert "Cookie" not in client.get(address).headers.get("Vary", ""), address


@pytest.mark.usefixtures("mid_suffolk")
def test_a_shared_team_switches_between_its_organisations_and_stays_on_its_page(
    page: Page, send: Callable[..., Any]
) -> None:
    send("add", buyer=ESSEX)
    form = page("/search?q=cleaning&for=mid-suffolk-district-council").select_one(".hub-buying form")
    assert form is not None
    assert [str(option["value"]) for option in form.select("option")] == [MID_SUFFOLK, ESSEX]
    assert str(form.select("input[name=back]")[0]["value"]) == "/search?q=cleaning"

    answer = send("switch", buyer=ESSEX, back="/search?q=cleaning")

    assert answer.headers["Location"] == "/search?q=cleaning"
    chosen = page("/search").select_one(".hub-buying option[selected]")
    assert chosen is not None and chosen["value"] == ESSEX


@pytest.mark.usefixtures("mid_suffolk")
def test_the_switcher_leads_back_to_an_address_with_other_letters(page: Page, send: Callable[..., Any]) -> None:
    send("add", buyer=ESSEX)
    form = page("/nowhere/caf%C3%A9?q=%C3%A9&q=a+b", 404).select_one(".hub-buying form")
    assert form is not None
    back = str(form.select("input[name=back]")[0]["value"])

    assert send("switch", buyer=MID_SUFFOLK, back=back).headers["Location"] == "/nowhere/caf%C3%A9?q=%C3%A9&q=a+b"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nX: y"])
def test_the_switcher_leads_to_no_other_site(send: Callable[..., Any], elsewhere: str) -> None:
    assert send("add", buyer=ESSEX, back=elsewhere).headers["Location"] == "/buying-for"


def test_no_more_are_remembered_than_a_shared_team_has(
    send: Callable[..., Any], session: Any, page: Page
) -> None:
    slugs = list(named_buyers(session))[: MOST_BUYERS + 1]

    answer = send("add", buyer=slugs)

    assert answer.status_code == 400
    assert "at most 6" in words(check_page(answer).select_one(".govuk-error-summary"))
    assert bar(page("/")) == "Say whom you buy for"


def test_another_body_is_chosen_by_kind_and_region(page: Page, send: Callable[..., Any]) -> None:
    send("add-kind", kind="nhs", region="UKH")
    assert "NHS body in East of England" in bar(page("/"))
    send("add-kind", kind="central-government", region="UK")
    assert "Government department or agency, not of one region" in bar(page("/"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"do": "add-kind", "kind": "", "region": "UKH"}, "Choose a kind"),
        ({"do": "add-kind", "kind": "nhs", "region": ""}, "Choose a region"),
        ({"do": "add-kind", "kind": "wizard", "region": "UKH"}, "does not know"),
        ({"do": "add"}, "Choose an organisation"),
        ({"do": "add", "buyer": "nobody"}, "does not know"),
        ({"do": "add", "buyer": "x" * 9_000}, "does not know"),
        ({"do": "approve", "owner": "nobody"}, "does not know"),
        ({"do": "dance"}, "one of the buttons"),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_its_field(
    send: Callable[..., Any], fields: dict[str, str], message: str
) -> None:
    answer = send(**fields)
    assert answer.status_code == 400
    assert message in words(check_page(answer).select_one(".govuk-error-summary"))


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_choose_for_a_visitor(
    send: Callable[..., Any], page: Page, headers: dict[str, str]
) -> None:
    assert send("add", headers=headers, buyer=ESSEX).status_code == 400
    assert bar(page("/")) == "Say whom you buy for"


def test_without_our_token_nothing_is_chosen(client: FlaskClient) -> None:
    answer = client.post("/buying-for", data={"do": "add", "buyer": ESSEX, "token": "x"}, headers=OURS)
    assert answer.status_code == 400


@pytest.mark.usefixtures("mid_suffolk")
def test_one_organisation_is_taken_out_and_everything_forgotten(page: Page, send: Callable[..., Any]) -> None:
    send("add", buyer=ESSEX)
    send("remove", buyer=ESSEX)
    assert "Mid Suffolk" in bar(page("/"))

    answer = send("forget")

    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert bar(page("/")) == "Say whom you buy for"


def test_a_cookie_that_the_hub_did_not_sign_is_as_none(client: FlaskClient, page: Page) -> None:
    for value in (f"{ESSEX}~{ESSEX}~.forged", written(Chosen((ESSEX,), ESSEX), "another key"), "~~~", "\xff"):
        client.set_cookie(COOKIE, value)
        assert bar(page("/")) == "Say whom you buy for", value


def test_no_more_is_remembered_than_a_browser_keeps() -> None:
    owners = tuple(f"{number:0>110}" for number in range(30))
    fits = Chosen((ESSEX,), ESSEX, owners)
    too_much = fits.adding("x" * 110 + str(number) for number in range(4))

    assert not fits.refusal and len(written(fits, "key")) < 4_000
    assert "more than a cookie can hold" in too_much.refusal


def test_what_is_written_is_read_back() -> None:
    chosen = Chosen((ESSEX, "nhs@UKH"), "nhs@UKH", ("espo", "ypo"))
    assert read(written(chosen, "key"), "key") == chosen


def test_an_address_says_whom_it_is_for_without_a_cookie(page: Page, client: FlaskClient) -> None:
    assert "Essex County Council" in bar(page(f"/search?q=x&for={ESSEX}"))
    assert "Set-Cookie" not in client.get(f"/?for={ESSEX}").headers
    assert "School, academy or academy trust in London" in bar(page("/?for=school@UKI"))


@pytest.mark.parametrize("slug", ["atlantis-council", "nhs@MARS", "@", "x" * 3_000, "espo", "%00%0A%ED%A0%80é"])
def test_an_address_for_somebody_unknown_works_and_says_so(page: Page, slug: str) -> None:
    assert "The hub knows no organisation called" in bar(page(f"/?for={slug}"))


def test_a_body_that_was_replaced_leads_to_its_successor(page: Page) -> None:
    found = section(page("/buying-for?name=waveney"), "by-name")
    assert "Replaced on 1 April 2019 by East Suffolk Council" in words(found)
    assert "has been replaced on 1 April 2019 by East Suffolk" in bar(page("/?for=waveney-district-council"))


def test_a_body_about_to_be_replaced_says_so_and_leads_to_its_successor(page: Page, sessions: Any) -> None:
    with sessions.begin() as session:
        before = session.query(Organisation).filter_by(slug="ipswich-borough-council").one()
        after = session.query(Organisation).filter_by(slug="west-suffolk-council").one()
        day = date(2028, 4, 1)
        session.add(Succession(predecessor_id=before.id, successor_id=after.id, on=day, provisional=True))

    assert "is to be replaced on 1 April 2028 by West Suffolk Council" in bar(page("/?for=ipswich-borough-council"))
    home = section(page("/buying-for"), "home")
    assert "To be replaced on 1 April 2028 by West Suffolk Council" in words(home)


def test_a_buyer_has_its_names_its_place_and_its_clubs(session: Any, sessions: Any) -> None:
    with sessions.begin() as writing:
        member = writing.query(Organisation).filter_by(slug="babergh-district-council").one()
        clubs = {slug: writing.query(Organisation).filter_by(slug=slug).one() for slug in ("espo", "ypo")}
        writing.add(Membership(organisation_id=member.id, club_id=clubs["espo"].id))
        writing.add(Membership(organisation_id=member.id, club_id=clubs["ypo"].id, ends_on=date(2020, 1, 1)))

    buyer = named_buyers(session)["babergh-district-council"]

    assert (buyer.kind, buyer.region, buyer.county) == ("district-council", "UKH14", "Suffolk")
    assert buyer.memberships == ("espo",)
    assert buyer.names[0] == "Babergh District Council"


def test_the_page_lists_the_east_of_england_first(page: Page) -> None:
    home = section(page("/buying-for"), "home")
    kinds = [words(heading) for heading in home.select(".hub-facet__title")]
    assert kinds[0] == "County council" and kinds[-2:] == ["Fire and rescue service", "Police"]
    slugs = [str(box["value"]) for box in home.select("input[type=checkbox]")]
    assert len(slugs) == 63 and "waveney-district-council" not in slugs


def test_names_are_suggested_and_lead_to_the_page_that_has_them(client: FlaskClient, page: Page) -> None:
    [group] = client.get("/buying-for/suggest?q=essex+co").get_json()["groups"]
    options = {option["text"]: option["address"] for option in group["options"]}
    found = section(page(options["Essex County Council"]), "by-name")
    assert found.select(f"input[value={ESSEX}]")
    assert client.get("/buying-for/suggest?q=").get_json() == {"groups": []}


@pytest.mark.usefixtures("mid_suffolk")
def test_a_kept_page_is_no_other_visitors(app: Flask, client: FlaskClient, publish: Callable[..., str]) -> None:
    publish(title="Laptops and tablets")
    for _ in range(2):
        assert "Mid Suffolk" in bar(check_page(client.get("/search?q=laptops")))
        assert "Mid Suffolk" not in bar(check_page(app.test_client().get("/search?q=laptops")))


@pytest.mark.usefixtures("mid_suffolk")
def test_the_switcher_on_a_kept_page_still_works_hours_later(
    app: Flask, client: FlaskClient, send: Callable[..., Any], publish: Callable[..., str]
) -> None:
    publish(title="Laptops and tablets")
    send("add", buyer=ESSEX)
    client.get("/search?q=laptops")
    app.config["CLOCK"] = lambda: NOON + timedelta(hours=11, minutes=50)
    form = check_page(client.get("/search?q=laptops")).select_one(".hub-buying form")
    assert form is not None
    token = str(form.select("input[name=token]")[0]["value"])
    app.config["CLOCK"] = lambda: NOON + timedelta(hours=13)

    answer = client.post("/buying-for", data={"token": token, "do": "switch", "buyer": MID_SUFFOLK}, headers=OURS)

    assert answer.status_code == 303
