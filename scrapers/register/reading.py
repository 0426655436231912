"""From a contracts register to call-offs of the body that publishes it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from scrapers import rows
from scrapers.call_off import CallOffRecord
from scrapers.content import Content, Entry
from scrapers.dating import Dating
from scrapers.importer import Imported
from scrapers.notes import Notes
from scrapers.parse import codes, dates
from scrapers.parse.dates import Edge
from scrapers.register import columns
from scrapers.register.buyer import Whose, names_a_body, whose
from scrapers.register.columns import MARKS, Layout, lay_out
from scrapers.register.contract import NUMERIC_DATE, Register, read_contract
from scrapers.register.headers import normalised
from scrapers.rows import NotARecord, Unusable
from scrapers.source import Outcome, Problem, Row, Source, Voice
from scrapers.spool import Spool

FORMAT = "a body's contracts register (CSV or Excel, with a title, a reference or supplier, and dates or values)"
DATE_COLUMNS = ("start", "end", "max_end")
ENOUGH_TO_TELL = 2
REPEATS = "repeats an earlier row word for word"
TOTALS = re.compile(
    r"(?:(?:grand|sub|overall|running)[ -]?)?totals?\b[ :]*"
    r"(?:(?:contract |annual )?(?:values?|spend|number)?(?: of contracts)?)",
    re.IGNORECASE,
)
PROGRAM_MARKS = re.compile(r"CIAXLONE|DefnSheetName\s*=?.*|LIST|\*", re.IGNORECASE)
DATE_IN_HEADING = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? 20\d\d|\d{1,2}[/.]\d{1,2}[/.]20\d\d|[A-Z][a-z]{2,8},? 20\d\d)\b"
)


def recognises(content: Content) -> bool:
    """A list of contracts, told by its columns."""
    return content.form == "csv" and columns.is_register(content.fields)


def read(content: Content) -> Imported:
    """One call-off for each contract; repeats, totals, headings and blank lines are skipped."""
    layout = lay_out(content.fields, content.header_place)
    body, many = _whose(content, layout)
    register = Register(body.name, many, layout, _month_first(content, layout))
    read_once = Spool(_row(entry, register) for entry in content.entries)
    found = _with_problems(_identified(read_once), _problems(content, register, body))
    return Imported(source=_source(body), rows=Spool(found), dating=_dating(content))


def _whose(content: Content, layout: Layout) -> tuple[Whose, bool]:
    """The body, and whether the file's own column names several: then each row has its own buyer."""
    column = layout.header_of("buyer")
    published = [str(entry.values.get(column, "")) for entry in content.entries] if column else []
    many = len({name.strip() for name in published if names_a_body(name)}) > 1
    return whose(content, published), many


def _source(body: Whose) -> Source:
    return Source(
        name=f"register_{codes.slug(body.name).replace('-', '_')}",
        title=f"Contracts register of {body.name}",
        publisher=body.name,
        url="",
        licence="not stated",
        voice=Voice.REGISTER,
    )


def _month_first(content: Content, layout: Layout) -> frozenset[str]:
    """The date fields whose column puts the month first: several values leave no other reading, and none the usual."""
    return frozenset(field for field in DATE_COLUMNS if _puts_month_first(content, layout.header_of(field)))


def _puts_month_first(content: Content, column: str) -> bool:
    if not column:
        return False
    written = (str(entry.values.get(column, "")).strip() for entry in content.entries)
    matches = [match for match in map(NUMERIC_DATE.fullmatch, written) if match]
    days_second = sum(int(match["second"]) > 12 for match in matches)
    return days_second >= ENOUGH_TO_TELL and not any(int(match["first"]) > 12 for match in matches)


def _problems(content: Content, register: Register, body: Whose) -> tuple[Problem, ...]:
    """What is to be told of the file as a whole."""
    place = content.header_place
    problems = list(register.layout.problems)
    if body.reason.startswith("guessed"):
        reason = "is not said by the register itself"
        problems.append(Problem(place=place, field="buyer", value=body.name, reason=reason, done=body.reason))
    for field in sorted(register.month_first):
        column = register.layout.header_of(field)
        reason = "holds dates that only make sense with the month first"
        problems.append(Problem(place=place, field=column, value="", reason=reason, done="all its dates are read so"))
    return tuple(problems)


def _row(entry: Entry, register: Register) -> Row:
    row = rows.unread(entry)
    if row is not None:
        return row
    notes = Notes(entry.place)
    rows.noted_oddities(entry, notes)
    try:
        _refuse_what_is_no_contract(entry, register.layout)
        call_off = read_contract(entry, notes, register)
    except NotARecord as reason:
        return rows.skipped(notes, str(reason))
    except Unusable as reason:
        return rows.rejected(notes, str(reason))
    except ValidationError as error:
        return rows.rejected(notes, rows.invalid(error, notes))
    return Row(place=entry.place, outcome=Outcome.CALL_OFF, call_off=call_off, problems=notes.problems)


def _refuse_what_is_no_contract(entry: Entry, layout: Layout) -> None:
    """Raises NotARecord for lines that belong to the table and not to the register."""
    filled = {name: str(value).strip() for name, value in entry.values.items() if str(value).strip()}
    first = next(iter(filled.values()))
    if all(normalised(name) == normalised(value) for name, value in filled.items()):
        raise NotARecord("repeats the header")
    contents = [value for value in filled.values() if value.upper() not in MARKS]
    if not contents or PROGRAM_MARKS.fullmatch(first) and len(contents) < 2:
        raise NotARecord("a mark of the program it was exported from")
    names = [filled.get(layout.header_of(field), "") for field in ("reference", "title", "supplier")]
    if any(TOTALS.fullmatch(value) for value in contents) and sum(map(bool, names)) < 2:
        raise NotARecord("a totals row")
    if not any(names) and layout.header_of("value") in filled and not filled.get(layout.header_of("description")):
        raise NotARecord("an amount without a contract")
    if len(contents) == 1:
        raise NotARecord("a heading or a note: only one cell is filled")


def _identified(found: Spool) -> Iterator[Row]:
    """Rows with the id each contract keeps from edition to edition; a row repeated word for word is skipped.

    The id is the body's own reference where no other row has it, else a hash of title, suppliers and start, else,
    where several rows share those, of everything the row says.
    """
    distinct = {_digest(each.model_dump_json()): (_reference(each), _hash(each)) for each in _call_offs(found)}
    references = Counter(reference for reference, _ in distinct.values())
    hashes = Counter(short for _, short in distinct.values())
    seen: set[str] = set()
    for row in found:
        if row.call_off is None:
            yield row
            continue
        whole = _digest(row.call_off.model_dump_json())
        if whole in seen:
            yield replace(row, outcome=Outcome.SKIPPED, call_off=None, reason=REPEATS)
            continue
        seen.add(whole)
        source_id = _id(row.call_off, references, hashes, whole)
        yield replace(row, call_off=row.call_off.model_copy(update={"source_id": source_id}))


def _call_offs(found: Iterable[Row]) -> Iterator[CallOffRecord]:
    return (row.call_off for row in found if row.call_off is not None)


def _id(call_off: CallOffRecord, references: Counter[str], hashes: Counter[str], whole: str) -> str:
    if call_off.reference and references[_reference(call_off)] == 1:
        return call_off.reference
    short = _hash(call_off)
    return short if hashes[short] == 1 else whole


def _reference(call_off: CallOffRecord) -> str:
    return call_off.reference.casefold()


def _hash(call_off: CallOffRecord) -> str:
    names = "|".join(sorted(supplier.name for supplier in call_off.suppliers))
    start = call_off.start.value.isoformat() if call_off.start else ""
    return _digest("\n".join((call_off.title, names, start)).casefold())


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def _with_problems(found: Iterable[Row], problems: tuple[Problem, ...]) -> Iterator[Row]:
    """Problems of the file as a whole stand with its first row."""
    for number, row in enumerate(found):
        yield row if number else replace(row, problems=problems + row.problems)


def _dating(content: Content) -> Dating | None:
    """The one day or month the heading names, if it names one."""
    named = {match[0]: dates.day(match[0], Edge.FIRST).value for _, line in content.titles
             for match in DATE_IN_HEADING.finditer(line)}  # fmt: skip
    days = {name: day for name, day in named.items() if day}
    if len(days) != 1:
        return None
    name, day = next(iter(days.items()))
    return Dating(day, f"its heading says {name}")
