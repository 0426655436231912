"""Councils merge and are split: what they saved passes on by share, to the penny, and all of it can be undone."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.errors import NotFound, Refused
from hub.ingest import reorganising
from hub.ingest.organisations import organisation_slug
from hub.ingest.reorganising import Reorganisation
from hub.models import Organisation, SavingPart, SavingTarget, SavingYear
from hub.moderation import effects
from hub.savings import desk, passing_on, reorganisations, seen
from hub.savings.ruling import RuleRefused
from tests.moments import NOON
from tests.persons import network_called
from tests.savings.people import COUNCIL, ENTERED, a_claim, a_council, a_draft, an_actor

ON = date(2026, 4, 1)
TODAY = NOON.date()
HALVES = ("West Fen Council", "East Fen Council")


def reorganise(session: Session, successors: tuple[str, ...], shares: tuple[str, ...] = (), **more: Any) -> int:
    change = Reorganisation(more.pop("predecessors", [COUNCIL]), successors, more.pop("on", ON), shares=shares, **more)
    return reorganising.reorganise(session, change, "The order of 2026", OPERATOR, NOON).id


def held(session: Session) -> dict[str, int]:
    """Net pence by the slug of who has it now."""
    session.flush()
    found: Counter[str] = Counter()
    for slug, pence in session.execute(
        select(Organisation.slug, SavingPart.net_pence).join(
            Organisation, Organisation.id == SavingPart.organisation_id
        )
    ):
        found[slug] += pence
    return dict(found)


def years(session: Session) -> list[Any]:
    return [
        tuple(row) for row in session.execute(select(SavingYear.year, SavingYear.net_pence).order_by(SavingYear.id))
    ]


def parts(session: Session) -> Counter[Any]:
    columns = (
        SavingPart.claim_id,
        SavingPart.year,
        SavingPart.bucket,
        SavingPart.organisation_id,
        SavingPart.net_pence,
    )
    return Counter(tuple(row) for row in session.execute(select(*columns)))


def test_after_a_merger_the_successor_has_all_of_it_under_its_former_names(sessions: Any) -> None:
    with sessions.begin() as session:
        one, other = an_actor(session), an_actor(session, organisation="broads")
        a_claim(session, one, "validated")
        a_claim(session, other, "validated", part1_now="800.00")
        reorganise(session, ("Fen and Broads Council",), predecessors=[COUNCIL, "broads"])

        assert held(session) == {"fen-and-broads-council": 30_000}
        formers = {part.former_id for part in session.scalars(select(SavingPart))}
        assert formers == {a_council(session, COUNCIL).id, a_council(session, "broads").id}


def test_a_split_divides_each_year_to_the_penny(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session), "validated", part1_now="899.99", end="31/03/2027")
        before, by_year = years(session), {each.year: each.net_pence for each in claim.years}
        reorganise(session, HALVES, ("1/3", "2/3"))

        session.flush()
        assert years(session) == before and sum(held(session).values()) == 10_001
        assert held(session) == {"west-fen-council": 3_334, "east-fen-council": 6_667}
        for year, net in by_year.items():
            rows = session.scalars(select(SavingPart).where(SavingPart.year == year)).all()
            assert sum(row.net_pence for row in rows) == net


def test_undone_everything_is_as_it_was(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, an_actor(session), "validated")
        target = a_target(session, 1_000)
        before = parts(session)
        number = reorganise(session, HALVES, ("60%", "40%"))
        assert parts(session) != before
        reorganising.undo(session, number, OPERATOR, NOON)

        assert parts(session) == before
        rows = session.scalars(select(SavingTarget)).all()
        assert [(row.id, row.pence, row.former_id) for row in rows] == [(target.id, 1_000, None)]
        assert session.scalar(select(Organisation).where(Organisation.slug == "west-fen-council")) is None


def a_target(session: Session, pence: int) -> SavingTarget:
    target = SavingTarget(
        network_id=network_called(session, "pen").id,
        organisation_id=a_council(session).id,
        kind="target",
        title="By 2027",
        first_year="2025-26",
        last_year="2026-27",
        pence=pence,
    )
    session.add(target)
    session.flush()
    return target


def test_targets_and_baselines_pass_on_by_the_same_shares(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session), "validated")
        a_target(session, 1_001)
        reorganise(session, HALVES, ("1/2", "1/2"))

        found = session.scalars(select(SavingTarget).order_by(SavingTarget.id)).all()
        assert [row.pence for row in found] == [501, 500] and all(row.former_id for row in found)
        assert sorted(passing_on.baselines(session, claim, TODAY).values()) == [50_000, 50_000]


def test_one_reorganisation_after_another_keeps_the_first_name(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, an_actor(session), "validated")
        reorganise(session, HALVES, ("60%", "40%"))
        last = reorganise(session, ("Greater Fen Council",), predecessors=["west-fen-council"], on=date(2026, 10, 1))

        assert held(session) == {"greater-fen-council": 6_000, "east-fen-council": 4_000}
        assert {part.former_id for part in session.scalars(select(SavingPart))} == {a_council(session).id}
        reorganising.undo(session, last, OPERATOR, NOON)
        assert held(session) == {"west-fen-council": 6_000, "east-fen-council": 4_000}


def test_a_split_without_shares_is_refused_for_who_has_savings(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, an_actor(session))
        with pytest.raises(Refused, match="has savings or targets. Say which share"):
            reorganise(session, HALVES)
        with pytest.raises(Refused, match="exactly 100%"):
            reorganise(session, HALVES, ("60%", "30%"))


def test_the_effects_of_a_change_tell_what_passes_on_and_in_which_shares(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, an_actor(session), "validated")
        a_draft(session, an_actor(session), reference="FEN 13/2025")
        a_target(session, 1_001)
        confirmed, planned = (Reorganisation([COUNCIL], HALVES, ON, each, ("60%", "40%")) for each in (False, True))
        told = [" ".join(effects.of_reorganisation(session, each)[0].sentences) for each in (confirmed, planned)]

        passes = "passes to West Fen Council, East Fen Council on 1 April 2026, by these shares: 60%, 40%"
        assert f"{passes}: 2 claims of savings and 1 target." in told[0]
        assert "stays with it until this is confirmed: 2 claims of savings and 1 target." in told[1]


def test_a_planned_split_changes_nothing_until_it_is_confirmed(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, an_actor(session), "validated")
        number = reorganise(session, HALVES, ("60%", "40%"), provisional=True)
        assert held(session) == {COUNCIL: 10_000}
        reorganising.confirm(session, number, OPERATOR, NOON)
        assert held(session) == {"west-fen-council": 6_000, "east-fen-council": 4_000}


def test_what_is_to_happen_later_happens_on_its_day(sessions: Any) -> None:
    with sessions.begin() as session:
        a_claim(session, an_actor(session), "validated")
        reorganise(session, HALVES, ("60%", "40%"), on=TODAY + timedelta(days=30))
        assert held(session) == {COUNCIL: 10_000}
        assert reorganisations.catch_up(session, NOON + timedelta(days=29)) == 0
        assert reorganisations.catch_up(session, NOON + timedelta(days=30)) == 1
        assert held(session) == {"west-fen-council": 6_000, "east-fen-council": 4_000}
        assert reorganisations.catch_up(session, NOON + timedelta(days=31)) == 0


def test_the_successor_sees_the_claim_and_cannot_claim_the_same_again(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_claim(session, an_actor(session), "validated")
        later, stranger = (
            an_actor(session, organisation="fen-and-broads-council"),
            an_actor(session, organisation="other"),
        )
        with pytest.raises(NotFound):
            seen.find(session, claim.key, later)
        reorganise(session, ("Fen And Broads Council",))
        assert organisation_slug("Fen And Broads Council") == "fen-and-broads-council"

        assert seen.find(session, claim.key, later) is claim
        with pytest.raises(NotFound):
            seen.find(session, claim.key, stranger)
        again = desk.begin(session, later, ENTERED, NOON)
        with pytest.raises(RuleRefused) as refused:
            desk.submit(session, again, later, NOON)
        assert refused.value.decision.rule == "R1"


@given(
    amounts=st.lists(st.tuples(st.sampled_from(["2025-26", "2026-27"]), st.integers(-(10**9), 10**9)), max_size=12),
    weights=st.lists(st.integers(1, 97), min_size=1, max_size=6),
)
def test_whatever_the_shares_successors_come_to_what_their_predecessor_had(
    amounts: list[tuple[str, int]], weights: list[int]
) -> None:
    pieces = [passing_on.Held(year, "headline", True, 1, None, True, pence) for year, pence in amounts]
    heirs = tuple((10 + n, Fraction(weight, sum(weights))) for n, weight in enumerate(weights))
    after = passing_on.divided(pieces, 1, heirs)

    for year in ("2025-26", "2026-27"):
        assert sum(x.net_pence for x in after if x.year == year) == sum(p for y, p in amounts if y == year)
    total = sum(pence for _, pence in amounts)
    for heir, share in heirs:
        assert abs(sum(x.net_pence for x in after if x.organisation == heir) - total * share) < 1
