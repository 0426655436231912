"""CSV text as entries: one for each line below the header, with the line number it begins on.

A broken quotation mark costs its own line, not the file: reading goes on with the line below it.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from scrapers.content import LINE, MOST_ROWS, Entry, check_size, lines, odd_characters
from scrapers.source import UnreadableFile

LONGEST_CELL = 200_000
LONGEST_LINE = 2_000_000
MOST_BROKEN = 1_000
DELIMITERS = ",;\t"
MOST_COLUMNS = 1_000
HEADER_WITHIN = 40

IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Table:
    """The parts of a CSV file or sheet: the header and its place, and the lines below and above it.

    ``comments`` are the lines above the header that begin with #, ``titles`` the others, both by place. ``is_known`` is
    True where the header was recognised, and not only the first line with text.
    """

    comments: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    header_place: str
    entries: tuple[Entry, ...]
    titles: tuple[tuple[str, str], ...] = ()
    is_known: bool = False


def read_table(name: str, text: str, is_header: IsHeader = lambda cells: False) -> Table:
    """Read CSV with commas, semicolons or tabs. Lines that begin with # above the header are comments.

    The header is the first of the lines near the top that ``is_header`` knows, else the first line with text.
    """
    return _tabulated(name, _counted(name, text), is_header)


def read_sheet(name: str, rows: Iterable[tuple[int, Sequence[str]]], is_header: IsHeader) -> Table:
    """Read the numbered rows of a sheet, which leaves out empty rows and the empty cells at the end of others."""
    filled = list(rows)
    width = max((len(cells) for _, cells in filled), default=0)
    padded = (_Line(number, [*cells, *[""] * (width - len(cells))], unit="row") for number, cells in filled)
    return _tabulated(name, padded, is_header)


def _tabulated(name: str, found: Iterator["_Line"], is_header: IsHeader) -> Table:
    top = _top(found)
    with_text = (at for at, line in enumerate(top) if _has_text(line))
    known = next((at for at, line in enumerate(top) if _has_text(line) and is_header(line.cells)), None)
    header_at = next(with_text, None) if known is None else known
    if header_at is None:
        raise UnreadableFile(f"{name} has no header line.")
    above, line = top[:header_at], top[header_at]
    if broken := next((each for each in (*above, line) if each.fault), None):
        raise UnreadableFile(f"{name} {broken.place}: {broken.fault}.")
    header = _header(name, line, is_known=known is not None)
    return Table(
        comments=tuple((each.place, _joined(each)) for each in above if is_comment(each.cells)),
        header=header,
        header_place=line.place,
        entries=tuple(_entries(header, chain(top[header_at + 1 :], found))),
        titles=tuple((each.place, _joined(each)) for each in above if _has_text(each)),
        is_known=known is not None,
    )


def _top(found: Iterator["_Line"]) -> list["_Line"]:
    """The first lines: a header stands in them, if the file has one. Comments and empty lines do not count."""
    top: list[_Line] = []
    filled = 0
    for line in found:
        top.append(line)
        filled += _has_text(line)
        if filled == HEADER_WITHIN:
            break
    return top


def _has_text(line: "_Line") -> bool:
    return bool(line.fault) or not is_comment(line.cells) and any(cell.strip() for cell in line.cells)


def _joined(line: "_Line") -> str:
    """A line of one text, which a spreadsheet program splits at its commas and pads with empty cells."""
    return ",".join(line.cells).strip(", \t")


def is_comment(cells: list[str]) -> bool:
    return bool(cells) and cells[0].lstrip().startswith("#")


@dataclass(frozen=True)
class _Line:
    """One CSV row and the number of the line it begins on. A quoted cell may run over several lines.

    ``reaches`` is the line down to which a row with a ``fault`` was read before the fault showed.
    """

    number: int
    cells: list[str]
    fault: str = ""
    reaches: int = 0
    unpaired: bool = False
    unit: str = "line"

    @property
    def place(self) -> str:
        return f"{self.unit} {self.number}"


def _counted(name: str, text: str) -> Iterator[_Line]:
    """The rows of a text, no more of them and no more broken ones than any list has."""
    usual = csv.field_size_limit(LONGEST_LINE)
    broken = 0
    try:
        for count, line in enumerate(_Lines(name, text)):
            broken += bool(line.fault)
            if count > MOST_ROWS:
                raise UnreadableFile(f"{name} has more than {MOST_ROWS:,} lines. Import it in smaller files.")
            if broken > MOST_BROKEN:
                what = f"so far {broken:,} lines cannot be read as CSV. This one {line.fault}."
                raise UnreadableFile(f"{name} line {line.number}: {what}")
            yield line
    finally:
        csv.field_size_limit(usual)


class _Lines(Iterator[_Line]):
    """The rows of a text. After a broken one it goes on with the physical line below the one that row begins on."""

    def __init__(self, name: str, text: str) -> None:
        delimiter = _delimiter(text)
        check_size(name, text, delimiter)
        self._source = _PhysicalLines(text)
        self._reader = csv.reader(self._source, delimiter=delimiter, strict=True)

    def __next__(self) -> _Line:
        source, begin, number = self._source, self._source.at, self._source.number
        try:
            cells = next(self._reader)
        except csv.Error as error:
            reaches = source.number - 1
            source.go_below(begin, number)
            return _Line(number, [], fault=_cure(str(error)), reaches=reaches)
        return _Line(number, cells, unpaired=source.text.count('"', begin, source.at) % 2 == 1)


class _PhysicalLines(Iterator[str]):
    """The lines of a text without a copy of it; ``at`` and ``number`` are those of the line that comes next."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.number = text, 0, 1

    def __next__(self) -> str:
        begin = self.at
        self.go_below(begin, self.number)
        if self.at == begin:
            raise StopIteration
        if self.at - begin > LONGEST_LINE:
            raise csv.Error(f"it is {self.at - begin:,} characters long; the limit is {LONGEST_LINE:,}")
        return self.text[begin : self.at]

    def go_below(self, at: int, number: int) -> None:
        """Go on with the line below the one that begins at ``at``."""
        match = LINE.match(self.text, at)
        self.at, self.number = match.end() if match else at, number + 1


def _delimiter(text: str) -> str:
    """What parts the cells of the first line that has several, since a title may stand above them."""
    top = list(islice((line for line in lines(text[:LONGEST_LINE]) if _may_be_header(line)), HEADER_WITHIN))
    header = next((line for line in top if max(map(line.count, DELIMITERS)) > 1), "".join(top[:1]))
    return max(DELIMITERS, key=header.count)


def _may_be_header(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip('" ').startswith("#")


def _cure(error: str) -> str:
    if "unexpected end of data" in error:
        return "opens a quotation mark that is never closed. Close it, or double it if it belongs to the text"
    if "expected after" in error:
        return "has text behind a closing quotation mark. Write a quotation mark inside a cell twice"
    if "field larger" in error:
        return f"has a cell of more than {LONGEST_LINE:,} characters; is a quotation mark not closed?"
    return f"cannot be read as CSV: {error}"


def _header(name: str, line: _Line, is_known: bool) -> tuple[str, ...]:
    header = tuple(" ".join(cell.split()) for cell in line.cells)
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"{name} {line.place}: has {len(header):,} columns; the limit is {MOST_COLUMNS:,}.")
    counts = Counter(cell.casefold() for cell in header if cell)
    twice = sorted(form for form, count in counts.items() if count > 1)
    if twice and is_known:
        return _told_apart(header)
    if twice:
        message = f"{name} {line.place}: two columns are named {twice[0]!r}. Rename or remove one."
        raise UnreadableFile(message)
    return header


def _told_apart(header: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of one name by their number: "Notes" and "Notes (column 9)"."""
    seen: set[str] = set()
    told = []
    for at, name in enumerate(header, 1):
        told.append(f"{name} (column {at})" if name and name.casefold() in seen else name)
        seen.add(name.casefold())
    return tuple(told)


def _entries(header: tuple[str, ...], found: Iterable[_Line]) -> Iterator[Entry]:
    """Below a broken line comes either the next row or the rest of the broken one, which must not pass for a row."""
    doubtful_to, in_doubt = 0, False
    for line in found:
        entry = _entry(header, line)
        doubtful_to = max(doubtful_to, line.reaches)
        in_doubt = in_doubt or line.number <= doubtful_to
        if in_doubt and entry.values and (line.unpaired or len(line.cells) != len(header)):
            entry = Entry(entry.place, fault="stands below a broken line and does not look like a row of its own")
        elif entry.values:
            in_doubt = False
        yield entry


def _entry(header: tuple[str, ...], line: _Line) -> Entry:
    place, cells = line.place, line.cells
    if line.fault:
        return Entry(place, fault=line.fault)
    if not any(cell.strip() for cell in cells):
        return Entry(place, skip="blank line")
    if is_comment(cells):
        return Entry(place, skip="comment line")
    if fault := _fault(header, line):
        return Entry(place, fault=fault)
    names = (column or f"column {at}" for at, column in enumerate(header, 1))
    padded = cells + [""] * (len(header) - len(cells))
    return Entry(place, dict(zip(names, padded, strict=False)), doubt=_doubt(header, line))


def _fault(header: tuple[str, ...], line: _Line) -> str:
    """Why a row cannot be read; empty for one that can."""
    cells = line.cells
    if any(cell.strip() for cell in cells[len(header) :]):
        return f"has {len(cells)} cells under {len(header)} columns; is a comma outside quotation marks?"
    longest = max(cells, key=len)
    if len(longest) > LONGEST_CELL:
        column = header[cells.index(longest)]
        return f"its {column} is {len(longest):,} characters long; the limit is {LONGEST_CELL:,}"
    return ""


def _doubt(header: tuple[str, ...], line: _Line) -> str:
    """What is odd about a row that can be read. A spreadsheet program leaves out no empty cell but an unnamed one."""
    if len(line.cells) < len(header) and any(header[len(line.cells) :]):
        return f"has {len(line.cells)} cells under {len(header)} columns; is a line broken here?"
    if line.unpaired:
        return "has a quotation mark without its pair"
    return next(filter(None, map(odd_characters, line.cells)), "")
