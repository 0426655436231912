"""A framework as it is compared with others: what it says, and what can be read from that. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from urllib.parse import unquote, urlsplit

from hub import data
from hub.data import matching_form
from hub.ingest import titles
from indexer.analysis import reference_key, scheme

DPS_KINDS = frozenset({"dps", "dynamic_market", "utilities_dynamic_market"})
FRAMEWORK_KINDS = frozenset({"framework", "open_framework", "joint_contract"})

GUID = re.compile(r"(?:ocds-\w+-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
PORTAL = re.compile(
    r"ocds-|[0-9a-f]{8}-[0-9a-f]{4}-|(?:tender|project|itt|pqq|prj|contract)_\d|\bDN\d{6}|\d{6}-20\d\d$|20\d\d/S|\d{10}",
    re.IGNORECASE,
)
"""Numbers that portals give out, one for each notice or procurement; they are no references of the owner's."""

OWNERS_SERIES = re.compile(
    r"\b(?:RM\d{3,5}(?:\.\d+)?(?:L\d+|[ivx]+)?|NEPO\d{3}|SBS/?\d{4,}|NOE\.?\d{4}|Y\d{5}|\d{1,4}[A-Z]?_\d\d)(?![\w.]{0,200}\d)",
    re.IGNORECASE,
)
"""References that are known by their form wherever they stand."""

YEAR_OF_LETTING = re.compile(r"\d{1,4}[a-z]?[._](\d\d)|y(\d\d)\d{3}")
BETWEEN_WORDS = r"\s()\[\],;:/?=&\"“”'"
NUMBERED = re.compile(rf"(?<![^{BETWEEN_WORDS}\d])[^{BETWEEN_WORDS}\d]*+\d[^{BETWEEN_WORDS}]*+")
ENDING = re.compile(r"(?<!\d)\d++\w?(?:-\d++\w?)?$")
"""The number an address ends in: 220-24 of de-icing-salt-220-24."""


@dataclass(frozen=True)
class Candidate:
    """What is compared: one framework of the catalogue, or one source's entry for one.

    ``owner`` is a slug. ``entries`` are the sources' entries it stands on, as (source, source id). ``identifies`` is
    False for a reference that names no one framework, ``listing`` True where another body's framework is listed.
    ``notices`` are identifiers and OCIDs. ``listed_on`` is the day a directory showed it as one to buy from.
    """

    key: str
    owner: str
    title: str
    reference: str = ""
    start: date | None = None
    end: date | None = None
    kind: str = "unknown"
    entries: frozenset[tuple[str, str]] = frozenset()
    identifies: bool = True
    listing: bool = False
    parent_reference: str = ""
    url: str = ""
    notices: frozenset[str] = frozenset()
    listed_on: date | None = None


class Profile:
    """A candidate with everything about it that is compared, each worked out once."""

    def __init__(self, candidate: Candidate) -> None:
        self.it = candidate

    @cached_property
    def title(self) -> titles.Title:
        return titles.read(self.it.title, owner_names(self.it.owner))

    @cached_property
    def key(self) -> str:
        """The key of its reference, as identity compares it; empty if it does not identify."""
        return reference_key(self.it.reference) if self.it.identifies and not self.it.listing else ""

    @cached_property
    def stated(self) -> str:
        """The owner's reference, its bare form: the one given, else one that the title or address shows."""
        if self.key and not PORTAL.search(self.it.reference):
            return bare(self.key, self.it.owner)
        shown = OWNERS_SERIES.search(f"{self.it.title} {self.address}")
        return bare(reference_key(shown[0]), self.it.owner) if shown else ""

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The bare form of everything in title, address and portal number that may be a reference."""
        portal = GUID.sub(" ", self.it.reference).replace("-", " ") if PORTAL.search(self.it.reference) else ""
        words = [word.strip("-–.") for word in NUMBERED.findall(f"{self.it.title} {self.address} {portal}")]
        endings = [match[0] for word in words if (match := ENDING.search(word))]
        keys = filter(None, map(reference_key, words + endings))
        return frozenset(bare(key, self.it.owner) for key in keys)

    @cached_property
    def address(self) -> str:
        """The path of its page, without the file type; empty if the page is not on a site of the owner's."""
        if not self.it.url or data.organisation_for_host(self.it.url) not in (None, self.it.owner):
            return ""
        path = unquote(urlsplit(self.it.url).path)
        return "" if re.search(r":\d", path) else re.sub(r"\.\w{3,5}$", "", path.rstrip("/")).rstrip("-")

    @cached_property
    def sources(self) -> frozenset[str]:
        return frozenset(source for source, _ in self.it.entries)

    @cached_property
    def is_dps(self) -> bool | None:
        """None where neither kind nor title says."""
        if self.it.kind in DPS_KINDS or self.title.dps:
            return True
        return False if self.it.kind in FRAMEWORK_KINDS else None

    @cached_property
    def lots(self) -> frozenset[str]:
        return self.title.lots | titles.lots(self.it.reference)

    @cached_property
    def parent(self) -> str:
        return reference_key(self.it.parent_reference)

    @cached_property
    def earliest_start(self) -> date | None:
        """Its start; else the first day of the year its reference carries: 2024 for Y24003 and 220_24."""
        if self.it.start or not (match := YEAR_OF_LETTING.fullmatch(self.key)):
            return self.it.start
        return date(2000 + int(match[1] or match[2]), 1, 1)


@cache
def owner_names(owner: str) -> tuple[str, ...]:
    """The names of a known owner in their matching form, longest first."""
    known = data.organisations().get(owner)
    spellings = {owner, known.name, known.short_name, *(n.name for n in known.names)} if known else {owner}
    return tuple(sorted(filter(None, map(matching_form, spellings)), key=lambda name: (-len(name), name)))


def bare(key: str, owner: str) -> str:
    """A reference without its owner's name before it and without leading zeros: "YPO 0001173" is 1173."""
    letters = scheme(key)
    number = key.removeprefix(letters).lstrip(".") if letters in owner_names(owner) else key
    return number.lstrip("0") or number
