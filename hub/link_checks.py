"""Whether the web addresses of the catalogue still lead anywhere: asked seldom, gently, and called broken late.

An address is asked at most once in 30 days. It is called broken where its site says that there is nothing any more,
or where it failed twice, on different days. What a site does not want to be asked, the hub does not ask.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

from sqlalchemy import select, union
from sqlalchemy.orm import Session, sessionmaker

from hub.clock import Clock, now, today
from hub.models import Document, Framework, LinkCheck, listed
from scrapers.site import Fetch, FetchFailed, Gone, NotAllowed, Oversized

AGAIN_AFTER = timedelta(days=30)
FAILURES = 2
"""Failures in a row, each on a day of its own, from which an address is called broken."""

OUT_OF_ORDER = 3
"""Failures in a row, from which a host is left alone until the next time links are checked."""

HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]")
UNFIT = "It is not checked: only addresses that begin with https:// and the full name of a site are."

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What came of asking an address."""

    WORKS = "works"
    FAILED = "failed"  # once: that may pass
    BROKEN = "broken"
    NOT_ALLOWED = "not allowed to check"


@dataclass(frozen=True)
class Link:
    """An address that was asked, what came of it, and the frameworks that lead to it."""

    check: LinkCheck
    frameworks: Sequence[Framework]


def addresses(session: Session) -> list[str]:
    """The web addresses of listed frameworks and of their documents, each once."""
    pages = select(Framework.url).where(*listed(), Framework.url != "")
    documents = select(Document.url).join(Framework, Document.framework_id == Framework.id)
    return sorted(session.scalars(union(pages, documents.where(*listed(), Document.url != ""))))


def due(session: Session, at: datetime) -> list[str]:
    """The addresses not asked in the last 30 days, the hosts in turn, so that none has to bear many in a row."""
    asked = select(LinkCheck.address).where(LinkCheck.checked_at > at - AGAIN_AFTER)
    fresh = set(session.scalars(asked))
    by_host: Mapping[str, list[str]] = defaultdict(list)
    for address in addresses(session):
        if address not in fresh:
            by_host[host_of(address)].append(address)
    in_turn = [(nth, address) for waiting in by_host.values() for nth, address in enumerate(waiting)]
    return [address for _, address in sorted(in_turn)]


def host_of(address: str) -> str:
    """The host an address is on; empty for one that is not asked."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removesuffix(".")
        fit = parts.scheme == "https" and parts.port in (None, 443) and parts.username is None
    except ValueError:
        return ""
    return host if fit and HOST.fullmatch(host) else ""


def check(
    sessions: sessionmaker[Session],
    fetch: Fetch,
    waiting: Sequence[str],
    clock: Clock = now,
    progress: Progress = lambda done, total: None,
) -> Counter[Outcome]:
    """Ask each of the addresses and note what came of it at once. Returns how many came out how.

    A host that failed three times in a row is left alone; its other addresses wait for the next time.
    """
    counts: Counter[Outcome] = Counter()
    failed: Counter[str] = Counter()
    for done, address in enumerate(waiting, 1):
        host = host_of(address)
        if failed[host] < OUT_OF_ORDER:
            outcome, words = ask(fetch, address)
            failed[host] = failed[host] + 1 if outcome is Outcome.FAILED else 0
            counts[_note(sessions, address, outcome, words, clock())] += 1
        progress(done, len(waiting))
    return counts


def ask(fetch: Fetch, address: str) -> tuple[Outcome, str]:
    """What comes of asking an address, by itself, and why. A place within a page (#…) is the page's own business."""
    if not host_of(address):
        return Outcome.NOT_ALLOWED, UNFIT
    try:
        fetch(urldefrag(address).url)
    except Oversized:
        return Outcome.WORKS, ""
    except Gone as gone:
        return Outcome.BROKEN, str(gone)
    except NotAllowed as refused:
        return Outcome.NOT_ALLOWED, str(refused)
    except FetchFailed as failure:
        return Outcome.FAILED, str(failure)
    return Outcome.WORKS, ""


def _note(sessions: sessionmaker[Session], address: str, outcome: Outcome, words: str, at: datetime) -> Outcome:
    with sessions.begin() as session:
        row = session.get(LinkCheck, address)
        failures = failures_by_now(row, outcome, at)
        if outcome is Outcome.FAILED and failures >= FAILURES:
            outcome = Outcome.BROKEN
        if row is None:
            row = LinkCheck(address=address)
            session.add(row)
        row.checked_at, row.outcome, row.words, row.failures = at, outcome.value, words, failures
    return outcome


def failures_by_now(before: LinkCheck | None, outcome: Outcome, at: datetime) -> int:
    """How many days in a row an address has failed on; what is not allowed tells nothing new."""
    failures = before.failures if before else 0
    if outcome is Outcome.NOT_ALLOWED:
        return failures
    if outcome is Outcome.WORKS:
        return 0
    same_day = before is not None and failures > 0 and _day(before.checked_at) == _day(at)
    return failures if same_day else failures + 1


def _day(at: datetime) -> date:
    return today(lambda: at)


def checks(session: Session) -> list[Link]:
    """What is known of every address asked that is still in the catalogue, by address."""
    leading = _leading(session)
    rows = session.scalars(select(LinkCheck).order_by(LinkCheck.address))
    return [Link(row, leading[row.address]) for row in rows if row.address in leading]


def _leading(session: Session) -> Mapping[str, list[Framework]]:
    """The listed frameworks that lead to each address asked, by title."""
    asked = select(LinkCheck.address)
    pages = select(Framework.url, Framework).where(*listed(), Framework.url.in_(asked))
    documents = select(Document.url, Framework).join(Framework, Document.framework_id == Framework.id)
    found: dict[str, dict[int, Framework]] = defaultdict(dict)
    for wanted in (pages, documents.where(*listed(), Document.url.in_(asked))):
        for address, framework in session.execute(wanted):
            found[address][framework.id] = framework
    return {address: sorted(each.values(), key=lambda f: (f.title_sort, f.id)) for address, each in found.items()}


def unread(session: Session) -> int:
    """How many addresses have never been asked."""
    return len(set(addresses(session)) - set(session.scalars(select(LinkCheck.address))))


def with_outcome(links: Iterable[Link], outcome: Outcome) -> list[Link]:
    return [link for link in links if link.check.outcome == outcome]


def hosts_of(waiting: Iterable[str]) -> set[str]:
    """All hosts that are to be asked: nothing else may be."""
    return {host_of(address) for address in waiting} - {""}
