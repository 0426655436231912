"""What a buyer is asked about a call-off, and which fact each answer fills. Pure.

A question is asked only where nothing published answers it; one that is not answered leaves its fact unknown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hub.signposting.award.facts import (
    Contract,
    Extension,
    Facts,
    Mechanism,
    Proposal,
    Regulation,
    Standing,
    Terms,
    Tool,
)
from hub.signposting.award.law import competition_name
from hub.signposting.award.published import MECHANISM_NAMES
from hub.signposting.award.term import exceeds_usual_term

YES_NO = {"yes": "Yes", "no": "No"}
Fill = Callable[[Facts, Any], Facts]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. ``name`` is that of its answer in the address; ``options`` are empty where it is written.

    ``kind`` says how a written answer is read: money, months, number or day.
    """

    name: str
    group: str
    label: str
    hint: str = ""
    kind: str = "choice"
    options: Mapping[str, str] = field(default_factory=dict)
    fill: Fill


Suppliers = Mapping[str, tuple[str, Standing]]


def _set(name: str, values: Mapping[str, Any] | None = None) -> Fill:
    """Fills one fact: with the answer as read, or with what it stands for."""
    return lambda facts, answer: replace(facts, **{name: answer if values is None else values[answer]})


TRUE_IF_YES = {"yes": True, "no": False}
FALSE_IF_YES = {"yes": False, "no": True}

CALL_OFF, AGREEMENT, SUPPLIER, WAY = "Your call-off", "The agreement", "The supplier", "How the supplier is chosen"


def _proposal(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    options = {
        "award": "Award without competition",
        "compete": f"Run a {competition_name(facts)}",
        "compete_among_some": "Ask some of the suppliers only",
    }
    proposals = {name: Proposal(name) for name in options}
    yield Question(
        name="do", group=CALL_OFF, label="What do you want to do?", options=options, fill=_set("proposal", proposals)
    )


def _law(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    if facts.regulation is Regulation.UNKNOWN:
        laws = {
            "procurement_act_2023": "Procurement Act 2023",
            "pcr_2015": "Public Contracts Regulations 2015",
            "ucr_2016": "Utilities Contracts Regulations 2016",
            "other": "Another law",
        }
        values = {name: Regulation(name) for name in laws}
        label = "Under which law was it let?"
        yield Question(name="law", group=AGREEMENT, label=label, options=laws, fill=_set("regulation", values))
    if facts.tool is Tool.UNKNOWN:
        kinds = {
            "framework": "Framework",
            "open_framework": "Open framework",
            "dps": "Dynamic purchasing system",
            "dynamic_market": "Dynamic market",
        }
        values_ = {name: Tool(name) for name in kinds}
        label = "What kind of agreement is it?"
        yield Question(name="kind", group=AGREEMENT, label=label, options=kinds, fill=_set("tool", values_))


def _call_off(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    yield Question(
        name="value", group=CALL_OFF, label="Value in pounds", kind="money", fill=_set("value"),
        hint="Over the whole length with all extensions, without VAT.",
    )  # fmt: skip
    yield Question(
        name="on", group=CALL_OFF, label="Day of the award", kind="day", fill=_set("call_off_on"),
        hint="Year, month and day, for example 2027-03-31.",
    )  # fmt: skip
    yield Question(
        name="months", group=CALL_OFF, label="Length in months", kind="months", fill=_set("length"),
        hint="With all extensions.",
    )  # fmt: skip
    contracts = {
        "goods_services_or_works": "A contract for goods, services or works",
        "concession": "A concession",
        "framework": "A framework of our own",
    }
    values = {name: Contract(name) for name in contracts}
    label = "What would be awarded?"
    yield Question(name="what", group=CALL_OFF, label=label, options=contracts, fill=_set("contract", values))
    yield _yes_no("scope", CALL_OFF, "Is what you need within what the lot is for?", "within_scope", TRUE_IF_YES)
    yield _yes_no("keeps", CALL_OFF, "Would your order keep to its terms?", "order_changes_terms", FALSE_IF_YES)
    yield _yes_no(
        "limits", CALL_OFF, "Have you checked its limits on value and length, and is your call-off within them?",
        "limits_kept", TRUE_IF_YES,
    )  # fmt: skip


def _agreement(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    label = "Is your organisation among those entitled to use it?"
    if facts.buyer_entitled is None:
        yield _yes_no("entitled", AGREEMENT, label, "buyer_entitled", TRUE_IF_YES)
    for name in ("start", "end"):
        if getattr(facts, name) is None:
            label = "From which day can it be used?" if name == "start" else "Until which day can it be used?"
            hint = "Not published. Year, month and day."
            yield Question(name=name, group=AGREEMENT, label=label, hint=hint, kind="day", fill=_set(name))
    yield Question(
        name="extended", group=AGREEMENT, label="Was its term lengthened after it began?",
        options={"no": "No", "option": "Yes, by an option in the original documents", "other": "Yes, in another way"},
        fill=_set("extension", {
            "no": Extension.NONE, "option": Extension.REVIEW_CLAUSE, "other": Extension.UNKNOWN,
        }),
    )  # fmt: skip
    if facts.tool is Tool.UTILITIES_DYNAMIC_MARKET:
        yield _yes_no("utility", AGREEMENT, "Is your organisation a utility?", "buyer_is_utility", TRUE_IF_YES)
    if facts.is_market:
        label = "Will you publish any notice that is due, and consider applications to join before leaving anyone out?"
        yield _yes_no("open", AGREEMENT, label, "market_rules_kept", TRUE_IF_YES)
    else:
        label = "Has the owner confirmed that room is left below its maximum value?"
        yield _yes_no("room", AGREEMENT, label, "maximum_value_used", FALSE_IF_YES)


def _light_touch(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    if facts.is_market:
        return
    label = "Was it let under the light touch rules (social, health, education and like services)?"
    yield _yes_no("light", AGREEMENT, label, "light_touch", TRUE_IF_YES)
    if facts.regulation is Regulation.PROCUREMENT_ACT and facts.proposal is Proposal.AWARD:
        label = "Is your call-off below the threshold of the Act?"
        yield _yes_no("below", CALL_OFF, label, "below_threshold", TRUE_IF_YES)


def _long_term(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    if exceeds_usual_term(facts):
        label = "Did its notice give reasons for a term longer than usual?"
        yield _yes_no("reasons", AGREEMENT, label, "long_term_reasons_given", TRUE_IF_YES)


def _supplier(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    if facts.suppliers is None and not facts.is_market:
        label = "How many suppliers are on it?"
        yield Question(name="suppliers", group=SUPPLIER, label=label, kind="number", fill=_set("suppliers"))
    if facts.proposal is not Proposal.AWARD:
        label = "Would only suppliers that are on it at the time take part?"
        values = {"yes": Standing.ACTIVE, "no": Standing.ANOTHER_COMPANY}
        yield _yes_no("listed", SUPPLIER, label, "standing", values)
        return
    standings = {slug: standing for slug, (_, standing) in suppliers.items()}
    names = {slug: name for slug, (name, _) in suppliers.items()} or {"on-the-lot": "It is on the lot"}
    standings = (standings or {"on-the-lot": Standing.ACTIVE}) | {"another": Standing.ANOTHER_COMPANY}
    names |= {"another": "A company that is not on the lot"}
    label = "Which supplier would get it?"
    yield Question(name="supplier", group=SUPPLIER, label=label, options=names, fill=_set("standing", standings))
    yield Question(
        name="exclusion", group=SUPPLIER, label="Have you checked whether it has to be, or may be, excluded?",
        options={
            "none": "Yes: nothing was found", "kept": "Yes: it may be excluded, and we decided not to",
            "may": "Yes: it may be excluded, and this is not decided", "excluded": "Yes: it has to be excluded",
        },
        fill=_exclusion,
    )  # fmt: skip


def _exclusion(facts: Facts, found: str) -> Facts:
    """It changes how a supplier stands only where nothing worse is published."""
    if facts.standing is not Standing.ACTIVE or found == "none":
        return facts
    standing = Standing.EXCLUDED if found == "excluded" else Standing.EXCLUDABLE
    return replace(facts, standing=standing, exclusion_considered=found == "kept")


def _way(facts: Facts, suppliers: Suppliers) -> Iterable[Question]:
    """How an award without competition is made; a competition has its own rules."""
    if facts.proposal is not Proposal.AWARD or facts.is_market:
        return
    if facts.others_party is None:
        label = "Are other suppliers, or were others once, party to the framework?"
        yield _yes_no("others", WAY, label, "others_party", TRUE_IF_YES)
    yield from _terms(facts)
    if facts.mechanism is not Mechanism.NONE:
        options = {member.value: text[0].upper() + text[1:] for member, text in MECHANISM_NAMES.items()}
        values = {member.value: member for member in MECHANISM_NAMES}
        label = "How does it choose the supplier of an order without competition?"
        yield Question(name="by", group=WAY, label=label, options=options, fill=_set("mechanism", values))
    label = "Does that rule lead to this supplier for this order?"
    yield _yes_no("followed", WAY, label, "mechanism_followed", TRUE_IF_YES)
    if facts.regulation in (Regulation.PCR_2015, Regulation.UCR_2016):
        label = "Was that rule set out in the procurement documents?"
        yield _yes_no("documents", WAY, label, "mechanism_in_documents", TRUE_IF_YES)


def _terms(facts: Facts) -> Iterable[Question]:
    if facts.regulation is Regulation.PROCUREMENT_ACT:
        values = {"yes": Terms.CORE, "no": Terms.NO_CORE}
        yield _yes_no("terms", WAY, "Does it set out the core terms of your contract?", "terms", values)
    elif facts.regulation is not Regulation.UCR_2016:
        values = {"yes": Terms.ALL, "no": Terms.PART}
        yield _yes_no("terms", WAY, "Does it lay down all the terms of your contract?", "terms", values)


def _yes_no(name: str, group: str, label: str, fact: str, values: Mapping[str, Any]) -> Question:
    return Question(name=name, group=group, label=label, options=YES_NO, fill=_set(fact, values))


STEPS: tuple[Callable[[Facts, Suppliers], Iterable[Question]], ...] = (
    _law, _proposal, _call_off, _agreement, _light_touch, _long_term, _supplier, _way,
)  # fmt: skip
"""The law comes first, as it decides the words of what follows."""
