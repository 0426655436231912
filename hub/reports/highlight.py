"""The highlight report: what a network did in a year, and what came of it.

Moderators read every sum. What goes to members tells of savings what everybody may see of them (hub.reports.public),
and no more: each council's own are its own to tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.errors import Refused
from hub.formatters import date_text
from hub.models import Network, SavingClaim, SavingPart, SavingTarget
from hub.reports import activity, public
from hub.reports.activity import Figure
from hub.reports.bands import LIVE, OWNERS, VALIDATED
from hub.reports.facts import Part, read
from hub.reports.period import Period
from hub.reports.public import Release

MODERATORS, MEMBERS = "moderators", "members"
"""For whom a report is."""


@dataclass(frozen=True)
class Highlight:
    """``parts`` are the network's own savings of all years to the end of this one; ``stories`` are told with
    permission. ``targets`` are what it has been set or has been told of, as far as their years have begun.
    ``published`` is what everybody may see, where nothing else of the savings is to be told.
    """

    network: Network
    period: Period
    day: date
    figures: Sequence[Figure]
    parts: Sequence[Part]
    targets: Sequence[SavingTarget]
    stories: Sequence[SavingClaim]
    published: Release | None

    def of_band(self, band: str) -> list[Part]:
        """What councils claim for the year in a band."""
        return [each for each in self._of_year if each.claim.column != OWNERS and each.claim.band == band]

    @property
    def declared(self) -> list[Part]:
        """What owners of frameworks declare for the year, in whichever band: it stands apart from all of them."""
        return [each for each in self._of_year if each.claim.column == OWNERS]

    def towards(self, target: SavingTarget) -> list[Part]:
        """What was validated for the years of a target by the end of this one."""
        within = [each for each in self.parts if target.first_year <= each.year <= target.last_year]
        return [each for each in within if each.claim.column != OWNERS and each.claim.band == VALIDATED]

    @property
    def has_examples(self) -> bool:
        """Whether example data is in its sums, those towards targets too."""
        return self.published.example if self.published else any(each.claim.example for each in self.parts)

    @property
    def _of_year(self) -> list[Part]:
        return [each for each in self.parts if each.year == self.period.year]


def highlight(
    session: Session, counters: Path, network: Network, period: Period, day: date, reader: str = MODERATORS
) -> Highlight:
    """What a network did in a year, as far as it has come by a day. Raises Refused for a year that has not begun."""
    require_begun(period, day)
    exact = reader == MODERATORS
    return Highlight(
        network=network,
        period=period,
        day=day,
        figures=activity.figures(session, counters, network, period, day),
        parts=_parts(session, network, period) if exact else (),
        targets=_targets(session, network, period),
        stories=_stories(session, network, period),
        published=None if exact else public.release(session, day),
    )


def require_begun(period: Period, day: date) -> None:
    if period.first > day:
        raise Refused(f"The year {period.shown} has not begun: it runs from {date_text(period.first)}.")


def _parts(session: Session, network: Network, period: Period) -> list[Part]:
    """What counts for a network itself: the parts of its members."""
    found = read(session, SavingClaim.network_id == network.id, SavingClaim.state.in_(LIVE))
    return [each for each in found.parts if each.member and each.year <= period.year]


def _targets(session: Session, network: Network, period: Period) -> Sequence[SavingTarget]:
    """The network's own that have begun by then."""
    mine = SavingTarget.network_id == network.id, SavingTarget.organisation_id.is_(None)
    found = select(SavingTarget).where(*mine, SavingTarget.first_year <= period.year)
    return session.scalars(found.order_by(SavingTarget.last_year, SavingTarget.kind, SavingTarget.id)).all()


def _stories(session: Session, network: Network, period: Period) -> Sequence[SavingClaim]:
    """Claims with a saving in the year whose organisation agrees that their story is told."""
    agreed = SavingClaim.told_with_permission, SavingClaim.story != "", SavingClaim.state.in_(LIVE)
    in_year = SavingClaim.id.in_(select(SavingPart.claim_id).where(SavingPart.year == period.year))
    found = select(SavingClaim).where(SavingClaim.network_id == network.id, *agreed, in_year)
    return session.scalars(
        found.options(joinedload(SavingClaim.organisation)).order_by(SavingClaim.validated_at, SavingClaim.id)
    ).all()
