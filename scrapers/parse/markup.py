"""HTML as plain text: paragraphs and list items on lines of their own, everything else in the running text."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

BLOCKS = (
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
)  # fmt: skip
INLINE = (
    "a", "abbr", "b", "br", "cite", "code", "em", "font", "i", "img", "mark", "s", "small", "span", "strong", "sub",
    "sup", "tbody", "td", "th", "thead", "time", "u", "wbr",
)  # fmt: skip
UNREAD = ("script", "style", "template", "noscript", "iframe", "svg", "object", "head", "title")
NAMES = "|".join((*BLOCKS, *INLINE, *UNREAD, "html", "body"))
TAG = re.compile(rf"</?(?:{NAMES})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
STRAY_BRACKET = re.compile(rf"<(?!/?(?:{NAMES})\b|!)", re.IGNORECASE)
SINGLE_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
BULLET = "• "
AT_START = {"li": f"\n{BULLET}", "br": "\n", "td": " ", "th": " "}
LOOSE_BULLET = re.compile(r"(?<!\s)\s++(?<=\n)• \s*+")


def has_markup(text: str) -> bool:
    """True where a real HTML tag stands; "<£20M" and ">£80m" in a title are not markup."""
    return TAG.search(text) is not None


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, with a line for each block and a bullet before each list item."""
    return _joined(BeautifulSoup(_source(markup), "lxml"))


def _source(markup: str) -> str:
    """A line break in HTML source is a space, but editors part paragraphs by an empty line and mean it."""
    lines = (line.strip() for line in STRAY_BRACKET.sub("&lt;", markup).splitlines())
    return SINGLE_LINE_BREAK.sub(" ", "\n".join(lines))


def _joined(soup: BeautifulSoup) -> str:
    """The text nodes in order, a line break wherever one stands in another block than the one before.

    The tree is walked and not changed, so that the time taken grows with the length of the text alone.
    """
    pieces: list[str] = []
    blocks: dict[int, Tag | None] = {id(soup): soup}
    before: Tag | None = soup
    for node in soup.descendants:
        around = blocks[id(node.parent)]
        if isinstance(node, Tag):
            blocks[id(node)] = _block(node, around)
            pieces.append(AT_START.get(node.name, ""))
        elif type(node) is NavigableString and around is not None:
            pieces.append(node if around is before else f"\n{node}")
            before = around
    return LOOSE_BULLET.sub(f"\n{BULLET}", "".join(pieces))


def _block(tag: Tag, around: Tag | None) -> Tag | None:
    """The block a tag's text stands in; None where it is not to be read."""
    if tag.name in UNREAD or around is None:
        return None
    return tag if tag.name in BLOCKS else around
