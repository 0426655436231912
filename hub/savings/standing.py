"""How a claim stands in a book: what of it counts, for which years, and the facts to reckon it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Standing:
    """``counted_by_fy`` is what of the claim is in totals now (empty unless it is validated), ``worth_by_fy`` the same
    whatever its state. Both are for claims of ByYear, Total and InYear lines; a claim that hub.savings.figures reckons
    takes instead

    * ``facts``, in the shape of a claim's inputs.facts, to be put into its inputs before figures.work_out:
      contract_end_actual, actual_spend_pence, tender_run_anyway, previous_framework_unit_pence,
      previous_framework_value_pence, and ``last_prices_pence``: the indexed last price per unit by volume_ref, exact
      as a fraction ("1080", "2161/2"), above which alone PRICE_RISE_AVOIDED counts (R8);
    * ``replaced``: (type, year) of an estimate which a validated actual stands for: left out of its parts and years.

    ``unattributed_pence`` is the part of its worth that no sharer has, None if its call-off is not shared.
    """

    state: str
    column: str
    counted_by_fy: Mapping[str, int]
    worth_by_fy: Mapping[str, int]
    facts: Mapping[str, Any]
    replaced: frozenset[tuple[str, str]]
    unattributed_pence: int | None
