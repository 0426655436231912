"""Searches counted: whenever a page of results has been made, and not by the search itself."""

from typing import Any

from flask import Flask, current_app, template_rendered
from jinja2 import Template

from hub.web.choices import Choices
from hub.web.context import today

RESULTS = "search/results.html"


def init_app(app: Flask) -> None:
    template_rendered.connect(_count, app, weak=False)


def _count(app: Flask, template: Template, context: dict[str, Any], **_: Any) -> None:
    """Count a search by its words, how many results it has, and the day."""
    if template.name == RESULTS:
        count(context["results"].choices, context["results"].total)


def count(choices: Choices, total: int) -> None:
    if is_new(choices):
        current_app.extensions["hub.usage"].searched(choices.q, total, today())


def is_new(choices: Choices) -> bool:
    """Whether these are words and nothing more: who turns the page, sorts or narrows has not searched again."""
    changed = choices.narrows or choices.ended or choices.sort or choices.page > 1
    return bool(choices.q) and not changed
