"""A dashboard and the list of what a number is made of: the same for me, an organisation and a network.

What may be seen is settled before anything is added up: a number never holds a claim that its reader may not open.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request
from sqlalchemy import ColumnElement

from hub.auth import actor
from hub.db import get_session
from hub.models import Network, SavingClaim, SavingTarget
from hub.reports import boards, charts, facts, targets
from hub.reports.bands import BANDS
from hub.reports.boards import Board, Table, category_title
from hub.reports.facts import Facts
from hub.reports.selection import FILTERS, KNOWN, NOBODY, Selection
from hub.savings import seen
from hub.savings.pence import shown
from hub.savings.states import STATES
from hub.savings.years import year_shown
from hub.web.context import today
from hub.web.paging import last_page, pagination

LABELS = {
    "year": "Financial year",
    "framework": "Framework",
    "category": "Category",
    "kind": "Kind",
    "state": "State",
    "band": "Band",
    "column": "Column",
    "cashable": "Class",
    "organisation": "Organisation",
    "part": "Whose part",
}


@dataclass(frozen=True)
class Scope:
    """Whose savings: ``whole`` says it in words, ``page`` and ``claims`` give the addresses of its two pages.

    ``part`` is what a network adds up, empty elsewhere.
    """

    title: str
    whole: str
    facts: Facts
    page: Callable[..., str]
    claims: Callable[..., str]
    part: str = ""
    targets: Sequence[SavingTarget] = ()


def visible_facts(*conditions: ColumnElement[bool], part_of: Collection[int] | None = None) -> Facts:
    """The claims of these conditions that this person may open."""
    theirs = seen.claims(actor()).with_only_columns(SavingClaim.id)
    return facts.read(get_session(), SavingClaim.id.in_(theirs), *conditions, part_of=part_of)


def dashboard(scope: Scope, network: Network | None = None) -> str:
    asked = Selection.read(lambda name: request.args.get(name, ""))
    board = Board(scope.facts, Selection(**{name: getattr(asked, name) for name in FILTERS}), scope.part)
    found = tables(board)
    bands = found.pop("bands")
    return render_template(
        "boards/board.html",
        scope=scope,
        board=board,
        bands=bands,
        tables=found,
        band=next(band for band in BANDS if band.key == board.band),
        newest=boards.newest(board),
        meanings={band.title: band.key for band in BANDS},
        charts={"bands": charts.of_bands(bands), "year": charts.of_years(found["year"])},
        filters=_filters(board),
        chips=chips(board.chosen, scope.facts, scope.page),
        progress=progress(scope.targets, saved(scope)),
        examples=any(claim.example for claim in scope.facts.claims),
        as_of=today(),
        shown=shown,
        network=network,
    )


def tables(board: Board) -> dict[str, Table]:
    found = [boards.bands(board), boards.by_year(board), boards.by_kind(board), boards.by_framework(board)]
    found += [boards.by_category(board)]
    if board.part:
        found += [boards.by_organisation(board), boards.beside(board)]
    return {table.key: table for table in [*found, boards.by_state(board)]}


def saved(scope: Scope) -> dict[str, int | None]:
    """What is realised in each year, whatever is filtered."""
    found = boards.by_year(Board(scope.facts, Selection(), scope.part))
    net = found.heads.index("Net")
    return {row.numbers[net].chosen.year: row.numbers[net].pence for row in found.rows}


def progress(rows: Sequence[SavingTarget], found: Mapping[str, int | None]) -> list[Any]:
    """How far savings have come towards targets: each as it is and as it is drawn."""
    return [(each, charts.of_progress(each)) for each in targets.progress(rows, found)]


def claims_page(scope: Scope) -> str:
    """What a number is made of, and the same number below it."""
    chosen, size = Selection.read(lambda name: request.args.get(name, "")), current_app.config["RESULTS_PER_PAGE"]
    lines = Board(scope.facts, chosen).lines()
    asked, last = request.args.get("page", "1"), last_page(len(lines), size)
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= last else 1
    return render_template(
        "boards/claims.html",
        scope=scope,
        lines=lines[(page - 1) * size : page * size],
        count=len(lines),
        total={name: sum(getattr(line.sums, name) for line in lines) for name in ("net", "new", "sustained", "life")},
        chips=chips(chosen, scope.facts, scope.claims),
        page=page,
        pagination=pagination(page, last, lambda number: scope.claims(**chosen.parameters(), page=number)),
        as_of=today(),
        shown=shown,
        states=STATES,
    )


def chips(chosen: Selection, held: Facts, address: Callable[..., str]) -> list[tuple[str, str, str]]:
    """What is chosen, in words, each with the address without it."""
    return [
        (LABELS[name], in_words(name, value, held), address(**chosen.of(**{name: ""}).parameters()))
        for name, value in chosen.parameters().items()
    ]


def in_words(name: str, value: str, held: Facts) -> str:
    if name in KNOWN:
        return KNOWN[name][value]
    if name == "year":
        return year_shown(value)
    if name == "category":
        return category_title(value)
    if name == "organisation":
        return held.names.get(value, boards.UNKNOWN_TO_HUB if value == NOBODY else value)
    if name == "framework":
        return next((claim.framework_title for claim in held.claims if claim.named == value), value)
    return value


def _filters(board: Board) -> list[tuple[str, str, Mapping[str, str], str]]:
    """Each filter with its label, its options and what is chosen, which stays even where it does not occur."""
    found: list[tuple[str, str, Mapping[str, str], str]] = []
    for name, options in board.options().items():
        value = getattr(board.chosen, name)
        options = options if value in ("", *options) else {**options, value: in_words(name, value, board.facts)}
        found.append((name, LABELS[name], options, value))
    return found
