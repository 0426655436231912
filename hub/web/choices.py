"""What a visitor has chosen in a search. The address is the whole of it: nothing is remembered elsewhere."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from hub.status import OVER
from hub.web.shortlisted import PARAMETER
from hub.web.vocabulary import Words
from indexer import ENDING_WITHIN_DAYS, SORTS, Query
from indexer.query import LONGEST_TEXT

FILTERS = ("status", "category", "cpv", "owner", "kind", "regulation", "region", "route")
"""The filters that may have several values, as they are named in the address."""

OTHERS = ("q", "ending", "ended", "covers", "approved", "for", "sort", "page", "per_page", PARAMETER)
MOST_PER_PAGE = 100
LAST_PAGE = 10_000
LONGEST_SHOWN = 40
LONGEST_GIVEN = 10 * LONGEST_TEXT
"""Characters of a search that are looked at, most of which may be spaces."""

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Choices:
    """``ended``: frameworks known to be over are shown too. ``sort`` empty: the usual one for such a search.

    ``names_one``: the words are a framework's reference, and who asks for one by name means it whatever its status.
    ``covers`` keeps what covers the organisation of ``buyer_marks``, ``approved`` puts the owners of ``own_owners``
    first; both are the visitor's. ``buyer`` is the organisation's slug where the address names it.
    """

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ending: int | None = None
    ended: bool = False
    sort: str = ""
    page: int = 1
    per_page: int | None = None
    names_one: bool = False
    covers: bool = False
    approved: bool = False
    buyer: str = ""
    buyer_marks: tuple[str, ...] = ()
    own_owners: tuple[str, ...] = ()

    @property
    def usual_sort(self) -> str:
        """Without words to be relevant to, by title."""
        return "relevance" if self.q else "title"

    @property
    def hides_ended(self) -> bool:
        """Until they are asked for, by themselves, as a status or by reference."""
        return not self.ended and not self.names_one and "status" not in self.filters

    @property
    def narrows(self) -> bool:
        return bool(self.filters or self.ending or self.covers)

    def parameters(self) -> dict[str, Any]:
        """The address's parameters, in one order; what is as usual is left out."""
        found: dict[str, Any] = {"q": self.q, **{name: list(self.filters.get(name, ())) for name in FILTERS}}
        found |= {"ending": self.ending, "ended": 1 if self.ended else None, "sort": self.sort}
        found |= {"covers": 1 if self.covers else None, "approved": 1 if self.approved else None, "for": self.buyer}
        found |= {"page": self.page if self.page > 1 else None, "per_page": self.per_page}
        return {name: value for name, value in found.items() if value}

    def without(self, name: str, value: str) -> "Choices":
        """These choices but for one value of a filter, on the first page."""
        kept = tuple(other for other in self.filters.get(name, ()) if other != value)
        filters = {**self.filters, name: kept}
        return replace(self, filters={name: values for name, values in filters.items() if values}, page=1)

    def bare(self) -> "Choices":
        """Only the words, with nothing to narrow them."""
        return replace(self, filters={}, ending=None, ended=False, covers=False, names_one=False, page=1)

    def query(self, today: date, per_page: int) -> Query:
        """The search these choices ask for."""
        over = tuple(sorted(status.value for status in OVER))
        return Query(
            text=self.q,
            filters=self.filters,
            exclude={"status": over} if self.hides_ended else {},
            ending_within=self.ending,
            asker=self.buyer_marks,
            admitting=self.covers,
            prefer={"owner": self.own_owners} if self.approved else {},
            today=today,
            sort=self.sort or self.usual_sort,
            page=self.page,
            per_page=self.per_page or per_page,
        )


def read(parameters: MultiDict[str, str], words: Mapping[str, Words]) -> tuple[Choices, list[str]]:
    """The choices in an address, and a hint for everything in it that means nothing and is left out."""
    hints: list[str] = []
    filters = {name: _known(name, parameters.getlist(name), words[name], hints) for name in FILTERS}
    choices = Choices(
        q=words_of(parameters),
        filters={name: values for name, values in filters.items() if values},
        ending=_number(parameters, "ending", ENDING_WITHIN_DAYS, hints),
        ended=_one_of(parameters, "ended", ("1",), hints) == "1",
        covers=_one_of(parameters, "covers", ("1",), hints) == "1",
        approved=_one_of(parameters, "approved", ("1",), hints) == "1",
        sort=_sort(parameters, hints),
        page=_number(parameters, "page", range(1, LAST_PAGE + 1), hints) or 1,
        per_page=_number(parameters, "per_page", range(1, MOST_PER_PAGE + 1), hints),
    )
    hints += [
        f"“{short(name)}” is not something this search can use. It was ignored." for name in _unknown(parameters)
    ]
    return choices, hints


def words_of(parameters: MultiDict[str, str]) -> str:
    """What was searched for, in one line, without characters that no page can show.

    Of a longer text than counts, one character more than that: so the search still says that it was cut short.
    """
    return one_line(parameters.get("q", "")[:LONGEST_GIVEN])[: LONGEST_TEXT + 1]


def one_line(text: str) -> str:
    """A text without line breaks and without characters that no page can show."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def _known(name: str, values: Iterable[str], word: Words, hints: list[str]) -> tuple[str, ...]:
    given = [value for value in dict.fromkeys(values) if value]
    hints += [f"There is no {name} “{short(value)}”. It was ignored." for value in given if word(value) is None]
    return tuple(value for value in given if word(value) is not None)


def _number(parameters: MultiDict[str, str], name: str, allowed: Container[int | None], hints: list[str]) -> int | None:
    text = parameters.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    if text and number not in allowed:
        hints.append(f"“{short(text)}” is not a number that {name} can have. It was ignored.")
        return None
    return number


def _one_of(parameters: MultiDict[str, str], name: str, allowed: Iterable[str], hints: list[str]) -> str:
    text = parameters.get(name, "")
    if text and text not in allowed:
        hints.append(f"“{short(text)}” is not a choice for {name}. It was ignored.")
        return ""
    return text


def _sort(parameters: MultiDict[str, str], hints: list[str]) -> str:
    """The usual order is the same whether it is named or not."""
    chosen = _one_of(parameters, "sort", SORTS, hints)
    usual = Choices(q=words_of(parameters)).usual_sort
    return "" if chosen in (usual, "relevance") else chosen


def _unknown(parameters: MultiDict[str, str]) -> list[str]:
    return [name for name in parameters if name not in FILTERS and name not in OTHERS]


def short(text: str) -> str:
    """What somebody gave, cut and made printable so that a hint can repeat it."""
    printable = UNPRINTABLE.sub("\ufffd", text)
    return printable if len(printable) <= LONGEST_SHOWN else f"{printable[:LONGEST_SHOWN]}…"
