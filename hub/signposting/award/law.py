"""The provisions that the rules rest on, their dates and limits, and what each test is called.

Procurement Act 2023 (PA2023), Public Contracts Regulations 2015 (PCR2015), Utilities Contracts Regulations 2016
(UCR2016), and the savings for what was begun under these two in SI 2024/716.
"""

from collections.abc import Mapping
from datetime import date

from hub.signposting.award.facts import Facts, Proposal, Regulation, Sector, Tool

DPS_MAY_CHANGE_UNTIL = date(2026, 2, 23)
DPS_EXPIRES = date(2029, 2, 23)
"""SI 2024/716 regs 5(4) and 8(3): the last day for changing its validity, and the last day of any of them."""

SCHEME_YEARS = 8
SINGLE_SUPPLIER_SCHEME_YEARS = 4
"""Of an open framework: PA2023 s49(2)(c) and s49(6)."""

HELD = frozenset({Regulation.PROCUREMENT_ACT, Regulation.PCR_2015, Regulation.UCR_2016})
"""The laws of which the hub holds the test."""

NAMES: Mapping[Regulation, str] = {
    Regulation.PROCUREMENT_ACT: "the Procurement Act 2023",
    Regulation.PCR_2015: "the Public Contracts Regulations 2015",
    Regulation.UCR_2016: "the Utilities Contracts Regulations 2016",
    Regulation.PCR_2006: "the Public Contracts Regulations 2006",
    Regulation.SCOTLAND: "the law of Scotland",
    Regulation.OTHER: "another law",
    Regulation.UNKNOWN: "a law that is not published",
}


def provisions(facts: Facts, act: str = "", pcr: str = "", ucr: str = "") -> tuple[str, ...]:
    """The provisions under the framework's own law; several are parted by a semicolon."""
    found = {
        Regulation.PROCUREMENT_ACT: (act, "PA2023"),
        Regulation.PCR_2015: (pcr, "PCR2015"),
        Regulation.UCR_2016: (ucr, "UCR2016"),
    }
    texts, short = found.get(facts.regulation, ("", ""))
    return tuple(_whole(text.strip(), short) for text in texts.split(";") if text.strip())


def _whole(text: str, short: str) -> str:
    return text if text.startswith("SI ") else f"{short} {text}"


def longest_years(facts: Facts) -> int | None:
    """The usual longest term of a framework in years; None where its law sets none."""
    if facts.is_market or facts.tool is Tool.NAMED_DPS or facts.light_touch or facts.regulation not in HELD:
        return None
    if facts.regulation is Regulation.UCR_2016:
        return 8
    if facts.regulation is Regulation.PCR_2015:
        return 4
    if facts.tool is Tool.OPEN_FRAMEWORK or facts.private_utility:
        return None
    return 8 if facts.sector in (Sector.UTILITIES, Sector.DEFENCE) else 4


def competition_name(facts: Facts) -> str:
    """What a competition for a call-off is called under the framework's law."""
    if facts.is_market:
        act = facts.regulation is Regulation.PROCUREMENT_ACT
        return "competition by reference to the dynamic market" if act else "competition on the DPS"
    if facts.regulation is Regulation.PROCUREMENT_ACT:
        return "competitive selection process"
    return "further competition"


def test_name(facts: Facts) -> str:
    """The test that a proposal has to meet, with where it stands."""
    if facts.regulation not in HELD:
        return "the test for this call-off"
    where = NAMES[facts.regulation]
    if facts.proposal is Proposal.COMPETE:
        return f"the conditions for a {competition_name(facts)} under {where}"
    return f"the test for award without competition under {_section(facts)} of {where}"


def test_note(facts: Facts) -> str:
    """What an award without competition has to meet, in a sentence; what the hub does not know it says."""
    if facts.regulation is Regulation.UNKNOWN:
        return "Which law it was let under is not published, so the test for an award without competition is not known."
    if facts.regulation not in HELD:
        return (
            f"It was let under {NAMES[facts.regulation]}; the hub does not hold its test for award without competition."
        )
    return f"An award without competition has to meet {test_name(facts)}."


def _section(facts: Facts) -> str:
    if facts.is_market:
        return {
            Regulation.PROCUREMENT_ACT: "section 34",
            Regulation.PCR_2015: "regulation 34",
            Regulation.UCR_2016: "regulation 52",
        }[facts.regulation]
    if facts.regulation is Regulation.PROCUREMENT_ACT:
        return "section 45 (light touch)" if facts.light_touch else "section 45(4)"
    if facts.regulation is Regulation.PCR_2015:
        return "regulations 74 to 76" if facts.light_touch else "regulation 33(7) and (8)"
    return "regulation 51"
