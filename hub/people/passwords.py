"""Passwords: which are taken, and how they are kept.

Twelve characters or more and not among those others would try first: no rule on kinds of characters, no forced change
(NCSC, password guidance). They are hashed with argon2id, four at a time at most, since each takes 64 MiB.
"""

import re
import threading
import unicodedata
from base64 import b64encode
from functools import cache
from itertools import pairwise
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 12
LONGEST = 256
"""Characters. Longer ones cost time to hash and are no safer."""

LEAST_MEMORY_KIB, LEAST_ROUNDS = 19_456, 2
"""The floor of the OWASP cheat sheet on storing passwords."""

FEWEST_CHARACTERS = 5
"""Different ones."""

WORD = re.compile(r"[^\W\d_]+")

TRADE = frozenset(
    {
        *(
            "procurement",
            "procurementhub",
            "hub",
            "framework",
            "frameworks",
            "contract",
            "contracts",
            "tender",
            "buyer",
        ),
        *("council", "password", "welcome", "letmein", "qwerty", "qwertyuiop", "admin", "administrator", "moderator"),
    }
)
"""Words anybody would try here."""

LANES = 4
"""What one hash is worked out on at the same time."""

AT_ONCE = threading.BoundedSemaphore(4)


class Passwords:
    """Hashes and verifies. ``memory`` is in KiB."""

    def __init__(self, memory: int, rounds: int) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=LANES)
        self._of_nobody = of_nobody(memory, rounds)

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


def of_nobody(memory: int, rounds: int) -> str:
    """A hash of no password, drawn by lot: it costs nothing to make, and as much as any other to compare with."""
    salt, digest = (b64encode(token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v={ARGON2_VERSION}$m={memory},t={rounds},p={LANES}${salt}${digest}"


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
    if lowered in _tried_first() or _says_no_more_than(lowered, about) or _is_a_row(lowered):
        return "This password is one that others would try first. Choose another"
    return ""


def settled(password: str) -> str:
    """The same characters, whichever keyboard they came from. Nothing is cut off, blanks count."""
    return unicodedata.normalize("NFC", password)


def _says_no_more_than(lowered: str, about: tuple[str, ...]) -> bool:
    """Whether it is made of words of the trade, or of what is known of the person, with figures and signs."""
    words = WORD.findall(lowered)
    known = {
        word for said in about for word in (*WORD.findall(said.casefold()), "".join(WORD.findall(said.casefold())))
    }
    return bool(words) and all(word in TRADE or word in known for word in words)


def _is_a_row(lowered: str) -> bool:
    """Whether it is few characters over and over, or most follow one another as in the alphabet."""
    steps = [abs(ord(after) - ord(before)) for before, after in pairwise(lowered)]
    return len(set(lowered)) < FEWEST_CHARACTERS or sum(step <= 1 for step in steps) > len(steps) * 3 / 4


@cache
def _tried_first() -> frozenset[str]:
    """Those most often found in leaks."""
    return frozenset(FREQUENCY_LISTS["passwords"])
