"""What somebody wants to buy, as far as they have said."""

from dataclasses import dataclass
from datetime import date

from hub.signposting.buyer import Buyer


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The answers to the six questions on a day; what is not known yet is empty or None.

    The whole contract is worth ``least`` to ``most`` pence without VAT, both given or neither; it lasts ``months`` from
    ``start``. ``region`` is a code of regions.csv. Every one of ``buyers`` is to use it.
    """

    today: date
    words: str = ""
    least: int | None = None
    most: int | None = None
    months: int | None = None
    start: date | None = None
    region: str = ""
    buyers: tuple[Buyer, ...] = ()
