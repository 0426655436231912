"""The database as a world to play sequences in: every step goes through the use-cases, by people with accounts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import Actor
from hub.errors import NotFound, Refused
from hub.ingest.organisations import organisation_slug
from hub.models import CallOffSharer, ClaimedCallOff, SavingClaim
from hub.savings import call_offs, desk, ledger, validating, verifying
from hub.savings.book import TENDER
from hub.savings.entry import Decision, ImportValue
from hub.savings.pence import shared
from hub.savings.ruling import RuleRefused, ruled
from hub.savings.states import DEAD
from hub.savings.years import first_day
from tests.moments import NOON
from tests.savings.people import SECRET, a_council, an_actor, with_role
from tests.savings.sequences import ClaimSeen, Seen, Step

ENTERED = {"title": "Something", "reference": "given", "evidence": "invoices"}


class DatabaseWorld:
    """In one session that writes. People are named by the sequence; they get the roles they need as they act."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._people: dict[str, Actor] = {}
        self._call_offs: dict[str, ClaimedCallOff] = {}
        self._claims: dict[str, SavingClaim] = {}
        self._before: dict[str, tuple[Any, ...]] = {}
        self._at = NOON

    def set_up(self, given: Sequence[Mapping[str, Any]]) -> None:
        for each in given:
            row = ClaimedCallOff(
                key=f"c-{each['ref'].lower()}",
                organisation=self._council(each["organisation"]),
                reference=each["ref"],
                reference_key=each["ref"].lower(),
                framework_title=each.get("framework") or "",
                route=each["route"],
                start=date.fromisoformat(each["start"]),
                ends_on=date.fromisoformat(each["end"]),
                unit_price_pence=each.get("unit_price_pence"),
                tender_run=each.get("tender_run", False),
                actual_spend_pence=each.get("actual_spend_pence"),
                predecessor=self._call_offs.get(each.get("predecessor") or ""),
            )
            row.sharers = [
                CallOffSharer(position=n, organisation=self._council(sharer["org"]), share=sharer["share"])
                for n, sharer in enumerate(each.get("sharers") or ())
            ]
            self._session.add(row)
            self._call_offs[each["ref"]] = row
        self._session.flush()

    def submit(self, step: Step) -> Seen:
        actor = self._somebody(step["by"], step["organisation"])
        call_off = self._call_offs[step["calloff"]]
        claim = self._claims.get(step["claim"])
        if claim is None:
            fields = {name: step[name] for name in ("basis", "column", "evidence", "baseline_source") if step.get(name)}
            claim = self._draft(step, actor, fields)
            claim.call_off = call_off
        if step["state"] == "draft":
            return Seen("accept", None)
        return self._tried(lambda: self._submitted(claim, actor, inputs(step, call_off), step["state"]))

    def _draft(self, step: Step, actor: Actor, fields: Mapping[str, str]) -> SavingClaim:
        claim = desk.begin(self._session, actor, {**ENTERED, **fields}, self._now())
        if step.get("supersedes"):
            claim.supersedes = self._claims[step["supersedes"]]
        self._claims[step["claim"]] = claim
        self._session.flush()
        return claim

    def _submitted(self, claim: SavingClaim, actor: Actor, said: Mapping[str, Any], state: str) -> Decision:
        decision = desk.submit(self._session, claim, actor, self._now(), inputs=said)
        self._brought(claim, state)
        return decision

    def owner_declare(self, step: Step) -> Seen:
        actor = self._somebody(step["by"], step["owner"])
        claim = self._draft(step, actor, {"claimant": "framework_owner", "framework_title": step["framework"]})
        years = sorted(step["by_fy"])
        period = {"start": first_day(years[0]).isoformat(), "end": first_day(years[-1]).isoformat()}
        said = {"calloff": {"route": "framework", **period}, "lines": by_year(step["by_fy"], "PRICE_PREV", {})}
        return self._tried(lambda: self._submitted(claim, actor, said, step.get("state", "validated")))

    def verify(self, step: Step) -> Seen:
        claim = self._claims[step["claim"]]
        actor = self._somebody(step["by"], step.get("organisation", claim.organisation.name))
        return self._tried(lambda: verifying.verify(self._session, claim, actor, "", self._now(), SECRET))

    def validate(self, step: Step) -> Seen:
        actor = self._moderator(step["by"])
        claim = self._claims[step["claim"]]
        return self._tried(lambda: validating.validate(self._session, claim, actor, "", self._now()))

    def give_back(self, step: Step) -> Seen:
        claim = self._claims[step["claim"]]
        actor = self._somebody(step["by"], claim.organisation.name)
        return self._tried(lambda: verifying.give_back(self._session, claim, actor, "Why?", self._now()))

    def edit(self, step: Step) -> Seen:
        claim = self._claims[step["claim"]]
        actor = self._somebody(step["by"], claim.organisation.name)
        said, fields = dict(claim.inputs), dict(claim.entered)
        if step["field"] == "baseline_date":
            fields["baseline_date"] = "31/03/2024"
        if step.get("new_by_fy") is not None:
            said["lines"] = by_year(step["new_by_fy"], said["lines"][0]["type"], {}) if said else []
        elif step["field"] in ("title", "notes"):
            fields[step["field"]] = "Something else"
        else:
            said["lines"] = [{**line, "baseline_method": "other"} for line in said["lines"]]

        def save() -> Decision | None:
            if claim.state in DEAD and step["field"] == "notes":
                desk.annotate(self._session, claim, actor, fields["notes"], claim.version, self._now())
                return None
            return desk.save(self._session, claim, actor, fields, claim.version, self._now(), inputs=said)

        return self._tried(save)

    def withdraw(self, step: Step) -> Seen:
        claim = self._claims[step["claim"]]
        actor = self._somebody(step["by"], claim.organisation.name)
        return self._tried(lambda: desk.withdraw(self._session, claim, actor, self._now()))

    def extend(self, step: Step) -> Seen:
        return self._fact(step, call_offs.extend, date.fromisoformat(step["new_end"]))

    def end_early(self, step: Step) -> Seen:
        return self._fact(step, call_offs.end_early, date.fromisoformat(step["on"]))

    def record_spend(self, step: Step) -> Seen:
        return self._fact(step, call_offs.record_spend, step["spend_pence"])

    def record_tender_run(self, step: Step) -> Seen:
        return self._fact(step, call_offs.record_tender_run)

    def add_sharer(self, step: Step) -> Seen:
        self._council(step["org"])
        return self._fact(step, call_offs.add_sharer, step["org"], step["share"], True)

    def import_value(self, step: Step) -> Seen:
        book = ledger.book(self._session, None)
        entry = ImportValue(step["value_source"], step.get("amount_pence"), step.get("text", ""))
        return self._tried(lambda: ruled(book, entry))

    def claim(self, key: str) -> ClaimSeen:
        row = self._claims[key]
        self._session.refresh(row)
        counted = {each.year: each.net_pence for each in row.years} if row.state == "validated" else {}
        shared = row.call_off is not None and row.call_off.sharers
        unattributed = sum(part.net_pence for part in row.parts if part.organisation_id is None) if shared else None
        return ClaimSeen(row.state, row.column, counted, unattributed)

    def changed(self) -> set[str]:
        return {key for key, told in self._told().items() if self._before.get(key) != told}

    def totals(self) -> Mapping[str, Any]:
        sums = {"collaborative": 0, "local": 0, "owner_declared": 0, "pending": 0}
        by_year: dict[str, int] = {}
        for row in self._session.scalars(select(SavingClaim)):
            assert sum(part.net_pence for part in row.parts) == sum(year.net_pence for year in row.years)
            net = sum(part.net_pence for part in row.parts)
            if row.state == "validated":
                sums[row.column] += net
            elif row.state in ("submitted", "verified"):
                sums["pending"] += net
            if row.state == "validated" and row.column != "owner_declared":
                for year in row.years:
                    by_year[year.year] = by_year.get(year.year, 0) + year.net_pence
        council = sums["collaborative"] + sums["local"]
        told = {f"{name}_pence": pence for name, pence in sums.items()}
        return told | {"council_total_pence": council, "council_by_fy": dict(sorted(by_year.items()))}

    def _fact(self, step: Step, record: Callable[..., Any], *values: Any) -> Seen:
        call_off = self._call_offs[step["calloff"]]
        actor = self._somebody(step["by"], call_off.organisation.name)
        return self._tried(lambda: record(self._session, call_off, actor, *values, self._now()))

    def _tried(self, act: Callable[[], Any]) -> Seen:
        """What is refused leaves nothing behind, as where a request is rolled back."""
        self._session.flush()
        self._before = self._told()
        nested, people = self._session.begin_nested(), dict(self._people)
        try:
            decision = act()
        except (Refused, NotFound) as refused:
            nested.rollback()
            self._people = people
            rule = refused.decision.rule if isinstance(refused, RuleRefused) else "STATE"
            return Seen("reject", rule, str(refused))
        nested.commit()
        if isinstance(decision, Decision):
            return Seen(decision.outcome, decision.rule, decision.words)
        return Seen("accept", None)

    def _told(self) -> dict[str, tuple[Any, ...]]:
        return {
            key: (
                row.state,
                [(y.year, y.net_pence) for y in row.years],
                [(p.organisation_id, p.net_pence) for p in row.parts],
            )
            for key, row in self._claims.items()
        }

    def _brought(self, claim: SavingClaim, state: str) -> None:
        name = claim.organisation.name
        if state in ("verified", "validated"):
            actor = self._somebody(f"second person of {name}", name)
            verifying.verify(self._session, claim, actor, "", self._now(), SECRET)
        if state == "validated":
            validating.validate(self._session, claim, self._moderator("the network"), "", self._now())

    def _somebody(self, name: str, organisation: str) -> Actor:
        slug = self._council(organisation).slug
        actor = self._people.get(name) or an_actor(self._session, organisation=slug)
        if slug not in actor.organisations:
            actor = with_role(self._session, actor, "member", slug)
        self._people[name] = actor
        return Actor(**{**vars(actor), "acting_for": slug})

    def _moderator(self, name: str) -> Actor:
        actor = self._people.get(name) or an_actor(self._session, "moderator")
        if "moderator" not in actor.roles:
            actor = with_role(self._session, actor, "moderator")
        self._people[name] = actor
        return actor

    def _council(self, name: str) -> Any:
        found = a_council(self._session, organisation_slug(name))
        found.name = name
        return found

    def _now(self) -> Any:
        self._at += timedelta(minutes=1)
        return self._at


def inputs(step: Step, call_off: ClaimedCallOff) -> dict[str, Any]:
    """A step's claim in the shape of a claim's inputs."""
    end = max(call_off.ended_on or call_off.ends_on, call_off.start)
    said: dict[str, Any] = {
        "calloff": {"route": call_off.route, "start": call_off.start.isoformat(), "end": end.isoformat()},
        "entered_column": step.get("column") or None,
    }
    cut = {"budget_reduction_pence": step["budget_reduction_pence"]} if "budget_reduction_pence" in step else {}
    if "tender" in step:
        ((year, pence),) = step["by_fy"].items()
        typed = {"type": TENDER, "method": "declared", "amount_pence": pence, "tender": step["tender"]}
        lines = [typed | {"date": first_day(year).isoformat()}]
    elif "lines" in step:
        given = [{**step, **line} for line in step["lines"]]
        lines = [
            year
            for line in given
            for year in by_year(line["by_fy"], line["type"], cut, line.get("framework_cost_pence"))
        ]
    elif "by_fy" in step:
        lines = by_year(step["by_fy"], step["type"], cut, step.get("framework_cost_pence"))
    elif "price" in step:
        lines = [priced(step["price"], step["type"], step["fy"])]
    else:
        cost, period = step.get("framework_cost_pence"), {"start": step["start"], "end": step["end"]}
        lines = [{"type": step["type"], **amount(step["total_pence"], cost), **period, **cut}]
    return said | {"lines": lines}


def by_year(amounts: Mapping[str, int], kind: str, cut: Mapping[str, Any], cost: int | None = None) -> list[Any]:
    """A line for each year, which has its part of what the amounts rest on."""
    once = {"type": kind, "recurrence": "one_off", **cut}
    years = sorted(amounts)
    costs: Sequence[int | None] = [None] * len(years)
    if cost is not None:
        costs = shared(cost, [Fraction(max(1, abs(amounts[year]))) for year in years])
    return [
        {**once, "date": first_day(year).isoformat(), **amount(amounts[year], part)}
        for year, part in zip(years, costs, strict=True)
    ]


def amount(pence: int, cost: int | None) -> dict[str, Any]:
    """An amount as given; where it rests on what is spent through the framework, that is the price of one."""
    if cost is None:
        return {"method": "declared", "amount_pence": pence}
    prices = {"baseline_unit_pence": pence + cost, "framework_unit_pence": cost}
    return {"method": "unit_price", "volume": "1", **prices}


def priced(price: Mapping[str, Any], kind: str, year: str) -> dict[str, Any]:
    line = {"type": kind, "volume": price["volume"], "volume_ref": price.get("volume_ref")}
    line |= {"recurrence": "one_off", "date": first_day(year).isoformat(), "price_per": price.get("price_per", "1")}
    if price.get("proposed_unit_pence") is not None:
        prices = {"proposed_unit_pence": price["proposed_unit_pence"], "agreed_unit_pence": price["agreed_unit_pence"]}
        return line | {"method": "rise_unit", **prices}
    index = {"name": "index", "pct": price.get("index_pct") or "0"}
    prices = {"baseline_unit_pence": price["last_unit_pence"], "framework_unit_pence": price["agreed_unit_pence"]}
    return line | {"method": "unit_price", "indices": [index], **prices}
