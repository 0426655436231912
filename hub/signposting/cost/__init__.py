"""What a framework costs a buyer beside a tender of its own. Pure; the formulas are in docs/cost-comparison.md."""

from hub.signposting.cost.break_even import BreakEven
from hub.signposting.cost.charges import YOURS, Charge, Payer
from hub.signposting.cost.comparison import Beside, Comparison, Line, compare
from hub.signposting.cost.inputs import Hours, Inputs, Pence
from hub.signposting.cost.rounding import round_half_up

__all__ = [
    "BreakEven",
    "Beside",
    "Charge",
    "Comparison",
    "Hours",
    "Inputs",
    "Line",
    "Payer",
    "Pence",
    "YOURS",
    "compare",
    "round_half_up",
]
