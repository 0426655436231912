"""Which sources have fallen silent. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.crawl.permission import is_tried, standing
from hub.models import CrawlState
from scrapers.site import Site

SILENT_AFTER = 3
FAILURES = 3


@dataclass(frozen=True)
class Alarm:
    """A source that should have spoken by now, and how a person reads it."""

    source: str
    title: str
    words: str


def alarms(sites: Iterable[Site], states: Mapping[str, CrawlState], at: datetime) -> list[Alarm]:
    """The sources that may be read and have tried and failed three times, or given nothing for thrice their time."""
    found = ((site, alarm(site, states.get(site.source.name), at)) for site in sites)
    return [Alarm(site.source.name, site.source.title, words) for site, words in found if words]


def alarm(site: Site, state: CrawlState | None, at: datetime) -> str:
    """What is wrong with a source, in words; empty where nothing is, or where it is not to be read at all."""
    if state is None or not standing(site, state).permitted or not is_tried(site, state):
        return ""
    words: list[str] = []
    since = state.last_good_at or state.probed_at or state.permission_at
    if since is not None and at - since > SILENT_AFTER * site.every:
        words.append(f"{_silence(state, at - since)}, though it should be {how_often(site.every)}.")
    if state.failures >= FAILURES:
        words.append(f"Its last {state.failures} crawls failed.")
    return " ".join(words)


def _silence(state: CrawlState, silent: timedelta) -> str:
    if state.last_good_at is None:
        return f"It has never been crawled to the end, in {spoken(silent)}"
    return f"It was last crawled to the end {spoken(silent)} ago"


def spoken(span: timedelta) -> str:
    """A length of time as people say it: "less than an hour", "6 hours", "12 days"."""
    hours = round(span / timedelta(hours=1))
    if hours < 1:
        return "less than an hour"
    if hours < 48:
        return "an hour" if hours == 1 else f"{hours} hours"
    return f"{round(span / timedelta(days=1))} days"


def how_often(every: timedelta) -> str:
    """How often a site is visited: "every 6 hours"."""
    return f"every {spoken(every).removeprefix('an ')}"
