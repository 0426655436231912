"""One row of a register as a call-off: its cells read, and what could not be read kept beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrapers import rows
from scrapers.call_off import CallOffRecord, FrameworkPointer
from scrapers.content import Entry
from scrapers.notes import Notes
from scrapers.parse import codes, dates, identifiers, money, privacy, text
from scrapers.parse.dates import Edge
from scrapers.parse.found import Found
from scrapers.parse.terms import Published, Term
from scrapers.record import Identifier, Money, NoticeReference, Party
from scrapers.register.buyer import names_a_body
from scrapers.register.columns import Layout
from scrapers.register.pointer import CALL_OFF, notice_number, pointer
from scrapers.rows import Unusable, text_of

Cells = Mapping[str, str]

NO_ID_YET = "-"
NO_SUPPLIER = re.compile(
    r"\W*(?:redacted|withheld|various|multiple|several|confidential|"
    r"see (?:attached|list|below|notes?|description|link)|"
    r"not (?:yet )?(?:awarded|applicable|known)|no (?:award|supplier)|personal data|individuals?|tb[ac]|n/?a)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What stands where the supplier's name should: "REDACTED PERSONAL DATA", "Various", "See list"."""

SEVERAL = re.compile(r"(?:(?<!\s)\s++)?[;|]\s*+")
NUMERIC_DATE = re.compile(r"(?P<first>\d{1,2})(?P<by>[/.-])(?P<second>\d{1,2})(?P=by)(?P<rest>\d{2,4}\b.*)", re.DOTALL)
ASKS_FOR_MORE = re.compile(r"OJEU|notice|F\.?A\.?T\b|tender", re.IGNORECASE)
TERM_NAMES = {"start": "start", "end": "end", "max_end": "latest end if extended"}
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Register:
    """What is known of the file as a whole: whose it is, its columns, and which of them put the month first."""

    buyer: str
    many_buyers: bool
    layout: Layout
    month_first: frozenset[str]

    @property
    def only_frameworks(self) -> bool:
        """True where the column for the framework asks for nothing else."""
        header = self.layout.header_of("framework")
        return "framework" in header.casefold() and not ASKS_FOR_MORE.search(header)


def read_contract(entry: Entry, notes: Notes, register: Register) -> CallOffRecord:
    """The call-off a row states, still without an id. Raises Unusable for a row that says nothing of a contract."""
    cell = _cells(entry, notes, register)
    title = _title(cell, notes)
    term = _term(cell, notes)
    extra = _beside(entry, cell, register.layout)
    record = CallOffRecord(
        source_id=NO_ID_YET,
        title=title,
        buyer=Party(name=_buyer(cell, register)),
        reference=text.line(cell["reference"]).value,
        suppliers=_suppliers(cell, notes, extra),
        framework=_framework(cell, register),
        cpv=_cpv(cell, notes, extra),
        value=_value(cell, notes, register.layout, extra),
        start=term.start,
        end=term.end,
        max_end=term.max_end,
        extension=privacy.without_persons(term.extension)[0],
        procedure=text.line(cell["procedure"]).value,
        notice=_notice(cell),
        url=notes.take("url", cell["url"], codes.address(cell["url"])),
    )
    return record.model_copy(update={"extra": extra | _unread_dates(cell, term)})


def _cells(entry: Entry, notes: Notes, register: Register) -> dict[str, str]:
    ours = register.layout.ours
    cell = {field: text.tidy(text_of(entry, column, notes)) for field, column in ours.items()}
    for field in register.month_first:
        cell[field] = day_first(cell[field])
    return dict.fromkeys(FIELDS, "") | cell


FIELDS = (
    "reference", "ocid", "title", "description", "contract_type", "start", "end", "max_end", "extension", "term",
    "value", "supplier", "company_number", "charity_number", "procedure", "framework", "notice", "cpv", "buyer", "url",
)  # fmt: skip


def day_first(written: str) -> str:
    """A date of a column that puts the month first, turned round."""
    match = NUMERIC_DATE.fullmatch(written.strip())
    return f"{match['second']}{match['by']}{match['first']}{match['by']}{match['rest']}" if match else written


def _title(cell: Cells, notes: Notes) -> str:
    title = notes.take("title", cell["title"], _without_persons(text.line(cell["title"])))
    if title:
        return title
    described = text.shortened(_without_persons(text.line(cell["description"])).value, LONGEST_TITLE)
    if not described:
        raise Unusable("its title is missing")
    notes.add("title", "", "is missing", "the beginning of the description is used")
    return described


def _buyer(cell: Cells, register: Register) -> str:
    named = text.line(cell["buyer"]).value
    return named if register.many_buyers and names_a_body(named) else register.buyer


def _suppliers(cell: Cells, notes: Notes, extra: dict[str, str]) -> tuple[Party, ...]:
    """The suppliers named. With one of them, the number in the next column is its own."""
    written = text.line(cell["supplier"])
    if NO_SUPPLIER.fullmatch(written.value):
        extra["supplier as published"] = written.value
        return ()
    names = [name for name in SEVERAL.split(notes.take("supplier", cell["supplier"], written)) if name]
    numbers = _identifiers(cell, notes, extra) if len(names) == 1 else ()
    if len(names) > 1 and (number := text.line(cell["company_number"]).value):
        extra["company number as published"] = number
    return tuple(Party(name=name, identifiers=numbers) for name in names)


def _identifiers(cell: Cells, notes: Notes, extra: dict[str, str]) -> tuple[Identifier, ...]:
    found = []
    for field, scheme in (("company_number", identifiers.COMPANY), ("charity_number", "GB-CHC")):
        written = cell[field].strip()
        if scheme == "GB-CHC" and written.upper().startswith("SC"):
            scheme = "GB-SC"
        name = field.replace("_", " ")
        number = notes.take(name, written, identifiers.identifier(scheme, written))
        if number:
            found.append(number)
        elif not text.says_nothing(written):
            extra[f"{name} as published"] = written
    return tuple(found)


def _framework(cell: Cells, register: Register) -> FrameworkPointer:
    """The pointer; a contract type only counts where it is a call-off: "framework" means the contract is one."""
    kind = cell["contract_type"] if CALL_OFF.search(cell["contract_type"]) else ""
    procedure = f"{cell['procedure']} {kind}".strip()
    return pointer(cell["framework"], procedure, cell["title"], cell["description"], register.only_frameworks)


def _cpv(cell: Cells, notes: Notes, extra: dict[str, str]) -> tuple[str, ...]:
    found = codes.cpv(cell["cpv"])
    if found.doubts:
        extra["cpv as published"] = cell["cpv"]
    return notes.take("cpv", cell["cpv"], found)


def _value(cell: Cells, notes: Notes, layout: Layout, extra: dict[str, str]) -> Money | None:
    """The value, net unless its column says that VAT is in it."""
    pence = notes.take("value", cell["value"], money.value_in_pence(cell["value"]))
    if pence is None:
        if not money.NOT_GIVEN.fullmatch(cell["value"].strip()):
            extra["value as published"] = cell["value"]
        return None
    pence *= layout.value_scale
    return Money(gross_pence=pence) if layout.value_has_vat else Money(net_pence=pence)


def _term(cell: Cells, notes: Notes) -> Term:
    """Start, end and latest end. A length or a range may stand in a column of its own, a date in that of extensions."""
    start, end, extension, max_end = cell["start"], cell["end"], cell["extension"], cell["max_end"]
    if cell["term"]:
        start, end = start or cell["term"], end or (cell["term"] if start else "")
    if extension and not max_end and dates.day(extension, Edge.LAST).value:
        extension, max_end = "", extension
    extension = "" if text.says_nothing(extension) else extension
    return rows.take_term(notes, Published(start, end, max_end, extension), TERM_NAMES)


def _unread_dates(cell: Cells, term: Term) -> dict[str, str]:
    """What stands in place of a date: Rolling, TBC, 01/06/206."""
    found = {"start": term.start, "end": term.end, "max_end": term.max_end}
    unread = [name for name, day in found.items() if day is None and cell[name] not in ("", term.extension)]
    return {f"{name.replace('_', ' ')} as published": cell[name] for name in unread}


def _notice(cell: Cells) -> NoticeReference | None:
    """The contract's own notice, where a column gives it."""
    written = text.line(cell["notice"]).value
    number, url, ocid = notice_number(written), codes.address(written).value, text.line(cell["ocid"]).value
    identifier = number or url or ocid
    return NoticeReference(identifier=identifier, ocid=ocid, url=url) if identifier else None


def _beside(entry: Entry, cell: Cells, layout: Layout) -> dict[str, str]:
    """What a call-off has no field for: the description, and every further column that is filled."""
    described = text.block(cell["description"]).value
    kept = {"description": described, "contract type": cell["contract_type"]}
    for column, name in layout.known.items():
        written = text.tidy(str(entry.values.get(column) or ""))
        kept[name] = privacy.without_persons(written)[0]
    return {name: value for name, value in kept.items() if value}


def _without_persons(found: Found[str]) -> Found[str]:
    return Found(privacy.without_persons(found.value)[0], found.doubts)
