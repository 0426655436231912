"""A saving in a real browser: reported, returned, verified by a link, validated, counted on dashboards and told in
reports; all of it without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hub.models import Account, CallOff, EmailDomain, Outbox, SavingClaim
from tests.journeys.conftest import NARROW, PATIENCE, WIDE, click, follow, served
from tests.journeys.test_contributing import cookie_of
from tests.persons import Person, a_person, give, organisation_called
from tests.savings.rows import members

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
            context.set_default_timeout(PATIENCE)
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
        members(session, "pen", "mid-suffolk")
    held: dict[str, Any] = {"organisation": "mid-suffolk", "network": "pen", "email": "officer.one@midsuffolk.gov.uk"}
    return a_person(app, "contributor", second_factor=True, **held)


def letter(app: Flask) -> str:
    with app.extensions["hub.readers"]() as session:
        bodies = session.scalars(select(Outbox.body).order_by(Outbox.id)).all()
    return next(word for body in bodies for word in body.split() if "/savings/verify/" in word)


def state(app: Flask) -> str:
    with app.extensions["hub.readers"]() as session:
        return str(session.scalars(select(SavingClaim.state)).one())


def press(page: Any, text: str) -> None:
    click(page, page.locator(f"main button:visible:text-is('{text}')").last)


def report(page: Any) -> None:
    """From a notice number to a claim that is submitted."""
    page.goto("/account")
    follow(page, "text=Report a saving")
    page.fill("#from", "012345-2026")
    follow(page, "text=Go on")
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


@pytest.mark.assurance("X3", "A saving is reported, returned, verified and validated without JavaScript")
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
    follow(moderator, "text=Mowing of verges")
    press(moderator, "Validate")
    assert "It counts from now on" in moderator.inner_text("[role=status]")
    assert state(app) == "validated"

    look_at_dashboards(reporter, moderator)
    look_at_reports(colleague, moderator)
    for page in (reporter, colleague, finance, moderator):
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def look_at_dashboards(reporter: Any, moderator: Any) -> None:
    """The saving stands on each of them, and each number leads back to the claim."""
    for page, address in (
        (reporter, "/savings/mine"),
        (reporter, "/savings/organisations/mid-suffolk"),
        (moderator, "/savings/networks/pen"),
    ):
        page.goto(address)
        follow(page, "main tr:has-text('Validated savings') a:has-text('£1,500.00')")
        assert "1 claim" in page.inner_text("h1")
        follow(page, "text=Mowing of verges")
        assert "Validated by the network: it counts" in page.inner_text("main .govuk-tag >> nth=0")


def look_at_reports(member: Any, moderator: Any) -> None:
    moderator.goto("/savings/highlights/pen/2025-26")
    assert "Validated savings £1,500.00" in plain_words(moderator)
    member.goto("/savings/highlights/pen/2025-26")
    assert "£1,500.00" not in plain_words(member), "members read what everybody may see, and one council is not told of"
    member.goto("/savings/reports")
    follow(member, "main a[href*='/savings/statements/mid-suffolk'][href*='2025-26']")
    assert "Together" in plain_words(member) and "£1,500.00" in plain_words(member)
    pdf = member.request.get("/savings/statements/mid-suffolk.pdf?period=2025/26")
    assert pdf.body().startswith(b"%PDF-")


def plain_words(page: Any) -> str:
    return " ".join(page.inner_text("main").split())


REFUSED = {
    "verify": "You reported this or had a hand in it",
    "return": "You reported this or had a hand in it",
    "validate": "You reported this or had a hand in it",
    "reject": "You reported this or had a hand in it",
}


def test_nobody_approves_their_own_by_any_route(app: Flask, officer: Person, window: WINDOW) -> None:
    """Whatever else they are, and whichever form they send: of a verified claim as of a submitted one."""
    reporter = window(made_everything(app, officer), java_script_enabled=False)
    report(reporter)
    claim = reporter.url.partition("?")[0]
    assert reporter.locator("#verify, #validate").count() == 0, "nothing to press"
    own_approval_is_refused(app, reporter, claim)
    for email in ("officer.one@midsuffolk.gov.uk", "officer.one+finance@midsuffolk.gov.uk"):
        reporter.goto(claim)
        reporter.fill("#email", email)
        press(reporter, "Send the link")
        assert "looks like one" in reporter.inner_text(".govuk-error-summary")
    assert state(app) == "submitted"

    colleague = made_everything(app, a_person(app, "member", organisation="mid-suffolk", second_factor=True))
    second = window(colleague, java_script_enabled=False)
    second.goto(claim)
    press(second, "Verify")
    own_approval_is_refused(app, reporter, claim)
    assert "You verified this for the council" in sent(second, claim, "validate")
    assert state(app) == "verified"


def made_everything(app: Flask, somebody: Person) -> Person:
    """They moderate the network and look after the hub as well."""
    with app.extensions["hub.writers"].begin() as session:
        account = session.get_one(Account, somebody.account)
        give(session, account, "moderator", network="pen")
        give(session, account, "administrator")
    return somebody


def own_approval_is_refused(app: Flask, page: Any, claim: str) -> None:
    before = state(app)
    for step, words in REFUSED.items():
        assert words in sent(page, claim, step), step
    assert "It has a reporter" in sent(page, claim, "take-over")
    assert state(app) == before


def sent(page: Any, claim: str, step: str) -> str:
    """What answers a form that their page does not have, made of one that it has."""
    page.goto(claim)
    fields = {
        name: page.locator(f"main input[name={name}]").first.get_attribute("value") for name in ("token", "version")
    }
    form = {**fields, "words": "Of course."}
    answer = page.request.post(f"{claim}/{step}", form=form, headers={"Origin": origin(claim)})
    assert answer.status == 400
    return str(answer.text())


def origin(address: str) -> str:
    return "/".join(address.split("/")[:3])


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
