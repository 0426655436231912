"""A framework, its lots and suppliers, as the API gives them."""

from datetime import date

from pydantic import Field

from hub.web.api.advice_models import CallOffAdvice, FeeAnswer, Term
from hub.web.api.models import (
    NOT_PUBLISHED,
    Answer,
    Buyer,
    Coded,
    Day,
    EligibilityAnswer,
    Fee,
    FrameworkName,
    Money,
    OrganisationName,
    Paged,
    Shape,
)


class Status(Shape):
    """Where a framework is in its life, worked out by the hub from its dates and what its sources say."""

    code: str = Field(
        description="planned, tendering, awarded, live, extended, ended, ended_may_be_extended, cancelled, suspended, "
        "unconfirmed or unknown."
    )
    label: str
    reason: str = Field(description="Why, in a sentence or two.")


class FrameworkSummary(FrameworkName):
    """What a buyer needs in order to decide whether to look at a framework."""

    api: str = Field(description="Where the API gives all of it.")
    kind: Coded | None
    regulation: Coded | None
    status: Status
    start: Day | None
    end: Day | None
    max_end: Day | None = Field(description="The latest end if every extension is taken.")
    maximum_value: Money | None
    award_routes: list[Coded] | None = Field(description="How a call-off may be awarded, for all or some of the lots.")
    fees: list[Fee] | None = Field(description="What is charged, for the whole and for lots. Null: not published.")
    categories: list[Coded] | None
    regions: list[Coded] | None
    sources: list[str] = Field(description="The slugs of its sources, all of which are in the answer's own sources.")
    checked_on: date | None = Field(description="The day on which one of its sources was last seen to say so.")
    eligibility: EligibilityAnswer | None = Field(description="For the organisation asked about; null without one.")
    not_published: list[str] = Field(description=NOT_PUBLISHED)


class EligibilityFact(Shape):
    """One rule on who may use a framework, in our words, and where the publisher's stand."""

    text: str
    source: str = Field(description="The slug of the source.")
    notice: str | None = Field(description="The number of the notice.")
    url: str | None = Field(description="The page on which the publisher's own words stand.")
    as_of: date | None = Field(description="The day of which the source speaks.")


class Lot(Shape):
    """A division of a framework."""

    id: str = Field(description="What tells it from the framework's other lots, in the API and on its page.")
    number: str | None
    title: str | None
    description: str | None
    start: Day | None
    end: Day | None
    over: str | None = Field(description="Why it can no longer be used; null where nothing says so.")
    cpv: list[Coded] | None
    regions: list[str] | None = Field(description="As published.")
    award_routes: list[Coded] | None
    maximum_value: Money | None
    suppliers: int | None = Field(description="How many suppliers are on it now; null where none is published.")
    not_published: list[str] = Field(description=NOT_PUBLISHED)


class Document(Shape):
    """A document or page of the owner's."""

    title: str
    url: str


class Notice(Shape):
    """A published notice about the framework."""

    identifier: str = Field(description="As its portal writes it.")
    type: str | None
    title: str | None
    published: date | None
    url: str | None


class Relation(Shape):
    """How it stands to another framework."""

    kind: str = Field(description="replaces, replaced_by, lot_of, has_lot, lists or listed_by.")
    key: str | None = Field(description="The other framework; null where it is not in this hub's catalogue.")
    text: str = Field(description="Its title, or how the source names it.")


class Framework(FrameworkSummary):
    """All the hub knows of a framework."""

    summary: str | None
    description: str | None
    keywords: list[str] | None
    cpv: list[Coded] | None
    extension: str | None = Field(description="What is published about extending it.")
    eligibility_text: str | None = Field(description="What is published about who may use it.")
    eligibility_facts: list[EligibilityFact] = Field(
        description="Who may use it, where a source states it and the hub holds no words of the publisher for that."
    )
    how_to_buy: str | None
    stock_only: bool | None = Field(description="Whether it only stocks the owner's warehouse.")
    url: str | None = Field(description="The owner's page, or that of its notices.")
    lots: list[Lot] | None
    documents: list[Document] | None
    notices: list[Notice] | None
    relations: list[Relation] = Field(description="The relations the hub knows of. There may be others.")
    known_call_offs: int = Field(description="Contracts the hub has linked to it. There may be others.")
    call_off_advice: list[CallOffAdvice] = Field(
        description="How a call-off is awarded: what holds for the whole, then what lots have of their own."
    )
    fee_answers: list[FeeAnswer] = Field(description="The fee of each lot, or of the whole where it has no lots.")
    term: Term


class FrameworkAnswer(Answer):
    """One framework."""

    framework: Framework


class FacetValue(Shape):
    """A value of a filter, and how many frameworks choosing it would give."""

    code: str = Field(description="What the filter takes.")
    label: str
    count: int = Field(description="With every other filter as it is, and no other value of this one.")


class Facet(Shape):
    """A filter and its commonest values."""

    filter: str = Field(description="The name of the parameter.")
    values: list[FacetValue] = Field(description="Commonest first; of “ending” the shortest first.")
    further: int = Field(description="How many more values there are.")


class SearchAnswer(Paged):
    """The frameworks a search finds, best first or in the order asked for."""

    organisation: Buyer | None = Field(description="Whose cover was asked for.")
    hidden_because_over: int = Field(description="How many more there are that are known to be over.")
    hints: list[str] = Field(description="What of the words was not understood or was left out, in plain words.")
    facets: list[Facet] = Field(description="The filters that have a value to choose, with counts over all pages.")
    frameworks: list[FrameworkSummary]


class LotName(Shape):
    """A lot, as another thing refers to it."""

    id: str
    number: str | None
    title: str | None


class SupplierPlace(Shape):
    """A supplier's place on one lot."""

    lot: LotName
    supplier: OrganisationName
    name_as_published: str
    active: bool = Field(description="False where it left, is suspended or excluded, or its place ended.")
    status: str = Field(description="active, suspended, excluded or left, as published.")
    start: date | None
    end: date | None
    small_or_medium: bool | None = Field(description="Null where not published.")


class SuppliersAnswer(Paged):
    """Who is on the lots of a framework, lot by lot."""

    framework: FrameworkName
    lots: list[LotName] = Field(description="All lots of the framework, to choose from.")
    suppliers: list[SupplierPlace]
    not_published: list[str] = Field(description="“suppliers” where no source says who is on the framework.")


class EligibilityPage(Answer):
    """What the published words of one framework say of one buyer."""

    framework: FrameworkName
    organisation: Buyer
    eligibility: EligibilityAnswer
    published_text: str | None = Field(description="All that is published on who may use it; null where nothing is.")
    not_published: list[str] = Field(description=NOT_PUBLISHED)
    advice: str = Field(description="How far this goes.")


class Comparison(Shape):
    """One field of the frameworks compared."""

    field: str = Field(description="The name of the field in “frameworks”.")
    differs: bool = Field(description="Whether those that publish it publish different things.")
    not_published_for: list[str] = Field(description="The keys of those that do not publish it.")


class CompareAnswer(Answer):
    """Frameworks beside each other, in the order asked for."""

    organisation: Buyer | None
    frameworks: list[FrameworkSummary]
    fields: list[Comparison]
