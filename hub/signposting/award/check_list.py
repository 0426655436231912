"""What is to be checked beside the award route, before a call-off is placed. Pure.

The hub can tick nothing of it. Each item says what to look at, where it is written, and who decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hub.formatters import date_text, money_text
from hub.signposting.award.facts import Facts, Regulation
from hub.signposting.buyer import Buyer

HOUSING = frozenset(
    {"district-council", "unitary-authority", "metropolitan-district", "london-borough", "housing-association"}
)
COUNCILS = frozenset(
    {
        "county-council",
        "district-council",
        "unitary-authority",
        "metropolitan-district",
        "london-borough",
        "fire-and-rescue",
    }
)
"""Kinds that can have leaseholders, and those that an order on new councils can dissolve."""

CONSENT_FROM, CAPITAL_CONSENT_FROM = 100_000_00, 1_000_000_00
"""Pence: above these a dissolved council's contract can need consent (2007 Act, section 24(1)(b) and (c))."""


@dataclass(frozen=True)
class CheckItem:
    """One thing to check: ``name`` is a slug, ``basis`` the act or rule, ``who`` decides."""

    name: str
    title: str
    text: str
    basis: str
    who: str


def check_list(buyer: Buyer | None, facts: Facts) -> tuple[CheckItem, ...]:
    """What applies to this buyer and call-off. Without a buyer all that may apply is listed."""
    return tuple(item for check in CHECKS if (item := check(buyer, facts)))


def _standing_orders(buyer: Buyer | None, facts: Facts) -> CheckItem:
    return CheckItem(
        "standing-orders",
        "Your own contract rules",
        "Which approvals, quotes and signatures do your standing orders or contract rules ask for at this value? "
        "They can ask for more than the law does.",
        "Your organisation's standing orders or contract procedure rules",
        "Your head of procurement or monitoring officer",
    )


def _conflicts(buyer: Buyer | None, facts: Facts) -> CheckItem:
    return CheckItem(
        "conflicts",
        "Conflicts of interest",
        "Has everybody who takes part in the decision declared their interests, and is it on record how conflicts "
        "are kept out of it?",
        _by_law(facts, "Procurement Act 2023, sections 81 to 83", "Public Contracts Regulations 2015, regulation 24"),
        "The officer responsible for the procurement",
    )


def _exclusion(buyer: Buyer | None, facts: Facts) -> CheckItem:
    act = facts.regulation in (Regulation.PROCUREMENT_ACT, Regulation.UNKNOWN)
    return CheckItem(
        "exclusion",
        "Exclusion and debarment" if act else "Exclusion",
        "Check the supplier, and those connected with it, against the grounds for exclusion"
        + (" and the debarment list on the day of the award." if act else " on the day of the award."),
        _by_law(
            facts,
            "Procurement Act 2023, sections 45(6), 48 and 57 to 62",
            "Public Contracts Regulations 2015, regulation 57",
        ),
        "The officer responsible for the procurement, on legal advice where a ground may apply",
    )


def _leaseholders(buyer: Buyer | None, facts: Facts) -> CheckItem | None:
    if buyer is not None and buyer.kind not in HOUSING:
        return None
    return CheckItem(
        "leaseholders",
        "Leaseholders",
        "If leaseholders will pay for it through a service charge, they may have to be consulted before you commit to "
        "works or to an agreement of more than 12 months. What cannot be undone later is recovering the cost in full.",
        "Landlord and Tenant Act 1985, section 20",
        "Your housing and legal officers",
    )


def _transfer_of_staff(buyer: Buyer | None, facts: Facts) -> CheckItem:
    return CheckItem(
        "tupe",
        "Transfer of staff",
        "If the work is done by somebody now, their staff may pass to the new supplier. Ask for the details before "
        "prices are compared.",
        "Transfer of Undertakings (Protection of Employment) Regulations 2006 (TUPE)",
        "Your human resources and legal officers",
    )


def _notices(buyer: Buyer | None, facts: Facts) -> CheckItem:
    act = (
        "For a public contract: a contract award notice (UK6) before you enter into the contract and a contract "
        "details notice (UK7) after. The law sets no standstill for a call-off; the award notice can provide for one."
    )
    earlier = (
        "A call-off from a framework let under the earlier law keeps the earlier duties, publication on Contracts "
        "Finder among them."
    )
    text = act if facts.regulation is Regulation.PROCUREMENT_ACT else earlier
    if facts.regulation not in (Regulation.PROCUREMENT_ACT, Regulation.PCR_2015):
        text = "Which notices have to be published of this call-off, and by when?"
    return CheckItem(
        "notices",
        "Notices of the call-off",
        text,
        _by_law(
            facts,
            "Procurement Act 2023, sections 50, 51 and 53",
            "Public Contracts Regulations 2015, regulations 50 and 108",
        ),
        "The officer responsible for the procurement",
    )


def _consent(buyer: Buyer | None, facts: Facts) -> CheckItem | None:
    """Of councils about to be dissolved."""
    if buyer is not None and (buyer.ends_on is None or buyer.kind not in COUNCILS):
        return None
    start = (
        f"{buyer.name} is to be replaced on {date_text(buyer.ends_on)}. "
        if buyer is not None and buyer.ends_on
        else "If your council is to be dissolved: "
    )
    return CheckItem(
        "consent",
        "Consent to larger or longer contracts",
        f"{start}The Secretary of State can direct that it may not, without written consent, enter into a contract "
        f"over {money_text(CONSENT_FROM)} that runs or can be extended beyond a named day, or into a capital contract "
        f"over {money_text(CAPITAL_CONSENT_FROM)}. Other contracts with the same supplier, or for much the same, count "
        f"towards these amounts. Check whether a direction names your council, from when, and who gives consent."
        f"{_of_this_call_off(facts)}",
        "Local Government and Public Involvement in Health Act 2007, sections 24 and 27",
        "Whoever the direction names, on the advice of your monitoring officer",
    )


def _of_this_call_off(facts: Facts) -> str:
    if facts.value is None:
        return ""
    above = "above" if facts.value > CONSENT_FROM else "not above"
    return f" This call-off by itself is {above} {money_text(CONSENT_FROM)}."


def _by_law(facts: Facts, act: str, earlier: str) -> str:
    """Where it is written under the framework's law; where that is not known or held, a person has to say."""
    known = {Regulation.PROCUREMENT_ACT: act, Regulation.PCR_2015: earlier}
    return known.get(facts.regulation, "The law that the framework was let under")


CHECKS: tuple[Callable[[Buyer | None, Facts], CheckItem | None], ...] = (
    _standing_orders,
    _conflicts,
    _exclusion,
    _leaseholders,
    _transfer_of_staff,
    _notices,
    _consent,
)
