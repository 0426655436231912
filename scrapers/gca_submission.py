"""Suppliers and lots of the Government Commercial Agency's data submission service, as it loaded them (CSV).

Suppliers report their sales to the service, so it knows which supplier is on which lot. Its files come in several
shapes, one line for a lot or for a supplier; each adds to what the others say. A file of one framework often names it
in its own name only. Lot descriptions are titles, cut at 80 characters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from scrapers import rows
from scrapers.content import Content, Entry
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import codes, text
from scrapers.parse.found import Found, doubted
from scrapers.record import Edition, Identifier, Lot, Record, SupplierPlace
from scrapers.rows import Unusable, text_of
from scrapers.source import Row, Source, UnreadableFile, Voice

FORMAT = "the lots and suppliers of GCA's data submission service (CSV)"
SOURCE = Source(
    name="gca_submission",
    title="Lots and suppliers of GCA frameworks, from its data submission service",
    publisher="Government Commercial Agency (Crown Commercial Service until 1 April 2026)",
    url="https://github.com/Crown-Commercial-Service/DataSubmissionServiceAPI",
    licence="MIT licence",
    voice=Voice.OWNER,
    owner="Crown Commercial Service",
)
REFERENCES = ("framework_number", "framework_short_name")
NUMBER, TITLE, NAME, ACCOUNT = "lot_number", "lot_description", "supplier_name", "salesforce_id"
SHAPES = (
    {"framework_number", NUMBER, TITLE},
    {"framework_number", NUMBER, ACCOUNT, NAME},
    {"framework_short_name", NUMBER, ACCOUNT, NAME},
    {"framework_short_name", NAME},
    {NUMBER, ACCOUNT, NAME},
    {ACCOUNT, NAME},
)
ACCOUNT_SCHEME = "GB-CCS-SF"
"""The service's own number for a supplier. One supplier may have several: evidence, never proof, of who it is."""

ACCOUNT_ID = re.compile(r"(?P<id>[A-Za-z0-9]{15})(?P<check>[A-Za-z0-5]{3})?")
CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
REFERENCE_SAID = re.compile(r"#(?!#)\s*reference\s*:\s*(?P<reference>\S.*)", re.I | re.S)
REFERENCE_IN_NAME = re.compile(r"(?<![a-z0-9])rm[ _]?(?P<number>\d{3,5}(?:\.\d{1,2}|[ivx]+)?)(?![a-z0-9])", re.I)
NAMED_FRAMEWORKS = {"dos3": "RM1043.5"}
"""Digital Outcomes and Specialists 3, which a file's name calls by its short name."""

CUT_AT = 80
FURTHER_LINE = "belongs to the framework of an earlier line; what it says was added there"
CURE = "Give it a first line such as “# reference: RM6060”, or put the reference in the file's name."


def recognises(content: Content) -> bool:
    return content.form == "csv" and {name for name in content.fields if name} in SHAPES


def read(content: Content) -> Imported:
    """One record for each framework, on its first good line; its further lines are accounted for as skipped."""
    columns = set(content.fields)
    if not columns & {NUMBER, *REFERENCES}:
        what = "lists suppliers and their account numbers, and no framework or lot"
        raise UnreadableFile(f"{content.name} {content.header_place}: {what}, so there is nothing in it to import.")
    only = "" if columns & set(REFERENCES) else _reference_of_file(content)
    found: dict[str, Row] = {}
    frameworks: dict[str, list[Line]] = {}
    for entry in content.entries:
        line = rows.unread(entry) or _line(entry, only)
        if isinstance(line, Row):
            found[entry.place] = line
        else:
            frameworks.setdefault(line.reference.casefold(), []).append(line)
    for lines in frameworks.values():
        found.update(_rows(lines))
    return Imported(source=SOURCE, rows=tuple(found[entry.place] for entry in content.entries))


def account(raw: str) -> Found[Identifier | None]:
    """A supplier's number in the service: 15 letters and digits whose case counts, and three that check the case."""
    match = ACCOUNT_ID.fullmatch(raw.strip())
    if not match and text.says_nothing(raw.strip()):
        return Found(None)
    if not match or (match["check"] or _check(match["id"])).upper() != _check(match["id"]):
        return doubted(None, "is no account number of the service", "the supplier is known by its name only")
    return Found(Identifier(scheme=ACCOUNT_SCHEME, id=match["id"] + _check(match["id"])))


def _check(account_id: str) -> str:
    """Three characters that say, five places each, which letters are capitals."""
    parts = (account_id[at : at + 5] for at in (0, 5, 10))
    return "".join(CHECK_LETTERS[sum(letter.isupper() << at for at, letter in enumerate(part))] for part in parts)


def _reference_of_file(content: Content) -> str:
    """The one framework of a file without a column for it."""
    said = (REFERENCE_SAID.fullmatch(comment) for _, comment in content.comments)
    if given := next((match["reference"].strip() for match in said if match), ""):
        return codes.reference(given).value
    if match := REFERENCE_IN_NAME.search(content.name):
        return f"RM{match['number'].lower()}"
    words = re.split(r"[\W_]+", content.name.casefold())
    if known := next((NAMED_FRAMEWORKS[word] for word in words if word in NAMED_FRAMEWORKS), ""):
        return known
    raise UnreadableFile(f"{content.name} {content.header_place}: does not say which framework it is about. {CURE}")


@dataclass(frozen=True)
class Line:
    """One line, understood: a lot as this line knows it, with a title or with one supplier."""

    notes: Notes
    reference: str
    lot: Lot


def _line(entry: Entry, only_reference: str) -> Line | Row:
    notes = Notes(entry.place)
    rows.noted_oddities(entry, notes)
    try:
        return _understood(entry, only_reference, notes)
    except Unusable as reason:
        return rows.rejected(notes, str(reason))
    except ValidationError as error:
        return rows.rejected(notes, rows.invalid(error, notes))


def _understood(entry: Entry, only_reference: str, notes: Notes) -> Line:
    reference = only_reference or _cell(entry, next(name for name in REFERENCES if name in entry.values), notes)
    if not reference:
        raise Unusable("its framework is missing")
    number, title = _cell(entry, NUMBER, notes), _cell(entry, TITLE, notes)
    if NUMBER in entry.values and not number:
        notes.add(NUMBER, "", "is missing", "kept as a lot without a number")
    if TITLE in entry.values and not title:
        raise Unusable("its lot description is missing")
    if len(title) == CUT_AT:
        notes.add(TITLE, title, f"looks cut at {CUT_AT} characters", "kept as published")
    suppliers = (_supplier(entry, notes),) if NAME in entry.values else ()
    return Line(notes, reference, Lot(number=number, title=title, suppliers=suppliers))


def _supplier(entry: Entry, notes: Notes) -> SupplierPlace:
    name, written = _cell(entry, NAME, notes), text_of(entry, ACCOUNT, notes)
    if not name:
        raise Unusable("its supplier name is missing")
    found = notes.take(ACCOUNT, written, account(written))
    return SupplierPlace(name=name, identifiers=(found,) if found else ())


def _cell(entry: Entry, name: str, notes: Notes) -> str:
    raw = text_of(entry, name, notes)
    return notes.take(name, raw, text.line(raw))


def _rows(lines: Sequence[Line]) -> dict[str, Row]:
    """The first line's row carries the record; the others are accounted for."""
    first, *others = lines
    try:
        record = _record(lines)
    except ValidationError as error:
        return {each.notes.place: rows.rejected(each.notes, rows.invalid(error, each.notes)) for each in lines}
    further = {each.notes.place: rows.skipped(each.notes, FURTHER_LINE) for each in others}
    return {first.notes.place: rows.accepted(first.notes, record), **further}


def _record(lines: Sequence[Line]) -> Record:
    reference = lines[0].reference
    return Record(
        source_id=reference,
        edition=Edition.DELTA,
        owner=SOURCE.owner,
        reference=reference,
        lots=tuple(_lots(lines)),
    )


def _lots(lines: Iterable[Line]) -> Iterator[Lot]:
    """Each lot once, with all its suppliers. Two titles of one number are two lots, and a person is told."""
    together: dict[tuple[str, str], list[Line]] = {}
    titles: dict[str, str] = {}
    for line in lines:
        number, title = line.lot.number.casefold(), line.lot.title
        if number and titles.setdefault(number, title) != title:
            reason = f"is also the number of “{titles[number]}”"
            line.notes.add(NUMBER, line.lot.number, reason, "kept as a lot of its own")
        together.setdefault((number, title.casefold()), []).append(line)
    for same in together.values():
        yield same[0].lot.model_copy(update={"suppliers": tuple(_suppliers(same))})


def _suppliers(lines: Iterable[Line]) -> Iterable[SupplierPlace]:
    """Each supplier once on a lot, in whatever capitals; all its account numbers are kept."""
    places: dict[str, SupplierPlace] = {}
    for line in lines:
        for place in line.lot.suppliers:
            known = places.get(place.name.casefold())
            if known is None:
                places[place.name.casefold()] = place
                continue
            identifiers = tuple(dict.fromkeys(known.identifiers + place.identifiers))
            line.notes.add(NAME, place.name, "is on this lot already", "kept once, with every account number given")
            places[place.name.casefold()] = known.model_copy(update={"identifiers": identifiers})
    return places.values()
