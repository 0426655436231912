"""What an import did, row by row: counted, on screen and as a file."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hub.cells import inert
from scrapers.call_off import CallOffRecord
from scrapers.record import Record
from scrapers.source import Problem, Reading, Row

OUTCOMES = ("accepted", "changed", "unchanged", "skipped", "rejected")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report. A row without problems has one line; each problem of a row has one of its own."""

    place: str
    outcome: str
    field: str = ""
    value: str = ""
    reason: str = ""
    done: str = ""


@dataclass
class Report:
    """The outcome of every row: accepted + changed + unchanged + skipped + rejected = rows read.

    ``call_offs`` counts the rows that are contracts and not frameworks, ``skipped`` the reasons for skipping.
    """

    file: str
    source: str
    as_of: str
    dry_run: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    call_offs: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return sum(self.counts[outcome] for outcome in OUTCOMES)

    @property
    def warnings(self) -> int:
        return sum(1 for line in self.lines if line.field)

    def add(self, row: Row, outcome: str) -> None:
        """Count a row and note what a person should read about it."""
        self.counts[outcome] += 1
        self.call_offs += row.call_off is not None
        if outcome == "skipped":
            self.skipped[row.reason] += 1
        if row.reason or not row.problems:
            self.lines.append(Line(row.place, outcome, reason=row.reason))
        self.lines.extend(_line(row.place, outcome, problem) for problem in row.problems)

    def summary(self) -> str:
        """One sentence: "200 rows: 198 accepted, 0 changed …"."""
        counts = ", ".join(f"{self.counts[outcome]} {outcome}" for outcome in OUTCOMES)
        contracts = f", {self.call_offs} of them contracts" if self.call_offs else ""
        return f"{self.rows} rows{contracts}: {counts}; {self.warnings} warnings"

    def noteworthy(self) -> list[Line]:
        """The lines a person should read: what could not be read, every warning, and what was skipped for a reason of
        its own. Rows skipped for one reason are counted (``skipped``).
        """
        return [line for line in self.lines if line.field or line.outcome == "rejected" or self._is_singular(line)]

    def _is_singular(self, line: Line) -> bool:
        return line.outcome == "skipped" and self.skipped[line.reason] == 1

    def often_skipped(self) -> list[tuple[str, int]]:
        """The reasons for which several rows were skipped, commonest first."""
        return [(reason, count) for reason, count in self.skipped.most_common() if count > 1]

    def as_csv(self) -> str:
        """The whole report, one line a row or problem."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["place", "outcome", "field", "value", "reason", "what was done"])
        writer.writerows(_cells(self.lines))
        return out.getvalue()


def dry_run_report(
    reading: Reading,
    file: str,
    known: dict[tuple[type, str], set[str]],
    hashed: Callable[[Record | CallOffRecord], str],
) -> Report:
    """What importing would do: ``known`` is {(Record or CallOffRecord, source id): body hashes}, ``hashed`` gives the
    body hash of a record.
    """
    report = Report(file, reading.source.name, reading.as_of.value.isoformat(), dry_run=True)
    for row in reading.rows:
        record = row.record or row.call_off
        if record is None:
            report.add(row, row.outcome.value)
            continue
        editions = known.setdefault((type(record), record.source_id), set())
        body_hash = hashed(record)
        report.add(row, outcome_of(body_hash, editions))
        editions.add(body_hash)
    return report


def outcome_of(body_hash: str, editions: set[str]) -> str:
    """Accepted: a new entry of the source; changed: a new edition of a known one; unchanged: known as it is."""
    if body_hash in editions:
        return "unchanged"
    return "changed" if editions else "accepted"


def _line(place: str, outcome: str, problem: Problem) -> Line:
    return Line(problem.place or place, outcome, problem.field, problem.value, problem.reason, problem.done)


def _cells(lines: Iterable[Line]) -> Iterable[list[str]]:
    for line in lines:
        cells = (line.place, line.outcome, line.field, line.value, line.reason, line.done)
        yield [inert(cell) for cell in cells]
