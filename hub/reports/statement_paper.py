"""A member's statement on paper: one page of A4, whatever it has to tell. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from hub.formatters import count_text, date_text
from hub.notes import Block, Facts, Heading, Table, Text
from hub.reports.bands import BANDS, COLUMNS, COUNCIL, KINDS
from hub.reports.facts import Part
from hub.reports.paper import Paper
from hub.reports.statement import FEWEST, Ending, Statement
from hub.reports.words import pounds, shortened
from hub.savings import pence

MOST_CONTRACTS = 5
MOST_NETWORKS = 2
LONGEST_NAME = 50
LONGEST_CELL, LONGER_CELL = 38, 64
FEW_SUMS = 5
"""So much fits on one page; where there are few sums, the names of contracts may take two lines."""

NOT_COUNTED = "Links followed from the hub’s pages are counted without who followed them."
OWN_RATIO = "Validated cashable saving through frameworks ÷ what membership costs"


def printed(statement: Statement, address: str) -> Paper:
    """The statement, to be read at an address."""
    name = shortened(statement.organisation.name, LONGEST_NAME)
    blocks = [*_head(statement), *_led_to(statement), *_ending(statement), *_saving(statement), *_cost(statement)]
    return Paper(f"Statement {statement.period.shown}: {name}", address, statement.day, blocks)


def _head(statement: Statement) -> Iterator[Block]:
    period = statement.period
    year = f"of the year from {date_text(period.first)} to {date_text(period.last)}"
    yield Facts([("Made on", f"{date_text(statement.day)}, {year}")])


def _led_to(statement: Statement) -> Iterator[Block]:
    following = statement.following
    told = f"Not told, as fewer than {FEWEST} people follow any" if following is None else f"{following:,}"
    notes = f"{statement.notes:,}{_of(statement.noted, ', on {}')}"
    contracts = f"{statement.call_offs:,}{_of(statement.used, ', under {} of the catalogue')}"
    yield Heading("Frameworks the hub led to")
    yield Facts(
        [
            ("Frameworks followed by its people today", told),
            ("File notes frozen in the year with its name", notes),
            ("Contracts begun in the year", contracts),
        ]
    )
    yield Text(NOT_COUNTED)


def _of(frameworks: int, words: str) -> str:
    return words.format(count_text(frameworks, "framework")) if frameworks else ""


def _ending(statement: Statement) -> Iterator[Block]:
    found = statement.ending
    yield Heading("Contracts that end in the next 12 months")
    if not found:
        yield Text(f"The hub knows of none that ends within 12 months of {date_text(statement.day)}.")
        return
    longest = LONGER_CELL if len(_kinds(statement)) <= FEW_SUMS else LONGEST_CELL
    rows = [_contract(each, longest) for each in found[:MOST_CONTRACTS]]
    more = len(found) - MOST_CONTRACTS
    caption = f"The {MOST_CONTRACTS} that end first; there are {more:,} more" if more > 0 else "All the hub knows of"
    yield Table(caption, ("Contract", "Framework", "Ends on"), rows, widths=(9, 9, 4))


def _contract(each: Ending, longest: int) -> Sequence[str]:
    framework = shortened(each.framework, longest) or "Not published"
    return shortened(each.title, longest) or "Not named", framework, date_text(each.ends_on)


def _kinds(statement: Statement) -> Mapping[tuple[str, str], Sequence[Part]]:
    """What was validated, by column and kind, in the order in which these are listed."""
    held = {
        (column, kind): [each for each in statement.validated if (each.claim.column, each.kind) == (column, kind)]
        for column in COUNCIL
        for kind in KINDS
    }
    return {each: parts for each, parts in held.items() if parts}


def _saving(statement: Statement) -> Iterator[Block]:
    """Validated, by its parts; then what is not counted yet, each apart."""
    validated = statement.validated
    yield Heading(f"Saving in {statement.period.shown}")
    if validated:
        kinds = _kinds(statement).items()
        told = [_row(f"{COLUMNS[column]}: {KINDS[kind].lower()}", parts) for (column, kind), parts in kinds]
        columns = ("After costs", "Cashable", "Not cashable", "Together")
        rows = [*told, _row("All", validated)]
        yield Table(f"Validated by the network{_example(validated)}", columns, rows, widths=(8, 4, 4, 4), amounts=True)
    else:
        yield Text("Nothing is validated for this year.")
    others = {band: [each for each in statement.parts if each.claim.band == band.key] for band in BANDS[1:]}
    waiting = "; ".join(f"{band.title.lower()}: {_waiting(parts)}" for band, parts in others.items() if parts)
    yield Text(f"Not counted: {waiting}." if waiting else "Nothing else waits to be counted.")


def _waiting(parts: Sequence[Part]) -> str:
    return pounds(each.pence for each in parts) + _example(parts)


def _example(parts: Sequence[Part]) -> str:
    return ", example data among it" if any(each.claim.example for each in parts) else ""


def _row(name: str, parts: Sequence[Part]) -> Sequence[str]:
    split = [[each.pence for each in parts if each.cashable is cashable] for cashable in (True, False)]
    return name, *map(pounds, split), pounds(each.pence for each in parts)


def _cost(statement: Statement) -> Iterator[Block]:
    yield Heading("What membership costs")
    fees = statement.fees
    pairs = [
        (shortened(fee.network.name, LONGEST_NAME), "Not entered" if fee.pence is None else pence.shown(fee.pence))
        for fee in fees[:MOST_NETWORKS]
    ]
    if len(fees) > MOST_NETWORKS:
        pairs.append(("More networks", f"{len(fees) - MOST_NETWORKS:,}"))
    yield Facts([*pairs, *([(OWN_RATIO, statement.ratio)] if statement.ratio else [])])
    if not fees:
        yield Text("It took part in no network of this hub in this year.")
    elif not statement.ratio:
        yield Text("The saving is set against the cost only where both are known.")
