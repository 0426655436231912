"""A fetched HTML page: what must be on it is found or named as missing, with the page's address."""

import gzip
import re
from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import Tag

from scrapers.parse import codes, text
from scrapers.site import Body, PageChanged

SHOWN_HEADINGS = 3
WALL = re.compile(
    r"before you (?:continue|proceed)|(?:accept|manage|your|about|we use) (?:all )?cookies|"
    r"cookie (?:consent|settings|wall)|just a moment|checking your browser|verify (?:that )?you are|"
    r"are you (?:a )?(?:human|robot)|captcha|access (?:to this page )?(?:is |has been )?denied|"
    r"enable (?:javascript|cookies)|sign in|log ?in to",
    re.IGNORECASE,
)
"""What the heading of a page says that stands in front of the one asked for."""


class HtmlPage:
    """A page and the address it was found at."""

    def __init__(self, address: str, markup: bytes, charset: str = "") -> None:
        """``charset`` is what the site said it is written in. Raises PageChanged where there is nothing in it."""
        self.address = address
        self.soup = BeautifulSoup(_decoded(markup, charset), "lxml")
        if not self.soup.get_text(strip=True):
            raise PageChanged(f"{address} is empty: the site answered with a page that has no text.")

    def one(self, selector: str, within: Tag | None = None) -> Tag:
        """The first element the CSS selector finds. Raises PageChanged where there is none."""
        found = (within or self.soup).select_one(selector)
        if found is None:
            raise self.changed(f"has no “{selector}”")
        return found

    def maybe(self, selector: str, within: Tag | None = None) -> Tag | None:
        """The first element the CSS selector finds; None where it finds none."""
        return (within or self.soup).select_one(selector)

    def every(self, selector: str, within: Tag | None = None) -> list[Tag]:
        """All elements the CSS selector finds, in the page's order."""
        return list((within or self.soup).select(selector))

    def links(self, selector: str, hosts: Iterable[str], within: Tag | None = None) -> list[str]:
        """The addresses on these hosts that the links lead to, each once, without the part after #."""
        found = (self.joined(str(link.get("href") or "")) for link in self.every(selector, within))
        return list(dict.fromkeys(address for address in found if _host(address) in set(hosts)))

    def joined(self, link: str) -> str:
        """Where a link on this page leads; empty for what is no web address."""
        try:
            address = urldefrag(urljoin(self.address, link.strip())).url
        except ValueError:
            return ""
        return codes.address(address).value if link.strip() else ""

    def changed(self, what: str) -> PageChanged:
        """The error that says what is wrong with the page, and what it looks like instead."""
        return PageChanged(f"{self.address} {what}. {self._looks_like()} Nothing was stored from it.")

    def _looks_like(self) -> str:
        headings = [words(tag) for tag in self.every("title, h1, h2")]
        shown = "; ".join(f"“{text.shortened(heading, 80)}”" for heading in filter(None, headings[:SHOWN_HEADINGS]))
        if wall := next((heading for heading in headings if WALL.search(heading)), ""):
            return f"It looks like a page that stands before the one asked for: “{text.shortened(wall, 80)}”."
        return f"The page may be built in a new way; its headings: {shown or 'none'}."


def read_page(body: Body) -> HtmlPage:
    """A fetched page. Raises PageChanged where it is empty."""
    return HtmlPage(body.address, read_body(body), body.charset)


def read_body(body: Body) -> bytes:
    """What was fetched, unpacked. Its size was limited when it was."""
    with gzip.open(body.path) as file:
        return file.read()


def words(tag: Tag | None) -> str:
    """An element's text on one line; empty for none."""
    return text.line(markup(tag)).value


def markup(tag: Tag | None) -> str:
    """What stands between an element's tags, as HTML; empty for none."""
    return tag.decode_contents() if tag is not None else ""


def value_of(term: Tag) -> str:
    """The text of the <dd> that follows a <dt> at once; empty where another term does."""
    follows = term.find_next_sibling(["dt", "dd"])
    return words(follows) if follows is not None and follows.name == "dd" else ""


def _decoded(markup: bytes, charset: str) -> str:
    """UTF-8 as nearly all pages are, else as the site or the page says or as Windows writes it."""
    said = EncodingDetector.find_declared_encoding(markup, is_html=True) or ""
    for encoding in ("utf-8-sig", charset, said, "cp1252"):
        try:
            return markup.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return markup.decode("latin-1")


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").casefold() if address else ""
