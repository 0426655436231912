"""From the framework CSV to records."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from scrapers import dating, rows
from scrapers.content import Content, Entry
from scrapers.dating import Dating
from scrapers.framework_csv import cells
from scrapers.framework_csv.columns import BY_FORM, COLUMNS, EXAMPLE, EXTRA, RULES, folded
from scrapers.framework_csv.evidence import read_documents, read_notices
from scrapers.framework_csv.lots import read_lots
from scrapers.framework_csv.repeats import made_up_id, settled
from scrapers.framework_csv.values import FEE, MONEY, read_fee, read_money, worked_out_day
from scrapers.framework_csv.writing import unguarded
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import codes, dates, text, words
from scrapers.parse.dates import Edge
from scrapers.parse.terms import Published
from scrapers.record import Record
from scrapers.rows import NotARecord, Unusable, text_of
from scrapers.source import Problem, Row, Source, UnreadableFile, Voice

FORMAT = "the hub's framework CSV (an owner and a title column; “hub import --template” writes one)"
SAID_AT_THE_TOP = ("source", "title", "publisher", "url", "licence", "as of", "voice", "owner")
STATEMENT = re.compile(r"#(?!#)\s*+(?P<name>\w[\w ]{0,29}?)\s*+:\s*+(?P<value>.*)", re.DOTALL)
Cells = Mapping[str, str]
Fields = dict[str, object]
SHARED = "reference identifies"
TERM_COLUMNS = {"start": "start", "end": "end", "max_end": "latest end if extended"}


def recognises(content: Content) -> bool:
    """A title column, and an owner for each row or for all."""
    forms = {folded(name) for name in content.fields}
    has_owner = "owner" in forms or bool(said_at_the_top(content)[0].get("owner"))
    return content.form == "csv" and "title" in forms and has_owner


def read(content: Content) -> Imported:
    """One record for each row that is neither an example nor a repeat."""
    said, problems = said_at_the_top(content)
    source = _source(said)
    layout, unknown = layout_of(content)
    found = settled(rows.read_rows(content.entries, lambda entry, notes: _record(entry, notes, layout, source.owner)))
    return Imported(source=source, rows=_with_problems(found, problems + unknown), dating=_dating(said))


def said_at_the_top(content: Content) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What the lines at the top say, and a problem for each that looks like one but has a misspelt name."""
    said: dict[str, str] = {}
    problems = []
    for place, comment in content.comments:
        match = STATEMENT.fullmatch(comment)
        name = " ".join(match["name"].casefold().replace("_", " ").split()) if match else ""
        if match and name in SAID_AT_THE_TOP:
            said[name] = said.get(name) or match["value"].strip()
        elif match and (near := get_close_matches(name, SAID_AT_THE_TOP, 1, 0.75)):
            reason = f"“# {name}:” is not known; did you mean “# {near[0]}:”?"
            problems.append(Problem(place=place, field=name, value=match["value"], reason=reason, done="not used"))
    return said, tuple(problems)


def _source(said: Mapping[str, str]) -> Source:
    voice = said.get("voice", "").casefold().replace(" ", "_") or Voice.OFFICER.value
    if voice not in {each.value for each in Voice}:
        allowed = ", ".join(each.value.replace("_", " ") for each in Voice)
        raise UnreadableFile(f"“# voice: {said['voice']}” is not known. Use one of: {allowed}.")
    if voice == Voice.OWNER.value and not said.get("owner"):
        raise UnreadableFile("“# voice: owner” also needs a line “# owner: …” that says whose list this is.")
    return Source(
        name=codes.slug(said.get("source", "")).replace("-", "_") or "framework_csv",
        title=said.get("title") or "Frameworks filled in by an officer",
        publisher=said.get("publisher") or "not stated",
        url=codes.address(said.get("url", "")).value,
        licence=said.get("licence") or "not stated",
        voice=Voice(voice),
        owner=said.get("owner", ""),
    )


def _dating(said: Mapping[str, str]) -> Dating | None:
    written = said.get("as of", "")
    if not written:
        return None
    day = worked_out_day(written, Edge.FIRST) or dates.day(written, Edge.FIRST).value
    if day is None:
        raise UnreadableFile(f"“# as of: {written}” is not a date the hub can read. Write it as 2026-02-26.")
    return dating.as_stated(day)


@dataclass(frozen=True)
class Layout:
    """Which of the file's columns is which of ours, and what further columns are called in ``extra``."""

    ours: Mapping[str, str]
    further: Mapping[str, str]


def layout_of(content: Content) -> tuple[Layout, tuple[Problem, ...]]:
    ours: dict[str, str] = {}
    further: dict[str, str] = {}
    problems = []
    for number, header in enumerate(content.fields, 1):
        name = header or f"column {number}"
        known = BY_FORM.get(folded(header))
        if known in ours:
            raise UnreadableFile(f"{content.name} {content.header_place}: {known!r} stands twice in the header.")
        if known:
            ours[known] = name
        elif header.casefold().startswith(EXTRA.strip()):
            further[name] = header[len(EXTRA.strip()) :].strip()
        else:
            further[name] = name
            problems += _unknown_column(header, content.header_place)
    return Layout(ours, further), tuple(problems)


def _unknown_column(header: str, place: str) -> list[Problem]:
    if not header:
        return []
    near = get_close_matches(header.casefold(), [column.name for column in COLUMNS], 1, 0.7)
    reason = "is not a column the hub knows" + (f"; did you mean “{near[0]}”?" if near else "")
    return [Problem(place=place, field=header, value="", reason=reason, done="kept beside each record")]


def _with_problems(found: tuple[Row, ...], problems: tuple[Problem, ...]) -> tuple[Row, ...]:
    """Problems of the file as a whole stand with its first row."""
    if not found or not problems:
        return found
    return (replace(found[0], problems=problems + found[0].problems), *found[1:])


def _record(entry: Entry, notes: Notes, layout: Layout, only_owner: str) -> Record:
    cell = {column.name: cell_text(entry, layout.ours.get(column.name, ""), notes) for column in COLUMNS}
    if cell["owner"].startswith(EXAMPLE):
        raise NotARecord("an example row of the template")
    cell["owner"] = cell["owner"] or only_owner
    missing = next((name for name in ("owner", "title") if text.says_nothing(cell[name])), "")
    if missing:
        raise Unusable(f"its {missing} is missing")
    parts = (
        _identity(cell, notes),
        _description(cell, notes),
        _dates(cell, notes),
        _terms_of_use(cell, notes),
        _relations(cell, notes),
        {"extra": _beside(entry, cell, layout)},
    )
    return Record.model_validate({name: value for part in parts for name, value in part.items()})


def _identity(cell: Cells, notes: Notes) -> Fields:
    owner, title, reference = (_line(cell, name, notes) for name in ("owner", "title", "reference"))
    identifies = notes.take(SHARED, cell[SHARED], words.yes_no(cell[SHARED]))
    return {
        "source_id": _line(cell, "source id", notes) or made_up_id(owner, reference, title),
        "title": title,
        "owner": owner,
        "reference": reference,
        "reference_identifies": identifies is not False,
        "kind": notes.take("kind", cell["kind"], words.kind(cell["kind"])),
        "regulation": notes.take("regulation", cell["regulation"], words.regulation(cell["regulation"])),
        "url": notes.take("web page", cell["web page"], codes.address(cell["web page"])),
        "published": notes.take("published", cell["published"], dates.calendar_day(cell["published"])),
    }


def _description(cell: Cells, notes: Notes) -> Fields:
    return {
        "summary": _block(cell, "summary", notes),
        "description": _block(cell, "description", notes),
        "categories": _list(cell["categories"]),
        "keywords": _list(cell["keywords"], "|;,\n"),
        "cpv": notes.take("cpv", cell["cpv"], codes.cpv(cell["cpv"])),
        "regions": _list(cell["regions"]),
        "lots": read_lots(cell, notes),
        "documents": read_documents(cell["documents"], notes),
        "notices": read_notices(cell["notices"], notes),
    }


def _dates(cell: Cells, notes: Notes) -> Fields:
    """The term, with dates the hub itself worked out and wrote down taken as they are."""
    edges = {"start": Edge.FIRST, "end": Edge.LAST, "max_end": Edge.LAST}
    worked_out = {name: worked_out_day(cell[TERM_COLUMNS[name]], edge) for name, edge in edges.items()}
    raw = {name: "" if worked_out[name] else cell[TERM_COLUMNS[name]].strip() for name in edges}
    term = rows.take_term(notes, Published(**raw, extension=_block(cell, "extension", notes)), TERM_COLUMNS)
    status = cell["status"].strip()
    return {
        "start": worked_out["start"] or term.start,
        "end": worked_out["end"] or term.end,
        "max_end": worked_out["max_end"] or term.max_end,
        "extension": term.extension,
        "stage": notes.take("status", status, words.stage(status)) or term.stage,
        "source_status": _line(cell, "status as published", notes),
    }


def _terms_of_use(cell: Cells, notes: Notes) -> Fields:
    return {
        "routes": notes.take("routes", cell["routes"], words.routes(cell["routes"])),
        "fee": read_fee(cell, FEE, notes),
        "max_value": read_money(cell, MONEY, notes),
        "eligibility": _block(cell, "who may use it", notes),
        "eligibility_rules": _list(cell[RULES], "|\n"),
        "how_to_buy": _block(cell, "how to buy", notes),
        "stock_only": notes.take("stock only", cell["stock only"], words.yes_no(cell["stock only"])),
    }


def _relations(cell: Cells, notes: Notes) -> Fields:
    return {
        "parent_reference": _line(cell, "part of", notes),
        "parent_lot": _line(cell, "part of lot", notes),
        "listing_of_owner": _line(cell, "lists framework of", notes),
        "replaces": _list(cell["replaces"]),
        "replaced_by": _list(cell["replaced by"]),
    }


def _beside(entry: Entry, cell: Cells, layout: Layout) -> dict[str, str]:
    """Values of columns the hub does not know, and CPV codes that are none."""
    kept = {name: cell_text(entry, column, Notes("")) for column, name in layout.further.items()}
    if codes.cpv(cell["cpv"]).doubts:
        kept["cpv as published"] = cell["cpv"]
    return {name: value for name, value in kept.items() if value}


def _line(cell: Cells, name: str, notes: Notes) -> str:
    return notes.take(name, cell[name], text.line(cell[name]))


def _block(cell: Cells, name: str, notes: Notes) -> str:
    return notes.take(name, cell[name], text.block(cell[name]))


def _list(cell: str, separators: str = "|;\n") -> list[str]:
    values = (text.line(value).value for value in cells.split(cell, separators))
    return [value for value in values if value]


def cell_text(entry: Entry, column: str, notes: Notes) -> str:
    """A cell without the apostrophe that keeps a spreadsheet program from running it as a formula."""
    written = text_of(entry, column, notes)
    if not written:
        return ""
    return text.tidy(unguarded(written))
