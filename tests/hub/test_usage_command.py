"""``hub usage``, ``hub thesaurus`` and the thread that writes counts down, as an operator meets them."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from hub import clock
from hub.cli.serve import Keeper
from hub.usage import summary
from tests.hub_command import Hub, hub_of

Publish = Callable[..., str]

THESAURUS = "term,expansion,direction\n"


@pytest.fixture
def hub(app: Flask, tmp_path: Path) -> Hub:
    """Run a hub command on the database, the index and the counters of the test."""
    index = f"whoosh://{tmp_path / 'index'}"
    places = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": app.config["DATABASE_URL"], "HUB_INDEX_URL": index}
    return hub_of(places)


@pytest.fixture
def count(app: Flask) -> Callable[..., None]:
    """Count a search on each of the last few days, and write it down."""

    def count(text: str, results: int, days: int = 3) -> None:
        usage, today = app.extensions["hub.usage"], clock.today()
        period_begins = today - timedelta(days=today.toordinal() % 28)
        for number in range(days):
            usage.searched(text, results, period_begins + timedelta(days=number))
        usage.flush(today)

    return count


def test_before_anything_is_counted_the_command_says_so_and_makes_no_file(hub: Hub, tmp_path: Path):
    assert "Nothing has been counted" in hub("usage").output
    assert not (tmp_path / "usage.sqlite").exists()


def test_searches_empty_ones_and_signposts_are_listed(
    hub: Hub, app: Flask, publish: Publish, count: Callable[..., None]
):
    key = publish(reference="AB7", title="Gritting")
    count("laptops", 12)
    count("hovercraft", 0, days=4)
    count("somebody's secret", 0, days=2)
    app.extensions["hub.usage"].followed(key, clock.today())
    app.extensions["hub.usage"].flush(clock.today())

    output = hub("usage", "--days", "60").output

    assert "9 searches, 6 of them without a result; 1 signpost followed." in output
    assert "Searched for\n     4  hovercraft\n     3  laptops\n" in output
    assert "Found nothing\n     4  hovercraft\n" in output
    assert f"Signposts followed from\n     1  AB7 Gritting [{key}]\n" in output
    assert "secret" not in output


def test_only_the_days_asked_for_are_counted(hub: Hub, app: Flask):
    usage, today = app.extensions["hub.usage"], clock.today()
    for days in (0, 6, 7):
        usage.searched("laptops", 1, today - timedelta(days=days))
    usage.flush(today)

    assert "2 searches" in hub("usage", "--days", "7").output
    assert "3 searches" in hub("usage", "--days", "8").output


def test_a_framework_that_is_gone_is_named_by_its_key(hub: Hub, app: Flask):
    app.extensions["hub.usage"].followed("0" * 16, clock.today())
    app.extensions["hub.usage"].flush(clock.today())

    assert f"     1  [{'0' * 16}]" in hub("usage").output


def test_a_damaged_file_of_counters_is_named_with_the_cure(hub: Hub, tmp_path: Path):
    (tmp_path / "usage.sqlite").write_bytes(b"not a database" * 100)

    output = hub("usage", status=1).output

    assert str(tmp_path / "usage.sqlite") in output and "Take it away to begin anew" in output


def test_long_lists_are_cut_and_shown_whole_when_asked(hub: Hub, count: Callable[..., None]):
    for number in range(25):
        count(f"search number {number}", 1)

    assert "… and 5 more: `hub usage --all`" in hub("usage", "--days", "60").output
    assert "more:" not in hub("usage", "--days", "60", "--all").output


def test_a_running_hub_writes_down_what_was_counted_and_once_more_at_its_end(
    app: Flask, caplog: pytest.LogCaptureFixture
):
    usage = app.extensions["hub.usage"]
    keeper = Keeper(app)
    with caplog.at_level(logging.WARNING):
        keeper.start()
        usage.searched("laptops", 1, clock.today())
        keeper.stop()

    assert not keeper.is_alive()
    assert summary(usage.path, clock.today()).searches == 1
    assert not caplog.records


def test_a_changed_thesaurus_is_tried_on_searches_people_made_and_on_our_own(
    hub: Hub, publish: Publish, count: Callable[..., None], tmp_path: Path
):
    publish(reference="AB2", title="Gadgets of all kinds")
    publish(reference="AB3", title="Widgets")
    count("Widgets", 1)
    hub("index", "rebuild")
    changed = tmp_path / "changed.csv"
    changed.write_text(THESAURUS + "widget,gadget,one-way\n", encoding="utf-8")

    output = hub("thesaurus", "try", str(changed)).output

    assert "widgets\n  1  AB3 Widgets\n  2  AB2 Gadgets of all kinds (new)\n" in output
    assert "searches would change in the first 5 results: 1 appear, 0 move, 0 vanish." in output


def test_a_thesaurus_is_tried_on_a_file_of_searches(hub: Hub, publish: Publish, tmp_path: Path):
    publish(reference="AB2", title="Refuse collection vehicles")
    hub("index", "rebuild")
    changed, searches = tmp_path / "changed.csv", tmp_path / "searches.txt"
    changed.write_text(THESAURUS + "widget,gadget,both\n", encoding="utf-8")
    searches.write_text("# ours\ndustcart\n\nrefuse collection\n", encoding="utf-8")

    output = hub("thesaurus", "try", str(changed), "--searches", str(searches)).output

    assert "dustcart\n  -  AB2 Refuse collection vehicles (was 1)\n" in output
    assert "1 of 2 searches would change in the first 5 results: 0 appear, 0 move, 1 vanish." in output


def test_a_thesaurus_that_changes_nothing_says_so(hub: Hub, publish: Publish, tmp_path: Path):
    publish(title="Widgets")
    hub("index", "rebuild")
    changed, searches = tmp_path / "changed.csv", tmp_path / "searches.txt"
    changed.write_text(THESAURUS + "tar,asphalt,both\n", encoding="utf-8")
    searches.write_text("widgets\n", encoding="utf-8")

    output = hub("thesaurus", "try", str(changed), "--searches", str(searches)).output

    assert "None of 1 search changes in its first 5 results." in output


def test_a_thesaurus_with_mistakes_is_not_tried_and_each_is_told_with_its_line(hub: Hub, tmp_path: Path):
    changed = tmp_path / "changed.csv"
    changed.write_text(THESAURUS + "tar,asphalt,two-way\nbins,bin,both\n", encoding="utf-8")

    for command in ("check", "try"):
        output = hub("thesaurus", command, str(changed), status=1).output
        assert f"{changed}, line 2: the direction is “two-way”" in output
        assert f"{changed}, line 3: “bins” and “bin” are the same" in output
        assert "has 2 mistakes" in output


def test_without_an_index_there_is_nothing_to_try_it_on(hub: Hub, tmp_path: Path):
    changed = tmp_path / "changed.csv"
    changed.write_text(THESAURUS + "tar,asphalt,both\n", encoding="utf-8")

    assert "There is no search index to try it on" in hub("thesaurus", "try", str(changed), status=1).output
