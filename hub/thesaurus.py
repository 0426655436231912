"""A thesaurus as people edit it: read from a CSV file, with everything that is wrong with its form.

Each row is a term, what it is also called, and whether the second leads back to the first ("both") or not
("one-way"). What the search makes of it is for indexer.thesaurus.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from io import StringIO
from pathlib import Path

from hub.errors import Refused
from indexer.analysis import tokens

COLUMNS = ("term", "expansion", "direction")
BOTH, ONE_WAY = "both", "one-way"

Words = tuple[str, ...]
"""What a term comes down to for the search: "Wheelie bins" and "wheelie bin" are the same."""


@dataclass(frozen=True)
class Row:
    """One line of the file."""

    line: int
    term: str
    expansion: str
    direction: str

    @property
    def ends(self) -> tuple[Words, Words]:
        return searched(self.term), searched(self.expansion)


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line, and the cure."""

    line: int
    message: str


def read(path: Path) -> list[Row]:
    """The rows of a thesaurus file. Raises Refused if it is not one: not UTF-8, or with other columns."""
    try:
        return read_text(path.read_text(encoding="utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 text. Save it as CSV in UTF-8.") from error


def read_text(text: str, name: str) -> list[Row]:
    """The same of a text that goes by a name. Raises Refused."""
    reader = csv.reader(StringIO(text, newline=""))
    try:
        header = tuple(next(reader, ()))
        _require_columns(name, header)
        return [_row(name, reader.line_num, header, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise Refused(f"{name}, line {reader.line_num}: {error}. Save it as plain CSV.") from error


def _require_columns(path: str, header: Sequence[str]) -> None:
    unknown = [name or "(no name)" for name in header if name not in COLUMNS]
    missing = [name for name in COLUMNS if name not in header]
    if unknown or missing or len(header) > len(COLUMNS):
        found = {"does not know": ", ".join(unknown), "misses": ", ".join(missing)}
        reason = " and ".join(f"{what} {names}" for what, names in found.items() if names) or "finds a column twice"
        raise Refused(f"{path}, line 1: the thesaurus {reason}. Its columns are {', '.join(COLUMNS)}.")


def _row(path: str, line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        cure = "Put a text with a comma in it between quotation marks."
        raise Refused(f"{path}, line {line}: {len(cells)} cells instead of {len(header)}. {cure}")
    values = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
    return Row(line, values["term"], values["expansion"], values["direction"])


def problems(rows: Sequence[Row]) -> list[Problem]:
    """Everything that is wrong with these rows, in their order."""
    whole = [row for row in rows if not any(_problems_of_one(row))]
    found = [problem for row in rows for problem in _problems_of_one(row)]
    return sorted([*found, *_repeats(whole), *_circles(whole)], key=lambda problem: problem.line)


def searched(text: str) -> Words:
    """The words of a term, as the search compares them."""
    return tuple(token.term for token in tokens(text, typed=True) if not token.compound)


def _problems_of_one(row: Row) -> Iterator[Problem]:
    term, expansion = row.ends
    if row.direction not in (BOTH, ONE_WAY):
        yield Problem(row.line, f"the direction is “{row.direction}”. Write {BOTH} or {ONE_WAY}.")
    for name, text, words in (("term", row.term, term), ("expansion", row.expansion, expansion)):
        if not words:
            yield Problem(row.line, f"the {name} “{text}” has no word to search for. Fill it in or take the line out.")
    if term and term == expansion:
        yield Problem(row.line, f"“{row.term}” and “{row.expansion}” are the same to the search. Take the line out.")


def _repeats(rows: Sequence[Row]) -> Iterator[Problem]:
    """Lines that say what an earlier one says, and pairs of lines that are one line in both directions."""
    said: dict[tuple[Words, Words], Row] = {}
    for row in rows:
        there, back = row.ends, row.ends[::-1]
        ways = (there, back) if row.direction == BOTH else (there,)
        if earlier := next((said[way] for way in ways if way in said), None):
            yield Problem(row.line, f"line {earlier.line} already says so. Keep one of the two.")
        elif row.direction == ONE_WAY and back in said:
            cure = f"Take this line out and mark line {said[back].line} {BOTH}."
            yield Problem(row.line, f"line {said[back].line} leads the other way. {cure}")
        for way in ways:
            said.setdefault(way, row)


def _circles(rows: Sequence[Row]) -> Iterator[Problem]:
    """One chain of one-way lines that leads back to where it begins, if there is any."""
    ways = {row.ends: row for row in rows if row.direction == ONE_WAY}
    graph: dict[Words, set[Words]] = {}
    for term, expansion in ways:
        if (expansion, term) not in ways:  # two lines that are each other's reverse are told of already
            graph.setdefault(expansion, set()).add(term)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield _circle(error.args[1], ways)


def _circle(chain: Sequence[Words], ways: Mapping[tuple[Words, Words], Row]) -> Problem:
    links = [ways[pair] for pair in zip(chain, chain[1:], strict=False)]
    shown = " → ".join([links[0].term, *(row.expansion for row in links)])
    line = max(row.line for row in links)
    cure = f"One-way leads from the narrower to the wider: take out one of lines {_listed([r.line for r in links])}."
    return Problem(line, f"one-way lines run in a circle: {shown}. {cure}")


def _listed(lines: Sequence[int]) -> str:
    return ", ".join(map(str, sorted(lines)))
