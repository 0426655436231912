"""What a page offers for reading, told to the person who looks whether a site can be read, or why it no longer can."""

from collections.abc import Iterator, Mapping

from scrapers.html_page import HtmlPage, words
from scrapers.parse.text import shortened
from scrapers.structured import structured

LONGEST = 100
MOST = 12


def findings(html: bytes | str, address: str, looks_for: Mapping[str, str] | None = None) -> list[str]:
    """Lines for printing: what the page says for machines, its headings, lists and tables, and what each of the
    selectors in ``looks_for`` (a site's, by the name of what it finds) found. Raises PageChanged for an empty page.
    """
    page = HtmlPage(address, html.encode() if isinstance(html, str) else html)
    said = structured(page)
    lines = [f"Page: {address}", f"Title: {_shown(words(page.maybe('title')))}"]
    lines += [f"Heading: {_shown(words(tag))}" for tag in page.every("h1")] or ["Heading: no h1"]
    lines.append(f"Items: {', '.join(dict.fromkeys(said.types)) or 'none in JSON-LD or microdata'}")
    for what, values in (
        ("JSON-LD", said.json_ld),
        ("Microdata", said.microdata),
        ("Meta", said.meta),
        ("Label", said.labels),
    ):
        lines += _some(what, values)
    lines += _structure(page)
    return lines + [_selected(page, name, selector) for name, selector in (looks_for or {}).items()]


def _some(what: str, values: Mapping[str, str]) -> list[str]:
    shown = [f"{what}: {name} = {_shown(value)}" for name, value in list(values.items())[:MOST]]
    more = len(values) - len(shown)
    return shown + ([f"{what}: and {more} more"] if more else [])


def _structure(page: HtmlPage) -> Iterator[str]:
    """The lists of terms and the tables, each with its first terms or headings."""
    for name, parts in (("dl", "dt"), ("table", "th, tr:first-child td")):
        for tag in page.every(name)[:MOST]:
            firsts = ", ".join(filter(None, (words(part) for part in page.every(parts, tag)[:6])))
            yield f"{name}: {_shown(firsts)}"


def _selected(page: HtmlPage, name: str, selector: str) -> str:
    found = page.every(selector)
    if not found:
        return f"Looked for {name}: nothing at “{selector}”"
    return f"Looked for {name}: {len(found)} at “{selector}”, the first {_shown(words(found[0]))}"


def _shown(value: str) -> str:
    return f"“{shortened(value, LONGEST)}”" if value else "empty"
