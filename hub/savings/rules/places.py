"""R5, R4, R9 and R1: what is claimed already."""

from collections.abc import Iterator

from hub.savings.book import TENDER, HeldClaim, Line
from hub.savings.entry import Finding
from hub.savings.pence import shown
from hub.savings.rules.case import Case, listed, tender
from hub.savings.standing import tendered_before
from hub.savings.worth import years

OTHERWISE = "If the figure has changed, say that this claim takes its place."


def estimates_and_actuals(case: Case) -> Iterator[Finding]:
    """R5: an actual counts instead of an estimate, year by year; no estimate comes after an actual."""
    for line in case.claim.lines:
        for other in case.own():
            if other.basis == case.claim.basis:
                continue
            if case.claim.basis == "estimated":
                yield from _after_an_actual(case, line, other)
            else:
                yield from _after_an_estimate(case, line, other)


def _after_an_actual(case: Case, line: Line, other: HeldClaim) -> Iterator[Finding]:
    if shared := _years_of(case, line, other):
        yield case.reject(
            "R5",
            f"What was really saved in {listed(shared)} is claimed already, in {case.book.name(other.key)}. "
            "The estimate was not taken. Leave those years out of it.",
            line,
        )


def _after_an_estimate(case: Case, line: Line, other: HeldClaim) -> Iterator[Finding]:
    name = case.book.name(other.key)
    if line.type == TENDER and tender(other):
        yield case.adjust(
            "R5",
            f"The tendering this avoided is estimated in {name}. Once this actual figure is validated it counts and "
            "the whole estimate stops counting, whatever its year. You need do nothing.",
            line,
        )
    elif shared := _years_of(case, line, other):
        yield case.adjust(
            "R5",
            f"{name} is an estimate for {listed(shared)}. Once this actual figure is validated it counts for "
            f"{listed(shared)}; the estimate stays for its other years. You need do nothing.",
            line,
        )


def _years_of(case: Case, line: Line, other: HeldClaim) -> list[str]:
    """The years both have; of tendering, which is held for no year, those that are typed."""
    if line.type != TENDER:
        return case.shared_years(other, line)
    theirs = [each for each in other.lines if each.type == TENDER]
    return sorted({year for each in theirs for year in years(each) & years(line)})


def other_column(case: Case) -> Iterator[Finding]:
    """R4: a saving stands as collaborative or as local, never as both."""
    for line in case.claim.lines:
        for other in case.own():
            shared = _years_of(case, line, other)
            if shared and other.column != case.column:
                yield case.reject(
                    "R4",
                    f"This saving for {listed(shared)} is claimed already as {other.column}, in "
                    f"{case.book.name(other.key)}. It was not taken as {case.column} as well: a saving stands in one "
                    f"column only. {OTHERWISE}",
                    line,
                )


def tendering(case: Case) -> Iterator[Finding]:
    """R9: one tender is avoided by one call-off, if none was run, and costs what the formula gives."""
    for line in (line for line in case.claim.lines if line.type == TENDER):
        if case.call_off.tender_run:
            yield case.reject("R9", TENDER_RUN, line)
        elif other := _tender_before(case):
            yield case.reject("R9", _second_tender(case, other), line)
        elif tendered_before(case.claim, line):
            yield case.reject("R9", TWICE_IN_ONE, line)
        elif line.formula_pence is not None and case.entered(line) > line.formula_pence:
            yield case.adjust("R9", _above_formula(case, line, line.formula_pence), line)


TENDER_RUN = (
    "A tender was run for this call-off all the same, so its cost was not avoided. "
    "The cost of tendering was not taken. If no tender was run, correct that on the call-off."
)

TWICE_IN_ONE = (
    "This claim has the cost of tendering twice, and one call-off avoids one tender, however many lots it has. "
    "The second was not taken. Put the cost of tendering on one line."
)


def _second_tender(case: Case, other: HeldClaim) -> str:
    return (
        f"The cost of tendering that this call-off avoided is claimed already, in {case.book.name(other.key)}. "
        "A call-off avoids one tender, whatever its lots, years and extensions, so this one was not taken. "
        f"{OTHERWISE}"
    )


def _above_formula(case: Case, line: Line, formula: int) -> str:
    return (
        f"The hours and costs given come to {shown(formula)} avoided, not {shown(case.entered(line))}: the "
        f"call-off had a cost of its own. {shown(formula)} counts. If hours or costs are missing, add them."
    )


def unique(case: Case) -> Iterator[Finding]:
    """R1: one claim of a basis for an organisation, call-off, type and year, unless the new one replaces the old."""
    if case.cannot_supersede:
        yield case.reject("R1", case.cannot_supersede)
    for line in case.claim.lines:
        for other in case.own():
            shared = [] if line.type == TENDER else case.shared_years(other, line)
            if shared and other.basis == case.claim.basis:
                yield case.reject(
                    "R1",
                    f"This kind of saving on this call-off is claimed already for {listed(shared)}, in "
                    f"{case.book.name(other.key)}. The claim was not taken, or it would count twice. {OTHERWISE}",
                    line,
                )


def _tender_before(case: Case) -> HeldClaim | None:
    """Another claim for the tender: an actual may follow an estimate, nothing else may follow."""
    for other in case.others():
        follows = case.claim.basis == "actual" and other.basis == "estimated"
        if tender(other) and not (follows and other.organisation == case.claim.organisation):
            return other
    return None
