"""The releases of a file, one by one, whatever shape it is in.

Portals give release packages, record packages, and either of them or bare releases in arrays or one a line; people
pack them, and put them below keys of their own. A fault costs the release it stands in and nothing else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from scrapers.ocds.cursor import BREAKS_OFF, Cursor, Fault, Value
from scrapers.ocds.shape import Object, word
from scrapers.ocds.text import Text

DEEPEST = 12
RELEASE_KEYS = frozenset(
    "ocid id date tag language initiationType title description parties buyer buyerID planning tender bids awards "
    "contracts links relatedProcesses sources complaints statistics".split()
)
PACKAGE_KEYS = frozenset(
    "uri version extensions publishedDate publisher license publicationPolicy packages links maxUpdatedDate "
    "compiledRelease versionedRelease".split()
)
LINK_KEYS = frozenset({"url", "date", "tag"})
KEPT_WHOLE = RELEASE_KEYS | PACKAGE_KEYS
START = r'[,\[}\]\n][^\S\n]*+(?=\{\s*+"ocid"\s*+:)'
ANY_START = re.compile(rf"(?:{START})(?P<start>)")
LINE_START = re.compile(rf"(?:{START}|\n(?=\{{))(?P<start>)")
NOTICE_NUMBER = re.compile(r'"id"\s*:\s*"(\d{6}-\d{4})"')
OCID = re.compile(r'"ocid"\s*:\s*"(ocds-[\w-]{1,100})"')


@dataclass(frozen=True)
class Found:
    """One item of a file that is or should be a release.

    ``release`` is empty where ``fault`` says why it cannot be read. ``name`` is its notice number or OCID.
    ``package`` has what the package around it says of itself, as far as that was read.
    """

    number: int
    name: str
    release: Object = field(default_factory=dict)
    fault: str = ""
    repeated: tuple[str, ...] = ()
    mendings: tuple[str, ...] = ()
    package: Object = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"release {self.number} ({self.name})" if self.name else f"release {self.number}"


def releases(path: Path) -> Iterator[Found]:
    """Every release of a file, in order. Raises UnreadableFile where there is no reading on."""
    with Text(path) as text:
        yield from _Walk(text).file()


class _Walk:
    """Walks through arrays and objects down to the releases; holds one release at a time."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._cursor = Cursor(text)
        self._number = 0
        self._lines = 0
        self._package: Object = {}
        self._over = False
        self._start = ANY_START

    def file(self) -> Iterator[Found]:
        while not self._over and (mark := self._cursor.peek()):
            if mark in "{[":
                self._lines += 1
                yield from self._inside(0, expected=True)
            elif mark == ",":
                self._cursor.step()
            else:
                yield self._faulty(Fault("is no JSON", self._cursor.line()))
        if self._text.broken and not self._over:
            yield self._faulty(Fault(f"is missing: {self._text.broken}; fetch the file again"))

    def _inside(self, depth: int, expected: bool, keyed: bool = False) -> Iterator[Found]:
        """What an array or object holds. Where a release is expected, anything else is a fault.

        ``keyed`` says that it stands under a key, and more keys may follow.
        """
        if depth < DEEPEST and self._cursor.peek() == "[":
            yield from self._array(lambda: self._inside(depth + 1, expected))
        elif depth < DEEPEST and self._cursor.peek() == "{":
            yield from self._object(depth, expected, keyed)
        else:
            yield from self._no_release(expected)

    def _no_release(self, expected: bool) -> Iterator[Found]:
        try:
            self._cursor.value(self._start)
        except Fault as fault:
            yield from self._reported(fault)
        else:
            if expected:
                yield self._faulty(Fault("is no release"))

    def _array(self, element: Callable[[], Iterator[Found]]) -> Iterator[Found]:
        self._cursor.step()
        while not self._over:
            mark = self._cursor.peek()
            if mark == "]":
                self._cursor.step()
                return
            if mark == ",":
                self._cursor.step()
            elif mark in ("}", ":"):
                self._cursor.step()
            elif mark:
                yield from element()
            else:
                yield from self._reported(Fault(BREAKS_OFF, at_end=True))

    def _release(self) -> Iterator[Found]:
        """One element of an array of releases, taken whole. A link to a release elsewhere is none."""
        try:
            value = self._cursor.value(self._start)
        except Fault as fault:
            yield from self._reported(fault)
            return
        if not isinstance(value.value, dict):
            yield self._faulty(Fault("is no release"))
        elif self._overflows():
            yield from self._overflowing(value, DEEPEST)
        elif "url" not in value.value or not value.value.keys() <= LINK_KEYS:
            self._learn(value.value)
            yield self._found(value)

    def _overflows(self) -> bool:
        """Keys stand behind the release, which a bracket too many has closed too early."""
        further = self._cursor.peek() == ","
        if further:
            self._cursor.step()
        mark = self._cursor.peek()
        return mark in ("}", ":") or (further and mark == '"')

    def _overflowing(self, value: Value, depth: int) -> Iterator[Found]:
        found = self._found(value)
        yield replace(found, release={}, fault="is not complete JSON: its brackets do not match")
        try:
            self._cursor.skip(self._start if depth else LINE_START, "{")
        except Fault as fault:
            self._over = fault.at_end

    def _learn(self, release: Object) -> None:
        """How a release of this file begins, where it does not begin with its ocid."""
        first, second = [re.escape(name) for name in (*list(release)[:2], "", "")][:2]
        if self._start is ANY_START and first != "ocid":
            simple = rf'"{first}"\s*:'
            told = rf'{simple}\s*"[^"]*"\s*,\s*"{second}"' if isinstance(release.get(first), str) else simple
            self._start = re.compile(rf"(?:{START}|[,\[}}\]\n][^\S\n]*+(?=\{{\s*+{told}))(?P<start>)")

    def _object(self, depth: int, expected: bool, keyed: bool) -> Iterator[Found]:
        """A package, a record, a bare release, or something around them: told by its keys, read one by one."""
        self._cursor.step()
        members: Object = {}
        notes: list[Value] = []
        before = self._number
        while not self._over:
            try:
                key = self._key()
                if key is None:
                    break
                if depth == 0 and self._is_next_line():
                    raise Fault("is not complete JSON: a value is missing")
                if self._holds_releases(key, depth):
                    yield from self._below(key, depth)
                else:
                    notes.append(self._member(key, members, self._start if depth else LINE_START))
            except Fault as fault:
                yield from self._passed(fault, depth, members, expected)
                return
        if not self._over and self._number == before:
            yield from self._closed(members, notes, expected, None if keyed else depth)

    def _key(self) -> str | None:
        """The next key; None behind the last one, at which the object is passed."""
        while (mark := self._cursor.peek()) == ",":
            self._cursor.step()
        if mark == "}":
            self._cursor.step()
            return None
        if mark != '"':
            raise Fault(BREAKS_OFF if not mark else "is not complete JSON: a name is missing", at_end=not mark)
        key = str(self._cursor.value(self._start).value)
        if self._cursor.peek() != ":":
            raise Fault(BREAKS_OFF if not self._cursor.peek() else "is not complete JSON: a colon is missing")
        self._cursor.step()
        return key

    def _is_next_line(self) -> bool:
        """What follows is the next line's object and not the value of a key: once there are lines at all."""
        return self._lines > 1 and self._cursor.peek() == "{" and self._cursor.begins_line

    def _holds_releases(self, key: str, depth: int) -> bool:
        mark = self._cursor.peek()
        return mark in ("{", "[") and key not in KEPT_WHOLE and depth < DEEPEST

    def _below(self, key: str, depth: int) -> Iterator[Found]:
        if key == "releases" and self._cursor.peek() == "[":
            yield from self._array(self._release)
        else:
            yield from self._inside(depth + 1, expected=key == "records", keyed=True)

    def _member(self, key: str, members: Object, next_start: re.Pattern[str]) -> Value:
        if key == "versionedRelease":
            self._cursor.skip(next_start)
            return Value(None)
        value = self._cursor.value(next_start)
        members[key] = value.value
        if key in ("publisher", "license"):
            self._package = {**self._package, key: value.value}
        return value

    def _closed(self, members: Object, notes: list[Value], expected: bool, depth: int | None) -> Iterator[Found]:
        """At the end of an object in which no releases stood. ``depth`` is None where more keys may rightly follow."""
        release = _release_in(members)
        if release:
            repeated = tuple(name for note in notes for name in note.repeated)
            value = Value(release, repeated, tuple(dict.fromkeys(text for note in notes for text in note.mendings)))
            is_over = depth is not None and self._overflows()
            yield from self._overflowing(value, depth or 0) if is_over else [self._found(value)]
        elif expected and "ocid" in members:
            yield self._faulty(Fault("is a record that holds no release, or only links to releases"))
        elif expected and not members.keys() <= PACKAGE_KEYS:
            yield self._faulty(Fault("is no release: it has no ocid"))

    def _passed(self, fault: Fault, depth: int, members: Object, expected: bool) -> Iterator[Found]:
        """Behind the object that a fault stands in. Of JSON Lines a new line begins a new object."""
        is_at_next = self._cursor.at_start or self._cursor.peek() == "{"
        if not fault.at_end and not is_at_next:
            try:
                self._cursor.skip(self._start if depth else LINE_START, "{")
            except Fault as further:
                fault = Fault(str(fault), fault.sample, at_end=further.at_end)
        if expected or fault.at_end or "ocid" in members:
            for found in self._reported(fault):
                yield replace(found, name=_name(members) or found.name)

    def _found(self, value: Value) -> Found:
        self._number += 1
        repeated, mendings = tuple(value.repeated), tuple(value.mendings)
        return Found(self._number, _name(value.value), value.value, "", repeated, mendings, self._package)

    def _reported(self, fault: Fault) -> Iterator[Found]:
        """Where the text ends inside a value there is nothing more to come, and one row says so."""
        self._over = self._over or fault.at_end
        yield self._faulty(fault)

    def _faulty(self, fault: Fault) -> Found:
        self._number += 1
        number, ocid = NOTICE_NUMBER.search(fault.sample), OCID.search(fault.sample)
        match = number or ocid
        return Found(self._number, match[1] if match else "", fault=str(fault), package=self._package)


def _name(release: Object) -> str:
    """The notice number where it is one, else the OCID."""
    number = word(release.get("id"))
    return number if re.fullmatch(r"\d{6}-\d{4}", number) else word(release.get("ocid"))[:100]


def _release_in(members: Object) -> Object:
    """The release an object is, or the compiled one of a record; an empty one where it is neither."""
    compiled = members.get("compiledRelease")
    release = compiled if isinstance(compiled, dict) else members
    return release if "ocid" in release and not release.keys() <= PACKAGE_KEYS | {"ocid"} else {}
