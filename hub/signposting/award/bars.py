"""Rules that bar a call-off: by this buyer, to this supplier, on this day or in this form.

Each gives a finding or None. What is not known bars nothing here; hub.signposting.award.doubts asks for it.
"""

from datetime import date

from hub.signposting.award.conclusion import Finding, Verdict
from hub.signposting.award.facts import Contract, Extension, Facts, Proposal, Regulation, Sector, Standing, Tool
from hub.signposting.award.law import DPS_EXPIRES, DPS_MAY_CHANGE_UNTIL, provisions
from hub.signposting.award.term import completes_unfinished_process, last_day, months_after, months_past

OFF_THE_LOT = {
    Standing.SUSPENDED: "The supplier is suspended from the lot.",
    Standing.LEFT: "The supplier has left the lot.",
    Standing.ELSEWHERE: "The supplier is not on this lot.",
    Standing.ANOTHER_COMPANY: "The company that would get the order is not itself party to the framework.",
}


def buyer_not_entitled(facts: Facts) -> Finding | None:
    if facts.buyer_entitled is not False:
        return None
    basis = provisions(facts, "s34(6)" if facts.is_market else "s45(5)(f)", "reg 33(5)", "reg 51(3)")
    return _barred("The buyer is not among those entitled to use it.", basis)


def utilities_market_without_a_utility(facts: Facts) -> Finding | None:
    if facts.tool is not Tool.UTILITIES_DYNAMIC_MARKET or facts.buyer_is_utility is not False:
        return None
    return _barred("A utilities dynamic market is only for utilities.", provisions(facts, "s35(2)"))


def not_begun(facts: Facts) -> Finding | None:
    if facts.call_off_on is None or facts.start is None or facts.call_off_on >= facts.start:
        return None
    basis = provisions(facts, "s45(1)", "reg 33(2)", "reg 51(1)")
    return _barred("It has not begun on the day of the call-off.", basis)


def has_ended(facts: Facts) -> Finding | None:
    last = last_day(facts)
    if facts.call_off_on is None or last is None or facts.call_off_on <= last.day:
        return None
    if completes_unfinished_process(facts):
        return None
    return _barred(last.reason, last.basis)


def dps_is_over(facts: Facts) -> Finding | None:
    if facts.tool is not Tool.DPS or not _after(facts.call_off_on, DPS_EXPIRES):
        return None
    basis = provisions(facts, pcr="SI 2024/716 reg 5(4)", ucr="SI 2024/716 reg 8(3)")
    return _barred("Every DPS under the earlier law has expired by then.", basis)


def dps_changed_too_late(facts: Facts) -> Finding | None:
    changed = facts.extension is Extension.DPS_VALIDITY_CHANGED and _after(facts.dps_changed_on, DPS_MAY_CHANGE_UNTIL)
    if not changed:
        return None
    reason = "Its period of validity was changed on a day on which that was no longer possible."
    return _barred(reason, provisions(facts, pcr="SI 2024/716 reg 5(4); reg 34", ucr="SI 2024/716 reg 8(3); reg 52"))


def supplier_not_on_the_lot(facts: Facts) -> Finding | None:
    reason = OFF_THE_LOT.get(facts.standing)
    return _barred(reason, provisions(facts, "s45(2)", "reg 33(5)", "reg 51(3)")) if reason else None


def supplier_excluded(facts: Facts) -> Finding | None:
    private = facts.regulation is Regulation.PROCUREMENT_ACT and facts.private_utility is True
    if facts.standing is not Standing.EXCLUDED or private:
        return None
    basis = provisions(facts, "s57(1)" if facts.is_market else "s45(6)(a); s57(1)", "reg 57", "reg 80")
    return _barred("The supplier is an excluded supplier.", basis)


def no_supplier(facts: Facts) -> Finding | None:
    if facts.suppliers != 0 or facts.is_market:
        return None
    return _barred("No supplier is on the lot.", provisions(facts, "s45(2)", "reg 33(2)", "reg 51(1)"))


def outside_other_limits(facts: Facts) -> Finding | None:
    if facts.limits_kept is not False:
        return None
    basis = provisions(facts, "s45(1)", "reg 33(6)", "reg 51(1)")
    return _barred("The call-off is outside a limit that the framework sets.", basis)


def outside_value_limits(facts: Facts) -> Finding | None:
    if facts.value is None:
        return None
    below = facts.order_min is not None and facts.value < facts.order_min
    above = facts.order_max is not None and facts.value > facts.order_max
    if not below and not above:
        return None
    reason = f"The value is {'below the least' if below else 'above the most'} that an order on this lot may have."
    return _barred(reason, provisions(facts, "s45(1)", "reg 33(6)", "reg 51(2)"))


def longer_than_it_may_be(facts: Facts) -> Finding | None:
    if facts.length is None or facts.length_max is None or facts.length <= facts.length_max:
        return None
    reason = f"It is longer than the {facts.length_max} months that a call-off may have."
    return _barred(reason, provisions(facts, "s45(1)", "reg 33(6)", "reg 51(2)"))


def outlasts_the_framework(facts: Facts) -> Finding | None:
    if facts.outlast_max is None or facts.length is None or facts.call_off_on is None or facts.end is None:
        return None
    if months_after(facts.call_off_on, facts.length) <= months_past(facts.end, facts.outlast_max):
        return None
    reason = "It would outlast the framework by more than this framework allows."
    return _barred(reason, provisions(facts, "s45(1)", "reg 33(6)", "reg 51(2)"))


def out_of_scope(facts: Facts) -> Finding | None:
    if facts.within_scope is not False:
        return None
    basis = provisions(facts, "s45(1); s45(5)(a)", "reg 33(6)", "reg 51(1)")
    return _barred("What is wanted is not within what the lot is for.", basis)


def changes_the_terms(facts: Facts) -> Finding | None:
    if facts.order_changes_terms is not True:
        return None
    return _barred("The order would change the terms of the framework.", provisions(facts, "s45(1)", "reg 33(6)"))


def maximum_value_used_up(facts: Facts) -> Finding | None:
    if not facts.maximum_value_used or facts.is_market or facts.regulation is Regulation.PROCUREMENT_ACT:
        return None
    reason = "The maximum value of the framework is used up."
    return _barred(reason, (*provisions(facts, "", "reg 33(3)", "reg 51(1)"), "Case C-216/17"))


def a_concession(facts: Facts) -> Finding | None:
    if facts.contract is not Contract.CONCESSION or facts.regulation is not Regulation.PROCUREMENT_ACT:
        return None
    if not facts.is_market:
        return _barred("A concession cannot be called off from a framework.", ("PA2023 s45(8)(a)",))
    if facts.sector is Sector.UTILITIES or facts.buyer_is_utility or facts.private_utility:
        return None
    reason = "A concession that is no utilities contract cannot be awarded by reference to a dynamic market."
    return _barred(reason, ("PA2023 s34(7)",))


def a_framework_below_the_framework(facts: Facts) -> Finding | None:
    if facts.contract is not Contract.FRAMEWORK:
        return None
    return _barred("A framework cannot be called off from a framework.", provisions(facts, "s45(8)(b)", "reg 33(2)"))


def market_closed_to_some(facts: Facts) -> Finding | None:
    if not facts.is_market or facts.market_rules_kept is not False:
        return None
    reason = (
        "A market is open at all times: a notice is due where the law asks for one, and applications are considered."
    )
    return _barred(reason, provisions(facts, "s21; s34(4)", "reg 34", "reg 52"))


def some_members_left_out(facts: Facts) -> Finding | None:
    if not facts.is_market or facts.proposal is not Proposal.COMPETE_AMONG_SOME:
        return None
    reason = "Every member of it, or of the part or category, has to have the chance to compete."
    return _barred(reason, provisions(facts, "s20; s21; s34", "reg 34(22)", "reg 52"))


BARS = (
    buyer_not_entitled,
    utilities_market_without_a_utility,
    not_begun,
    has_ended,
    dps_is_over,
    dps_changed_too_late,
    supplier_not_on_the_lot,
    supplier_excluded,
    no_supplier,
    outside_other_limits,
    outside_value_limits,
    longer_than_it_may_be,
    outlasts_the_framework,
    out_of_scope,
    changes_the_terms,
    maximum_value_used_up,
    a_concession,
    a_framework_below_the_framework,
    market_closed_to_some,
    some_members_left_out,
)


def _barred(reason: str, basis: tuple[str, ...]) -> Finding:
    return Finding(Verdict.NOT_ALLOWED, reason, basis)


def _after(day: date | None, last: date) -> bool:
    return day is not None and day > last
