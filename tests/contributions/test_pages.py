"""Contributing over HTTP, as an officer does in a browser without scripts."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.actor import OPERATOR, Actor, Right
from hub.contributions import publishing
from hub.models import Account, Attempt, AuditEntry, Contribution, Framework, StoredRecord
from hub.people import roles
from hub.search import sync
from indexer import Query
from tests.conftest import NOON
from tests.contributions.payloads import MANY, PAYLOADS
from tests.factories import a_day
from tests.pages import check_page, words
from tests.persons import Person

MODERATOR = Actor("account-moderator", rights=(Right("moderator", network="pen"),), account=99)
HEDGES = {"title": "Hedge cutting", "owner": "Anglian Buying Group", "reference": "AB77"}
PERSON = Callable[..., Person]


@pytest.fixture
def officer(person: PERSON) -> Person:
    return person("contributor", organisation="mid-suffolk", network="pen")


def page(somebody: Person, address: str, status: int = 200) -> BeautifulSoup:
    answer = somebody.get(address)
    assert answer.status_code == status, f"{address} answered {answer.status_code}"
    return check_page(answer)


def fill(somebody: Person, address: str, **typed: Any) -> TestResponse:
    """Fill in a step as a browser does: what is not typed is sent as it stands."""
    form = page(somebody, address).select_one(f"form[action='{address}']")
    assert form is not None
    sent: dict[str, Any] = {str(field["name"]): field.get("value", "") for field in form.select("input[type=text]")}
    sent |= {str(field["name"]): field.text.strip("\n") for field in form.select("textarea")}
    for field in form.select("select"):
        chosen = field.select_one("option[selected]")
        sent[str(field["name"])] = chosen["value"] if chosen else ""
    for name in {str(field["name"]) for field in form.select("input[type=checkbox][checked]")}:
        sent[name] = [field["value"] for field in form.select(f"input[name='{name}'][checked]")]
    version = form.select_one("input[name=version]")
    assert version is not None
    return somebody.send(address, {**sent, "version": version["value"], **typed})


def begun(somebody: Person, **typed: Any) -> str:
    """The address of a draft with these fields of the first step."""
    address = str(somebody.send("/contributions/begin").headers["Location"]).removesuffix("/what")
    if typed:
        assert fill(somebody, f"{address}/what", **typed).status_code == 303
    return address


def proposed(somebody: Person, key: str) -> str:
    answer = somebody.send(f"/frameworks/{key}/propose")
    return str(answer.headers["Location"]).removesuffix("/what")


def row_of(session: Session, address: str) -> Contribution:
    session.rollback()
    return session.scalars(select(Contribution).where(Contribution.code == address.rpartition("/")[2])).one()


def test_a_framework_is_proposed_step_by_step_accepted_and_found_by_search_at_once(
    officer: Person, app: Flask, sessions: Any, session: Session
) -> None:
    address = begun(officer, **HEDGES, kind="framework", do="on")
    assert fill(officer, f"{address}/time", start="01/04/2026", end="31/03/2029").headers["Location"].endswith("/use")
    use = {"who-may-use-it": "All schools.", "classes": ["schools"], "routes": ["direct award"]}
    assert fill(officer, f"{address}/use", **use).headers["Location"].endswith("/details")
    details = {"fee-percent": "0.5%", "lots": "1: Roads", "suppliers": "1: Acme Ltd"}
    answer = fill(officer, f"{address}/details", **details)
    assert answer.headers["Location"] == address

    assert "Hedge cutting" in words(page(officer, address).select_one("main"))
    assert officer.send(f"{address}/submit", {"declared": "yes"}).headers["Location"].endswith("said=submitted")
    made = row_of(session, address)
    assert (made.state, made.submitted_by, str(made.due_on)) == ("submitted", officer.name, "2026-12-05")
    with sessions.begin() as writing:
        key = publishing.publish(writing, writing.get_one(Contribution, made.id), MODERATOR, NOON).key
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)

    assert [hit.id for hit in app.extensions["hub.index"].search(Query(text="hedge")).hits] == [key]
    assert "Contributed by Mid Suffolk" in officer.get(f"/frameworks/{key}/sources").text
    assert "Accepted" in words(page(officer, "/contributions/mine").select_one(".hub-list__item"))


def test_what_is_wrong_is_told_at_its_field_and_everything_typed_is_kept(officer: Person, session: Session) -> None:
    address = begun(officer, **HEDGES)

    answer = fill(officer, f"{address}/time", start="31/02/2027", extension="Two years more.")

    found = check_page(answer)
    assert answer.status_code == 400 and found.title is not None and found.title.text.startswith("Error: ")
    assert "February 2027 has 28 days" in words(found.select_one("#start-error"))
    assert found.select_one(".govuk-error-summary a[href='#start']")
    assert found.select_one("#start[value='31/02/2027']") and "Two years more." in found.text
    assert "start" not in row_of(session, address).draft


def test_a_step_can_be_saved_as_it_is_for_later_and_the_check_says_what_is_wrong(
    officer: Person, session: Session
) -> None:
    address = begun(officer, **HEDGES)

    answer = fill(officer, f"{address}/time", start="31/02/2027", do="later")

    assert answer.headers["Location"] == "/contributions/mine?said=saved"
    assert "February 2027 has 28 days" in page(officer, address).text
    refused = officer.send(f"{address}/submit", {"declared": "yes"})
    assert refused.status_code == 400 and row_of(session, address).state == "draft"


def test_nothing_is_sent_without_the_declaration(officer: Person, session: Session) -> None:
    address = begun(officer, **HEDGES)

    answer = officer.send(f"{address}/submit")

    assert answer.status_code == 400
    assert "from behind a login" in words(check_page(answer).select_one("#declared-error"))
    made = row_of(session, address)
    assert (made.state, made.declared_at, made.due_on) == ("draft", None, None)


def test_likely_duplicates_are_shown_with_why_and_the_draft_becomes_a_change_of_one(
    officer: Person, publish: Callable[..., str], session: Session
) -> None:
    key = publish(title="Grounds maintenance", reference="AB1", end=a_day("2027-03-31"))
    address = begun(officer)
    typed = {"title": "Ground maintenance", "owner": "Anglian Buying Group", "summary": "Grass and hedges."}
    answer = fill(officer, f"{address}/what", **typed)

    assert answer.headers["Location"] == f"{address}/duplicates"
    shown = page(officer, f"{address}/duplicates")
    assert "Grounds maintenance" in shown.text and "The same title" in shown.text
    button = shown.select_one(f"form[action='{address}/instead'] input[name=key]")
    assert button is not None and button["value"] == key
    officer.send(f"{address}/instead", {"key": key})
    made = row_of(session, address)
    assert (made.kind, made.home, made.draft) == ("change", key, {"summary": "Grass and hedges."})


def test_duplicates_are_told_to_the_script_while_typing_and_nothing_is_saved(
    officer: Person, publish: Callable[..., str], session: Session
) -> None:
    publish(title="Grounds maintenance", reference="AB1")
    address = begun(officer)

    told = officer.get(f"{address}/alike?title=Ground+maintenance&owner=Anglian+Buying+Group&reference=")

    assert "Grounds maintenance" in told.text and "<html" not in told.text
    assert officer.get(f"{address}/alike?title=Something+else").text.strip() == ""
    assert row_of(session, address).version == 1


def test_a_change_is_begun_on_the_page_of_a_framework_shows_what_is_there_and_keeps_what_differs(
    officer: Person, publish: Callable[..., str], session: Session
) -> None:
    key = publish(title="Winter salt", reference="AB9", start=a_day("2026-04-01"), summary="Salt for roads.")
    framework = page(officer, officer.get(f"/frameworks/{key}").headers["Location"])
    assert framework.select_one(f"form[action$='{key}/propose']")
    address = proposed(officer, key)
    first = page(officer, f"{address}/what")
    assert first.select_one("#title[value='Winter salt']") and "Salt for roads." in first.text

    fill(officer, f"{address}/what")
    fill(officer, f"{address}/time", end="31/03/2030")

    assert row_of(session, address).draft == {"end": "31/03/2030"}
    assert effects(officer, address) == ["End date Now: not published You say: 31 March 2030"]
    assert proposed(officer, key) == address, "the draft there is gone on with"


def test_a_value_that_a_stronger_source_has_is_told_not_to_be_shown(
    officer: Person, publish: Callable[..., str]
) -> None:
    key = publish(title="Winter salt", reference="AB9", end=a_day("2027-03-31"))
    address = proposed(officer, key)
    fill(officer, f"{address}/time", end="31/03/2030")

    (told,) = effects(officer, address)
    assert "Now: 31 March 2027 You say: 31 March 2030 Not shown: a stronger source has its own word" in told


def effects(somebody: Person, address: str) -> list[str]:
    """What the last step says would change on the framework's page."""
    below = page(somebody, address).select_one("#effects + dl")
    assert below is not None
    return [words(row) for row in below.select(".govuk-summary-list__row")]


def test_visitors_get_no_button_to_propose(publish: Callable[..., str], client: Any) -> None:
    key = publish(title="Winter salt")

    assert "/propose" not in client.get(f"/frameworks/{key}", follow_redirects=True).text
    assert client.get("/contributions/mine").headers["Location"].startswith("/sign-in")


ROUTES = ["", "/what", "/time", "/use", "/details", "/duplicates", "/alike"]
CHANGES = ["/what", "/time", "/use", "/details", "/instead", "/submit", "/withdraw", "/copy"]


@pytest.mark.alike
@pytest.mark.assurance("A2", "Somebody else's contribution is not there, by any address of it")
@pytest.mark.parametrize("whose", ["other-network", "other-organisation", "colleague", "member-of-it"])
def test_anybody_else_s_contribution_is_not_there(
    whose: str, officer: Person, person: PERSON, session: Session
) -> None:
    """404 for every route with an id of somebody else's."""
    others = {
        "other-network": {"organisation": "mid-suffolk", "network": "west"},
        "other-organisation": {"organisation": "ipswich", "network": "pen"},
        "colleague": {"organisation": "mid-suffolk", "network": "pen"},
        "member-of-it": {"organisation": "ipswich", "network": "pen"},
    }
    stranger = person("contributor", **others[whose])
    address = begun(officer, **HEDGES)
    before = row_of(session, address).version

    assert {stranger.get(address + path).status_code for path in ROUTES} == {404}
    assert {stranger.send(address + path, {"declared": "yes", "version": "2"}).status_code for path in CHANGES} == {404}
    made = row_of(session, address)
    assert (made.version, made.state) == (before, "draft")
    assert "Hedge cutting" not in stranger.get("/contributions/mine").text


def test_codes_cannot_be_guessed(officer: Person) -> None:
    codes = {begun(officer).rpartition("/")[2] for _ in range(20)}

    assert len(codes) == 20 and min(map(len, codes)) >= 43  # 256 bits


def test_whoever_contributes_no_more_loses_their_drafts_at_the_next_request(officer: Person, sessions: Any) -> None:
    address = begun(officer, **HEDGES)
    with sessions.begin() as session:
        (grant,) = session.get_one(Account, officer.account).grants
        roles.end(session, grant, OPERATOR, NOON)

    assert officer.get(address).status_code == 403
    assert officer.send(f"{address}/submit", {"declared": "yes"}).status_code == 403


@pytest.mark.assurance("A3", "Every column sent with every form of contributions", missing="the other forms")
def test_undeclared_fields_change_nothing(officer: Person, publish: Callable[..., str], session: Session) -> None:
    """Every column of the row, sent with every form, changes 0 of them that the form does not ask for."""
    key = publish(title="Winter salt", reference="AB9")
    columns = {column.name: "1" for column in Contribution.__table__.columns if column.name not in ("version", "kind")}
    further = {"voice": "owner", "source-id": "x", "extra: x": "y", "published": "2026", "organisation": "ipswich"}
    more = columns | further
    address = begun(officer, **HEDGES)
    before = row_of(session, address)
    kept = {name: getattr(before, name) for name in columns if name not in ("draft", "changed_at")}
    draft = dict(before.draft)

    for step in ("what", "time", "use", "details"):
        fill(officer, f"{address}/{step}", **more, do="later")
    after = row_of(session, address)

    assert {name: getattr(after, name) for name in kept} == kept
    assert after.draft == draft
    officer.send(f"{address}/submit", {**more, "state": "accepted", "decided_by": "me"})
    assert row_of(session, address).state == "draft"
    begun_with = str(officer.send("/contributions/begin", more).headers["Location"])
    changed = proposed_with(officer, key, more)
    for each in (begun_with.removesuffix("/what"), changed):
        made = row_of(session, each)
        assert (made.account_id, made.state, made.draft, made.submitted_by) == (officer.account, "draft", {}, "")


def proposed_with(somebody: Person, key: str, more: dict[str, str]) -> str:
    return str(somebody.send(f"/frameworks/{key}/propose", more).headers["Location"]).removesuffix("/what")


def test_a_draft_changed_in_another_window_is_not_overwritten(officer: Person, session: Session) -> None:
    address = begun(officer, **HEDGES)
    officer.send(f"{address}/time", {"end": "2029", "version": "2"})

    answer = officer.send(f"{address}/time", {"end": "2031", "version": "2"})

    assert answer.status_code == 400 and "another window" in answer.text and 'value="2031"' in answer.text
    assert row_of(session, address).draft["end"] == "2029"


def test_what_was_sent_is_changed_no_more_and_can_be_withdrawn_and_copied(officer: Person, session: Session) -> None:
    address = begun(officer, **HEDGES)
    officer.send(f"{address}/submit", {"declared": "yes"})

    assert officer.get(f"{address}/what").headers["Location"] == address
    assert officer.send(f"{address}/what", {"title": "Other", "version": "3"}).status_code == 400
    assert officer.send(f"{address}/withdraw").status_code == 303
    copied = str(officer.send(f"{address}/copy").headers["Location"]).removesuffix("/what")
    assert (row_of(session, address).state, row_of(session, copied).state) == ("withdrawn", "draft")
    assert row_of(session, copied).draft == row_of(session, address).draft


HOW_MANY = pytest.mark.parametrize("scripts", [PAYLOADS, pytest.param(MANY, marks=pytest.mark.thorough)], ids=len)


@pytest.mark.alike
@HOW_MANY
def test_scripts_typed_into_forms_come_out_as_text(
    officer: Person, sessions: Any, session: Session, scripts: tuple[str, ...]
) -> None:
    """I9: every page that shows them has no script, no handler and no such link."""
    steps = {
        "what": ("title", "owner", "reference", "kind", "summary"),
        "time": ("status", "extension", "replaces", "replaced-by"),
        "use": ("who-may-use-it", "how-to-buy", "areas"),
        "details": ("fee-note", "lots", "suppliers", "documents", "notices", "categories", "cpv", "regions"),
    }
    published = 0
    drafts = len(scripts) // sum(len(names) for names in steps.values())
    for first in range(drafts):
        payloads = iter(scripts[first::drafts])
        address = begun(officer)
        for version, (step, names) in enumerate(steps.items(), 1):
            sent = {name: next(payloads) for name in names}
            officer.send(f"{address}/{step}", {**sent, "version": str(version), "do": "later"})
            if first == 0:
                fields = page(officer, f"{address}/{step}").select("input[type=text], textarea, option[selected]")
                assert {str(field.get("value") or field.text.strip()) for field in fields} >= set(sent.values())
        harmless(page(officer, address))
        published += accepted_if_it_can_be(officer, address, sessions)
    assert published >= 3
    harmless(page(officer, "/contributions/mine"))
    for key in session.scalars(select(Framework.key).where(Framework.digest != "")).all():
        harmless(check_page(officer.get(f"/frameworks/{key}", follow_redirects=True)))
        harmless(page(officer, f"/frameworks/{key}/sources"))


def accepted_if_it_can_be(somebody: Person, address: str, sessions: Any) -> bool:
    """Of a text that is all markup nothing is left: give it what is needed, leave out what cannot be read."""
    with sessions.begin() as session:
        made = session.scalars(select(Contribution).where(Contribution.code == address.rpartition("/")[2])).one()
        wrong = {each.field for each in publishing.drafted(session, made).wrong}
        kept = {name: value for name, value in made.draft.items() if name not in {*wrong, "areas"}}
        made.draft = {"title": "Title", "owner": "Owner", **kept}
        number = made.id
    if somebody.send(f"{address}/submit", {"declared": "yes"}).status_code != 303:
        return False
    with sessions.begin() as session:
        publishing.publish(session, session.get_one(Contribution, number), MODERATOR, NOON)
    return True


def harmless(shown: BeautifulSoup) -> None:
    """``check_page`` has refused scripts without an address of ours, inline handlers and javascript: links."""
    assert [tag["src"] for tag in shown.select("script")] == ["/static/hub.js"]
    assert not shown.select("main img, main svg[onload], math, body[onload], iframe, object, embed")
    assert not [tag for tag in shown.select("[href], [action], [src]") if "javascript:" in str(tag).split(">")[0]]


@pytest.mark.alike
@HOW_MANY
def test_scripts_in_a_file_come_out_as_text(officer: Person, scripts: tuple[str, ...]) -> None:
    """I9: the same through the importer, and what is wrong with them is shown as text."""
    lines = ["owner,title,summary,end"]
    lines += [line(f"Owner {number}", f"In order {number}", each, "") for number, each in enumerate(scripts)]
    lines += [line(f"Owner {number}", f"Wrong {number}", "", each) for number, each in enumerate(scripts)]

    told = check_page(officer.send("/contributions/upload", {"file": file("\n".join(lines))}))

    harmless(told)
    assert f"{len(scripts)} drafts made" in words(told.select_one(".govuk-inset-text"))
    mine = page(officer, "/contributions/mine")
    harmless(mine)
    for link in mine.select(".hub-list a")[::7]:
        harmless(page(officer, str(link["href"])))


def line(*cells: str) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


def file(text: str | bytes, name: str = "frameworks.csv") -> tuple[BytesIO, str]:
    return BytesIO(text.encode() if isinstance(text, str) else text), name


def test_the_public_page_tells_how_long_contributions_wait_in_numbers_alone(
    officer: Person, client: Any, app: Flask
) -> None:
    address = begun(officer, **HEDGES)
    officer.send(f"{address}/submit", {"declared": "yes"})

    told = words(check_page(client.get("/contributions")).select_one("main"))

    assert "Waiting 1" in told and "1 by 5 December 2026" in told
    assert "Hedge cutting" not in told and "Mid Suffolk" not in told and officer.name not in told


def test_a_hub_without_a_network_says_so(client: Any) -> None:
    assert "This hub has no network yet" in client.get("/contributions").text


def test_the_trail_names_fields_and_holds_none_of_what_was_typed(officer: Person, session: Session) -> None:
    address = begun(officer, title="Hedges by officer@example.gov.uk", owner="Anglian Buying Group")
    officer.send(f"{address}/submit", {"declared": "yes"})

    details = [str(row.detail) for row in session.scalars(select(AuditEntry).where(AuditEntry.actor == officer.name))]
    assert len(details) == 3 and "title" in details[1]
    assert not [each for each in details if "Hedges" in each or "Anglian" in each]


def test_what_nobody_has_accepted_is_not_in_the_catalogue(officer: Person, session: Session) -> None:
    address = begun(officer, **HEDGES)
    officer.send(f"{address}/submit", {"declared": "yes"})

    assert session.scalar(select(func.count()).select_from(StoredRecord)) == 0
    assert session.scalar(select(func.count()).select_from(Framework)) == 0
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0
