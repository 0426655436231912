"""A demo: people of every role and example savings in a hub with the network they belong to."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from hub.cli.serve import fill_demo
from tests.pages import check_page
from tests.people.forms import post
from tests.persons import network_called


@dataclass(frozen=True)
class Guest:
    """A browser that signs in as people of the demo."""

    client: FlaskClient

    def sign_in_as(self, email: str) -> None:
        assert post(self.client, "/demo/accounts", "/demo/accounts", email=email).status_code == 303

    def send(self, page: str, form: str, **fields: str) -> None:
        """Fill in a form of a page."""
        found = self.page(page).select(f"form[action='{form}'] input[name=version]")
        fields |= {"version": str(found[0]["value"])}
        assert post(self.client, page, form, **fields).status_code == 303

    def page(self, address: str) -> BeautifulSoup:
        answer = self.client.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        return check_page(answer)


@pytest.fixture
def demo(app: Flask) -> Flask:
    with app.extensions["hub.writers"].begin() as session:
        network_called(session, "pen")
    fill_demo(app)
    app.config["MAIL"] = "demo"
    return app


@pytest.fixture
def guest(demo: Flask) -> Callable[[str], Guest]:
    def guest(email: str) -> Guest:
        found = Guest(demo.test_client())
        found.sign_in_as(email)
        return found

    return guest
