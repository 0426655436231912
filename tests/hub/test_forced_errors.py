"""Whatever breaks inside the hub, a visitor learns that it broke, and the number to say: nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from hub.models import AuditEntry, UnmetNeed
from hub.security import policy
from hub.web.request_ids import HEADER
from tests.assurance import Figure
from tests.hub.notebook import parsed, sent
from tests.routes import routes

SECRETS = ("/srv/hub/private.key", "SELECT password FROM account", "db.internal.example", "hunter2hunter2")
TELLING = " ".join(SECRETS)
GIVEN_AWAY = (*SECRETS, "Traceback", "sqlalchemy", "sqlite", "werkzeug", ".py", "ValueError", "RuntimeError", "alError")


class Whatever:
    """Breaks whichever way it is used."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(TELLING)


@pytest.fixture
def public(app: Flask) -> Flask:
    """A hub as people see it, without the debugging of tests."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return app


def told(app: Flask, *methods: str) -> tuple[int, list[str]]:
    """How many requests failed of those to every route, and what was wrong with the answers."""
    client, failed, wrong = app.test_client(), 0, []
    for route in routes(app, *methods):
        answer = route.ask(client)
        body = answer.get_data().decode(errors="replace")  # some are files
        text = f"{body} {answer.headers}"
        is_page = route.endpoint != "static" and answer.mimetype in ("text/html", "application/problem+json")
        given_away = [each for each in GIVEN_AWAY if each in text] if is_page else []
        wrong += [f"{route.method} {route.address} ({answer.status_code}) tells {each}" for each in given_away]
        if answer.status_code >= 500:
            failed += 1
            shown = answer.headers[HEADER] in body or route.endpoint == "health.ready"  # which programs read
            wrong += [] if shown else [f"{route.method} {route.address} ({answer.status_code}) shows no number"]
    return failed, wrong


@pytest.mark.assurance("H3", "Every view is made to raise an error that names a key file, SQL, a host and a password")
def test_an_error_in_a_view_tells_nothing(public: Flask, figure: Figure):
    def broken(**_: Any) -> str:
        raise ValueError(TELLING)

    count = len([*routes(public)])
    for endpoint in public.view_functions:
        public.view_functions[endpoint] = policy("public")(lambda **given: broken(**given))
    failed, wrong = told(public)

    assert wrong == []
    assert failed == count > 50
    figure(f"{count} routes, {failed} plain pages with a number")


def a_fault(kind: type[Exception]) -> Callable[..., None]:
    def fault(*_: Any) -> None:
        if issubclass(kind, DatabaseError | InterfaceError):
            raise kind(SECRETS[1], {"name": SECRETS[3]}, Exception(TELLING))
        raise kind(TELLING)

    return fault


@pytest.mark.assurance("H3", "Every statement to the database is made to raise one of five errors, on every page")
@pytest.mark.parametrize("kind", [OperationalError, ProgrammingError, InterfaceError, DatabaseError, RuntimeError])
def test_an_error_in_the_database_tells_nothing(public: Flask, kind: type[Exception]):
    event.listen(public.extensions["hub.engine"], "before_cursor_execute", a_fault(kind))
    failed, wrong = told(public, "GET")

    assert wrong == []
    assert failed > 20


@pytest.mark.assurance("H3", "The index is made to raise an error whatever is asked of it, on every page")
def test_an_error_in_the_index_tells_nothing(public: Flask):
    public.extensions["hub.index"] = Whatever()
    failed, wrong = told(public, "GET")

    assert wrong == []
    assert failed > 0


def test_a_change_that_cannot_be_committed_tells_nothing_and_is_not_kept(public: Flask, session: Session):
    page = parsed(public.test_client().get("/needs"))
    event.listen(public.extensions["hub.engine"], "commit", a_fault(OperationalError))
    answer = sent(public.test_client(), page, "/needs", {"wanted": "A bridge"})

    assert answer.status_code == 503
    assert [each for each in GIVEN_AWAY if each in answer.text] == []
    assert answer.headers[HEADER] in answer.text
    assert session.scalars(select(UnmetNeed.id)).all() == session.scalars(select(AuditEntry.id)).all() == []
