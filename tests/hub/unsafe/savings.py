"""Savings: reported, verified, validated, and what becomes known of a call-off."""

import json
from io import BytesIO

from sqlalchemy import select

from hub.models import EmailDomain, Outbox, SavingClaim
from tests.hub.unsafe import Browser, Request, audited, unaudited
from tests.persons import Person, a_person, organisation_called

FIRST = {
    "title": "Copier paper",
    "reference": "CT-77",
    "framework_title": "Stationery",
    "start": "1/4/2025",
    "end": "31/3/2026",
    "basis": "actual",
    "part1_kind": "price_unit",
    "part1_before": "12.00",
    "part1_now": "10.50",
    "part1_quantity": "1,000",
}
SECOND = {"like_for_like": "yes", "evidence": "invoices", "evidence_reference": "FIN/2025/12"}
WHOLE = {**FIRST, **SECOND}


def officer(browser: Browser) -> Person:
    return a_person(browser.app, "contributor", organisation="mid-suffolk", network="pen")


def colleague(browser: Browser) -> Person:
    return a_person(browser.app, "member", organisation="mid-suffolk")


def moderator(browser: Browser) -> Person:
    return a_person(browser.app, "moderator", network="pen")


def drafted(somebody: Person) -> str:
    """The address of a draft that is whole."""
    address = somebody.send("/savings/new", {**FIRST, "do": "on"}).headers["Location"].removesuffix("/evidence")
    somebody.send(f"{address}/evidence", {**SECOND, "version": "1", "do": "on"})
    return str(address)


def submitted(browser: Browser, somebody: Person) -> str:
    address = drafted(somebody)
    somebody.send(f"{address}/submit", {"declared": "yes"})
    return address


def verified(browser: Browser) -> str:
    address = submitted(browser, officer(browser))
    colleague(browser).send(f"{address}/verify", {"version": "3"})
    return address


@audited("POST /savings/new")
def begin(browser: Browser) -> Request:
    somebody = officer(browser)
    return lambda: somebody.send("/savings/new", {**FIRST, "do": "on"})


@unaudited("POST /savings/sum", "nothing is kept or changed: it shows the sum of what was typed")
def work_out(browser: Browser) -> Request:
    somebody = officer(browser)
    return lambda: somebody.send("/savings/sum", FIRST)


@audited("POST /savings/claims/<key>/edit")
def edit(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/edit", {**FIRST, "title": "Pens", "version": "2", "do": "on"})


@audited("POST /savings/claims/<key>/evidence")
def save_second(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/evidence", {**SECOND, "notes": "All in.", "version": "2", "do": "on"})


@audited("POST /savings/claims/<key>/submit")
def submit(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/submit", {"declared": "yes"})


@audited("POST /savings/claims/<key>/withdraw")
def withdraw(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/withdraw")


@audited("POST /savings/claims/<key>/notes")
def annotate(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    somebody.send(f"{address}/withdraw")
    return lambda: somebody.send(f"{address}/notes", {"notes": "Bought elsewhere.", "version": "3"})


@audited("POST /savings/claims/<key>/take-over")
def take_over(browser: Browser) -> Request:
    address, somebody = submitted(browser, officer(browser)), colleague(browser)
    with browser.app.extensions["hub.writers"].begin() as session:
        session.scalars(select(SavingClaim)).one().reporter_id = None
    return lambda: somebody.send(f"{address}/take-over")


@audited("POST /savings/claims/<key>/copy")
def copy(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    return lambda: somebody.send(f"{address}/copy")


@audited("POST /savings/claims/<key>/supersede")
def supersede(browser: Browser) -> Request:
    somebody = officer(browser)
    address = submitted(browser, somebody)
    return lambda: somebody.send(f"{address}/supersede")


@audited("POST /savings/claims/<key>/actual")
def report_actual(browser: Browser) -> Request:
    somebody = officer(browser)
    address = somebody.send("/savings/new", {**FIRST, "basis": "estimated", "do": "on"}).headers["Location"]
    claim = address.removesuffix("/evidence")
    somebody.send(address, {**SECOND, "version": "1", "do": "on"})
    somebody.send(f"{claim}/submit", {"declared": "yes"})
    return lambda: somebody.send(f"{claim}/actual")


@audited("POST /savings/claims/<key>/verify")
def verify(browser: Browser) -> Request:
    address, somebody = submitted(browser, officer(browser)), colleague(browser)
    return lambda: somebody.send(f"{address}/verify", {"version": "3"})


@audited("POST /savings/claims/<key>/return")
def give_back(browser: Browser) -> Request:
    address, somebody = submitted(browser, officer(browser)), colleague(browser)
    return lambda: somebody.send(f"{address}/return", {"version": "3", "words": "Which invoices?"})


@audited("POST /savings/claims/<key>/validate")
def validate(browser: Browser) -> Request:
    address, somebody = verified(browser), moderator(browser)
    return lambda: somebody.send(f"{address}/validate", {"version": "4"})


@audited("POST /savings/claims/<key>/reject")
def reject(browser: Browser) -> Request:
    address, somebody = verified(browser), moderator(browser)
    return lambda: somebody.send(f"{address}/reject", {"version": "4", "words": "It is a target."})


def link_to_finance(browser: Browser) -> Request:
    somebody = officer(browser)
    address = submitted(browser, somebody)
    with browser.app.extensions["hub.writers"].begin() as session:
        council = organisation_called(session, "mid-suffolk")
        session.add(EmailDomain(domain="midsuffolk.gov.uk", organisation_id=council.id))
    return lambda: somebody.send(f"{address}/finance", {"email": "finance@midsuffolk.gov.uk"})


@audited("POST /savings/claims/<key>/finance")
def send_to_finance(browser: Browser) -> Request:
    return link_to_finance(browser)


@audited("POST /savings/verify/<token>")
def answer_by_link(browser: Browser) -> Request:
    link_to_finance(browser)()
    with browser.app.extensions["hub.readers"]() as session:
        letter = session.scalars(select(Outbox.body)).one()
    link = next(word for word in letter.split() if "/savings/verify/" in word).partition("localhost")[2]
    return lambda: browser.send(link, link, do="verify")


def with_file(browser: Browser, address: str, somebody: Person) -> Request:
    return lambda: somebody.send(f"{address}/files", {"file": (BytesIO(b"%PDF-1.7"), "invoice.pdf")})


@audited("POST /savings/claims/<key>/files")
def add_file(browser: Browser) -> Request:
    somebody = officer(browser)
    return with_file(browser, drafted(somebody), somebody)


@audited("POST /savings/claims/<key>/files/<int:number>/remove")
def remove_file(browser: Browser) -> Request:
    somebody = officer(browser)
    address = drafted(somebody)
    with_file(browser, address, somebody)()
    return lambda: somebody.send(f"{address}/files/1/remove")


@audited("POST /savings/call-offs/<key>/<any(extend,end,spend,tender,sharers,predecessor):what>")
def change_call_off(browser: Browser) -> Request:
    somebody = officer(browser)
    address = submitted(browser, somebody)
    with browser.app.extensions["hub.readers"]() as session:
        claim = session.scalars(select(SavingClaim).where(SavingClaim.key == address.rpartition("/")[2])).one()
        assert claim.call_off is not None
        page = f"/savings/call-offs/{claim.call_off.key}"
    return lambda: somebody.send(f"{page}/extend", {"on": "31/3/2027"})


@audited("POST /savings/bulk")
def bulk(browser: Browser) -> Request:
    somebody = officer(browser)
    return lambda: somebody.send("/savings/bulk", {"claims": json.dumps([WHOLE]), "do": "drafts"})
