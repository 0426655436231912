"""Organisations and networks as administrators name them in a form."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import data
from hub.errors import Refused
from hub.models import Network, Organisation
from hub.people import networks


def organisation_called(session: Session, name: str) -> Organisation:
    """The body of a name or short name that the hub knows beforehand. Raises Refused."""
    slug = data.organisation_slug(name) or name.strip()
    found = session.scalar(select(Organisation).where(Organisation.slug == slug, Organisation.curated))
    if found is None:
        raise Refused("Choose an organisation from the list.")
    return found


def network_called(session: Session, slug: str) -> Network | None:
    """The network of a short name; None for an empty one. Raises NotFound."""
    return networks.network(session, slug) if slug else None


def choosable(session: Session) -> Sequence[str]:
    """The names of the bodies the hub knows beforehand and that are there today."""
    names = select(Organisation.name).where(Organisation.curated, Organisation.ends_on.is_(None))
    return session.scalars(names.order_by(Organisation.name)).all()
