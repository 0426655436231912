"""Search: the words and filters of the hub's own search page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from hub import catalogue, data
from hub.db import get_session
from hub.errors import NotReady
from hub.formatters import KINDS, REGULATIONS, ROUTES
from hub.models import Framework
from hub.search import with_labels
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import buyer_tokens
from hub.web.api import facts
from hub.web.api.buyers import answered, buyer_called, described
from hub.web.api.framework_models import Facet, FacetValue, SearchAnswer
from hub.web.api.models import EligibilityAnswer
from hub.web.api.operation import LONGEST_TEXT, ORGANISATION_SCHEMA, PAGING, SLUG, Asked, Operation, many
from hub.web.api.parameters import Parameter, Unacceptable
from hub.web.api.problems import UNREADABLE
from hub.web.api.provenance import origin, stated
from hub.web.choices import FILTERS, Choices, words_of
from hub.web.context import today
from hub.web.facets import ending_label
from hub.web.vocabulary import STATUSES, cpv_word, vocabulary
from indexer import ENDING_WITHIN_DAYS, SORTS, IndexUnavailable, Page, Query

MOST_FACET_VALUES = 20
"""Values of one filter that an answer counts."""


def search(asked: Asked) -> SearchAnswer:
    session = get_session()
    buyer = buyer_called(asked["organisation"]) if asked["organisation"] else None
    page = _page(_query(session, asked, buyer))
    found = {row.key: row for row in catalogue.with_facts(session, [hit.id for hit in page.hits])}
    rows = [found[hit.id] for hit in page.hits if hit.id in found]
    where = origin(session, rows)

    def said(framework: Framework) -> EligibilityAnswer | None:
        return answered(framework, buyer, where) if buyer else None

    return SearchAnswer(
        **stated(session, where.sources.values()),
        total=page.total,
        next=asked.next(page.total),
        organisation=described(buyer) if buyer else None,
        hidden_because_over=page.excluded,
        hints=list(page.hints),
        facets=list(_facets(session, page)),
        frameworks=[facts.summary(row, where, today(), said(row)) for row in rows],
    )


def _query(session: Session, asked: Asked, buyer: Buyer | None) -> Query:
    filters = {name: tuple(dict.fromkeys(asked[name])) for name in FILTERS if asked[name]}
    _check_names(session, filters)
    text = words_of(MultiDict({"q": asked["q"] or ""}))
    choices = Choices(
        q=text,
        filters=filters,
        ending=asked["ending"],
        ended=asked["ended"],
        sort=asked["sort"] or "",
        page=asked.page,
        names_one=catalogue.names_a_framework(session, text),
    )
    query = with_labels(choices.query(today(), asked["per_page"]))
    return replace(query, asker=tuple(sorted(buyer_tokens(buyer))), admitting=True) if buyer else query


def _check_names(session: Session, filters: Mapping[str, tuple[str, ...]]) -> None:
    """Raises Unacceptable for a code or owner that is of the right form and does not exist."""
    for code in filters.get("cpv", ()):
        if cpv_word(code) is None:
            cure = "Take a code of the Common Procurement Vocabulary 2008, without its check digit."
            raise Unacceptable(f"There is no CPV code {code}.", "cpv", cure, status=404)
    if "owner" in filters:
        owners = catalogue.owner_names(session)
        for slug in filters["owner"]:
            if slug not in owners:
                cure = "Take the slug of an owner from another answer: “owner” of a framework has it."
                raise Unacceptable(f"Nobody called “{slug}” owns a framework here.", "owner", cure, status=404)


def _page(query: Query) -> Page:
    """Raises NotReady while there is no index to search."""
    index = current_app.extensions["hub.index"]
    try:
        if not index.generation():
            raise IndexUnavailable("The search index has not been built.")
        found: Page = index.search(query)
        found.facets  # noqa: B018 - some backends read on when a part of the page is asked for
    except IndexUnavailable as reason:
        current_app.logger.error("The API cannot search: %s", reason)
        raise NotReady(UNREADABLE) from reason
    return found


def _facets(session: Session, page: Page) -> Iterator[Facet]:
    words = vocabulary(catalogue.owner_names(session))
    for name in FILTERS:
        counts = page.facets.get(name, {})
        shown = list(islice(counts.items(), MOST_FACET_VALUES))
        values = [FacetValue(code=code, label=words[name](code) or code, count=count) for code, count in shown]
        if values:
            yield Facet(filter=name, values=values, further=len(counts) - len(values))
    days = {days: page.ending.get(days, 0) for days in ENDING_WITHIN_DAYS}
    ending = [FacetValue(code=str(each), label=ending_label(each), count=count) for each, count in days.items()]
    yield Facet(filter="ending", values=ending, further=0)


OPERATION = Operation(
    name="search",
    path="/search",
    title="Search frameworks",
    description=(
        "Finds frameworks by words, references and filters, as the search page does. Several values of one filter "
        "widen a search, different ones narrow it. Frameworks known to be over are left out until they are asked for."
    ),
    answer=SearchAnswer,
    view=search,
    parameters=(
        Parameter(
            name="q",
            description="What is looked for: words, a reference, or the language of the search page.",
            schema={"type": "string", "maxLength": LONGEST_TEXT},
        ),
        many("status", "Where the framework is in its life.", {"type": "string", "enum": list(STATUSES)}),
        many("category", "A category of the hub.", {"type": "string", "enum": list(data.categories())}),
        many(
            "cpv",
            "A CPV code; what is below it counts too.",
            {"type": "string", "pattern": "^[0-9]{8}$", "description": "a CPV code of eight digits"},
        ),
        many(
            "owner",
            "The slug of the owner.",
            {"type": "string", "pattern": SLUG, "description": "the slug of an organisation"},
        ),
        many("kind", "The kind of agreement.", {"type": "string", "enum": list(KINDS)}),
        many("regulation", "The law it was set up under.", {"type": "string", "enum": list(REGULATIONS)}),
        many("region", "A region it covers.", {"type": "string", "enum": list(data.regions())}),
        many("route", "How a call-off may be awarded.", {"type": "string", "enum": list(ROUTES)}),
        Parameter(
            name="ending",
            description="Only what ends within so many days.",
            schema={"type": "integer", "enum": list(ENDING_WITHIN_DAYS)},
        ),
        Parameter(
            name="ended",
            description="Whether frameworks that are known to be over are found too.",
            schema={"type": "boolean", "default": False},
        ),
        Parameter(
            name="organisation",
            description=(
                "Only what the published words of the framework name, cover or probably cover. "
                "Each framework then has the answer with its words."
            ),
            schema=ORGANISATION_SCHEMA,
        ),
        Parameter(
            name="sort",
            description="The order. Without it: relevance where there are words, else title.",
            schema={"type": "string", "enum": list(SORTS)},
        ),
        *PAGING,
    ),
    problems=(400, 404, 409, 503),
)
