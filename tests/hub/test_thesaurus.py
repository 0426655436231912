"""A changed thesaurus: checked for its form, and tried on searches before it is kept."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from hub import paths
from hub.cli.thesaurus import own_searches
from hub.errors import Refused
from hub.search.trial import Change, trial
from hub.thesaurus import Problem, problems, read
from indexer import Query
from indexer.thesaurus import Thesaurus

Publish = Callable[..., str]
Check = Callable[..., list[Problem]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The problems of a file of these lines under the usual header, which is line 1."""

    def check(*lines: str, header: str = "term,expansion,direction") -> list[Problem]:
        path = tmp_path / "thesaurus.csv"
        path.write_text("\n".join((header, *lines, "")), encoding="utf-8")
        return problems(read(path))

    return check


def only(found: list[Problem]) -> tuple[int, str]:
    assert len(found) == 1, found
    return found[0].line, found[0].message


def test_our_own_thesaurus_has_no_mistake_and_enough_entries():
    rows = read(Path(str(files("indexer") / "thesaurus.csv")))

    assert problems(rows) == []
    assert len(rows) >= 400


def test_rows_without_a_mistake_pass(check: Check):
    assert check("bin lorry,refuse collection vehicle,both", "laptop,IT hardware,one-way", "") == []


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("term,synonym,direction", "does not know synonym and misses expansion"),
        ("term,expansion", "misses direction"),
        ("term,expansion,direction,note", "does not know note"),
        ("term,expansion,direction,term", "finds a column twice"),
    ],
)
def test_other_columns_are_named_with_those_there_should_be(check: Check, header: str, said: str):
    with pytest.raises(Refused, match=f"line 1: the thesaurus {said}. Its columns are term, expansion, direction."):
        check("a,b,both", header=header)


def test_the_columns_may_stand_in_any_order(check: Check):
    assert check("both,bin lorry,dustcart", header="direction,term,expansion") == []


def test_a_comma_too_many_is_told_with_its_line(check: Check):
    with pytest.raises(Refused, match=r"line 3: 4 cells instead of 3\. Put a text with a comma"):
        check("tar,asphalt,both", "gas, bottled,fuel,one-way")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    path = tmp_path / "thesaurus.csv"
    path.write_bytes("term,expansion,direction\ncafé,catering,both\n".encode("latin-1"))

    with pytest.raises(Refused, match="not UTF-8"):
        read(path)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path):
    path = tmp_path / "thesaurus.csv"
    path.write_text("term,expansion,direction\ntar,asphalt,both\n", encoding="utf-8-sig")

    assert [(row.line, row.term) for row in read(path)] == [(2, "tar")]


def test_a_direction_nobody_knows_is_told_with_the_two_there_are(check: Check):
    assert only(check("tar,asphalt,two-way")) == (2, "the direction is “two-way”. Write both or one-way.")


def test_a_word_that_is_its_own_synonym_is_told(check: Check):
    line, message = only(check("tar,asphalt,both", "Wheelie bins,wheelie bin,both"))

    assert line == 3 and "“Wheelie bins” and “wheelie bin” are the same to the search" in message


def test_a_term_without_a_word_is_told(check: Check):
    assert only(check(",asphalt,both"))[0] == 2
    assert "the expansion “–” has no word" in only(check("tar,–,one-way"))[1]


def test_a_line_said_before_is_told_in_either_direction(check: Check):
    assert only(check("tar,asphalt,both", "tars,asphalt,one-way")) == (
        3,
        "line 2 already says so. Keep one of the two.",
    )
    assert "line 2 already says so" in only(check("tar,asphalt,both", "asphalt,tar,both"))[1]


def test_two_one_way_lines_that_are_each_others_reverse_are_one_line(check: Check):
    line, message = only(check("tar,asphalt,one-way", "asphalt,tar,one-way"))

    assert line == 3 and "Take this line out and mark line 2 both." in message


def test_a_chain_that_runs_in_a_circle_is_told_with_its_lines(check: Check):
    circle = ("laptop,computer,one-way", "computer,IT hardware,one-way", "tar,asphalt,one-way")

    line, message = only(check(*circle, "IT hardware,laptop,one-way"))

    assert line == 5
    assert "take out one of lines 2, 3, 5" in message
    for step in ("laptop → computer", "computer → IT hardware", "IT hardware → laptop"):
        assert step in message


def test_a_long_chain_that_ends_is_no_circle(check: Check):
    assert check(*(f"thing{n}x,thing{n + 1}x,one-way" for n in range(2_000))) == []


def test_two_ways_to_one_wider_word_are_no_circle(check: Check):
    ways = ("van,vehicle,one-way", "van,light van,one-way", "light van,vehicle,one-way", "car,vehicle,both")
    assert check(*ways) == []


def test_a_change_tells_what_appeared_moved_and_vanished():
    change = Change("vans", before=("a", "b", "c"), after=("b", "d", "c"))

    assert (change.appeared, change.moved, change.vanished) == (["d"], ["b"], ["a"])
    assert change and not Change("vans", ("a",), ("a",))


@pytest.fixture
def try_rows(app: Any, session: Any) -> Callable[..., list[Change]]:
    """What a thesaurus of these rows would change in these searches."""

    def try_rows(texts: list[str], *rows: tuple[str, str, str]) -> list[Change]:
        index = app.extensions["hub.index"]
        return list(trial(session, index, Thesaurus(rows), texts, lambda text: Query(text=text)).changes)

    return try_rows


def test_a_new_synonym_shows_what_it_would_find(publish: Publish, try_rows: Callable[..., list[Change]]):
    gadgets = publish(reference="AB2", title="Gadgets of all kinds")
    widgets = publish(reference="AB3", title="Widgets")

    (change,) = try_rows(["widgets"], ("widget", "gadget", "one-way"))

    assert (change.before, change.after) == ([widgets], [widgets, gadgets])


def test_a_synonym_taken_out_shows_what_would_no_longer_be_found(
    publish: Publish, try_rows: Callable[..., list[Change]]
):
    lorries = publish(reference="AB2", title="Refuse collection vehicles")

    (change,) = try_rows(["dustcart"])

    assert (change.before, change.after) == ([lorries], [])


def test_trying_leaves_the_search_as_it_was(publish: Publish, try_rows: Callable[..., list[Change]]):
    publish(reference="AB2", title="Refuse collection vehicles")

    assert try_rows(["dustcart"]) == try_rows(["dustcart"])


def test_the_searches_the_hub_comes_with_are_read_whole():
    searches = own_searches(paths.DATA / "searches.txt")

    assert len(searches) >= 100
    assert not any(search.startswith("#") for search in searches)
    assert searches == [search.lower() for search in searches]
