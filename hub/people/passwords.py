"""Passwords: which are taken, and how they are kept.

Twelve characters or more and not among those everybody tries: no rule on kinds of characters, no forced change (NCSC,
password guidance). They are hashed with argon2id, four at a time at most, since each takes 64 MiB.
"""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 12
LONGEST = 256
"""Characters. Longer ones cost time to hash and are no safer."""

LEAST_MEMORY_KIB, LEAST_ROUNDS = 19_456, 2
"""The floor of the OWASP cheat sheet on storing passwords."""

AT_ONCE = threading.BoundedSemaphore(4)


class Passwords:
    """Hashes and verifies. ``memory`` is in KiB."""

    def __init__(self, memory: int, rounds: int) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=4)
        self._of_nobody = self._hasher.hash("the password of nobody")

    def hash(self, password: str) -> str:
        with AT_ONCE:
            return self._hasher.hash(settled(password))

    def matches(self, kept: str, password: str) -> bool:
        """Whether it is the password of a hash. An empty hash takes as long as another, and none matches it."""
        with AT_ONCE:
            try:
                return self._hasher.verify(kept or self._of_nobody, settled(password)) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)


def problem(password: str, about: tuple[str, ...] = ()) -> str:
    """What is wrong with a new password, with the cure; empty when it can be taken.

    ``about``: what others know of the person, such as their e-mail address, which it must not be.
    """
    plain = settled(password)
    if len(plain) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three words that do not belong together are a good password"
    if len(plain) > LONGEST:
        return f"Use {LONGEST} characters or fewer"
    lowered = plain.casefold()
    if lowered in _tried_first() or len(set(lowered)) < 5 or lowered in {each.casefold() for each in about}:
        return "This password is one that others would try first. Choose another"
    return ""


def settled(password: str) -> str:
    """The same characters, whichever keyboard they came from. Nothing is cut off, blanks count."""
    return unicodedata.normalize("NFC", password)


@cache
def _tried_first() -> frozenset[str]:
    """Those most often found in leaks, and what anybody would try here."""
    words = ("procurement", "framework", "password", "council", "contract", "welcome", "letmein", "qwertyuiop")
    ours = (word + end for word in words for end in ("1234", "12345", "123456", "2025!", "2026", "2026!", word))
    return frozenset(FREQUENCY_LISTS["passwords"]) | frozenset(ours) | {"procurementhub", "procurement hub"}
