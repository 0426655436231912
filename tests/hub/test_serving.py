"""What a process that serves pages does besides."""

import gc
import logging
import runpy
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from hub import logs
from hub.cli.serve import Keeper
from hub.search import rebuild
from indexer import SearchIndex, open_index

Publish = Callable[..., str]

REPO = Path(__file__).resolve().parents[2]


def is_warm(index: SearchIndex) -> bool:
    warm: bool = index._current().is_warm  # type: ignore[attr-defined]
    return warm


@pytest.fixture
def on_disk(app: Flask, publish: Publish, tmp_path: Path) -> Flask:
    """A hub with one framework, and an index on disk that knows of it."""
    publish(title="Laptops")
    app.extensions["hub.index"] = open_index(f"whoosh://{tmp_path}/index")
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    return app


def test_a_running_hub_keeps_its_index_warm(on_disk: Flask, publish: Publish, caplog: pytest.LogCaptureFixture):
    index, keeper = on_disk.extensions["hub.index"], Keeper(on_disk)
    assert not is_warm(index)

    with caplog.at_level(logging.WARNING):
        keeper._keep_up()
        assert is_warm(index)
        publish(reference="AB2", title="Tablets")
        keeper._keep_up()

    assert len(index.versions()) == 2
    assert is_warm(index)
    assert not caplog.records


@pytest.fixture
def melting() -> Iterator[None]:
    """Nothing is set aside in this process before, and what is then is so for the test only."""
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_a_running_hub_keeps_for_good_is_collected_no_more(on_disk: Flask, melting: None):
    keeper = Keeper(on_disk)
    keeper.start()
    until = time.monotonic() + 60
    while not gc.get_freeze_count() and time.monotonic() < until:
        keeper.join(timeout=0.05)
    keeper.stop()

    assert gc.get_freeze_count() > 10_000
    assert is_warm(on_disk.extensions["hub.index"])


@pytest.mark.usefixtures("melting")
def test_a_wsgi_server_warms_the_index_it_finds(on_disk: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logs, "begin", lambda **_: None)
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    monkeypatch.setenv("HUB_DATABASE_URL", on_disk.config["DATABASE_URL"])
    app = runpy.run_path(str(REPO / "wsgi.py"))["app"]
    for thread in threading.enumerate():
        if thread.name == "warming":
            thread.join(timeout=120)

    assert is_warm(app.extensions["hub.index"]) and gc.get_freeze_count() > 0
    app.extensions["hub.engine"].dispose()
