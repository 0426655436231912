"""Searches that are followed: the address of a search is all there is to keep of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from hub import catalogue
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import buyer_tokens
from hub.web.choices import Choices, read
from hub.web.facets import TITLES, ending_label
from hub.web.vocabulary import Words, vocabulary
from indexer import Query

WHOM = "for"


@dataclass(frozen=True)
class SavedSearches:
    """What is needed to read the address of a search without a visitor."""

    words: Mapping[str, Words]
    buyers: Mapping[str, Buyer]

    @classmethod
    def of(cls, session: Session) -> "SavedSearches":
        return cls(vocabulary(catalogue.owner_names(session)), catalogue.named_buyers(session))

    def query(self, address: str, day: date) -> Query:
        """What an address's parameters ask for on a day. What they name and the hub no longer knows is left out."""
        given = MultiDict(parse_qsl(address))
        choices, _ = read(given, self.words)
        body = self.buyer(given.get(WHOM, ""))
        marks = tuple(sorted(buyer_tokens(body))) if body else ()
        return replace(choices, covers=choices.covers and body is not None, buyer_marks=marks).query(day, per_page=1)

    def buyer(self, slug: str) -> Buyer | None:
        return catalogue.buyer_of_kind(slug) if "@" in slug else self.buyers.get(slug)


def address_of(choices: Choices, whom: str) -> str:
    """The parameters of a search that change what it finds, in one order, so that the same search is the same text.

    ``whom`` is the body it is to cover, as the address of a search that asks for that may leave it to the visitor.
    """
    filters = {name: tuple(sorted(values)) for name, values in choices.filters.items()}
    buyer = whom if choices.covers else ""
    kept = replace(choices, filters=filters, sort="", page=1, per_page=None, approved=False, buyer=buyer)
    return urlencode(kept.parameters(), doseq=True)


def in_words(choices: Choices, words: Mapping[str, Words], whom: str) -> str:
    """A search as a person says it: “gritting”, Region: East of England."""
    said = [f"“{choices.q}”"] if choices.q else ["every framework"]
    for name, title in TITLES.items():
        said += [f"{title}: {words[name](value) or value}" for value in choices.filters.get(name, ())]
    if choices.covers and whom:
        said.append(f"covers {whom}")
    if choices.ending:
        said.append(f"ending {ending_label(choices.ending).lower()}")
    return ", ".join(said)
