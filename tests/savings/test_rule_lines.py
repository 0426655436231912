"""Claims of several lines that are reckoned elsewhere: the rules tell the facts to reckon with and what is left out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hub.savings.book import Book, ByYear, HeldCallOff, HeldClaim, Line, Prices, Total
from hub.savings.entry import Decision, Edit, EndEarly, Extend, GiveBack, Submit, Withdraw
from hub.savings.rules.deciding import decide
from hub.savings.standing import Standing, places, standing

START, END = date(2025, 4, 1), date(2027, 3, 31)
BEFORE = HeldCallOff("C0", "aldmoor", date(2023, 4, 1), date(2025, 3, 31), "framework", "old", unit_price_pence=120)
CALL_OFF = HeldCallOff("C1", "aldmoor", START, END, "framework", "new", predecessor="C0")
EMPTY = Book({"C0": BEFORE, "C1": CALL_OFF})
PERIOD = Total(0, START, END)


def a_claim(key: str, *lines: Line, basis: str = "actual", state: str = "validated") -> HeldClaim:
    numbered = tuple(replace(line, number=n) for n, line in enumerate(lines, start=1))
    return HeldClaim(key, "aldmoor", "C1", basis, numbered, state, reporter="olu")


def price(last: int = 150, ref: str = "V1", per: int = 1) -> Line:
    unit = Prices(Fraction(100 * per), Fraction(10), ref, last=Fraction(last * per), per=Fraction(per))
    return Line("PRICE_PREV", PERIOD, prices=unit)


def rise(proposed: int, ref: str = "V1") -> Line:
    unit = Prices(Fraction(100), Fraction(10), ref, proposed=Fraction(proposed))
    return Line("PRICE_RISE_AVOIDED", PERIOD, prices=unit)


def taken(*claims: HeldClaim, book: Book = EMPTY) -> Decision:
    for claim in claims:
        decision = decide(book, Submit(claim))
        assert decision.outcome != "reject", decision.words
        book = decision.book
    return decision


def facts(decision: Decision, key: str) -> dict[str, object]:
    return dict(standing(decision.book, key).facts)


def test_the_price_last_paid_is_a_fact_of_a_claim_on_one_kind_of_goods() -> None:
    assert facts(taken(a_claim("A", price())), "A") == {"previous_framework_unit_pence": 120}


def test_one_price_last_paid_cannot_be_that_of_several_goods() -> None:
    decision = taken(a_claim("A", price(), price(ref="V2")))
    assert (decision.outcome, facts(decision, "A")) == ("accept", {})


def test_the_last_contract_is_a_baseline_where_it_ran_for_as_long() -> None:
    line = Line("PRICE_PREV", PERIOD, previous_value_pence=40_000)
    as_long = EMPTY.with_call_off(replace(BEFORE, value_pence=33_000))
    decision = taken(a_claim("A", line), book=as_long)
    assert (decision.rule, facts(decision, "A")) == ("R11", {"previous_framework_value_pence": 33_000})
    assert "£330.00, not £400.00" in decision.words
    shorter = EMPTY.with_call_off(replace(BEFORE, value_pence=33_000, start=date(2024, 4, 1)))
    assert taken(a_claim("A", line), book=shorter).rule is None


def test_the_last_price_in_another_claim_is_a_fact_of_a_rise_for_one_unit() -> None:
    book = Book({"C1": replace(CALL_OFF, predecessor="")})
    decision = taken(a_claim("A", price(last=110, per=10)), a_claim("B", rise(150)), book=book)
    assert decision.rule == "R8"
    assert facts(decision, "B") == {"last_prices_pence": {"V1": "110"}}


def test_a_rise_in_the_same_claim_needs_no_fact() -> None:
    book = Book({"C1": replace(CALL_OFF, predecessor="")})
    assert facts(taken(a_claim("A", price(last=110), rise(150)), book=book), "A") == {}


def test_a_line_of_which_nothing_is_left_is_refused_and_the_others_stay() -> None:
    book = Book({"C1": replace(CALL_OFF, predecessor="", tender_run=True)})
    tender = Line("TENDER_COST_AVOIDED", ByYear({"2025-26": 500}))
    decision = taken(a_claim("A", price(last=150), rise(140), tender), book=book)
    assert decision.outcome == "adjust"
    assert [(each.rule, each.outcome, each.line) for each in decision.findings] == [
        ("R9", "reject", 3),
        ("R8", "reject", 2),
    ]
    assert facts(decision, "A") == {"tender_run_anyway": True}
    assert decide(book, Submit(a_claim("B", tender))).outcome == "reject"


def test_a_line_that_is_claimed_elsewhere_refuses_the_whole_claim() -> None:
    held = taken(a_claim("A", Line("REBATE", ByYear({"2025-26": 10}))))
    decision = decide(held.book, Submit(a_claim("B", price(last=120), Line("REBATE", ByYear({"2025-26": 10})))))
    assert (decision.rule, decision.findings[-1].line, decision.book) == ("R1", 2, held.book)


def test_an_early_end_is_kept_with_the_claim_when_the_contract_is_extended_again() -> None:
    decision = decide(taken(a_claim("A", price(last=120))).book, EndEarly("C1", date(2025, 9, 30)))
    assert facts(decision, "A")["contract_end_actual"] == "2025-09-30"
    extended = decide(decision.book, Extend("C1", END))
    assert facts(extended, "A")["contract_end_actual"] == "2025-09-30"
    assert places(extended.book, extended.book.claims["A"]) == {("PRICE_PREV", "2025-26")}


def test_an_early_end_after_the_end_and_an_extension_before_it_change_nothing() -> None:
    book = taken(a_claim("A", price(last=120))).book
    assert decide(book, EndEarly("C1", date(2030, 1, 1))).book == book
    refused = decide(book, Extend("C1", date(2026, 3, 31)))
    assert (refused.outcome, refused.book) == ("reject", book)
    assert "ends on 31 March 2027 already" in refused.words


def test_only_the_types_and_years_of_an_actual_are_left_out_of_an_estimate() -> None:
    rebate = Line("REBATE", ByYear({"2025-26": 10, "2026-27": 20}))
    estimate = a_claim("E", price(last=120), rebate, basis="estimated")
    decision = taken(estimate, a_claim("A", Line("REBATE", ByYear({"2026-27": 15}))))
    assert standing(decision.book, "E").replaced == {("REBATE", "2026-27")}
    assert set(decision.changed) == {"A", "E"}


def test_another_councils_actual_replaces_no_estimate() -> None:
    estimate = a_claim("E", Line("REBATE", ByYear({"2025-26": 10})), basis="estimated")
    theirs = replace(a_claim("A", Line("REBATE", ByYear({"2025-26": 15}))), organisation="brindle")
    assert standing(taken(estimate, theirs).book, "E").replaced == frozenset()


def test_an_estimated_price_that_an_actual_replaced_bounds_no_rise() -> None:
    book = Book({"C1": replace(CALL_OFF, predecessor="")})
    dear = a_claim("E", price(last=140), basis="estimated")
    decision = taken(dear, a_claim("A", price(last=120)), a_claim("B", rise(150)), book=book)
    assert facts(decision, "B") == {"last_prices_pence": {"V1": "120"}}


def test_a_draft_is_looked_at_and_supersedes_nothing() -> None:
    book = taken(a_claim("A", price(last=120))).book
    draft = replace(a_claim("B", price(last=120), state="draft"), supersedes="A")
    decision = decide(book, Submit(draft))
    assert (decision.outcome, decision.book.claims["A"].state) == ("accept", "validated")


def test_a_claim_given_back_supersedes_the_same_one_when_it_is_submitted_again() -> None:
    second = replace(a_claim("B", price(last=120), state="submitted"), supersedes="A")
    book = decide(taken(a_claim("A", price(last=120)), second).book, GiveBack("B", "net")).book
    assert book.claims["B"].state == "returned"
    assert decide(book, Submit(second)).outcome == "accept"
    other = replace(second, key="D")
    assert decide(book, Submit(other)).rule == "R1"


def test_a_new_amount_opens_a_claim_again_whatever_else_was_changed() -> None:
    book = taken(a_claim("A", price(last=120))).book
    decision = decide(book, Edit("A", "olu", frozenset({"title"}), (price(last=130),)))
    assert (decision.rule, standing(decision.book, "A").state) == ("R6", "submitted")


def test_a_withdrawn_claim_takes_no_place() -> None:
    book = taken(a_claim("A", price(last=120))).book
    left: Standing = standing(decide(book, Withdraw("A", "olu")).book, "A")
    assert (left.state, left.counted_by_fy) == ("withdrawn", {})
    assert decide(decide(book, Withdraw("A", "olu")).book, Submit(a_claim("B", price(last=120)))).outcome == "accept"
