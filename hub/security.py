"""Who may ask for a page, and what every answer tells the browser.

Every route names its policy; the app does not start if one does not, or if a route that changes something goes by a
policy for reading. Which things of many a person sees is for hub.web.visible.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from hub.actor import Actor
from hub.errors import Refused
from hub.production import is_number_of_proxies, trusted_hosts

View = TypeVar("View", bound=Callable[..., Any])

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods by which nothing changes."""


@dataclass(frozen=True)
class Policy:
    """Whether somebody may ask for a page at all. ``needs`` completes “For this page you need …”."""

    allows: Callable[[Actor], bool]
    needs: str = ""


READING = {
    "public": Policy(lambda actor: True),
    "halfway": Policy(lambda actor: actor.halfway, "to sign in"),
    "account": Policy(lambda actor: _is_in(actor), "an account"),
    "member": Policy(lambda actor: actor.may("member"), "to be registered for an organisation"),
    "contributor": Policy(lambda actor: actor.may("contributor"), "to be a contributor of a network"),
    "moderator": Policy(lambda actor: actor.may("moderator"), "to be a moderator of a network"),
    "administrator": Policy(lambda actor: actor.may("administrator"), "to be an administrator of this hub"),
}

POLICIES = READING | {f"{name} form": held for name, held in READING.items()}
"""Every policy by name. Those called “… form” are for sending something, the others for reading.

Whatever is not public is taken only from a form of this person's own session (hub.auth).
"""

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

STRICT_TRANSPORT = "max-age=63072000"
"""Seconds, two years: for so long a browser asks this host by https only, once it was told so by https."""


def policy(name: str) -> Callable[[View], View]:
    """State who may ask for a route. ``name`` is one of POLICIES."""

    def state(view: View) -> View:
        view.policy = name  # type: ignore[attr-defined]
        return view

    return state


def policy_of(view: Callable[..., Any]) -> str:
    """The name of a view's policy; empty where it states none."""
    return str(getattr(view, "policy", ""))


def init_app(app: Flask) -> None:
    """Check that every route has a policy, and send the headers with every answer."""
    app.view_functions["static"] = policy("public")(app.view_functions["static"])
    require_policies(app)
    app.config["TRUSTED_HOSTS"] = trusted_hosts(app.config) or None
    trust_proxies(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response


def trust_proxies(app: Flask) -> None:
    """Believe as many proxies as there are, and nobody before them, who asks; and the nearest, whether by https.

    They hand on the host as they were asked for it.
    """
    proxies = app.config["PROXIES"]
    if not is_number_of_proxies(proxies):
        raise Refused(f"HUB_PROXIES is “{proxies}”. Set it to the number of proxies before the hub, 0 for none.")
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=1)  # type: ignore[method-assign]


def require_policies(app: Flask) -> None:
    """Raises RuntimeError naming each route without a policy, with one nobody knows, or with one of the wrong sort."""
    if missing := [name for name, view in app.view_functions.items() if policy_of(view) not in POLICIES]:
        raise RuntimeError(f"Routes without a known policy: {', '.join(sorted(missing))}")
    if wrong := sorted(set(_of_the_wrong_sort(app))):
        raise RuntimeError(f"Routes that send by a policy for reading, or read by one for sending: {', '.join(wrong)}")


def _of_the_wrong_sort(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        name = policy_of(app.view_functions[rule.endpoint])
        if changes_something(rule) != name.endswith(" form"):
            yield rule.endpoint


def changes_something(rule: Rule) -> bool:
    return bool((rule.methods or set()) - SAFE)


def _is_in(actor: Actor) -> bool:
    return actor.account is not None and not actor.halfway
