"""Contracts awarded under a framework, as far as councils and portals publish them and the hub could link them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app, render_template, request
from sqlalchemy.orm import Session

from hub import catalogue
from hub.db import get_session
from hub.formatters import count_text, term_text, value_text
from hub.models import CallOff, Framework, Source
from hub.security import policy
from hub.signposting.ceiling import Total
from hub.web.links import call_offs_link, supplier_link
from hub.web.paging import last_page, pagination
from hub.web.values import day_of, reference_beside
from hub.web.visible import visible

bp = Blueprint("call_offs", __name__)

FEW = 5
"""How many a framework's own page shows."""


@dataclass(frozen=True)
class CallOffView:
    """A contract with what is published of it. ``sure``: how sure its link is and why; ``words``: what its source wrote
    of the framework. ``source`` is None where the hub does not hold the source any more.
    """

    title: str
    reference: str
    address: str
    notice: str
    buyer: str
    suppliers: Sequence[tuple[str, str]]
    value: str
    dates: str
    sure: str
    words: str
    source: Source | None


@dataclass(frozen=True)
class Known:
    """The contracts the hub knows of a framework: how many, what their published values come to, and some of them."""

    total: int
    values: Sequence[str]
    without_value: int
    newest: date | None
    ceiling: str
    shown: Sequence[CallOffView]


@bp.get("/frameworks/<key>/call-offs")
@policy("public")
def call_offs(key: str) -> str:
    found = visible(Framework, key)
    asked, size = request.args.get("page", "1"), current_app.config["RESULTS_PER_PAGE"]
    last = last_page(catalogue.call_off_count(get_session(), found), size)
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= last else 1
    return render_template(
        "call_offs/call_offs.html",
        framework=found,
        reference=reference_beside(found),
        known=known(get_session(), found, page, size),
        page=page,
        not_a_page="" if asked == str(page) else asked[:40],
        pagination=pagination(page, last, lambda number: call_offs_link(found, number)),
    )


def known(session: Session, framework: Framework, page: int = 1, size: int = FEW) -> Known:
    """What the hub knows of a framework's contracts, with one page of them. The ceiling stands beside: nothing is
    subtracted, because what is known is never all there is.
    """
    rows = catalogue.call_offs(session, framework, page, size)
    sources = catalogue.sources_of(session, rows)
    money = (framework.max_value_net_pence, framework.max_value_gross_pence, framework.max_value_currency)
    found = catalogue.known_call_offs(session, framework)
    return Known(
        total=found.contracts,
        values=[total_text(total) for total in found.totals],
        without_value=found.without_value,
        newest=found.newest,
        ceiling=value_text(*money),
        shown=[view(row, sources.get(row.source)) for row in rows],
    )


def total_text(total: Total) -> str:
    """ "£1.2 million excluding VAT, for 9 contracts"."""
    value = value_text(total.net_pence, total.gross_pence, total.currency)
    return f"{value}, for {count_text(total.contracts, 'contract')}"


def view(row: CallOff, source: Source | None = None) -> CallOffView:
    return CallOffView(
        title=row.title or "Contract without a title",
        reference=row.reference,
        address=row.url,
        notice=row.notice,
        buyer=row.buyer_name,
        suppliers=[(each.name, supplier_link(each.supplier)) for each in row.suppliers],
        value=value_text(row.value_net_pence, row.value_gross_pence, row.value_currency),
        dates=term_text(day_of(row, "start"), day_of(row, "end")),
        sure=sureness(row),
        words=row.reference_as_written or row.framework_title or row.framework_notice or row.framework_ocid,
        source=source,
    )


def sureness(row: CallOff) -> str:
    """How sure it is that a contract was awarded under its framework, and why: "95% sure: its reference names 953"."""
    if row.link_decided:
        return "Confirmed by a person"
    reason = row.link_reason
    sure = f"{row.link_confidence:.0%} sure" if row.link_confidence is not None else "How sure this is, is not known"
    return ": ".join(filter(None, (sure, reason)))
