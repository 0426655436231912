"""The page that checks a call-off, and what a framework's page says on calling off from its lots."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from scrapers.record import Kind, Lot, Regulation, Route, SupplierPlace
from tests.factories import a_day
from tests.pages import check_page, section, words

pytestmark = pytest.mark.once

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

SPARKLE, SPARE = SupplierPlace(name="Sparkle Ltd"), SupplierPlace(name="Plain Ltd")
ANSWERS = (
    "do=award&value=120000&on=2026-12-01&months=24&what=goods_services_or_works&scope=yes&keeps=yes&limits=yes"
    "&entitled=yes&extended=no&room=yes&light=no&below=no&supplier=sparkle-ltd&exclusion=none&terms=yes&by=ranked"
    "&followed=yes"
)


@pytest.fixture
def key(publish: Publish) -> str:
    """A framework under the Act whose lot has a ranking."""
    lots = (Lot(number="1", title="Mowing", suppliers=(SPARKLE, SPARE)),)
    return publish(
        lots=lots,
        stage="live",
        routes=ROUTES,
        kind=Kind.FRAMEWORK,
        regulation=Regulation.PROCUREMENT_ACT_2023,
        start=a_day("2025-06-01"),
        end=a_day("2029-05-31"),
        how_to_buy="Direct award goes to the supplier ranked first. Use the eMarketplace.",
    )


ROUTES = (Route.DIRECT_AWARD, Route.COMPETITION)


def one(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, f"{selector} is on the page"
    return found


def at(key: str, answers: str = "") -> str:
    return f"/frameworks/{key}/lots/lot-1/call-off?{answers}"


def test_a_framework_says_what_is_published_on_calling_off(framework: Any, key: str) -> None:
    said = words(section(framework(key), "how"))
    assert "Routes Direct award or competitive selection process" in said
    assert "“Direct award goes to the supplier ranked first.”" in said
    assert "System to use “Use the eMarketplace.”" in said
    assert "section 45(4) of the Procurement Act 2023" in said
    assert "Not published in what the hub holds: core terms; limits on value; limits on length. Ask the owner." in said


def test_a_lot_leads_to_its_check_and_says_what_is_published_of_it_alone(
    framework: Any, publish: Publish, page: Page
) -> None:
    lots = (
        Lot(number="1", title="Mowing", description="Call-off contracts last up to 24 months.", suppliers=(SPARKLE,)),
        Lot(number="2", title="Trees", routes=ROUTES),
    )
    found = framework(publish(lots=lots, how_to_buy="Direct award up to £50,000."))
    lot, other = one(found, "#lot-1"), one(found, "#lot-2")
    assert "Suppliers 1 active supplier" in words(lot)
    assert "Limits on length “Call-off contracts last up to 24 months.”" in words(lot)
    assert "£50,000" not in words(lot) + words(other), "what holds for all lots is said once"
    silent = words(section(found, "how"))
    assert "routes" not in silent and "limits on length" not in silent, (
        "and what a lot tells is not said to be unpublished"
    )
    link = lot.select("a")[-1]
    assert words(link) == "Check a call-off from Lot 1: Mowing"
    assert "Lot 1: Mowing" in words(page(str(link["href"])).main)


def test_nothing_is_concluded_before_anything_is_answered(key: str, page: Page) -> None:
    found = page(at(key))
    assert not found.select("#conclusion")
    assert one(found, "form")["method"] == "get"


def test_answers_in_the_address_come_to_a_conclusion_with_its_evidence(key: str, page: Page) -> None:
    found = page(at(key, ANSWERS))
    said = words(section(found, "conclusion"))
    assert "The published facts and your answers do meet the test for award without competition" in said
    assert "PA2023 s45(4)(b)" in said
    assert "Your organisation decides" in said
    published = words(section(found, "published"))
    assert "Regulation Procurement Act 2023" in published
    assert "Anglian Buying Group list, checked on 21 November 2026" in published
    assert one(found, "#answer-value")["value"] == "120000"
    assert words(found.select_one("#answer-supplier option[selected]")) == "Sparkle Ltd"


def test_what_is_missing_says_who_can_settle_it_and_has_a_question_ready(key: str, page: Page) -> None:
    found = section(page(at(key, ANSWERS.replace("room=yes", "room=").replace("scope=yes", "scope="))), "conclusion")
    said = words(found)
    assert "cannot be shown to meet" in said
    assert "room below the value of the framework: the owner of the framework" in said
    question = words(found.select_one("blockquote"))
    assert "Grounds maintenance (AB1), Lot 1: Mowing" in question
    assert "How much of the framework's published value is left" in question
    assert "Is what we need within" not in question, "the owner is not asked what only the buyer knows"


def test_a_free_choice_leads_to_competition_and_says_so(key: str, page: Page) -> None:
    said = words(section(page(at(key, ANSWERS.replace("by=ranked", "by=buyer_choice"))), "conclusion"))
    assert "do not meet the test for award without competition" in said
    assert "Nothing here rules out a call-off by competition." in said


def test_the_mechanism_the_hub_read_is_chosen_until_the_buyer_says_otherwise(key: str, page: Page) -> None:
    chosen = one(page(at(key, "do=award")), "#answer-by option[selected]")
    assert chosen["value"] == "ranked"
    assert one(page(at(key, "do=award&by=rotation")), "#answer-by option[selected]")["value"] == "rotation"


def test_the_law_decides_the_words(publish: Publish, page: Page) -> None:
    answers = "do=compete&on=2026-12-01&what=goods_services_or_works&scope=yes&keeps=yes&limits=yes&entitled=yes"
    for number, (regulation, kind, competition, said) in enumerate(LAWS):
        key = publish(
            reference=f"AB{number}",
            title=f"Mowing {number}",
            lots=(Lot(number="1", suppliers=(SPARKLE,)),),
            kind=kind,
            regulation=regulation,
            start=a_day("2025-06-01"),
            end=a_day("2029-05-31"),
        )
        found = page(at(key, f"{answers}&extended=no&room=yes&open=yes&listed=yes"))
        assert competition in words(found.select_one("#answer-do"))
        assert said in words(section(found, "conclusion"))


LAWS = (
    (Regulation.PROCUREMENT_ACT_2023, Kind.FRAMEWORK, "Run a competitive selection process", "s45(3)"),
    (Regulation.PCR_2015, Kind.FRAMEWORK, "Run a further competition", "reg 33(8)"),
    (Regulation.PCR_2015, Kind.DPS, "Run a competition on the DPS", "reg 34"),
    (Regulation.PROCUREMENT_ACT_2023, Kind.DYNAMIC_MARKET, "Run a competition by reference to the", "s34(1)"),
    (Regulation.SCOTLAND, Kind.FRAMEWORK, "Run a further competition", "the hub does not hold the test"),
    (Regulation.UNKNOWN, Kind.FRAMEWORK, "Run a further competition", "It is not known which law"),
)


def test_an_answer_that_cannot_be_read_is_shown_with_what_to_do(key: str, client: FlaskClient) -> None:
    for answers in UNREADABLE:
        field = answers.partition("=")[0]
        answered = client.get(at(key, answers))
        assert answered.status_code == 400
        found = check_page(answered)
        assert words(found.title).startswith("Error: ")
        assert found.select_one(f".govuk-error-summary a[href='#answer-{field}']")
        assert found.select_one(f"#answer-{field}-error")
        assert not found.select("#conclusion")
        assert len(answered.data) < 60_000


UNREADABLE = (
    "value=-1",
    f"value={'9' * 3000}",
    f"value={'x' * 10_000}",
    "on=9999-01-01",
    "on=%00%1Bnever",
    "months=1000000",
    "do=%3Cscript%3E",
)


def test_a_framework_without_lots_is_checked_as_a_whole(framework: Any, publish: Publish, page: Page) -> None:
    key = publish(kind=Kind.FRAMEWORK, regulation=Regulation.PCR_2015)
    links = [link["href"] for link in section(framework(key), "how").select("a")]
    assert f"/frameworks/{key}/lots/whole/call-off" in links
    assert "Check a call-off" in words(page(f"/frameworks/{key}/lots/whole/call-off").h1)


def test_a_lot_that_is_not_there_is_not_found(key: str, page: Page) -> None:
    page(f"/frameworks/{key}/lots/lot-9/call-off", 404)


def test_a_supplier_that_is_suspended_bars_an_award(publish: Publish, page: Page) -> None:
    key = publish(
        lots=(
            Lot(
                number="1", suppliers=(SPARKLE.model_copy(update={"status": "suspended"}), SupplierPlace(name="B Ltd"))
            ),
        ),
        kind=Kind.FRAMEWORK,
        regulation=Regulation.PROCUREMENT_ACT_2023,
    )
    said = words(section(page(at(key, ANSWERS)), "conclusion"))
    assert "do not meet" in said and "The supplier is suspended from the lot." in said


def test_the_check_list_stands_below_and_ticks_nothing(key: str, page: Page) -> None:
    said = words(section(page(at(key, ANSWERS)), "check-list"))
    assert "The hub can tick none of this." in said
    for title in ("Your own contract rules", "Conflicts of interest", "Leaseholders", "Consent to larger or longer"):
        assert title in said


def test_the_page_never_speaks_of_permission(key: str, page: Page) -> None:
    said = words(page(at(key, ANSWERS)).main).casefold()
    assert not [word for word in ("you may use", "lawful", "eligible", "permitted") if word in said]
