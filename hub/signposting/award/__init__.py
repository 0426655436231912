"""Award routes: may a contract be called off without competition, and what must be checked.

``conclude`` draws a ``Conclusion`` from ``Facts``; ``facts_of`` fills them from what is published of a lot. Pure.
"""

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

__all__ = [
    "OBJECTIVE",
    "Conclusion",
    "Contract",
    "Extension",
    "Facts",
    "Mechanism",
    "Missing",
    "Proposal",
    "Regulation",
    "Sector",
    "Standing",
    "Terms",
    "Tool",
    "Verdict",
    "conclude",
]
