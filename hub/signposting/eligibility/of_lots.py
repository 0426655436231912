"""Words of a lot's own on who may use it. They can only take away from what the whole framework's words say."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hub.signposting.eligibility.answers import OF_A_LOT
from hub.signposting.eligibility.phrases import phrase
from hub.signposting.eligibility.reading import Passage, read
from hub.signposting.eligibility.rules import Rule, Who
from hub.signposting.eligibility.sentences import sentences

LONGEST = 300
"""A longer sentence of a lot tells what is supplied there to whom, not who may use it."""

OF_THE_LOT = phrase(
    r"\blots?\b",
    r"^\W*(?:only|not|open|available|accessible|restricted|limited|exclusive\w*|for (?:the )?(?:\w+ )?use) ",
)
"""It speaks of the lot, or says nothing else than for whom."""

OF_USE = phrase(
    r"\b(?:open|available|accessible|restricted|limited|exclusive\w*) (?:only |solely |exclusively )?"
    r"(?:to|for|by)\b",
    r"\b(?:may|can|will|must|shall) (?:only |not )?(?:be )?(?:used|accessed|use|access)\b",
    r"\bfor (?:the )?(?:(?:sole|exclusive) )?use (?:only |solely )?(?:by|of)\b",
    r"\bonly (?:be )?(?:used|accessed)\b|\b(?:use|users|customers|buyers|members|bodies) only\b",
)
MAY_TELL = phrase(OF_USE.pattern, r"\b(?:only|solely|exclusively)\b")
FOR_ONLY = re.compile(
    r"^(?P<lot>\W*(?:this|the) lot|\W*lot \d+[a-z]?) is "
    r"(?:(?:only|solely|exclusively) for (?P<whom>.{1,200})|for (?P<those>.{1,200}) only\W*)$",
    re.IGNORECASE,
)
"""A sentence that says no more: "This lot is for schools only"."""

OF_THE_WHOLE = phrase(
    r"\b(?:frameworks?|DPS|dynamic (?:purchasing|market)\w*|agreement) (?:is|are|will|may|can|shall)\b"
)
WHO = (Who.CLASS, Who.NAMED, Who.MEMBERS, Who.OTHERS)


def read_lot(text: str, name: str, owner: str = "") -> tuple[Rule, ...]:
    """The plain rules that a lot's own text states; ``name`` is what the lot is called.

    A lot's text mostly says what is supplied to whom, so only a short sentence on the use of the lot is read. An aim
    ("for schools"), a list elsewhere, and what it says of the framework or of another lot tell nothing of it.
    """
    found: dict[Rule, None] = {}
    for said in (sentence.text for sentence in sentences(text) if MAY_TELL.search(sentence.text)):
        plain = FOR_ONLY.sub(lambda told: f"{told['lot']} is open to {told['whom'] or told['those']} only.", said)
        rules = _of(name, read([Passage(plain, OF_A_LOT)], owner=owner).rules)
        found |= dict.fromkeys(rules if plain == said else (replace(rule, quote=said) for rule in rules))
    return tuple(found)


def _of(name: str, rules: tuple[Rule, ...]) -> Iterator[Rule]:
    for rule in rules:
        quote = rule.quote
        plain = rule.who in WHO and not rule.hedged and 0 < len(quote) <= LONGEST
        elsewhere = any(not _is_called(name, each) for each in rule.lots)
        if plain and not elsewhere and not OF_THE_WHOLE.search(quote) and OF_THE_LOT.search(quote):
            if OF_USE.search(quote):
                yield replace(rule, lots=(name,))


def _is_called(name: str, said: str) -> bool:
    """Whether "lot 3" is the lot called "Lot 3: Schools"."""
    numbers = re.findall(r"\d+[a-z]?", said, re.IGNORECASE)
    own = re.search(r"\d+[a-z]?", name, re.IGNORECASE)
    return own is not None and [number.casefold() for number in numbers] == [own[0].casefold()]
