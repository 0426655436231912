"""An address to ask: https alone, on a host of its source, written in one way."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin

from scrapers.site import NotAllowed

LONGEST = 4_000
LONGEST_SHOWN = 300
NO_PLACE_IN_AN_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\]|^\s|\s$")
PARTS = re.compile(r"(?i:https)://([^/?#]*)([^#]*)(#.*)?", re.DOTALL)
NAMES_A_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
HOST_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
NEVER_ESCAPED = re.compile(r"%(2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])")
STANDS_AS_IT_IS = "/?%:@!$&'()*+,;=~[]"
SECRET = re.compile(r"(?i)([?&][^=&]*(?:key|token|secret|password|signature|auth)[^=&]*=)[^&#]*")
USER = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True)
class Address:
    """An address that may be asked: ``host`` in ASCII and small letters, ``target`` the path and query as sent."""

    host: str
    target: str

    def __str__(self) -> str:
        return f"https://{self.host}{self.target}"


def checked(text: str, hosts: Collection[str]) -> Address:
    """Read an address. Raises NotAllowed unless it is https on one of ``hosts``, and nothing else besides."""
    try:
        return _allowed(_read(text), hosts)
    except _Unfit as fault:
        raise NotAllowed(f"{shown(text)} was not asked: {fault}.") from None


def followed(at: Address, location: str, hosts: Collection[str]) -> Address:
    """Where a redirect leads. Raises NotAllowed as ``checked`` does; a mark within the page (#lots) is left out."""
    try:
        return _allowed(_read(_joined(at, location)), hosts)
    except _Unfit as fault:
        raise NotAllowed(f"{shown(str(at))} sends us on to {shown(location)}, which was not asked: {fault}.") from None


def host_name(text: str) -> str:
    """A host as the internet writes it. Raises ValueError for what is no full name, such as an IP address."""
    try:
        name = text.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        name = ""
    if not HOST_NAME.fullmatch(name):
        raise ValueError(f"{shown(text)!r} is not the full name of a host")
    return name


def shown(text: str) -> str:
    """An address as messages name it: on one line, without passwords and keys."""
    bare = SECRET.sub(r"\1…", USER.sub("//…@", text))
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in bare)
    return printable if len(printable) <= LONGEST_SHOWN else printable[: LONGEST_SHOWN - 1] + "…"


class _Unfit(Exception):
    """Why an address is not asked, as a clause."""


def _read(text: str) -> Address:
    if len(text) > LONGEST:
        raise _Unfit(f"it is longer than {LONGEST:,} characters")
    if NO_PLACE_IN_AN_ADDRESS.search(text):
        raise _Unfit("it holds a line break, a backslash or another character that no address has")
    parts = PARTS.fullmatch(text)
    if not parts:
        raise _Unfit("only addresses that begin with https:// are asked")
    authority, rest, mark = parts.groups()
    if mark is not None:
        raise _Unfit("it names a place within a page (#…); leave that out")
    return Address(_host(authority), _target(rest))


def _host(authority: str) -> str:
    if "@" in authority:
        raise _Unfit("it holds a user name or password")
    name, colon, port = authority.partition(":")
    if colon and port != "443":
        raise _Unfit("only the usual port of https (443) is asked")
    try:
        return host_name(name)
    except ValueError as fault:
        raise _Unfit(str(fault)) from None


def _target(rest: str) -> str:
    """Path and query, escaped in one way: robots.txt must not be got round by another spelling of a path."""
    escaped = quote(rest, safe=STANDS_AS_IT_IS)
    target = NEVER_ESCAPED.sub(lambda found: unquote(found[0]), escaped)
    if not target.startswith("/"):
        target = f"/{target}"
    if {".", ".."} & set(target.partition("?")[0].split("/")):
        raise _Unfit("its path holds dots in place of a folder")
    return target


def _allowed(address: Address, hosts: Collection[str]) -> Address:
    if address.host not in hosts:
        listed = ", ".join(sorted(hosts))
        cure = "if its pages have moved there, add it to the source's hosts"
        raise _Unfit(f"{address.host} is not among the hosts of this source ({listed}); {cure}")
    return address


def _joined(at: Address, location: str) -> str:
    """Publishers send letters beyond ASCII in Location as UTF-8 bytes, which arrive read as Latin-1."""
    try:
        written = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        written = location
    if NO_PLACE_IN_AN_ADDRESS.search(written) or NAMES_A_SCHEME.match(written):
        return written.partition("#")[0]
    try:
        return urljoin(str(at), written).partition("#")[0]
    except ValueError:
        return written
