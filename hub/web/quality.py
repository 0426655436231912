"""Data quality: how each source is doing, how much is known, what could not be read, and what looks wrong."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session

from hub import catalogue, link_checks, quality
from hub.cells import inert
from hub.crawl import doors
from hub.crawl.alarms import alarms, how_often, spoken
from hub.crawl.permission import FORBIDDEN, PERMITTED, is_tried, standing, states_of
from hub.db import get_session
from hub.formatters import count_text, instant_text
from hub.ingest.report import OUTCOMES
from hub.issues import grouped, open_issues
from hub.link_checks import Outcome
from hub.models import Crawl, CrawlState
from hub.security import policy
from hub.source_health import SourceHealth, source_health
from hub.web.about import VOICES
from hub.web.context import now, today
from scrapers.parse.privacy import without_persons
from scrapers.site import Grounds, Site

bp = Blueprint("quality", __name__, url_prefix="/about")

KINDS = {
    "value": "Values the hub could not read or does not believe",
    "crawl": "Visits of a site that did not go as they should",
    "lock": "Values the network set, of which a source now says something else",
}

RUNS = {
    "finished": "Came to its end",
    "partial": "Stopped early; what it stored before stays",
    "failed": "Failed; nothing was stored or removed",
    "under way": "Under way, or interrupted",
}

SHOWN = 60
"""Characters of a published value that a page shows."""

MOST_BROKEN = 50

COLUMNS = ("what", "kind", "source", "place", "field", "value", "reason", "done", "first_seen")
ISSUES = "Open data issues"
"""The finding that this page lists apart, by kind and field."""


PAIRS = {"hub review": "frameworks", "hub review suppliers": "suppliers"}
"""The findings whose cases wait on a page of their own, by the command that sees to them: where on that page."""


@dataclass(frozen=True)
class SourceEntry:
    """A source as the page shows it. Texts that do not apply are empty."""

    health: SourceHealth
    what: str
    how: str
    permission: str
    permission_url: str
    last_good: str
    following: str
    last_run: str
    counts: str
    met: str


@bp.get("/quality")
@policy("public")
def about_quality() -> str:
    session, at = get_session(), now()
    links = link_checks.checks(session)
    broken = link_checks.with_outcome(links, Outcome.BROKEN)
    return render_template(
        "quality/quality.html",
        alarms=alarms(doors.sites().values(), states_of(session), at),
        sources=[entry(each, at) for each in source_health(session, doors.sites())],
        coverage=catalogue.coverage(session),
        rules=catalogue.rule_counts(session),
        groups=grouped(session),
        kinds=KINDS,
        shortened=shortened,
        public=public,
        findings=[each for each in quality.findings(session) if each.title != ISSUES],
        pairs=PAIRS,
        broken=broken[:MOST_BROKEN],
        more_broken=max(0, len(broken) - MOST_BROKEN),
        link_counts={outcome: len(link_checks.with_outcome(links, outcome)) for outcome in Outcome},
        unread=link_checks.unread(session),
    )


def entry(health: SourceHealth, at: datetime) -> SourceEntry:
    """A source in the words of the page."""
    site, state, run = health.site, health.state, health.last_run
    return SourceEntry(
        health=health,
        what=VOICES[health.described.voice],
        how=how_text(health),
        permission=permission_text(site, state) if site else health.described.licence,
        permission_url=site.permission.url if site else "",
        last_good=f"{instant_text(health.last_good)} ({spoken(at - health.last_good)} ago)" if health.last_good else "",
        following=next_text(site, state, at) if site else "",
        last_run=run_text(run) if run else "",
        counts=counts_text(run) if run else "",
        met=met_text(site, state) if site else "",
    )


def how_text(health: SourceHealth) -> str:
    """How the hub comes by what it holds of a source."""
    if health.site is None:
        return "From files that a person fetched"
    if health.state is not None and health.state.last_good_at is not None:
        return "The hub visits it by itself"
    so_far = "From files that a person fetched, so far" if health.facts else "Not yet"
    return f"{so_far}. The hub has a reader that can visit it by itself"


def permission_text(site: Site, state: CrawlState | None) -> str:
    """What reading a site rests on. Who noted it is for the audit trail, not for the page."""
    on = f" on {instant_text(state.permission_at)}" if state and state.permission_at else ""
    if state is not None and state.permission in (PERMITTED, FORBIDDEN):
        return f"{state.permission.capitalize()}{on}: {public(state.permission_because)}"
    declared = site.permission
    if declared.grounds is Grounds.NONE:
        return "None yet, so the hub does not visit it"
    words = declared.grounds.value
    return f"{words[:1].upper()}{words[1:]}" + (f": {declared.words}" if declared.words else "")


def next_text(site: Site, state: CrawlState | None, at: datetime) -> str:
    """When a site is visited next, or why it is not."""
    if not standing(site, state).permitted:
        return "None: there is no permission to visit it"
    if not is_tried(site, state):
        return "None until a person has tried it against the live site"
    every = f"It is to be visited {how_often(site.every)}"
    if state is None or state.next_at is None:
        return f"Not yet planned. {every}"
    if state.next_at <= at:
        return f"Due now. {every}"
    return f"In {spoken(state.next_at - at)}. {every}"


def met_text(site: Site, state: CrawlState | None) -> str:
    """Said of a site whose reader was written from documentation alone."""
    if site.met:
        return ""
    if state is not None and state.probed_at is not None:
        return f"Never, when it was written. A person tried it here on {instant_text(state.probed_at)}"
    return "Never. It was written from documentation and tried on pages made up in its shape"


def run_text(run: Crawl) -> str:
    """What became of a run, and why it stopped."""
    began = f"{RUNS.get(run.state, run.state)}, begun on {instant_text(run.started_at)}"
    return f"{began}. {public(run.reason)}".strip()


def counts_text(run: Crawl) -> str:
    told = ", ".join(f"{getattr(run, outcome):,} {outcome}" for outcome in OUTCOMES)
    return f"{count_text(run.rows, 'row')}: {told}"


def shortened(text: str) -> str:
    """A published text as a page quotes it: short, and without persons."""
    plain = public(text)
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN].rstrip()}…"


def public(text: str) -> str:
    return without_persons(text)[0]


@bp.get("/quality.csv")
@policy("public")
def quality_csv() -> Response:
    return Response(
        _csv(rows(get_session())),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="data-quality-{today().isoformat()}.csv"'},
    )


def rows(session: Session) -> Iterator[Sequence[str]]:
    """Every open issue, and every case of every finding."""
    for issue in open_issues(session):
        said = map(public, (issue.place, issue.field, issue.value, issue.reason, issue.done))
        yield ("data issue", issue.kind, issue.source, *said, instant_text(issue.first_seen))
    for finding in quality.findings(session):
        if finding.title != ISSUES:
            row = partial(_finding, finding.title)
            yield from map(row, finding.cases)


def _finding(title: str, case: str) -> Sequence[str]:
    return ("finding", title, "", "", "", public(case), "", "", "")


def _csv(found: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([inert(cell) for cell in row] for row in found)
    return text.getvalue()
