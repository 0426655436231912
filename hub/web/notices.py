"""The notices of the Procurement Act 2023 by their numbers, in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NUMBER = re.compile(r"UK\s?0?(\d{1,2})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class NoticeType:
    """What a kind of notice is called, and what it says of a framework."""

    name: str
    meaning: str


NOTICE_TYPES: Mapping[str, NoticeType] = {
    "UK1": NoticeType("pipeline notice", "A large procurement is planned in the months to come."),
    "UK2": NoticeType("preliminary market engagement notice", "Suppliers are asked for their views before a tender."),
    "UK3": NoticeType("planned procurement notice", "A tender is planned."),
    "UK4": NoticeType("tender notice", "Suppliers are asked to tender."),
    "UK5": NoticeType("transparency notice", "A contract is to be awarded without a competition."),
    "UK6": NoticeType("contract award notice", "Suppliers have been chosen. Call-offs have such notices too."),
    "UK7": NoticeType("contract details notice", "The framework or contract has been entered into."),
    "UK9": NoticeType("contract performance notice", "How suppliers have performed, or that a contract was broken."),
    "UK10": NoticeType("contract change notice", "Dates, value, terms or suppliers change."),
    "UK11": NoticeType("contract termination notice", "The framework or contract has ended."),
    "UK12": NoticeType("procurement termination notice", "The procurement ends without an award, in whole or in part."),
    "UK13": NoticeType("dynamic market intention notice", "A dynamic market is to be set up."),
    "UK14": NoticeType("dynamic market establishment notice", "A dynamic market has been set up."),
    "UK15": NoticeType("dynamic market modification notice", "A dynamic market or who is on it changes."),
    "UK16": NoticeType("dynamic market cessation notice", "A dynamic market has ended."),
    "UK17": NoticeType("payments compliance notice", "How soon a body has paid its suppliers."),
}
"""By the number they have on Find a Tender. Notices under older law have none and keep their published words."""


TAG = re.compile(r"(planning|tender|award|contract|implementation)(Update|Amendment|Cancellation|Termination)?")
"""The tags of notices under older law: awardUpdate."""


def notice_types(published: str) -> list[tuple[str, str]]:
    """The types a portal publishes for a notice ("UK6, UK7"; "awardUpdate"), each in words and with its number among
    NOTICE_TYPES; of any other the number is empty, and what is not known stays as published.
    """
    return [(_in_words(name), _number(name)) for name in filter(None, map(str.strip, published.split(",")))]


def notice_type_text(published: str) -> str:
    """ "UK4 tender notice"."""
    return ", ".join(text for text, _ in notice_types(published))


def _number(name: str) -> str:
    match = NUMBER.fullmatch(name)
    number = f"UK{int(match[1])}" if match else ""
    return number if number in NOTICE_TYPES else ""


def _in_words(name: str) -> str:
    number, tag = _number(name), TAG.fullmatch(name)
    if number:
        return f"{number} {NOTICE_TYPES[number].name}"
    return " ".join(filter(None, (tag[1], (tag[2] or "").lower(), "notice"))) if tag else name
