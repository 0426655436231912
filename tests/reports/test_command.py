"""``hub report``, as an operator meets it."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from justhtml import JustHTML

from tests.hub_command import Hub, hub_of
from tests.reports.rows import a_claim, a_member


@pytest.fixture
def hub(app: Flask, tmp_path: Path, sessions: Any) -> Hub:
    """Run a hub command on the database of the test, in which a council saved £17,500 in 2025/26."""
    places = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": app.config["DATABASE_URL"]}
    with sessions.begin() as session:
        a_claim(session, a_member(session, "fenland"), 17_500_00)

    return hub_of(places | {"HUB_ADDRESS": "https://hub.example/"}, "report")


def test_without_a_file_the_highlight_report_is_printed(hub: Hub) -> None:
    said = hub("highlight", "--period", "2025/26").output
    assert "Highlight report 2025/26: Pen" in said and "£17,500.00" in said and "SHA-256" in said
    assert "£17,500.00" not in hub("highlight", "--period", "2025/26", "--for", "members").output


def test_reports_are_written_to_the_files_that_are_named(hub: Hub, tmp_path: Path) -> None:
    paper, page = tmp_path / "report.pdf", tmp_path / "report.html"
    for command in (("highlight", "--network", "pen"), ("statement", "fenland")):
        said = hub(*command, "--period", "2025-26", "--pdf", str(paper), "--html", str(page)).output
        assert f"Wrote {paper}." in said and f"Wrote {page}." in said and "£" not in said
        assert paper.read_bytes().startswith(b"%PDF-")
        assert not JustHTML(page.read_text(), collect_errors=True).errors
        assert "£17,500.00" in page.read_text() and "https://hub.example/savings/" in page.read_text()
        assert not list(tmp_path.glob("*.part"))
        paper.unlink()


def test_what_is_wrong_is_said_with_its_cure(hub: Hub, sessions: Any) -> None:
    assert "Write it as 2025/26" in hub("highlight", "--period", "25", status=1).output
    assert "has not begun" in hub("statement", "fenland", "--period", "2199/00", status=1).output
    assert "There is no organisation “x”" in hub("statement", "x", status=1).output
    assert "There is no network called “x”" in hub("highlight", "--network", "x", status=1).output
    with sessions.begin() as session:
        a_member(session, "fenland", network="north")
    assert "name one with --network" in hub("highlight", status=1).output
    assert "Cannot use" in hub("statement", "fenland", "--pdf", "/nowhere/x.pdf", status=1).output


def test_the_address_on_paper_is_that_of_the_page(hub: Hub, app: Flask, person: Any, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    moderator = person("moderator", network="pen")
    for command in (("highlight",), ("highlight", "--for", "members"), ("statement", "fenland")):
        hub(*command, "--period", "2025/26", "--html", str(page))
        address = page.read_text().rpartition("https://hub.example")[2].partition(".</p>")[0]
        answer = moderator.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200 and "2025/26" in answer.text
