"""Every address the hub has, to be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter
from werkzeug.test import TestResponse

CHANGING = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """A rule of the app with one of its methods, and an address it matches."""

    endpoint: str
    method: str
    address: str

    def ask(self, client: FlaskClient, **options: object) -> TestResponse:
        """Read to its end, so that no file stays open."""
        return client.open(self.address, method=self.method, buffered=True, **options)  # type: ignore[arg-type]


def a_value(kind: BaseConverter) -> str | int:
    """Something that may stand in this place of an address."""
    if isinstance(kind, AnyConverter):
        return min(kind.items)
    return 1 if isinstance(kind, IntegerConverter) else "x"


def routes(app: Flask, *methods: str) -> Iterator[Route]:
    """By these methods; without any, by GET and by those that change something."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & set(methods or ("GET", *CHANGING))):
            kinds = rule._converters
            values = {name: a_value(kind) for name, kind in kinds.items()}
            values |= {"filename": "hub.js"} if rule.endpoint == "static" else {}
            yield Route(
                rule.endpoint, method, adapter.build(rule.endpoint, {**(rule.defaults or {}), **values}, method)
            )
