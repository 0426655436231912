"""Line breaks and control characters wherever something is sent: the log keeps its lines, and answers their headers."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.logs import JsonLines
from tests.assurance import Figure
from tests.hub.notebook import OURS, filled, parsed
from tests.persons import a_person
from tests.routes import routes

pytestmark = pytest.mark.once

MARK = "x-zq8k"
ODD = "".join(("one\r\n", MARK, ": two\n", MARK, ": three\r\x1b[31m\x00\x07\x7f\x85\u2028\u202e\u200b\ufeff\U0001f692"))
RAW = ("%0d%0aX-Zq8k:%20four", "%ff%fe%0d%0a", "%e5%98%8a%e5%98%8dX-Zq8k:%20five", "%ed%a0%80%0a")
PARAMETERS = tuple(
    "q page per_page sort status ending ended category cpv owner kind region x next do organisation year period "
    "framework frameworks buyer state title supplier key token group from to back field role value".split()
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a running hub logs, of requests as well."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(JsonLines())
    logger, requests = logging.getLogger("hub"), logging.getLogger("hub.web.request_ids")
    logger.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield handler.stream
    requests.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


def faults(answer: TestResponse, log: io.StringIO) -> list[str]:
    """What is wrong with an answer's headers, and with what was logged since the last one."""
    names = {name.casefold() for name in answer.headers.keys()}
    broken = [name for name, value in answer.headers if re.search(r"[\x00-\x1f\x7f]", name + value)]
    found = ["a header of their own"] * (MARK in names) + [f"header {name} is broken" for name in broken]
    lines = log.getvalue().split("\n")
    log.seek(0)
    log.truncate()
    told = [line for line in map(json.loads, filter(None, lines)) if line["message"] == "answered"]
    found += [f"{len(told)} lines in the log"] * (len(told) != 1)
    return found + ["a line that is not plain"] * (not all(line.isascii() and line.isprintable() for line in lines))


def everywhere(address: str) -> Iterator[str]:
    """An address with odd values in all parameters at once, in their names, and raw."""
    yield f"{address}?{urlencode(dict.fromkeys(PARAMETERS, ODD))}"
    yield f"{address}?{urlencode({ODD: ODD})}"
    yield f"{address}?{'&'.join(f'{name}={raw}' for name in PARAMETERS for raw in RAW)}"


def parameters_and_places(app: Flask) -> Iterator[str]:
    for route in routes(app, "GET"):
        if route.endpoint != "static":
            yield from everywhere(route.address)
            if "/x" in route.address:
                yield route.address.replace("/x", f"/{quote(ODD, safe='')}")


@pytest.mark.assurance("I16", "Control characters in parameters and places of every address to look at")
@pytest.mark.thorough
def test_no_parameter_writes_a_line_or_a_header(stocked: Flask, log: io.StringIO, figure: Figure):
    client, wrong, asked = stocked.test_client(), [], list(parameters_and_places(stocked))
    for address in asked:
        answer = client.get(address, buffered=True)
        wrong += [f"{address[:60]} ({answer.status_code}): {fault}" for fault in faults(answer, log)]
        if answer.status_code >= 500:
            wrong.append(f"{address[:60]} answered {answer.status_code}")

    assert wrong == []
    figure(f"{len(asked)} requests")


@pytest.mark.parametrize("address", ["/search", "/frameworks/x", "/sign-in", "/api/v1/search"])
def test_odd_parameters_of_a_few_addresses_write_nothing(client: FlaskClient, log: io.StringIO, address: str):
    assert [fault for each in everywhere(address) for fault in faults(client.get(each), log)] == []


FOR_ALL = ("/sign-in", "/frameworks/{key}", "/frameworks/{key}/correction", "/shortlist?shortlist={key}")
SIGNED_IN = (
    *("/account/name", "/account/email", "/account/password", "/account/api-tokens", "/savings/new", "/savings/bulk"),
    *("/contributions/begin", "/frameworks/{key}", "/follow/search?q=cleaning", "/invitations/"),
)


def trials(client: FlaskClient, address: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The forms of a page with odd text in each field by itself and in all; what proves a form ours is as it was."""
    for form in parsed(client.get(address)).select("form[method=post]:not([action='/sign-out'])"):
        named = dict.fromkeys(str(field["name"]) for field in form.select("[name]:not([type=file])"))
        open_to_all = [name for name in named if name != "token"]
        for chosen in [*([name] for name in open_to_all), open_to_all]:
            yield str(form.get("action", address)), filled(form) | dict.fromkeys(chosen, ODD)


@pytest.mark.assurance("I16", "Control characters in each field of some forms, one at a time and together")
@pytest.mark.thorough
def test_no_field_of_a_form_writes_a_line_or_a_header(
    app: Flask, publish: Callable[..., str], log: io.StringIO, figure: Figure
):
    key, somebody = publish(title="Grounds"), a_person(app, "contributor", organisation="leeds", network="pen").client
    pages = [(app.test_client(), page) for page in FOR_ALL] + [(somebody, page) for page in SIGNED_IN]
    wrong, sent = [], []
    for client, page in pages:
        for to, fields in list(trials(client, page.format(key=key))):
            log.truncate(log.seek(0))
            answer = client.post(to, data=fields, headers=OURS, buffered=True)
            sent.append((to, answer.status_code))
            found = faults(answer, log) + [f"status {answer.status_code}"] * (answer.status_code >= 500)
            wrong += [f"{to}: {fault}" for fault in found]

    assert wrong == []
    assert len({to for to, _status in sent}) > 8
    assert {200, 303, 400, 422} & {status for _to, status in sent}
    figure(f"{len({to for to, _status in sent})} forms, {len(sent)} requests")
