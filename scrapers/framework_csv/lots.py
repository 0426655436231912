"""Lots and the suppliers on them: a column for each fact, the facts of one lot behind its number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scrapers.framework_csv import cells
from scrapers.framework_csv.values import (
    LOT_FEE,
    LOT_MONEY,
    WORD_FOR_ROUTE,
    day_cell,
    fee_cells,
    money_cells,
    read_day,
    read_fee,
    read_money,
)
from scrapers.notes import Notes
from scrapers.parse import codes, text, words
from scrapers.parse.dates import Edge
from scrapers.record import Identifier, Lot, SupplierPlace

LOT_COLUMNS = (
    "lot descriptions", "lot starts", "lot ends", "lot statuses", "lot cpv", "lot regions", "lot routes",
    *LOT_MONEY, *LOT_FEE,
)  # fmt: skip
STATUSES = ("active", "suspended", "excluded", "left")
DETAIL = re.compile(rf"(?:{'|'.join(STATUSES)}|sme|not sme|(?:from|to) .*\d.*)", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?P<scheme>(?:\\.|[^\s\\])+)\s+(?P<id>.+)", re.DOTALL)


@dataclass
class Draft:
    """A lot while its columns are read."""

    number: str = ""
    title: str = ""
    cell: dict[str, str] = field(default_factory=lambda: dict.fromkeys(LOT_COLUMNS, ""))
    suppliers: list[SupplierPlace] = field(default_factory=list)


def read_lots(cell: Mapping[str, str], notes: Notes) -> tuple[Lot, ...]:
    """The lots of a row. Suppliers without a lot number stand on a last lot without number and title."""
    drafts = [_draft(number, value) for number, value in cells.keyed(cell["lots"])]
    for column in LOT_COLUMNS:
        for key, value in cells.keyed(cell[column], "|"):
            if key or len(drafts) == 1:
                _find(drafts, key or "#1", column, notes).cell[column] = value
            else:
                notes.add(column, value, "does not say which lot it is of", "left out: write it as 1: …")
    unplaced = Draft()
    for key, value in cells.keyed(cell["suppliers"]):
        draft = _find(drafts, key, "suppliers", notes) if key else unplaced
        places = (_supplier(part, notes) for part in cells.raw_parts(value, ";"))
        draft.suppliers.extend(place for place in places if place.name)
    if unplaced.suppliers:
        drafts.append(unplaced)
    return tuple(_lot(draft, notes) for draft in drafts)


def lot_cells(lots: Sequence[Lot]) -> dict[str, str]:
    """The lot columns and the suppliers column for these lots."""
    placed = lots[:-1] if lots and _is_unplaced(lots[-1]) else lots
    facts = {key: _facts(lot) for key, lot in zip(_keys(placed), placed, strict=True)}
    result = {column: _by_key({key: fact[column] for key, fact in facts.items()}) for column in LOT_COLUMNS}
    suppliers = {key: _suppliers(lot) for key, lot in zip(_keys(placed), placed, strict=True)}
    unplaced = cells.without_key(_suppliers(lots[-1])) if len(placed) < len(lots) else ""
    result["suppliers"] = " | ".join(filter(None, (unplaced, _by_key(suppliers))))
    result["lots"] = " | ".join(_named(lot) for lot in placed)
    return result


def _draft(number: str | None, value: str) -> Draft:
    return Draft(number or "", text.line(cells.unescaped(value)).value)


def _find(drafts: list[Draft], key: str, column: str, notes: Notes) -> Draft:
    """The lot with this number, or the third one for #3; a lot not among the lots is added."""
    if re.fullmatch(r"#\d{1,4}", key) and 0 < int(key[1:]) <= len(drafts):
        return drafts[int(key[1:]) - 1]
    found = [draft for draft in drafts if draft.number.casefold() == key.casefold()]
    if found:
        return found[0]
    notes.add(column, key, "is not among the lots", "added as a lot")
    drafts.append(Draft(key))
    return drafts[-1]


def _lot(draft: Draft, notes: Notes) -> Lot:
    cell = {name: cells.unescaped(value) for name, value in draft.cell.items()}
    return Lot(
        number=draft.number,
        title=draft.title,
        description=notes.take("lot descriptions", cell["lot descriptions"], text.block(cell["lot descriptions"])),
        start=read_day("lot starts", cell["lot starts"], Edge.FIRST, notes),
        end=read_day("lot ends", cell["lot ends"], Edge.LAST, notes),
        stage=notes.take("lot statuses", cell["lot statuses"], words.stage(cell["lot statuses"])),
        cpv=notes.take("lot cpv", cell["lot cpv"], codes.cpv(cell["lot cpv"])),
        regions=tuple(cells.split(draft.cell["lot regions"], ";")),
        routes=notes.take("lot routes", cell["lot routes"], words.routes(cell["lot routes"])),
        fee=read_fee(cell, LOT_FEE, notes),
        max_value=read_money(cell, LOT_MONEY, notes),
        suppliers=tuple(draft.suppliers),
    )


def _supplier(part: str, notes: Notes) -> SupplierPlace:
    """ "Acme Ltd [GB-COH 01234567] (suspended, from 2024-01-01, sme)"."""
    name, identifiers, details = _parts(part)
    said = [detail.casefold() for detail in details]
    return SupplierPlace(
        name=notes.take("suppliers", cells.unescaped(name), text.line(cells.unescaped(name))),
        identifiers=tuple(Identifier(scheme=scheme, id=number) for scheme, number in identifiers),
        status=next((word for word in said if word in STATUSES), "active"),
        start=read_day("suppliers", _after("from ", details), Edge.FIRST, notes),
        end=read_day("suppliers", _after("to ", details), Edge.LAST, notes),
        sme=next((word == "sme" for word in said if word in ("sme", "not sme")), None),
    )


def _parts(part: str) -> tuple[str, list[tuple[str, str]], list[str]]:
    """The name, still escaped, the identifiers and the details; brackets that hold anything else are the name's."""
    head, inside = cells.tail(part, "(", ")")
    details = cells.split(inside, ",")
    if not details or not all(map(DETAIL.fullmatch, details)):
        head, details = part, []
    name, numbers = cells.tail(head, "[", "]")
    matches = [IDENTIFIER.fullmatch(each) for each in cells.raw_parts(numbers, ",")]
    found = [(cells.unescaped(match["scheme"]), cells.unescaped(match["id"])) for match in matches if match]
    return (name, found, details) if found and len(found) == len(matches) else (head, [], details)


def _after(word: str, details: Sequence[str]) -> str:
    return next((each[len(word) :] for each in details if each.casefold().startswith(word)), "")


def _is_unplaced(lot: Lot) -> bool:
    return bool(lot.suppliers) and lot == Lot(suppliers=lot.suppliers)


def _keys(lots: Sequence[Lot]) -> list[str]:
    """Each lot's number where it is its own, else its place."""
    numbers = [lot.number.casefold() for lot in lots]
    return [
        lot.number if lot.number and numbers.count(lot.number.casefold()) == 1 else f"#{place}"
        for place, lot in enumerate(lots, 1)
    ]


def _by_key(values: Mapping[str, str]) -> str:
    return " | ".join(cells.with_key(key, value) for key, value in values.items() if value)


def _named(lot: Lot) -> str:
    if lot.number or not lot.title:
        return cells.with_key(lot.number, cells.escaped(lot.title)).strip()
    return cells.without_key(cells.escaped(lot.title))


def _facts(lot: Lot) -> dict[str, str]:
    money = dict(zip(LOT_MONEY, money_cells(lot.max_value), strict=True))
    fee = dict(zip(LOT_FEE, fee_cells(lot.fee), strict=True))
    facts = {
        "lot descriptions": lot.description,
        "lot starts": day_cell(lot.start, Edge.FIRST),
        "lot ends": day_cell(lot.end, Edge.LAST),
        "lot statuses": lot.stage.value if lot.stage else "",
    }
    plain = {name: cells.escaped(value) for name, value in (facts | money | fee).items()}
    return plain | {
        "lot cpv": "; ".join(lot.cpv),
        "lot regions": cells.listed(lot.regions),
        "lot routes": "; ".join(WORD_FOR_ROUTE[route] for route in lot.routes),
    }


def _suppliers(lot: Lot) -> str:
    return "; ".join(_supplier_text(place) for place in lot.suppliers)


def _supplier_text(place: SupplierPlace) -> str:
    details = [place.status] if place.status != "active" else []
    details += [f"from {day_cell(place.start, Edge.FIRST)}"] if place.start else []
    details += [f"to {day_cell(place.end, Edge.LAST)}"] if place.end else []
    details += [] if place.sme is None else ["sme" if place.sme else "not sme"]
    numbers = [f"{_bracketed(each.scheme, ' ')} {_bracketed(each.id)}" for each in place.identifiers]
    written = _name(place.name)
    written += f" [{', '.join(numbers)}]" if numbers else ""
    return written + (f" ({', '.join(map(_bracketed, details))})" if details else "")


def _name(name: str) -> str:
    """The name of a supplier; its brackets are escaped where they would be read as a number or a detail."""
    plain = cells.escaped(name)
    _, identifiers, details = _parts(plain)
    return cells.escaped(name, f"{cells.MARKS}()[]") if identifiers or details else plain


def _bracketed(value: str, more: str = "") -> str:
    return cells.escaped(value, f"{cells.MARKS},()[]{more}")
