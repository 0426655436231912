"""Reading while an answer is sent, in a session that lasts as long as that does."""

from collections.abc import Iterator, Sequence

from flask import current_app

from hub.models import Framework
from hub.takeaway.reading import Described, Numbers, described, with_places


def read_apart(keys: Sequence[str]) -> Iterator[Described]:
    """The frameworks of these keys. Nothing is read before the first is asked for."""
    with current_app.extensions["hub.readers"]() as session:
        yield from described(session, keys)


def read_places_apart(key: str) -> Iterator[tuple[Framework, Numbers]]:
    """The framework of this key with its lots, the suppliers on them and their numbers."""
    with current_app.extensions["hub.readers"]() as session:
        yield from with_places(session, key)
