"""What a page says for machines and in labels: JSON-LD, microdata, OpenGraph and meta tags, and labels with values.

Publishers get much of it wrong – types, lists for values, JSON that is none – so everything is read as far as it goes,
and nothing is believed to be more than text.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import Tag

from scrapers.html_page import HtmlPage, words
from scrapers.parse.text import line

JSON_LD = "script[type='application/ld+json' i]"
DEEPEST = 12
MOST_ITEMS = 2_000
LONGEST_LABEL = 60
LONGEST_VALUE = 300
OF_THE_SITE = frozenset(
    "Organization GovernmentOrganization LocalBusiness Corporation NGO WebSite BreadcrumbList ListItem SearchAction "
    "SiteNavigationElement ImageObject Person ContactPoint PostalAddress Brand".split()
)
"""Items that speak of who runs the site and how it is laid out, never of the framework the page is about."""

RUN = re.compile(r"(?P<label>[A-Z][A-Za-z /()-]{2,58}?)\s*:\s+(?P<value>\S.*)")
NAME_KEYS = ("name", "value", "@value", "text")
"""Where JSON-LD hides a text in an object: an organisation's name, a typed value."""


@dataclass(frozen=True)
class Structured:
    """Everything found, by name in lower case; of each name the first value on the page that is not empty.

    ``types`` are the types of JSON-LD and microdata items, in the page's order.
    """

    json_ld: Mapping[str, str] = field(default_factory=dict)
    microdata: Mapping[str, str] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()


def structured(page: HtmlPage) -> Structured:
    """What a page says of itself."""
    items = list(_json_ld_items(page))
    types = [each for item in items for each in _types(item)]
    types += [str(tag["itemtype"]).rpartition("/")[2] for tag in page.every("[itemtype]")]
    about = sorted((item for item in items if not OF_THE_SITE & set(_types(item))), key=_is_of_the_page)
    properties = [tag for tag in page.every("[itemprop]") if _is_of_the_framework(tag)]
    return Structured(
        json_ld=_firsts(pair for item in about for pair in _properties(item)),
        microdata=_firsts((str(tag["itemprop"]), _item_value(tag)) for tag in properties),
        meta=_firsts(_meta(page)),
        labels=_firsts(_labels(page)),
        types=tuple(types),
    )


def _types(item: Mapping[str, Any]) -> list[str]:
    said = item.get("@type")
    return [str(each).rpartition("/")[2] for each in (said if isinstance(said, list) else [said])]


def _is_of_the_page(item: Mapping[str, Any]) -> bool:
    """A page's name often ends with the site's: what is said of the thing itself comes first."""
    return any(each.endswith("Page") for each in _types(item))


def _is_of_the_framework(tag: Tag) -> bool:
    """Not a property of an item within the item, such as the name of its brand, nor of the site's own items."""
    item = tag.find_parent(attrs={"itemscope": True})
    if item is None:
        return True
    return not item.has_attr("itemprop") and str(item.get("itemtype", "")).rpartition("/")[2] not in OF_THE_SITE


def _firsts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if value and (key := label_key(name)):
            found.setdefault(key, value)
    return found


def label_key(label: str) -> str:
    """A label as it is compared: "Start Date:" is start date."""
    return " ".join(label.casefold().replace("_", " ").split()).strip(" :?")


def _json_ld_items(page: HtmlPage) -> Iterator[dict[str, Any]]:
    """Every object with a type, from scripts that hold one, a list of them or a @graph. A broken script says nothing.
    """
    for script in page.every(JSON_LD):
        try:
            said = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from list(_typed(said))[:MOST_ITEMS]


def _typed(said: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The typed objects of a list or graph; not those that stand within another as one of its properties."""
    if depth > DEEPEST:
        return
    if isinstance(said, list):
        for each in said:
            yield from _typed(each, depth + 1)
    elif isinstance(said, dict):
        if "@type" in said:
            yield said
        yield from _typed(said.get("@graph"), depth + 1)


def _properties(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if not name.startswith("@"):
            yield name, _text(value)


def _text(value: Any, depth: int = 0) -> str:
    """The first text in a value: itself, in a list, or under an object's name."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return line(str(value)).value
    if depth > DEEPEST:
        return ""
    if isinstance(value, list):
        return next(filter(None, (_text(each, depth + 1) for each in value)), "")
    if isinstance(value, dict):
        return next(filter(None, (_text(value.get(key), depth + 1) for key in NAME_KEYS)), "")
    return ""


def _item_value(tag: Tag) -> str:
    """The value of a microdata property. One that is an item itself has its name as its value."""
    for attribute in ("content", "datetime"):
        if tag.get(attribute):
            return line(str(tag[attribute])).value
    name = tag.select_one("[itemprop='name']") if tag.has_attr("itemscope") else None
    return words(name or tag)


def _meta(page: HtmlPage) -> Iterator[tuple[str, str]]:
    for tag in page.every("meta[content]"):
        name = str(tag.get("property") or tag.get("name") or "")
        if name:
            yield name, line(str(tag["content"])).value


def _labels(page: HtmlPage) -> Iterator[tuple[str, str]]:
    """Labels with their values in the main part: lists of terms, table headings, "Label: value", then headings."""
    main = page.maybe("main") or page.maybe("[role=main]") or page.one("body")
    pairs = [
        *((words(dt), _beside(dt, "dd")) for dt in _some(main, "dt")),
        *((words(th), _beside(th, "td")) for th in _some(main, "th")),
        *_runs(main),
        *((words(heading), _below(heading)) for heading in _some(main, "h2", "h3", "h4")),
    ]
    yield from (pair for pair in pairs if len(pair[0]) <= LONGEST_LABEL and len(pair[1]) <= LONGEST_VALUE)


def _some(within: Tag, *names: str) -> list[Tag]:
    """The elements of these names, as far as anybody would read. Selectors are slow within a page nested deep."""
    return within.find_all(names, limit=MOST_ITEMS)


def _beside(tag: Tag, name: str) -> str:
    """The text of the value that follows a term at once; empty where the next term does."""
    follows = tag.find_next_sibling([tag.name, name])
    return words(follows) if follows is not None and follows.name == name else ""


def _runs(main: Tag) -> Iterator[tuple[str, str]]:
    """ "Label: value" in a paragraph or list item of its own; a run of several is cut where a bold label begins."""
    for block in _some(main, "p", "li", "div"):
        if block.find(["p", "li", "div", "ul", "table", "dl"]):
            continue
        bold = _some(block, "strong", "b")
        if bold:
            yield from ((words(label), _until_next(label)) for label in bold)
        elif match := RUN.fullmatch(words(block)):
            yield match["label"], match["value"]


def _until_next(label: Tag) -> str:
    """The text behind a bold label up to the next one."""
    found = []
    for node in label.next_siblings:
        if isinstance(node, Tag) and node.name in ("strong", "b"):
            break
        found.append(node.get_text(" ") if isinstance(node, Tag) else str(node))
    return line(" ".join(found)).value.lstrip(": ")


def _below(heading: Tag) -> str:
    below = heading.find_next_sibling()
    return words(below) if below is not None and below.name in ("p", "div", "span", "time") else ""
