"""The pages by which a saving is reported, verified and validated, as people use them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from hub.models import EmailDomain, Outbox, SavingClaim, SavingYear
from hub.savings.kinds import KINDS
from scrapers.record import Money, NoticeReference, Party
from tests.factories import a_call_off
from tests.pages import check_page
from tests.persons import Person, a_person, organisation_called

FIRST = {
    "title": "Copier paper",
    "reference": "CT-77",
    "framework_title": "Stationery of another region",
    "start": "1/4/2025",
    "end": "31/3/2026",
    "basis": "actual",
    "part1_kind": "price_unit",
    "part1_before": "12.00",
    "part1_now": "10.50",
    "part1_quantity": "1,000",
}
SECOND = {"like_for_like": "yes", "evidence": "invoices", "evidence_reference": "FIN/2025/12"}


@pytest.fixture
def officer(app: Flask) -> Person:
    return a_person(app, "contributor", organisation="mid-suffolk", network="pen")


@pytest.fixture
def budget_holder(app: Flask) -> Person:
    return a_person(app, "member", organisation="mid-suffolk")


@pytest.fixture
def moderator(app: Flask) -> Person:
    return a_person(app, "moderator", network="pen")


def seen(answer: Any, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, answer.text
    return check_page(answer)


def begun(officer: Person, **changes: str) -> str:
    """The address of a draft."""
    answer = officer.send("/savings/new", {**FIRST, **changes, "do": "on"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).removesuffix("/evidence")


def submitted(officer: Person, **changes: str) -> str:
    address = begun(officer, **changes)
    version = "1"
    assert officer.send(f"{address}/evidence", {**SECOND, "version": version, "do": "on"}).status_code == 303
    answer = officer.send(f"{address}/submit", {"declared": "yes"})
    assert answer.status_code == 303, answer.text
    return address


def version_of(page: BeautifulSoup) -> str:
    return str(page.select_one("input[name=version]")["value"])  # type: ignore[index]


def answered(person: Person, address: str, step: str, words: str = "") -> Any:
    version = version_of(seen(person.get(address)))
    return person.send(f"{address}/{step}", {"words": words, "version": version})


def state(app: Flask) -> str:
    with app.extensions["hub.readers"]() as session:
        return str(session.scalars(select(SavingClaim.state)).one())


def state_of(app: Flask, address: str) -> str:
    with app.extensions["hub.readers"]() as session:
        key = address.rpartition("/")[2]
        return str(session.scalars(select(SavingClaim.state).where(SavingClaim.key == key)).one())


def test_a_saving_goes_the_whole_way_until_it_counts(
    app: Flask, officer: Person, budget_holder: Person, moderator: Person
) -> None:
    address = submitted(officer)
    assert "(£12.00 − £10.50) × 1,000 = £1,500.00" in seen(officer.get(address)).get_text(" ", strip=True)
    assert answered(budget_holder, address, "verify").status_code == 303
    assert "Copier paper" in seen(moderator.get("/savings/queue")).get_text()
    assert "Savings to validate: 1" in seen(moderator.get("/moderation")).get_text()
    assert answered(moderator, address, "validate").status_code == 303
    assert state(app) == "validated"


def test_who_did_what_is_said_by_handles_and_of_oneself_by_you(officer: Person, budget_holder: Person) -> None:
    address = submitted(officer)
    assert answered(budget_holder, address, "verify").status_code == 303

    of_reporter, of_verifier = (seen(each.get(address)) for each in (officer, budget_holder))
    assert told_of(of_reporter, "Reported") == "by you"
    assert told_of(of_reporter, "Verified by the council") == f"by {budget_holder.name}"
    assert told_of(of_verifier, "Reported") == f"by {officer.name}"
    assert told_of(of_verifier, "Verified by the council") == "by you"
    assert "Then you: verify" in of_verifier.get_text() and "Then you: submit" in of_reporter.get_text()


def told_of(page: BeautifulSoup, stage: str) -> str:
    """By whom a stage of a claim was done, as its page says."""
    (item,) = [each.get_text(" ", strip=True) for each in page.select("#state + ol li") if stage in each.get_text()]
    return item[item.index("by ", len(stage)) :]


def test_an_amount_entered_as_a_whole_is_shown_once(officer: Person) -> None:
    entered = {"part1_kind": "price_amount", "part1_amount": "1200"}
    for name in ("part1_before", "part1_now", "part1_quantity"):
        entered[name] = ""

    (part,) = seen(officer.get(begun(officer, **entered))).select(".hub-sum__part")
    assert "£1,200.00 , as entered" in part.get_text(" ", strip=True)


def test_nobody_verifies_or_validates_their_own(app: Flask, officer: Person, moderator: Person) -> None:
    address = submitted(officer)

    assert answered(officer, address, "verify").status_code == 400
    assert "Somebody else of your organisation" in seen(officer.get(address)).get_text()
    assert officer.send(f"{address}/validate", {"version": "3"}).status_code == 403
    assert answered(moderator, address, "validate").status_code == 400
    assert state(app) == "submitted"


def test_five_things_come_first_and_each_that_is_missing_is_named_where_it_stands(officer: Person) -> None:
    answer = officer.send("/savings/new", {"do": "on", "title": "Copier paper", "part1_before": "12.005"})

    page = seen(answer, 400)
    told = [link.get_text() for link in page.select(".govuk-error-summary a")]
    assert told == [
        "Which framework, if it is not in the catalogue: fill this in",
        "Call-off reference or notice number: fill this in",
        "First day of the call-off: fill this in",
        "Last day of the call-off: fill this in",
        told[4],
        "What you pay now: fill this in",
        "Is this an estimate or an actual saving? Choose an answer",
    ]
    assert told[4].startswith("What the contract before cost: write no part of a penny")
    assert page.select_one("#title")["value"] == "Copier paper"  # type: ignore[index]
    assert page.select_one("#part1_before")["value"] == "12.005"  # type: ignore[index]
    for link in page.select(".govuk-error-summary a"):
        assert page.select_one(str(link["href"])) is not None


def test_the_form_begins_with_what_the_catalogue_says_of_a_framework(
    officer: Person, publish: Callable[..., str], framework: Callable[[str], BeautifulSoup]
) -> None:
    key = publish(title="Grounds maintenance", reference="AB1")
    button = framework(key).select_one("a[href*='/savings/new']")
    assert button is not None

    page = seen(officer.get(str(button["href"])))
    assert "Filled from the catalogue’s page of “Grounds maintenance”" in page.get_text()
    assert page.select_one("input[name=framework]")["value"] == key  # type: ignore[index]


def test_the_form_begins_with_the_call_off_the_hub_holds_of_a_notice(
    officer: Person, take_contracts: Callable[..., Any]
) -> None:
    take_contracts(
        a_call_off(
            title="Mowing of verges",
            notice=NoticeReference(identifier="012345-2026"),
            buyer=Party(name="Babergh District Council"),
            value=Money(net_pence=1_234_567),
        )
    )

    page = seen(officer.get("/savings/new?from=012345-2026"))
    text = " ".join(page.get_text(" ", strip=True).split())
    assert "Filled from the contract the hub holds from" in text
    assert "Its published buyer is Babergh District Council. You report for Mid Suffolk" in text
    assert page.select_one("#title")["value"] == "Mowing of verges"  # type: ignore[index]
    assert page.select_one("#reference")["value"] == "012345-2026"  # type: ignore[index]
    assert page.select_one("#value")["value"] == "12345.67"  # type: ignore[index]


def test_of_several_contracts_under_one_number_the_councils_own_comes_first(
    officer: Person, take_contracts: Callable[..., Any]
) -> None:
    others = ("Babergh", "Mid Suffolk", "Ipswich")
    take_contracts(
        *(
            a_call_off(
                source_id=f"ocds-h6vhtk-0b1c2d/C{number}",
                title=f"Mowing by {name}",
                reference="MOW/7",
                buyer=Party(name=name),
            )
            for number, name in enumerate(others)
        )
    )

    for typed in ("mow/7", "OCDS-h6vhtk-0b1c2d"):
        page = seen(officer.get(f"/savings/new?from={typed}"))
        assert page.select_one("#title")["value"] == "Mowing by Mid Suffolk"  # type: ignore[index]
        assert f"The hub holds 3 contracts under {typed}" in page.get_text()
        assert "Its published buyer is" not in page.get_text()


def test_a_notice_the_hub_does_not_hold_is_said_and_kept_as_the_reference(officer: Person) -> None:
    page = seen(officer.get("/savings/new?from=999999-2026"))

    assert "The hub does not hold 999999-2026" in page.get_text()
    assert page.select_one("#reference")["value"] == "999999-2026"  # type: ignore[index]


def test_the_sum_is_shown_without_keeping_anything(app: Flask, officer: Person) -> None:
    page = seen(officer.send("/savings/sum", {**FIRST, "do": "sum"}))
    assert "(£12.00 − £10.50) × 1,000 = £1,500.00" in page.get_text(" ", strip=True)
    assert page.select_one("#part1_before")["value"] == "12.00"  # type: ignore[index]

    alone = officer.send("/savings/sum", {**FIRST, "only": "sum", "part2_kind": "rebate", "part2_amount": "lots"})
    assert "Part 2 is not whole yet and is left out." in alone.text
    assert "<html" not in alone.text
    with app.extensions["hub.readers"]() as session:
        assert session.scalars(select(SavingClaim)).all() == []


def test_parts_are_added_and_taken_out_without_losing_what_was_typed(officer: Person) -> None:
    two = {**FIRST, "part2_kind": "rebate", "part2_amount": "250"}
    page = seen(officer.send("/savings/new", {**two, "do": "part"}))
    assert [each["id"] for each in page.select(".hub-part")] == ["part1", "part2", "part3"]
    assert page.select_one("#part2_amount")["value"] == "250"  # type: ignore[index]

    page = seen(officer.send("/savings/new", {**two, "do": "remove1"}))
    assert page.select_one("#part1_amount")["value"] == "250"  # type: ignore[index]
    assert page.select_one("#part2") is None
    assert page.select_one("#title")["value"] == "Copier paper"  # type: ignore[index]


@pytest.mark.alike
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_part_asks_its_own_questions(officer: Person, kind: str) -> None:
    page = seen(officer.send("/savings/new", {**FIRST, "part1_kind": kind, "do": "show"}))

    for each in KINDS[kind].all_fields:
        assert page.select_one(f"#part1_{each.name}") is not None
    assert bool(page.select_one("#part1_grade1_tender")) == KINDS[kind].grades


def test_a_field_that_was_taken_out_is_gone_from_the_draft(app: Flask, officer: Person) -> None:
    address = begun(officer, part2_kind="rebate", part2_amount="250")
    officer.send(f"{address}/edit", {**FIRST, "version": "1", "do": "on"})

    with app.extensions["hub.readers"]() as session:
        entered = session.scalars(select(SavingClaim)).one().entered
    assert "part2_amount" not in entered
    assert entered["part1_before"] == "12.00"


def test_what_is_sent_from_an_old_window_is_told_and_kept_on_the_page(officer: Person) -> None:
    address = begun(officer)
    officer.send(f"{address}/edit", {**FIRST, "version": "1", "do": "on"})

    page = seen(officer.send(f"{address}/edit", {**FIRST, "title": "Pens", "version": "1", "do": "on"}), 400)
    assert "changed meanwhile" in page.get_text()
    assert page.select_one("#title")["value"] == "Pens"  # type: ignore[index]


def test_it_is_submitted_only_with_the_declaration(app: Flask, officer: Person) -> None:
    address = begun(officer)
    officer.send(f"{address}/evidence", {**SECOND, "version": "1", "do": "on"})

    assert "Confirm that it is true" in seen(officer.send(f"{address}/submit"), 400).get_text()
    assert state(app) == "draft"


def test_the_council_returns_it_with_words_that_its_reporter_reads(
    app: Flask, officer: Person, budget_holder: Person
) -> None:
    address = submitted(officer)
    assert "Say why" in seen(answered(budget_holder, address, "return"), 400).get_text()
    assert answered(budget_holder, address, "return", "The old invoices are missing.").status_code == 303

    assert "The old invoices are missing." in seen(officer.get(address)).get_text()
    assert state(app) == "returned"


def test_finance_verifies_by_a_link_that_looking_does_not_use_up(app: Flask, officer: Person) -> None:
    address = submitted(officer)
    with app.extensions["hub.writers"].begin() as session:
        council = organisation_called(session, "mid-suffolk")
        session.add(EmailDomain(domain="midsuffolk.gov.uk", organisation_id=council.id))
    sent = officer.send(f"{address}/finance", {"email": "finance@midsuffolk.gov.uk"})
    assert sent.status_code == 303, sent.text
    with app.extensions["hub.readers"]() as session:
        letter = session.scalars(select(Outbox.body)).one()
    link = next(word for word in letter.split() if "/savings/verify/" in word).partition("localhost")[2]
    anybody = app.test_client()

    first, second = seen(anybody.get(link)), seen(anybody.get(link))
    assert "(£12.00 − £10.50) × 1,000" in first.get_text(" ", strip=True)
    assert state(app) == "submitted"
    form = {"token": str(second.select_one("form[action*='/savings/verify/'] input[name=token]")["value"])}  # type: ignore[index]
    assert anybody.post(link, data={**form, "do": "verify"}).status_code == 400
    done = anybody.post(link, data={**form, "do": "verify"}, headers={"Origin": "http://localhost"})
    assert "Thank you" in seen(done).get_text()
    assert state(app) == "verified"
    assert anybody.get(link).status_code == 410
    assert anybody.post(link, data={**form, "do": "return"}, headers={"Origin": "http://localhost"}).status_code == 410


def test_a_claim_of_another_council_is_not_there(app: Flask, officer: Person, moderator: Person) -> None:
    address = begun(officer)
    stranger = a_person(app, "member", organisation="babergh")

    for page in ("", "/edit", "/evidence"):
        assert stranger.get(address + page).status_code == 404
        assert moderator.get(address + page).status_code == 404
    for step in ("submit", "withdraw", "copy", "supersede", "take-over", "verify", "return", "finance", "files"):
        assert (
            stranger.send(f"{address}/{step}", {"version": "1", "words": "No.", "declared": "yes"}).status_code == 404
        )
    assert state(app) == "draft"


def test_what_becomes_known_of_the_call_off_is_kept_on_its_page(
    app: Flask, officer: Person, budget_holder: Person, moderator: Person
) -> None:
    address = submitted(officer)
    answered(budget_holder, address, "verify")
    answered(moderator, address, "validate")
    link = seen(officer.get(address)).select_one("a[href^='/savings/call-offs/']")
    assert link is not None
    page = str(link["href"])

    assert "write a day" in seen(officer.send(f"{page}/end", {"on": "soon"}), 400).get_text()
    assert officer.send(f"{page}/end", {"on": "30/9/2025"}).status_code == 303
    assert "30 September 2025" in seen(officer.get(page)).get_text()
    text = seen(officer.get(address)).get_text(" ", strip=True)
    assert "What the rules changed, and why" in text and "R7" in text
    assert a_person(app, "member", organisation="babergh").get(page).status_code == 404


def test_a_tender_that_was_kept_by_mistake_is_taken_back_and_its_cost_counts_again(
    app: Flask, officer: Person, budget_holder: Person
) -> None:
    address = submitted(officer, part2_kind="tender_amount", part2_amount="500")
    answered(budget_holder, address, "verify")
    link = seen(officer.get(address)).select_one("a[href^='/savings/call-offs/']")
    assert link is not None
    page = str(link["href"])

    def net() -> int:
        with app.extensions["hub.readers"]() as session:
            return int(session.scalars(select(SavingClaim.net_pence)).one())

    whole = net()
    assert officer.send(f"{page}/tender").status_code == 303 and net() == whole - 500_00
    form = seen(officer.get(page)).select_one("form[action$='/tender']")
    assert form is not None and "Keep that none was run" in form.get_text()
    sent = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    assert officer.send(f"{page}/tender", sent).status_code == 303 and net() == whole
    assert state(app) == "submitted"


def test_the_same_saving_is_refused_twice_and_the_form_says_what_to_do(officer: Person) -> None:
    submitted(officer)
    second = begun(officer)
    officer.send(f"{second}/evidence", {**SECOND, "version": "1", "do": "on"})

    page = seen(officer.send(f"{second}/submit", {"declared": "yes"}), 400)
    told = page.select_one(".govuk-error-summary")
    assert told is not None and "claimed already for 2025/26" in told.get_text()
    others = page.select_one("#same-call-off")
    assert others is not None and "Copier paper" in others.get_text()


def test_a_claim_is_replaced_and_counts_until_the_new_one_is_submitted(app: Flask, officer: Person) -> None:
    address = submitted(officer)
    new = officer.send(f"{address}/supersede").headers["Location"].removesuffix("/edit")
    assert state_of(app, address) == "submitted"
    officer.send(f"{new}/edit", {**FIRST, "part1_now": "10.00", "version": "1", "do": "on"})
    assert officer.send(f"{new}/submit", {"declared": "yes"}).status_code == 303

    assert state_of(app, address) == "superseded"
    assert "takes the place of" in seen(officer.get(new)).get_text()


def test_an_estimate_counts_until_its_actual_is_validated(
    app: Flask, officer: Person, budget_holder: Person, moderator: Person
) -> None:
    estimate = submitted(officer, basis="estimated")
    answered(budget_holder, estimate, "verify")
    answered(moderator, estimate, "validate")
    actual = officer.send(f"{estimate}/actual").headers["Location"].removesuffix("/edit")
    officer.send(f"{actual}/submit", {"declared": "yes"})
    answered(budget_holder, actual, "verify")
    assert "which counts until this is validated" in seen(officer.get(actual)).get_text()
    assert years(app) == [("estimated", 150_000), ("actual", 150_000)]

    answered(moderator, actual, "validate")
    assert years(app) == [("actual", 150_000)]


def years(app: Flask) -> list[tuple[str, int]]:
    """What counts in any year, with the kind of claim it is of."""
    with app.extensions["hub.readers"]() as session:
        found = select(SavingClaim.basis, SavingYear.net_pence).join(SavingYear).order_by(SavingClaim.id)
        return [(basis, pence) for basis, pence in session.execute(found)]


def test_a_target_is_no_baseline_and_the_page_says_so(app: Flask, officer: Person) -> None:
    address = begun(officer)
    officer.send(f"{address}/evidence", {**SECOND, "baseline_source": "target", "version": "1", "do": "on"})

    page = seen(officer.send(f"{address}/submit", {"declared": "yes"}), 400)
    assert "target" in str(page.select_one(".govuk-error-summary"))
    assert state(app) == "draft"


def test_an_owner_s_own_figure_needs_no_call_off_and_is_never_added(app: Flask, officer: Person) -> None:
    address = begun(officer, claimant="framework_owner", reference="")
    officer.send(f"{address}/evidence", {**SECOND, "version": "1", "do": "on"})
    assert officer.send(f"{address}/submit", {"declared": "yes"}).status_code == 303

    assert "never added to councils’ savings" in seen(officer.get(address)).get_text()


def test_characters_nobody_sees_are_left_out(app: Flask, officer: Person) -> None:
    begun(officer, title="Copier\x00 \u202epaper\x1b", part1_text="a\x00")

    with app.extensions["hub.readers"]() as session:
        assert session.scalars(select(SavingClaim)).one().entered["title"] == "Copier paper"


def test_what_was_filled_in_from_where_stays_on_the_form(officer: Person) -> None:
    page = seen(officer.get("/savings/new?from=999999-2026"))
    told = {"filled": str(page.select_one("input[name=filled]")["value"])}  # type: ignore[index]

    assert "does not hold 999999-2026" in seen(officer.send("/savings/new", {**FIRST, **told, "do": "show"})).get_text()


def test_whoever_verifies_sees_all_that_was_typed(officer: Person, budget_holder: Person) -> None:
    address = submitted(officer, part1_indices="CPI: 3.4", part2_kind="tender", part2_grade1_name="buyer",
                        part2_grade1_salary="38,700", part2_grade1_tender="75", part2_grade1_call_off="20")  # fmt: skip

    text = seen(budget_holder.get(address)).get_text(" ", strip=True)
    for shown in (
        "1 April 2025",
        "£12.00",
        "CPI: 3.4",
        "Hours a tender would take: 75",
        "FIN/2025/12",
        "What we paid before",
    ):
        assert shown in text


def test_moderation_leads_to_the_queue_and_others_are_kept_out(officer: Person, moderator: Person) -> None:
    assert seen(moderator.get("/moderation")).select_one("a[href='/savings/queue']") is not None
    assert officer.get("/savings/queue").status_code == 403


def test_the_account_and_the_front_page_lead_to_the_form(app: Flask, officer: Person) -> None:
    for page in ("/", "/account"):
        assert seen(officer.get(page)).select_one("a[href='/savings/report']") is not None
    assert 'href="/savings/report"' not in app.test_client().get("/").text
    assert app.test_client().get("/savings/new").headers["Location"].startswith("/sign-in")


def test_the_last_claim_can_be_copied_and_drafts_gone_on_with(officer: Person) -> None:
    address = submitted(officer)
    begun(officer, title="Pens", reference="CT-78")
    page = seen(officer.get("/savings/report"))
    assert "Pens: draft" in page.get_text(" ", strip=True).replace(" :", ":")
    button = page.select_one("form[action$='/copy']")
    assert button is not None and not str(button["action"]).startswith(address)

    new = officer.send(str(button["action"])).headers["Location"]
    assert seen(officer.get(new)).select_one("#title")["value"] == "Pens"  # type: ignore[index]


def test_somebody_of_no_organisation_is_told_so(app: Flask) -> None:
    assert "not registered for an organisation" in a_person(app).get("/savings/report").text
