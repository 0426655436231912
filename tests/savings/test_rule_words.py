"""What a person is told when a rule bites: what was found, what the hub did about it, and what they can do."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from hub.savings.book import Book, ByYear, HeldCallOff, HeldClaim, InYear, Line, Prices, Sharer, Total
from hub.savings.entry import (
    AddSharer,
    Decision,
    Edit,
    EndEarly,
    Entry,
    ImportValue,
    OwnerDeclare,
    RecordSpend,
    RecordTenderRun,
    Submit,
    Validate,
    Verify,
)
from hub.savings.rules.deciding import decide
from tests.savings.pure_world import PureWorld
from tests.savings.test_rules import OURS, read

ALDMOOR, BRINDLE = "aldmoor", "brindle"
NAMES = {ALDMOOR: "Aldmoor Council", BRINDLE: "Brindle Council", "A": "Claim A", "E": "Claim E", "C0": "Old paper"}
CALL_OFF = HeldCallOff("C1", ALDMOOR, date(2025, 4, 1), date(2026, 3, 31), "framework", "fw")


def a_claim(key: str = "B", *lines: Line, **more: object) -> HeldClaim:
    given = {"organisation": ALDMOOR, "call_off": "C1", "basis": "actual", "state": "validated", "reporter": "olu"}
    return HeldClaim(key=key, lines=lines or (a_line(),), **{**given, **more})  # type: ignore[arg-type]


def a_line(pence: int = 120_000, type: str = "PRICE_PREV", **more: object) -> Line:
    return Line(type, ByYear({"2025-26": pence}), **more)  # type: ignore[arg-type]


def prices(type: str = "PRICE_PREV", **pence: int) -> Line:
    return Line(type, InYear("2025-26"), prices=Prices(**_exact(pence)))


def _exact(pence: dict[str, int]) -> dict[str, Any]:
    exact = {name: Fraction(value) for name, value in pence.items()}
    return {"volume": Fraction(100), "volume_ref": "V", **exact}


def a_book(*claims: HeldClaim, call_off: HeldCallOff = CALL_OFF, before: HeldCallOff | None = None) -> Book:
    call_offs = {each.ref: each for each in (call_off, before) if each}
    return Book(call_offs, {claim.key: claim for claim in claims}, NAMES)


def told(entry: Entry, *held: HeldClaim, call_off: HeldCallOff = CALL_OFF, before: HeldCallOff | None = None) -> str:
    return decide(a_book(*held, call_off=call_off, before=before), entry).words


def known(**more: object) -> HeldCallOff:
    return HeldCallOff(**{**vars(CALL_OFF), **more})


HELD = a_claim("A", column="collaborative")
ESTIMATE = a_claim("E", column="collaborative", basis="estimated")


def test_a_second_claim_is_told_which_year_is_taken_and_by_which_claim() -> None:
    words = told(Submit(a_claim()), HELD)
    assert "claimed already for 2025-26, in Claim A" in words
    assert "not taken" in words
    assert "takes its place" in words


def test_a_participant_is_told_who_claims_and_that_their_part_follows() -> None:
    shared = known(lead=ALDMOOR, sharers=(Sharer(ALDMOOR, Fraction(1, 2)), Sharer(BRINDLE, Fraction(1, 2))))
    words = told(Submit(a_claim(organisation=BRINDLE)), call_off=shared)
    assert "Aldmoor Council claims its saving for all" in words
    assert "The claim of Brindle Council was not taken" in words
    assert "Ask Aldmoor Council to claim it; your part follows from your share." in words


def test_shares_above_all_of_it_are_told_with_their_sum() -> None:
    shared = known(sharers=(Sharer(ALDMOOR, Fraction(1)),))
    words = told(AddSharer("C1", Sharer(BRINDLE, Fraction(1, 10_000))), call_off=shared)
    assert "come to 100.01%" in words


def test_an_owners_figure_is_told_to_stand_apart_and_only_once() -> None:
    figure = a_claim("A", organisation="alpha", call_off="", framework="fw", column="owner_declared")
    assert "never added" in told(OwnerDeclare(figure))
    again = a_claim("B", organisation="alpha", call_off="", framework="fw")
    assert "2025-26 is declared already, in Claim A" in told(OwnerDeclare(again), figure)


def test_the_owners_statement_alone_is_told_what_evidence_is_missing() -> None:
    words = told(Submit(a_claim(evidence=frozenset({"owner_statement"}))))
    assert "only evidence is a statement by the framework’s owner" in words
    assert "such as invoices" in words


def test_a_column_typed_wrongly_is_told_with_the_one_that_counts() -> None:
    words = told(Submit(a_claim(column="local")))
    assert "You chose local" in words
    assert "counts as collaborative" in words
    assert "correct the route" in words


def test_a_saving_in_the_other_column_is_told_where_it_stands() -> None:
    words = told(Submit(a_claim(column="local")), HELD)
    assert "claimed already as collaborative, in Claim A" in words


def test_an_actual_is_told_which_estimate_it_follows_and_when_it_counts() -> None:
    words = told(Submit(a_claim()), ESTIMATE)
    assert "Claim E is an estimate for 2025-26" in words
    assert "Once this actual figure is validated it counts" in words


def test_an_estimate_after_an_actual_is_told_which_years_to_leave_out() -> None:
    words = told(Submit(a_claim(basis="estimated")), HELD)
    assert "really saved in 2025-26 is claimed already, in Claim A" in words
    assert "Leave those years out" in words


def test_a_changed_baseline_is_told_who_must_approve_again() -> None:
    words = told(Edit("A", "olu", frozenset({"baseline_value"})), HELD)
    assert "changed after it was validated" in words
    assert "once the council has verified it and the network has validated it" in words


def test_the_end_of_the_contract_is_told_by_its_day() -> None:
    past = Line("PRICE_PREV", Total(366, date(2025, 4, 1), date(2026, 4, 1)))
    assert "The contract ends on 31 March 2026" in told(Submit(a_claim("B", past)))
    after = Line("PRICE_PREV", Total(366, date(2026, 4, 1), date(2027, 3, 31)))
    assert "all of this saving is dated after that" in told(Submit(a_claim("B", after)))


def test_claims_cut_by_an_early_end_are_named() -> None:
    year = a_claim("A", Line("PRICE_PREV", Total(365, date(2025, 4, 1), date(2026, 3, 31))), column="collaborative")
    assert told(EndEarly("C1", date(2025, 9, 30)), year).startswith("Claim A: The contract ends on 30 September 2025.")
    assert "has lapsed" in told(EndEarly("C1", date(2025, 3, 1)), year)


def test_less_spent_is_told_with_both_amounts() -> None:
    claim = a_claim("A", a_line(framework_cost_pence=900_000), column="collaborative")
    words = told(RecordSpend("C1", 450_000), claim)
    assert "rests on £9,000.00 bought through the framework, but £4,500.00 was spent" in words
    assert "correct the spend" in words


def test_a_rise_is_told_what_of_it_counts_and_above_which_price() -> None:
    lower = a_claim("A", prices(agreed=90, last=100), column="collaborative")
    words = told(Submit(a_claim("B", prices("PRICE_RISE_AVOIDED", agreed=90, proposed=130))), lower)
    assert "above their last price with its indices, £1.00, counts beside it: £30.00 instead of £40.00" in words
    words = told(Submit(a_claim("B", prices("PRICE_RISE_AVOIDED", agreed=90, proposed=95))), lower)
    assert "The price proposed, £0.95, is not above the last price" in words


def test_a_rise_already_held_is_named_when_the_price_claim_cuts_it() -> None:
    rise = a_claim("A", prices("PRICE_RISE_AVOIDED", agreed=90, proposed=130), column="collaborative")
    words = told(Submit(a_claim("B", prices(agreed=90, last=100))), rise)
    assert "The price rise avoided in Claim A" in words
    assert "£30.00 instead of £40.00" in words


def test_a_second_tender_is_told_where_the_first_is_claimed() -> None:
    first = a_claim("A", a_line(type="TENDER_COST_AVOIDED"), column="collaborative")
    words = told(Submit(a_claim("B", a_line(type="TENDER_COST_AVOIDED"))), first)
    assert "claimed already, in Claim A" in words
    assert "one tender, whatever its lots, years and extensions" in words


def test_a_tender_that_was_run_is_told_to_whoever_claims_and_whoever_claimed() -> None:
    tender = a_claim("A", a_line(type="TENDER_COST_AVOIDED"), column="collaborative")
    assert "A tender was run" in told(Submit(tender), call_off=known(tender_run=True))
    assert told(RecordTenderRun("C1"), tender).startswith("Claim A: a tender was run")


def test_an_amount_above_the_formula_is_told_with_both() -> None:
    words = told(Submit(a_claim("B", a_line(type="TENDER_COST_AVOIDED", formula_pence=0))))
    assert "come to £0.00 avoided, not £1,200.00" in words


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("framework_maximum", "the most a framework may be used for"),
        ("gca_export", "Commercial Value Tool"),
        ("cvt_export", "Commercial Value Tool"),
        ("pipeline", "a contract still to come"),
        ("target", "a target"),
        ("programme_total", "a whole programme"),
    ],
)
def test_a_figure_that_is_no_saving_is_called_what_it_is(kind: str, called: str) -> None:
    words = told(ImportValue(kind, 250_000))
    assert words.startswith("£2,500.00 is ")
    assert called in words
    assert "not added to any total" in words
    assert "“several million”" in told(ImportValue(kind, None, "several million"))
    assert called in told(Submit(a_claim("B", a_line(baseline_source=kind))))


def test_the_price_last_paid_is_told_with_what_it_makes_of_the_saving() -> None:
    before = HeldCallOff("C0", ALDMOOR, date(2024, 4, 1), date(2025, 3, 31), "framework", "old", unit_price_pence=120)
    moved = known(predecessor="C0")
    words = told(Submit(a_claim("B", prices(agreed=100, last=150))), call_off=moved, before=before)
    assert "on Old paper, was £1.20, not £1.50" in words
    assert "£20.00 counts instead of £50.00" in words


def test_who_may_not_approve_is_told_why() -> None:
    waiting = a_claim("A", state="submitted", column="collaborative")
    assert "Somebody else must approve it" in told(Verify("A", "olu"), waiting)
    assert "Ask a colleague there" in told(Verify("A", "fin", BRINDLE), waiting)
    assert "A second person of the council must verify it first" in told(Validate("A", "net"), waiting)


def test_nothing_that_was_changed_or_refused_goes_unexplained_and_no_sentence_is_a_fragment() -> None:
    said = [decision for sequence in read(OURS) for decision in _decisions(dict(sequence))]
    explained = [each for each in said if each.outcome != "accept"]
    assert len(explained) > 80
    for decision in explained:
        assert decision.words.endswith((".", "!"))
        assert decision.words.count(". ") >= 1 or decision.rule == "STATE"
        assert all(finding.words for finding in decision.findings)


def _decisions(sequence: dict[str, object]) -> list[Decision]:
    world, found = PureWorld(), []
    world.set_up(sequence["setup"]["calloffs"])  # type: ignore[index]
    for step in sequence["steps"]:  # type: ignore[attr-defined]
        if step["action"] != "report":
            getattr(world, step["action"])(step)
            found.append(world.last)
    return found
