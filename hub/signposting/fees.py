"""What using a framework costs by its published fees, lot by lot. Pure. Not published is never nought per cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol


class Fee(Protocol):
    """A fee as stored (hub.models.Fee)."""

    basis_points: int | None
    payer: str
    base: str
    cap_pence: int | None
    known: str
    text: str


class Lot(Protocol):
    """A lot as stored, as far as its fees go."""

    number: str
    title: str

    @property
    def fees(self) -> Sequence[Fee]: ...


class Said(StrEnum):
    """What is published about a fee."""

    RATE = "rate"
    NO_FEE = "no_fee"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class LotFee:
    """One fee of one lot, or of the framework as a whole where ``number`` and ``title`` are empty.

    ``basis_points`` None: the rate is not published. ``payer`` is supplier, buyer or unknown. ``from_framework``: it is
    stated for the framework and not for the lot itself.
    """

    number: str = ""
    title: str = ""
    said: Said = Said.NOTHING
    basis_points: int | None = None
    base: str = ""
    payer: str = "unknown"
    cap_pence: int | None = None
    text: str = ""
    from_framework: bool = False


def lot_fees(lots: Iterable[Lot], of_framework: Sequence[Fee]) -> list[LotFee]:
    """The fees of each lot: its own, else the framework's; without lots, the framework's. At least a line each."""
    named = [lot for lot in lots if lot.number or lot.title]
    if not named:
        return _lines("", "", of_framework, False)
    return [
        line
        for lot in named
        for line in _lines(lot.number, lot.title, lot.fees or of_framework, not lot.fees and bool(of_framework))
    ]


def alike(lines: Sequence[LotFee]) -> list[LotFee]:
    """The fees that every lot has, once and without a lot, where all lots have the same; else none."""
    of_lot: dict[tuple[str, str], list[LotFee]] = {}
    for line in lines:
        of_lot.setdefault((line.number, line.title), []).append(replace(line, number="", title=""))
    first, *rest = of_lot.values() or [[]]
    return first if rest and all(other == first for other in rest) else []


def _lines(number: str, title: str, fees: Sequence[Fee], from_framework: bool) -> list[LotFee]:
    if not fees:
        return [LotFee(number=number, title=title)]
    return [
        LotFee(
            number=number,
            title=title,
            said=said(fee),
            basis_points=fee.basis_points if said(fee) is Said.RATE else None,
            base=fee.base,
            payer=fee.payer,
            cap_pence=fee.cap_pence,
            text=fee.text,
            from_framework=from_framework,
        )
        for fee in fees
    ]


def said(fee: Fee) -> Said:
    """What is published of it. A rate of nought counts only where it is also said whether there is a fee: portals give
    nought where nobody filled anything in.
    """
    if fee.known == "no":
        return Said.NO_FEE
    if fee.basis_points is not None and (fee.basis_points > 0 or fee.known == "yes"):
        return Said.RATE
    return Said.WORDS if fee.text else Said.NOTHING


def question(framework: str, owner: str, line: LotFee) -> str:
    """What to ask the owner about a fee, as one would write it. ``framework`` is its title with its reference."""
    lot = " ".join(filter(None, (f"lot {line.number}" if line.number else "", line.title)))
    subject = ", ".join(filter(None, (framework, lot)))
    missing = list(_missing(line))
    asked = f"{', '.join(missing[:-1])} and {missing[-1]}" if len(missing) > 1 else "".join(missing)
    return f"To {owner or 'the owner'}: for call-offs under {subject}, please tell us {asked}."


def _missing(line: LotFee) -> Iterable[str]:
    if line.said in (Said.NOTHING, Said.WORDS):
        yield "whether a fee, levy or rebate is charged"
        yield "at what rate"
        yield "on what amount"
    elif not line.base:
        yield "on what amount the fee is charged"
    if line.payer == "unknown":
        yield "whether we or the supplier pay it"
    if line.cap_pence is None:
        yield "whether there is a maximum"


def is_complete(line: LotFee) -> bool:
    """Are the rate and its payer published, or that there is no fee?"""
    return line.said is Said.NO_FEE or (line.said is Said.RATE and line.payer != "unknown")
