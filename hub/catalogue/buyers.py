"""Whom somebody may buy for: authorities by name, any other body by its kind and region."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hub import data
from hub.data import matching_form
from hub.data.regions import WHOLE_COUNTRY
from hub.ingest.organisations import ACCOUNT
from hub.models import Membership, Organisation, Succession
from hub.signposting.buyer import Buyer

COUNCILS = (
    *("county-council", "district-council", "unitary-authority", "metropolitan-district", "london-borough"),
    "combined-authority",
)
BY_NAME = (*COUNCILS, "fire-and-rescue", "police")
"""The kinds of body the hub knows one by one, in the order they are listed."""

NO_BUYERS = ("company",)
HOME_REGION = "UKH"
WIDEST_REGIONS = 1
"""The level of regions and nations."""


def named_buyers(session: Session) -> Mapping[str, Buyer]:
    """Every council, fire service and police force of the hub's own list, today's and former ones, by slug."""
    listed = select(Organisation).where(Organisation.curated, Organisation.kind.in_(BY_NAME))
    rows = session.scalars(listed.options(selectinload(Organisation.names)).order_by(Organisation.name)).all()
    clubs, successors = _clubs(session), _successors(session)
    return {row.slug: _named(row, clubs[row.id], successors[row.id]) for row in rows}


def _named(row: Organisation, clubs: Sequence[str], successors: Sequence[tuple[str, date | None]]) -> Buyer:
    known = data.organisations().get(row.slug)
    county = known.county if known else ""
    starts = [on for _, on in successors if on is not None]
    after_its_last = row.ends_on + timedelta(days=1) if row.ends_on else None
    return Buyer(
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        region=_region(row.region or "", county),
        county=county,
        names=tuple(dict.fromkeys((row.name, *(name.name for name in row.names if name.kind != ACCOUNT)))),
        memberships=tuple(clubs),
        ends_on=min(starts, default=after_its_last),
        successors=tuple(slug for slug, _ in successors),
    )


def _region(region: str, county: str) -> str:
    """The county's code where that is a part of the region, else the region's."""
    code = data.region_for(county) if county else None
    return code if code and region in data.region_ancestors(code) else region


def _clubs(session: Session) -> Mapping[int, list[str]]:
    """The clubs each organisation is known to belong to and not to have left."""
    members = select(Membership.organisation_id, Organisation.slug).join(
        Organisation, Membership.club_id == Organisation.id
    )
    found: dict[int, list[str]] = defaultdict(list)
    for member, club in session.execute(members.where(Membership.ends_on.is_(None)).order_by(Organisation.slug)):
        found[member].append(club)
    return found


def _successors(session: Session) -> Mapping[int, list[tuple[str, date | None]]]:
    """Who takes over from each organisation, and when; what is provisional counts, as it is what is planned."""
    after = select(Succession.predecessor_id, Organisation.slug, Succession.on).join(
        Organisation, Succession.successor_id == Organisation.id
    )
    found: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    for before, slug, on in session.execute(after.order_by(Organisation.name)):
        found[before].append((slug, on))
    return found


def buyers_called(named: Mapping[str, Buyer], text: str) -> list[Buyer]:
    """The named buyers that have every word of a text in one of their names, or in their county's."""
    words = matching_form(text).split()
    return [buyer for buyer in named.values() if words and any(_has(name, words) for name in _known_by(buyer))]


def _known_by(buyer: Buyer) -> Iterator[str]:
    yield from (buyer.name, *buyer.names)
    yield f"{buyer.name} {buyer.county}"


def _has(name: str, words: Sequence[str]) -> bool:
    return all(any(own.startswith(word) for own in matching_form(name).split()) for word in words)


def buyer_of_kind(slug: str) -> Buyer | None:
    """Any body of a kind in a region, by such a slug as "nhs@UKH"; the region UK stands for bodies of no one region."""
    kind, _, region = slug.partition("@")
    if kind not in kinds() or region not in data.regions():
        return None
    where = "" if region == WHOLE_COUNTRY else region
    place = f" in {data.regions()[region].name}" if where else ", not of one region"
    return Buyer(slug=slug, name=f"{kinds()[kind]}{place}", kind=kind, region=where)


def kinds() -> Mapping[str, str]:
    """The kinds of body that buy, with their labels, by slug."""
    return {kind.slug: kind.label for kind in data.organisation_kinds().values() if kind.slug not in NO_BUYERS}


def widest_regions() -> Mapping[str, str]:
    """Regions and nations by code; all of the country stands for bodies of no one region."""
    regions = data.regions().values()
    found = {region.code: region.name for region in regions if region.level == WIDEST_REGIONS}
    return {**found, WHOLE_COUNTRY: "Not in one region"}


def is_over(buyer: Buyer, today: date) -> bool:
    """Whether a body has been replaced."""
    return buyer.ends_on is not None and buyer.ends_on <= today
