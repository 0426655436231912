"""Organisations, as the API gives them."""

from datetime import date

from pydantic import Field

from hub.web.api.models import Answer, Coded, OrganisationName, Paged, Shape


class OrganisationSummary(OrganisationName):
    """A public body, a framework owner or a supplier."""

    api: str = Field(description="Where the API gives all of it.")
    kind: Coded | None = Field(description="Null where the hub does not know.")
    region: Coded | None = Field(description="Null for bodies of no one region, and where the hub does not know.")
    starts_on: date | None = Field(description="Null: not known.")
    ends_on: date | None = Field(description="Null: not known, or it is still there.")
    can_be_bought_for: bool = Field(description="Whether the parameter “organisation” takes it.")


class Neighbour(OrganisationName):
    """A body before or after another."""

    on: date | None = Field(description="The day of the change; null where not published.")
    provisional: bool = Field(description="True while the change is planned and has not happened.")


class Identifier(Shape):
    """A number in a register."""

    scheme: str
    id: str


class Organisation(OrganisationSummary):
    """All the hub knows of an organisation."""

    other_names: list[str]
    identifiers: list[Identifier]
    web: str | None
    predecessors: list[Neighbour]
    successors: list[Neighbour]


class OrganisationAnswer(Answer):
    """One organisation."""

    organisation: Organisation


class OrganisationsAnswer(Paged):
    """Organisations in the order of their slugs."""

    organisations: list[OrganisationSummary]
