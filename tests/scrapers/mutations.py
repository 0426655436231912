"""What goes wrong with files, seeded so that a failure can be repeated."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.scrapers.formats import COUNT, NUMBERS, Format, Item, csv_line

WRONG_TYPES = ("true", "[1]", '{"a": [null]}', "12.5", *NUMBERS)


@dataclass(frozen=True)
class Mutated:
    """A damaged file. ``damaged`` are the items touched; ``inert`` ones may be read otherwise without a word.

    ``whole`` is True where the file as a whole is damaged, so that it may be refused.
    """

    what: str
    data: bytes
    lines: list[str] = field(default_factory=list)
    damaged: frozenset[int] = frozenset()
    inert: bool = False
    whole: bool = False


Damage = Callable[[Format, int, random.Random], str]
"""From a format, the number of an item and a source of chance to the item as damaged."""


def mutated(form: Format, seed: int) -> Mutated:
    """The file number ``seed``: every kind of damage in turn, the items, fields and values by chance."""
    chance = random.Random(f"{form.name} {seed}")  # noqa: S311
    kinds = [*_kinds(form), *WHOLE_FILE]
    name = kinds[seed % len(kinds)]
    if name in WHOLE_FILE:
        return WHOLE_FILE[name](form, chance)
    damaged = frozenset(chance.sample(range(COUNT), 1 if name in HEAVY else chance.randint(1, 4)))
    lines = form.lines()
    for number in damaged:
        lines[number] = _kinds(form)[name](form, number, chance)
    data = form.file(lines).encode("utf-8", "surrogateescape")
    return Mutated(name, data, lines, damaged, inert=name in INERT)


def _kinds(form: Format) -> dict[str, Damage]:
    return JSON_DAMAGE if form.is_json else CSV_DAMAGE


# ---- one item of a CSV file


def _in_cell(change: Callable[[str, random.Random], str], quoted: bool = True) -> Damage:
    """Damage to one text cell; unless ``quoted`` it is written as it is, without the care of a CSV writer."""

    def damage(form: Format, number: int, chance: random.Random) -> str:
        item = {name: str(value) for name, value in form.items[number].items()}
        name = chance.choice(form.text)
        changed = change(item[name], chance)
        if quoted:
            return csv_line((item | {name: changed}).values())
        return ",".join(changed if each == name else csv_line([value]) for each, value in item.items())

    return damage


def _inserted(what: str) -> Callable[[str, random.Random], str]:
    def insert(text: str, chance: random.Random) -> str:
        at = chance.randint(1, len(text) - 1)
        return text[:at] + what + text[at:]

    return insert


def _wrong_cell(form: Format, number: int, chance: random.Random) -> str:
    name = chance.choice([name for name, values in form.wrong.items() if values])
    return csv_line(map(str, ({**form.items[number], name: chance.choice(form.wrong[name])}).values()))


def _too_few_cells(form: Format, number: int, chance: random.Random) -> str:
    cells = list(map(str, form.items[number].values()))
    return csv_line(cells[: chance.randint(1, len(cells) - 1)])


def _too_many_cells(form: Format, number: int, chance: random.Random) -> str:
    return csv_line([*map(str, form.items[number].values()), "", "more"])


NOT_UTF_8 = b"\xff".decode("utf-8", "surrogateescape")
CESU_SURROGATE = b"\xed\xa0\x80".decode("utf-8", "surrogateescape")
LONG = "x" * 200_001
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"
FORMULA = "=HYPERLINK(\"https://example.org\")"

CSV_DAMAGE: dict[str, Damage] = {
    "a byte that is not UTF-8": _in_cell(_inserted(NOT_UTF_8)),
    "a surrogate in UTF-8": _in_cell(_inserted(CESU_SURROGATE)),
    "a character lost earlier": _in_cell(_inserted("\ufffd")),
    "a NUL": _in_cell(_inserted("\0")),
    "a control character": _in_cell(_inserted("\x1b[31m")),
    "a byte order mark in the middle": _in_cell(_inserted("\ufeff")),
    "a cell of 200 kB": _in_cell(lambda text, chance: text + LONG),
    "a quotation mark opened": _in_cell(lambda text, chance: f'"{text}', quoted=False),
    "a quotation mark closed": _in_cell(lambda text, chance: f'{text}"', quoted=False),
    "text behind a closing mark": _in_cell(lambda text, chance: f'"{text}" {text}"', quoted=False),
    "text behind a closing mark, over two lines": _in_cell(lambda text, c: f'"{text}" {text}\n{text}"', quoted=False),
    "a line break without quotation marks": _in_cell(_inserted("\n"), quoted=False),
    "too few cells": _too_few_cells,
    "too many cells": _too_many_cells,
    "a value of the wrong kind": _wrong_cell,
    "another value of the wrong kind": _wrong_cell,
    "HTML in a cell": _in_cell(_inserted(HTML)),
    "a formula in a cell": _in_cell(lambda text, chance: FORMULA),
    "a path in a cell": _in_cell(lambda text, chance: "../../../etc/passwd"),
}


# ---- one item of a JSON file


def _in_text(change: Callable[[str, random.Random], str], field_of: str = "text") -> Damage:
    """Damage to what is written for one field of an item."""

    def damage(form: Format, number: int, chance: random.Random) -> str:
        name = chance.choice(form.text if field_of == "text" else list(form.wrong))
        written = json.dumps(_value(form.items[number], name), ensure_ascii=False)
        key = name.rpartition(".")[2]
        line = form.lines()[number]
        assert f'"{key}": {written}' in line
        return line.replace(f'"{key}": {written}', f'"{key}": {change(written, chance)}', 1)

    return damage


def _value(item: Item, name: str) -> object:
    value: object = item
    for key in name.split("."):
        assert isinstance(value, Mapping)
        value = value[key]
    return value


def _with(item: Item, name: str, value: object) -> Item:
    key, _, below = name.partition(".")
    inner = item[key]
    return {**item, key: _with(inner, below, value) if below and isinstance(inner, Mapping) else value}


def _cut(form: Format, number: int, chance: random.Random) -> str:
    line = form.lines()[number]
    return line[: chance.randint(1, len(line) - 1)]


def _without_a(mark: str) -> Damage:
    def damage(form: Format, number: int, chance: random.Random) -> str:
        line = form.lines()[number]
        at = chance.choice([at for at, letter in enumerate(line) if letter == mark and line[at - 1] == '"'])
        return line[:at] + line[at + 1 :]

    return damage


def _key_twice(form: Format, number: int, chance: random.Random) -> str:
    key = chance.choice(form.text).partition(".")[0]
    return f'{form.lines()[number][:-1]}, "{key}": "Something else"}}'


def _whole(written: str) -> Damage:
    return lambda form, number, chance: written


def _wrong_value(form: Format, number: int, chance: random.Random) -> str:
    name = chance.choice([name for name, values in form.wrong.items() if values])
    return json.dumps(_with(form.items[number], name, chance.choice(form.wrong[name])), ensure_ascii=False)


JSON_DAMAGE: dict[str, Damage] = {
    "a byte that is not UTF-8": _in_text(_inserted(NOT_UTF_8)),
    "a surrogate in UTF-8": _in_text(_inserted(CESU_SURROGATE)),
    "a lone surrogate": _in_text(lambda text, chance: text[:-1] + '\\ud800"'),
    "a NUL": _in_text(_inserted("\0")),
    "an escaped NUL": _in_text(lambda text, chance: text[:-1] + '\\u0000"'),
    "a byte order mark in the middle": _in_text(lambda text, chance: text[:-1] + '\ufeff"'),
    "a text of 200 kB": _in_text(lambda text, chance: f"{text[:-1]}{LONG}\""),
    "a text of 3 MB": _in_text(lambda text, chance: f"{text[:-1]}{LONG * 15}\""),
    "a wrong type": _in_text(lambda text, chance: chance.choice(WRONG_TYPES)),
    "another wrong type": _in_text(lambda text, chance: chance.choice(WRONG_TYPES), "wrong"),
    "a value of the wrong kind": _wrong_value,
    "nesting 100,000 deep": _in_text(lambda text, chance: "[" * 100_000 + "]" * 100_000),
    "nesting that never closes": _in_text(lambda text, chance: '{"a":' * 100_000),
    "a key given twice": _key_twice,
    "a comma missing": _without_a(","),
    "a colon missing": _without_a(":"),
    "a mark missing": lambda form, number, chance: form.lines()[number].replace('": "', '": ', 1),
    "a bracket too many": lambda form, number, chance: form.lines()[number] + "}",
    "a bad escape": _in_text(lambda text, chance: text[:-1] + '\\q"'),
    "a comment": lambda form, number, chance: "/* " + form.lines()[number] + " */",
    "an item cut off": _cut,
    "a number": _whole("12"),
    "nothing": _whole("null"),
    "a list": _whole("[1, 2]"),
    "HTML in a text": _in_text(lambda text, chance: f"{text[:-1]}{HTML}\""),
    "a formula in a text": _in_text(lambda text, chance: json.dumps(FORMULA)),
    "a path in a text": _in_text(lambda text, chance: '"../../../etc/passwd"'),
}
HEAVY = {"a cell of 200 kB", "a text of 200 kB", "a text of 3 MB", "nesting 100,000 deep", "nesting that never closes"}
INERT = {name for name in (*CSV_DAMAGE, *JSON_DAMAGE) if name.startswith(("HTML", "a formula", "a path"))}


# ---- the whole file


def _encoded(encoding: str) -> Callable[[Format, random.Random], Mutated]:
    return lambda form, chance: Mutated(encoding, form.file(form.lines()).encode(encoding, "replace"))


def _ended(end: str) -> Callable[[Format, random.Random], Mutated]:
    return lambda form, chance: Mutated(f"lines ended by {end!r}", form.file(form.lines(), end).encode())


def _truncated(form: Format, chance: random.Random) -> Mutated:
    """Cut within an item: that item is damaged, those below it are gone."""
    lines = form.lines()
    number = chance.randrange(1, COUNT)
    cut = lines[number][: chance.randint(1, len(lines[number]) - 1)]
    text = form.file([*lines[:number], cut])
    data = text[: text.rindex(cut) + len(cut)].encode()
    return Mutated("cut off", data, [*lines[:number], cut], frozenset(range(number, COUNT)), inert=True, whole=True)


def _garbage(form: Format, chance: random.Random) -> Mutated:
    data = chance.randbytes(5000)
    return Mutated("garbage", data, damaged=frozenset(range(COUNT)), inert=True, whole=True)


def _flipped(form: Format, chance: random.Random) -> Mutated:
    """Any bytes turned into any others: nothing is promised but words."""
    data = bytearray(form.file(form.lines()).encode())
    for _ in range(chance.randint(1, 60)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return Mutated("bytes changed", bytes(data), damaged=frozenset(range(COUNT)), inert=True, whole=True)


WHOLE_FILE: dict[str, Callable[[Format, random.Random], Mutated]] = {
    "with a byte order mark": _encoded("utf-8-sig"),
    "in UTF-16": _encoded("utf-16"),
    "ended by CRLF": _ended("\r\n"),
    "ended by CR": _ended("\r"),
    "cut off": _truncated,
    "garbage": _garbage,
    "bytes changed": _flipped,
}
