"""Which way a call-off goes that nothing bars: without competition, only by competition, or it cannot be told.

Each route is decided by the framework's own law; what is not known never leads to an award without competition.
"""

from hub.signposting.award.conclusion import ADVISER, OWNER, Finding, Missing, Verdict
from hub.signposting.award.facts import OBJECTIVE, Facts, Mechanism, Proposal, Regulation, Terms, Tool
from hub.signposting.award.law import HELD, competition_name, provisions


def route(facts: Facts) -> Finding:
    """The one finding on the route. Where the law is not held, or what is proposed not known, none can be told."""
    if facts.regulation not in HELD or facts.proposal is Proposal.UNKNOWN:
        return Finding(Verdict.CANNOT_TELL, "Which routes are open cannot be told.")
    if facts.proposal is Proposal.COMPETE:
        return _compete(facts)
    if facts.proposal is Proposal.COMPETE_AMONG_SOME:
        reason = "Only a competition that every supplier able to do the work can take part in."
        return _only_competition(facts, reason, "s45(3); s46", "reg 33(8)(c); reg 33(11)(a)", "reg 51(4)")
    if facts.is_market:
        return _market(facts)
    if _above_direct_award_limit(facts):
        return _only_competition(facts, "The value is above that up to which the framework allows it.", "s45(1)")
    if facts.light_touch or facts.tool is Tool.NAMED_DPS or _below_threshold(facts):
        return _own_rules(facts)
    if facts.light_touch is None:  # whichever of the two it is, no more is permitted than by the stricter
        return min(_by_number_of_suppliers(facts), _own_rules(facts), key=lambda found: found.verdict.strictness)
    return _by_number_of_suppliers(facts)


def _compete(facts: Facts) -> Finding:
    if facts.is_market:
        basis = provisions(facts, "s34(1)", "reg 34", "reg 52")
    else:
        basis = provisions(facts, "s45(3); s46", "reg 33(8)(b); reg 33(8)(c)", "reg 51(4)")
    return Finding(Verdict.ONLY_COMPETITION, f"A {competition_name(facts)} is a way to award it.", basis)


def _market(facts: Facts) -> Finding:
    basis = provisions(facts, "s34(1)", "reg 34", "reg 52")
    reason = "Suppliers on such a list have only been admitted to it: each contract has to be competed for."
    return Finding(Verdict.ONLY_COMPETITION, reason, basis)


def _above_direct_award_limit(facts: Facts) -> bool:
    return facts.value is not None and facts.direct_award_max is not None and facts.value > facts.direct_award_max


def _below_threshold(facts: Facts) -> bool:
    return facts.regulation is Regulation.PROCUREMENT_ACT and facts.below_threshold is True


def _own_rules(facts: Facts) -> Finding:
    """Light touch, and below the threshold: the law leaves the way of awarding to the framework's own rules."""
    act = "s45(9)" if facts.light_touch else "s3(2); s45(3)"
    basis = provisions(facts, act, "reg 74; reg 76", "reg 91")
    if facts.suppliers == 1 and facts.others_party is False:
        return _single(facts)
    if facts.mechanism is Mechanism.NONE:
        return _only_competition(facts, "Its rules name no way to award without competition.", act, "reg 74; reg 76")
    if facts.mechanism is Mechanism.UNKNOWN:
        return _mechanism_unknown(basis)
    return _followed(facts, "Its own rules decide, and they provide for this way.", basis)


def _by_number_of_suppliers(facts: Facts) -> Finding:
    """One supplier on the lot is one party to the framework only where no other is or was."""
    if facts.suppliers == 1 and facts.others_party is False:
        return _single(facts)
    of_several = _several(facts)
    if facts.suppliers != 1 or of_several.verdict is Verdict.DIRECT_AWARD_ALLOWED:
        return of_several
    reason = "One supplier is on the lot now, but others are or may have been party to the framework."
    question = "May this lot be treated as a framework with one supplier?"
    missing = Missing("whether only one supplier is party to the framework", ADVISER, question)
    basis = provisions(facts, "s45(4)", "reg 33(7); reg 33(8)", "reg 51(4)")
    return Finding(Verdict.CANNOT_TELL, reason, basis, missing)


def _single(facts: Facts) -> Finding:
    basis = provisions(facts, "s45(4)(a)", "reg 33(7)(a)", "reg 51(4)")
    return Finding(Verdict.DIRECT_AWARD_ALLOWED, "One supplier is party to the framework.", basis)


def _several(facts: Facts) -> Finding:
    """The terms first, then the mechanism: what is known to be lacking decides before what is not known."""
    lacking = _terms_lacking(facts) or _mechanism_lacking(facts)
    return lacking or _terms_unknown(facts) or _mechanism(facts)


def _terms_lacking(facts: Facts) -> Finding | None:
    act, utilities = facts.regulation is Regulation.PROCUREMENT_ACT, facts.regulation is Regulation.UCR_2016
    if act and facts.terms is Terms.NO_CORE:
        return _only_competition(facts, "The framework does not set out the core terms.", "s45(3); s45(4)(b)(i)")
    if not act and not utilities and facts.terms in (Terms.NO_CORE, Terms.PART, Terms.CORE_ONLY):
        return _only_competition(facts, "The framework does not lay down all the terms.", pcr="reg 33(8)(c)")
    return None


def _mechanism_lacking(facts: Facts) -> Finding | None:
    if facts.mechanism in OBJECTIVE or facts.mechanism is Mechanism.UNKNOWN:
        if facts.mechanism_in_documents is False and facts.regulation is not Regulation.PROCUREMENT_ACT:
            reason = "The conditions for choosing the supplier were not in the procurement documents."
            return _only_competition(facts, reason, pcr="reg 33(8)(a); reg 33(9)", ucr="reg 51(4)")
        return None
    reason = "The framework sets no objective way to choose the supplier."
    return _only_competition(facts, reason, "s45(3); s45(4)(b)(ii)", "reg 33(8)(a)", "reg 51(4)")


def _terms_unknown(facts: Facts) -> Finding | None:
    """The Act asks for the core terms, the 2015 Regulations for all of them, the Utilities Regulations for none."""
    enough = {
        Regulation.PROCUREMENT_ACT: {Terms.ALL, Terms.CORE, Terms.CORE_ONLY},
        Regulation.PCR_2015: {Terms.ALL},
        Regulation.UCR_2016: set(Terms),
    }[facts.regulation]
    if facts.terms in enough:
        return None
    which = "the core terms" if facts.regulation is Regulation.PROCUREMENT_ACT else "all the terms"
    question = f"Does the framework set out {which} of a call-off, and where?"
    missing = Missing(f"whether the framework sets out {which}", OWNER, question)
    basis = provisions(facts, "s45(4)(b)(i)", "reg 33(8)(a)")
    return Finding(Verdict.CANNOT_TELL, f"It is not known whether the framework sets out {which}.", basis, missing)


def _mechanism(facts: Facts) -> Finding:
    basis = provisions(facts, "s45(4)(b)", "reg 33(8)(a)", "reg 51(4)")
    if facts.mechanism is Mechanism.UNKNOWN:
        return _mechanism_unknown(basis)
    if facts.mechanism_in_documents is None and facts.regulation is not Regulation.PROCUREMENT_ACT:
        question = "Where do the procurement documents set out the conditions for choosing the supplier?"
        reason = "It is not known whether the way to choose the supplier was in the procurement documents."
        missing = Missing("the objective conditions in the procurement documents", OWNER, question)
        return Finding(Verdict.CANNOT_TELL, reason, basis, missing)
    return _followed(facts, "The framework sets out the terms and an objective way to choose the supplier.", basis)


def _mechanism_unknown(basis: tuple[str, ...]) -> Finding:
    question = "How does the framework choose the supplier of an order without competition, and where does it say so?"
    missing = Missing("how the framework chooses the supplier", OWNER, question)
    return Finding(Verdict.CANNOT_TELL, "It is not known how the framework chooses the supplier.", basis, missing)


def _followed(facts: Facts, reason: str, basis: tuple[str, ...]) -> Finding:
    if facts.mechanism_followed:
        return Finding(Verdict.DIRECT_AWARD_ALLOWED, reason, basis)
    if facts.mechanism_followed is False:
        return Finding(Verdict.NOT_ALLOWED, "The supplier is not the one that the framework's rules lead to.", basis)
    question = "Do the framework's rules lead to this supplier for our order?"
    missing = Missing("that its rules lead to this supplier", OWNER, question)
    return Finding(Verdict.CANNOT_TELL, "It is not known whether the rules lead to this supplier.", basis, missing)


def _only_competition(facts: Facts, reason: str, act: str = "", pcr: str = "", ucr: str = "") -> Finding:
    return Finding(Verdict.ONLY_COMPETITION, reason, provisions(facts, act, pcr, ucr))
