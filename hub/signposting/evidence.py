"""What an answer rests on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How the hub came by a fact: a source gives it, the hub read it out of a text, or a person confirmed it."""

    STATED = "stated"
    READ = "read"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Published words, and where they stand.

    ``quote`` is exactly as published, a part of what is stored. ``field`` is the framework's column it comes from.
    ``source`` is a source's slug and ``source_name`` its title, ``notice`` the number of the notice, both empty where
    not known. ``checked_on`` is the day on which the source was last read, ``published`` the day it was published.
    """

    quote: str
    field: str = ""
    source: str = ""
    source_name: str = ""
    notice: str = ""
    url: str = ""
    published: date | None = None
    checked_on: date | None = None
    confidence: Confidence = Confidence.READ
