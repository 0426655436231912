"""The description of a site that lists frameworks: a YAML file that says where they are listed and how to read a page.

It is checked as it is read, so that a mistake is told with its file, its place and its cure.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import soupsieve
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from scrapers.site import Grounds
from scrapers.source import Voice

FIELDS = ("title", "reference", "start", "end", "term", "owner")
GUARDED = ("title", "reference", "start", "end", "max_end", "extension")
"""What a page of a described site may lack; an owner it always has, if only the description's."""

HTTPS = r"^https://[^/\s]+(/\S*)?$"


class BadDescription(ValueError):
    """A description that cannot be used; the message names the file, the key and the cure, a line for each mistake."""


def _selector(value: str) -> str:
    try:
        soupsieve.compile(value)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        raise ValueError(f"is no CSS selector: {str(error).splitlines()[0]}") from error
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}. Put it in single quotes") from error
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", value):
        raise ValueError("is no host: write it like www.example.org, in lower case, without https:// or a path")
    return value


Selector = Annotated[str, AfterValidator(_selector)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Host = Annotated[str, AfterValidator(_host)]


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ListRule(_Described):
    """Where frameworks are listed: a page of links at ``address``, or a ``sitemap``. ``pattern`` is what the path of a
    framework's page matches as a whole. ``next`` finds the link to the list's next page. ``stated`` is what the list's
    text says of how many there are, with the number in brackets.
    """

    address: Annotated[str, Field(pattern=HTTPS)] = ""
    sitemap: Annotated[str, Field(pattern=HTTPS)] = ""
    links: Selector = "a[href]"
    pattern: Pattern
    next: Selector | None = None
    stated: Pattern | None = None

    @field_validator("stated")
    @classmethod
    def _holds_the_number(cls, stated: str | None) -> str | None:
        if stated is not None and not re.compile(stated).groups:
            raise ValueError("has no brackets round the number: write it like (\\d+) frameworks")
        return stated

    @model_validator(mode="after")
    def _is_one_list(self) -> "ListRule":
        if bool(self.address) == bool(self.sitemap):
            raise ValueError("needs an “address” or a “sitemap”, and not both")
        return self


class FieldRule(_Described):
    """Where a value stands, tried in this order; what is not given is looked for where most sites have it.

    ``text`` is searched for in the main part's text, ``in_title`` in the title without “coming soon”, ``in_address`` in
    the page's address: the value is the group named value, else what ``written`` makes of the pattern's named groups.
    A page without a ``required`` value fails the visit.
    """

    css: tuple[Selector, ...] | None = None
    json_ld: tuple[str, ...] | None = None
    microdata: tuple[str, ...] | None = None
    meta: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    text: Pattern | None = None
    in_title: Pattern | None = None
    in_address: Pattern | None = None
    written: str = "{value}"
    required: bool = False

    @model_validator(mode="after")
    def _names_its_groups(self) -> "FieldRule":
        for name in ("text", "in_title", "in_address"):
            if pattern := getattr(self, name):
                groups = dict.fromkeys(re.compile(pattern).groupindex, "")
                try:
                    self.written.format_map(groups)
                except (KeyError, IndexError, ValueError) as error:
                    message = f"“{name}” has no group for {self.written}: name one, as in (?P<value>…)"
                    raise ValueError(message) from error
        return self


class OtherOwner(_Described):
    """A reference by which a listing is known to be of another body's framework: ``pattern`` may name the framework's
    own part of it (?P<reference>…).
    """

    pattern: Pattern
    owner: Annotated[str, Field(min_length=2)]


class Grounding(_Described):
    """The permission the site rests on."""

    grounds: Grounds = Grounds.NONE
    words: str = ""
    url: str = ""


class GuardRule(_Described):
    """What a complete listing has: at least so many frameworks, and of each field the share that has it."""

    least: Annotated[int, Field(ge=1)] = 1
    filled: Mapping[str, Annotated[float, Field(ge=0, le=1, strict=False)]] = Field(default_factory=dict)

    @field_validator("filled")
    @classmethod
    def _can_be_missed(cls, filled: Mapping[str, float]) -> Mapping[str, float]:
        if strange := [name for name in filled if name not in GUARDED]:
            raise ValueError(f"names {strange[0]}, of which no share is counted: use {', '.join(GUARDED)}")
        return filled


class Description(_Described):
    """A whole file. ``owner`` is the body whose frameworks these are unless a page names another: then it is kept as
    the brand beside the one named. ``title_without`` is cut from titles.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
    title: Annotated[str, Field(min_length=5)]
    publisher: Annotated[str, Field(min_length=2)]
    owner: Annotated[str, Field(min_length=2)]
    voice: Literal["owner", "directory"] = "directory"
    licence: Annotated[str, Field(min_length=2)]
    hosts: Annotated[tuple[Host, ...], Field(min_length=1)]
    every_days: Annotated[int, Field(ge=1, le=60)] = 7
    met: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    permission: Grounding = Grounding()
    list: ListRule
    title_without: Pattern | None = None
    fields: Mapping[str, FieldRule] = Field(default_factory=dict)
    of_others: tuple[OtherOwner, ...] = ()
    guards: GuardRule = GuardRule()

    @property
    def spoken_as(self) -> Voice:
        return Voice(self.voice)

    @field_validator("fields")
    @classmethod
    def _are_known(cls, fields: Mapping[str, FieldRule]) -> Mapping[str, FieldRule]:
        if strange := [name for name in fields if name not in FIELDS]:
            raise ValueError(f"names {strange[0]}, which the hub does not read: use {', '.join(FIELDS)}")
        return fields

    @model_validator(mode="after")
    def _lists_on_its_own_host(self) -> "Description":
        start = self.list.address or self.list.sitemap
        if start.removeprefix("https://").partition("/")[0] not in self.hosts:
            raise ValueError(f"“hosts” lacks the host of the list, {start}: add it")
        return self


def read_description(path: Path) -> Description:
    """A description from its file. Raises BadDescription."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadDescription(f"{path.name} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(said, dict):
        raise BadDescription(f"{path.name} is no description: begin it with “name: …”.")
    try:
        return Description.model_validate(_with_tuples(said))
    except ValidationError as error:
        raise BadDescription("\n".join(_told(path, each) for each in error.errors())) from error


def _with_tuples(said: Any) -> Any:
    """YAML's lists as the tuples of a description that cannot be changed; its words for grounds as they are."""
    if isinstance(said, dict):
        return {key: Grounds(value) if _is_grounds(key, value) else _with_tuples(value) for key, value in said.items()}
    return tuple(map(_with_tuples, said)) if isinstance(said, list) else said


def _is_grounds(key: object, value: object) -> bool:
    return key == "grounds" and value in [each.value for each in Grounds]


def _told(path: Path, error: ErrorDetails) -> str:
    """One mistake as a person reads it."""
    place = ".".join(str(part) for part in error["loc"] if part != "[key]") or "the file"
    return f"{path.name}: “{place}” {_cure(error)}."


def _cure(error: ErrorDetails) -> str:
    kind, given = error["type"], error["input"]
    if kind == "missing":
        return "is missing: add it"
    if kind == "extra_forbidden":
        return "is no key the hub knows: correct its spelling or take it out"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "literal_error":
        return f"is {given!r}: use {error['ctx']['expected']}"
    if kind == "string_pattern_mismatch":
        return f"is {given!r}, which does not fit {error['ctx']['pattern']}: correct it"
    if kind == "enum" or kind == "is_instance_of":
        return f"is {given!r}: use one of {', '.join(each.value for each in Grounds)}"
    return f"is {given!r}: {error['msg'][0].lower()}{error['msg'][1:]}"
