"""What the hub holds of a notice, an OCID or a page that somebody pastes. Nothing is fetched for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from hub import data
from hub.contributions.drafts import cells_of
from hub.models import CallOff, Document, Framework, Notice, RecordNotice, StoredRecord, listed
from scrapers.ocds.portals import PORTALS
from scrapers.parse import codes
from scrapers.record import Record
from scrapers.site import Site

LONGEST = 2_000
MOST = 5

NUMBER = re.compile(r"\b\d{6}-20\d\d\b")
OCID = re.compile(r"\bocds-[0-9a-z]{6}-[\w-]{1,100}", re.IGNORECASE)
FIND_A_TENDER = "find_a_tender"
NOTICE_PAGE = "https://www.find-tender.service.gov.uk/Notice/"


@dataclass(frozen=True)
class Pasted:
    """What was pasted, as one thing: a ``number`` or ``ocid`` of a notice, else the ``address`` of a page."""

    number: str = ""
    ocid: str = ""
    address: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.number, self.ocid, self.address)))


@dataclass(frozen=True)
class Held:
    """What the hub has: ``frameworks`` of the catalogue that name it, else a ``draft`` with what fills the form.

    ``said`` tells where that is from, or that nothing is held; ``link`` leads to what was pasted.
    """

    pasted: Pasted
    frameworks: Sequence[Framework]
    draft: Mapping[str, str]
    said: str
    link: str = ""


def pasted(text: str) -> Pasted | None:
    """A notice's number, an OCID or a web address in what was pasted; None where there is none of them."""
    text = text.strip()[:LONGEST]
    address = codes.address(text).value if "://" in text else ""
    if found := OCID.search(text):
        return Pasted(ocid=found[0].casefold(), address=address)
    if found := NUMBER.search(text):
        return Pasted(number=found[0], address=address)
    return Pasted(address=address) if address else None


def held(session: Session, what: Pasted, sites: Mapping[str, Site]) -> Held:
    """What the hub has of it: frameworks first, then records that are none by themselves, then contracts."""
    link = _link(what)
    if frameworks := _frameworks(session, what):
        return Held(what, frameworks, {}, "These frameworks of the catalogue name it.", link)
    if draft := _of_a_record(session, what):
        return Held(what, (), draft, "The hub holds a notice that says this. Check every field.", link)
    if draft := _of_a_contract(session, what):
        return Held(what, (), draft, "The hub holds a contract that says this of its framework.", link)
    return Held(what, (), _plain(what), _not_held(what, sites), link)


def _frameworks(session: Session, what: Pasted) -> Sequence[Framework]:
    named = select(Notice.framework_id).where(or_(Notice.identifier.in_(what.names), Notice.ocid.in_(what.names)))
    found: list[ColumnElement[bool]] = [Framework.id.in_(named)]
    if what.address:
        linked = select(Document.framework_id).where(Document.url == what.address)
        found += [Framework.url == what.address, Framework.id.in_(linked)]
    wanted = select(Framework).where(or_(*found), *listed())
    return session.scalars(wanted.order_by(Framework.title_sort, Framework.id).limit(MOST)).all()


def _of_a_record(session: Session, what: Pasted) -> dict[str, str]:
    names = [name.casefold()[:200] for name in what.names]
    named = select(StoredRecord).join(RecordNotice).where(RecordNotice.identifier.in_(names))
    newest = session.scalars(named.order_by(StoredRecord.as_of.desc(), StoredRecord.id.desc())).first()
    return cells_of(Record.model_validate(newest.body)) if newest else {}


def _of_a_contract(session: Session, what: Pasted) -> dict[str, str]:
    """What a contract says of the framework it was awarded under; of its own notice that is no notice of the latter."""
    columns = (CallOff.framework_notice, CallOff.framework_ocid, CallOff.notice, CallOff.source_id, CallOff.url)
    named = select(CallOff).where(or_(*(column.in_(what.names) for column in columns)))
    found = session.scalars(named.order_by(CallOff.id)).first()
    if found is None:
        return {}
    of_framework = found.framework_notice in what.names or found.framework_ocid in what.names
    said = {
        "title": found.framework_title,
        "owner": found.framework_owner,
        "reference": found.reference_as_written,
        "notices": what.names[0] if of_framework else found.framework_notice or found.framework_ocid,
    }
    return {name: value for name, value in said.items() if value}


def _plain(what: Pasted) -> dict[str, str]:
    """What the thing itself gives away: the number of a notice, the owner whose site a page is on."""
    if what.number or what.ocid:
        return {"notices": what.number or what.ocid}
    slug = data.organisation_for_host(what.address)
    owner = data.organisations()[slug].name if slug else ""
    return {name: value for name, value in {"owner": owner, "web page": what.address}.items() if value}


def _not_held(what: Pasted, sites: Mapping[str, Site]) -> str:
    thing = "this notice" if what.number or what.ocid else "this page"
    site = sites.get(_source(what)) or _site_of(what.address, sites)
    if site is None:
        return f"The hub does not hold {thing}. Fill in what it says."
    reads = f"{site.source.title}: an operator can have the hub read it with `hub crawl {site.source.name}`"
    return f"The hub does not hold {thing}. It is on {reads}. Until then fill in what it says."


def _source(what: Pasted) -> str:
    portal = PORTALS.get(what.ocid[:11])
    return portal.name if portal else FIND_A_TENDER if what.number else ""


def _site_of(address: str, sites: Mapping[str, Site]) -> Site | None:
    host = urlsplit(address).hostname if address else None
    return next((site for site in sites.values() if host and host in site.manners.hosts), None)


def _link(what: Pasted) -> str:
    return what.address or (f"{NOTICE_PAGE}{what.number}" if what.number else "")
