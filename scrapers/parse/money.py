"""Published amounts as pence and rates as basis points, both exact."""

import re
from decimal import ROUND_HALF_UP, Decimal

from scrapers.parse.found import Found, doubted

NOT_GIVEN = re.compile(
    r"[£\ufffd]?\s*(?:-|–|—|n/?a|tbc|tba|none|null|nan|unknown|rolling|not (?:known|stated|published))?", re.IGNORECASE
)
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
BEFORE = r"(?:(?:up to|maximum(?: of)?|max\.?|total|value)\s?:?\s?)?"
ABOUT = r"(?P<about>(?:circa|c\.?|approx(?:imately|\.)?|around|about|estimated(?: at)?|est\.?|~)\s?)?"
UNIT = r"(?P<unit>k|thousand|m|mn|million|bn|b|billion)?"
VAT = r"(?:\s?\(?\+?\s?(?:(?:ex|excl|exc|excluding|net of|plus)\.?\s?vat|net)\)?)?"
AMOUNT = re.compile(
    rf"{BEFORE}{ABOUT}{BEFORE}(?P<open>\()?\s?(?:£|\ufffd|gbp)?\s?(?P<minus>-)?\s?(?:£|\ufffd)?\s?(?P<number>{NUMBER})"
    rf"\s?{UNIT}\.?\s?(?P<close>\))?\s?(?P<credit>cr|-)?{VAT}(?:\s?gbp)?",
    re.IGNORECASE,
)
POWERS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
MOST_PENCE = 10**16

NO_CHARGE = re.compile(r"no (?:fee|charge|levy)|nil|free", re.IGNORECASE)
RATE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})\s*(?P<sign>%|per ?cent|percent)?", re.IGNORECASE)
LIKELY_A_FRACTION = Decimal("0.05")


def pence(raw: str) -> Found[int | None]:
    """An amount of pounds as pence; negative in brackets, with CR or with a minus. None where none is given.

    A range, another currency or a price per year is not one amount and is not used.
    """
    written = " ".join(raw.split())
    if NOT_GIVEN.fullmatch(written):
        return Found(None)
    match = AMOUNT.fullmatch(written)
    if match is None:
        return doubted(None, "is not an amount the hub can read: write 1200000, £1,200,000 or £1.2m", "not used")
    amount = _signed_pence(match)
    if abs(amount) > MOST_PENCE:
        return doubted(None, "is larger than any framework", "not used")
    if match["about"]:
        return doubted(amount, "is said to be approximate", "the figure is used")
    return Found(amount)


def value_in_pence(raw: str) -> Found[int | None]:
    """An amount that cannot be negative, as the most a framework may be worth."""
    found = pence(raw)
    if found.value is not None and found.value < 0:
        return doubted(None, "is negative", "not used")
    return found


def basis_points(raw: str) -> Found[int | None]:
    """A rate in hundredths of a per cent: "0.5%" is 50. A number without a sign is taken as per cent."""
    written = " ".join(raw.split())
    if written.casefold() == "none":
        return doubted(None, "could mean no fee or none published", "left unknown: write 0 where there is no fee")
    if NOT_GIVEN.fullmatch(written):
        return Found(None)
    if NO_CHARGE.fullmatch(written):
        return Found(0)
    match = RATE.fullmatch(written)
    if match is None:
        return doubted(None, "is not a single rate: write 1, 0.5 or 0.5%", "not used")
    return _rate(Decimal(match["number"]), has_sign=bool(match["sign"]))


def _signed_pence(match: re.Match[str]) -> int:
    pounds = Decimal(match["number"].replace(",", "")).scaleb(POWERS.get((match["unit"] or "").casefold(), 0))
    amount = int((pounds * 100).quantize(Decimal(1), ROUND_HALF_UP))
    negative = match["minus"] or match["credit"] or (match["open"] and match["close"])
    return -amount if negative else amount


def _rate(percent: Decimal, has_sign: bool) -> Found[int | None]:
    points = percent * 100
    if points > 10_000:
        return doubted(None, "is more than 100 per cent", "not used")
    if points != points.to_integral_value():
        return doubted(None, "is finer than a hundredth of a per cent", "not used")
    if 0 < percent < LIKELY_A_FRACTION and not has_sign:
        return doubted(int(points), "is very low: 1 stands for one per cent, not 0.01", f"read as {percent} per cent")
    return Found(int(points))
