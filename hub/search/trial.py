"""What another thesaurus would do to searches, before it takes the place of ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hub.models import Framework
from hub.search.find import find
from indexer import Query, SearchIndex
from indexer.thesaurus import Thesaurus, trying

FIRST = 5
"""How many results of a search are compared."""


@dataclass(frozen=True)
class Change:
    """The first results of one search, by key: as they are, and as they would be."""

    text: str
    before: Sequence[str]
    after: Sequence[str]

    @property
    def appeared(self) -> Sequence[str]:
        return [key for key in self.after if key not in self.before]

    @property
    def vanished(self) -> Sequence[str]:
        return [key for key in self.before if key not in self.after]

    @property
    def moved(self) -> Sequence[str]:
        """Those that stay among the first, but stand elsewhere."""
        return [key for place, key in enumerate(self.after) if key in self.before and self.before.index(key) != place]

    def __bool__(self) -> bool:
        return list(self.before) != list(self.after)


@dataclass(frozen=True)
class Trial:
    """All searches with their first results before and after; and the frameworks these are, by key."""

    changes: Sequence[Change]
    frameworks: Mapping[str, Framework]


def trial(
    session: Session, index: SearchIndex, other: Thesaurus, texts: Sequence[str], query: Callable[[str], Query]
) -> Trial:
    """Make each search with our thesaurus and with the ``other``. ``query`` says what a text asks for."""
    frameworks: dict[str, Framework] = {}

    def first(text: str) -> list[str]:
        found = [result.framework for result in find(session, index, query(text)).results[:FIRST]]
        frameworks.update((framework.key, framework) for framework in found)
        return [framework.key for framework in found]

    before = [first(text) for text in texts]
    with trying(other):
        after = [first(text) for text in texts]
    changes = [Change(*each) for each in zip(texts, before, after, strict=True)]
    return Trial(changes, frameworks)
