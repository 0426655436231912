"""The words publishers use for kinds, laws, stages, routes and payers, in the hub's one vocabulary."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from scrapers.parse.found import Found, doubted
from scrapers.parse.text import says_nothing
from scrapers.record import Kind, Known, Payer, Regulation, Route, Stage

Choice = TypeVar("Choice", bound=StrEnum)
T = TypeVar("T")

KINDS: Mapping[str, Kind] = {
    "framework": Kind.FRAMEWORK,
    "framework agreement": Kind.FRAMEWORK,
    "closed framework": Kind.FRAMEWORK,
    "pcr15 framework": Kind.FRAMEWORK,
    "pcr06 framework": Kind.FRAMEWORK,
    "open framework": Kind.OPEN_FRAMEWORK,
    "dps": Kind.DPS,
    "dynamic purchasing system": Kind.DPS,
    "dynamic purchasing system (dps)": Kind.DPS,
    "dynamic market": Kind.DYNAMIC_MARKET,
    "utilities dynamic market": Kind.UTILITIES_DYNAMIC_MARKET,
    "qualification system": Kind.QUALIFICATION_SYSTEM,
    "joint contract": Kind.JOINT_CONTRACT,
    "unknown": Kind.UNKNOWN,
}
REGULATIONS: Mapping[str, Regulation] = {
    "pcr2006": Regulation.PCR_2006,
    "pcr06": Regulation.PCR_2006,
    "publiccontractsregulations2006": Regulation.PCR_2006,
    "pcr2015": Regulation.PCR_2015,
    "pcr15": Regulation.PCR_2015,
    "publiccontractsregulations2015": Regulation.PCR_2015,
    "pa2023": Regulation.PROCUREMENT_ACT_2023,
    "pa23": Regulation.PROCUREMENT_ACT_2023,
    "procurementact": Regulation.PROCUREMENT_ACT_2023,
    "procurementact2023": Regulation.PROCUREMENT_ACT_2023,
    "scotland": Regulation.SCOTLAND,
    "pcs2015": Regulation.SCOTLAND,
    "publiccontractsscotlandregulations2015": Regulation.SCOTLAND,
    "psr": Regulation.OTHER,
    "providerselectionregime": Regulation.OTHER,
    "other": Regulation.OTHER,
    "unknown": Regulation.UNKNOWN,
}
STAGES: Mapping[str, Stage] = {
    "planned": Stage.PLANNED,
    "pipeline": Stage.PLANNED,
    "future": Stage.PLANNED,
    "upcoming": Stage.PLANNED,
    "coming soon": Stage.PLANNED,
    "tendering": Stage.TENDERING,
    "out to tender": Stage.TENDERING,
    "underway": Stage.TENDERING,
    "awarded": Stage.AWARDED,
    "live": Stage.LIVE,
    "active": Stage.LIVE,
    "current": Stage.LIVE,
    "ended": Stage.ENDED,
    "expired": Stage.ENDED,
    "closed": Stage.ENDED,
    "cancelled": Stage.CANCELLED,
    "withdrawn": Stage.CANCELLED,
    "suspended": Stage.SUSPENDED,
}
ROUTES: Mapping[str, tuple[Route, ...]] = {
    "direct award": (Route.DIRECT_AWARD,),
    "award without competition": (Route.DIRECT_AWARD,),
    "further competition": (Route.COMPETITION,),
    "mini competition": (Route.COMPETITION,),
    "mini-competition": (Route.COMPETITION,),
    "competition": (Route.COMPETITION,),
    "competitive selection": (Route.COMPETITION,),
    "competitive selection process": (Route.COMPETITION,),
    "both": (Route.DIRECT_AWARD, Route.COMPETITION),
}
PAYERS: Mapping[str, Payer] = {
    "supplier": Payer.SUPPLIER,
    "suppliers": Payer.SUPPLIER,
    "buyer": Payer.BUYER,
    "buyers": Payer.BUYER,
    "customer": Payer.BUYER,
    "unknown": Payer.UNKNOWN,
}
YES_NO: Mapping[str, Known] = {
    "yes": Known.YES,
    "y": Known.YES,
    "true": Known.YES,
    "no": Known.NO,
    "n": Known.NO,
    "false": Known.NO,
    "unknown": Known.UNKNOWN,
}

NAMES_A_DPS = re.compile(r"\bDPS\b|\bdynamic purchasing system\b", re.IGNORECASE)
NAMES_A_MARKET = re.compile(r"\bdynamic market\b", re.IGNORECASE)


def kind(raw: str) -> Found[Kind]:
    """The kind of agreement. "Open" alone says nothing: it has three meanings."""
    return _chosen(raw, _folded(raw), KINDS, Kind.UNKNOWN, "a kind of agreement")


def kind_in_title(title: str) -> Kind:
    """The kind a title itself states; the word framework is too loosely used in titles to count."""
    if NAMES_A_DPS.search(title):
        return Kind.DPS
    return Kind.DYNAMIC_MARKET if NAMES_A_MARKET.search(title) else Kind.UNKNOWN


def regulation(raw: str) -> Found[Regulation]:
    """The law a framework was let under."""
    return _chosen(raw, re.sub(r"[^a-z0-9]", "", raw.casefold()), REGULATIONS, Regulation.UNKNOWN, "a regulation")


def stage(raw: str) -> Found[Stage | None]:
    """How far along a framework is said to be; None where nothing is said."""
    return _chosen(raw, _folded(raw), STAGES, None, "a status")


def payer(raw: str) -> Found[Payer]:
    """Who pays a fee."""
    return _chosen(raw, _folded(raw), PAYERS, Payer.UNKNOWN, "who pays")


def known(raw: str) -> Found[Known]:
    """Yes, no or not known."""
    return _chosen(raw, _folded(raw), YES_NO, Known.UNKNOWN, "yes or no")


def yes_no(raw: str) -> Found[bool | None]:
    """Yes or no; None where nothing is said."""
    found = known(raw)
    return Found({Known.YES: True, Known.NO: False}.get(found.value), found.doubts)


def routes(raw: str) -> Found[tuple[Route, ...]]:
    """How a call-off may be awarded, from a list of the words for it."""
    pieces = [_folded(piece) for piece in re.split(r"[;|,/\n]|\band\b|\bor\b|&", raw, flags=re.IGNORECASE)]
    found = tuple(dict.fromkeys(route for piece in pieces for route in ROUTES.get(piece, ())))
    strange = [piece for piece in pieces if piece not in ROUTES and not says_nothing(piece)]
    if strange:
        return doubted(found, f"names no route the hub knows: {', '.join(strange)}", "left out")
    return Found(found)


def _chosen(raw: str, key: str, choices: Mapping[str, Choice], otherwise: T, what: str) -> Found[Choice | T]:
    if key in choices:
        return Found(choices[key])
    if says_nothing(_folded(raw)):
        return Found(otherwise)
    words = ", ".join(choice.value.replace("_", " ") for choice in dict.fromkeys(choices.values()))
    return doubted(otherwise, f"is not {what} the hub knows: use {words}", "left unknown")


def _folded(raw: str) -> str:
    return " ".join(raw.replace("_", " ").split()).casefold()
