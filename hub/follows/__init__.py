"""Following: what is new about a search, framework, owner, supplier or category, by letter (docs/following.md)."""

from hub.follows.book import Subject, change, follow, followed, mine, silence, stop
from hub.follows.links import Links, account_of
from hub.follows.matching import Catalogue
from hub.follows.sending import Sender
from hub.follows.timing import CADENCES, USUAL

__all__ = [
    "CADENCES",
    "USUAL",
    "Catalogue",
    "Links",
    "Sender",
    "Subject",
    "account_of",
    "change",
    "follow",
    "followed",
    "mine",
    "silence",
    "stop",
]
