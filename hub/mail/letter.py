"""A letter, and what it may hold. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.errors import Refused

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 200
LONGEST_BODY = 100_000
LONGEST_HEADER = 900
"""A line of a mail may have 998 characters, the header's name included (RFC 5322)."""

HEADERS = frozenset({"List-Unsubscribe", "List-Unsubscribe-Post"})
"""What a letter may say to mail programs besides; all else is the sender's to say."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}")
"""One address and nothing beside it: no second one, no name, no quotation marks, no line break."""

_VISIBLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


@dataclass(frozen=True)
class Letter:
    """A letter in plain text to one address. ``purpose`` is why it is sent, in a word or two.

    Raises Refused if any part of it could be taken for more than it is: a second address, another header.
    """

    to: str
    subject: str
    body: str
    purpose: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_address(self.to)
        if not self.subject.isprintable() or not 0 < len(self.subject.strip()) <= LONGEST_SUBJECT:
            raise Refused(f"A letter's subject is one line of 1 to {LONGEST_SUBJECT} characters.")
        if not 0 < len(self.body.strip()) <= LONGEST_BODY:
            raise Refused(f"A letter has 1 to {LONGEST_BODY} characters.")
        for name, value in self.headers.items():
            if name not in HEADERS or len(value) > LONGEST_HEADER or not _VISIBLE.fullmatch(value):
                raise Refused(f"A letter's header “{name[:40]}” cannot be sent as it is.")


def require_address(address: str) -> None:
    """Raises Refused unless a letter can go there."""
    if not is_address(address):
        raise Refused("Enter an e-mail address in the usual form, such as officer@example.gov.uk.")


def is_address(text: str) -> bool:
    """Whether it is one e-mail address, of a host with a name, that any mail server takes."""
    return len(text) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))
