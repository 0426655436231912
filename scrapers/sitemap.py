"""The addresses a site lists in its sitemap: a plain one, an index of several, or packed with gzip."""

import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from scrapers.html_page import read_body
from scrapers.site import Body, Fetch, PageChanged
from scrapers.xml_stream import UnsafeXml, read_xml

MOST_MAPS = 50
MOST_ADDRESSES = 50_000
LARGEST_MAP = 50_000_000
GZIP = b"\x1f\x8b"
CHUNK = 65_536


def addresses(fetch: Fetch, start: str) -> tuple[Body, list[str]]:
    """The sitemap at ``start`` as fetched, and every page it or the sitemaps it names list, each once.

    Raises PageChanged where it is no sitemap or lists nothing.
    """
    waiting, seen, found = [start], {start}, dict[str, None]()
    first: Body | None = None
    while waiting:
        body = fetch(waiting.pop(0))
        first = first or body
        listed = _read(body)
        found.update(dict.fromkeys(listed.pages))
        further = [address for address in listed.maps if address not in seen]
        seen.update(further)
        waiting.extend(further)
        if len(seen) > MOST_MAPS or len(found) > MOST_ADDRESSES:
            raise PageChanged(f"{start} lists more than {MOST_MAPS} sitemaps or {MOST_ADDRESSES:,} pages.")
    if not found or first is None:
        raise PageChanged(f"{start} is a sitemap that lists no page.")
    return first, list(found)


class _Listed:
    """What a sitemap lists: pages, and further sitemaps. An image's address is neither."""

    def __init__(self, address: str) -> None:
        self.pages: list[str] = []
        self.maps: list[str] = []
        self._address = address
        self._above: list[str] = []
        self._text = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._above and name not in ("urlset", "sitemapindex"):
            raise UnsafeXml(f"begins with <{name}>")
        self._above.append(name)
        self._text = ""

    def text(self, text: str) -> None:
        self._text += text

    def end(self, name: str) -> None:
        self._above.pop()
        lists = {"url": self.pages, "sitemap": self.maps}
        if name == "loc" and self._above and self._above[-1] in lists:
            lists[self._above[-1]].append(urljoin(self._address, self._text.strip()))


def _read(body: Body) -> _Listed:
    listed = _Listed(body.address)
    try:
        read_xml(_chunks(read_body(body)), listed)
    except (UnsafeXml, zlib.error, ValueError) as error:
        raise PageChanged(f"{body.address} is no sitemap: it {error}. Nothing was stored from it.") from error
    return listed


def _chunks(data: bytes) -> Iterator[bytes]:
    """The sitemap's XML; one published as sitemap.xml.gz is unpacked, up to a limit."""
    if not data.startswith(GZIP):
        yield from (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
        return
    unpacking, unpacked = zlib.decompressobj(wbits=31), 0
    while data:
        chunk = unpacking.decompress(data, CHUNK)
        unpacked += len(chunk)
        if unpacked > LARGEST_MAP:
            raise UnsafeXml(f"unpacks to more than {LARGEST_MAP // 1_000_000} MB")
        yield chunk
        data = unpacking.unconsumed_tail
