"""What moderators decide."""

from sqlalchemy import select

from hub import corrections
from hub.actor import VISITOR, Actor, Right
from hub.contributions import desk
from hub.crawl.doors import sites
from hub.models import CallOff, Decision, Framework, Issue, MergeProposal, Organisation, SupplierProposal
from tests.hub.unsafe import Browser, Request, audited, unaudited
from tests.moments import NOON
from tests.persons import a_person


@audited("POST /frameworks/<key>/set/<field>")
def set_value(browser: Browser) -> Request:
    moderator, address = a_person(browser.app, "moderator", network="pen"), f"/frameworks/{browser.keys[0]}/set/title"
    return lambda: moderator.send(address, {"typed": "Hedges", "reason": "Its contract says so."})


@audited("POST /moderation/locks/<int:number>/undo")
def undo_lock(browser: Browser) -> Request:
    set_value(browser)()
    moderator = a_person(browser.app, "moderator", network="pen")
    with browser.app.extensions["hub.readers"]() as session:
        number = session.scalars(select(Decision.id)).one()
    return lambda: moderator.send(f"/moderation/locks/{number}/undo")


def contributed(browser: Browser) -> str:
    """Something waits for an answer; gives the address of its page."""
    officer = a_person(browser.app, "contributor", organisation="babergh", network="pen")
    right = Right("contributor", "babergh", "pen")
    who = Actor(officer.name, rights=(right,), account=officer.account, acting_for="babergh", network="pen")
    draft = {"title": "Hedges", "owner": "Anglian Buying Group", "reference": "AB77"}
    with browser.app.extensions["hub.writers"].begin() as session:
        made = desk.begin(session, who, draft, NOON)
        desk.submit(session, made, who, True, NOON)
        return f"/moderation/contributions/{made.code}"


@audited("POST /moderation/contributions/<code>/accept")
def accept(browser: Browser) -> Request:
    address, moderator = contributed(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"{address}/accept", {"version": "2"})


@audited("POST /moderation/contributions/<code>/edit")
def accept_edited(browser: Browser) -> Request:
    address, moderator = contributed(browser), a_person(browser.app, "moderator", network="pen")
    typed = {"title": "Trees", "owner": "Anglian Buying Group", "version": "2"}
    return lambda: moderator.send(f"{address}/edit", typed)


@audited("POST /moderation/contributions/<code>/answer")
def answer(browser: Browser) -> Request:
    address, moderator = contributed(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"{address}/answer", {"version": "2", "step": "reject", "words": "It has ended."})


def told(browser: Browser) -> int:
    with browser.app.extensions["hub.writers"].begin() as session:
        subject = corrections.Subject("framework", browser.keys[0], "Grounds")
        what = corrections.Told(field="title", wrong="It is misspelt.", role="other")
        return corrections.record(session, subject, what, VISITOR, NOON).id


@audited("POST /moderation/corrections/<int:number>/answer")
def answer_correction(browser: Browser) -> Request:
    number, moderator = told(browser), a_person(browser.app, "moderator", network="pen")
    address = f"/moderation/corrections/{number}/answer"
    return lambda: moderator.send(address, {"state": "made", "words": "It was, and is put right."})


@audited("POST /moderation/corrections/<int:number>/reopen")
def reopen_correction(browser: Browser) -> Request:
    answer_correction(browser)()
    moderator = a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send("/moderation/corrections/1/reopen")


def with_issue(browser: Browser) -> int:
    about = {"source": "anglian", "source_id": "AB1", "place": "line 2", "field": "end", "value": "soon"}
    with browser.app.extensions["hub.writers"].begin() as session:
        issue = Issue(fingerprint="1" * 64, reason="is no date", first_seen=NOON, **about)
        session.add(issue)
        session.flush()
        return issue.id


@audited("POST /moderation/problems/<int:number>/clear")
def clear_problem(browser: Browser) -> Request:
    number, moderator = with_issue(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"/moderation/problems/{number}/clear", {"note": "Asked its publisher."})


@audited("POST /moderation/problems/<int:number>/reopen")
def reopen_problem(browser: Browser) -> Request:
    clear_problem(browser)()
    moderator = a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send("/moderation/problems/1/reopen")


def with_pair(browser: Browser) -> int:
    home, other = sorted(browser.keys)
    with browser.app.extensions["hub.writers"].begin() as session:
        pair = MergeProposal(home=home, other_home=other, score=0.7, evidence=["Same owner"], proposed_at=NOON)
        session.add(pair)
        session.flush()
        return pair.id


@audited("POST /moderation/merges/<int:number>/decide")
def decide_pair(browser: Browser) -> Request:
    number, moderator = with_pair(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"/moderation/merges/{number}/decide", {"verdict": "accept"})


@audited("POST /moderation/decisions/<int:number>/undo")
def undo_decision(browser: Browser) -> Request:
    decide_pair(browser)()
    moderator = a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send("/moderation/decisions/1/undo")


def with_suppliers(browser: Browser) -> int:
    with browser.app.extensions["hub.writers"].begin() as session:
        rows = [Organisation(slug=name, name=name.title(), kind="supplier") for name in ("acme", "acme-east")]
        pair = SupplierProposal(slug="acme", other_slug="acme-east", score=0.6, proposed_at=NOON)
        session.add_all([*rows, pair])
        session.flush()
        return pair.id


@audited("POST /moderation/suppliers/<int:number>/decide")
def decide_suppliers(browser: Browser) -> Request:
    number, moderator = with_suppliers(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"/moderation/suppliers/{number}/decide", {"verdict": "never", "reason": "Two."})


@audited("POST /moderation/suppliers/<int:number>/undo")
def undo_suppliers(browser: Browser) -> Request:
    decide_suppliers(browser)()
    moderator = a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send("/moderation/suppliers/1/undo")


def with_link(browser: Browser) -> int:
    with browser.app.extensions["hub.writers"].begin() as session:
        framework = session.scalars(select(Framework).where(Framework.key == browser.keys[0])).one()
        about = {"framework_said": "yes", "reference_as_written": "AB1", "framework_owner": "Anglian Buying Group"}
        row = CallOff(source="register", source_id="C1", title="Mowing", framework=framework, **about)
        row.link_confidence, row.link_reason = 0.6, "the reference"
        session.add(row)
        session.flush()
        return row.id


@audited("POST /moderation/links/<int:number>/confirm")
def confirm_link(browser: Browser) -> Request:
    number, moderator = with_link(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"/moderation/links/{number}/confirm", {"framework": ""})


@audited("POST /moderation/links/<int:number>/refuse")
def refuse_link(browser: Browser) -> Request:
    number, moderator = with_link(browser), a_person(browser.app, "moderator", network="pen")
    return lambda: moderator.send(f"/moderation/links/{number}/refuse")


RENAME = {"what": "rename", "name": "Greater Anglian Buying Group", "on": "01/11/2026", "reason": "Its own notice."}
SUCCEED = {
    "what": "succeed",
    "successors": "New Buying Group",
    "on": "01/04/2028",
    "provisional": "yes",
    "reason": "An order.",
}


def changed(browser: Browser, change: dict[str, str]) -> Request:
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/organisations/anglian-buying-group/change", change)


@audited("POST /administration/organisations/<slug>/change")
def change_organisation(browser: Browser) -> Request:
    return changed(browser, RENAME)


@audited("POST /administration/organisations/changes/<int:number>/confirm")
def confirm_change(browser: Browser) -> Request:
    changed(browser, SUCCEED)()
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/organisations/changes/1/confirm")


@audited("POST /administration/organisations/changes/<int:number>/undo")
def undo_change(browser: Browser) -> Request:
    changed(browser, SUCCEED)()
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/organisations/changes/1/undo")


@audited("POST /administration/sources/<name>/permit")
def permit_source(browser: Browser) -> Request:
    name, administrator = next(iter(sites())), a_person(browser.app, "administrator")
    because = {"because": "Its owner agreed in writing."}
    return lambda: administrator.send(f"/administration/sources/{name}/permit", because)


@audited("POST /administration/sources/<name>/forbid")
def forbid_source(browser: Browser) -> Request:
    name, administrator = next(iter(sites())), a_person(browser.app, "administrator")
    return lambda: administrator.send(f"/administration/sources/{name}/forbid")


THESAURUS = "term,expansion,direction\ngrounds,lawns,both\n"


@audited("POST /administration/thesaurus/keep")
def keep_thesaurus(browser: Browser) -> Request:
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/thesaurus/keep", {"text": THESAURUS, "reason": "Lawns."})


@audited("POST /administration/thesaurus/undo")
def undo_thesaurus(browser: Browser) -> Request:
    keep_thesaurus(browser)()
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/thesaurus/undo")


@unaudited("POST /administration/thesaurus/try", "nothing is kept or changed: it shows what would come of a change")
def try_thesaurus(browser: Browser) -> Request:
    administrator = a_person(browser.app, "administrator")
    return lambda: administrator.send("/administration/thesaurus/try", {"text": THESAURUS})
