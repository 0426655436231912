"""Somebody with a password, for every test of the ways in and out."""

from typing import Any

import pytest
from flask import Flask

from hub.auth import passwords
from hub.people import accounts
from tests.conftest import NOON
from tests.people.forms import PASSWORD


@pytest.fixture
def officer(app: Flask, sessions: Any) -> str:
    """The address of somebody who has an account and a password."""
    with app.app_context(), sessions.begin() as session:
        account, token = accounts.register(session, "officer@example.gov.uk", "Officer One", NOON)
        accounts.confirm(session, token, PASSWORD, [], passwords(), NOON)
        account.state = "active"
    return "officer@example.gov.uk"
