"""The rules alone as a world to play sequences in: no database, a book that each decision replaces."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hub.savings.book import Book, ByYear, HeldCallOff, HeldClaim, InYear, Line, Prices, Sharer, Total
from hub.savings.entry import (
    AddSharer,
    Decision,
    Edit,
    EndEarly,
    Entry,
    Extend,
    GiveBack,
    ImportValue,
    OwnerDeclare,
    RecordSpend,
    RecordTenderRun,
    Refuse,
    Submit,
    Validate,
    Verify,
    Withdraw,
)
from hub.savings.pence import rounded
from hub.savings.rules.deciding import decide
from hub.savings.standing import standing
from hub.savings.totals import totals
from tests.savings.sequences import ClaimSeen, Seen, Step


class PureWorld:
    """Keeps the book, and the last decision."""

    book: Book
    last: Decision

    def set_up(self, call_offs: Iterable[Mapping[str, Any]]) -> None:
        self.book = Book({each["ref"]: call_off(each) for each in call_offs})

    def enter(self, entry: Entry) -> Seen:
        self.last = decide(self.book, entry)
        self.book = self.last.book
        return Seen(self.last.outcome, self.last.rule, self.last.words)

    def submit(self, step: Step) -> Seen:
        return self.enter(Submit(claim(step)))

    def owner_declare(self, step: Step) -> Seen:
        return self.enter(OwnerDeclare(declaration(step)))

    def verify(self, step: Step) -> Seen:
        return self.enter(Verify(step["claim"], step["by"], step.get("organisation", "")))

    def validate(self, step: Step) -> Seen:
        return self.enter(Validate(step["claim"], step["by"]))

    def give_back(self, step: Step) -> Seen:
        return self.enter(GiveBack(step["claim"], step["by"]))

    def refuse(self, step: Step) -> Seen:
        return self.enter(Refuse(step["claim"], step["by"]))

    def edit(self, step: Step) -> Seen:
        given = step.get("new_by_fy")
        lines = self._lines(step["claim"], given) if given is not None else None
        return self.enter(Edit(step["claim"], step["by"], frozenset({step["field"]}), lines))

    def _lines(self, key: str, by_fy: Mapping[str, int]) -> tuple[Line, ...]:
        """The line as it was, but for the amounts."""
        held = self.book.claims.get(key)
        return (replace(held.lines[0], sum=ByYear(dict(by_fy))),) if held else ()

    def withdraw(self, step: Step) -> Seen:
        return self.enter(Withdraw(step["claim"], step["by"]))

    def extend(self, step: Step) -> Seen:
        return self.enter(Extend(step["calloff"], date.fromisoformat(step["new_end"])))

    def end_early(self, step: Step) -> Seen:
        return self.enter(EndEarly(step["calloff"], date.fromisoformat(step["on"])))

    def record_spend(self, step: Step) -> Seen:
        return self.enter(RecordSpend(step["calloff"], step["spend_pence"]))

    def record_tender_run(self, step: Step) -> Seen:
        return self.enter(RecordTenderRun(step["calloff"]))

    def add_sharer(self, step: Step) -> Seen:
        return self.enter(AddSharer(step["calloff"], Sharer(step["org"], share(step["share"]))))

    def import_value(self, step: Step) -> Seen:
        return self.enter(ImportValue(step["value_source"], step.get("amount_pence"), step.get("text", "")))

    def claim(self, key: str) -> ClaimSeen:
        stands = standing(self.book, key)
        return ClaimSeen(stands.state, stands.column, stands.counted_by_fy, stands.unattributed_pence)

    def changed(self) -> set[str]:
        return set(self.last.changed)

    def totals(self) -> Mapping[str, Any]:
        found = totals(self.book)
        return asdict(found) | {"council_total_pence": found.council_total_pence}


def call_off(given: Mapping[str, Any]) -> HeldCallOff:
    return HeldCallOff(
        ref=given["ref"],
        organisation=given["organisation"],
        start=date.fromisoformat(given["start"]),
        end=date.fromisoformat(given["end"]),
        route=given["route"],
        framework=given.get("framework"),
        lead=given.get("lead") or "",
        sharers=tuple(Sharer(each["org"], share(each["share"])) for each in given.get("sharers") or ()),
        predecessor=given.get("predecessor") or "",
        unit_price_pence=given.get("unit_price_pence"),
        tender_run=given.get("tender_run", False),
        actual_spend_pence=given.get("actual_spend_pence"),
    )


def claim(step: Step) -> HeldClaim:
    evidence = step.get("evidence") or []
    return HeldClaim(
        key=step["claim"],
        organisation=step["organisation"],
        call_off=step["calloff"],
        basis=step["basis"],
        lines=tuple(line({**step, **each}, n) for n, each in enumerate(step.get("lines") or [step], start=1)),
        state=step["state"],
        column=step.get("column") or "",
        reporter=step["by"],
        evidence=frozenset([evidence] if isinstance(evidence, str) else evidence),
        supersedes=step.get("supersedes") or "",
    )


def line(step: Step, number: int) -> Line:
    return Line(
        number=number,
        type=step["type"],
        sum=_sum(step),
        prices=_prices(step["price"]) if "price" in step else None,
        framework_cost_pence=step.get("framework_cost_pence"),
        formula_pence=_formula(step["tender"]) if "tender" in step else None,
        baseline_source=step.get("baseline_source") or step.get("value_source") or "",
    )


def declaration(step: Step) -> HeldClaim:
    return HeldClaim(
        key=step["claim"],
        organisation=step["owner"],
        call_off="",
        basis="actual",
        lines=(Line("PRICE_PREV", ByYear(step["by_fy"])),),
        state=step.get("state", "validated"),
        reporter=step["by"],
        framework=step["framework"],
        supersedes=step.get("supersedes") or "",
    )


def share(given: str) -> Fraction:
    return Fraction(Decimal(given[:-1])) / 100 if given.endswith("%") else Fraction(given)


def _sum(step: Step) -> ByYear | Total | InYear:
    if "by_fy" in step:
        return ByYear(step["by_fy"])
    if "total_pence" in step:
        return Total(step["total_pence"], date.fromisoformat(step["start"]), date.fromisoformat(step["end"]))
    return InYear(step["fy"])


def _prices(given: Mapping[str, Any]) -> Prices:
    index = given.get("index_pct")
    return Prices(
        agreed=Fraction(given["agreed_unit_pence"]),
        volume=Fraction(given["volume"]),
        volume_ref=given.get("volume_ref") or "",
        last=_exact(given.get("last_unit_pence")),
        indices=(Fraction(index),) if index is not None else (),
        proposed=_exact(given.get("proposed_unit_pence")),
        per=Fraction(given.get("price_per") or 1),
    )


def _exact(given: Any) -> Fraction | None:
    return None if given is None else Fraction(given)


def _formula(given: Mapping[str, Any]) -> int:
    """The cost of tendering avoided: staff, rounded once, and what was paid to others."""
    hours = Fraction(given.get("productive_hours") or "1720")
    staff = sum(
        (Fraction(each["hours_tender"]) - Fraction(each["hours_calloff"])) * 2 * each["salary_pence"] / hours
        for each in given["grades"]
    )
    return rounded(Fraction(staff)) + given["external_tender_pence"] - given["external_calloff_pence"]
