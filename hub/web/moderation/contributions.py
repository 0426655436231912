"""A contribution beside what its framework's page shows now, and the moderator's answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hub import catalogue
from hub.auth import actor
from hub.catalogue import Claim
from hub.contributions import states
from hub.contributions.desk import before_of
from hub.contributions.drafts import Drafted, Wrong, shown
from hub.contributions.effect import ADDED, Effect, effect, subject_of
from hub.contributions.fields import ALLOWED, RULE, STEPS, Field, further, named
from hub.contributions.matching import alike
from hub.contributions.publishing import Faulty, drafted, proposal
from hub.db import get_session
from hub.errors import Refused
from hub.models import Contribution, Framework
from hub.moderation import decide, queue
from hub.security import policy
from hub.signposting.eligibility.wording import in_words
from hub.web import values
from hub.web.context import now, today
from hub.web.links import framework_link
from hub.web.moderation.deciding import deciding
from hub.web.people.asking import link

bp = Blueprint("moderated_contributions", __name__, url_prefix="/moderation/contributions")

ANSWERS = {"return": "Return it with these words", "reject": "Do not accept it"}


@dataclass(frozen=True)
class Line:
    """One field beside what is there: the lines of what is shown now and of what would be shown then.

    ``mark`` says what differs. ``sources`` are what sources say of it now.
    """

    label: str
    now: Sequence[str]
    then: Sequence[str]
    mark: str
    sources: Sequence[Claim]


@bp.get("/<code>")
@policy("moderator")
def contribution(code: str) -> str:
    return _page(queue.find(get_session(), code, actor()), {}, "")


@bp.post("/<code>/accept")
@policy("moderator form")
def accept(code: str) -> Response | tuple[str, int]:
    found = queue.find(get_session(), code, actor())
    try:
        with deciding() as session:
            same = queue.find(session, code, actor())
            framework = decide.accept(session, same, actor(), _version(), now(), _address(code))
            address = framework_link(framework)
    except Refused as reason:
        return _page(_again(found), {"": str(reason)}, ""), 400
    return redirect(address, 303)


@bp.post("/<code>/answer")
@policy("moderator form")
def answer(code: str) -> Response | tuple[str, int]:
    """Return it or do not accept it; which of the two is the name of the button."""
    found = queue.find(get_session(), code, actor())
    words, step = request.form.get("words", ""), request.form.get("step", "")
    wrong = {"words": decide.words_problem(words), "step": "" if step in ANSWERS else "Choose one of the two answers"}
    wrong = {name: message for name, message in wrong.items() if message}
    if not wrong:
        try:
            with deciding() as session:
                same = queue.find(session, code, actor())
                decide.answer(session, same, step, words, actor(), _version(), now(), _address(code))
            return redirect(url_for("moderation.moderation"), 303)
        except Refused as reason:
            wrong[""] = str(reason)
    return _page(_again(found), wrong, words), 400


@bp.get("/<code>/edit")
@policy("moderator")
def edit(code: str) -> str:
    found = queue.find(get_session(), code, actor())
    before = before_of(get_session(), found)
    return _edit_page(found, {**found.draft, **shown(found.draft, before)}, {}, found.version)


@bp.post("/<code>/edit")
@policy("moderator form")
def accept_edited(code: str) -> Response | tuple[str, int]:
    found = queue.find(get_session(), code, actor())
    typed = {name: text for name in ALLOWED if (text := request.form.get(named_ident(name), ""))}
    try:
        with deciding() as session:
            same = queue.find(session, code, actor())
            framework = decide.accept(session, same, actor(), _version(), now(), _address(code), typed)
            address = framework_link(framework)
    except Faulty as faults:
        return _edit_page(_again(found), typed, _by_field(faults.wrong), _version()), 400
    except Refused as reason:
        return _edit_page(_again(found), typed, {"": str(reason)}, _version()), 400
    return redirect(address, 303)


def _by_field(wrong: Sequence[Wrong]) -> dict[str, str]:
    """What is wrong by the field on the page; the first thing of each."""
    found: dict[str, str] = {}
    for each in wrong:
        found.setdefault(named_ident(each.field) if each.field in ALLOWED else "", each.message)
    return found


def named_ident(name: str) -> str:
    return named(name).ident


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _address(code: str) -> str:
    """The proposer's own page of it, for a letter."""
    return f"{link('home.home').rstrip('/')}/contributions/{code}"


def _again(found: Contribution) -> Contribution:
    """The contribution as it is by now: somebody else may have answered it."""
    get_session().rollback()
    get_session().refresh(found)
    return found


def _page(found: Contribution, wrong: Mapping[str, str], words: str) -> str:
    session = get_session()
    read = drafted(session, found)
    framework = subject_of(session, found, read.record) if read.record else None
    return render_template(
        "moderation/contribution.html",
        contribution=found,
        title=queue.title_of(session, found),
        framework=framework,
        lines=lines(session, found, read, framework),
        rules=[in_words(rule) for rule in read.rules],
        quote=found.draft.get("who may use it", ""),
        faults=[each.message for each in read.wrong],
        alike=alike(session, current_app.extensions["hub.index"], found.draft, found.home),
        age=(today() - (found.submitted_at or found.changed_at).date()).days,
        not_theirs=states.why_not("accept", proposal(found), actor()),
        states=states.STATES,
        answers=ANSWERS,
        longest=decide.LONGEST_WORDS,
        wrong=wrong,
        words=words,
    )


def lines(session: Session, found: Contribution, read: Drafted, framework: Framework | None) -> list[Line]:
    """What would change on the page, by really merging the record with what is there."""
    if read.record is None:
        return []
    evidence = catalogue.evidence(session, framework) if framework else None
    known = evidence.fields if evidence else {}
    return [
        _line(each, known[each.field].claims if each.field in known else ())
        for each in effect(session, found, read.record)
    ]


def _line(each: Effect, claims: Sequence[Claim]) -> Line:
    before = values.lines(each.field, each.before) if each.before else []
    said = values.lines(each.field, each.said)
    then = [*before, *said] if each.field in ADDED else said if each.shown else before
    mark = _mark(each, before)
    return Line(values.LABELS[each.field], before, then, mark, claims)


def _mark(each: Effect, before: Sequence[str]) -> str:
    if not each.shown:
        return f"Stays: a stronger source has its own word. Proposed: {'; '.join(values.lines(each.field, each.said))}"
    if each.field in ADDED:
        return "Added"
    return "Changed" if before else "New"


def _edit_page(found: Contribution, typed: Mapping[str, str], wrong: Mapping[str, str], version: int) -> str:
    fields = [each for step in STEPS for each in step.fields] + further(dict(found.draft))
    return render_template(
        "moderation/edit.html",
        contribution=found,
        title=queue.title_of(get_session(), found),
        fields=[each for each in fields if each.name in found.draft],
        others=[each for each in fields if each.name not in found.draft],
        typed=typed,
        version=version,
        wrong=wrong,
        rule=RULE,
    )


def hint_of(field: Field) -> str:
    """What may be typed into a field that has choices."""
    return f"Any of: {', '.join(field.options)}. Part them by commas." if field.shape == "choices" else field.hint


bp.add_app_template_global(hint_of, "hint_of")
