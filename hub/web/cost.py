"""The cost of a framework beside that of a tender of one's own: an illustration from the visitor's figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from hub import catalogue
from hub.db import get_session
from hub.formatters import lot_heading
from hub.models import Framework, Lot
from hub.security import policy
from hub.signposting.cost import Comparison, Payer, compare
from hub.signposting.fees import LotFee, Said, alike, lot_fees
from hub.web.citing import cited
from hub.web.cost_form import FEE_FIELDS, PUBLISHED_SOURCE, CostForm, inputs, read
from hub.web.cost_sheet import sheet
from hub.web.fees import rate_text
from hub.web.visible import visible

bp = Blueprint("cost", __name__)

NAMES = {"buyer": "fee", "supplier": "levy", "unknown": "unknown"}
"""How the fields of a fee begin, by who pays it."""


@dataclass(frozen=True)
class Subject:
    """The framework or lot a comparison is about, with its published fees and where they stand.

    ``differs``: no lot is chosen, and not all of them have the same fees.
    """

    framework: Framework
    lot: Lot | None
    fees: Sequence[LotFee]
    cited: str
    differs: bool = False

    @property
    def heading(self) -> str:
        """ "Lot 2: Cleaning"; empty for the framework as a whole."""
        return lot_heading(self.lot.number, self.lot.title) if self.lot else ""


@bp.get("/cost")
@policy("public")
def cost() -> str | tuple[str, int]:
    """The form, and below it the sheet once it was sent; bad input is said, kept and never guessed at."""
    subject = _subject()
    form = read(request.args)
    if not form.sent:
        form = CostForm(typed=_published(subject))
        return _page(subject, form, None)
    if form.wrong:
        return _page(subject, form, None), 400
    return _page(subject, form, compare(inputs(form, _sources(subject, form))))


def _page(subject: Subject | None, form: CostForm, comparison: Comparison | None) -> str:
    return render_template(
        "cost/cost.html",
        subject=subject,
        fees=[(rate_text(line), line) for line in subject.fees] if subject else [],
        typed=form.typed,
        wrong=form.wrong,
        published_source=PUBLISHED_SOURCE,
        sheet=sheet(comparison, form) if comparison else None,
    )


def _subject() -> Subject | None:
    """What the address names; a lot it does not have is left out."""
    if not (key := request.args.get("framework", "")):
        return None
    framework = visible(Framework, key[:40])
    lot = next((lot for lot in framework.lots if lot.key == request.args.get("lot")), None)
    lots = [lot] if lot else framework.lots
    every = lot_fees(lots, framework.fees)
    fees = every if lot else alike(every) or lot_fees([], framework.fees)
    evidence = catalogue.evidence(get_session(), framework)
    by_lot = any(each.fees for each in lots)
    return Subject(
        framework, lot, fees, cited(evidence, "lots" if by_lot else "fee"), by_lot and not lot and not alike(every)
    )


def _published(subject: Subject | None) -> Mapping[str, str]:
    """The published fees as they would be typed; the first of each payer."""
    found: dict[str, str] = {}
    for line in subject.fees if subject else ():
        if line.said is Said.NO_FEE:
            found.setdefault("fee", "none")
        elif line.basis_points is not None:
            found |= _typed(line) | found
    return found


def _typed(line: LotFee) -> dict[str, str]:
    name = NAMES[line.payer]
    points, cap = line.basis_points or 0, line.cap_pence
    typed = {f"{name}_percent": f"{points // 100}.{points % 100:02}"}
    typed |= {} if cap is None else {f"{name}_cap": f"{cap // 100}.{cap % 100:02}"}
    return typed | ({"fee": "yes"} if name == "fee" else {})


def _sources(subject: Subject | None, form: CostForm) -> Mapping[Payer, str]:
    """Where the fees are published that the form still has as they are."""
    if subject is None or not subject.cited:
        return {}
    published = CostForm(typed=_published(subject))
    same = read({**published.typed, "value": "1", "months": "1"}).figures
    fields = {Payer.BUYER: FEE_FIELDS, Payer.SUPPLIER: ("levy_percent", "levy_cap"),
              Payer.UNKNOWN: ("unknown_percent", "unknown_cap")}  # fmt: skip
    kept = [payer for payer, names in fields.items() if names[0] in same and _agree(names, same, form.figures)]
    return dict.fromkeys(kept, f"Published: {subject.cited}")


def _agree(names: Sequence[str], one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(one.get(name) == other.get(name) for name in names)
