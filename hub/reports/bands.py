"""Where a claim stands, as figures are told apart: four bands, and no claim is in two. Pure.

Only the first is realised. The others are shown beside it and never added to it. Drafts, and what was returned,
rejected, withdrawn, superseded or lapsed, are in none.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    key: str
    title: str
    meaning: str


VALIDATED = "validated"

BANDS = (
    Band(
        VALIDATED,
        "Validated savings",
        "Saved, verified by the council and validated by the network. Realised savings are these alone.",
    ),
    Band(
        "verified",
        "Verified, waiting for the network",
        "Saved, and verified by a second person of the council. In no realised total yet.",
    ),
    Band(
        "submitted",
        "Submitted, waiting for the council",
        "Saved, as reported. Nobody else has looked at it yet. In no realised total.",
    ),
    Band(
        "estimates",
        "Live estimates",
        "Expected, for years of which no saving is validated yet. Never in a realised total.",
    ),
)

LIVE = ("submitted", "verified", "validated")

COUNCIL = ("collaborative", "local")
"""The columns that may be added up. What framework owners declare stands apart."""

OWNERS = "owner_declared"

COLUMNS = {
    "collaborative": "Collaborative",
    "local": "Local",
    "council": "Together",
    OWNERS: "Declared by framework owners",
}

KINDS = {
    "headline": "Price savings and rebates",
    "avoidance": "Cost avoided",
    "tender_cost": "Tendering cost avoided",
    "process_time": "Staff time saved",
    "not_due": "Not due to the framework",
    OWNERS: "Declared by framework owners",
}


def band_of(state: str, basis: str) -> str:
    """The band of a claim; empty if it is in none."""
    if state not in LIVE:
        return ""
    return state if basis == "actual" else "estimates"
