"""Numbers of organisations, as publishers write them."""

import pytest

from scrapers.parse.identifiers import company, from_id, identifier
from scrapers.record import Identifier


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("03554098", "03554098"),
        ("3554098", "03554098"),
        (" 3554098 ", "03554098"),
        ("3554098.0", "03554098"),
        ("03 554 098", "03554098"),
        ("1628868", "01628868"),
        ("SC117119", "SC117119"),
        ("SC 117119", "SC117119"),
        ("sc012345", "SC012345"),
        ("SC12345", "SC012345"),
        ("NI12345", "NI012345"),
        ("NI-612345", "NI612345"),
        ("OC301540", "OC301540"),
        ("SO300123", "SO300123"),
        ("RC000651", "RC000651"),
        ("R0000123", "R0000123"),
        ("R123", "R0000123"),
        ("IP28788R", "IP28788R"),
        ("IP525R", "IP00525R"),
        ("FC021425", "FC021425"),
    ],
)
def test_a_company_number_is_padded_as_the_register_writes_it(written: str, number: str):
    found = company(written)

    assert found.value == Identifier(scheme="GB-COH", id=number)
    assert found.doubts == ()


@pytest.mark.parametrize("written", ["", " ", "None", "N/A", "n/a", "TBC", "-", "0", "00000000", "99999999", "1234567"])
def test_what_says_nothing_is_no_number_and_no_doubt(written: str):
    found = company(written)

    assert (found.value, found.doubts) == (None, ())


@pytest.mark.parametrize("written", ["RJR", "123456789", "QQ123456", "SC1234567", "GB123456789", "X", "Sparkle Ltd"])
def test_what_is_no_company_number_is_left_out_and_says_why(written: str):
    found = company(written)

    assert found.value is None
    assert [doubt.reason for doubt in found.doubts] == [f"{written} is no company number"]
    assert "by its name only" in found.doubts[0].done


@pytest.mark.parametrize(
    ("scheme", "written", "number"),
    [
        ("GB-PPON", "PMRV-4748-MNJV", "PMRV-4748-MNJV"),
        ("gb-ppon", "pmrv4748mnjv", "PMRV-4748-MNJV"),
        ("GB-CHC", "1123456", "1123456"),
        ("GB-CHC", "207890-12", "207890-12"),
        ("GB-SC", "SC012345", "SC012345"),
        ("GB-NIC", "NIC101234", "NIC101234"),
        ("GB-NHS", "RJR", "RJR"),
        ("GB-FTS", "12345", "12345"),
        ("US-DUN", "123456789", "123456789"),
        ("oxford-supplier-id", "20019582", "20019582"),
    ],
)
def test_a_number_of_another_register_is_checked_by_its_shape(scheme: str, written: str, number: str):
    assert identifier(scheme, written).value == Identifier(scheme=scheme.upper(), id=number)


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("GB-PPON", "03554098"),
        ("GB-PPON", "XMRV-4748-MNJV"),
        ("GB-CHC", "charity"),
        ("GB-SC", "012345"),
        ("GB-FTS", "Norwich"),
        ("GB-OTHER", "x" * 200),
        ("A very long name of a register that nobody has", "1"),
    ],
)
def test_a_number_that_cannot_be_of_its_register_is_doubted(scheme: str, written: str):
    found = identifier(scheme, written)

    assert found.value is None
    assert len(found.doubts) == 1


def test_a_number_without_a_register_is_no_identifier():
    assert identifier("", "03554098").value is None
    assert identifier(" ", "1").value is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GB-COH-3554098", ("GB-COH", "03554098")),
        ("GB-COH-SC117119", ("GB-COH", "SC117119")),
        ("GB-PPON-PMRV-4748-MNJV", ("GB-PPON", "PMRV-4748-MNJV")),
        ("GB-FTS-12345", ("GB-FTS", "12345")),
        ("GB-COH-RJR", None),
        ("GB-COH-None", None),
        ("1", None),
        ("2", None),
        ("", None),
        ("GB-COH-", None),
    ],
)
def test_scheme_and_number_in_one_are_told_apart(text: str, expected: tuple[str, str] | None):
    found = from_id(text).value

    assert (found and (found.scheme, found.id)) == expected


def test_an_nhs_code_in_the_scheme_of_companies_is_no_company():
    found = from_id("GB-COH-RJR")

    assert [doubt.reason for doubt in found.doubts] == ["RJR is no company number"]
