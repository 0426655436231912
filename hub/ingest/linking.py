"""Which framework a contract was awarded under, judged by what its buyer wrote. Pure.

Buyers write a notice's number, the owner's reference, the address of a page, or a title – or "No". A link is made
only where one framework fits; how sure it is goes with it, and why. A person may confirm or refuse it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from hub import data
from hub.data import matching_form
from indexer.analysis import find_references

NOTICE = re.compile(r"(?<!\d)(\d{6})-(20\d\d)(?!\d)")
OFFICIAL_JOURNAL = re.compile(r"(?<!\d)2?(0\d\d)\s*/\s*S\s*\d{1,3}\s*-\s*(\d{6})(?!\d)", re.IGNORECASE)
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
OCID = re.compile(r"ocds-[0-9a-z]{6}[0-9a-z]*-[0-9a-z][0-9a-z-]*", re.IGNORECASE)
PORTAL_TITLE = re.compile(r"(?:(?<!\s)\s++)?[-–|]\s*+(?:find a tender|contracts finder)\s*$", re.IGNORECASE)
LOTS = re.compile(r"\(\s*lots?\b[^()]*\)", re.IGNORECASE)
EVERY_FRAMEWORK = frozenset("framework frameworks agreement contract dps".split())
LEEWAY = timedelta(days=31)
LONGEST_NAME = 6  # words
LONGEST_TEXT = 60  # words
ALIKE = 60.0
DOUBTED = 0.6
LEAST = 0.5


@dataclass(frozen=True)
class Pointed:
    """What a contract says: every text in which its framework may be named, and when it began.

    ``title`` is the contract's own. It may hold a reference, but a contract and a framework of one title are two.
    """

    reference: str = ""
    framework_title: str = ""
    title: str = ""
    owner: str = ""
    notice: str = ""
    ocid: str = ""
    start: date | None = None


@dataclass(frozen=True)
class Target:
    """A framework as far as linking needs it. ``owner`` is a slug, ``reference`` a reference key."""

    id: int
    owner: str
    reference: str
    title: str
    start: date | None
    end: date | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """The framework, how sure the link is (0 to 1), and why, as a person reads it. ``target`` None: none fits."""

    target: int | None
    confidence: float
    reason: str


NO_LINK = Link(None, 0.0, "")


@dataclass
class Targets:
    """The frameworks of the catalogue by everything a contract may name them by."""

    every: dict[int, Target] = field(default_factory=dict)
    by_notice: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_reference: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_title: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, targets: Iterable[Target]) -> "Targets":
        found = cls()
        for target in targets:
            found.every[target.id] = target
            found.by_reference[_unpadded(target.reference)].add(target.id)
            found.by_title[title_form(target.title)].add(target.id)
            for notice in target.notices:
                for key in notice_keys(notice):
                    found.by_notice[key].add(target.id)
        return found


def notice_keys(text: str) -> set[str]:
    """The notices a text names, each in one form: 2018/S 211-482411 and 482411-2018 are one; a GUID and an OCID are
    lower case. The year of 018/S 211-482411 has lost a digit, as seen in a council's register.
    """
    keys = {f"{number}-{year}" for number, year in NOTICE.findall(text)}
    keys |= {f"{number}-2{year}" for year, number in OFFICIAL_JOURNAL.findall(text)}
    return keys | {found.casefold() for pattern in (GUID, OCID) for found in pattern.findall(text)}


def link(pointed: Pointed, targets: Targets) -> Link:
    """The one framework a contract's words name; NO_LINK where there is none or it could be several."""
    for evidence in (_by_notice, _by_reference, _by_title):
        found = evidence(pointed, targets)
        if found:
            return _only(found, pointed, targets)
    return NO_LINK


Found = Mapping[int, tuple[float, str]]
"""Frameworks that may be meant, each with a confidence and a reason."""


def _by_notice(pointed: Pointed, targets: Targets) -> Found:
    keys = notice_keys(" ".join((pointed.notice, pointed.ocid, pointed.reference)))
    found = {id: key for key in sorted(keys) for id in targets.by_notice.get(key, ())}
    return {id: (0.98, f"it names the framework's notice {key}") for id, key in found.items()}


def _by_reference(pointed: Pointed, targets: Targets) -> Found:
    """By the framework's reference or title as the contract gives them; only then by the contract's own title."""
    texts = ((pointed.reference, "reference"), (pointed.framework_title, "framework's title"), (pointed.title, "title"))
    for text, where in texts:
        readable = _readable(text)
        named = [
            (id, readable[reference.start : reference.end], reference.key)
            for reference in find_references(readable)
            for id in sorted(targets.by_reference.get(_unpadded(reference.key), ()))
        ]
        owners = owners_named(f"{text} {pointed.owner}") if named else set()
        sure = {
            id: (confidence, f"its {where} names {written}")
            for id, written, key in reversed(named)
            if (confidence := _sureness(targets.every[id], key, owners, readable))
        }
        if sure:
            return sure
    return {}


def _sureness(target: Target, key: str, owners: set[str], text: str) -> float:
    """How much a reference says. A bare number needs its owner named; letters and digits speak for themselves."""
    if target.owner in owners:
        return 0.95
    if owners:
        return 0.0
    letters = key[:2].isalpha() and sum(c.isdigit() for c in key) >= 3
    if letters:
        return 0.9
    alike = fuzz.token_set_ratio(matching_form(text), matching_form(target.title))
    return 0.85 if "." in key and alike >= ALIKE else 0.0


def _by_title(pointed: Pointed, targets: Targets) -> Found:
    for text in (pointed.framework_title, pointed.reference):
        form = title_form(text)
        if len(form.split()) >= 2 and (ids := targets.by_title.get(form)):
            owners = owners_named(f"{text} {pointed.owner}")
            agreed = {id for id in ids if targets.every[id].owner in owners} or (ids if not owners else set())
            return dict.fromkeys(agreed, (0.7, "it has the framework's title"))
    return {}


def title_form(text: str) -> str:
    """A framework's title without what a portal, an owner or a buyer hangs on to it: "G-Cloud 14 (Lots 1-3) - Find a
    Tender" is g cloud 14, "Professional Services in Construction Framework Agreement | Pagabo" has no owner.
    """
    head, _, tail = LOTS.sub(" ", PORTAL_TITLE.sub("", text)).rpartition(" | " if " | " in text else " - ")
    title = head if head and owners_named(tail) else f"{head} {tail}"
    return " ".join(word for word in matching_form(title).split() if word not in EVERY_FRAMEWORK)


def _only(found: Found, pointed: Pointed, targets: Targets) -> Link:
    """The one of them that the contract's start fits; of several with equal claim, none."""
    fitting = {id for id in found if _fits(targets.every[id], pointed.start)} or set(found)
    best = max(found[id][0] for id in fitting)
    chosen = [id for id in fitting if found[id][0] == best]
    if len(chosen) > 1:
        return Link(None, 0.0, f"could be any of {len(chosen)} frameworks")
    confidence, reason = found[chosen[0]]
    if _fits(targets.every[chosen[0]], pointed.start):
        return Link(chosen[0], confidence, reason)
    doubtful = f"{reason}, but it began outside the framework's published dates"
    less = round(confidence * DOUBTED, 2)
    return Link(chosen[0], less, doubtful) if less >= LEAST else Link(None, 0.0, doubtful)


def _fits(target: Target, start: date | None) -> bool:
    if start is None:
        return True
    begun = target.start is None or start >= target.start - LEEWAY
    return begun and (target.end is None or start <= target.end + LEEWAY)


def owners_named(text: str) -> set[str]:
    """The slugs of the framework owners a text names: "YPO Contract Reference: 00953" names YPO."""
    words = matching_form(text).split()[:LONGEST_TEXT]
    sizes = range(1, LONGEST_NAME + 1)
    runs = (" ".join(words[at : at + size]) for size in sizes for at in range(len(words) - size + 1))
    slugs = {data.organisation_slug(run) for run in runs if len(run) >= 3}
    slugs |= {data.organisation_for_host(word) for word in text.split() if word.startswith(("http://", "https://"))}
    return {slug for slug in slugs if slug and slug in data.owners()}


def _readable(text: str) -> str:
    """An address as the words of its path, anything else as it is."""
    if not text.startswith(("http://", "https://")):
        return text[:1000]
    try:
        return unquote(urlsplit(text).path)[:1000]
    except ValueError:
        return ""


def _unpadded(key: str) -> str:
    """YPO's 00953 is its 953; letters keep their zeros."""
    return key.lstrip("0") if key.isdigit() else key
