"""The published fees of each lot: a rate, no fee, mere words or nothing, and never nought for what is not known."""

from dataclasses import dataclass, field, replace

import pytest

from hub.signposting.fees import LotFee, Said, alike, is_complete, lot_fees, question


@dataclass
class AFee:
    basis_points: int | None = None
    payer: str = "unknown"
    base: str = ""
    cap_pence: int | None = None
    known: str = "unknown"
    text: str = ""


@dataclass
class ALot:
    number: str
    title: str = ""
    fees: list[AFee] = field(default_factory=list)


LEVY = AFee(100, "supplier", "invoiced spend", 500_00, "yes")


def test_each_lot_has_its_own_fee_and_one_without_has_the_frameworks():
    lots = [ALot("1", "Vans", [AFee(250, known="yes")]), ALot("2", "Lorries")]
    one, two = lot_fees(lots, [LEVY])

    assert (one.basis_points, one.payer, one.from_framework) == (250, "unknown", False)
    assert (two.title, two.basis_points, two.payer, two.base, two.cap_pence) == (
        "Lorries", 100, "supplier", "invoiced spend", 500_00,
    )  # fmt: skip
    assert two.from_framework


def test_a_framework_without_lots_has_its_own_fee():
    assert lot_fees([], [LEVY]) == lot_fees([ALot("")], [LEVY])
    assert lot_fees([], [LEVY])[0].basis_points == 100


def test_a_fee_that_is_not_published_is_a_line_that_says_so():
    (line,) = lot_fees([ALot("1")], [])

    assert (line.said, line.basis_points) == (Said.NOTHING, None)
    assert lot_fees([], []) == [LotFee()]


@pytest.mark.parametrize(
    ("fee", "said", "points"),
    [
        (AFee(150), Said.RATE, 150),
        (AFee(0, known="yes"), Said.RATE, 0),
        (AFee(0), Said.NOTHING, None),  # portals give nought where nobody filled anything in
        (AFee(known="no"), Said.NO_FEE, None),
        (AFee(0, known="no"), Said.NO_FEE, None),
        (AFee(known="yes", text="A levy applies"), Said.WORDS, None),
        (AFee(known="yes"), Said.NOTHING, None),
    ],
)
def test_what_is_said_of_a_fee(fee: AFee, said: Said, points: int | None):
    (line,) = lot_fees([], [fee])

    assert (line.said, line.basis_points) == (said, points)


def test_the_question_asks_for_what_is_missing_and_nothing_else():
    (nothing,), (levy,) = lot_fees([ALot("2", "Lorries")], []), lot_fees([], [AFee(100, "unknown", "spend", 1, "yes")])

    assert question("Vans, AB1", "Anglian Buying Group", nothing) == (
        "To Anglian Buying Group: for call-offs under Vans, AB1, lot 2 Lorries, please tell us whether a fee, levy or "
        "rebate is charged, at what rate, on what amount, whether we or the supplier pay it and whether there is a "
        "maximum."
    )
    assert question("Vans", "", levy) == (
        "To the owner: for call-offs under Vans, please tell us whether we or the supplier pay it."
    )


def test_lots_that_all_have_the_same_fees_are_one_and_others_are_not():
    same = lot_fees([ALot("1"), ALot("2")], [LEVY])
    differing = lot_fees([ALot("1", fees=[AFee(1)]), ALot("2")], [LEVY])

    assert alike(same) == [replace(same[0], number="")]
    assert alike(differing) == alike(lot_fees([ALot("1")], [LEVY])) == []


def test_only_a_rate_with_its_payer_or_no_fee_needs_no_question():
    complete = [is_complete(lot_fees([], [fee])[0]) for fee in (LEVY, AFee(known="no"), AFee(100), AFee(text="Ask"))]

    assert complete == [True, True, False, False]
