"""Whatever the hub answers, it tells the browser to keep other sites out."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.paths import STATIC, TEMPLATES
from hub.security import HEADERS, policy
from tests.assurance import Figure
from tests.persons import a_person
from tests.routes import Route, routes

STRICTER_REFERRERS = ("same-origin", "no-referrer")
"""What pages say whose own address is a secret."""

HTTPS = {"wsgi.url_scheme": "https"}
ODD = (
    Route("", "GET", "/nowhere"),
    Route("", "POST", "/search"),
    Route("", "GET", "/frameworks/%00"),
    Route("", "GET", "/static/nothing.js"),
    Route("", "GET", "/api/v1/nowhere"),
    Route("", "DELETE", "/api/v1/search"),
    Route("", "OPTIONS", "/api/v1/search"),
    Route("", "HEAD", "/"),
    Route("", "GET", "/broken"),
    Route("", "GET", "/api/v1/broken"),
)


@pytest.fixture
def breaking(app: Flask) -> FlaskClient:
    """A hub two of whose addresses break."""

    def broken() -> str:
        raise ValueError

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/broken", "broken", policy("public")(broken))
    app.add_url_rule("/api/v1/broken", "api_broken", policy("public")(broken))
    return app.test_client()


def faults(answer: TestResponse, is_api: bool) -> list[str]:
    """What is missing from its headers or too much in them. What the API says is open to programs on other sites."""
    headers = answer.headers
    wanted = {**HEADERS, "Cross-Origin-Resource-Policy": "cross-origin" if is_api else "same-origin"}
    if headers.get("Referrer-Policy") in STRICTER_REFERRERS:
        del wanted["Referrer-Policy"]
    found = [name for name, value in wanted.items() if headers.get(name) != value]
    seconds = re.fullmatch(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    found += [] if seconds and int(seconds[1]) >= 365 * 24 * 60 * 60 else ["Strict-Transport-Security"]
    found += ["X-Request-ID"] if not headers.get("X-Request-ID") else []
    return found + [name for name in ("Server", "X-Powered-By") if name in headers]


@pytest.mark.assurance(
    "H1",
    "Every route by every method has every header, whatever its answer, and so have addresses that there are not",
)
def test_every_answer_has_every_header(breaking: FlaskClient, figure: Figure):
    asked = [*routes(breaking.application), *ODD]
    wrong, statuses = [], set()
    for route in asked:
        answer = route.ask(breaking, environ_overrides=HTTPS)
        statuses.add(answer.status_code)
        is_api = route.address.startswith("/api/v1")
        wrong += [f"{route.method} {route.address} ({answer.status_code}): {name}" for name in faults(answer, is_api)]

    assert wrong == []
    assert {200, 404, 405, 500} <= statuses
    figure(f"{len(asked)} answers with statuses {', '.join(map(str, sorted(statuses)))}")


PEOPLE: dict[str, dict[str, str]] = {
    "administrator": {},
    "contributor": {"organisation": "leeds", "network": "pen"},
}


@pytest.mark.assurance("H1", "Whatever somebody signed in asks for, no browser and no cache between keeps the answer")
@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.parametrize("role", PEOPLE)
def test_nothing_that_somebody_signed_in_is_answered_is_kept(breaking: FlaskClient, role: str, figure: Figure):
    """But for what is the same for everybody: static files, and the API, which looks at no cookie."""
    person = a_person(breaking.application, role, **PEOPLE[role])
    asked = [
        route
        for route in (*routes(breaking.application, "GET"), *ODD)
        if not route.address.startswith(("/static/", "/api/v1"))
    ]
    kept = []
    for route in asked:
        answer = route.ask(person.client)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            kept.append(f"{route.method} {route.address} ({answer.status_code})")

    assert kept == []
    assert len(asked) > 100
    assert person.get("/account").status_code == 200, "still signed in"
    figure(f"{len(asked)} addresses")


def test_the_policy_of_content_allows_nothing_but_the_hub_s_own():
    rules = dict(rule.split(" ", 1) for rule in HEADERS["Content-Security-Policy"].split("; "))

    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}


INLINE = re.compile(
    r"<style\b | \sstyle\s*= | <script\b(?![^>]*\bsrc=) | \son[a-z]+\s*= | javascript: | \|\s*safe\b | Markup\(",
    re.IGNORECASE | re.VERBOSE,
)


@pytest.mark.assurance("H1", "No template and no picture has inline script or style, and none declares markup safe")
def test_no_template_has_anything_inline(figure: Figure):
    files = [*TEMPLATES.rglob("*.html"), *STATIC.glob("*.svg")]
    found = [f"{file.name}: {part[0]}" for file in files for part in INLINE.finditer(file.read_text(encoding="utf-8"))]

    assert found == []
    assert len(files) > 50
    figure(f"{len(files)} files")


@pytest.mark.parametrize(
    "text",
    ["<style>", "<p style='x'>", "<script>x</script>", '<a onclick="x">', "<a href='javascript:x'>", "{{ x | safe }}"],
)
def test_what_is_inline_is_recognised(text: str):
    assert INLINE.search(text)
    assert not INLINE.search('<script src="/static/hub.js" defer></script> <p>on = off</p>')
