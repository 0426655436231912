"""Dates, amounts and fees as cells, and back."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from scrapers.notes import Notes
from scrapers.parse import dates, money, text, words
from scrapers.parse.dates import Edge
from scrapers.record import Basis, Day, Fee, Kind, Known, Money, Payer, Precision, Regulation, Route

WORKED_OUT = re.compile(rf"(?P<date>[\d-]+) \{{(?P<basis>{'|'.join(Basis)})(?:: (?P<raw>.*))?\}}", re.DOTALL)

WORD_FOR_KIND = {
    Kind.FRAMEWORK: "framework",
    Kind.OPEN_FRAMEWORK: "open framework",
    Kind.DPS: "DPS",
    Kind.DYNAMIC_MARKET: "dynamic market",
    Kind.UTILITIES_DYNAMIC_MARKET: "utilities dynamic market",
    Kind.QUALIFICATION_SYSTEM: "qualification system",
    Kind.JOINT_CONTRACT: "joint contract",
    Kind.UNKNOWN: "",
}
WORD_FOR_REGULATION = {
    Regulation.PCR_2006: "PCR 2006",
    Regulation.PCR_2015: "PCR 2015",
    Regulation.PROCUREMENT_ACT_2023: "Procurement Act 2023",
    Regulation.SCOTLAND: "Scotland",
    Regulation.OTHER: "other",
    Regulation.UNKNOWN: "",
}
WORD_FOR_ROUTE = {Route.DIRECT_AWARD: "direct award", Route.COMPETITION: "further competition"}

FEE = ("fee percent", "fee paid by", "fee note", "fee base", "fee cap", "fee charged")
LOT_FEE = ("lot fee percents", "lot fees paid by", "lot fee notes", "lot fee bases", "lot fee caps", "lot fees charged")
MONEY = ("maximum value (net)", "maximum value (gross)", "currency")
LOT_MONEY = ("lot maximum values (net)", "lot maximum values (gross)", "lot currencies")


def worked_out_day(cell: str, edge: Edge) -> Day | None:
    """A date written with its basis, "2025-02-28 {duration: 3 years}"; None for any other cell."""
    match = WORKED_OUT.fullmatch(cell.strip())
    found = dates.day(match["date"], edge).value if match else None
    if match is None or found is None:
        return None
    return Day(value=found.value, precision=found.precision, basis=Basis(match["basis"]), raw=match["raw"] or "")


def read_day(field: str, cell: str, edge: Edge, notes: Notes) -> Day | None:
    return worked_out_day(cell, edge) or notes.take(field, cell, dates.day(cell, edge))


def day_cell(day: Day | None, edge: Edge) -> str:
    """A date as its source wrote it where that reads the same again, else as 2027-03-31, 2027-03 or 2027."""
    if day is None:
        return ""
    plain = _as_exact_as(day.value, day.precision)
    for written in (day.raw, plain):
        if dates.day(written, edge).value == day:
            return written
    return f"{plain} {{{day.basis.value}{': ' if day.raw else ''}{day.raw}}}"


def read_money(cell: Mapping[str, str], names: tuple[str, ...], notes: Notes) -> Money | None:
    """A maximum value from its three columns; None where neither amount is given."""
    net, gross = (notes.take(name, cell[name], money.value_in_pence(cell[name])) for name in names[:2])
    if net is None and gross is None:
        return None
    currency = cell[names[2]].strip().upper() or "GBP"
    if not re.fullmatch(r"[A-Z]{3}", currency):
        notes.add(names[2], currency, "is not a currency code such as GBP or EUR", "the value is not used")
        return None
    return Money(net_pence=net, gross_pence=gross, currency=currency)


def money_cells(value: Money | None) -> tuple[str, ...]:
    """The three columns of a maximum value."""
    if value is None:
        return ("", "", "")
    return (pounds(value.net_pence), pounds(value.gross_pence), "" if value.currency == "GBP" else value.currency)


def pounds(pence: int | None) -> str:
    """Pence as pounds, without pence where there are none: 1200000 or 12.50."""
    if pence is None:
        return ""
    return f"{pence // 100}.{pence % 100:02d}" if pence % 100 else str(pence // 100)


def read_fee(cell: Mapping[str, str], names: tuple[str, ...], notes: Notes) -> Fee | None:
    """A fee from its six columns; None where nothing is said of one."""
    percent, paid_by, note, base, cap, charged = names
    points = notes.take(percent, cell[percent], money.basis_points(cell[percent]))
    unread = cell[percent].strip() if points is None and re.search(r"\d", cell[percent]) else ""
    said = notes.take(charged, cell[charged], words.known(cell[charged]))
    fee = Fee(
        basis_points=points,
        payer=notes.take(paid_by, cell[paid_by], words.payer(cell[paid_by])),
        base=text.line(cell[base]).value,
        cap_pence=notes.take(cap, cell[cap], money.value_in_pence(cell[cap])),
        known=said if cell[charged].strip() else _implied(points),
        text=text.line(cell[note]).value or unread,
    )
    return None if fee == Fee() else fee


def fee_cells(fee: Fee | None) -> tuple[str, ...]:
    """The six columns of a fee."""
    if fee is None:
        return ("",) * 6
    percent = "" if fee.basis_points is None else f"{(Decimal(fee.basis_points) / 100).normalize():f}%"
    payer = "" if fee.payer is Payer.UNKNOWN else fee.payer.value
    charged = "" if fee.known is _implied(fee.basis_points) else fee.known.value
    return (percent, payer, fee.text, fee.base, pounds(fee.cap_pence), charged)


def date_cell(day: date | None) -> str:
    return day.isoformat() if day else ""


def _implied(points: int | None) -> Known:
    """A rate says that there is a fee, and 0 that there is none."""
    if points is None:
        return Known.UNKNOWN
    return Known.YES if points else Known.NO


def _as_exact_as(value: date, precision: Precision) -> str:
    return value.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[precision]]
