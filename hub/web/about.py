"""What the data is and where it comes from, what words mean, and what the hub promises."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from hub import catalogue, complaints, data, quality
from hub.auth import cookie_name
from hub.db import get_session
from hub.retention import retention
from hub.security import policy
from hub.status import Status
from hub.web.chosen import COOKIE
from hub.web.notices import NOTICE_TYPES
from scrapers.source import Voice

bp = Blueprint("about", __name__, url_prefix="/about")


@dataclass(frozen=True)
class Licence:
    """A licence by its full name, its text, and the words it asks those who use it to show."""

    title: str
    address: str
    attribution: str


STATEMENT_MADE = date(2026, 11, 21)
"""When the accessibility statement was last checked against the pages; it must be less than a year old."""

OPEN_GOVERNMENT = Licence(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "Contains public sector information licensed under the Open Government Licence v3.0.",
)

LICENCES = {"OGL-UK-3.0": OPEN_GOVERNMENT, OPEN_GOVERNMENT.title: OPEN_GOVERNMENT}
"""Licences that ask for words of their own, by each name sources give them."""

VOICES = {
    Voice.OWNER.value: "The owner's own statement",
    Voice.FIND_A_TENDER.value: "Notices on Find a Tender",
    Voice.NOTICE.value: "Notices on other portals",
    Voice.OFFICER.value: "What procurement officers add",
    Voice.DIRECTORY.value: "A directory of several owners' frameworks",
    Voice.RESELLER.value: "A list of frameworks of others, kept by a body that passes them on",
    Voice.REGISTER.value: "A register of contracts",
}
"""Who speaks in a source, strongest first."""

ASKED_FOR_MOST = ("End date", "Who may use it", "Fee", "Suppliers")

STATUSES = {
    Status.PLANNED: "Announced, and not out to tender as far as we know.",
    Status.TENDERING: "Suppliers are being chosen.",
    Status.AWARDED: "Suppliers have been chosen. It has not started, or nothing the hub holds says that it has.",
    Status.LIVE: "The source lists it as in force, and its end date has not passed.",
    Status.EXTENDED: "In force past its first end date, as a notice or its owner says.",
    Status.ENDED: "Its end date or planned end has passed, or the source says so. Call-offs made before may still run.",
    Status.ENDED_MAY_BE_EXTENDED: "Its end date has passed. It could be extended, but no source says that it was.",
    Status.CANCELLED: "The source says that it was cancelled.",
    Status.SUSPENDED: "The source says that it cannot be used for now.",
    Status.UNCONFIRMED: "By its dates it should be running, but no source confirms that it was awarded or began.",
    Status.UNKNOWN: "Too little is published to say, or nothing has been heard of it for a year.",
}
"""What each status means, in the words of the glossary."""


@bp.get("/data")
@policy("public")
def about_data() -> str:
    session = get_session()
    coverage = catalogue.coverage(session)
    return render_template(
        "about/data.html",
        sources=quality.sources(session),
        licences=LICENCES,
        voices=VOICES,
        coverage=coverage,
        gaps=[name for name in ASKED_FOR_MOST if coverage.missing(name)],
        counts=catalogue.counts_by_status(session),
        files=data.data_files(),
    )


@bp.get("/glossary")
@policy("public")
def glossary() -> str:
    return render_template("about/glossary.html", statuses=STATUSES, notice_types=NOTICE_TYPES)


@bp.get("/accessibility")
@policy("public")
def accessibility() -> str:
    return render_template("about/accessibility.html", made=STATEMENT_MADE)


@bp.get("/cookies")
@policy("public")
def cookies() -> str:
    return render_template("about/cookies.html", cookie=COOKIE, session_cookie=cookie_name())


@bp.get("/privacy")
@policy("public")
def privacy() -> str:
    return render_template(
        "about/privacy.html", retention=retention(), acknowledged=complaints.ACKNOWLEDGED_WITHIN.days
    )
