"""What a framework's page says of money: the fee of each lot, and the ceiling beside the call-offs that are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from hub import catalogue
from hub.formatters import lot_heading, money_text, percentage, value_text
from hub.models import Framework, Lot
from hub.signposting.fees import LotFee, Said, alike, is_complete, lot_fees, question
from hub.web.citing import cited

PAYERS = {"supplier": "The supplier", "buyer": "The buyer", "unknown": ""}


WHOLE = "The framework as a whole"


@dataclass(frozen=True)
class FeeView:
    """A fee of one lot, of all of them, or of the framework as a whole. What is not published is empty.

    ``cost`` leads to the comparison of costs with this fee, ``question`` is what to ask the owner.
    """

    lot: str
    rate: str
    payer: str
    cap: str
    note: str
    question: str
    cost: str


@dataclass(frozen=True)
class MoneyView:
    """The section on money. ``cited`` says where fees are stated, ``ceiling_cited`` where the maximum value is."""

    fees: Sequence[FeeView]
    cited: str
    ceiling: str
    ceiling_cited: str


def money_view(framework: Framework, evidence: catalogue.Evidence) -> MoneyView:
    """What is published of its money, ready to be shown."""
    ceiling = (framework.max_value_net_pence, framework.max_value_gross_pence, framework.max_value_currency)
    of_lots = any(lot.fees for lot in framework.lots)
    lines = lot_fees(framework.lots, framework.fees)
    whole = f"All {len({(line.number, line.title) for line in lines})} lots" if alike(lines) else WHOLE
    return MoneyView(
        fees=[_fee(line, framework, whole) for line in alike(lines) or lines],
        cited=cited(evidence, "lots" if of_lots else "fee"),
        ceiling=value_text(*ceiling),
        ceiling_cited=cited(evidence, "max_value"),
    )


def _fee(line: LotFee, framework: Framework, whole: str) -> FeeView:
    return FeeView(
        lot=lot_heading(line.number, line.title) if line.number or line.title else whole,
        rate=rate_text(line),
        payer="" if line.said is Said.NO_FEE else PAYERS[line.payer],
        cap=money_text(line.cap_pence),
        note=_note(line),
        question="" if is_complete(line) else fee_question(framework, line),
        cost=url_for("cost.cost", framework=framework.key, lot=lot_key(line, framework.lots) or None),
    )


def fee_question(framework: Framework, line: LotFee) -> str:
    """What to ask its owner about a fee."""
    name = ", ".join(filter(None, (framework.title, framework.reference)))
    return question(name, framework.owner.name if framework.owner else "", line)


def rate_text(line: LotFee) -> str:
    """ "1% of invoiced spend", "No fee"; empty where neither is published."""
    if line.said is Said.NO_FEE:
        return "No fee"
    if line.basis_points is None:
        return ""
    return f"{percentage(line.basis_points)} of {line.base}" if line.base else percentage(line.basis_points)


def lot_key(line: LotFee, lots: Sequence[Lot]) -> str:
    """The key of the lot a line is of."""
    return next((lot.key for lot in lots if (lot.number, lot.title) == (line.number, line.title)), "")


def _note(line: LotFee) -> str:
    stated = "Stated for the framework as a whole." if line.from_framework else ""
    words = f"In its words: “{line.text}”." if line.text else ""
    return " ".join(filter(None, (stated, words)))
