"""A running hub that is told to stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask

from hub.cli.serve import free_port
from hub.usage import summary

RUN = (sys.executable, "-m", "hub", "run", "--port")


@pytest.mark.thorough  # it starts a hub
def test_what_was_counted_last_is_written_down_when_the_hub_is_stopped(
    app: Flask, publish: Callable[..., str], tmp_path: Path
):
    publish(title="Laptops")
    port = str(free_port(18_000))
    places = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": app.config["DATABASE_URL"], "HUB_SYNC_SECONDS": "3600"}
    with subprocess.Popen([*RUN, port], env=os.environ | places, stderr=subprocess.PIPE, text=True) as hub:
        try:
            assert hub.stderr is not None
            assert any("The Procurement Hub is at" in line for line in iter(hub.stderr.readline, ""))
            with urlopen(f"http://127.0.0.1:{port}/search?q=laptops", timeout=20) as answer:
                assert answer.status == 200
            hub.send_signal(signal.SIGTERM)
            assert hub.wait(timeout=20) == 0
        finally:
            hub.kill()

    assert summary(tmp_path / "usage.sqlite", date.min).searches == 1
