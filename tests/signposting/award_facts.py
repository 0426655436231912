"""Call-offs that meet the test, by law: a test changes the one fact it is about."""

from datetime import date
from typing import Any

from hub.signposting.award import (
    Contract,
    Extension,
    Facts,
    Mechanism,
    Proposal,
    Regulation,
    Sector,
    Standing,
    Terms,
    Tool,
)

SOUND: dict[str, Any] = {
    "light_touch": False,
    "sector": Sector.GENERAL,
    "contract": Contract.GOODS_SERVICES_OR_WORKS,
    "buyer_entitled": True,
    "suppliers": 5,
    "others_party": False,
    "standing": Standing.ACTIVE,
    "within_scope": True,
    "order_changes_terms": False,
    "mechanism": Mechanism.RANKED,
    "mechanism_followed": True,
    "mechanism_in_documents": True,
    "value": 250_000_00,
    "below_threshold": False,
    "limits_kept": True,
    "maximum_value_used": False,
    "call_off_on": date(2026, 12, 1),
    "extension": Extension.NONE,
    "market_rules_kept": True,
}


def under_the_act(**changed: Any) -> Facts:
    """Five suppliers in a published ranking, core terms set, and the order is for the first."""
    own = {"start": date(2025, 6, 1), "end": date(2029, 5, 31), "terms": Terms.CORE}
    return Facts(**SOUND | own | {"regulation": Regulation.PROCUREMENT_ACT, "tool": Tool.FRAMEWORK} | changed)


def under_pcr(**changed: Any) -> Facts:
    """The same with all terms laid down, as the 2015 Regulations ask."""
    own = {"start": date(2023, 4, 1), "end": date(2027, 3, 31), "terms": Terms.ALL}
    return Facts(**SOUND | own | {"regulation": Regulation.PCR_2015, "tool": Tool.FRAMEWORK} | changed)


def under_ucr(**changed: Any) -> Facts:
    """A utility's framework of eight years; its law asks for objective rules, not for all terms."""
    own = {"start": date(2020, 4, 1), "end": date(2028, 3, 31), "terms": Terms.PART}
    return Facts(**SOUND | own | {"regulation": Regulation.UCR_2016, "tool": Tool.FRAMEWORK} | changed)


def on_a_dps(**changed: Any) -> Facts:
    return under_pcr(**{"tool": Tool.DPS, "proposal": Proposal.COMPETE} | changed)


def on_a_market(**changed: Any) -> Facts:
    return under_the_act(**{"tool": Tool.DYNAMIC_MARKET, "proposal": Proposal.COMPETE} | changed)


def in_a_scheme(**changed: Any) -> Facts:
    return under_the_act(**{"tool": Tool.OPEN_FRAMEWORK} | changed)
