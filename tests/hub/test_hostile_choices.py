"""Hostile names and values of sorts, filters and pages: ignored with a hint or refused, and never a part of the SQL."""

import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.assurance import Figure
from tests.hub.test_hostile_parameters import PARAMETERS
from tests.persons import a_person

pytestmark = pytest.mark.alike

MARK = "zq8k"
"""Stands in every value, so that a statement with one in it is known."""

COUNT = 2_000
SEARCHES = ("/search", "/suggest", "/a-to-z", "/suppliers", "/owners", "/replacements", "/savings", "/compare", "/find")
PROGRAMS = ("/api/v1/search", "/api/v1/organisations", "/api/v1/compare", "/api/v1/frameworks/{key}/suppliers")
OTHERS = (
    *("/search.csv", "/search.json", "/search.atom", "/search.ics", "/cost", "/shortlist", "/buying-for/suggest"),
    *("/frameworks/{key}/call-offs", "/frameworks/{key}/why", "/frameworks/{key}/savings", "/buying-for"),
)
SIGNED_IN = (
    *("/my-frameworks", "/networks/pen/frameworks", "/savings/mine/claims", "/savings/networks/pen/claims"),
    *("/savings/queue", "/contributions/mine", "/follow/search", "/moderation/decisions/", "/moderation/needs/"),
)
OF_ADMINISTRATORS = ("/administration/people", "/administration/organisations/", "/administration/records")

VALUES = (
    *("'; DROP TABLE framework; --", "1 OR 1=1", '" UNION SELECT password FROM account --', "title]"),
    *("(SELECT 1)", "framework.id", "id DESC", "CASE WHEN 1 THEN 1 END", "`title`", "\\'", "%", "_", "%s%n%(x)s", ":x"),
    *("{{7*7}}", "${7*7}", "{0.__class__}", "__class__", "__proto__", "constructor", "../etc", "\x00", "\r\n"),
    *("-1", "0", "99999", "9" * 20, "9" * 5_000, "1e9", "NaN", "0x10", "1_0", "+1", " 1 ", "١٢", "²", "1.0", "true"),
    *("[]", "[$ne]", "{}", "null", "<script>", "é" * 900, "x" * 6_000, "\u202e", "\ufeff", "\U0001f692", "\ud800"),
    *("title", "ending", "newest", "live", "1", "2", "*", "a*", "title:", "(((((", "NOT NOT", "2026-13-45"),
)
SUFFIXES = ("", "[]", "[0]", "__gt", " asc", "\x00", "'", "]", '"', "`", ".x", "%")


def written(text: str) -> str:
    return quote_from_bytes(text.encode(errors="surrogatepass"), safe="")


def parameters(random: Random) -> list[tuple[str, str]]:
    """One to four: a known name as it is or with more at its end, or a name as hostile as the values."""
    pairs = []
    for _ in range(random.randint(1, 4)):
        known = random.choice(PARAMETERS) + random.choice(SUFFIXES) if random.random() < 0.85 else random.choice(VALUES)
        value = random.choice(VALUES)
        pairs.append((known, value + MARK if random.random() < 0.5 else value))
    return pairs


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What the database is asked, and what it could not be."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    engine, seen = app.extensions["hub.engine"], list[str]()
    event.listen(engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: seen.append(statement))
    event.listen(engine, "handle_error", lambda context: seen.append(f"{MARK}: {context.original_exception}"))
    yield seen


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    handler = logging.StreamHandler(io.StringIO())
    logging.getLogger("hub").addHandler(handler)
    yield handler.stream
    logging.getLogger("hub").removeHandler(handler)


def fault(address: str, given: list[tuple[str, str]], answer: TestResponse) -> str:
    """What is wrong with an answer: pages leave out what means nothing and say so, programs are refused."""
    if answer.status_code >= 500:
        return f"answered {answer.status_code}"
    useless = [name for name, value in given if name != "q" and MARK in value]
    if address.startswith("/api/") and useless and answer.status_code not in (400, 404):
        return f"answered {answer.status_code} to a program"
    strange = [name for name, _ in given if name not in PARAMETERS and name]
    if address == "/search" and (answer.status_code != 200 or (strange and "It was ignored." not in answer.text)):
        return f"answered {answer.status_code} and did not say what was ignored"
    return ""


@pytest.fixture
def who_looks(app: Flask, publish: Callable[..., str]) -> list[tuple[FlaskClient, str]]:
    """Who may look at which addresses."""
    keys = [publish(title=title, reference=f"AB{n}") for n, title in enumerate(("Grounds", "Parks", "Verges"))]
    somebody = a_person(app, "contributor", organisation="leeds", network="pen").client
    moderator, administrator = a_person(app, "moderator", network="pen").client, a_person(app, "administrator").client
    addresses = [(app.test_client(), each) for each in (*SEARCHES * 2, *PROGRAMS * 2, *OTHERS)]
    addresses += [(client, each) for client in (somebody, moderator) for each in SIGNED_IN]
    addresses += [(administrator, each) for each in OF_ADMINISTRATORS]
    return [(client, address.format(key=keys[0])) for client, address in addresses]


@pytest.mark.assurance("I12", "They are ignored or refused on every page that sorts, filters or turns pages")
@pytest.mark.parametrize("count", [60, pytest.param(COUNT, marks=pytest.mark.thorough)])
def test_hostile_names_and_values_are_ignored_or_refused_and_never_become_sql(
    count: int, who_looks: list[tuple[FlaskClient, str]], statements: list[str], log: io.StringIO, figure: Figure
) -> None:
    random, wrong, answered = Random(12), list[str](), Counter[int]()  # noqa: S311 - hides nothing
    for _ in range(count):
        client, address = random.choice(who_looks)
        given = parameters(random)
        query = "&".join(f"{written(name)}={written(value)}" for name, value in given)
        answer = client.get(f"{address}?{query}", buffered=True)
        answered[answer.status_code] += 1
        if said := fault(address, given, answer):
            wrong.append(f"{address}?{query[:300]} {said}")

    assert wrong == []
    assert [each for each in statements if MARK in each or "DROP" in each] == []
    assert "Error" not in log.getvalue() and "could not be" not in log.getvalue()
    assert {200, 400} <= answered.keys()
    figure(f"{count:,} requests with up to four of them, no error, 0 in the SQL")
