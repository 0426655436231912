"""What a visitor has chosen to have remembered, and how the cookie says it: slugs, and nothing about who they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from itsdangerous import BadSignature, Signer

MOST_BUYERS = 6
MOST_OWNERS = 30
LONGEST_SLUG = 120
LONGEST_VALUE = 3_800
"""Characters: browsers drop a cookie of more than 4096, with its name and all."""

COOKIE = "hub_buying_for"
GOOD_FOR_SECONDS = 365 * 24 * 60 * 60

_BETWEEN_PARTS, _BETWEEN_SLUGS = "~", "+"


@dataclass(frozen=True)
class Chosen:
    """The bodies somebody buys for, the one in hand, and the owners whose frameworks these bodies have approved."""

    buyers: tuple[str, ...] = ()
    current: str = ""
    owners: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.buyers or self.owners)

    @property
    def refusal(self) -> str:
        """Why so much cannot be remembered; empty where it can."""
        if len(self.buyers) > MOST_BUYERS:
            return f"Choose at most {MOST_BUYERS} organisations. Take one out first"
        if len(self.owners) > MOST_OWNERS:
            return f"Choose at most {MOST_OWNERS} owners"
        if sum(len(slug) + 1 for slug in (self.current, *self.buyers, *self.owners)) > LONGEST_VALUE:
            return "That is more than a cookie can hold. Choose fewer"
        return ""

    def adding(self, slugs: Iterable[str]) -> "Chosen":
        """With more bodies; the first of those given is then in hand."""
        added = tuple(slugs)
        return replace(self, buyers=tuple(dict.fromkeys((*self.buyers, *added))), current=(*added, self.current)[0])

    def without(self, slug: str) -> "Chosen":
        buyers = tuple(buyer for buyer in self.buyers if buyer != slug)
        current = self.current if self.current in buyers else (*buyers, "")[0]
        return replace(self, buyers=buyers, current=current)

    def switched(self, slug: str) -> "Chosen":
        return replace(self, current=slug) if slug in self.buyers else self

    def approving(self, owners: Iterable[str]) -> "Chosen":
        return replace(self, owners=tuple(dict.fromkeys(owners)))


def written(chosen: Chosen, key: str) -> str:
    """The value of the cookie: "in-hand~buyer+buyer~owner+owner", signed."""
    parts = (chosen.current, _BETWEEN_SLUGS.join(chosen.buyers), _BETWEEN_SLUGS.join(chosen.owners))
    return _signer(key).sign(_BETWEEN_PARTS.join(parts)).decode()


def read(value: str, key: str) -> Chosen:
    """What a cookie says; nothing where the hub did not sign it or has another key by now."""
    try:
        parts = _signer(key).unsign(value).decode().split(_BETWEEN_PARTS)
    except (BadSignature, UnicodeDecodeError):
        return Chosen()
    if len(parts) != 3:
        return Chosen()
    current, buyers, owners = parts
    return Chosen(_slugs(buyers), current, _slugs(owners))


def _slugs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(_BETWEEN_SLUGS)))


def _signer(key: str) -> Signer:
    return Signer(key, salt="hub.web.chosen")
