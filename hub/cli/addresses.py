"""Addresses of the hub's pages, for letters and links that a command writes."""

from typing import Any

from flask import Flask, url_for

from hub.cli.postman import is_demo
from hub.people.still_here import Pages

HERE = "http://127.0.0.1:8000"
"""Where `hub run` serves unless it is told otherwise."""


def address(app: Flask, endpoint: str, **values: Any) -> str:
    """The whole address of a page, where the operator says that people reach the hub."""
    with app.test_request_context(base_url=app.config["ADDRESS"].rstrip("/") or HERE):
        return url_for(endpoint, _external=True, **values)


def pages(app: Flask) -> Pages:
    """Where letters about people's own accounts lead."""
    return Pages(
        sign_in=address(app, "sign_in.sign_in"),
        still_here=lambda token: address(app, "still_here.question", token=token),
        person=lambda handle: address(app, "people.person", handle=handle),
    )


def sends_mail(app: Flask) -> bool:
    """Whether letters go anywhere, be it to the page of a demo."""
    return bool(app.config["MAIL_SERVER"]) or is_demo(app.config)
