"""Public tables tell nobody what one organisation saved, whatever is added to or taken from what."""

import random
from collections.abc import Collection, Hashable, Sequence
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from hub.reports.suppression import Cell, Piece, Why, kept_back, why_not

YEARS = ("2023-24", "2024-25", "2025-26")
KINDS = ("headline", "avoidance", "tender_cost")
FRAMEWORKS = ("abc", "def", "ghi")


def a_piece(organisation: str, pence: int, *cells: str) -> Piece:
    return Piece(organisation, pence, frozenset(("all", *cells)))


def test_a_cell_of_three_is_shown_and_one_of_two_is_not() -> None:
    three = [a_piece(name, 100, "a") for name in "xyz"]
    two = [a_piece(name, 100, "b") for name in "vw"]
    assert kept_back(three, ["a"]) == {}
    assert kept_back(two, ["b"]) == {"b": Why.TOO_FEW}


def test_exactly_80_percent_is_shown_and_a_penny_more_is_not() -> None:
    def large(pence: int) -> list[Piece]:
        return [a_piece("x", pence, "a"), a_piece("y", 10, "a"), a_piece("z", 10, "a")]

    assert kept_back(large(80), ["a"]) == {}
    assert kept_back(large(81), ["a"]) == {"a": Why.ONE_LARGE}


def test_an_organisation_whose_money_comes_to_nothing_does_not_count() -> None:
    pieces = [*(a_piece(name, 100, "a") for name in "xy"), a_piece("z", 50, "a"), a_piece("z", -50, "a")]
    assert kept_back(pieces, ["a"]) == {"a": Why.TOO_FEW}


def test_a_total_less_the_cells_shown_does_not_tell_the_one_kept_back() -> None:
    """The second table's cell of one organisation is its total less the other."""
    pieces = [*(a_piece(name, 100, "a") for name in "xyz"), a_piece("w", 70, "b")]
    assert kept_back(pieces, ["all", "a", "b"]) == {"b": Why.TOO_FEW, "a": Why.TOGETHER}
    assert kept_back(pieces, ["a", "all"]) == {"all": Why.TOGETHER}


def test_a_cell_of_another_table_gives_nothing_away() -> None:
    """All of kind k but x's falls in year a: year a less kind k would be x's alone."""
    pieces = [*(a_piece(name, 100, "year a", "kind k") for name in "wyz"), a_piece("x", 30, "year a", "kind l")]
    assert kept_back(pieces, ["year a", "kind k"]) == {"kind k": Why.TOGETHER}


def test_two_tables_that_cross_are_both_shown_though_pieces_have_one_organisation_each() -> None:
    """Nobody can work out the pieces from the margins: that is why they may be shown."""
    pieces = [
        a_piece(f"o{(3 * y + k) % 5}", 100, year, kind) for y, year in enumerate(YEARS) for k, kind in enumerate(KINDS)
    ]
    assert kept_back(pieces, ["all", *YEARS, *KINDS]) == {}


def test_what_was_published_last_month_less_what_is_now_tells_nothing() -> None:
    before = [Piece(name, 100, frozenset(("then", "now"))) for name in "xyz"]
    since = Piece("w", 40, frozenset(("now",)))
    assert kept_back([*before, since], ["now"], published=["then"]) == {"now": Why.TOGETHER}
    more = [Piece(name, 40, frozenset(("now",))) for name in "uvw"]
    assert kept_back([*before, *more], ["now"], published=["then"]) == {}


def test_the_rest_of_a_table_is_not_one_organisations_for_the_most_part() -> None:
    rest = [a_piece("u", 97, "b"), a_piece("v", 1, "c"), a_piece("w", 2, "c")]
    pieces = [*(a_piece(name, 100, "a") for name in "xyz"), *rest]
    assert kept_back(pieces, ["all", "a"], {"all": [["a", "b", "c"]]})["a"] is Why.TOGETHER


# Brute force, by another way than the code's own: fractions, and every pair of organisations.


def some_pieces(seed: int) -> list[Piece]:
    """A few to many organisations; some seeds crowd years, kinds and frameworks together."""
    lot = random.Random(seed)  # noqa: S311
    organisations = [f"o{number}" for number in range(lot.randint(3, 9))]
    years, kinds = YEARS[: lot.randint(1, 3)], KINDS[: lot.randint(1, 3)]
    found = []
    for _ in range(lot.randint(4, 40)):
        framework = lot.choice([*FRAMEWORKS, ""])
        member = lot.random() < 0.9
        cells = {f"framework {framework}"} if framework else set()
        if member:
            year, kind = lot.choice(years), lot.choice(kinds)
            cells |= {"all", f"year {year}", f"kind {kind}", f"kind {kind} year {year}", f"of {framework[:1]}"}
        then = {f"then {cell}" for cell in cells} if lot.random() < 0.5 else set()
        found.append(Piece(lot.choice(organisations), lot.randint(-300, 5000), frozenset(cells | then)))
    return found


def order_of(pieces: Sequence[Piece]) -> list[str]:
    cells = {str(cell) for piece in pieces for cell in piece.cells if not str(cell).startswith("then ")}
    return sorted(cells, key=lambda cell: (not cell.startswith("framework"), cell != "all", cell))


def shown_of(pieces: Sequence[Piece]) -> list[Cell]:
    """What a reader has who kept what was shown before."""
    before = [
        Piece(each.organisation, each.pence, frozenset(c for c in each.cells if str(c)[:5] == "then "))
        for each in pieces
    ]
    earlier = [f"then {cell}" for cell in order_of(pieces)]
    hidden = kept_back(before, earlier, tables_of("then "))
    out = [cell for cell in earlier if cell not in hidden and any(cell in piece.cells for piece in pieces)]
    order = order_of(pieces)
    hidden = kept_back(pieces, order, tables_of(""), out)
    return [*out, *(cell for cell in order if cell not in hidden)]


def tables_of(when: str) -> dict[Cell, list[list[Cell]]]:
    return {f"{when}all": [[f"{when}year {year}" for year in YEARS], [f"{when}kind {kind}" for kind in KINDS]]}


def rank(rows: Collection[Sequence[int]]) -> int:
    left, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for number, row in enumerate(left[found + 1 :], found + 1):
            times = row[column] / pivot[column]
            left[number] = [value - times * by for value, by in zip(row, pivot, strict=True)] if times else row
        found += 1
    return found


def rows_of(pieces: Sequence[Piece], cells: Sequence[Cell]) -> dict[tuple[int, ...], dict[Hashable, int]]:
    found: dict[tuple[int, ...], dict[Hashable, int]] = {}
    for piece in pieces:
        held = found.setdefault(tuple(int(cell in piece.cells) for cell in cells), {})
        held[piece.organisation] = held.get(piece.organisation, 0) + piece.pence
    return found


@pytest.mark.parametrize("seed", range(60))
def test_no_combination_of_cells_tells_the_money_of_one_or_two(seed: int) -> None:
    """What only two have must not widen what the cells can be solved for: else some sum of cells is theirs alone."""
    pieces = some_pieces(seed)
    rows = rows_of(pieces, shown_of(pieces))
    held = {row: {name for name, pence in sums.items() if pence} for row, sums in rows.items()}
    held = {row: names for row, names in held.items() if names}
    organisations = sorted({str(piece.organisation) for piece in pieces})
    for pair in combinations(organisations, 2):
        assert rank([row for row, names in held.items() if not names <= set(pair)]) == rank(list(held)), pair


@pytest.mark.parametrize("seed", range(60))
def test_no_cell_and_no_difference_of_two_is_of_few_or_of_one_for_the_most_part(seed: int) -> None:
    pieces = some_pieces(seed)
    cells = shown_of(pieces)
    holding = {cell: [piece for piece in pieces if cell in piece.cells] for cell in cells}
    for cell in cells:
        assert why_not(sums(holding[cell])) is None
    for whole, part in permutations(cells, 2):
        if all(piece in holding[whole] for piece in holding[part]):
            rest = [piece for piece in holding[whole] if part not in piece.cells]
            assert why_not(sums(rest)) is None, (whole, part)


def sums(pieces: Sequence[Piece]) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    for piece in pieces:
        found[piece.organisation] = found.get(piece.organisation, 0) + piece.pence
    return found


def test_enough_is_shown_for_the_brute_force_to_mean_something() -> None:
    counts = [len(shown_of(some_pieces(seed))) for seed in range(60)]
    assert sum(counts) > 200
    assert sum(bool(count) for count in counts) > 30


def test_a_framework_of_three_or_more_is_always_shown() -> None:
    """Frameworks come first and have no money in common: nothing but their own rule keeps them back."""
    for seed in range(40):
        pieces = some_pieces(seed)
        hidden = kept_back(pieces, order_of(pieces), tables_of(""))
        for framework in FRAMEWORKS:
            alone = why_not(sums([piece for piece in pieces if f"framework {framework}" in piece.cells]))
            assert hidden.get(f"framework {framework}") == alone
