"""A saving reported, a file of frameworks sent, and a framework published from the inbox: by keyboard to the end, with
and without JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.test_buyer import tab_to
from tests.journeys.test_reporting_savings import WINDOW, officer, state, window
from tests.persons import Person, a_person

__all__ = ["officer", "window"]

pytestmark = pytest.mark.browser

ROWS = "owner,title,end\nFenland Supplies,Salt for roads,31/03/2029\n"


class Keys:
    """Somebody at a keyboard, who looks where the focus is; of a page without scripts no program can tell."""

    def __init__(self, page: Any, scripted: bool) -> None:
        self.page, self.scripted = page, scripted
        page.on("filechooser", lambda asked: None)  # else the browser may be asked to tell of one after it has opened

    def to(self, selector: str) -> None:
        tab_to(self.page, selector, self.scripted)

    def type(self, **fields: str) -> None:
        for ident, text in fields.items():
            self.to(f"#{ident}")
            self.page.keyboard.type(text)

    def choose(self, ident: str, value: str) -> None:
        """With the arrow, as far as the answer."""
        self.to(f"#{ident}")
        for _ in range(20):
            if self.page.input_value(f"#{ident}") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no way by keyboard to {value} of {ident}")

    def tick(self, ident: str) -> None:
        self.to(f"#{ident}")
        self.page.keyboard.press("Space")
        assert self.page.is_checked(f"#{ident}")

    def press(self, selector: str) -> None:
        self.to(f"main {selector}")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def attach(self, file: Path) -> None:
        self.to("#file")
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Enter")
        asked.value.set_files(file)

    def says(self, words: str) -> None:
        assert words in self.page.inner_text("main"), self.page.inner_text("main")


@pytest.mark.assurance("X2", "A saving is reported and verified, a file is sent and a framework published by keyboard")
@pytest.mark.assurance("X3", "The same journeys, with a file that is sent, with and without JavaScript")
@pytest.mark.parametrize(("width", "scripted"), [(WIDE, True), (NARROW, False)], ids=["wide", "without scripts"])
def test_reporting_uploading_and_moderating_by_keyboard(
    app: Flask, officer: Person, window: WINDOW, tmp_path: Path, width: int, scripted: bool
) -> None:
    people = officer, a_person(app, "member", organisation="mid-suffolk"), a_person(app, "moderator", network="pen")
    reporter, colleague, moderator = (
        Keys(window(each, width, java_script_enabled=scripted), scripted) for each in people
    )
    report(reporter)
    verify(colleague, reporter.page.url.partition("?")[0])
    assert state(app) == "verified"
    file = tmp_path / "frameworks.csv"
    file.write_text(ROWS, "utf-8")
    upload(reporter, file)
    publish(moderator)


def report(keys: Keys) -> None:
    """From a notice number to a claim that is submitted."""
    keys.page.goto("/savings/report")
    keys.type(**{"from": "012345-2026"})
    keys.press("button:text-is('Go on')")
    keys.type(start="01/04/2025", end="31/03/2026")
    keys.choose("part1_kind", "price_unit")
    keys.press("button:text-is('Show its questions')")
    keys.type(part1_before="12.00", part1_now="10.50", part1_quantity="1,000")
    keys.choose("basis", "actual")
    keys.press("button:text-is('Save and go on')")
    keys.choose("like_for_like", "yes")
    keys.choose("evidence", "invoices")
    keys.type(evidence_reference="FIN/2025/12")
    keys.press("button:text-is('Save and check')")
    keys.says("£1,500.00")
    keys.tick("declared")
    keys.press("button:text-is('Submit for verification')")
    keys.says("Submitted")


def verify(keys: Keys, claim: str) -> None:
    keys.page.goto(claim)
    keys.press("button:text-is('Verify')")


def upload(keys: Keys, file: Path) -> None:
    """A draft made of a file's row, and sent to the moderators."""
    keys.page.goto("/contributions/upload")
    keys.press("button:text-is('Make drafts')")
    keys.says("Choose a file that holds something")
    keys.attach(file)
    keys.press("button:text-is('Make drafts')")
    keys.says("Salt for roads")
    keys.press("a:has-text('Salt for roads')")
    keys.tick("declared")
    keys.press("button:text-is('Send to the moderators')")
    keys.says("Waiting for an answer")


def publish(keys: Keys) -> None:
    keys.page.goto("/moderation")
    keys.press("a:has-text('Salt for roads')")
    keys.press("button:text-is('Accept and publish')")
    keys.page.goto("/search?q=salt")
    keys.says("Salt for roads")
