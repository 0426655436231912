"""What a contract says of its framework, in every form councils use."""

import pytest

from scrapers.call_off import FrameworkPointer
from scrapers.record import Known
from scrapers.register import pointer

FTS = "https://www.find-tender.service.gov.uk/Notice/"


@pytest.mark.parametrize(
    ("cell", "notice"),
    [
        ("FTS/013021-2023", "013021-2023"),
        ("2022/S 000-024123", "024123-2022"),
        ("2018/S211-482411", "2018/S 211-482411"),
        ("2018/S 223-510439", "2018/S 223-510439"),
        ("018/S 211-482411", "2018/S 211-482411"),
        (f"{FTS}028092-2021?origin=SearchResults&p=8220", "028092-2021"),
        (f"{FTS}028156-2022#award_contract-1", "028156-2022"),
        ("https://www.contractsfinder.service.gov.uk/Notice/BC83D610-6c52-45aa-8fd2-6ef2eaf4cc7a",
         "bc83d610-6c52-45aa-8fd2-6ef2eaf4cc7a"),
        ("YPO Contract Reference: 00953", ""),
        ("01234-567890-2023", ""),
        ("Accounts 2023-24", ""),
    ],
)  # fmt: skip
def test_a_notice_is_found_and_given_as_its_portal_writes_it(cell: str, notice: str) -> None:
    found = pointer(cell)
    assert found.notice == notice
    assert found.reference == cell


@pytest.mark.parametrize("cell", ["", "N/A", "n/a", "TBC", "-", "Unknown", "Not applicable", "See list", "0"])
def test_a_word_for_nothing_says_nothing(cell: str) -> None:
    assert pointer(cell) == FrameworkPointer()


@pytest.mark.parametrize("cell", ["No", "no", "None", "No framework used"])
def test_no_is_no(cell: str) -> None:
    assert pointer(cell, "Direct Award") == FrameworkPointer(said=Known.NO)


@pytest.mark.parametrize("cell", ["Yes", "yes", "Y"])
def test_yes_is_yes_without_a_reference(cell: str) -> None:
    assert pointer(cell) == FrameworkPointer(said=Known.YES)


def test_yes_beside_a_tender_of_its_own_may_answer_the_other_question_of_the_column() -> None:
    assert pointer("Yes", "OJEU Tender").said is Known.UNKNOWN
    assert pointer("Yes", "OJEU Tender", only_frameworks=True).said is Known.YES


@pytest.mark.parametrize(
    ("procedure", "said"),
    [("Direct award via framework", Known.YES), ("Call of via framework", Known.YES), ("Call-off", Known.YES),
     ("DPS mini competition", Known.YES), ("Further comp", Known.YES), ("Mini-competition", Known.YES),
     ("Exemption/Direct Award via Framework", Known.YES), ("Direct Award", Known.UNKNOWN),
     ("Open Tender", Known.UNKNOWN),
     ("Waiver", Known.UNKNOWN), ("Not under a framework", Known.NO), ("Open tender (non-framework)", Known.NO)],
)  # fmt: skip
def test_the_procedure_may_say_it(procedure: str, said: Known) -> None:
    assert pointer("N/A", procedure).said is said


def test_plain_words_of_the_procedure_outweigh_a_no_and_weak_ones_do_not() -> None:
    assert pointer("No", "YPO framework") == FrameworkPointer(said=Known.YES, owner="YPO")
    assert pointer("No", "Further Competition").said is Known.NO


def test_a_notice_alone_may_be_the_contracts_own() -> None:
    assert pointer(f"{FTS}011157-2024", "Open Tender").said is Known.UNKNOWN
    assert pointer(f"{FTS}011157-2024", "Open Tender", only_frameworks=True).said is Known.YES


@pytest.mark.parametrize(
    ("cell", "owner", "title"),
    [
        ("YPO Contract Reference: 00953", "YPO", ""),
        ("RM6100", "Crown Commercial Service", ""),
        ("Professional Services in Construction Framework Agreement | Pagabo", "Pagabo",
         "Professional Services in Construction Framework Agreement"),
        ("G-Cloud 14 (Lots 1-3) - Find a Tender", "Crown Commercial Service", "G-Cloud 14 (Lots 1-3)"),
        ("Suppliers on Lot 5: Valuation - CCS", "Crown Commercial Service", "Suppliers on Lot 5: Valuation"),
        ("https://www.espo.org/wheeled-bins-860-22.html", "ESPO", ""),
        ("Consultancy Services Framework", "", "Consultancy Services Framework"),
    ],
)  # fmt: skip
def test_what_names_a_framework_says_yes(cell: str, owner: str, title: str) -> None:
    found = pointer(cell)
    assert (found.said, found.owner, found.title) == (Known.YES, owner, title)


def test_a_page_title_alone_says_no_more_than_its_words() -> None:
    found = pointer("Payment Solutions - Contracts Finder")
    assert (found.said, found.title) == (Known.UNKNOWN, "Payment Solutions")


def test_an_address_is_linked_only_where_it_may_be() -> None:
    assert pointer("See www.espo.org/bins.").url == "https://www.espo.org/bins"
    assert pointer("javascript:alert(1)").url == ""


def test_a_whole_page_in_place_of_a_reference_is_cut() -> None:
    assert len(pointer("Highways framework " * 1000).reference) == 1000


def test_an_ocid_is_found() -> None:
    assert pointer("ocds-h6vhtk-03a5f1").ocid == "ocds-h6vhtk-03a5f1"


@pytest.mark.parametrize(
    ("procedure", "title", "description", "reference", "said"),
    [
        ("Further comp via YPO 000978", "", "", "YPO 000978", Known.YES),
        ("Direct Award", "Laptops RM6098", "", "RM6098", Known.UNKNOWN),
        ("", "Laptops", "Call-off under RM6098 lot 2", "RM6098", Known.YES),
        ("", "Parking 509_23", "", "509_23", Known.UNKNOWN),
        ("", "", "Bought through the YPO 1140 framework", "YPO 1140", Known.YES),
        ("", "Budget 2024_25 review", "", "", Known.UNKNOWN),
        ("", "Framework for minor works", "", "", Known.UNKNOWN),
        ("", "", "Scored using the evaluation framework", "", Known.UNKNOWN),
        ("", "", "Not a call-off from any framework", "", Known.UNKNOWN),
    ],
)
def test_a_reference_is_looked_for_in_other_words_where_its_column_gives_none(
    procedure: str, title: str, description: str, reference: str, said: Known
) -> None:
    found = pointer("N/A", procedure, title, description)
    assert (found.reference, found.said) == (reference, said)
