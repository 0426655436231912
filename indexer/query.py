"""From what a searcher typed to a small query: words, "phrases", -exclusions, OR, beginnings* and field:value.

Nothing typed is an error: what cannot be read as one of these is read as plain words. All work is bounded, since
only the first 400 characters count and each is looked at a fixed number of times.
"""

import re
from dataclasses import dataclass, field, replace

from indexer.analysis import Reference, Token, find_references, folded, tokens

LONGEST_TEXT = 400
SHORTEST_BEGINNING = 3
MOST_CONDITIONS = 12
"""How many phrases and field:value pairs, and how many exclusions, of one query count."""

MOST_CODES = 3
"""CPV codes of one query that count: for each, all codes above and below it are looked up."""

FIELDS = {"owner": "owner", "title": "title", "lot": "lots", "supplier": "suppliers", "cpv": "cpv"}
"""What may stand before a colon, and the field it means."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_ITEM = re.compile(
    rf"""(?P<minus>(?<!\S)-)?
    (?:(?P<field>{"|".join(FIELDS)}):)?
    (?: "(?P<phrase>[^"]*)" | (?P<bare>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
_BEGINNING = re.compile(rf"([^\W\d_]{{{SHORTEST_BEGINNING},}})\*")
_CPV_CODE = re.compile(r"(?<![\w.])(\d{8})(?:-\d)?(?![\w-])", re.ASCII)


@dataclass(frozen=True)
class Clause:
    """A word, or several in a row; in one ``field`` or in any. A ``beginning`` stands for all words it begins."""

    words: tuple[str, ...]
    terms: tuple[str, ...]
    field: str | None = None
    beginning: bool = False


@dataclass(frozen=True)
class Part:
    """One thing that was asked for, ``query[start:end]``: any of its ``clauses``.

    What stands in quotation marks or after ``field:`` is ``required``; plain words are not.
    """

    text: str
    start: int
    end: int
    clauses: tuple[Clause, ...]
    required: bool = False

    @property
    def is_word(self) -> bool:
        """Whether this is one plain word, free to be read as its synonyms or corrected."""
        return not self.required and len(self.clauses) == 1 and len(self.clauses[0].terms) == 1


@dataclass
class Parsed:
    """A query, read. The index knows which of the possible ``references`` are references."""

    text: str
    parts: list[Part] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    references: tuple[Reference, ...] = ()
    cpv_codes: tuple[Reference, ...] = ()
    hints: list[str] = field(default_factory=list)


_NOISE = frozenset("agreement anyon buy find framework full get look need procur requir someon tender want".split())


def is_noise(part: Part) -> bool:
    """Whether a part is a word of the sentence about searching ("need", "framework"), not of what is searched for."""
    return not part.required and all(len(c.terms) == 1 and c.terms[0] in _NOISE for c in part.clauses)


def parse(text: str) -> Parsed:
    """``text`` as a query. Never raises; an empty text is a query for everything."""
    parsed = Parsed(_UNPRINTABLE.sub(" ", text[:LONGEST_TEXT]).translate(_QUOTES).strip())
    if len(text) > LONGEST_TEXT:
        parsed.hints.append(f"Only the first {LONGEST_TEXT} characters of your search were used.")
    plain = _read_items(parsed)
    parsed.references = find_references(plain)
    codes = {match[1]: Reference(match[1], *match.span()) for match in reversed([*_CPV_CODE.finditer(plain)])}
    parsed.cpv_codes = tuple(reversed(codes.values()))[:MOST_CODES]
    if len(codes) > MOST_CODES:
        parsed.hints.append(f"Only the first {MOST_CODES} CPV codes of your search were used as codes.")
    _limit(parsed)
    return parsed


def _read_items(parsed: Parsed) -> str:
    """Fill in parts and exclusions. Returns the text with what holds no reference blotted out."""
    plain = parsed.text
    operator = ""
    for item in _ITEM.finditer(parsed.text):
        if item["bare"] in ("AND", "OR", "NOT"):
            operator = item["bare"]
            continue
        field = _field(item)
        excluding = bool(item["minus"]) or operator == "NOT"
        parts = _parts(item, field, whole=excluding or operator == "OR")
        if excluding:
            parsed.excluded += [clause for part in parts for clause in part.clauses]
        elif operator == "OR" and parsed.parts and parts:
            parsed.parts[-1] = _either(parsed.parts[-1], parts[0])
        else:
            parsed.parts += parts
        if excluding or field:
            plain = plain[: item.start()] + '"' * len(item[0]) + plain[item.end() :]
        operator = ""
    return plain


def _field(item: re.Match[str]) -> str | None:
    if not item["field"] or (item["bare"] and _CPV_CODE.fullmatch(item["bare"])):
        return None
    return FIELDS[item["field"].lower()]


def _parts(item: re.Match[str], field: str | None, *, whole: bool) -> list[Part]:
    """What one item asks for: a part for each word, or one for the ``whole``."""
    kind = "bare" if item["phrase"] is None else "phrase"
    text, start = item[kind], item.start(kind)
    required = kind == "phrase" or field is not None
    if beginning := _BEGINNING.fullmatch(text.strip("().,;")):
        clause = Clause((folded(beginning[1])[0],), (), field, beginning=True)
        return [Part(text, start, item.end(kind), (clause,), required)]
    words = [token for token in tokens(text, typed=True) if not token.compound]
    groups = [words] if whole or required else [[word] for word in words]
    return [_part(item.string, start, group, field, required) for group in groups if group]


def _part(query: str, offset: int, words: list[Token], field: str | None, required: bool) -> Part:
    start, end = offset + words[0].start, offset + words[-1].end
    clause = Clause(tuple(word.word for word in words), tuple(word.term for word in words), field)
    return Part(query[start:end], start, end, (clause,), required)


def _either(first: Part, second: Part) -> Part:
    return replace(
        first,
        text=f"{first.text} or {second.text}",
        end=second.end,
        clauses=first.clauses + second.clauses,
        required=first.required or second.required,
    )


def _limit(parsed: Parsed) -> None:
    """Drop repetitions and all phrases, field:value pairs and exclusions beyond the limit."""
    first: dict[tuple[Clause, ...], Part] = {}
    for part in parsed.parts:
        first.setdefault(part.clauses, part)
    parsed.parts = list(first.values())
    required = [part for part in parsed.parts if part.required]
    if len(required) > MOST_CONDITIONS or len(parsed.excluded) > MOST_CONDITIONS:
        parsed.hints.append(f"Only the first {MOST_CONDITIONS} phrases and exclusions of your search were used.")
    surplus = required[MOST_CONDITIONS:]
    parsed.parts = [part for part in parsed.parts if part not in surplus]
    parsed.excluded = parsed.excluded[:MOST_CONDITIONS]
