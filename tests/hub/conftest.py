"""What the tests of the pages share: the stocked catalogue, a framework's page, contracts read from a register."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.report import Report
from scrapers.call_off import CallOffRecord
from tests.conftest import NOON
from tests.factories import a_register
from tests.stocked import stocked, stocked_page

__all__ = ["stocked", "stocked_page"]


@pytest.fixture
def framework(page: Callable[..., BeautifulSoup], client: FlaskClient) -> Callable[[str], BeautifulSoup]:
    """The page of a framework by its key, wherever its slug leads."""

    def framework(key: str) -> BeautifulSoup:
        return page(client.get(f"/frameworks/{key}").headers["Location"])

    return framework


@pytest.fixture
def take_contracts(sessions: Any) -> Callable[..., Report]:
    """Put a register of these contracts through the real pipeline."""

    def take_contracts(*call_offs: CallOffRecord, **source: Any) -> Report:
        opened = Opened("register.csv", "0" * 64, a_register(*call_offs, **source))
        return ingest(sessions, opened, OPERATOR, clock=lambda: NOON)

    return take_contracts
