"""Who may ask for what: every address, every method, as everybody. The table is docs/permissions.md."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from hub.actor import OPERATOR
from hub.models import Account
from hub.people import accounts
from hub.security import policy_of
from tests.assurance import Figure
from tests.conftest import NOON, REPO
from tests.permissions import TABLE, written
from tests.persons import HOME, Person

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
"""OPTIONS tells only which of these there are."""

ALLOWED = {
    "visitor": {"public"},
    "unconfirmed": {"public"},
    "disabled": {"public"},
    "halfway": {"public", "halfway"},
    "waiting": {"public", "account"},
    "member": {"public", "account", "member"},
    "contributor": {"public", "account", "contributor"},
    "contributor elsewhere": {"public", "account", "contributor"},
    "moderator": {"public", "account", "moderator"},
    "moderator without a code": {"public", "account"},
    "administrator": {"public", "account", "moderator", "administrator"},
}
"""By whose policies each may pass: written down here apart from hub.security, which must come to the same."""


@pytest.fixture
def identities(app: Flask, client: FlaskClient, person: Callable[..., Person], sessions: Any) -> dict[str, Any]:
    """One of each, in browsers of their own."""
    found: dict[str, Any] = {
        "visitor": client,
        "unconfirmed": person(state="unconfirmed"),
        "disabled": person("administrator"),
        "halfway": person("member", organisation="babergh", has_second_factor=True),
        "waiting": person(state="waiting"),
        "member": person("member", organisation="babergh"),
        "contributor": person("contributor", organisation="babergh", network="pen"),
        "contributor elsewhere": person("contributor", organisation="fife", network="north"),
        "moderator": person("moderator", network="pen"),
        "moderator without a code": person("moderator", network="pen", second_factor=False),
        "administrator": person("administrator"),
    }
    with sessions.begin() as session:
        accounts.disable(session, session.get_one(Account, found["disabled"].account), OPERATOR, NOON)
    return found


@pytest.mark.thorough
@pytest.mark.once
@pytest.mark.assurance("A1", "Every address answers exactly those whom its policy names, whatever the method")
def test_everybody_gets_what_the_table_says_and_nothing_more(
    app: Flask, identities: dict[str, Any], figure: Figure
) -> None:
    wrong, asked = [], 0
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        for method in METHODS:
            for name in identities if method in (rule.methods or ()) else ("visitor", "administrator"):
                asked, who = asked + 1, identities[name]
                verdict = ask(who, rule, method)
                if verdict != expected(app, rule, method, name):
                    wrong.append(f"{name}: {method} {rule.rule} → {verdict}")
    assert wrong == []
    assert asked > 3_000
    figure(f"{asked} requests as {len(identities)} people, {len(wrong)} answered otherwise")


def expected(app: Flask, rule: Rule, method: str, name: str) -> str:
    """What is to come of it. A method that an address does not know reaches nobody."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address(rule), method=method)
    except MethodNotAllowed:
        return "no such method"
    policies = {policy_of(app.view_functions[endpoint]).removesuffix(" form")}
    return "answered" if policies & ALLOWED[name] else "turned away"


def ask(who: Any, rule: Rule, method: str) -> str:
    """Forms are sent without their token: whoever may send one is told so, and nothing is changed."""
    client = who.client if isinstance(who, Person) else who
    return verdict(client.open(address(rule), method=method, headers={"Origin": HOME}, buffered=True))


def address(rule: Rule) -> str:
    """An address of the rule that leads to nothing there is: who may not ask is not even told that."""
    values = {name: _any(held) for name, held in rule._converters.items()}
    adapter = rule.map.bind("localhost")
    return str(adapter.build(rule.endpoint, values | dict(rule.defaults or {}), method=next(iter(rule.methods or ()))))


def _any(held: BaseConverter) -> int | str:
    if isinstance(held, AnyConverter):
        return min(held.items)
    return 1 if isinstance(held, IntegerConverter) else "x"


def verdict(answer: TestResponse) -> str:
    if answer.status_code == 405:
        return "no such method"
    led_away = answer.status_code == 303 and answer.headers["Location"].startswith(("/sign-in", "/account"))
    refused = answer.status_code == 403 and (not answer.text or "You cannot see this page" in answer.text)
    return "turned away" if led_away or refused else "answered"


@pytest.mark.assurance("A4", "No form is taken without a token, with another session's, or from another site")
def test_no_form_of_somebody_else_is_taken_anywhere(app: Flask, identities: dict[str, Any], figure: Figure) -> None:
    """Those who have the role send it, so that nothing but the form can be what is wrong."""
    taken, sent = [], 0
    other = identities["contributor elsewhere"].token()
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        if not policy.endswith(" form") or rule.endpoint in BY_A_SIGNED_ADDRESS:
            continue
        who = identities[SENDER.get(policy, "administrator")]
        own = who.token()
        for data, origin in (({}, HOME), ({"token": other}, HOME), ({"token": own}, "https://evil.example")):
            answer = who.client.post(address(rule), data=data, headers={"Origin": origin})
            sent += 1
            if answer.status_code < 400:
                taken.append(f"{rule.rule} → {answer.status_code} with {data} from {origin}")
    assert taken == []
    figure(f"{sent} forged forms, {len(taken)} taken")


SENDER = {
    "halfway form": "halfway",
    "member form": "member",
    "contributor form": "contributor",
    "moderator form": "moderator",
}
BY_A_SIGNED_ADDRESS: set[str] = set()
"""What a letter's own address lets its reader do with one request, as mail programs must (RFC 8058)."""


def test_the_table_in_the_documentation_is_that_of_the_running_hub(app: Flask) -> None:
    assert (REPO / TABLE).read_text(encoding="utf-8") == written(app), (
        f"Run python -m tests.permissions and look at {TABLE}"
    )
