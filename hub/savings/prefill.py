"""What the form on a saving is filled with from what the hub holds: a framework, or a call-off by its notice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from hub import catalogue
from hub.formatters import as_of_text
from hub.models import CallOff, Framework, Notice, Organisation, listed

LONGEST = 300
MOST = 50

WORDS = {
    "title": "title",
    "reference": "reference",
    "supplier": "supplier",
    "start": "first day",
    "end": "last day",
    "value": "value",
    "framework": "framework",
    "levy": "levy",
}


@dataclass(frozen=True)
class Filled:
    """``entered`` fills the form. ``said`` tells what was filled from where, ``buyer`` the published buyer."""

    entered: dict[str, str]
    said: str = ""
    buyer: str = ""


def of_framework(framework: Framework) -> Filled:
    """A framework of the catalogue, with the levy its supplier pays where one rate is published."""
    while framework.merged_into is not None:
        framework = framework.merged_into
    route = "joint_contract" if framework.kind == "joint_contract" else "framework"
    entered = {"framework": framework.key, "route": route} | _levy(framework)
    said = f"Filled from the catalogue’s page of “{framework.title}”: {_named(entered)}."
    return Filled(entered, said)


def of_text(session: Session, text: str, buyer: Organisation) -> Filled:
    """What the hub holds of a notice number, an ocid or an address; where it holds nothing, what was typed.

    ``buyer`` is the organisation that asks: of several contracts its own comes first.
    """
    wanted = " ".join(text.split())[:LONGEST]
    if found := _call_offs(session, wanted):
        row = next(_own(found, buyer), found[0])
        filled = of_call_off(session, row, wanted)
        return replace(filled, said=filled.said + _of_several(found, wanted))
    if (framework := _framework(session, wanted)) is not None:
        said = (
            f"The hub holds {wanted} as a notice of a framework, not of a call-off: only the framework was filled in."
        )
        return Filled({**of_framework(framework).entered}, said)
    return Filled({"reference": wanted}, f"The hub does not hold {wanted}. Fill in what you know.")


def published(session: Session, text: str, buyer: Organisation) -> CallOff | None:
    """The contract of an organisation that the hub holds under a number; None where it holds none."""
    return next(_own(_call_offs(session, text), buyer), None)


def _own(found: Sequence[CallOff], buyer: Organisation) -> Iterator[CallOff]:
    return (each for each in found if each.buyer_id == buyer.id or each.buyer_name == buyer.name)


def of_call_off(session: Session, row: CallOff, reference: str = "") -> Filled:
    """What is published of a contract."""
    found = {
        "title": row.title,
        "reference": reference or row.notice or row.reference or row.source_id,
        "supplier": ", ".join(each.name for each in row.suppliers[:5]),
        "start": _day(row.start),
        "end": _day(row.end),
        "value": pounds_typed(row.value_net_pence),
        "route": "framework",
    }
    if row.framework is not None:
        found |= {**of_framework(row.framework).entered}
    else:
        found["framework_title"] = row.framework_title
    entered = {name: value for name, value in found.items() if value}
    source = catalogue.sources_of(session, [row]).get(row.source)
    where = f"{source.title}, dated {as_of_text(source)}" if source else "a source the hub has read"
    said = f"Filled from the contract the hub holds from {where}: {_named(entered)}. Check each against your own file."
    return Filled(entered, said, row.buyer_name)


def _call_offs(session: Session, text: str) -> Sequence[CallOff]:
    """The contracts of a number, however it is written; of one ocid there may be several (scrapers.ocds.call_off)."""
    names = {text, text.casefold(), text.upper()}
    columns = (CallOff.notice, CallOff.source_id, CallOff.url, CallOff.reference)
    named: list[ColumnElement[bool]] = [column.in_(names) for column in columns]
    if text.casefold().startswith("ocds-"):
        named.append(CallOff.source_id.startswith(f"{text.casefold()}/", autoescape=True))
    return session.scalars(select(CallOff).where(or_(*named)).order_by(CallOff.id).limit(MOST)).all()


def _of_several(found: Sequence[CallOff], text: str) -> str:
    if len(found) == 1:
        return ""
    many = f"{len(found)} contracts" if len(found) < MOST else f"{MOST} contracts or more"
    return f" The hub holds {many} under {text}: if this is not yours, type its own reference, or fill in your own."


def _framework(session: Session, text: str) -> Framework | None:
    names = {text, text.casefold()}
    named = select(Notice.framework_id).where(or_(Notice.identifier.in_(names), Notice.ocid.in_(names)))
    wanted = select(Framework).where(Framework.id.in_(named), *listed())
    return session.scalars(wanted.order_by(Framework.id)).first()


def _levy(framework: Framework) -> dict[str, str]:
    """One published rate that the supplier pays; with several nobody can tell which it is."""
    rates = {each.basis_points for each in framework.fees if each.payer == "supplier" and each.basis_points}
    if len(rates) != 1:
        return {}
    points = rates.pop()
    return {"levy": f"{points // 100}.{points % 100:02}"}


def _named(entered: dict[str, str]) -> str:
    return ", ".join(WORDS[name] for name in WORDS if entered.get(name))


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def pounds_typed(pence: int | None) -> str:
    """An amount as somebody would type it."""
    return "" if pence is None else f"{pence // 100}.{pence % 100:02}"
