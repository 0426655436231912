"""How values read on a page: dates, money, fees, counts and the words for each kind of thing.

Plain functions of plain values, for templates and exports alike. What is not known gives an empty text; the page
then says "not published".
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urlsplit

from hub.clock import LONDON
from hub.status import Status, day, exactly

KINDS = {
    "framework": "Framework",
    "open_framework": "Open framework",
    "dps": "Dynamic purchasing system",
    "dynamic_market": "Dynamic market",
    "utilities_dynamic_market": "Utilities dynamic market",
    "qualification_system": "Qualification system",
    "joint_contract": "Joint contract",
    "unknown": "Not published",
}

REGULATIONS = {
    "pcr_2006": "PCR 2006",
    "pcr_2015": "PCR 2015",
    "procurement_act_2023": "Procurement Act 2023",
    "scotland": "Scotland",
    "other": "Other",
    "unknown": "Not published",
}

ROUTES = {"direct_award": "Direct award", "competition": "Further competition"}

STAGES = {
    "planned": "Planned",
    "tendering": "Tendering",
    "awarded": "Awarded",
    "live": "Live",
    "ended": "Ended",
    "cancelled": "Cancelled",
    "suspended": "Suspended",
}

PLACES = {"active": "", "suspended": "Suspended", "excluded": "Excluded", "left": "Left"}

STATUS_COLOURS = {
    Status.PLANNED: "",
    Status.TENDERING: "",
    Status.AWARDED: "teal",
    Status.LIVE: "green",
    Status.EXTENDED: "green",
    Status.ENDED: "grey",
    Status.ENDED_MAY_BE_EXTENDED: "grey",
    Status.CANCELLED: "red",
    Status.SUSPENDED: "orange",
    Status.UNCONFIRMED: "yellow",
    Status.UNKNOWN: "grey",
}
"""The tag of each status; empty is the tag's own blue. Colour only repeats what the words say."""

BASES = {
    "duration": "worked out from the published length of the agreement",
    "award": "taken from the award",
    "text": "read from the published wording",
    "estimated": "an estimate",
}
"""What is said beside a date that was not published as such."""

PAYERS = {"supplier": "paid by the supplier", "buyer": "paid by the buyer"}

SCALES = ((10**9, "billion"), (10**6, "million"))

SLUG_LENGTH = 80


class Dated(Protocol):
    """A date with how exactly it was published and where it comes from."""

    @property
    def value(self) -> date: ...
    @property
    def precision(self) -> Any: ...
    @property
    def basis(self) -> Any: ...


class Charge(Protocol):
    """A fee, as stored or as stated."""

    @property
    def basis_points(self) -> int | None: ...
    @property
    def payer(self) -> Any: ...
    @property
    def base(self) -> str: ...
    @property
    def cap_pence(self) -> int | None: ...
    @property
    def known(self) -> Any: ...
    @property
    def text(self) -> str: ...


def kind_label(kind: str) -> str:
    return KINDS[kind]


def regulation_label(regulation: str) -> str:
    return REGULATIONS[regulation]


def status_class(status: Status) -> str:
    """The class that colours a status tag."""
    colour = STATUS_COLOURS[status]
    return f"govuk-tag--{colour}" if colour else ""


def route_label(route: str, regulation: str = "unknown") -> str:
    """A way to award a call-off, in the words of the law it is done under."""
    if route == "competition" and regulation == "procurement_act_2023":
        return "Competitive selection process"
    return ROUTES[route]


def routes_text(routes: Iterable[str], regulation: str = "unknown") -> str:
    """ "Direct award or further competition"."""
    words = [route_label(route, regulation) for route in sorted(routes, reverse=True)]
    return " or ".join([*words[:1], *map(lower_first, words[1:])])


def date_text(value: date) -> str:
    return day(value)


def iso_date_text(value: str) -> str:
    """A date that a file has as 2027-03-03, as people write it."""
    return day(date.fromisoformat(value)) if value else ""


def as_of_text(dated: Any) -> str:
    """The day a source or record speaks of, no more exactly than it is known: 20 June 2022, 2023, about 1 May 2025."""
    return exactly(dated.as_of, dated.as_of_precision)


def instant_text(value: datetime) -> str:
    """The day, in London, of a point in time."""
    return day(value.astimezone(LONDON).date())


def moment_text(value: datetime) -> str:
    """The day and the time, in London, of a point in time."""
    return f"{instant_text(value)}, {value.astimezone(LONDON):%H:%M}"


def dated_text(dated: Dated | None) -> str:
    """A date as exactly as it was published: 3 March 2027, March 2027, 2027."""
    if dated is None:
        return ""
    if dated.precision == "year":
        return str(dated.value.year)
    return f"{dated.value:%B %Y}" if dated.precision == "month" else day(dated.value)


def basis_note(dated: Dated | None) -> str:
    """What to say beside a date that somebody worked out; empty for a published one."""
    return BASES.get(str(dated.basis), "") if dated else ""


def term_text(start: Dated | None, end: Dated | None) -> str:
    """ "1 March 2024 to 28 February 2028", or what is known of it."""
    if start and end:
        return f"{dated_text(start)} to {dated_text(end)}"
    if start:
        return f"From {dated_text(start)}, end not published"
    return f"Until {dated_text(end)}, start not published" if end else ""


def money_text(pence: int | None, currency: str | None = "GBP") -> str:
    """ "£1.25 billion" where nothing is lost by it, else every digit: "£1,234,567.50"."""
    if pence is None:
        return ""
    sign = {"GBP": "£", "EUR": "€", None: "£"}.get(currency, f"{currency} ")
    for size, word in SCALES:
        amount = Decimal(pence) / 100 / size
        if amount >= 1 and amount == round(amount, 2):
            return f"{sign}{_plain(amount)} {word}"
    return f"{sign}{pence // 100:,}" + (f".{pence % 100:02}" if pence % 100 else "")


def value_text(net_pence: int | None, gross_pence: int | None, currency: str | None) -> str:
    """An amount without VAT, with it, or both."""
    net = f"{money_text(net_pence, currency)} excluding VAT" if net_pence is not None else ""
    gross = f"{money_text(gross_pence, currency)} including VAT" if gross_pence is not None else ""
    return ", ".join(filter(None, (net, gross)))


def percentage(basis_points: int) -> str:
    """ "1.25%" of 125 basis points."""
    return f"{_plain(Decimal(basis_points) / 100)}%"


def fee_text(fee: Charge) -> str:
    """A fee in a line; empty where neither a rate nor any wording is published."""
    if fee.known == "no":
        return "No fee"
    if fee.basis_points is None:
        return fee.text
    payer = PAYERS.get(str(fee.payer), "")
    rate = f"{percentage(fee.basis_points)} of {fee.base}" if fee.base else percentage(fee.basis_points)
    cap = f"at most {money_text(fee.cap_pence)}" if fee.cap_pence is not None else ""
    return ", ".join(filter(None, (rate, payer, cap)))


def count_text(number: int, noun: str, plural: str = "") -> str:
    """ "1 framework", "1,204 frameworks"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size_text(size: int) -> str:
    """A number of bytes as people read it: 812 bytes, 12 kB, 3.4 MB."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def number_text(number: int) -> str:
    return f"{number:,}"


def lot_heading(number: str, title: str) -> str:
    """ "Lot 2: Cleaning"; a lot without a number has only its title."""
    numbered = number if number.casefold().startswith("lot") else f"Lot {number}" if number else ""
    return ": ".join(filter(None, (numbered, title))) or "Lot not published"


def listing(words: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def lower_first(text: str) -> str:
    """For the middle of a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def answer_text(answer: str) -> str:
    """An answer on who may use a framework. What the hub does not hold may be published all the same."""
    return f"{answer.capitalize()}{' in what the hub holds' if answer == 'not published' else ''}"


def paragraphs(text: str) -> list[str]:
    """A published text cut where it has line breaks."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def host(address: str) -> str:
    """The name of the site an address is on."""
    return urlsplit(address).netloc.removeprefix("www.")


def slugify(text: str) -> str:
    """A title for an address: lower case, words joined by hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")
    return words if len(words) <= SLUG_LENGTH else words[:SLUG_LENGTH].rpartition("-")[0] or words[:SLUG_LENGTH]


def _plain(number: Decimal) -> str:
    """Without trailing zeros or exponent."""
    return f"{number.normalize():f}"


FILTERS: tuple[Callable[..., Any], ...] = (
    *(kind_label, regulation_label, status_class, route_label, routes_text, answer_text),
    *(date_text, iso_date_text, as_of_text, instant_text, moment_text, dated_text, basis_note, term_text),
    *(money_text, value_text, percentage, fee_text, count_text, number_text, size_text),
    *(listing, lower_first, paragraphs, host, slugify),
)
"""Every function a template may use as a filter, under its own name."""
