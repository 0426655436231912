"""People's names and own e-mail addresses, which publishers leave in their prose and the hub does not keep."""

import re

MAILBOX = re.compile(r"\b([a-z]{2,})\.([a-z]{2,})@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
ROLE = re.compile(
    r"(?:account|admin|agreement|bid|business|buyer|category|client|cloud|comm|commercial|communication|contact|contract|control|"
    r"customer|data|deal|digital|enquir(?:y|ie)|estate|crown|finance|framework|fleet|government|general|group|help|helpdesk|info|"
    r"information|inbox|it|legal|mailbox|management|marketing|office|online|operation|order|postal|procurement|"
    r"project|purchasing|quer(?:y|ie)|registration|sale|school|sector|service|solution|sourcing|supplie[rs]|support|"
    r"team|tender|training|travel)s?",
    re.IGNORECASE,
)


ADDRESSED = re.compile(
    r"\b(?:e-?mail|contact|ask|telephone|phone|manager,?|speak to|permission from|sought from)\s+"
    r"(?!The |Your |Our )([A-Z][a-z]+) ([A-Z][a-z]+)(?= ?[.,;:()]| for\b| who\b| to\b|$)"
)
"""Somebody to turn to: "contact Jo Bloggs." Offices have a role, or more than two words, in their names."""


def without_persons(text: str) -> tuple[str, bool]:
    """The text without people's own addresses of the form first.last@… and their names; and whether any was there.

    Addresses and names with a word for a role in them (postal.services@…, Customer Support) are an office's and stay.
    """
    addresses = [match for match in MAILBOX.finditer(text) if _is_person(match)]
    people = {match.groups() for match in addresses} | {m.groups() for m in ADDRESSED.finditer(text) if _is_person(m)}
    for match in addresses:
        text = text.replace(match.group(), "[personal e-mail address removed]")
    for first, last in people:
        text = re.sub(rf"\b{first}\s+{last}\b", "[name removed]", text, flags=re.IGNORECASE)
    return text, bool(people)


def _is_person(match: re.Match[str]) -> bool:
    return not any(map(ROLE.fullmatch, match.groups()))
