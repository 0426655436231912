"""A saving in a real browser: reported, returned, verified by a link and validated; all of it without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hub.models import CallOff, EmailDomain, Outbox, SavingClaim
from tests.journeys.conftest import NARROW, WIDE, served
from tests.journeys.test_contributing import cookie_of
from tests.persons import Person, a_person, organisation_called

pytestmark = pytest.mark.browser

WINDOW = Callable[..., Any]
CHECKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def window(app: Flask, browser: Any) -> Iterator[WINDOW]:
    """A window in which somebody is signed in, or nobody."""
    contexts = []
    with served(app) as address:
        app.config["ADDRESS"] = address

        def window(somebody: Person | None, width: int = WIDE, **options: Any) -> Any:
            context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address, **options)
            if somebody is not None:
                context.add_cookies([cookie_of(somebody, address)])
            contexts.append(context)
            return context.new_page()

        yield window
        for context in contexts:
            context.close()


@pytest.fixture
def officer(app: Flask) -> Person:
    with app.extensions["hub.writers"].begin() as session:
        council = organisation_called(session, "mid-suffolk")
        session.add(EmailDomain(domain="midsuffolk.gov.uk", organisation_id=council.id))
        row = CallOff(source="register", source_id="C1", title="Mowing of verges", notice="012345-2026")
        row.buyer_name, row.framework_title, row.value_net_pence = "Mid Suffolk", "Grounds of the East", 10_500_00
        session.add(row)
    return a_person(app, "contributor", organisation="mid-suffolk", network="pen")


def letter(app: Flask) -> str:
    with app.extensions["hub.readers"]() as session:
        bodies = session.scalars(select(Outbox.body).order_by(Outbox.id)).all()
    return next(word for body in bodies for word in body.split() if "/savings/verify/" in word)


def state(app: Flask) -> str:
    with app.extensions["hub.readers"]() as session:
        return str(session.scalars(select(SavingClaim.state)).one())


def press(page: Any, text: str) -> None:
    page.locator(f"main button:visible:text-is('{text}')").last.click()


def report(page: Any) -> None:
    """From a notice number to a claim that is submitted."""
    page.goto("/account")
    page.click("text=Report a saving")
    page.fill("#from", "012345-2026")
    page.click("text=Go on")
    assert page.input_value("#title") == "Mowing of verges"
    page.fill("#start", "01/04/2025")
    page.fill("#end", "31/03/2026")
    page.select_option("#part1_kind", "price_unit")
    press(page, "Show its questions")
    page.fill("#part1_before", "12.00")
    page.fill("#part1_now", "10.50")
    page.fill("#part1_quantity", "1,000")
    press(page, "Work it out")
    assert "(£12.00 − £10.50) × 1,000 = £1,500.00" in page.inner_text("#sum")
    press(page, "Save and go on")
    assert "choose an answer" in page.inner_text(".govuk-error-summary").lower()
    page.select_option("#basis", "actual")
    press(page, "Save and go on")
    page.select_option("#like_for_like", "yes")
    page.select_option("#evidence", "invoices")
    page.fill("#evidence_reference", "FIN/2025/12")
    press(page, "Save and check")
    submit(page)


def submit(page: Any) -> None:
    page.check("#declared")
    press(page, "Submit for verification")
    assert "Submitted" in page.inner_text("[role=status]")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_saving_is_reported_returned_verified_by_link_and_validated_without_javascript(
    app: Flask, officer: Person, window: WINDOW, width: int
) -> None:
    plain: dict[str, Any] = {"width": width, "java_script_enabled": False}
    reporter = window(officer, **plain)
    report(reporter)
    claim = reporter.url.partition("?")[0]
    assert reporter.locator("main").bounding_box()["width"] <= width

    colleague = window(a_person(app, "member", organisation="mid-suffolk"), **plain)
    colleague.goto(claim)
    colleague.fill("#words", "Which invoices?")
    press(colleague, "Return it with these words")
    reporter.goto(claim)
    assert "Which invoices?" in reporter.inner_text("main")
    submit(reporter)

    reporter.fill("#email", "finance@midsuffolk.gov.uk")
    press(reporter, "Send the link")
    finance = window(None, **plain)
    finance.goto(letter(app))
    assert "£1,500.00" in finance.inner_text("main")
    press(finance, "Verify")
    assert "Thank you" in finance.inner_text("h1")

    moderator = window(a_person(app, "moderator", network="pen"), **plain)
    moderator.goto("/savings/queue")
    moderator.click("text=Mowing of verges")
    press(moderator, "Validate")
    assert "It counts from now on" in moderator.inner_text("[role=status]")
    assert state(app) == "validated"


def test_the_sum_is_worked_out_while_somebody_types(officer: Person, window: WINDOW) -> None:
    page = window(officer)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/savings/new")
    page.fill("#start", "01/04/2025")
    page.fill("#end", "31/03/2026")
    page.type("#part1_before", "36500")
    page.type("#part1_now", "32850")

    page.wait_for_selector("#sum-shown >> text=£36,500.00 − £32,850.00")
    assert "£3,650.00" in page.inner_text("#sum-shown")
    page.fill("#part1_now", "lots")
    page.wait_for_selector("#sum-shown >> text=Part 1 is not whole yet")
    assert complaints == []


def test_the_form_is_filled_in_from_the_keyboard_alone(officer: Person, window: WINDOW) -> None:
    page = window(officer)
    page.goto("/savings/new")
    page.focus("#title")
    page.keyboard.type("Copier paper")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "framework_title"
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")

    assert page.input_value("#title") == "Copier paper", "Enter saves, and what was typed is kept"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_on_savings_have_no_barrier_that_axe_finds(
    app: Flask, officer: Person, window: WINDOW, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = window(officer, width)
    report(page)
    claim = page.url.partition("?")[0]
    call_off = page.locator("a[href^='/savings/call-offs/']").get_attribute("href")
    for address in (
        "/savings/report",
        "/savings/new",
        f"{claim}/edit",
        f"{claim}/evidence",
        claim,
        call_off,
        "/savings/bulk",
    ):
        page.goto(address)
        found = axe.run(page, options={"runOnly": CHECKED}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
