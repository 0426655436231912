"""A feed of what is new and what has changed (Atom, RFC 4287). Pure; the same catalogue gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from hub.takeaway.tables import NOT_XML

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Item:
    """One entry: ``ident`` never changes, ``address`` is where to read on."""

    ident: str
    title: str
    address: str
    text: str
    published: datetime | None
    updated: datetime


@dataclass(frozen=True)
class Feed:
    """``address`` is the feed's own, ``page`` that of the page it belongs to; ``author`` is whose hub it is."""

    ident: str
    title: str
    subtitle: str
    address: str
    page: str
    author: str
    items: Sequence[Item]
    changed: datetime

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items), default=self.changed)


def atom(feed: Feed) -> bytes:
    """The feed as a file. Everything in it is text: markup somebody published stays what it says."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _say(root, "id", feed.ident)
    _say(root, "title", feed.title)
    _say(root, "subtitle", feed.subtitle)
    _say(root, "updated", _instant(feed.updated))
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _say(ElementTree.SubElement(root, _name("author")), "name", feed.author)
    for item in feed.items:
        _add(root, item)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _add(root: ElementTree.Element, item: Item) -> None:
    entry = ElementTree.SubElement(root, _name("entry"))
    _say(entry, "id", item.ident)
    _say(entry, "title", item.title)
    _link(entry, "alternate", item.address, "text/html")
    if item.published:
        _say(entry, "published", _instant(item.published))
    _say(entry, "updated", _instant(item.updated))
    _say(entry, "content", item.text).set("type", "text")


def _say(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, _name(name))
    child.text = NOT_XML.sub("\ufffd", text)
    return child


def _link(parent: ElementTree.Element, rel: str, address: str, kind: str) -> None:
    ElementTree.SubElement(parent, _name("link"), {"rel": rel, "href": address, "type": kind})


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
