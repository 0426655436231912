"""Answers that look like success and are none: pages that keep machines out, and another kind of page than expected.

A page that holds a robot up is a refusal. It is told as one and never got round.
"""

import re
from html import unescape

HEAD = 65_536
"""As much of a body is looked at, in bytes."""

LONGEST_WALL = 1_500
LONGEST_QUOTE = 200
ALIKE = {
    "application/json": ("text/json",),
    "text/csv": ("application/csv", "text/plain", "application/vnd.ms-excel", "application/octet-stream"),
    "application/xml": ("text/xml",),
    "text/html": ("application/xhtml+xml",),
}
HTML = re.compile(
    rb"(\xef\xbb\xbf)?(?>\s*(<!--(?:(?!-->).)*-->|<\?xml[^>]*>))*\s*<(!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", re.IGNORECASE)
UNSEEN = re.compile(
    r"<!--.*?(-->|\Z)|<(script|style|title|svg)\b.*?(</\2\s*>|\Z)|<[^>]*(>|\Z)", re.IGNORECASE | re.DOTALL
)
"""Each part ends at the end of the page at the latest: a page that opens and never closes is read once, not often."""

TITLE_OF_A_WALL = re.compile(
    r"just a moment|attention required|pardon our interruption|request (rejected|unsuccessful)"
    r"|access (to this page )?(has been |is )?(denied|blocked)|checking your browser|ddos.guard"
    r"|security challenge|robot challenge|captcha|(bot|human) (check|verification)\b"
    r"|are you (a )?(human|robot)|verify(ing)? (that )?you are (a )?human"
    r"|(enable|turn on|accept) cookies|cookies? (wall|check|required|disabled)",
    re.IGNORECASE,
)
MARK_OF_A_WALL = re.compile(
    r"_cf_chl_opt|cf-browser-verification|id=.px-captcha|captcha-delivery\.com|gokuProps|incapsula incident id",
    re.IGNORECASE,
)
WORDS_OF_A_WALL = re.compile(
    r"captcha|not a robot|(you are|you're) (a )?human|unusual (traffic|activity)|checking your browser"
    r"|automated (access|requests|queries)|access denied|(does not|doesn't) (accept|support) cookies"
    r"|(enable|turn on|allow|requires?|must accept|need to accept)( \w+){0,3} cookies"
    r"|cookies? (is |are |must be |have been |need to be )*(disabled|blocked|required|enabled|accepted|turned (on|off))"
    r"|accept( \w+){0,3} cookies( \w+){0,4} to (continue|proceed|view|use)"
    r"|to (continue|proceed)[^.]{0,40}accept[^.]{0,20}cookies",
    re.IGNORECASE,
)


def is_as_expected(media_type: str, expects: str, head: bytes) -> bool:
    """True if a body of ``media_type`` that begins with ``head`` may be what was expected; "" expects anything."""
    if not expects:
        return True
    if not _is_html(expects) and HTML.match(head):
        return False
    suffix = expects.rpartition("/")[2]
    return media_type in (expects, "", *ALIKE.get(expects, ())) or media_type.endswith(f"+{suffix}")


def wall(media_type: str, head: bytes) -> str:
    """What shows that a page only keeps machines out, such as its title; empty for any other page."""
    if not (_is_html(media_type) or HTML.match(head)):
        return ""
    page = head.decode("utf-8", "replace")
    if mark := MARK_OF_A_WALL.search(page):
        return _title(page) or mark[0]
    title, text = _title(page), _text(page)
    if len(text) > LONGEST_WALL:
        return ""
    if TITLE_OF_A_WALL.search(title):
        return title
    found = WORDS_OF_A_WALL.search(text)
    return found[0] if found else ""


def quote(head: bytes) -> str:
    """The beginning of a page as people would read it, on one line, for a message; its title where it has one."""
    page = head.decode("utf-8", "replace")
    said = _title(page) or _text(page)
    said = "".join(letter if letter.isprintable() else " " for letter in said).strip()
    return said if len(said) <= LONGEST_QUOTE else said[: LONGEST_QUOTE - 1] + "…"


def _is_html(media_type: str) -> bool:
    return media_type in ("text/html", "application/xhtml+xml")


def _title(page: str) -> str:
    found = TITLE.search(page)
    return " ".join(unescape(found[1]).split()) if found else ""


def _text(page: str) -> str:
    return " ".join(unescape(UNSEEN.sub(" ", page)).split())
