"""What a decision about organisations does to their rows, and how that is taken back. Safe to do again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.errors import NotFound, Refused
from hub.models import Base, Decision, Organisation, OrganisationName, Succession

DAY = timedelta(days=1)


def apply(session: Session, decision: Decision) -> None:
    """Safe to do again."""
    if decision.field == "rename":
        _apply_name(called(session, decision.source), decision.value)
    else:
        _apply_succession(session, decision.value)
    session.flush()


def _apply_name(row: Organisation, value: Mapping[str, Any]) -> None:
    row.name, row.curated = value["to"], True
    former = next((each for each in row.names if each.name == value["from"]), None)
    if former is None:
        former = OrganisationName(name=value["from"])
        row.names.append(former)
    former.kind, former.ends_on = "former", date.fromisoformat(value["on"]) - DAY


def noted(row: Organisation, name: str) -> dict[str, Any] | None:
    """How a name stands among the other names of an organisation; None where it does not."""
    found = next((each for each in row.names if each.name == name), None)
    return {"kind": found.kind, "ends_on": found.ends_on and found.ends_on.isoformat()} if found else None


def _put_back(row: Organisation, name: str, before: Mapping[str, Any] | None) -> None:
    former = next(each for each in row.names if each.name == name)
    if before is None:
        row.names.remove(former)
    else:
        former.kind, former.ends_on = before["kind"], before["ends_on"] and date.fromisoformat(before["ends_on"])


def _apply_succession(session: Session, value: Mapping[str, Any]) -> None:
    on, provisional = date.fromisoformat(value["on"]), value["provisional"]
    predecessors = [called(session, slug) for slug in value["predecessors"]]
    known = {row.slug: row for row in rows(session, value["successors"])}
    for slug, name in value["successors"].items():
        if slug not in known:
            known[slug] = _new(session, slug, name, predecessors[0])
        if slug in value["new"]:
            known[slug].starts_on = on
    session.flush()
    for before in predecessors:
        if not provisional:
            before.ends_on = on - DAY
        for after in known.values():
            link = _succession(session, before, after)
            link.on, link.provisional = on, provisional
            link.share = value.get("shares", {}).get(after.slug, "")


def _new(session: Session, slug: str, name: str, like: Organisation) -> Organisation:
    row = Organisation(slug=slug, name=name, kind=like.kind, region=like.region, curated=True, names=[], identifiers=[])
    session.add(row)
    return row


def _succession(session: Session, before: Organisation, after: Organisation) -> Succession:
    pair = (Succession.predecessor_id == before.id, Succession.successor_id == after.id)
    found = session.scalar(select(Succession).where(*pair))
    if found is None:
        found = Succession(predecessor_id=before.id, successor_id=after.id)
        session.add(found)
    return found


def linked(session: Session, before: Collection[str], after: Collection[str]) -> list[dict[str, Any]]:
    """The successions between these that are there already, to be put back as they were."""
    named = {row.id: row.slug for row in rows(session, [*before, *after])}
    links = select(Succession).where(Succession.predecessor_id.in_(named), Succession.successor_id.in_(named))
    return [
        {
            "before": named[link.predecessor_id],
            "after": named[link.successor_id],
            "on": link.on and link.on.isoformat(),
            "provisional": link.provisional,
            "share": link.share,
        }
        for link in session.scalars(links)
    ]


def take_back(session: Session, decision: Decision) -> None:
    """Everything is as it was before; those whom it linked were parted first."""
    value = decision.value
    if decision.field == "rename":
        _put_back(called(session, decision.source), value["from"], value["noted"])
    else:
        for row in rows(session, value["new"]):
            session.delete(row)
        session.flush()
    for slug, columns in value["before"].items():
        row = called(session, slug)
        for name, held in columns.items():
            setattr(row, name, date.fromisoformat(held) if held and name.endswith("_on") else held)
    session.flush()


def part(session: Session, decision: Decision) -> None:
    """Those who were linked by a decision are so no more, or as they were before."""
    if decision.field == "rename":
        return
    value = decision.value
    before = {row.slug: row for row in rows(session, value["predecessors"])}
    after = {row.slug: row for row in rows(session, value["successors"])}
    there = {(each["before"], each["after"]): each for each in value["linked"]}
    for slug, row in before.items():
        for other, successor in after.items():
            link = _succession(session, row, successor)
            was = there.get((slug, other))
            if was is None:
                session.delete(link)
            else:
                link.on, link.provisional = was["on"] and date.fromisoformat(was["on"]), was["provisional"]
                link.share = was.get("share", "")
    session.flush()


def require_unused(session: Session, decision: Decision) -> None:
    """Whoever was made by a decision can be unmade only while nothing else names them."""
    for row in rows(session, decision.value.get("new", ())):
        tables = [table for table in Base.metadata.tables.values() if table.name not in ("succession", "organisation")]
        for column in (each for table in tables for each in table.columns):
            names_it = any(key.target_fullname == "organisation.id" for key in column.foreign_keys)
            if names_it and session.scalar(select(func.count()).where(column == row.id)):
                raise Refused(f"Something is recorded for {row.name} already ({column.table.name.replace('_', ' ')}).")


def called(session: Session, slug: str) -> Organisation:
    """Raises NotFound."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFound(f"There is no organisation “{slug}”.")
    return found


def rows(session: Session, slugs: Iterable[str]) -> Sequence[Organisation]:
    return session.scalars(select(Organisation).where(Organisation.slug.in_(list(slugs)))).all()
