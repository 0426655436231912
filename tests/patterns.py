"""Every regular expression of the code, how it is used, and the texts that cost it most.

Costly texts are made from the expression itself: what a repeated part matches, many times, after what leads to it and
before what lets it fail; and what leads to any of its parts, many times.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import hub
import indexer
import scrapers

codes, parser = (importlib.import_module(f"re.{name}") for name in ("_constants", "_parser"))
"""How Python itself reads an expression; its names are the same from 3.11 on."""

LOOPS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
ANY_TIMES = 8
"""A part that may be repeated so often is worth repeating."""
LETTERS = [*"aA1 \n-,().'£\t/:_é\"", *map(chr, range(33, 127)), *"’–—•\udc80"]
MIXED = ("a ", "A ", "A, ", "1,", "1 ", "a-", "A. ", "a.", "1.", "( ", ") ", "\r\n")
ENDS = ("", "\0")
AGAIN = frozenset({"sub", "subn", "split", "findall", "finditer"})
ONCE = ("match", "fullmatch", "search")
PLAIN_CALLS = ("re.escape", "'|'.join", "''.join", "sorted", "OWNERS.values")
Node = tuple[Any, Any]


@dataclass
class Use:
    """Where an expression stands, and by which methods it is used as far as the code shows."""

    places: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)

    @property
    def ways(self) -> list[str]:
        """"sub" stands for all that search again and again, which costs at least as much as searching once."""
        if not self.methods:
            return ["fullmatch", "sub"]
        again = bool(self.methods & AGAIN)
        return [way for way in ONCE if way in self.methods and not (again and way == "search")] + ["sub"] * again


class Collection:
    """``uses`` by expression; ``unknown`` are the calls whose expression is only known when they run."""

    def __init__(self) -> None:
        self.uses: dict[re.Pattern[Any], Use] = {}
        self.unknown: set[str] = set()
        for module in modules():
            self._written(module)
            for name, value in list(vars(module).items()):
                self._held(value, f"{module.__name__}.{name}", 5)

    def add(self, pattern: re.Pattern[Any], place: str, method: str = "") -> None:
        use = self.uses.setdefault(pattern, Use())
        use.places.add(place)
        use.methods |= {method} & {*AGAIN, *ONCE}

    def _written(self, module: ModuleType) -> None:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Attribute) and isinstance(pattern := _value(node.value, module), re.Pattern):
                self.add(pattern, f"{module.__name__}.{ast.unparse(node.value)}", node.attr)
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                self._call(node, module)

    def _call(self, node: ast.Call, module: ModuleType) -> None:
        method = ast.unparse(node.func).removeprefix("re.")
        if method not in {*AGAIN, *ONCE, "compile"}:
            return
        pattern = _value(node.args[0], module)
        given = [_value(each, module) for each in (*node.args[1:], *(word.value for word in node.keywords))]
        flags = next((each for each in given if isinstance(each, re.RegexFlag)), re.NOFLAG)
        if isinstance(pattern, str | bytes):
            self.add(re.compile(pattern, flags), f"{module.__name__}:{node.lineno}", method)
        elif not isinstance(pattern, re.Pattern):
            self.unknown.add(f"{module.__name__}: {ast.unparse(node.args[0])}")

    def _held(self, value: Any, place: str, deep: int) -> None:
        """Expressions in a module's tables, and those whose methods stand there."""
        bound = getattr(value, "__self__", None) if inspect.isbuiltin(value) else None
        if isinstance(value, re.Pattern) or isinstance(bound, re.Pattern):
            self.add(bound or value, place, value.__name__ if bound else "")
        elif deep:
            for each in _within(value):
                self._held(each, place, deep - 1)


def modules() -> Iterator[ModuleType]:
    for package in (hub, indexer, scrapers):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _value(node: ast.expr, module: ModuleType) -> Any:
    """What is named or put together there; None where only a call gives it a meaning."""
    if any(isinstance(each, ast.Call) and ast.unparse(each.func) not in PLAIN_CALLS for each in ast.walk(node)):
        return None
    try:
        return eval(compile(ast.Expression(node), "", "eval"), vars(module))  # noqa: S307 - the code of the hub
    except Exception:  # whatever the names of one call mean elsewhere
        return None


def _within(value: Any) -> Sequence[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    fields = vars(type(value)).get("__dataclass_fields__", ())
    return [getattr(value, name, None) for name in fields]


def costly_texts(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """What to begin a text with, and what to repeat after it."""
    tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if _is_bytes(pattern) else pattern.flags))
    found: dict[tuple[str, str], None] = {}
    for before, (_, (_, most, body)) in _loops(tree, ""):
        if most >= ANY_TIMES:
            repeated = {_sample(body, nth, nth > 3) for nth in range(5)}
            found |= dict.fromkeys((start, each) for each in repeated for start in (before, ""))
            found |= dict.fromkeys(("", before + each) for each in repeated)
    for before in {*_beginnings(tree, "")}:
        found |= dict.fromkeys(("", before + gap) for gap in ("", " "))
    found |= dict.fromkeys(("", each) for each in (*LETTERS[:18], *MIXED))
    return [(before, repeated) for before, repeated in found if repeated]


def _is_bytes(pattern: re.Pattern[Any]) -> bool:
    return isinstance(pattern.pattern, bytes)


def text(pattern: re.Pattern[Any], before: str, repeated: str, end: str, length: int) -> str | bytes:
    made = before + (repeated * (length // len(repeated) + 1))[:length] + end
    return made.encode(errors="replace") if _is_bytes(pattern) else made


def _loops(tree: Sequence[Node], before: str) -> Iterator[tuple[str, Node]]:
    for node in tree:
        if node[0] in LOOPS:
            yield before, node
        for inner in _parts(node):
            yield from _loops(list(inner), before)
        before += _sample([node], 0, True)


def _beginnings(tree: Sequence[Node], before: str) -> Iterator[str]:
    for node in tree:
        for inner in _parts(node):
            yield from _beginnings(list(inner), before)
        before += _sample([node], 0)
        yield before


def _parts(node: Node) -> Sequence[Any]:
    code, given = node
    if code is codes.BRANCH:
        return list(given[1])
    place = {codes.SUBPATTERN: 3, codes.ASSERT: 1, codes.ASSERT_NOT: 1, **dict.fromkeys(LOOPS, 2)}.get(code)
    return [given] if code is codes.ATOMIC_GROUP else [given[place]] if place is not None else []


def _sample(tree: Sequence[Node], nth: int, least: bool = False) -> str:
    """The nth of the texts that match, as far as its choices differ; ``least`` leaves out what may be left out."""
    return "".join(_one(node, nth, least) for node in tree)


def _one(node: Node, nth: int, least: bool) -> str:
    code, given = node
    if code in LOOPS:
        fewest, most, body = given
        return _sample(body, nth, least) * (fewest if least else max(fewest, min(most, 1)))
    if code is codes.BRANCH:
        return _sample(given[1][nth % len(given[1])], nth, least)
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT, codes.GROUPREF, codes.GROUPREF_EXISTS):
        return ""
    if inner := _parts(node):
        return _sample(inner[0], nth, least)
    return _letter(node, nth)


def _letter(node: Node, nth: int) -> str:
    code, given = node
    if code is codes.LITERAL:
        return chr(given)
    matching = [each for each in LETTERS if code is codes.ANY or _is_in(node, each)][:7]
    return matching[nth % len(matching)] if matching else "a"


def _is_in(node: Node, letter: str) -> bool:
    code, given = node
    if code is codes.NOT_LITERAL:
        return ord(letter) != given
    return any(_fits(each, letter) for each in given) != (given[0][0] is codes.NEGATE)


def _fits(part: Node, letter: str) -> bool:
    code, given = part
    if code is codes.LITERAL:
        return ord(letter) == given
    if code is codes.RANGE:
        return bool(given[0] <= ord(letter) <= given[1])
    return code is codes.CATEGORY and re.match(CATEGORIES[given], letter) is not None


CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}
