"""People who asked not to be named: what says who they are is left out wherever a source publishes it again.

Only hashes are kept of it, so that the list of those who do not want to be named does not name them.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import audit
from hub.actor import Actor
from hub.clock import LONDON
from hub.errors import Refused
from hub.models import Removal
from hub.personal import DIALLED, NOTICE, WHOLE_MAIL

PART_OF_A_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
BETWEEN = re.compile(r",?[ \t\n\r\u00a0]+")
"""What may stand between the parts of a name: “Bloggs, Jo” as well as “Jo Bloggs”."""

FEWEST_WORDS, MOST_WORDS = 2, 5
INSTEAD = {
    "name": "[name removed]",
    "e-mail": "[e-mail address removed]",
    "telephone": "[telephone number removed]",
}


@dataclass(frozen=True)
class Removals:
    """Everything that is to be left out."""

    hashes: frozenset[str] = frozenset()
    lengths: tuple[int, ...] = ()
    """Of how many words the names are, longest first."""

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def applied(self, value: Any) -> Any:
        """A text without them; or a dict or list whose texts are without them."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {name: self.applied(each) for name, each in value.items()}
        return [self.applied(each) for each in value] if isinstance(value, list) else value

    def _text(self, text: str) -> str:
        text = WHOLE_MAIL.sub(lambda found: self._instead("e-mail", found.group()), text)
        text = DIALLED.sub(lambda found: self._instead("telephone", found.group()), text)
        return self._without_names(text) if self.lengths else text

    def _instead(self, kind: str, found: str) -> str:
        if kind == "telephone" and NOTICE.fullmatch(found):
            return found
        return INSTEAD[kind] if hashed(kind, found) in self.hashes else found

    def _without_names(self, text: str) -> str:
        words = list(PART_OF_A_NAME.finditer(text))
        plain = [_plain(word.group()) for word in words]
        goes_on = [_is_next(text, one, other) for one, other in zip(words, words[1:], strict=False)] + [False]
        kept, end, at = [], 0, 0
        while at < len(words):
            length = self._length_of_name(plain, goes_on, at)
            if length:
                last = words[at + length - 1]
                kept += [text[end : words[at].start()], INSTEAD["name"]]
                end = last.end() - last.group().endswith(".")  # which ends the sentence
            at += length or 1
        return "".join(kept) + text[end:]

    def _length_of_name(self, plain: list[str], goes_on: list[bool], at: int) -> int:
        """Of how many words the name is that begins there; 0 where none does."""
        for size in self.lengths:
            if all(goes_on[at : at + size - 1]) and len(plain) >= at + size:
                if _hash("name", " ".join(sorted(plain[at : at + size]))) in self.hashes:
                    return size
        return 0


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return BETWEEN.fullmatch(text, one.end(), other.start()) is not None


def load(session: Session) -> Removals:
    """All that people asked for."""
    rows = session.execute(select(Removal.kind, Removal.value_hash, Removal.words)).all()
    lengths = {words for kind, _, words in rows if kind == "name"}
    return Removals(frozenset(value for _, value, _ in rows), tuple(sorted(lengths, reverse=True)))


def kind_of(value: str) -> str:
    """Whether a text is an e-mail address, a telephone number or a name. Raises Refused for what is none."""
    text = value.strip()
    if WHOLE_MAIL.fullmatch(text):
        return "e-mail"
    if DIALLED.fullmatch(text):
        return "telephone"
    if FEWEST_WORDS <= len(_words(text)) <= MOST_WORDS and not re.search(r"\d", text):
        return "name"
    raise Refused("Give a full name (first name and surname), an e-mail address or a telephone number.")


def ask(session: Session, value: str, actor: Actor, at: datetime) -> Removal:
    """Note that this is to be left out from now on. Raises Refused.

    What is stored already is put right by hub.ingest.removing.
    """
    kind = kind_of(value)
    row = _note(session, kind, hashed(kind, value), len(_words(value)), at.astimezone(LONDON).date(), actor)
    audit.note(session, actor, "remove person", f"removal {row.id}", at, {"kind": kind})
    return row


def restore(session: Session, *said: str, actor: Actor, at: datetime) -> bool:
    """Note again what a line of the erasure list says; True if the database had lost it."""
    kind, words, value_hash, day = said
    if session.scalar(select(Removal).where(Removal.kind == kind, Removal.value_hash == value_hash)):
        return False
    row = _note(session, kind, value_hash, int(words), date.fromisoformat(day), actor)
    audit.note(session, actor, "remove person", f"removal {row.id}", at, {"kind": kind})
    return True


def _note(session: Session, kind: str, value_hash: str, words: int, day: date, actor: Actor) -> Removal:
    known = session.scalar(select(Removal).where(Removal.kind == kind, Removal.value_hash == value_hash))
    row = known or Removal(kind=kind, value_hash=value_hash, words=words, asked_on=day, decided_by=actor.name)
    session.add(row)
    session.flush()
    return row


def hashed(kind: str, value: str) -> str:
    """SHA-256 of a value as it is compared: case, accents and the order of a name's parts make no difference."""
    return _hash(kind, _compared(kind, value))


def _hash(kind: str, compared: str) -> str:
    return hashlib.sha256(f"{kind} {compared}".encode()).hexdigest()


def _compared(kind: str, value: str) -> str:
    if kind == "e-mail":
        return value.strip().strip(".").casefold()
    if kind == "telephone":
        digits = re.sub(r"\D", "", value)
        return f"0{digits[2:]}" if value.strip().startswith("+44") else digits
    return " ".join(sorted(_words(value)))


def _words(name: str) -> list[str]:
    return [_plain(found.group()) for found in PART_OF_A_NAME.finditer(name)]


@lru_cache(maxsize=50_000)
def _plain(word: str) -> str:
    if word.isascii():
        return word.strip(".").casefold()
    letters = unicodedata.normalize("NFKD", word.strip(".").replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
