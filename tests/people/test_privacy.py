"""Complaints about data, what the hub holds on a framework, where weaknesses are told, and that nothing leaks."""

import io
import json
import logging
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit, complaints, corrections, removals
from hub.actor import OPERATOR
from hub.auth import cookie_name, passwords
from hub.corrections import Subject, Told
from hub.models import Account, AuditEntry, DataComplaint, Decision, Framework, Outbox, StoredRecord
from hub.people import networks
from hub.security import policy
from tests.assurance import Figure
from tests.conftest import NOON
from tests.pages import check_page
from tests.people.test_signing_in import link_in, post
from tests.persons import Person, network_called, organisation_called

People = Callable[..., Person]
COMPLAINT = "/about/privacy/complaint"


def complain(client: FlaskClient, **entered: str) -> Any:
    sent = {"said": "I am named on a page.", "email": "somebody@example.com", **entered}
    return post(client, COMPLAINT, COMPLAINT, **sent)


def test_anybody_complains_and_is_told_within_30_days_that_it_was_read(
    client: FlaskClient, person: People, session: Session
) -> None:
    check_page(client.get(COMPLAINT))
    answer = complain(client)
    assert "within 30 days" in check_page(client.get(answer.headers["Location"])).text

    row = session.scalars(select(DataComplaint)).one()
    assert (row.received_on, row.due_on) == (date(2026, 11, 21), date(2026, 12, 21))
    administrator = person("administrator")
    page = check_page(administrator.get("/administration/complaints"))
    assert row.code in page.text and "21 December 2026" in page.text
    assert administrator.send(f"/administration/complaints/{row.id}/acknowledge").status_code == 303

    session.rollback()
    letter = session.scalars(select(Outbox)).one()
    assert letter.to == "somebody@example.com" and row.code in letter.body


def test_a_complaint_that_nobody_read_in_time_is_shown_as_late(
    client: FlaskClient, person: People, app: Flask
) -> None:
    complain(client)
    administrator = person("administrator")

    def state() -> str:
        return check_page(administrator.get("/administration/complaints")).select("main td")[-1].text

    due = NOON.date()
    assert state() == "waits"
    for day, said in ((due, "waits"), (due - timedelta(days=1), "late")):
        with app.extensions["hub.writers"].begin() as writing:
            writing.scalars(select(DataComplaint)).one().due_on = day
        assert state() == said


def test_closing_answers_by_letter_and_keeps_no_answer(client: FlaskClient, person: People, session: Session) -> None:
    complain(client)
    (number,) = session.scalars(select(DataComplaint.id))
    administrator = person("administrator")
    address = f"/administration/complaints/{number}"

    empty = administrator.send(f"{address}/close", {"outcome": "", "answer": "Your name is gone."})
    assert empty.status_code == 400 and "Your name is gone." in check_page(empty).text
    administrator.send(f"{address}/close", {"outcome": "put right", "answer": "Your name is gone."})
    assert administrator.send(f"{address}/close", {"outcome": "put right", "answer": "Again"}).status_code == 400

    session.rollback()
    session.expire_all()
    row = session.get_one(DataComplaint, number)
    assert row.closed_at == NOON and row.acknowledged_at == NOON
    assert "Your name is gone." in session.scalars(select(Outbox.body)).one()
    assert not any("Your name" in str(value) for value in vars(row).values())
    entries = [(entry.action, entry.detail) for entry in session.scalars(select(AuditEntry))]
    assert ("close complaint", {"outcome": "put right"}) in entries
    assert "somebody@example.com" not in str(entries)


@pytest.mark.alike
@pytest.mark.parametrize(
    ("entered", "field"),
    [({"said": " "}, "said"), ({"said": "x" * 4001}, "said"), ({"email": "nowhere"}, "email")],
)
def test_what_is_wrong_with_a_complaint_is_said_and_kept(
    client: FlaskClient, entered: dict[str, str], field: str, session: Session
) -> None:
    page = check_page(complain(client, **entered))

    assert page.title is not None and page.title.text.startswith("Error:")
    assert page.select_one(f".govuk-error-summary a[href='#{field}']")
    assert session.scalars(select(DataComplaint)).all() == []


def test_a_complaint_needs_no_address(client: FlaskClient, person: People, session: Session) -> None:
    complain(client, email="")
    (number,) = session.scalars(select(DataComplaint.id))

    person("administrator").send(f"/administration/complaints/{number}/acknowledge")

    session.rollback()
    assert session.scalars(select(Outbox)).all() == []


@pytest.mark.alike
@pytest.mark.parametrize("role", ["", "moderator"])
def test_complaints_and_removals_are_for_administrators(person: People, role: str) -> None:
    somebody = person(role, **({"network": "pen"} if role else {}))

    for page in ("complaints", "complaints/1", "removals", "records", "records/download?key=x"):
        assert somebody.get(f"/administration/{page}").status_code == 403


def test_the_pages_about_privacy_are_whole_pages(person: People) -> None:
    administrator = person("administrator")
    for page in ("complaints", "removals", "records"):
        assert check_page(administrator.get(f"/administration/{page}"))


# What the hub holds on a framework


@pytest.fixture
def key(publish: Callable[..., str], sessions: Any) -> str:
    """A framework with a record, a decision, a correction and an entry in the audit trail."""
    key = publish(title="Grounds", description="Ring Jo Bloggs, 01632 960 123, or write to grounds@example.gov.uk.")
    with sessions.begin() as session:
        told = Told(field=next(iter(corrections.FIELDS)), wrong="It ended.", role=next(iter(corrections.ROLES)))
        row = corrections.record(session, Subject("framework", key, "Grounds"), told, OPERATOR, NOON)
        row.answer = "Ask me@example.org"
        decided = {"actor": "account-abc", "made_at": NOON, "reason": "As told"}
        session.add(Decision(kind="never", home=key, other_home="0" * 16, **decided))
        audit.note(session, OPERATOR, "lock", f"framework {key}", NOON)
        removals.ask(session, "Jo Bloggs", OPERATOR, NOON)
    return key


def test_everything_held_on_a_framework_is_packed_without_personal_values(key: str, person: People) -> None:
    answer = person("administrator").get(f"/administration/records/download?key={key}")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    parts = ("framework", "records", "decisions", "audit", "corrections")
    assert {"README.txt", *(f"{part}.json" for part in parts)} <= set(files)
    whole = "\n".join(files.values())
    for personal in ("Jo Bloggs", "960 123", "grounds@", "me@example.org"):
        assert personal not in whole
    assert json.loads(files["framework.json"])["title"] == "Grounds"
    assert json.loads(files["records.json"])[0]["body"]["title"] == "Grounds"
    assert json.loads(files["decisions.json"])["made"][0]["reason"] == "As told"
    actions = [entry["action"] for entry in json.loads(files["audit.json"])]
    assert {"import", "lock"} <= set(actions)
    (correction,) = json.loads(files["corrections.json"])
    assert correction["wrong"].startswith("It ended.") and "code" not in correction


def test_nothing_of_another_framework_is_in_it(key: str, person: People, publish: Callable[..., str]) -> None:
    other = publish(title="Parks", reference="AB2", description="Something else entirely")

    answer = person("administrator").get(f"/administration/records/download?key={key}")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert not any(other in archive.read(name).decode() for name in archive.namelist())


def test_a_key_nobody_knows_is_told(person: People) -> None:
    answer = person("administrator").get("/administration/records/download?key=nonsense")

    assert answer.status_code == 404 and "no framework nonsense" in check_page(answer).text


# Where weaknesses are told


def test_security_txt_says_whom_to_tell_and_for_less_than_a_year(client: FlaskClient, app: Flask) -> None:
    app.config |= {"OPERATOR_EMAIL": "hub@example.gov.uk", "ADDRESS": "https://hub.example.gov.uk"}

    answer = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.mimetype == "text/plain" and fields["Contact"] == "mailto:hub@example.gov.uk"
    expires = datetime.fromisoformat(fields["Expires"])
    assert NOON + timedelta(days=90) < expires < NOON + timedelta(days=365) and expires.tzinfo == UTC
    assert fields["Canonical"] == "https://hub.example.gov.uk/.well-known/security.txt"


def test_without_an_address_there_is_none_to_tell(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


# Nothing leaks


CANARIES = {
    "email": "canary.heron@new.example.gov.uk",
    "name": "Canaria Heronsford",
    "password": "heron canary nineteen",
    "address": "203.0.113.77",
}


@pytest.fixture
def logged(app: Flask) -> Any:
    """Everything any logger says."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.assurance(
    "P3",
    "E-mail, name, password, tokens and address through inviting, accepting, deputies, data, complaints, removal and "
    "deletion: none in logs, error pages or the audit trail",
)
def test_what_people_enter_is_in_no_log_and_on_no_error_page(
    app: Flask, client: FlaskClient, person: People, session: Session, logged: io.StringIO, figure: Figure
) -> None:
    """A form that comes back with what was typed into it is no error page."""
    client.environ_base["REMOTE_ADDR"] = CANARIES["address"]
    answers, tokens = journeys(app, client, person, session)

    kept = logged.getvalue() + "".join(answer.text for answer in answers if answer.status_code > 400)
    session.rollback()
    kept += str([(row.actor, row.subject, row.detail) for row in session.scalars(select(AuditEntry))])
    found = [word for word in (*CANARIES.values(), *tokens) if word in kept]
    assert found == [] and len(tokens) == 3 and logged.getvalue()
    figure(f"{len(answers)} answers, {len(CANARIES) + len(tokens)} canaries, {len(found)} found")


def journeys(app: Flask, client: FlaskClient, person: People, session: Session) -> tuple[list[Any], list[str]]:
    """Through every form of people's own, with canaries; what was answered, and the tokens that were given."""
    email, name, password = CANARIES["email"], CANARIES["name"], CANARIES["password"]
    with app.extensions["hub.writers"].begin() as writing:
        babergh = organisation_called(writing, "babergh-district-council")
        networks.join(writing, network_called(writing, "pen"), babergh, OPERATOR, NOON)
    administrator = person("administrator")
    sent = {"email": email, "role": "contributor", "organisation": "babergh-district-council", "network": "pen"}
    answers = [administrator.send("/invitations/", sent), administrator.send("/invitations/", {**sent, "role": "x"})]
    link = link_in(newest_letter(session, email))
    weak = {"name": name, "password": "short", "again": "short"}
    answers += [client.get(link), post(client, link, link, **weak)]
    answers.append(post(client, link, link, name=name, password=password, again=password))
    cookie = client.get_cookie(cookie_name_of(app))
    assert cookie is not None
    me = Person(app, client, account_id(session, email), "")
    for page in ("/account", "/account/data", "/account/data/download", "/account/leaving"):
        answers.append(client.get(page))
    answers += [me.send("/account/name", {"name": name}), me.send("/account/deputy", {"deputy": name})]
    answers += [complain(client, said=f"{name} {email}", email=email), client.get(link)]
    answers.append(client.get(f"/still-here/{link.rpartition('/')[2]}"))
    answers.append(administrator.send("/administration/removals", {"value": name}))
    answers.append(administrator.get(f"/administration/people?q={email}"))
    answers += [broken_page(app, me)]
    answers += [me.send("/account/delete", {"password": word}) for word in (f"{password} wrong", password)]
    return answers, [link.rpartition("/")[2], cookie.value, cookie.value.partition(".")[0]]


def broken_page(app: Flask, me: Person) -> Any:
    """A page that fails on what somebody entered."""

    def broken() -> str:
        raise ValueError("unforeseen")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    view = app.view_functions["my_data.held"]
    app.view_functions["my_data.held"] = policy("account")(broken)
    answer = me.get(f"/account/data?name={CANARIES['name']}&email={CANARIES['email']}")
    app.view_functions["my_data.held"] = view
    assert answer.status_code == 500
    return answer


def newest_letter(session: Session, email: str) -> str:
    session.rollback()
    return session.scalars(select(Outbox.body).where(Outbox.to == email).order_by(Outbox.id.desc())).first() or ""


def account_id(session: Session, email: str) -> int:
    session.rollback()
    return session.scalars(select(Account.id).where(Account.email == email)).one()


def cookie_name_of(app: Flask) -> str:
    with app.test_request_context():
        return cookie_name()


MOST_PAGES = 150


@pytest.mark.assurance("P4", "Signed in, over every page in reach: one cookie, and nothing is loaded from another site")
def test_who_is_signed_in_has_one_cookie_and_loads_nothing_from_elsewhere(
    app: Flask, person: People, publish: Callable[..., str], figure: Figure
) -> None:
    publish(title="Grounds")
    with app.app_context():
        me = person("administrator", password=passwords().hash(CANARIES["password"]))
    seen, cookies, elsewhere = walk(me, ["/", "/account", "/administration/", "/search?q=grounds"])

    assert len(seen) > 30
    assert cookies <= {cookie_name_of(app)} and elsewhere == set()
    assert len(me.client._cookies or ()) == 1 and me.client.get_cookie(cookie_name_of(app))
    figure(f"{len(seen)} pages, 1 cookie, {len(elsewhere)} other sites")


def walk(me: Person, waiting: list[str]) -> tuple[set[str], set[str], set[str]]:
    """Follow every link; the pages seen, the cookies set, and addresses of other sites that pages load from."""
    seen, cookies, elsewhere = set[str](), set[str](), set[str]()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith("/out/"):
            continue
        answer = me.get(address)
        seen.add(address)
        body = answer.get_data()  # to its end, also of what is sent in parts
        cookies |= {line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")}
        if answer.mimetype != "text/html":
            continue
        page = BeautifulSoup(body, "lxml")
        loaded = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href]")]
        elsewhere |= {str(each) for each in loaded if urlsplit(str(each)).netloc}
        links = [urldefrag(urljoin(address, str(link["href"])))[0] for link in page.select("a[href]")]
        waiting += [link for link in links if not urlsplit(link).scheme and "?" not in link]
    return seen, cookies, elsewhere


@pytest.mark.assurance("P4", "No script of the hub's keeps anything in the browser")
def test_no_script_keeps_anything_in_the_browser() -> None:
    """GOV.UK Frontend could remember which parts of an accordion were open, where a page has one: none has."""
    repo = Path(__file__).parents[2]
    scripts = [path.read_text(encoding="utf-8") for path in (repo / "hub" / "static").glob("*.js")]
    assert not [path for path in (repo / "templates").rglob("*.html") if "govuk-accordion" in path.read_text()]

    assert scripts
    assert not [1 for script in scripts if re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", script)]


def test_records_hold_no_named_contact_from_the_start(publish: Callable[..., str], session: Session) -> None:
    """What scrapers leave out (scrapers.parse.privacy) is tested there; this is that nothing brings it back."""
    publish(title="Grounds")

    session.rollback()
    body = session.scalars(select(StoredRecord.body)).one()
    assert not any("contact" in name.lower() for name in body)
    assert session.scalars(select(Framework)).one().title == "Grounds"
    assert complaints.KEPT_FOR == timedelta(days=90)
