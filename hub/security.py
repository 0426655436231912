"""Who may see a page, and what every answer tells the browser.

Every route names its policy; the app does not start if one does not. There is only "public" as yet.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response

from hub.actor import Actor

View = TypeVar("View", bound=Callable[..., Any])

POLICIES: dict[str, Callable[[Actor], bool]] = {"public": lambda actor: True}
"""Every policy by name: may this actor ask for it at all? Which objects they see is for hub.web.visible."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(name: str) -> Callable[[View], View]:
    """State who may ask for a route. ``name`` is one of POLICIES."""

    def state(view: View) -> View:
        view.policy = name  # type: ignore[attr-defined]
        return view

    return state


def init_app(app: Flask) -> None:
    """Check that every route has a policy, and send the headers with every answer."""
    app.view_functions["static"] = policy("public")(app.view_functions["static"])
    require_policies(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def require_policies(app: Flask) -> None:
    """Raises RuntimeError naming each route without a policy or with one nobody knows."""
    missing = [
        endpoint for endpoint, view in app.view_functions.items() if getattr(view, "policy", None) not in POLICIES
    ]
    if missing:
        raise RuntimeError(f"Routes without a known policy: {', '.join(sorted(missing))}")
