"""Forms filled in as people do, and letters as they read them."""

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.models import Outbox
from tests.persons import HOME

PASSWORD = "zebra lamp nine"


def post(client: FlaskClient, address: str, form: str, **data: Any) -> TestResponse:
    """Fill the form of a page and send it as a browser does."""
    page = BeautifulSoup(client.get(address).text, "lxml")
    token = page.select_one(f"form[action='{form}'] input[name=token]")
    assert token is not None
    return client.post(form, data={"token": token["value"], **data}, headers={"Origin": HOME})


def register(client: FlaskClient, email: str) -> TestResponse:
    return post(client, "/register", "/register", email=email, name="Officer One")


def letter_to(session: Session, email: str) -> str:
    session.rollback()  # what was read before is of the past
    return session.scalars(select(Outbox.body).where(Outbox.to == email).order_by(Outbox.id.desc())).first() or ""


def link_in(letter: str) -> str:
    return next(line for line in letter.splitlines() if line.startswith("http")).partition("localhost")[2]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    return post(client, "/sign-in", "/sign-in", email=email, password=password, **more)
