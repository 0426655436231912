"""What a host's robots.txt asks of us (RFC 9309)."""

from collections.abc import Iterator
from itertools import islice

from protego import Protego

from scrapers.fetch.address import Address

LARGEST = 512 * 1024
"""Bytes read of it. RFC 9309 asks for 500 KiB at least; what a longer one says beyond is not heeded."""

MOST_TRIED = 20
"""Rules that match an address, tried for the one to name."""


class Robots:
    """The rules of one host for ``product``, our name in the user agent."""

    def __init__(self, text: str, product: str) -> None:
        self._text = text
        self._rules = Protego.parse(text)
        self._product = product

    def forbids(self, address: Address) -> str:
        """The rule that disallows ``address``, as "Disallow: /search", or nothing where it may be asked."""
        if self._rules.can_fetch(str(address), self._product):
            return ""
        return next(self._rules_against(str(address)), "Disallow")

    def seconds_apart(self) -> float:
        """What Crawl-delay and Request-rate ask to be left between two requests."""
        rate = self._rules.request_rate(self._product)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(self._rules.crawl_delay(self._product) or 0.0, by_rate, 0.0)

    def _rules_against(self, address: str) -> Iterator[str]:
        """The longest first, which is the one that counts. A rule may stand in the part for another robot."""
        values = {value for field, value in self._fields() if field == "disallow"} - {""}
        longest_first = sorted(values, key=lambda value: (-len(value), value))
        matching = (value for value in longest_first if self._forbid(f"User-agent: *\nDisallow: {value}", address))
        return (f"Disallow: {value}" for value in islice(matching, MOST_TRIED) if self._stands_for_us(value, address))

    def _stands_for_us(self, value: str, address: str) -> bool:
        """True if ``address`` is still forbidden when every other rule is put out of force."""
        lines = []
        for field, said in self._fields():
            counts = field == "user-agent" or (field, said) == ("disallow", value)
            lines.append(f"{field}: {said}" if counts else "crawl-delay: 0")
        return self._forbid("\n".join(lines), address)

    def _forbid(self, rules: str, address: str) -> bool:
        return not Protego.parse(rules).can_fetch(address, self._product)

    def _fields(self) -> Iterator[tuple[str, str]]:
        for line in self._text.splitlines():
            field, colon, value = line.partition("#")[0].partition(":")
            if colon:
                yield field.strip().lower(), value.strip()
