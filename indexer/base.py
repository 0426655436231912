"""What the hub asks of an index, and what it gets.

A backend is one class with these methods, in one module, named in ``indexer.BACKENDS``. ``Document`` is what is
indexed about one framework. A change to its shape, to the analysis of words or references, or to what a backend
stores raises ``SCHEMA_VERSION``, which forces a rebuild.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

SCHEMA_VERSION = 6

TEXT_FIELDS: Mapping[str, float] = {
    "title": 4.0,
    "lots": 0.8,
    "owner": 0.8,
    "keywords": 0.6,
    "categories": 0.6,
    "cpv": 0.6,
    "suppliers": 0.6,
    "text": 0.6,
}
"""The searchable fields of a document and their weights, best first.

A title counts far more than the rest together: most owners publish little else, and a framework that has a long
text must not win by its length.
"""

FACETS = (
    "status",
    "category",
    "cpv",
    "owner",
    "kind",
    "regulation",
    "region",
    "route",
    "supplier",
    "fee_band",
    "eligibility",
    "covers",
    "bars",
)
"""The filterable, countable fields. All may hold several values; a value is an opaque slug or code.

``covers`` and ``bars`` are marks of whom a document is for: it admits whoever has any of the one and none of the other.
"""

ENDING_WITHIN_DAYS = (30, 90, 180, 365)
"""The steps of the "ending within" filter and its counts."""

SORTS = ("relevance", "title", "newest", "ending")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is indexed about one framework; ``id`` is its key.

    ``version`` rises with each change; a backend never replaces a higher version with a lower one.
    ``references`` are the owner's references and other numbers as published, in any spelling.
    ``boost`` multiplies the score: a little over 1 for live frameworks puts them above ended ones of equal
    relevance. Raises ValueError for a text field or facet that does not exist, as it could never be found.
    """

    id: str
    version: int
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title_sort: str = ""
    start: date | None = None
    end: date | None = None
    boost: float = 1.0

    def __post_init__(self) -> None:
        unknown = [*(self.texts.keys() - TEXT_FIELDS.keys()), *(self.facets.keys() - set(FACETS))]
        if unknown:
            raise ValueError(f"document {self.id} has fields the index does not know: {', '.join(sorted(unknown))}")


@dataclass(frozen=True, kw_only=True)
class Query:
    """One search. Values of one filter widen (OR), different filters narrow (AND).

    ``related`` are other words for the whole text that count half, such as the label of a CPV code in it.
    ``exclude`` has the same shape as ``filters`` and removes documents with any of its values; a filter on a
    facet takes the place of what is excluded by that facet.
    ``ending_within`` keeps documents whose end is from ``today`` to that many days later.
    ``asker`` are the marks of who asks; ``admitting`` keeps the documents that admit them.
    ``prefer`` has the shape of ``filters``: documents with any of its values come first, each part in its usual order.
    A page below 1 is the first; ``per_page`` is at most 100.
    """

    text: str = ""
    related: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ending_within: int | None = None
    asker: tuple[str, ...] = ()
    admitting: bool = False
    prefer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    today: date = date.min
    sort: str = "relevance"
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A piece of a document with the words that matched: ``(text, matched)`` pairs, never markup."""

    field: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    id: str
    score: float = 0.0
    fragments: tuple[Fragment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How much of what was asked for there is at all, filters aside.

    ``words`` are the words and phrases asked for, ``missing`` those that no document has, in any way; a guess at
    another spelling is one where some document has it beside all the rest. ``whole`` is whether one document has them
    all. ``named`` is whether one of the best has any of them where it says what it is, and not in passing.
    """

    words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    whole: bool = True
    named: bool = True

    @property
    def nothing(self) -> bool:
        """Whether even the best have but some of the words, and those in passing."""
        return not (self.named or self.whole)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of hits and the exact counts over all matches.

    ``facets`` counts each facet's values with every filter applied but the facet's own, and without what is
    excluded by that facet, so that the number beside a value is what choosing it alone would give; commonest
    first. ``ending`` counts by ``ENDING_WITHIN_DAYS`` likewise, and ``admitted`` the documents that admit who asks.
    ``excluded`` is how many further documents would match if ``exclude`` were empty.
    ``hints`` say in plain words what was not understood or was left out of the query.
    ``fit`` is worked out when it is asked for, by ``fitting``; that may read the index, and so raise IndexUnavailable.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ending: Mapping[int, int] = field(default_factory=dict)
    admitted: int = 0
    excluded: int = 0
    hints: tuple[str, ...] = ()
    fitting: Callable[[], Fit] = field(default=Fit, compare=False, repr=False)

    @property
    def fit(self) -> Fit:
        return self.fitting()


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """The ids of all that a query finds, in its order, as many as were asked for; ``total`` is how many there are."""

    ids: tuple[str, ...] = ()
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class WordShare:
    """What one word, or phrase, of a query does for a document.

    ``word`` is what was typed. ``fields`` are the fields of ``TEXT_FIELDS`` it was found in, with how often; best
    field first. ``found_as`` are the words that stand for it there: itself, a synonym or a correction, or for a
    reference's number nothing. ``share`` is its part of the score, from 0 to 1; 0 if the document lacks it.
    """

    word: str
    fields: Mapping[str, int] = field(default_factory=dict)
    found_as: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class LiftShare:
    """A reference or CPV code of the query that puts a document first: ``kind`` is "reference" or "code".

    ``exact`` is whether the document has that very one, and not one that belongs to it.
    """

    text: str
    kind: str
    exact: bool
    share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a document is found and where it stands: the parts of its score. All shares together make 1.

    ``neighbours`` is the share of words that stand side by side as they were typed; ``related`` that of other words
    for the whole text. ``coverage`` is how much of what was asked for the document has, from 0 to 1; it has been
    taken into account in the shares of words. ``boost`` has multiplied the whole: below 1 for what is over, or is
    but a listing. ``found`` is whether the query finds the document at all, filters aside.
    """

    id: str
    found: bool = False
    score: float = 0.0
    words: tuple[WordShare, ...] = ()
    lifts: tuple[LiftShare, ...] = ()
    neighbours: float = 0.0
    related: float = 0.0
    coverage: float = 1.0
    boost: float = 1.0


class IndexUnavailable(Exception):
    """The index cannot be opened or read; the message names the folder and says what to run."""


class SearchIndex(Protocol):
    """What every backend does. Reading is safe from any thread; one process at a time writes."""

    def writing(self) -> AbstractContextManager[None]:
        """Keep every other writer out, of this process and any other, until the block ends; may be nested.

        Raises IndexUnavailable if another one has not finished after a minute.
        """

    def apply(self, documents: Iterable[Document], deleted: Iterable[str] = ()) -> None:
        """Add or replace documents and remove deleted ids in one commit. Searchable on return.

        Ids that are not there are no error. Applying the same twice changes nothing.
        """

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new generation aside, switch to it atomically and keep the previous one.

        Searches see the old generation until this returns. Returns how many documents it holds.
        """

    def search(self, query: Query) -> Page:
        """One page of hits with exact counts. A page past the end is empty. User text never raises."""

    def ranked(self, query: Query, most: int) -> Ranked:
        """The ids of the first ``most`` hits of all pages, from one state of the index. User text never raises."""

    def similar(self, word: str, limit: int = 5) -> list[str]:
        """Known words one or two edits from ``word``, first the nearer, then the commoner. Never ``word`` itself."""

    def explain(self, query: Query, id: str) -> Explanation:
        """Why a document is found. One the index does not have, or the query does not find, has ``found`` false."""

    def check(self) -> None:
        """Raise IndexUnavailable if what is stored cannot be read or is not what was written; no index is no error.

        Cheap enough for every few seconds, but for what has been written since the last time.
        """

    def warm(self) -> None:
        """Have at hand what most searches need, as far as the cache allows. For a process that answers many searches.

        May take a second or two, while others search; none if nothing has changed since the last time.
        """

    def versions(self) -> Mapping[str, int]:
        """Every document's id and version: what a drift check compares with the database."""

    def generation(self) -> str:
        """The name of the generation being read; changes after a rebuild. Empty before the first."""
