"""Agreements and lots of the Government Commercial Agency's agreements service, as JSON Lines.

The service lists agreements that are awarded, in force when it was read. Descriptions are HTML and mostly end with
the same paragraph; names were cut at 80 characters where they passed through a narrower column.
"""

from collections import Counter
from collections.abc import Iterable
from functools import partial

from scrapers import dating, gca, rows
from scrapers.content import Content, Entry
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import codes, dates, terms, text, words
from scrapers.parse.dates import Edge
from scrapers.record import Day, Lot, Record, Stage
from scrapers.rows import text_of

FORMAT = "the GCA agreements service's list (JSON Lines)"
SOURCE = gca.source_until_2026("gca_agreements", "GCA agreements and lots, from its agreements service")
KEYS = {"commercial_agreement_number", "commercial_agreement_name", "commercial_agreement_owner", "lots"}
KEYS_READ = (
    "commercial_agreement_number", "commercial_agreement_name", "commercial_agreement_owner",
    "commercial_agreement_description", "agreement_url", "commercial_agreement_id",
)  # fmt: skip
LOT_KEYS_READ = ("lot_number", "lot_name", "lot_description", "lot_type", "start_date", "end_date")
OWNERS = {"CCS": "Crown Commercial Service"}
CUT_AT = 80
COMMON_FROM = 10
DATE_KEYS = {"start": "start_date", "end": "end_date"}


def recognises(content: Content) -> bool:
    return content.form == "json" and KEYS <= set(content.fields)


def read(content: Content) -> Imported:
    """Every agreement, and the newest day the list must have known."""
    read_one = partial(_record, commonplaces=_commonplaces(content.entries))
    found = rows.apart(rows.read_rows(content.entries, read_one), lambda record: record.extra.get("agreement id", ""))
    records = (row.record for row in found if row.record)
    return Imported(source=SOURCE, rows=found, dating=dating.shown_by(records, content.modified))


def _record(entry: Entry, notes: Notes, commonplaces: frozenset[str]) -> Record:
    value = {name: text_of(entry, name, notes).strip() for name in (*KEYS_READ, *DATE_KEYS.values())}
    number, name, owner, description, url, agreement_id = (value[key] for key in KEYS_READ)
    reference = notes.take(KEYS_READ[0], number, codes.reference(number))
    title = rows.noted_if_missing(KEYS_READ[1], _name(KEYS_READ[1], name, notes), notes)
    term = rows.take_term(notes, terms.Published(value["start_date"], value["end_date"]), DATE_KEYS)
    lots, lot_types = _lots(entry, notes)
    return Record(
        source_id=reference or agreement_id,
        title=codes.without_reference(title, reference),
        owner=OWNERS.get(owner, owner),
        reference=reference,
        kind=words.kind_in_title(title),
        stage=Stage.LIVE,
        description=_description(description, commonplaces, notes),
        start=term.start,
        end=term.end,
        lots=lots,
        url=notes.take("agreement_url", url, codes.address(url)),
        extra=_beside({"agreement id": agreement_id, "lot types": lot_types}),
    )


def _name(field: str, raw: str, notes: Notes) -> str:
    if len(raw) == CUT_AT:
        notes.add(field, raw, f"looks cut at {CUT_AT} characters", "kept as published")
    return notes.take(field, raw, text.line(raw))


def _description(raw: str, commonplaces: frozenset[str], notes: Notes) -> str:
    found = notes.take("commercial_agreement_description", raw, text.block(raw))
    return "\n".join(line for line in found.split("\n") if line not in commonplaces).strip()


def _commonplaces(entries: Iterable[Entry]) -> frozenset[str]:
    """Lines most descriptions share say nothing about any of these agreements."""
    texts = [text.block(str(entry.values.get("commercial_agreement_description") or "")).value for entry in entries]
    counts = Counter(line for each in texts for line in set(each.split("\n")) if line)
    return frozenset(line for line, count in counts.items() if count >= COMMON_FROM and count > len(texts) / 2)


def _beside(kept: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in kept.items() if value}


def _lots(entry: Entry, notes: Notes) -> tuple[tuple[Lot, ...], str]:
    """The lots, and the types of lot named (services, products). A lot listed twice is one lot."""
    items = entry.values.get("lots")
    if not isinstance(items, list):
        notes.add("lots", str(items), "is not a list of lots", "left out")
        return (), ""
    lots: list[Lot] = []
    types: list[str] = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            notes.add(f"lots {number}", str(item), "is not a lot", "left out")
            continue
        said = _texts(Entry(entry.place, item), f"lots {number}", notes)
        types.append(said["lot_type"])
        _add(lots, _lot(f"lots {number}", said, notes), number, notes)
    return tuple(lots), ", ".join(sorted(set(filter(None, types))))


def _texts(item: Entry, within: str, notes: Notes) -> dict[str, str]:
    return {name: text_of(item, name, notes, within) for name in LOT_KEYS_READ}


def _lot(field: str, item: dict[str, str], notes: Notes) -> Lot:
    number = text.line(item["lot_number"]).value
    description = item["lot_description"]
    return Lot(
        number=number.removeprefix("Lot").strip(),
        title=_name(f"{field} lot_name", item["lot_name"], notes),
        description=notes.take(f"{field} lot_description", description, text.block(description)),
        start=_day(f"{field} start_date", item["start_date"], Edge.FIRST, notes),
        end=_day(f"{field} end_date", item["end_date"], Edge.LAST, notes),
    )


def _day(field: str, raw: str, edge: Edge, notes: Notes) -> Day | None:
    return notes.take(field, raw, dates.day(raw, edge))


def _add(lots: list[Lot], lot: Lot, number: int, notes: Notes) -> None:
    if lot in lots:
        notes.add(f"lots {number}", f"Lot {lot.number}", "is listed twice with the same facts", "kept once")
    else:
        lots.append(lot)
