"""The claims that a dashboard adds up, read at once: what each is, and the parts of it that count.

A part is somebody's share of a claim in a year, of a kind and class. How much of it is new is told from the claim's
year: parts take their portion of that in order, so that whatever parts are added up, new and sustained sum to net.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from hub import data
from hub.formatters import slugify
from hub.models import (
    ClaimedCallOff,
    Framework,
    FrameworkCategory,
    Network,
    Organisation,
    SavingClaim,
    SavingPart,
    SavingYear,
)
from hub.reports.bands import band_of
from hub.savings.pence import rounded

UNKNOWN = "unknown"
"""The category of what has neither a CPV code nor a framework in the catalogue."""


@dataclass(frozen=True)
class Claim:
    """What the tables need of a claim. ``framework`` is the key of the framework that leads today, empty where it is
    not in the catalogue; ``framework_title`` is kept all the same. ``category`` is one at the top of the tree.
    """

    id: int
    key: str
    title: str
    state: str
    basis: str
    column: str
    organisation: str
    network: str
    framework: str
    framework_title: str
    lot: str
    category: str
    rate: Fraction | None
    changed_at: datetime
    validated_at: datetime | None
    example: bool

    @property
    def band(self) -> str:
        return band_of(self.state, self.basis)

    @property
    def named(self) -> str:
        """How its framework is named in addresses: by key, else by its title."""
        return self.framework or slugify(self.framework_title)


@dataclass(frozen=True)
class Part:
    """A part of a claim: ``organisation`` is the slug of whose it is, empty for what no sharer has and for a sharer the
    hub knows by name only. ``member``: it goes into the network's own total. Money in pence.
    """

    claim: Claim
    year: str
    kind: str
    cashable: bool
    organisation: str
    member: bool
    pence: int
    new: int


@dataclass(frozen=True)
class Facts:
    """Claims, their parts, and the names of the organisations by their slugs."""

    claims: Sequence[Claim]
    parts: Sequence[Part]
    names: Mapping[str, str]


def read(session: Session, *conditions: ColumnElement[bool], part_of: Collection[int] | None = None) -> Facts:
    """The claims of these conditions with all their parts, or only with those of some organisations (by id)."""
    rows = session.execute(_claims().where(*conditions).order_by(SavingClaim.id)).all()
    frameworks = _frameworks(session, {row.framework_home for row in rows} - {""})
    claims = {row.id: _claim(row, frameworks) for row in rows}
    names = {row.organisation: row.organisation_name for row in rows}
    parts = _parts(session, claims, conditions, part_of, names) if claims else []
    return Facts(list(claims.values()), parts, names)


def has_part(organisations: Collection[int]) -> ColumnElement[bool]:
    """The claims that are of some organisations, or of which they have a part."""
    shared = select(SavingPart.claim_id).where(SavingPart.organisation_id.in_(organisations))
    return or_(SavingClaim.organisation_id.in_(organisations), SavingClaim.id.in_(shared))


def _claims() -> Select[Any]:
    columns = (
        *(SavingClaim.id, SavingClaim.key, SavingClaim.title, SavingClaim.state, SavingClaim.basis),
        *(SavingClaim.column, SavingClaim.framework_home, SavingClaim.framework_title, SavingClaim.figures),
        *(SavingClaim.changed_at, SavingClaim.validated_at, SavingClaim.example),
        *(ClaimedCallOff.cpv, ClaimedCallOff.lot, ClaimedCallOff.title.label("call_off_title")),
        *(Organisation.slug.label("organisation"), Organisation.name.label("organisation_name")),
        Network.slug.label("network"),
    )
    joined = select(*columns).join(Organisation, Organisation.id == SavingClaim.organisation_id)
    joined = joined.outerjoin(ClaimedCallOff, ClaimedCallOff.id == SavingClaim.call_off_id)
    return joined.outerjoin(Network, Network.id == SavingClaim.network_id)


def _claim(row: Any, frameworks: Mapping[str, tuple[str, str, str]]) -> Claim:
    key, title, category = frameworks.get(row.framework_home, ("", "", ""))
    rate = (row.figures or {}).get("rate_pct")
    return Claim(
        id=row.id,
        key=row.key,
        title=row.title or row.call_off_title or "Claim without a title",
        state=row.state,
        basis=row.basis,
        column=row.column,
        organisation=row.organisation,
        network=row.network or "",
        framework=key,
        framework_title=title or row.framework_title or "No framework named",
        lot=row.lot or "",
        category=_top(data.categories_for([], [row.cpv])[:1]) if row.cpv else category or UNKNOWN,
        rate=Fraction(rate) if rate is not None else None,
        changed_at=row.changed_at,
        validated_at=row.validated_at,
        example=row.example,
    )


def _top(categories: Sequence[str]) -> str:
    """The category at the top of the tree; a claim is in one."""
    if not categories:
        return UNKNOWN
    return (*data.category_ancestors(categories[0]), categories[0])[0]


def _frameworks(session: Session, homes: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Key, title and category of the framework that each of these leads to today."""
    if not homes:
        return {}
    lead = aliased(Framework)
    rows = select(Framework, FrameworkCategory.slug).options(contains_eager(Framework.merged_into.of_type(lead)))
    rows = rows.outerjoin(lead, Framework.merged_into).outerjoin(
        FrameworkCategory, FrameworkCategory.framework_id == func.coalesce(lead.id, Framework.id)
    )
    leaders: dict[str, Framework] = {}
    categories: dict[str, list[str]] = {}
    for framework, category in session.execute(rows.where(Framework.key.in_(homes))):
        leaders[framework.key] = _leader(framework)
        categories.setdefault(framework.key, []).extend([category] if category else [])
    return {key: (leader.key, leader.title, _top(sorted(categories[key]))) for key, leader in leaders.items()}


def _leader(framework: Framework) -> Framework:
    while framework.merged_into is not None:
        framework = framework.merged_into
    return framework


def _parts(
    session: Session,
    claims: Mapping[int, Claim],
    conditions: Collection[ColumnElement[bool]],
    part_of: Collection[int] | None,
    names: dict[str, str],
) -> list[Part]:
    """The parts of the claims, with how much of each is new."""
    chosen = select(SavingClaim.id).where(*conditions)
    wanted = select(SavingPart, Organisation.slug, Organisation.name, SavingYear.new_pence, SavingYear.gross_pence)
    wanted = wanted.outerjoin(Organisation, Organisation.id == SavingPart.organisation_id).outerjoin(
        SavingYear, (SavingYear.claim_id == SavingPart.claim_id) & (SavingYear.year == SavingPart.year)
    )
    rows = session.execute(wanted.where(SavingPart.claim_id.in_(chosen)).order_by(SavingPart.id)).all()
    names |= {slug: name for _, slug, name, *_ in rows if slug}
    portions = {(row.claim_id, row.year): Fraction(new, gross) for row, _, _, new, gross in rows if gross}
    new = new_of([(row.claim_id, row.year, row.net_pence) for row, *_ in rows], portions)
    return [
        Part(claims[row.claim_id], row.year, row.bucket, row.cashable, slug or "", row.member, row.net_pence, fresh)
        for (row, slug, *_), fresh in zip(rows, new, strict=True)
        if part_of is None or row.organisation_id in part_of
    ]


def new_of(parts: Sequence[tuple[int, str, int]], portions: Mapping[tuple[int, str], Fraction]) -> list[int]:
    """How many pence of each part (claim, year, net) are new: of what there is so far, less what was given before."""
    so_far: dict[tuple[int, str], int] = {}
    found = []
    for claim, year, net in parts:
        portion, before = portions.get((claim, year), Fraction(1)), so_far.get((claim, year), 0)
        so_far[claim, year] = before + net
        found.append(rounded((before + net) * portion) - rounded(before * portion))
    return found
