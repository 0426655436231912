"""Award routes: may a contract be called off without competition, and what must be checked.

``facts_of`` fills ``Facts`` from what is published of a lot, ``answer`` adds what the buyer says, ``conclude`` draws a
``Conclusion`` from both, and ``check_list`` says what else to look at. Pure.
"""

from hub.signposting.award.answers import Answered, answer
from hub.signposting.award.check_list import CheckItem, check_list
from hub.signposting.award.conclude import conclude
from hub.signposting.award.conclusion import Conclusion, Missing, Verdict
from hub.signposting.award.facts import (
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
)
from hub.signposting.award.published import Known, Published, facts_of, standing_of
from hub.signposting.award.questions import Question

__all__ = [
    "OBJECTIVE",
    "Answered",
    "CheckItem",
    "Conclusion",
    "Contract",
    "Extension",
    "Facts",
    "Known",
    "Mechanism",
    "Missing",
    "Proposal",
    "Published",
    "Question",
    "Regulation",
    "Sector",
    "Standing",
    "Terms",
    "Tool",
    "Verdict",
    "answer",
    "check_list",
    "conclude",
    "facts_of",
    "standing_of",
]
