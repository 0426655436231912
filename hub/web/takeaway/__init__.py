"""Taking away what the pages show: as tables, JSON, OCDS, calendars and feeds, and the whole catalogue as files."""

from dataclasses import asdict

from flask import Blueprint, Response, render_template, request, send_file, url_for

from hub import catalogue, exports
from hub.db import get_session
from hub.errors import NotFound
from hub.models import Framework
from hub.security import policy
from hub.status import assess
from hub.takeaway import downloads, ocds
from hub.takeaway.feed import atom
from hub.takeaway.reading import numbers_in, sources_of
from hub.takeaway.tables import Table
from hub.web.about import LICENCES
from hub.web.context import today
from hub.web.takeaway.answers import as_json, init_app, named, sent, stable
from hub.web.takeaway.dates import calendar_of, framework_calendar
from hub.web.takeaway.files import folder, made_last
from hub.web.takeaway.frameworks import FRAMEWORK_COLUMNS, framework_rows, full_address
from hub.web.takeaway.news import feed_of
from hub.web.takeaway.reading import read_apart, read_places_apart
from hub.web.takeaway.selection import selected
from hub.web.takeaway.suppliers import PLACE_COLUMNS, place_rows
from hub.web.visible import visible

bp = Blueprint("takeaway", __name__)

TERMS = "Each row names its sources and their licences. An empty cell is a value that is not published."

LEFT_OUT = "The sources and their licences are named below. What is not published is left out."


@bp.get("/search.<any(csv, xlsx, json):form>")
@policy("public")
def frameworks(form: str) -> Response:
    """All that a search finds, in its order, or the frameworks named one by one."""
    chosen = selected()
    day = today()
    table = Table(
        name="frameworks",
        columns=FRAMEWORK_COLUMNS,
        subjects=framework_rows(read_apart(chosen.keys), day),
        about=_about(chosen.title, chosen.page or request.url),
        note=chosen.note,
    )
    return sent(table, form, named("frameworks", form, day))


@bp.get("/search.ics")
@policy("public")
def calendar() -> Response:
    """The dates of what a search finds."""
    chosen = selected(most=1_000)
    return stable(calendar_of(chosen), "text/calendar; charset=utf-8", named("framework-dates", "ics", None))


@bp.get("/search.atom")
@policy("public")
def feed() -> Response:
    """What is new or has changed of what a search finds."""
    found = feed_of(selected())
    return stable(atom(found), "application/atom+xml; charset=utf-8", changed=found.updated)


@bp.get("/frameworks/<key>/suppliers.<any(csv, xlsx, json):form>")
@policy("public")
def suppliers(key: str, form: str) -> Response:
    """The suppliers on the lots of a framework."""
    found, day = visible(Framework, key), today()
    sources = sources_of(get_session(), [found.id]).get(found.id, ())
    table = Table(
        name="suppliers",
        columns=PLACE_COLUMNS,
        subjects=place_rows(read_places_apart(found.key), sources, day),
        about=_about(f"Suppliers on the lots of {found.title}", full_address(found)),
    )
    return sent(table, form, named(f"suppliers-{found.reference or found.key}", form, day))


@bp.get("/frameworks/<key>/framework.json")
@policy("public")
def framework(key: str) -> Response:
    """Everything the hub shows of a framework. What is not published is not in it."""
    found, day = visible(Framework, key), today()
    session = get_session()
    sources = sources_of(session, [found.id]).get(found.id, ())
    body = {
        "about": {"page": full_address(found), "terms": LEFT_OUT},
        "framework": exports.framework_entry(session, found),
        "sources": [asdict(downloads.terms_of(source)) for source in sources],
    }
    return stable(as_json(body), "application/json", named(found.reference or found.key, "json", day))


@bp.get("/frameworks/<key>/ocds.json")
@policy("public")
def framework_ocds(key: str) -> Response:
    """A framework as an OCDS release package."""
    found, day = visible(Framework, key), today()
    session = get_session()
    sources = sources_of(session, [found.id]).get(found.id, ())
    facts = ocds.Facts(found, assess(found, day).status, sources, numbers_in(session, found))
    place = ocds.Place(
        package=url_for("takeaway.framework_ocds", key=found.key, _external=True),
        page=full_address(found),
        hub=url_for("home.home", _external=True),
        policy=url_for("about.about_data", _external=True),
    )
    return stable(
        as_json(ocds.package(facts, place)),
        "application/json",
        named(f"{found.reference or found.key}-ocds", "json", day),
    )


@bp.get("/frameworks/<key>/dates.ics")
@policy("public")
def framework_dates(key: str) -> Response:
    """The dates of a framework."""
    found = visible(Framework, key)
    name = named(f"{found.reference or found.key}-dates", "ics", None)
    return stable(framework_calendar(found), "text/calendar; charset=utf-8", name)


@bp.get("/download")
@policy("public")
def all_of_it() -> str:
    """The whole catalogue as files."""
    return render_template("takeaway/download.html", made=made_last(), licences=LICENCES)


@bp.get("/download/<name>")
@policy("public")
def download(name: str) -> Response:
    """One of the files that were made last."""
    made = made_last()
    file = next((each for each in (made.files if made else ()) if each.name == name), None)
    if file is None or not (folder() / file.name).is_file():
        raise NotFound("There is no such file. Files are made anew each day: see what there is on the download page.")
    answer = send_file(
        folder() / file.name, file.mimetype, as_attachment=True, download_name=file.name, etag=file.sha256
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _about(what: str, where: str) -> list[tuple[str, str]]:
    """What travels with a table: what it is, where from, of when, and on what terms."""
    dates = catalogue.dates(get_session())
    read = dates.last_read.date().isoformat() if dates.last_read else "not yet"
    return [
        ("What", what),
        ("Where", where),
        ("Taken on", today().isoformat()),
        ("Catalogue last read", read),
        ("Newest source dated", dates.newest.isoformat() if dates.newest else "not published"),
        ("Terms", TERMS),
    ]


__all__ = ["bp", "init_app"]
