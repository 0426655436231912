"""Indexes to test: every backend by turns, or one on disk."""

from pathlib import Path

import pytest

from indexer import SearchIndex, open_index

BACKENDS = ("memory:", "whoosh://{folder}/index")


@pytest.fixture(params=BACKENDS, ids=("memory", "whoosh"))
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    return open_index(request.param.format(folder=tmp_path))


@pytest.fixture
def memory() -> SearchIndex:
    return open_index("memory:")
