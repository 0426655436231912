"""Every form sent empty and with nonsense: the page says what is wrong and where, and loses nothing typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.hub.test_audited_routes import browser
from tests.hub.unsafe import AUDITED, UNAUDITED, Browser

__all__ = ["browser"]

NONSENSE = "?? <b>no"
HIDDEN = {"token", "version", "do", "shortlist", "search", "next", "for"}
"""What the page itself put in the form, and buttons."""

CALLS = {**AUDITED, **UNAUDITED}


class Hasty(FlaskClient):
    """A browser whose next form is sent with other entries than its page was filled in with."""

    entries: str | None = None
    sent: Any = None

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if Hasty.entries is not None and options.get("method") == "POST":
            options["data"] = Hasty.sent = altered(options.get("data") or {})
        return super().open(*args, **options)


def altered(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if name in HIDDEN else otherwise(value) for name, value in data.items()}


def otherwise(value: Any) -> Any:
    if isinstance(value, list):
        return [otherwise(each) for each in value]
    if isinstance(value, tuple):
        return (BytesIO(b"\x00\x01" if Hasty.entries else b""), "wrong.bin" if Hasty.entries else "")
    return Hasty.entries


@pytest.fixture
def hasty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.test_client_class = Hasty


@pytest.mark.once
@pytest.mark.thorough
@pytest.mark.assurance(
    "X5",
    "What is wrong with a form is said in a summary with links to fields, in the title and at the field, and what was "
    "typed is kept, but for passwords and one-time codes",
)
@pytest.mark.parametrize("entries", ["", NONSENSE], ids=["empty", "nonsense"])
@pytest.mark.parametrize("route", sorted(CALLS))
def test_a_form_that_is_wrong_says_where_and_keeps_what_was_typed(
    hasty: None, browser: Browser, route: str, entries: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = CALLS[route](browser)
    monkeypatch.setattr(Hasty, "entries", entries)
    answer = ask()
    assert answer.status_code < 500
    assert answer.status_code < 400 or list(faults_of(BeautifulSoup(answer.text, "lxml"))) == []


def faults_of(page: BeautifulSoup) -> Iterator[str]:
    if page.title is None or not page.title.text.startswith("Error:"):
        yield "title"
    summary = page.select_one(".govuk-error-summary")
    links = summary.select("a[href^='#']") if summary else []
    if not links:
        yield "links" if summary else "summary"
    for link in links:
        field = page.find(id=str(link["href"])[1:])
        if not isinstance(field, Tag) or not says_what_is_wrong(page, field):
            yield f"field {link['href']}"
    fields = page.select("main form[method=post] input, main form[method=post] textarea")
    for field in fields:
        if field.get("type") in TYPED and not field.get("autocomplete"):
            yield f"autocomplete of {field.get('name')}"
    yield from (f"entry in {name}" for name in lost(fields))


TYPED = ("text", "email", "password")


def says_what_is_wrong(page: BeautifulSoup, field: Tag) -> bool:
    """The message describes the field itself, or the group of choices it belongs to."""
    names = [name for tag in (field, *field.parents) for name in str(tag.get("aria-describedby", "")).split()]
    return any("govuk-error-message" in found.get_attribute_list("class") for found in map(by_id(page), names) if found)


def by_id(page: BeautifulSoup) -> Callable[[str], Tag | None]:
    return lambda name: page.select_one(f"[id='{name}']")


def lost(fields: Sequence[Tag]) -> set[str]:
    """The names of fields none of which holds what was typed; another form of the page may have one of that name."""
    typed = {str(field.get("name")) for field in fields if was_typed(field)}
    return typed - {str(field.get("name")) for field in fields if holds_it(field)}


def was_typed(field: Tag) -> bool:
    """Passwords and one-time codes are secrets: no page holds one, and they are typed again.

    WCAG 3.3.7 makes an exception for what is typed again for security, and a code that was wrong or used up is never
    right later.
    """
    is_typed = field.name == "textarea" or field.get("type") in ("text", "email")
    is_secret = field.get("autocomplete") == "one-time-code"
    return bool(is_typed and not is_secret and Hasty.entries and Hasty.sent.get(str(field.get("name"))) == NONSENSE)


def holds_it(field: Tag) -> bool:
    return NONSENSE in (field.text.strip() if field.name == "textarea" else str(field.get("value", "")))
