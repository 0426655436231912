"""Bodies that are named as users and of which the hub knows neither name nor kind: they close a list all the same."""

import re
from collections.abc import Iterator

from hub.signposting.eligibility.by_place import NO_PLACE, ONLY_PLACES
from hub.signposting.eligibility.mention import Mention
from hub.signposting.eligibility.rules import Who

NOBODY = re.compile(
    r"\b(?:Authorit(?:y|ies)|Councils?|Trusts?|Clients?|Customers?|Buyers?|Compan(?:y|ies)|Group|Board|Members?|"
    r"Partners?|Partnership|Participating|Approved|Organisations?|Bodies|Employers?|Association|Consorti\w+|Contracting|"
    r"Public|Local|Schools?|University|Government|Crown|Suppliers?|Contractors?|Bidders?|Tenderers?|Providers?|Users?|"
    r"Purchasers?|Lots?|Parties|Framework|Agreement|Contracts?|DPS|Services?|You|We|They|It|This|These|Those|Further|"
    r"Any|All|Each|Other|Orders?|Services|Call|Candidates|Applicants|Operators|Economic|SMEs?|Frameworks)\b"
)
"""Words for bodies that are not said by name, the owner among them."""
RUN = r"[A-Z][\w&’'-]{1,40}(?:\s(?:(?:of|for|and|the|&)\s){0,2}[A-Z][\w&’'-]{1,40}){0,7}"
ONE_NAME = re.compile(rf"\W*(?:[Oo]nly\s)?(?:[Tt]he\s)?({RUN})(?:\s\([^()]{{1,40}}\))?\s*")


def listed_names(stretch: str) -> Iterator[Mention]:
    """Names in a row, behind words that say that users follow."""
    found = ONLY_PLACES.match(stretch)
    if found and not NO_PLACE.search(found.group(1)) and not NOBODY.search(found.group(1)):
        yield Mention(Who.OTHERS, " ".join(found.group(1).split()), found.start(1), found.end(1))


def name_alone(stretch: str) -> Iterator[Mention]:
    """A name that is the whole subject: "Only HMRC", "Community Health Partnerships"."""
    found = ONE_NAME.fullmatch(stretch)
    is_several_words = found is not None and (" " in found.group(1) or "nly " in stretch[: found.start(1)])
    if found and is_several_words and not NOBODY.search(found.group(1)):
        yield Mention(Who.OTHERS, found.group(1), found.start(1), found.end(1))
