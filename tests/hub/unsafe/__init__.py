"""How the tests call each address that can change something, one module for each noun.

``audited`` names an address whose request adds one row to the audit trail; ``unaudited`` one that adds none, with the
reason. Each function gets a Browser, does what must be done before, and gives the request itself, ready to be made.
A new module here is found by itself.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.hub.notebook import parsed, sent


@dataclass(frozen=True)
class Browser:
    """A visitor of a hub with two frameworks, of the keys ``keys``."""

    app: Flask
    client: FlaskClient
    keys: tuple[str, str]

    def page(self, address: str) -> BeautifulSoup:
        return parsed(self.client.get(address))

    def send(self, page: str, to: str, **fields: Any) -> TestResponse:
        """Fill in and send the form on a page that goes to an address ending so."""
        return sent(self.client, self.page(page), to, fields)


Request = Callable[[], TestResponse]
Call = Callable[[Browser], Request]

AUDITED: dict[str, Call] = {}
UNAUDITED: dict[str, Call] = {}
REASONS: dict[str, str] = {}


def audited(route: str) -> Callable[[Call], Call]:
    """``route`` as "POST /corrections/<code>/withdraw"."""
    return lambda call: AUDITED.setdefault(route, call)


def unaudited(route: str, reason: str) -> Callable[[Call], Call]:
    REASONS[route] = reason
    return lambda call: UNAUDITED.setdefault(route, call)


for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
