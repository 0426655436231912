"""What templates may leave out, and what they may not."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError
from werkzeug.datastructures import MultiDict

from hub.formatters import KINDS, REGULATIONS, ROUTES
from hub.paths import TEMPLATES
from hub.web.choices import Choices, read
from hub.web.vocabulary import vocabulary
from scrapers.record import Kind, Regulation, Route


@pytest.mark.alike
@pytest.mark.parametrize("template", ["{{ framwork }}", "{{ brand.NAMES }}", "{% if framwork %}{% endif %}"])
def test_a_misspelt_name_is_an_error(app: Flask, template: str) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string(template)


def test_an_option_left_out_of_a_component_is_not(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{% set options = {} %}[{{ options.classes }}]") == "[]"


def test_no_template_declares_markup_safe() -> None:
    for template in TEMPLATES.rglob("*.html"):
        assert not re.search(r"\|\s*safe\b", template.read_text()), template.name


def test_every_kind_regulation_and_route_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(REGULATIONS) == set(Regulation)
    assert set(ROUTES) == set(Route)


def url_decoded(parameters: dict[str, Any]) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(urlencode(parameters, doseq=True)))


def test_choices_survive_their_own_address() -> None:
    given = MultiDict(
        [("q", "lap tops"), ("status", "live"), ("status", "ended"), ("kind", "dps"), ("ending", "90"), ("ended", "1")]
        + [("sort", "title"), ("page", "3"), ("per_page", "50"), ("category", "it"), ("cpv", "72000000")]
    )
    words = vocabulary({})
    choices, hints = read(given, words)
    assert not hints
    again, _ = read(url_decoded(choices.parameters()), words)
    assert again == choices != Choices()
