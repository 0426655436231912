"""Cases on award routes as JSON lines: invented facts, partly in fields, partly in words, with a conclusion each."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hub.signposting.award import (
    OBJECTIVE,
    Contract,
    Extension,
    Facts,
    Mechanism,
    Proposal,
    Regulation,
    Sector,
    Standing,
    Terms,
    Tool,
    words,
)

Case = Mapping[str, Any]

REGIMES = (
    (r"^PA ?2023\b", Regulation.PROCUREMENT_ACT),
    (r"^PCR ?2015\b", Regulation.PCR_2015),
    (r"^UCR ?2016\b", Regulation.UCR_2016),
    (r"^PCR ?2006\b", Regulation.PCR_2006),
    (r"scot", Regulation.SCOTLAND),
)
ENTITLED = ((r"\bif\b|\bonly\b", None), (r"^yes\b", True), (r"^no(?:$| \(|,)", False))

NOT_FOLLOWED = (
    r"\bnot (?:follow|next|the (?:nearest|first|cheapest|lowest)|ranked first)|does not follow|\bskip"
    r"|pass(?:es|ed) over|instead of|prefers|out of turn"
)
LOWER_RANK = r"\brank (?:[2-9]|two|three|four|five)\b|second.ranked|third.ranked"
RANK_DECLINED = r"declin|cannot|not able|unable|refus|no capacity|did not reply"
FOLLOWED = (
    r"\bfollows (?:this|it|the)|is next\b|to rank 1\b|rank 1 (?:gets|is offered)|(?:is|are) followed|whose turn"
    r"|(?:supplier|order|it|placement) (?:is|goes to|is for|is placed with) (?:the )?(?:nearest|cheapest)"
    r"|(?:supplier|order|it|placement) (?:is|goes to|is for|is placed with) (?:the )?(?:lowest|first|top)"
)
PERMITS_PLACING = r"(?:rules?|notice|framework|documents?)\b.{0,80}\b(?:may|allow|permit|let)s?\b"
STRICTLY_LESS = r"\b(?:under|below|less than)\b"
NOT_IN_DOCUMENTS = (
    r"(?:not|never) (?:been )?(?:in|part of|stated in|set out in) the (?:procurement documents|notice|documents)"
    r"|only (?:in|on) (?:a|the) (?:later |buyer|web|guid)|added (?:later|after)|after (?:the )?award of the framework"
)
UNSEEN_CONDITIONS = rf"\b(?:condition|criteri|mechanism|rule)\w*\b.{{0,60}}(?:{words.NOT_KNOWN})"
UTILITY = (
    r"buyer(?: is|,)? an? (?:\w+ )?(?:utility|water company)|\b(?:public|private) utility\b"
    r"|\b(?:utility|water company) (?:buys|wants|runs)"
)
NO_UTILITY = r"not a utility|(?:buyer|by) (?:is )?(?:,? ?an? )?(?:\w+ )?(?:council|trust|school|police|fire)"
REFUSED = (
    r"(?:without|not|refus\w+|declin\w+|before)\b.{0,40}consider\w*"
    r"|appli\w+.{0,60}(?:ignor|not (?:be )?consider|refus)"
)
OTHERS_LEFT = r"others? (?:has|have) (?:since )?left|\bremain|dropped out|have withdrawn|only one (?:is )?left"
SUB_FRAMEWORK = r"(?:award|let|set up|call off) (?:a|its own|another) (?:\w+ )?framework\b"
TO_ANOTHER_COMPANY = r"\b(?:to|with) (?:its|the|a) (?:\w+'s )?(?:sister|parent|subsidiary|group company)"
OUT_OF_SCOPE = (
    r"out(?:side)?(?: of)? (?:the |its )?(?:scope|description)|not (?:in|within|covered by) (?:the |its )?scope"
)
WRONG_PART = r"\b(?:wrong|another|different) (?:part|category)\b"
NO_NOTICE = (
    r"without (?:publishing |giving )?(?:a |any )?(?:tender )?notice"
    r"|no (?:tender )?notice (?:is|was|will be) (?:pub|giv)"
)
KEPT = r"(?:consider|decid)\w*.{0,60}\bnot\b.{0,20}\bexclude"
TO_BE_EXCLUDED = r"(?:wish(?:es)?|wants?|decided|intends?) to exclude"
NO_END = r"no (?:fixed )?end|indefinite|no end date|without (?:an )?end"
AT_THE_END = (
    r"(?:beyond|after|later than|outlast|past)\b.{0,30}(?:framework|its end|end date)"
    r"|end (?:with|by the end of) the framework"
)


def read(path: Path) -> Iterator[tuple[Case, Facts]]:
    """The cases of a file, each with its facts."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            case = json.loads(line)
            yield case, facts_of_case(case)


def facts_of_case(case: Case) -> Facts:
    """The facts of a case. What neither a field nor a known word says stays unknown."""
    told = f"{case.get('facts') or ''} {case.get('proposal') or ''}"
    parties, way, time = _parties(case, told), _way(case, told), _time(case, told)
    return Facts(**_agreement(case, told), **parties, **way, **_money(case, told), **time)


def _agreement(case: Case, told: str) -> dict[str, Any]:
    return {
        "proposal": words.meaning(words.PROPOSALS, case.get("proposal") or "", Proposal.UNKNOWN),
        "regulation": words.meaning(REGIMES, case.get("regime") or "", Regulation.UNKNOWN),
        "tool": words.meaning(words.TOOLS, case.get("tool") or "", Tool.UNKNOWN),
        "light_touch": case.get("light_touch"),
        "sector": words.meaning(words.SECTORS, told, Sector.GENERAL),
        "contract": _contract(case, told),
    }


def _contract(case: Case, told: str) -> Contract:
    if re.search(SUB_FRAMEWORK, told):
        return Contract.FRAMEWORK
    return words.meaning(words.CONTRACTS, _more(case, "contract_kind") or "", Contract.UNKNOWN)


def _parties(case: Case, told: str) -> dict[str, Any]:
    return {
        "buyer_entitled": words.meaning(ENTITLED, case.get("buyer_entitled") or "", None),
        "buyer_is_utility": _is_utility(case, told),
        "private_utility": _more(case, "private_utility"),
        "suppliers": case.get("suppliers_on_lot"),
        "others_party": case.get("suppliers_on_lot") == 1 and bool(re.search(OTHERS_LEFT, told)),
        "standing": _standing(case, told),
        "exclusion_considered": True if re.search(KEPT, told) else None,
        "market_rules_kept": _market_rules_kept(told),
    }


def _market_rules_kept(told: str) -> bool | None:
    """Taken as kept where a case tells nothing else; what complexity excuses is for a person to say."""
    refused = re.search(REFUSED, told) and re.search(r"appl[iy]", told)
    if refused and re.search(r"exceptional|complex", told):
        return None
    return not refused and not re.search(NO_NOTICE, told)


def _standing(case: Case, told: str) -> Standing:
    """One that could be excluded, and that the buyer says it will exclude, counts as excluded."""
    standing = words.meaning(words.STANDINGS, case.get("lot_supplier_status") or "", Standing.UNKNOWN)
    if standing is Standing.ACTIVE and re.search(TO_ANOTHER_COMPANY, told):
        return Standing.ANOTHER_COMPANY
    leaves_out = standing is Standing.EXCLUDABLE and not re.search(KEPT, told) and re.search(TO_BE_EXCLUDED, told)
    return Standing.EXCLUDED if leaves_out else standing


def _is_utility(case: Case, told: str) -> bool | None:
    if _more(case, "private_utility"):
        return True
    if re.search(NO_UTILITY, told):
        return False
    return True if re.search(UTILITY, told) else None


def _way(case: Case, told: str) -> dict[str, Any]:
    """Terms and mechanism. That the documents set the mechanism out is taken as told where a case does not doubt it."""
    mechanism = _mechanism(case, told)
    in_documents = _more(case, "mechanism_in_procurement_documents")
    if in_documents is None:
        in_documents = not re.search(NOT_IN_DOCUMENTS, told)
    return {
        "terms": words.meaning(words.TERMS, case.get("terms_set") or "", Terms.UNKNOWN),
        "within_scope": not re.search(f"{OUT_OF_SCOPE}|{WRONG_PART}", told),
        "order_changes_terms": _more(case, "order_changes_terms"),
        "mechanism": mechanism,
        "mechanism_followed": _followed(case, mechanism, told),
        "mechanism_in_documents": in_documents,
    }


def _mechanism(case: Case, told: str) -> Mechanism:
    """The type decides, then the words; conditions that nobody has seen leave it unknown."""
    kind, name = case.get("mechanism_type") or "", case.get("mechanism") or ""
    found = words.meaning(words.MECHANISMS, kind, Mechanism.UNKNOWN)
    if found is Mechanism.UNKNOWN:
        found = words.meaning(words.MECHANISMS, name, Mechanism.UNKNOWN)
    if found in OBJECTIVE and words.meaning(words.MECHANISMS, name, found) is Mechanism.BUYER_CHOICE:
        return Mechanism.UNKNOWN
    if found not in OBJECTIVE and re.search(UNSEEN_CONDITIONS, told):
        return Mechanism.UNKNOWN
    return found


def _followed(case: Case, mechanism: Mechanism, told: str) -> bool | None:
    stated: bool | None = _more(case, "mechanism_followed")
    if stated is not None:
        return stated
    if re.search(NOT_FOLLOWED, told):
        return False
    if re.search(LOWER_RANK, told):
        return bool(re.search(RANK_DECLINED, told))
    if case.get("light_touch") and _by_own_rules(mechanism, told):
        return True
    return True if re.search(FOLLOWED, told) else None


def _by_own_rules(mechanism: Mechanism, told: str) -> bool:
    """A light touch placement is told as one by the framework's rules; a free choice they must be told to allow."""
    if mechanism in (Mechanism.NONE, Mechanism.UNKNOWN):
        return False
    return mechanism is not Mechanism.BUYER_CHOICE or bool(re.search(PERMITS_PLACING, told))


def _money(case: Case, told: str) -> dict[str, Any]:
    text = case.get("lot_limits") or ""
    limits = {name: _pence(_more(case, name)) for name in ("order_min", "order_max", "direct_award_max")}
    if limits["direct_award_max"] and re.search(STRICTLY_LESS, f"{text} {case.get('mechanism') or ''}"):
        limits["direct_award_max"] -= 1
    longest = case.get("call_off_length_limit")
    outlast = _outlast(str(longest or ""))
    doubtful = re.search(
        words.NOT_KNOWN, told
    )  # something is told to be unknown: what no field gives is then not taken
    return {
        **limits,
        "value": _pence(case.get("call_off_value")),
        "below_threshold": _more(case, "below_threshold"),
        "limits_kept": None if doubtful else _limits_kept(text, any(limits.values()), str(longest or "")),
        "length": _months(case.get("call_off_length")),
        "length_max": None if outlast is not None else _months(longest),
        "outlast_max": outlast,
        "maximum_value_used": _more(case, "framework_max_value_used"),
    }


def _limits_kept(text: str, in_numbers: bool, longest: str) -> bool | None:
    """A limit that is told in words alone, and not as a number, is one that cannot be checked."""
    value_known = in_numbers or not text
    length_known = not longest or _months(longest) is not None or bool(re.search(AT_THE_END, longest))
    return True if value_known and length_known else None


def _outlast(limit: str) -> int | None:
    """By how many months a call-off may outlast its framework, where its limit is told that way."""
    if not re.search(AT_THE_END, limit):
        return None
    return words.months_in(limit) or 0


def _pence(pounds: float | None) -> int | None:
    return None if pounds is None else round(pounds * 100)


def _months(told: Any) -> int | None:
    return told if isinstance(told, int) else words.months_in(str(told or ""))


def _time(case: Case, told: str) -> dict[str, Any]:
    end = _day(case.get("framework_end"))
    return {
        "start": _day(case.get("framework_start")),
        "end": end,
        "open_ended": end is None and bool(re.search(NO_END, told)),
        "call_off_on": _day(case.get("call_off_date")),
        "long_term_reasons_given": _given(_more(case, "reasons_for_long_term")),
        "extension": _extension(case),
        "dps_changed_on": _day(_more(case, "dps_validity_changed_on")),
        "process_unfinished": _more(case, "process_unfinished_at_expiry"),
        "scheme_allows_completion": _more(case, "scheme_allows_completion"),
    }


def _given(text: str | None) -> bool | None:
    return None if text is None else not re.search(rf"^(?:no\b|none|not\b)|{words.NOT_KNOWN}", text)


def _extension(case: Case) -> Extension:
    if _more(case, "dps_validity_changed_on"):
        return Extension.DPS_VALIDITY_CHANGED
    basis = _more(case, "extension_basis")
    if basis is None:
        return Extension.NONE
    if re.search(rf"^(?:no\b|none|without|claimed)|{words.NOT_KNOWN}", basis):
        return Extension.UNKNOWN
    if re.search(r"72\(1\)\(d\)|succession", basis):
        return Extension.NONE
    return Extension.REVIEW_CLAUSE if re.search(r"72\(1\)\(a\)|review clause|option", basis) else Extension.UNKNOWN


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _more(case: Case, name: str) -> Any:
    return (case.get("more_facts") or {}).get(name)
