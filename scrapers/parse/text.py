"""Published text as plain text: no markup, no invisible characters, wrongly decoded letters put right."""

import html
import re
import unicodedata
from dataclasses import replace

from ftfy import TextFixerConfig, fix_text

from scrapers.parse.found import Doubt, Found
from scrapers.parse.markup import has_markup, plain_text
from scrapers.parse.privacy import without_persons

ONLY_WRONG_DECODING = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    replace_lossy_sequences=False,
    normalization=None,
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)
NOTHING = frozenset(
    "n/a|n.a.|none|null|nan|-|–|—|.|tbc|tba|to be confirmed|to be announced|not known|unknown|not specified|"
    "not applicable|no description".split("|")
)
"""What publishers write where they have nothing to say."""


def line(raw: str) -> Found[str]:
    """Text that belongs on one line: a title, a name. Empty where the publisher wrote a word for nothing."""
    found = _cleaned(raw)
    value = " ".join(found.value.split())
    return Found("" if says_nothing(value) else value, found.doubts)


def block(raw: str) -> Found[str]:
    """Prose. Paragraphs and list items keep their own lines; people's e-mail addresses are left out."""
    found = _cleaned(raw)
    value, removed = without_persons(found.value)
    doubts = found.doubts
    if removed:
        doubts += (Doubt("names a person to turn to", "left out: the hub keeps no named contacts"),)
        doubts = tuple(replace(doubt, shown=value) for doubt in doubts)
    return Found("" if says_nothing(value) else value, doubts)


def says_nothing(value: str) -> bool:
    """True for an empty value and for the words publishers put in place of one."""
    return not value or value.casefold() in NOTHING


def tidy(text: str) -> str:
    """Single spaces within a line, at most one empty line between lines, nothing invisible."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    visible = text if text.isprintable() else "".join(_shown(character) for character in text)
    lines = (" ".join(part.split()) for part in visible.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shortened(raw: str, length: int = 200) -> str:
    """The beginning of a long value, for showing in a report."""
    return raw if len(raw) <= length else f"{raw[: length - 1]}…"


def _cleaned(raw: str) -> Found[str]:
    if not raw:
        return Found("")
    repaired = fix_text(raw, ONLY_WRONG_DECODING)
    text = _unescaped(repaired)
    if has_markup(text):
        text = plain_text(text)
    return Found(tidy(text), _decoding_doubts(raw, repaired))


def _decoding_doubts(raw: str, repaired: str) -> tuple[Doubt, ...]:
    doubts = []
    if repaired != raw and tidy(repaired) != tidy(raw):
        doubts.append(Doubt("holds wrongly decoded characters", f"read as: {shortened(tidy(repaired), 100)}"))
    if "\ufffd" in repaired:
        doubts.append(Doubt("holds a character that was lost before publication", "kept as published"))
    return tuple(doubts)


def _unescaped(text: str) -> str:
    """Entities as characters; twice, for publishers who escape what is already escaped."""
    for _ in range(2):
        text = ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text


def _shown(character: str) -> str:
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Co") else character
