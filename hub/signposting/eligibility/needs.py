"""What a text asks of buyers before they may use a framework."""

import re
from collections.abc import Iterable
from dataclasses import replace

from hub.signposting.eligibility.rules import Need, Rule, Who
from hub.signposting.eligibility.sentences import Sentence

CONSENT = re.compile(
    r"\b(?:(?:subject\s+to|with|only\s+(?:with|upon|on)|requires?|without)\s+(?:\S+\s+){0,4}?"
    r"(?:consent|approval|permission|authorisation|agreement\s+of|agreement\s+by)|"
    r"(?:only|if|provided|where|unless)\b[^.;]{0,100}?\b(?:consents|has\s+consented|agrees|approves|"
    r"gives\s+permission)|"
    r"(?:consent|permission|approval)\s+(?:must|needs?\s+to|should|shall|will\s+need\s+to)\s+be\s+(?:sought|obtained|"
    r"given|requested)|"
    r"at\s+the\s+(?:sole\s+|absolute\s+)?discretion\s+of)\b",
    re.IGNORECASE,
)
AGREEMENT = re.compile(
    r"\b(?:(?:access|users?|customer|accession|joining|participation|confidentiality|access\s+and\s+confidentiality|"
    r"collaboration)"
    r"\s+agreements?|memorandum\s+of\s+understanding|"
    r"(?:sign|signed|signing|enter|entered|entering)\s+(?:up\s+to\s+|into\s+)?(?:an?|the|"
    r"our)\s+(?:\w+\s+){0,3}agreement\s+with)\b",
    re.IGNORECASE,
)
OF_USERS = re.compile(
    r"\b(?:use|using|access|accessing|call[\s-]?off|join|joining|participat\w{1,6}|bod(?:y|ies)|authorit(?:y|ies)|"
    r"organisations?|"
    r"councils?|users?|buyers?|customers?|members?)\b",
    re.IGNORECASE,
)


def needs_in(sentences: Iterable[Sentence]) -> tuple[Need, ...]:
    """Consent and agreements that the sentences about users speak of."""
    texts = [sentence.text for sentence in sentences if OF_USERS.search(sentence.text)]
    found = ((CONSENT, Need.CONSENT), (AGREEMENT, Need.AGREEMENT))
    return tuple(need for pattern, need in found if any(pattern.search(text) for text in texts))


def with_needs(rule: Rule, needs: tuple[Need, ...]) -> Rule:
    """The owner needs nobody's consent."""
    if rule.who is Who.OWNER or not rule.includes:
        return rule
    return replace(rule, needs=tuple(dict.fromkeys((*rule.needs, *needs))))
