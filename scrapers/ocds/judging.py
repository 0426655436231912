"""Whether a notice is of a framework, of a contract under one, or of neither. Pure.

What is stated counts before what is worded, and no call-off may ever be taken for a framework: where it is not plain
that a notice is of a framework, it is not of one.
"""

from dataclasses import dataclass
from enum import Enum

from scrapers.ocds import wording
from scrapers.ocds.notice import CONTRACTS_FINDER, Notice
from scrapers.record import Known

DYNAMIC_MARKET = frozenset({"UK13", "UK14", "UK15", "UK16"})
AMENDING = frozenset({"UK9", "UK10", "UK11", "UK12"})
AMENDING_TAGS = frozenset(
    "awardUpdate awardCancellation contractUpdate contractAmendment contractTermination tenderCancellation "
    "implementation implementationUpdate".split()
)

PLANNING = "planning notice of no framework"
TENDER = "invitation to tender for a contract"
CALL_OFF_TO_COME = "a contract under a framework that is not yet awarded"
CONTRACT = "contract not said to be under a framework"
PAYMENT = "notice of payments under a contract"
OTHER = "notice of no framework"


class Sort(Enum):
    """What a notice is to the hub. An AMENDMENT changes or ends something that may be a framework."""

    FRAMEWORK = "framework"
    AMENDMENT = "amendment"
    CALL_OFF = "call-off"
    NEITHER = "neither"


@dataclass(frozen=True)
class Verdict:
    """``reason`` is why it is neither; ``judged_by`` names the words a framework was told by, where no flag says it.

    ``said`` is YES where the notice states that there is a framework behind a call-off.
    """

    sort: Sort
    reason: str = ""
    judged_by: str = ""
    said: Known = Known.UNKNOWN


def judge(notice: Notice, is_known: bool = False) -> Verdict:
    """``is_known`` says that another notice of the same OCID is plainly of a framework."""
    if notice.types & DYNAMIC_MARKET:
        return Verdict(Sort.FRAMEWORK)
    if "UK17" in notice.types or "UK8" in notice.types:
        return Verdict(Sort.NEITHER, PAYMENT if "UK17" in notice.types else OTHER)
    if _is_call_off(notice):
        return _call_off(notice, Known.YES)
    if states_a_framework(notice):
        return Verdict(Sort.FRAMEWORK)
    if is_known or _amends(notice):
        return Verdict(Sort.AMENDMENT)
    return _by_words(notice)


def states_a_framework(notice: Notice) -> bool:
    """A flag or a notice type says so, and not only that a contract is let under a dynamic market.

    Under the Procurement Act dynamic markets have notices of their own, UK13 to UK16: the flag in another notice is
    of the market used, unless the title says otherwise.
    """
    if notice.types & DYNAMIC_MARKET or notice.has_framework:
        return True
    if not notice.has_dynamic_system:
        return False
    return not (notice.is_under_new_law and notice.types) or wording.names_a_framework(notice.title)


def is_plainly_a_framework(notice: Notice) -> bool:
    """Stated, and nothing says that it is a call-off."""
    return states_a_framework(notice) and judge(notice).sort is Sort.FRAMEWORK


def _is_call_off(notice: Notice) -> bool:
    """Said by the method, a related process, or plainly by the title."""
    return bool(
        wording.is_method_of_call_off(notice.method)
        or notice.related_frameworks
        or wording.uses_a_framework(notice.title)
        or (not notice.has_framework and _uses_a_dynamic_market(notice))
    )


def _uses_a_dynamic_market(notice: Notice) -> bool:
    return notice.has_dynamic_system and not states_a_framework(notice)


def _call_off(notice: Notice, said: Known) -> Verdict:
    if notice.is_awarded:
        return Verdict(Sort.CALL_OFF, said=said)
    return Verdict(Sort.NEITHER, CALL_OFF_TO_COME)


def _amends(notice: Notice) -> bool:
    """Changes or ends something. Contracts Finder publishes the whole notice again instead."""
    if notice.types & AMENDING:
        return True
    return notice.prefix != CONTRACTS_FINDER and bool(AMENDING_TAGS & set(notice.tags))


def _by_words(notice: Notice) -> Verdict:
    if wording.names_anothers(notice.title, notice.buyer_name):
        return _call_off(notice, Known.UNKNOWN)
    if wording.names_a_framework(notice.title):
        return _by_title(notice)
    if notice.supplier_count <= 3 and wording.says_it_uses_one(notice.description):
        return _call_off(notice, Known.UNKNOWN)
    if _is_described_as_one(notice):
        return Verdict(Sort.FRAMEWORK, judged_by="description")
    if notice.is_awarded and notice.supplier_count <= 1 and wording.mentions_use_of_one(notice.description):
        return _call_off(notice, Known.UNKNOWN)
    return Verdict(Sort.NEITHER, _why_neither(notice))


def _by_title(notice: Notice) -> Verdict:
    """One supplier of a direct award, or of a job named behind the framework, is more likely called off."""
    is_one_job = notice.supplier_count <= 1 and wording.is_open_to_doubt(notice.title)
    is_direct = notice.is_awarded and notice.supplier_count <= 1 and "direct award" in notice.method.casefold()
    if is_one_job or is_direct:
        return _call_off(notice, Known.UNKNOWN)
    return Verdict(Sort.FRAMEWORK, judged_by="title")


def _is_described_as_one(notice: Notice) -> bool:
    if "planning" in notice.tags or not wording.says_it_is_one(notice.description):
        return False
    return notice.supplier_count > 1 or not notice.is_awarded


def _why_neither(notice: Notice) -> str:
    if notice.is_awarded:
        return CONTRACT
    if any(tag.startswith("planning") for tag in notice.tags) or notice.types & {"UK1", "UK2", "UK3"}:
        return PLANNING
    return TENDER if any(tag.startswith("tender") for tag in notice.tags) else OTHER
