"""Rules that say what must be known before anything can be concluded, who can settle it, and what to ask them."""

from collections.abc import Callable

from hub.signposting.award.conclusion import ADVISER, OWNER, REQUESTER, Finding, Missing, Verdict
from hub.signposting.award.facts import Contract, Extension, Facts, Proposal, Regulation, Standing, Tool
from hub.signposting.award.law import HELD, NAMES, provisions
from hub.signposting.award.term import completes_unfinished_process, exceeds_usual_term, last_day

FITTING = {
    Tool.OPEN_FRAMEWORK: {Regulation.PROCUREMENT_ACT},
    Tool.DYNAMIC_MARKET: {Regulation.PROCUREMENT_ACT},
    Tool.UTILITIES_DYNAMIC_MARKET: {Regulation.PROCUREMENT_ACT},
    Tool.DPS: {Regulation.PCR_2015, Regulation.UCR_2016},
    Tool.NAMED_DPS: {Regulation.PCR_2015},
}
"""The laws that know each kind; a framework is known to all."""


def law_not_held(facts: Facts) -> Finding | None:
    if facts.regulation in HELD:
        return None
    if facts.regulation is Regulation.UNKNOWN:
        return _doubt(
            "It is not known which law it was let under.",
            "the law it was let under",
            OWNER,
            "Under which law was it let: the Procurement Act 2023 or the Public Contracts Regulations 2015?",
        )
    reason = f"It was let under {NAMES[facts.regulation]}, and the hub does not hold the test for it."
    return _doubt(reason, "the test of that law", ADVISER, "Which test does that law set for this call-off?")


def kind_not_known(facts: Facts) -> Finding | None:
    if facts.tool is Tool.UNKNOWN:
        question = "Is it a framework, an open framework, a dynamic purchasing system or a dynamic market?"
        return _doubt("It is not known what kind of agreement it is.", "the kind of agreement", OWNER, question)
    if facts.regulation in HELD and facts.regulation not in FITTING.get(facts.tool, HELD):
        question = "What kind of agreement is it, and under which law was it let?"
        reason = "The kind of agreement and the law do not belong together."
        return _doubt(reason, "which of the two is right", OWNER, question)
    return None


def proposal_not_clear(facts: Facts) -> Finding | None:
    if facts.proposal is not Proposal.UNKNOWN:
        return None
    question = "Do you want to award without competition, or to run a competition?"
    return _doubt("It is not clear what is proposed.", "what you want to do", REQUESTER, question)


def buyer_not_known_to_be_entitled(facts: Facts) -> Finding | None:
    if facts.buyer_entitled is not None:
        return None
    return _doubt(
        "It is not known whether the buyer is among those entitled to use it.",
        "whether your organisation is entitled to use it",
        OWNER,
        "Is our organisation among those entitled to use it, and where does it say so?",
        provisions(facts, "s45(5)(f)", "reg 33(5)", "reg 51(3)"),
    )


def buyer_not_known_to_be_a_utility(facts: Facts) -> Finding | None:
    if facts.tool is not Tool.UTILITIES_DYNAMIC_MARKET or facts.buyer_is_utility is not None:
        return None
    reason = "A utilities dynamic market is only for utilities."
    question = "Is our organisation a utility for this contract?"
    return _doubt(reason, "whether your organisation is a utility", ADVISER, question, provisions(facts, "s35(2)"))


def day_not_known(facts: Facts) -> Finding | None:
    if facts.call_off_on is not None:
        return None
    question = "On which day will the contract be awarded?"
    return _doubt("The day of the call-off is not known.", "the day of the call-off", REQUESTER, question)


def term_not_known(facts: Facts) -> Finding | None:
    """A market that is said to go on without an end has none to know."""
    names = [name for name, day in (("start", facts.start), ("end", facts.end)) if day is None]
    if facts.open_ended:
        names = [name for name in names if name != "end"]
    if not names:
        return None
    which = " and ".join(names)
    reason = f"Its {which} {'is' if len(names) == 1 else 'are'} not known."
    return _doubt(reason, f"the {which} of its term", OWNER, "From when until when can contracts be awarded under it?")


def completion_not_known(facts: Facts) -> Finding | None:
    """Of a selection under way when one framework of a scheme gave way to the next."""
    last = last_day(facts)
    over = facts.call_off_on is not None and last is not None and facts.call_off_on > last.day
    if not over or not completes_unfinished_process(facts):
        return None
    if facts.scheme_allows_completion is True and facts.proposal is Proposal.COMPETE:
        return None
    return _doubt(
        "The framework has ended while a selection was under way.",
        "whether the scheme lets this be finished",
        OWNER,
        "Does the open framework let a selection that was under way be finished, and this one among them?",
        ("PA2023 s49(3)",),
    )


def long_term_not_explained(facts: Facts) -> Finding | None:
    if facts.long_term_reasons_given or not exceeds_usual_term(facts):
        return None
    return _doubt(
        "Its term is longer than the law's usual longest, and the reasons for that have not been seen.",
        "the reasons for the long term",
        OWNER,
        "Where are the reasons published for a term longer than usual?",
        provisions(facts, "s47(1); s47(2); s47(3)", "reg 33(3)", "reg 51(1)"),
    )


def extension_not_explained(facts: Facts) -> Finding | None:
    dps_day_missing = facts.extension is Extension.DPS_VALIDITY_CHANGED and facts.dps_changed_on is None
    if facts.extension is not Extension.UNKNOWN and not dps_day_missing:
        return None
    question = "Was its term lengthened; if so when, and under which clause or provision?"
    reason = "It is not known whether its term was lengthened, or on what ground."
    basis = provisions(facts, "s74", "reg 72", "reg 88")
    return _doubt(reason, "whether its term was lengthened, and how", OWNER, question, basis)


def number_of_suppliers_not_known(facts: Facts) -> Finding | None:
    """With one supplier another test applies than with several; a market has no such difference."""
    if facts.suppliers is not None or facts.is_market:
        return None
    question = "How many suppliers are party to the framework, and how many are on this lot?"
    basis = provisions(facts, "s45(4)", "reg 33(7); reg 33(8)", "reg 51(4)")
    return _doubt("The number of suppliers is not known.", "the number of suppliers", OWNER, question, basis)


def supplier_not_known(facts: Facts) -> Finding | None:
    if facts.standing is Standing.UNKNOWN:
        question = "Which suppliers are on the lot now?"
        return _doubt("It is not known how the supplier stands.", "how the supplier stands", OWNER, question)
    if facts.standing is not Standing.UNCLEAR_COMPANY:
        return None
    return _doubt(
        "The name does not tell which company is party to the framework.",
        "the company number of the supplier that is party to the framework",
        OWNER,
        "Which company, by its registered number, is party to the framework?",
        provisions(facts, "s45(2)", "reg 33(5)", "reg 51(3)"),
    )


def exclusion_not_considered(facts: Facts) -> Finding | None:
    """An excludable supplier may be left out; for a private utility an excluded one counts as excludable."""
    private = facts.standing is Standing.EXCLUDED and facts.private_utility is True
    if facts.exclusion_considered or not (private or facts.standing is Standing.EXCLUDABLE):
        return None
    return _doubt(
        "The supplier could be excluded, and the buyer has not yet said that it has considered this.",
        "whether you exclude the supplier",
        ADVISER,
        "Do we exclude this supplier, and what are the reasons?",
        provisions(facts, "s48(1); s57", "reg 57", "reg 80"),
    )


def openness_not_known(facts: Facts) -> Finding | None:
    if not facts.is_market or facts.market_rules_kept is not None:
        return None
    return _doubt(
        "It is not known whether everybody who may compete would have the chance to.",
        "whether a notice is published where one is due, and applications to join are considered",
        ADVISER,
        "Is a notice due for this call-off, and are applications to join considered before a supplier is left out?",
        provisions(facts, "s21; s34(4)", "reg 34", "reg 52"),
    )


def limits_not_known(facts: Facts) -> Finding | None:
    if facts.limits_kept is not None:
        return None
    question = "Which limits does the lot set on the value and the length of a call-off?"
    reason = "It is not known which limits the lot sets on value and length."
    return _doubt(reason, "the limits on value and length", OWNER, question, provisions(facts, "s45(1)", "reg 33(6)"))


def value_or_length_not_known(facts: Facts) -> Finding | None:
    limited = (facts.order_min, facts.order_max, facts.direct_award_max)
    value = facts.value is None and any(limit is not None for limit in limited)
    length = facts.length is None and (facts.length_max is not None or facts.outlast_max is not None)
    if not value and not length:
        return None
    what = " and ".join(name for name, missing in (("value", value), ("length", length)) if missing)
    question = f"What is the {what} of the call-off?"
    return _doubt(f"The lot sets a limit on the {what}.", f"the {what} of your call-off", REQUESTER, question)


def scope_not_known(facts: Facts) -> Finding | None:
    if facts.within_scope is not None:
        return None
    question = "Is what we need within what this lot is for?"
    reason = "It is not known whether what is wanted is within what the lot is for."
    basis = provisions(facts, "s45(5)(a)", "reg 33(6)", "reg 51(1)")
    return _doubt(reason, "whether your need is within the lot's scope", REQUESTER, question, basis)


def change_of_terms_not_known(facts: Facts) -> Finding | None:
    if facts.order_changes_terms is not None:
        return None
    question = "Does our order keep to the terms of the framework?"
    reason = "It is not known whether the order keeps to the terms of the framework."
    basis = provisions(facts, "s45(1)", "reg 33(6)")
    return _doubt(reason, "whether your order keeps to the terms", ADVISER, question, basis)


def maximum_value_not_known(facts: Facts) -> Finding | None:
    """A market has no maximum value. Under the Act it is not settled that the estimated value is a hard limit."""
    if facts.maximum_value_used is False or facts.is_market:
        return None
    if facts.maximum_value_used and facts.regulation is not Regulation.PROCUREMENT_ACT:
        return None
    used = "is used up; what follows is not settled" if facts.maximum_value_used else "may be used up"
    return _doubt(
        f"The value of the framework {used}.",
        "room below the value of the framework",
        OWNER,
        "How much of the framework's published value is left for call-offs?",
        provisions(facts, "s45(5)(c)", "reg 33(3)", "reg 51(1)"),
    )


def contract_not_known(facts: Facts) -> Finding | None:
    other_law = facts.contract is Contract.CONCESSION and facts.regulation is not Regulation.PROCUREMENT_ACT
    if facts.contract is not Contract.UNKNOWN and not other_law:
        return None
    question = "Is the contract one for goods, services or works, or a concession?"
    reason = "It is not known whether a contract of this kind can be called off."
    return _doubt(reason, "the kind of contract", ADVISER, question)


DOUBTS: tuple[Callable[[Facts], Finding | None], ...] = (
    law_not_held,
    kind_not_known,
    proposal_not_clear,
    buyer_not_known_to_be_entitled,
    buyer_not_known_to_be_a_utility,
    day_not_known,
    term_not_known,
    completion_not_known,
    long_term_not_explained,
    extension_not_explained,
    number_of_suppliers_not_known,
    supplier_not_known,
    exclusion_not_considered,
    openness_not_known,
    limits_not_known,
    value_or_length_not_known,
    scope_not_known,
    change_of_terms_not_known,
    maximum_value_not_known,
    contract_not_known,
)


def _doubt(reason: str, fact: str, who: str, question: str, basis: tuple[str, ...] = ()) -> Finding:
    return Finding(Verdict.CANNOT_TELL, reason, basis, Missing(fact, who, question))
