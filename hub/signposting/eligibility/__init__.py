"""Who may use a framework: published words read into rules, and what they say of any buyer."""

from hub.signposting.eligibility.answers import IN, OF_A_LOT, Answer, EligibilityAnswer, OfLot, answer, standing
from hub.signposting.eligibility.of_lots import read_lot
from hub.signposting.eligibility.reading import Passage, Reading, read
from hub.signposting.eligibility.rules import Need, Rule, UnreadableRule, Who, rule_from_dict
from hub.signposting.eligibility.spelling import rule_from_line, rule_line
from hub.signposting.eligibility.tokens import buyer_tokens, tokens

__all__ = [
    "IN",
    "OF_A_LOT",
    "Answer",
    "EligibilityAnswer",
    "Need",
    "OfLot",
    "Passage",
    "Reading",
    "Rule",
    "UnreadableRule",
    "Who",
    "answer",
    "buyer_tokens",
    "read",
    "read_lot",
    "rule_from_dict",
    "rule_from_line",
    "rule_line",
    "standing",
    "tokens",
]
