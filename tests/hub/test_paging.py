"""Which pages a list of results links to."""

import pytest

from hub.web.paging import last_page, numbers, pagination


@pytest.mark.parametrize(
    ("page", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_the_first_the_last_and_the_neighbours_are_listed(page: int, last: int, shown: list[int | None]) -> None:
    assert numbers(page, last) == shown


def test_a_single_page_is_left_out_rather_than_replaced_by_dots() -> None:
    assert numbers(4, 5) == [1, 2, 3, 4, 5]


def test_the_last_page_may_be_short_and_there_is_always_one() -> None:
    assert [last_page(total, 20) for total in (0, 1, 20, 21, 40)] == [1, 1, 1, 2, 2]


def test_one_page_needs_no_links() -> None:
    assert pagination(1, 1, str) is None


def test_the_ends_lead_only_inwards() -> None:
    first, last = pagination(1, 3, str), pagination(3, 3, str)
    assert first is not None and "previous" not in first and first["next"] == {"href": "2"}
    assert last is not None and "next" not in last and last["previous"] == {"href": "2"}
