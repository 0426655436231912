"""What every answer tells the browser, and what every route must say of itself."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.security import policy, require_policies


@pytest.mark.alike
@pytest.mark.parametrize("address", ["/", "/search?q=x", "/nowhere", "/static/favicon.svg", "/health", "/frameworks/x"])
def test_every_answer_has_the_headers(client: FlaskClient, address: str):
    with client.get(address) as response:
        headers = response.headers
    wanted = {
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    }  # fmt: skip

    assert set(headers["Content-Security-Policy"].split("; ")) == wanted
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.assurance("A1", "A route without a policy stops the start", missing="the eight kinds of visitor")
@pytest.mark.parametrize("state", [lambda view: view, policy("nobody knows this one")])
def test_a_route_without_a_known_policy_stops_the_start(state: Callable[..., Callable[[], str]]):
    app = Flask(__name__)
    app.add_url_rule("/open", "open", state(lambda: "open"))

    with pytest.raises(RuntimeError, match="open"):
        require_policies(app)
