"""One statement of who may use a framework, as a published text or a person makes it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from hub.errors import HubError
from hub.signposting.eligibility.classes import classes
from hub.signposting.evidence import Confidence


class Who(StrEnum):
    """Whom a rule is about. Its ``name`` says which one.

    ``CLASS``: a class of eligibility_classes.csv, by slug; "public" is everyone in the public sector. ``NAMED``: one
    organisation. ``MEMBERS``: of a purchasing club, who they are not being said. ``OWNER``: the framework's own owner.
    ``OTHERS``: bodies of a sort that the hub has no kind for (rail operators). ``ELSEWHERE``: a list that stands
    elsewhere or is not given at all (a link, an annex, "approved organisations"); no name or its words.
    """

    CLASS = "class"
    NAMED = "named"
    MEMBERS = "members"
    OWNER = "owner"
    OTHERS = "others"
    ELSEWHERE = "elsewhere"


class Need(StrEnum):
    """What a buyer must do or be before it may use the framework."""

    CONSENT = "consent"
    AGREEMENT = "access agreement"
    MEMBERSHIP = "membership"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who is in, or with ``includes`` false out, and the words that say so.

    ``places``: where those bodies are, any one of them: codes of regions.csv, names of eligibility_places.csv, or other
    words behind a question mark; none is everywhere. ``closed``: the text lists users and opens the list to no others.
    ``hedged``: only an aim or broad words ("designed for"). ``club``: only its members. ``future``: later members too;
    ``successors``: bodies that replace a named one. ``lots``: only these. ``quote`` is a part of the text of ``field``;
    of a rule that a source states as a fact the hub holds no words.
    """

    who: Who
    name: str = ""
    includes: bool = True
    places: tuple[str, ...] = ()
    closed: bool = False
    hedged: bool = False
    club: str = ""
    needs: tuple[Need, ...] = ()
    future: bool = False
    successors: bool = False
    lots: tuple[str, ...] = ()
    quote: str = ""
    field: str = ""
    confidence: Confidence = Confidence.READ

    @property
    def is_fact(self) -> bool:
        """A source states it, and the hub holds no words of the publisher for it."""
        return self.confidence is Confidence.STATED

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what is at its default is left out, except who."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        said = {name: value for name, value in plain.items() if name == "who" or value != DEFAULTS[name]}
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in said.items()}


DEFAULTS: Mapping[str, Any] = {
    each.name: [] if each.default == () else each.default for each in fields(Rule) if each.name != "who"
}
LISTS = frozenset({"places", "needs", "lots"})


class UnreadableRule(HubError):
    """A stored or hand-written rule that cannot be read; the message names the part and the cure."""


def rule_from_dict(stored: Mapping[str, Any]) -> Rule:
    """The rule that ``to_dict`` made. Raises UnreadableRule; parts that are not known are refused, not dropped."""
    unknown = sorted(set(stored) - set(DEFAULTS) - {"who"})
    if unknown:
        raise UnreadableRule(f"A rule has no part called {', '.join(unknown)}. Leave it out.")
    values = {name: _value(name, value) for name, value in stored.items()}
    if "who" not in values:
        raise UnreadableRule("A rule must say who: " + ", ".join(Who) + ".")
    rule = Rule(**values)
    if rule.who is Who.CLASS and rule.name not in classes():
        raise UnreadableRule(f"“{rule.name[:80]}” is not a class of bodies. Use one of: {', '.join(classes())}.")
    return rule


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        if not (isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)):
            raise UnreadableRule(f"“{name}” of a rule must be a list of texts.")
        return tuple(_one_of(Need, name, each) if name == "needs" else each for each in value)
    if name in ("who", "confidence"):
        return _one_of(Who if name == "who" else Confidence, name, value)
    expected = type(DEFAULTS[name])
    if not isinstance(value, expected):
        raise UnreadableRule(f"“{name}” of a rule must be {'true or false' if expected is bool else 'a text'}.")
    return value


def _one_of(kind: type[StrEnum], name: str, value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise UnreadableRule(f"“{value}” is not known as “{name}” of a rule. Use one of: {', '.join(kind)}.") from None
