"""A share as people write it, read exactly: 1/3, 33.33%. Pure."""

import re
from fractions import Fraction

from hub.errors import Refused

SHARE = re.compile(r"(\d{1,9})/(\d{1,9})|(\d{1,3}(?:\.\d{1,12})?)%|1", re.ASCII)


def share_of(text: str) -> Fraction:
    """A share as it is said: 1/3, 33.33%. Raises Refused."""
    said = SHARE.fullmatch("".join(text.split()))
    if said is None or said[2] and not int(said[2]):
        raise Refused(f"Enter a share as 1/3 or 33.33%, not “{text[:40]}”.")
    share = Fraction(1)
    if said[1]:
        share = Fraction(int(said[1]), int(said[2]))
    elif said[3]:
        share = Fraction(said[3]) / 100
    if not 0 < share <= 1:
        raise Refused("A share is more than 0 and at most 100%.")
    return share
