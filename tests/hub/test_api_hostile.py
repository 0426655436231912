"""The API against what schemathesis thinks of, and what people who mean ill do: an answer or a problem, always."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask, request
from flask.testing import FlaskClient
from schemathesis.engine import Status, events, from_schema

pytest.importorskip("bench", reason="the source archive has no benches")

from bench.odd_addresses import hazards
from hub import create_app
from hub.actor import OPERATOR
from hub.models import Account
from hub.people import api_tokens
from hub.security import policy
from tests.assurance import Figure
from tests.conftest import NOON
from tests.persons import a_person
from tests.thorough import EXAMPLES


@pytest.fixture
def api(stocked: Flask) -> FlaskClient:
    return stocked.test_client()


def run(
    app: Flask, examples: int, phases: dict[str, Any], known: dict[str, Any] | None = None, token: str = ""
) -> tuple[set[str], list[str], int]:
    """The operations tried, what was wrong, and how many checks were made, with every check there is.

    ``known`` are values of parameters that name something, so that more than "not found" is answered.
    ``token`` is shown with each request.
    """
    generation = {"max-examples": examples, "database": "none"}
    given = {"generation": generation, "phases": phases, "seed": 1, "parameters": known or {}}
    given |= {"headers": {"Authorization": f"Bearer {token}"}} if token else {}
    config = schemathesis.Config.from_dict(given)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    tried: set[str] = set()
    wrong: list[str] = []
    checks = 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(str(event))
        elif isinstance(event, events.ScenarioFinished):
            made = [check for each in event.recorder.checks.values() for check in each]
            tried |= {case.value.operation.label for case in event.recorder.cases.values()}
            checks += len(made)
            failed = [check for check in made if check.status is Status.FAILURE]
            wrong += [f"{event.label} {check.name}: {check.failure_info}" for check in failed]
    return tried, wrong, checks


def operations(app: Flask) -> set[str]:
    document = app.test_client().get("/api/v1/openapi.json").json
    assert document is not None
    return {f"GET {path}" for path in document["paths"]} - {"GET /openapi.json"}


@pytest.mark.assurance(
    "I14",
    "Every operation is tried with a few made-up requests",
)
def test_schemathesis_finds_no_fault_in_a_quick_run(stocked: Flask, figure: Figure) -> None:
    off = {"enabled": False}
    phases = {"examples": off, "coverage": off, "stateful": off}
    tried, wrong, checks = run(stocked, 2, phases)

    assert wrong == []
    assert tried == operations(stocked) and checks > 50
    figure(f"{len(tried)} operations, {checks} checks, 0 faults")


@pytest.mark.assurance(
    "I14",
    "Every operation is tried with many, one after the other as well",
)
@pytest.mark.thorough
@pytest.mark.parametrize("named", [False, True], ids=["anything", "what is there"])
def test_schemathesis_finds_no_fault_in_a_thorough_run(stocked: Flask, named: bool, figure: Figure) -> None:
    found = stocked.test_client().get("/api/v1/search?q=cleaning&ended=true").json or {}
    keys = [framework["key"] for framework in found["frameworks"]]
    there = {"path.key": keys[0], "path.slug": "fenland-supplies", "query.framework": keys[:3]}
    known = there | {"query.organisation": "district-council@UKH"}
    tried, wrong, checks = run(stocked, EXAMPLES, {}, known if named else None)

    assert wrong == []
    assert tried == operations(stocked) and checks > 5000
    figure(f"{len(tried)} operations, {checks} checks, 0 faults")


@pytest.mark.assurance("I14", "Every operation is tried by programs with a token of an officer and of a contributor")
@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.parametrize("role", ["member", "contributor"])
def test_schemathesis_finds_no_fault_with_a_token(
    app: Flask, publish: Callable[..., str], role: str, figure: Figure
) -> None:
    publish(title="Grounds")
    app.config["API_PER_MINUTE_WITH_TOKEN"] = app.config["API_PER_MINUTE"] = 0
    off, token, shown = {"enabled": False}, a_token(app, role), Counter[str]()
    app.before_request(lambda: shown.update([request.headers.get("Authorization", "")]))
    tried, wrong, checks = run(app, 3, {"examples": off, "coverage": off, "stateful": off}, token=token)

    assert wrong == []
    assert tried == operations(app) and checks > 50
    assert shown[f"Bearer {token}"] > len(tried)
    figure(f"{len(tried)} operations, {checks} checks, 0 faults")


def a_token(app: Flask, role: str) -> str:
    """An API token of somebody with a role."""
    places = {"organisation": "leeds"} | ({"network": "pen"} if role == "contributor" else {})
    person = a_person(app, role, **places)
    with app.extensions["hub.writers"].begin() as session:
        return api_tokens.make(session, session.get_one(Account, person.account), "Reports", 30, OPERATOR, NOON)


def problem(api: FlaskClient, address: str, status: int, **more: Any) -> dict[str, Any]:
    """The problem that an address below /api/v1 is answered with."""
    answer = api.open(f"/api/v1{address}", **more)
    assert answer.status_code == status, (address, answer.status_code, answer.text[:300])
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = answer.json or {}
    assert found["status"] == status and found["detail"] and found["cure"]
    return found


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=2", "page"),
        ("Q=cleaning", "Q"),
        ("per_page=101", "per_page"),
        ("per_page=0", "per_page"),
        ("per_page=-1", "per_page"),
        ("per_page=1e1", "per_page"),
        ("per_page=%D9%A3", "per_page"),
        ("per_page=", "per_page"),
        (f"per_page={'9' * 5000}", "per_page"),
        ("per_page=5&per_page=5", "per_page"),
        ("q=a&q=b", "q"),
        (f"q={'x' * 401}", "q"),
        ("status=alive", "status"),
        ("status=", "status"),
        ("status=live&status=alive", "status"),
        ("&".join(["status=live"] * 51), "status"),
        ("cpv=9091", "cpv"),
        ("owner=../../etc/passwd", "owner"),
        ("ending=31", "ending"),
        ("ended=1", "ended"),
        ("sort=price", "sort"),
        ("organisation=A%20B", "organisation"),
        ("cursor=", "cursor"),
        ("cursor=abc", "cursor"),
        ("cursor=" + "9" * 13, "cursor"),
        ("q=%FF%FE", "q"),
        ("%ED%A0%80=1", "\ufffd\ufffd\ufffd"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name_with_the_cure(api: FlaskClient, query: str, parameter: str) -> None:
    assert problem(api, f"/search?{query}", 400)["parameter"] == parameter


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("cpv=99999999", "cpv"), ("owner=nobody-at-all", "owner"), ("organisation=nobody-at-all", "organisation")],
)
def test_a_name_of_the_right_form_that_nobody_bears_is_not_found(api: FlaskClient, query: str, parameter: str) -> None:
    assert problem(api, f"/search?{query}", 404)["parameter"] == parameter


def test_a_text_of_as_many_characters_as_may_be_is_read(api: FlaskClient) -> None:
    assert api.get("/api/v1/search", query_string={"q": "é" * 400}).status_code == 200


def test_a_zero_byte_in_the_words_is_no_letter(api: FlaskClient) -> None:
    assert api.get("/api/v1/search?q=%00clean%00ing").status_code == 200
    assert api.get("/api/v1/organisations?q=%00").status_code == 200


def test_a_cursor_fits_only_the_request_it_came_with(api: FlaskClient) -> None:
    following = (api.get("/api/v1/search?per_page=5").json or {})["next"]
    cursor = following.partition("cursor=")[2]
    assert api.get(following).status_code == 200
    assert problem(api, f"/search?per_page=6&cursor={cursor}", 409)["parameter"] == "cursor"
    assert problem(api, f"/organisations?per_page=5&cursor={cursor}", 409)["parameter"] == "cursor"
    changed = ("a" if cursor[5] != "a" else "b").join((cursor[:5], cursor[6:]))
    assert problem(api, f"/search?per_page=5&cursor={changed}", 409)["parameter"] == "cursor"


@pytest.mark.alike
@pytest.mark.parametrize(
    "address",
    ["", "/", "/nowhere", "/search/", "/frameworks", "/frameworks/", "/frameworks/%00", "/frameworks/nope", "/Search"]
    + ["/frameworks/nope/suppliers", "/frameworks/a/b/c", "/organisations/%F0%9F%9A%92", "/organisations/nobody-at-all"]
    + ["/organisations/..%2F..%2Fetc", "/openapi.yaml", "/frameworks/nope/eligibility?organisation=nhs@UKH"],
)
def test_an_address_of_nothing_is_a_problem_and_no_page(api: FlaskClient, address: str) -> None:
    assert problem(api, address, 404)["parameter"] is None


@pytest.mark.alike
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_nothing_can_be_sent_to_it(api: FlaskClient, method: str) -> None:
    assert "GET" in problem(api, "/search", 405, method=method)["cure"]
    allowed = api.open("/api/v1/search", method=method).headers["Allow"]
    assert {name.strip() for name in allowed.split(",")} == {"GET", "HEAD", "OPTIONS"}


def test_without_an_index_it_says_when_to_come_back(stocked: Flask, tmp_path: Path) -> None:
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{tmp_path / 'index'}"}
    app = create_app({"TESTING": True, "HOME": str(tmp_path), "CLOCK": lambda: NOON, **places})
    api = app.test_client()
    problem(api, "/search", 503)
    assert api.get("/api/v1/search").headers["Retry-After"] == "60"
    assert api.get("/api/v1/organisations").status_code == 200
    app.extensions["hub.engine"].dispose()


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    app = create_app({"HOME": str(tmp_path / "nowhere"), "INDEX_URL": "memory:"})
    for address in ("/organisations", "/frameworks/abc", "/search"):
        problem(app.test_client(), address, 503)


def test_a_fault_of_the_hub_tells_nothing_but_that(stocked: Flask, tmp_path: Path) -> None:
    app = create_app({"HOME": str(tmp_path), "INDEX_URL": "memory:"})

    def broken() -> str:
        raise ValueError("secret /etc/passwd")

    app.add_url_rule("/api/v1/broken", view_func=policy("public")(broken))
    assert "secret" not in str(problem(app.test_client(), "/broken", 500))


def test_whatever_is_asked_is_answered_or_refused(api: FlaskClient) -> None:
    for query in hazards():
        answer = api.get("/api/v1/search", query_string=query)
        assert answer.status_code in (200, 400, 404), query[:200]
        assert answer.mimetype == ("application/json" if answer.status_code == 200 else "application/problem+json")


@pytest.mark.assurance("I14", "Every route is in the document, and the document names no other")
def test_every_route_is_in_the_document_and_back(stocked: Flask, api: FlaskClient) -> None:
    document = api.get("/api/v1/openapi.json").json or {}
    rules = [rule for rule in stocked.url_map.iter_rules() if rule.rule.startswith("/api/v1")]
    assert document["openapi"].startswith("3.1")
    assert {rule.rule.replace("<", "{").replace(">", "}") for rule in rules} == {
        f"/api/v1{path}" for path in document["paths"]
    }
    assert all(rule.methods == {"GET", "HEAD", "OPTIONS"} for rule in rules)
    assert all(set(path) == {"get"} for path in document["paths"].values())
    assert document["servers"] == [{"url": "/api/v1"}]


def test_every_operation_says_what_it_is_refused_with(api: FlaskClient) -> None:
    document = api.get("/api/v1/openapi.json").json or {}
    for path, item in document["paths"].items():
        responses = item["get"]["responses"]
        assert {"200", "304", "400"} <= set(responses), path
        assert ("404" in responses) >= ("{" in path), path
        refusals = [each["content"] for status, each in responses.items() if status >= "400"]
        assert all("application/problem+json" in content for content in refusals)
