"""How templates are found and what they may use."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, Undefined
from markupsafe import Markup, escape

from hub import formatters
from hub.paths import TEMPLATES
from hub.web import links, notices
from hub.web.citing import NO_WORDS


class Misspelt(Undefined):
    """A name or attribute that is not there is an error; an option left out of a component's dict is not.

    The components of govuk-frontend-jinja take one dict of options and ask for those nobody gave.
    """

    def __new__(cls, hint: str | None = None, obj: Any = None, name: str | None = None, *rest: Any) -> Any:
        optional = isinstance(obj, dict) or name in (None, "caller")
        return (Undefined if optional else StrictUndefined)(hint, obj, name, *rest)


def init_app(app: Flask) -> None:
    """Our templates, GOV.UK's components, our filters, and no silence about misspelt names."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([FileSystemLoader(TEMPLATES), components])
    app.jinja_options = {"undefined": Misspelt, "lstrip_blocks": True}
    for function in formatters.FILTERS:
        app.add_template_filter(function)
    app.add_template_filter(notices.notice_types)
    app.add_template_filter(marked)
    app.jinja_env.globals["no_words"] = NO_WORDS
    for link in links.LINKS:
        app.add_template_global(link)


def marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """Pieces of text, with a mark about each that matched."""
    shown = (f"<mark>{escape(text)}</mark>" if matched else escape(text) for text, matched in pieces)
    return Markup("".join(shown))  # noqa: S704 - every piece is escaped
