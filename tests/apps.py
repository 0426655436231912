"""Apps that tests make one after the other by the hundred: what every one of them would work out anew is kept.

Every app compiles its addresses and its templates, which takes longer than most tests. Nothing else differs. Programs
that tests start make theirs as the hub does.
"""

from types import CodeType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

COMPILE, ENVIRONMENT = Rule.compile, Flask.create_jinja_environment
COMPILED = ("_parts", "_trace", "_converters", "_build", "_build_unknown", "arguments")
"""What werkzeug works out of the text of a route."""

_rules: dict[Any, Rule] = {}


class CompiledTemplates(BytecodeCache):
    """Compiled templates by their name and their text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


def make_apps_quick() -> None:
    compiled = CompiledTemplates()

    def with_compiled(app: Flask) -> Environment:
        environment = ENVIRONMENT(app)
        environment.bytecode_cache = compiled
        return environment

    Flask.create_jinja_environment = with_compiled  # type: ignore[method-assign, assignment]
    Rule.compile = _compile_once  # type: ignore[method-assign, assignment]


def _compile_once(rule: Rule) -> None:
    """Take over what was worked out for the same route of an earlier app."""
    assert rule.map is not None
    text = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
    same = (text, rule.map.host_matching, tuple(rule.map.converters.items()))
    if same not in _rules:
        COMPILE(rule)
        _rules[same] = rule
    for name in COMPILED:
        setattr(rule, name, getattr(_rules[same], name))
