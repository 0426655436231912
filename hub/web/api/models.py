"""What every answer of the API has, and the small things answers are made of.

A value that is not published is null and named in ``not_published``; it is never 0, "no" or an empty list.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

NOT_PUBLISHED = "The names of those fields above that are null because the hub's sources publish nothing on them."


class Shape(BaseModel):
    """A thing that has these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Coded(Shape):
    """A value of one of the hub's lists."""

    code: str = Field(description="A stable identifier, for programs.")
    label: str = Field(description="The same in words, for people; the wording may change.")


class Day(Shape):
    """A date as exactly as it was published."""

    day: date = Field(description="The day; the first of the month or year where only that is known.")
    precision: str = Field(description="How exact it is: day, month or year.")
    basis: str = Field(description="published, or how it was worked out: duration, award, text or estimated.")


class Money(Shape):
    """A ceiling for all buyers together; never a sum spent."""

    net_pence: int | None = Field(description="Pence, integer, VAT excluded; null where not published.")
    gross_pence: int | None = Field(description="Pence, integer, VAT included; null where not published.")
    currency: str = Field(description="The ISO 4217 code; pence are hundredths of it.")


class Fee(Shape):
    """A charge for using a framework or one of its lots."""

    lot: str | None = Field(description="The id of the lot it is for; null where it is for the whole framework.")
    charged: str = Field(description="yes, no or unknown.")
    basis_points: int | None = Field(description="Hundredths of one per cent; null where no rate is published.")
    payer: str = Field(description="supplier, buyer or unknown. A levy that suppliers pay is in their prices already.")
    base: str | None = Field(description="What the rate is of, in the published words.")
    cap_pence: int | None = Field(description="Pence, integer: the most that is charged; null where not published.")
    text: str | None = Field(description="The published words.")


class OrganisationName(Shape):
    """An organisation by its slug and name."""

    slug: str
    name: str


class FrameworkName(Shape):
    """A framework, as another thing refers to it."""

    key: str = Field(description="What its addresses are made of. It stays when the title changes.")
    title: str
    reference: str | None = Field(description="The owner's reference; null where none is published.")
    owner: OrganisationName | None
    page: str = Field(description="Its page on this hub, for people.")


class Source(Shape):
    """A published source that the answer is made from, on its own terms."""

    source: str = Field(description="The slug by which other parts of the answer name it.")
    title: str
    publisher: str
    url: str | None
    licence: str
    attribution: str | None = Field(description="Words that its licence asks those to show who use it.")
    as_of: date | None = Field(description="The day it speaks of.")
    checked_on: date | None = Field(description="The day on which the hub last read it.")


class Answer(Shape):
    """What every answer says of where it comes from."""

    licence: list[str] = Field(description="The licences of the sources, each once.")
    sources: list[Source] = Field(description="The sources of all that is in this answer.")
    catalogue_date: date | None = Field(description="The day on which the hub last read any source.")
    checked_on: date | None = Field(description="Everything here was read from its source on this day or later.")


class Paged(Answer):
    """One page of a list."""

    total: int = Field(description="How many entries all pages have together.")
    next: str | None = Field(description="The address of the next page, to be asked as it is; null on the last one.")


class Evidence(Shape):
    """Published words and where they stand."""

    quote: str | None = Field(
        description="Exactly as published; null for a fact of which the hub holds no words: they stand at the url."
    )
    field: str | None = Field(description="The field of the framework that holds the words.")
    source: str | None = Field(description="The slug of the source; null where a person gave the words.")
    notice: str | None = Field(description="The number of the notice.")
    url: str | None = Field(description="The page on which the words stand.")
    checked_on: date | None = Field(description="The day on which they were last checked; of a fact, of which it is.")
    confidence: str = Field(description="stated by a source, read by the hub out of a text, or confirmed by a person.")


class LotEligibility(Shape):
    """What the words of one lot say of a buyer, where that is less than what the whole's words say."""

    lot: str = Field(description="The number and title of the lot, or the lots as the words name them.")
    answer: str = Field(description="probably_covered, not_shown or excluded.")
    label: str = Field(description="The answer in words.")
    quote: str = Field(description="The published words.")


class EligibilityAnswer(Shape):
    """What the published words say of one buyer. Not what it may do: that is for the owner to say."""

    answer: str = Field(
        description="named, covered, probably_covered, not_shown, excluded or not_published. These stay as they are."
    )
    label: str = Field(description="The answer in words.")
    reason: str = Field(description="One sentence.")
    quote: str | None = Field(description="The published words it rests on; null where there are none.")
    evidence: Evidence | None = Field(description="Where the words stand; null where the answer rests on none.")
    needs: list[Coded] = Field(description="What it must do or be besides: consent, access agreement, membership.")
    lots: list[str] = Field(description="The lots it is limited to, as published; empty where it is not limited.")
    by_lot: list[LotEligibility] = Field(description="Lots whose own words say less; empty where none do.")
    question: str | None = Field(description="What to ask the owner; null where the words leave nothing open.")


class Buyer(Shape):
    """Whom somebody buys for."""

    slug: str
    name: str
    kind: Coded
    region: Coded | None
    ends_on: date | None = Field(description="The day on which it is replaced, where that is planned or has happened.")
    successors: list[str] = Field(description="The slugs of those that replace it.")
