"""What the hub makes of a framework's published facts, as the API gives it: calling off, fees and time."""

from datetime import date

from pydantic import Field

from hub.web.api.models import FrameworkName, Shape


class Grounds(Shape):
    """What an answer rests on: published words or a published field, and where they stand."""

    quote: str | None = Field(description="The words exactly as published; null where a field of the source says it.")
    field: str = Field(description="The field of the framework that holds it.")
    source: str | None = Field(description="The slug of the source.")
    notice: str | None = Field(description="The number of the notice.")
    url: str | None = Field(description="The page on which it stands.")
    published: date | None = Field(description="The day on which the source published it.")
    checked_on: date | None = Field(description="The day on which the hub last read it there.")
    confidence: str = Field(description="stated by a source, read by the hub out of a text, or confirmed by a person.")


class CallOffTopic(Shape):
    """One thing that is published on calling off."""

    topic: str = Field(description="routes, suppliers, terms, mechanism, value, length or system.")
    label: str = Field(description="The topic in words, which depend on the law.")
    text: str | None = Field(description="What the hub takes it to say; null where the words are left to a person.")
    grounds: list[Grounds]


class CallOffAdvice(Shape):
    """What is published on calling off from the whole framework, or what one lot has of its own."""

    lot: str | None = Field(description="The id of the lot; null for what holds for the framework as a whole.")
    test: str = Field(description="What an award without competition has to meet, by the law it was let under.")
    published: list[CallOffTopic]
    not_published: list[str] = Field(description="The topics on which nothing is published; of a lot always empty.")
    check: str = Field(description="The page on which a person checks a call-off, with what only the buyer knows.")


class FeeAnswer(Shape):
    """What one lot, or the framework as a whole, costs to use. Not published is never nought per cent."""

    lot: str | None = Field(description="The id of the lot; null where the framework has no lots.")
    said: str = Field(description="rate, no_fee, words (published, but no rate in it) or nothing.")
    basis_points: int | None = Field(description="Hundredths of one per cent; null where no rate is published.")
    base: str | None = Field(description="What the rate is of, in the published words.")
    payer: str = Field(description="supplier, buyer or unknown. A levy that suppliers pay is in their prices already.")
    cap_pence: int | None = Field(description="Pence, integer: the most that is charged; null where not published.")
    stated_for_framework: bool = Field(description="Whether it is stated for the framework and not for the lot itself.")
    grounds: Grounds | None = Field(description="Null where nothing is published.")
    question: str | None = Field(description="What to ask the owner; null where rate and payer, or no fee, are known.")


class ExtensionOption(Shape):
    """A published option to extend, as the hub reads it."""

    months: int | None = Field(description="By how long; null where not published or not clear.")
    decide_by: date | None
    taken: bool | None = Field(description="Null where not published.")
    quote: str = Field(description="The published words.")


class Reopening(Shape):
    """By when an open framework must re-open, worked out from its published start by Procurement Act 2023, s. 49."""

    first_by: date
    ends_by: date
    single_supplier: bool = Field(description="Whether it ends earlier because one supplier only is known.")


class Following(Shape):
    """What follows the framework, as far as the hub's sources tell."""

    outcome: str = Field(description="found, planned or missing; missing is that the hub's sources tell of none.")
    framework: FrameworkName | None
    named_by_a_source: bool = Field(description="False where there is none, or it is a guess: same owner and title.")
    gap_days: int | None = Field(
        description="Days between the two; below 0 they overlap by so many; null where a date is not published."
    )


class Term(Shape):
    """Until when the framework can be used."""

    ends_within_days: int | None = Field(description="30, 90 or 180; null where it ends later, is over or not known.")
    extensions: list[ExtensionOption] = Field(description="The options the hub could read. There may be others.")
    extension_grounds: Grounds | None = Field(description="Where the words on extension stand; null without any.")
    reopening: Reopening | None = Field(description="Null for all but open frameworks with a published start.")
    following: Following | None = Field(description="Null where the owner is not known, or the framework cancelled.")
    call_off_lengths: list[Grounds] = Field(description="Published sentences on how long a call-off may last.")
    question: str = Field(description="What to ask the owner.")
