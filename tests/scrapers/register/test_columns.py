"""Which columns are which, and what is no register."""

import pytest

from scrapers.files import open_file
from scrapers.register.columns import is_register, lay_out
from scrapers.register.headers import meaning, normalised
from scrapers.source import UnreadableFile
from tests.scrapers.conftest import FileWriter
from tests.scrapers.register.conftest import NAME


def field(header: str) -> str:
    found = meaning(header)
    return found.field if found else ""


@pytest.mark.parametrize(
    ("header", "form"),
    [("Contractor/\nProvider", "contractorprovider"), (" Amount ", "amount"), ("(01) Body Name", "bodyname"),
     ("Supplier ID (T)", "supplierid"), ("Contract value \ufffd's", "contractvalues"),
     ("CONTRACT_TITLE", "contracttitle")],
)  # fmt: skip
def test_names_are_compared_by_their_letters_and_digits(header: str, form: str) -> None:
    assert normalised(header) == form


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Contract Ref:", "reference"), ("Contract value (£) excluding VAT", "value"),
        ("Contractor/Provider", "supplier"),
        ("F.A.T or OJEU  Ref / framework link/award notice link", "framework"), ("CPV code(s)", "cpv"),
        ("Invitation\nto quote/\npublished\ninvitation to\ntender?", "procedure"),
        ("Supplier Supplier Name", "supplier"),
        ("Contract Current End Date", "end"), ("Company Reg No", "company_number"), ("Colour", ""),
    ],
)  # fmt: skip
def test_councils_names_for_columns_are_known(header: str, expected: str) -> None:
    assert field(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Contract completion date", "date signed"), ("VCSE Supplier", "vcse"), ("Extension Period", "extension"),
     ("Organisation Name", "buyer"), ("Body", "buyer code"), ("Local authority department responsible", "department"),
     ("Annual value", "annual value"), ("Contract Manager", "person"), ("Lead Officer Name", "person"),
     ("Contact Telephone No.", "person"), ("Contractor", "supplier")],
)  # fmt: skip
def test_false_friends_are_told_apart(header: str, expected: str) -> None:
    assert field(header) == expected


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        ("Contract Title,Supplier,Start Date", True),
        ("Title,Contract Reference,Value", True),
        ("Description of goods and services,Supplier name,Contract start date", True),
        ("Title,Reference,Start,End", False),  # nothing says that it is about contracts
        ("Contract Title,Supplier", False),
        ("Supplier,Start Date,Contract value", False),
        ("Contract Title,Start Date,Contract value", False),
        ("Body Name,Supplier Name,Payment Date,Net Amount,Purpose", False),
        ("Contract Title,Supplier Name,Contract Ref,Amount,Invoice number", False),
        ("Owner,Reference,Title,Supplier,Start", False),  # the hub's own framework list
        ("rm_number,title,Supplier,start_date", False),
    ],
)
def test_a_register_needs_a_title_a_reference_or_supplier_and_one_more(header: str, is_one: bool) -> None:
    assert is_register(header.split(",")) is is_one


def refusal(file: FileWriter, text: str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        open_file(file(text, NAME))
    return str(refused.value)


def test_a_list_of_payments_is_refused_as_such(file: FileWriter) -> None:
    text = "Body Name,Service Area,Invoice Payment Date,Transaction Number,Net Amount,Supplier Name\nA,b,c,d,e,f\n"
    assert "It looks like a list of payments" in refusal(file, text)


def test_a_portals_list_of_notices_is_refused_as_such(file: FileWriter) -> None:
    text = "Notice Identifier,Notice Type,Organisation Name,Title,Contract start date\n1,Award,Anytown,Kerbs,2026\n"
    assert "CSV of notices" in refusal(file, text)


def test_what_a_near_register_lacks_is_said(file: FileWriter) -> None:
    text = "Contract Ref,Supplier,Start Date,End Date\n1,Acme,2025,2026\n"
    assert "has no column for the title" in refusal(file, text)


def test_of_two_columns_with_one_meaning_the_surer_counts_and_the_other_is_kept() -> None:
    layout = lay_out(["Title", "Contract Title", "Contract Ref", "Value", "Contract Value"], "line 1")
    assert layout.ours == {"title": "Contract Title", "reference": "Contract Ref", "value": "Contract Value"}
    assert layout.known == {"Title": "Title", "Value": "Value"}
    assert [(each.field, each.reason) for each in layout.problems] == [
        ("Title", "means the same as 'Contract Title'"),
        ("Value", "means the same as 'Contract Value'"),
    ]


def test_of_two_equally_sure_columns_the_first_counts() -> None:
    layout = lay_out(["Contract Title", "Contract Start Date", "Contract Start", "Supplier"], "line 1")
    assert layout.ours["start"] == "Contract Start Date"
    assert layout.known == {"Contract Start": "Contract Start"}


def test_a_likeness_is_told_to_a_person_and_never_acted_upon() -> None:
    layout = lay_out(["Contract Title", "Contract Ref", "Suuplier Name", "Start Date"], "line 1")
    assert "supplier" not in layout.ours
    assert layout.known == {"Suuplier Name": "Suuplier Name"}
    assert [each.reason for each in layout.problems] == ["is not a column the hub knows; is it the supplier?"]


def test_a_column_of_people_is_dropped_and_said_so() -> None:
    layout = lay_out(["Contract Title", "Contract Ref", "Start Date", "Contract Officer", "E-mail"], "line 4")
    assert layout.dropped == ("Contract Officer", "E-mail")
    assert not layout.known
    assert {(each.place, each.reason) for each in layout.problems} == {("line 4", "names people to turn to")}


def test_a_description_stands_for_a_title_where_there_is_none() -> None:
    layout = lay_out(["Contract Ref", "Description", "Supplier", "Start Date"], "line 1")
    assert layout.ours["title"] == "Description"
