"""Which frameworks of the catalogue a draft may be about: the hub's own matching, asked while somebody types."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.contributions import drafts
from hub.contributions.drafts import Draft
from hub.ingest.candidates import standing
from hub.ingest.dedupe import Outcome, judge, names_agree
from hub.ingest.organisations import organisation_slug
from hub.ingest.profiles import Candidate, Profile, bare
from hub.models import Framework, Notice, Organisation
from indexer import IndexUnavailable, Query, SearchIndex
from indexer.analysis import reference_key
from scrapers.record import NoticeReference

MOST = 5
"""So many are shown."""

NEAREST = 20
"""So many of those a search for the title finds are looked at while no owner has been typed."""

SHORTEST_REFERENCE = 4
ALIKE = 0.9
SAME_OWNER = "The same owner"


@dataclass(frozen=True)
class Alike:
    """A framework that may be the same, how likely it is (0 to 1), and why, in short sentences."""

    framework: Framework
    score: float
    evidence: tuple[str, ...]


def alike(session: Session, index: SearchIndex, draft: Draft, besides: str = "") -> list[Alike]:
    """The frameworks a draft may be about, the likeliest first; ``besides`` is the key of one that it is about."""
    mine = candidate(draft)
    if not (mine.title or mine.reference or mine.notices or mine.url):
        return []
    others = standing(session, _worth_comparing(index, mine))
    found = [(other.key, *judged) for other in others if other.key != besides and (judged := _judged(mine, other))]
    best = sorted(found, key=lambda each: (-each[1], each[0]))[:MOST]
    rows = select(Framework).where(Framework.key.in_(key for key, _, _ in best)).options(joinedload(Framework.owner))
    by_key = {row.key: row for row in session.scalars(rows)}
    return [Alike(by_key[key], score, evidence) for key, score, evidence in best]


def candidate(draft: Draft) -> Candidate:
    """A draft as it is compared, as far as it can be read."""
    record = drafts.readable(draft)
    owner = draft.get("owner", "").strip()
    return Candidate(
        key="",
        owner=organisation_slug(owner) if owner else "",
        title=draft.get("title", "").strip()[:1000],
        reference=draft.get("reference", "").strip()[:1000],
        start=record.start.value if record and record.start else None,
        end=record.end.value if record and record.end else None,
        kind=record.kind.value if record else "unknown",
        url=record.url if record else "",
        notices=frozenset(_named(record.notices) if record else ()),
    )


def _named(notices: Iterable[NoticeReference]) -> Iterator[str]:
    return (name for notice in notices for name in (notice.identifier, notice.ocid) if name)


def _worth_comparing(index: SearchIndex, mine: Candidate) -> ColumnElement[bool]:
    """All of the same owner; of any owner those with its reference, one of its notices or its page, and while there is
    no owner those nearest by title.
    """
    key = reference_key(mine.reference)
    wanted = [Framework.reference_key == key] if key else []
    if mine.owner:
        wanted.append(Framework.owner_id.in_(select(Organisation.id).where(Organisation.slug == mine.owner)))
    elif mine.title:
        wanted.append(Framework.key.in_(_nearest(index, mine.title)))
    if mine.notices:
        named = or_(Notice.identifier.in_(mine.notices), Notice.ocid.in_(mine.notices))
        wanted.append(Framework.id.in_(select(Notice.framework_id).where(named)))
    if mine.url:
        wanted.append(Framework.url == mine.url)
    return or_(false(), *wanted)


def _nearest(index: SearchIndex, title: str) -> Sequence[str]:
    try:
        return [hit.id for hit in index.search(Query(text=title[:400], per_page=NEAREST)).hits]
    except IndexUnavailable:
        return []


def _judged(mine: Candidate, other: Candidate) -> tuple[float, tuple[str, ...]] | None:
    """How likely they are one and why; None where they are not."""
    if mine.notices & other.notices:
        return 0.95, ("It names a notice that you name",)
    if mine.url and mine.url == other.url:
        return 0.9, ("It has the web page that you give",)
    if mine.owner and mine.owner != other.owner:
        return _of_another_owner(mine, other)
    one, another = Profile(replace(mine, owner=other.owner)), Profile(other)
    verdict = judge(one, another)
    if verdict.outcome is Outcome.APART:
        return _another_generation(one, another)
    told = verdict.evidence if mine.owner else tuple(each for each in verdict.evidence if each != SAME_OWNER)
    return verdict.score, told


def _another_generation(one: Profile, another: Profile) -> tuple[float, tuple[str, ...]] | None:
    """What is told apart by a date or number and has the same title nonetheless."""
    score, sentence = names_agree(one.title, another.title)
    return (0.4, (sentence, "It may be the one before or after it")) if score >= ALIKE else None


def _of_another_owner(mine: Candidate, other: Candidate) -> tuple[float, tuple[str, ...]] | None:
    """One title says nothing then, and a reference does if it is more than a running number."""
    key = bare(reference_key(mine.reference), mine.owner)
    same = key and key == bare(reference_key(other.reference), other.owner)
    if not same or len(key) < SHORTEST_REFERENCE or key.isdigit():
        return None
    return 0.6, ("The same reference, under another owner",)
