"""Whatever is asked of the search is answered, with frameworks or a hint. What it costs is measured by bench.odd.

HUB_FUZZ says how many odd searches the thorough run makes, HUB_FUZZ_DOCUMENTS in how large a catalogue.
"""

import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

pytest.importorskip("bench", reason="the source archive has no benches")

from bench.corpus import documents, vocabulary
from bench.odd_addresses import WORDS, all_of_them
from hub import create_app
from hub.models import Framework, listed
from hub.search import rebuild
from indexer import Query
from tests.assurance import Figure
from tests.conftest import NOON
from tests.hub.test_search_pages import hints

SEED = 20
SEARCHES = int(os.environ.get("HUB_FUZZ", "1000"))
DOCUMENTS = int(os.environ.get("HUB_FUZZ_DOCUMENTS", "5000"))

Ask = Callable[[str], str]


def an_app(stocked: Flask, folder: Path, size: int) -> Flask:
    """The stocked catalogue with an index that holds so many made-up frameworks besides."""
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{folder / 'index'}"}
    app = create_app({"TESTING": True, "HOME": str(folder), "CLOCK": lambda: NOON, **places})
    rebuild(app.extensions["hub.writers"], app.extensions["hub.index"])
    app.extensions["hub.index"].apply(documents(size))
    return app


@pytest.fixture(scope="module", params=[200, pytest.param(DOCUMENTS, marks=[pytest.mark.thorough, pytest.mark.once])])
def odd(request: pytest.FixtureRequest, stocked: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = an_app(stocked, tmp_path_factory.mktemp("odd"), request.param)
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def ask(odd: Flask) -> Ask:
    """Asks an address, and gives what is answered."""
    client = odd.test_client()

    def ask(address: str) -> str:
        path, _, query = address.partition("?")
        response = client.get(path, query_string=query)
        assert response.status_code == 200, f"{address[:300]!r} answered {response.status_code}"
        return response.text

    return ask


@pytest.fixture
def queries(odd: Flask) -> list[str]:
    """All odd searches; in a small catalogue some of each kind."""
    known = [*WORDS, *vocabulary()[:3000:10], *vocabulary()[3000::100]]
    if odd.extensions["hub.index"].search(Query()).total >= DOCUMENTS:
        return [*all_of_them(SEARCHES, SEED, known)]
    return [*islice(all_of_them(150, SEED, known), 0, None, 8)]


@pytest.mark.assurance(
    "I1",
    "Odd searches made from a grammar, bytes and Unicode are each answered with status 200",
    missing="the time each takes, which bench/odd.py measures",
)
def test_every_odd_search_is_answered(ask: Ask, queries: list[str], figure: Figure) -> None:
    for query in queries:
        assert "hub-results__count" in ask(f"/search?{query}"), query[:300]
    figure(f"{len(queries)} searches, 0 errors")


def test_an_odd_search_finds_something_or_leads_on(ask: Ask, queries: list[str]) -> None:
    for query in queries[::4]:
        found = BeautifulSoup(ask(f"/search?{query}"), "html.parser")
        assert found.select(".hub-card__title") or hints(found) or found.select("#results a"), query[:300]


def test_every_odd_beginning_of_a_search_gets_suggestions(ask: Ask, queries: list[str]) -> None:
    for query in queries[::4]:
        assert "groups" in json.loads(ask(f"/suggest?{query}")), query[:300]


def test_every_odd_question_why_is_answered(odd: Flask, ask: Ask, queries: list[str]) -> None:
    with odd.extensions["hub.readers"]() as session:
        key = session.scalars(select(Framework.key).where(*listed())).first()

    for query in queries[::4]:
        ask(f"/frameworks/{key}/why?{query}")
