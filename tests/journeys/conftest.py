"""A real browser, and a hub for it to visit: served on this machine, stopped when the tests end."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask

from hub import paths
from tests.stocked import stocked

__all__ = ["stocked"]

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

WIDE, NARROW = 1280, 320
PATIENCE = 120_000  # milliseconds: a busy machine takes long over a page


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program: HUB_CHROMIUM, else the system's."""
    found = os.environ.get("HUB_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found or not Path(found).exists():
        pytest.skip("no Chromium: install it, or name its program in HUB_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def address(stocked: Flask) -> Iterator[str]:
    """Where the hub is served."""
    with served(stocked) as address:
        yield address


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """An app at an address of this machine, for as long as it is needed."""
    if not paths.assets_are_built():
        pytest.skip("the stylesheet has not been built (python3 run.py builds it)")
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)

    def run() -> None:
        with suppress(OSError):  # its sockets are closed under it
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (run.py test --all)")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., "Visit"]]:
    """Open the hub in a fresh window: ``visit("/search", width=320)``. Afterwards nothing must have gone wrong."""
    visits: list[Visit] = []

    def visit(path: str, width: int = WIDE, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address, **options)
        context.set_default_timeout(PATIENCE)
        visits.append(Visit(context))
        visits[-1].page.goto(path)
        return visits[-1]

    yield visit
    for opened in visits:
        assert opened.complaints == [], "the browser complains about nothing"
        assert opened.context.cookies() == [], "no cookie is set"
        assert all(asked.startswith(address) for asked in opened.asked), "nothing is asked of another site"
        opened.context.close()


class Visit:
    """A window with one page, what it asked for, and what the browser complained about."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.asked: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        self.page = context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: Any) -> None:
        """That a page answered "not found" is no complaint: such pages are looked at too."""
        if "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


def follow(page: Any, selector: str) -> None:
    """Click on what leads to another page, and wait until that is there: a click by itself only sets out."""
    click(page, page.locator(selector).first)


def click(page: Any, button: Any) -> None:
    with page.expect_navigation():
        button.click()
