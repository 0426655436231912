"""What a request may say: each parameter is declared once, for the document and for reading alike."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote_to_bytes

from hub.errors import Refused

Schema = Mapping[str, Any]
"""A JSON Schema of the few kinds that ``read`` knows: a text, a whole number, true or false, or a list of these."""

LONGEST_SHOWN = 60
MOST_LISTED = 12

WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
BOOLEANS = {"true": True, "false": False}


class Unacceptable(Refused):
    """A parameter that cannot be used; ``cure`` says what would be."""

    def __init__(self, detail: str, parameter: str, cure: str, status: int = 400) -> None:
        super().__init__(detail)
        self.parameter = parameter
        self.cure = cure
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of an operation. ``place`` is path or query."""

    name: str
    description: str
    schema: Schema
    required: bool = False
    place: str = "query"

    def read(self, given: Sequence[str]) -> Any:
        """The value given; None where there is none. Raises Unacceptable."""
        if self.schema["type"] == "array":
            return self._read_list(given)
        if len(given) > 1:
            raise Unacceptable(f"{self.name} is given {len(given)} times.", self.name, "Give it once.")
        return self._value(given[0], self.schema) if given else self._absent()

    def _read_list(self, given: Sequence[str]) -> Any:
        if not given:
            return self._absent()
        least, most = self.schema.get("minItems", 0), self.schema["maxItems"]
        if not least <= len(given) <= most:
            cure = f"Give it {least} to {most} times." if least else f"Give it at most {most} times."
            raise Unacceptable(f"{self.name} is given {len(given)} times.", self.name, cure)
        values = tuple(self._value(text, self.schema["items"]) for text in given)
        if self.schema.get("uniqueItems") and len(set(values)) < len(values):
            raise Unacceptable(f"{self.name} has the same value twice.", self.name, "Give each value once.")
        return values

    def _absent(self) -> Any:
        if self.required:
            raise Unacceptable(f"{self.name} is missing.", self.name, f"Add {self.name}. {self.description}")
        return self.schema.get("default", () if self.schema["type"] == "array" else None)

    def _value(self, text: str, schema: Schema) -> Any:
        value, wanted = VALUES[schema["type"]](text, schema)
        if value is None:
            raise Unacceptable(f"{self.name} cannot be “{shortened(text)}”.", self.name, f"It must be {wanted}.")
        return value


def read(declared: Iterable[Parameter], given: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """The value of every declared parameter by name. Raises Unacceptable, also for one that is not declared."""
    known = {parameter.name: parameter for parameter in declared}
    for name in given:
        if name not in known:
            cure = f"Leave it out. Known here: {listed(known)}." if known else "Leave it out. None is known here."
            raise Unacceptable(f"There is no parameter called “{shortened(name)}”.", shortened(name), cure)
    return MappingProxyType({name: parameter.read(given.get(name, ())) for name, parameter in known.items()})


def check_encoding(query: bytes) -> None:
    """Raises Unacceptable where a part of an address is not UTF-8; nothing in it would mean what was meant."""
    for pair in query.split(b"&"):
        try:
            unquote_to_bytes(pair.replace(b"+", b" ")).decode()
        except UnicodeDecodeError:
            name = unquote_to_bytes(pair.partition(b"=")[0]).decode(errors="replace")
            detail = f"{shortened(name)} is not written in UTF-8."
            raise Unacceptable(detail, shortened(name), "Write the address in UTF-8, percent-encoded.") from None


def listed(values: Iterable[Any]) -> str:
    """The values, as far as anybody reads them."""
    words = [str(value) for value in values]
    more = f" and {len(words) - MOST_LISTED} more, all in /api/v1/openapi.json" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _text(text: str, schema: Schema) -> tuple[str | None, str]:
    if "enum" in schema:
        return (text if text in schema["enum"] else None), f"one of {listed(schema['enum'])}"
    longest = schema.get("maxLength", len(text))
    if len(text) > longest:
        return None, f"at most {longest} characters long"
    fits = "pattern" not in schema or re.fullmatch(schema["pattern"], text)
    return (text if fits else None), schema.get("description", "of the form shown in /api/v1/openapi.json")


def _number(text: str, schema: Schema) -> tuple[int | None, str]:
    number = int(text) if WHOLE_NUMBER.fullmatch(text) else None
    if "enum" in schema:
        return (number if number in schema["enum"] else None), f"one of {listed(schema['enum'])}"
    least, most = schema["minimum"], schema["maximum"]
    within = number is not None and least <= number <= most
    return (number if within else None), f"a whole number from {least} to {most}"


def _boolean(text: str, schema: Schema) -> tuple[bool | None, str]:
    return BOOLEANS.get(text), "true or false"


VALUES = MappingProxyType({"string": _text, "integer": _number, "boolean": _boolean})
"""How a text is read as a value of each type: the value, or None and what it must be."""
