"""Documents and notices as cells, and back."""

import re
from collections.abc import Sequence

from scrapers.framework_csv import cells
from scrapers.notes import Notes
from scrapers.parse import codes, dates, text
from scrapers.record import Link, NoticeReference

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
NOTICE_IN_ADDRESS = re.compile(r"/Notice/(\d{6}-\d{4}|[0-9a-f-]{36})", re.IGNORECASE)
NAMED = re.compile(r"(?P<name>identifier|ocid|type|title|published|url)\s*:\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL)


def read_documents(cell: str, notes: Notes) -> tuple[Link, ...]:
    """ "Buyer guide [guide] <https://…> | …"; a bare address will do."""
    return tuple(filter(None, (_link(part, notes) for part in cells.raw_parts(cell, "|\n"))))


def documents_cell(documents: Sequence[Link]) -> str:
    return " | ".join(_link_text(link) for link in documents)


def read_notices(cell: str, notes: Notes) -> tuple[NoticeReference, ...]:
    """ "012345-2026; type: UK6; published: 2025-03-20 | ocds-h6vhtk-0a1b2c | https://…"."""
    found = (_notice(cells.split(part, ";"), notes) for part in cells.raw_parts(cell, "|\n"))
    return tuple(filter(None, found))


def notices_cell(notices: Sequence[NoticeReference]) -> str:
    return " | ".join(_notice_text(notice) for notice in notices)


def _link(part: str, notes: Notes) -> Link | None:
    head, inside = cells.tail(part, "<", ">")
    if not inside and not part.endswith("<>") and ADDRESS.fullmatch(part):
        head, inside = "", part
    url = notes.take("documents", cells.unescaped(inside), codes.address(cells.unescaped(inside)))
    title, kind = cells.tail(head, "[", "]")
    name = notes.take("documents", cells.unescaped(title), text.line(cells.unescaped(title)))
    return Link(title=name, url=url, kind=cells.unescaped(kind)) if name or url else None


def _link_text(link: Link) -> str:
    marks = f"{cells.MARKS}[]<>"
    kind = f" [{cells.escaped(link.kind, marks)}]" if link.kind else ""
    return f"{cells.escaped(link.title, marks)}{kind} <{cells.escaped(link.url, marks)}>".strip()


def _notice(tokens: Sequence[str], notes: Notes) -> NoticeReference | None:
    """A notice is known by the first thing said of it: its number, else its OCID, else its address."""
    said: dict[str, str] = {}
    for token in tokens:
        name, value = _named(token)
        said.setdefault(name, value)
    url = notes.take("notices", said.get("url", ""), codes.address(said.get("url", "")))
    in_address = NOTICE_IN_ADDRESS.search(url)
    identifier = said.get("identifier") or (in_address[1] if in_address else "") or said.get("ocid") or url
    if not identifier:
        return None
    published = said.get("published", "")
    return NoticeReference(
        identifier=identifier,
        ocid=said.get("ocid", ""),
        type=said.get("type", ""),
        title=said.get("title", ""),
        published=notes.take("notices", published, dates.calendar_day(published)),
        url=url,
    )


def _named(token: str) -> tuple[str, str]:
    match = NAMED.fullmatch(token)
    if match:
        return match["name"].casefold(), match["value"].strip()
    if ADDRESS.fullmatch(token):
        return "url", token
    return ("ocid" if token.casefold().startswith("ocds-") else "identifier"), token


def _notice_text(notice: NoticeReference) -> str:
    plain = _named(notice.identifier) == ("identifier", notice.identifier)
    first = notice.identifier if plain else f"identifier: {notice.identifier}"
    published = notice.published.isoformat() if notice.published else ""
    rest = {"ocid": notice.ocid, "type": notice.type, "title": notice.title, "published": published, "url": notice.url}
    return cells.joined([first, *(f"{name}: {value}" for name, value in rest.items() if value)], "; ")
