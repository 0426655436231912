"""A file note in the hands of whoever holds its secret address: started, edited, frozen, corrected, deleted.

The address is the only key to a draft. Its pages tell no other site where they are, are kept by no cache, and ask
search engines to stay away. Their referrer policy is same-origin: with no-referrer a browser sends "Origin: null" with
a form, and the look at the Origin could not tell our own page from another site's.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hub import catalogue, notes
from hub.actor import VISITOR
from hub.db import get_session, get_writers
from hub.errors import Refused
from hub.formatters import date_text
from hub.models import FileNote
from hub.notes import Check, Note, Stale
from hub.security import policy
from hub.signposting.award import CheckItem, Facts, check_list
from hub.web import forms, note_form
from hub.web.context import now, today
from hub.web.note_entries import note_entry
from hub.web.searched import search_in_words
from hub.web.visitor import named_buyers, visitor

bp = Blueprint("notes", __name__, url_prefix="/notes")

START, EDIT = "note", "note-edit"
LARGEST_BODY = 500_000
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}

Answer = AnyResponse | str | tuple[str, int]


@bp.before_request
def limit() -> None:
    request.max_content_length = LARGEST_BODY


@bp.after_request
def keep_secret(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


@bp.post("")
@policy("public form")
def start() -> Answer:
    """A new draft about the frameworks that were chosen, with the search that led to them."""
    keys, search = request.form.getlist("f")[: notes.MOST_FRAMEWORKS], request.form.get("search", "")
    if refusal := forms.refusal(START):
        return render_template("notes/again.html", keys=keys, search=search, wrong={"": refusal}), 400
    note = _new(keys, search)
    with get_writers().begin() as session:
        token = notes.start(session, note, now())
    return redirect(url_for("notes.edit", token=token, started=1), 303)


def _new(keys: list[str], search: str) -> Note:
    session, day = get_session(), today()
    words, buyer = search_in_words(search), visitor().current
    return Note(
        title=f"File note of {date_text(day)}",
        organisation=buyer.name if buyer and buyer.slug in named_buyers() else "",
        searches=notes.clean(f"{date_text(day)}: {words}") if words else "",
        frameworks=tuple(note_entry(session, each, day) for each in catalogue.keyed(session, keys).frameworks),
        checks=(*notes.CHECK_LIST, *map(_check, check_list(buyer, Facts()))),
    )


def _check(item: CheckItem) -> Check:
    return Check(id=item.name, text=item.title, why=f"{item.text} ({item.basis}. {item.who} decides.)")


@bp.get("/edit/<token>")
@policy("public")
def edit(token: str) -> Answer:
    """The draft as it was saved last; of a frozen note the form for an addendum."""
    row = notes.held(get_session(), token)
    if row.frozen_at is not None:
        return _holder_page(token, row)
    done = next((word for word in ("started", "saved") if word in request.args), "")
    return _draft_page(token, notes.draft(row), row.version, done=done)


@bp.post("/edit/<token>")
@policy("public form")
def save(token: str) -> Answer:
    """Keep what was written, and do what the button says. What cannot be kept is shown again, with what is wrong."""
    row, action = notes.held(get_session(), token), request.form.get("action", "save")
    note = note_form.written(notes.note_of(row) or Note(), request.form)
    if row.frozen_at is not None:
        return _holder_page(token, row, lost=notes.blocks(note, today())), 409
    wrong = _wrong(note)
    changed = note
    if not wrong:
        changed, wrong = note_form.acted(get_session(), note, action, request.form.get("add", ""), today())
    if not wrong:
        try:
            with get_writers().begin() as session:
                notes.save(session, token, _version(), changed, now())
            return redirect(_after(token, action), 303)
        except Stale as newer:
            return _stale_page(token, newer)
        except Refused as reason:
            wrong = {"": str(reason)}
    return _draft_page(token, note, _version(), wrong), 400


def _wrong(note: Note) -> dict[str, str]:
    refusal = forms.refusal(EDIT)
    return {"": refusal} if refusal else notes.problems(note)


def _version() -> int:
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _after(token: str, action: str) -> str:
    if action == "freeze":
        return url_for("notes.confirm", token=token)
    anchor = {"remove": "removed", "restore": "frameworks", "add": "frameworks"}.get(action.partition(":")[0])
    return url_for("notes.edit", token=token, saved=1, _anchor=anchor)


def _draft_page(
    token: str, note: Note, version: int, wrong: Mapping[str, str] | None = None, done: str = "", **more: Any
) -> str:
    return render_template(
        "notes/edit.html",
        note_token=token,
        note=note,
        version=version,
        wrong=wrong or {},
        done=done,
        answers={entry.key: list(notes.answers(entry, today())) for entry in note.frameworks},
        standings=notes.STANDINGS,
        states=notes.STATES,
        given=request.form.get("add", "") if wrong else "",
        **{"differences": (), **more},
    )


def _stale_page(token: str, newer: Stale) -> Answer:
    """Both versions, and a form with what was just written that may now be saved over the other."""
    note = note_form.written(newer.note, request.form)
    message = "Another window saved this note after you opened it here. Nothing of yours was kept yet: see below"
    found = notes.differences(newer.note, note)
    return _draft_page(token, note, newer.version, {"": message}, differences=found), 409


def _holder_page(token: str, row: FileNote, **more: Any) -> str:
    shown = {"wrong": {}, "text": "", "role": "", "lost": (), **more}
    return render_template("notes/holder.html", note_token=token, record=notes.record(row), **shown)


@bp.get("/edit/<token>/freeze")
@policy("public")
def confirm(token: str) -> Answer:
    """All that will be frozen, and what is still missing."""
    row = notes.held(get_session(), token)
    if row.frozen_at is not None:
        return _holder_page(token, row)
    return _confirm_page(token, notes.draft(row), row.version)


def _confirm_page(token: str, note: Note, version: int, refusal: str = "") -> str:
    return render_template(
        "notes/freeze.html",
        note_token=token,
        note=note,
        version=version,
        blocks=notes.blocks(note, today()),
        open_points=notes.open_points(note),
        refusal=refusal,
    )


@bp.post("/edit/<token>/freeze")
@policy("public form")
def freeze(token: str) -> Answer:
    row = notes.held(get_session(), token)
    if row.frozen_at is not None:
        return redirect(url_for("frozen_notes.note", key=row.key), 303)
    note, refusal = notes.draft(row), forms.refusal(EDIT)
    if refusal or notes.open_points(note):
        return _confirm_page(token, note, row.version, refusal), 400
    try:
        with get_writers().begin() as session:
            row = notes.freeze(session, token, _version(), _address, VISITOR, now())
            return redirect(url_for("notes.edit", token=token), 303)
    except Stale as newer:
        changed = "Another window changed this note after you opened this page. Read it again before you freeze it"
        return _confirm_page(token, newer.note, newer.version, changed), 409


def _address(key: str) -> str:
    return url_for("frozen_notes.note", key=key, _external=True)


@bp.post("/edit/<token>/addenda")
@policy("public form")
def add(token: str) -> Answer:
    """Freeze a correction of a frozen note."""
    row = notes.held(get_session(), token)
    role, text = (notes.clean(request.form.get(name, "")) for name in ("role", "text"))
    wrong = {"": forms.refusal(EDIT)} | {name: _problem(name, said) for name, said in (("role", role), ("text", text))}
    wrong = {name: message for name, message in wrong.items() if message}
    if not wrong:
        try:
            with get_writers().begin() as session:
                notes.add(session, token, role, text, VISITOR, now())
            return redirect(url_for("notes.edit", token=token, _anchor="addenda"), 303)
        except Refused as reason:
            wrong = {"": str(reason)}
    if row.frozen_at is None:
        raise Refused(". ".join(wrong.values()))
    return _holder_page(token, row, wrong=wrong, text=text, role=role), 400


def _problem(name: str, said: str) -> str:
    missing = {"role": "Say in which role you write", "text": "Write what is to be added"}
    return notes.too_long(said, name) if said else missing[name]


@bp.get("/edit/<token>/delete")
@policy("public")
def ask_to_delete(token: str) -> str:
    row = notes.held(get_session(), token)
    return render_template("notes/delete.html", note_token=token, note=notes.draft(row), refusal="")


@bp.post("/edit/<token>/delete")
@policy("public form")
def discard(token: str) -> Answer:
    note = notes.draft(notes.held(get_session(), token))
    if refusal := forms.refusal(EDIT):
        return render_template("notes/delete.html", note_token=token, note=note, refusal=refusal), 400
    with get_writers().begin() as session:
        notes.discard(session, token)
    return render_template("notes/deleted.html")
