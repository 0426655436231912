import pytest

from scrapers.parse import codes, money, words
from scrapers.parse.found import Found
from scrapers.record import Kind, Regulation, Route, Stage


@pytest.mark.parametrize(
    ("written", "pence"),
    [("£880,000.00", 88_000_000), (" \ufffd880,000.00 ", 88_000_000), ("1200000", 120_000_000), ("£1.2m", 120_000_000),
     ("1.2 million", 120_000_000), ("up to £30bn", 3_000_000_000_000), ("30k", 3_000_000), ("£12.34 (ex VAT)", 1234),
     ("(1,234.56)", -123_456), ("1,234.56 CR", -123_456), ("1,234.56-", -123_456), ("-£5", -500)],
)  # fmt: skip
def test_an_amount_is_exact_pence(written: str, pence: int) -> None:
    assert money.pence(written) == Found(pence)


@pytest.mark.parametrize("written", ["", "-", "£-", "TBC", "N/A", "unknown"])
def test_no_amount_is_unknown_and_never_nothing(written: str) -> None:
    assert money.pence(written).value is None and not money.pence(written).doubts


@pytest.mark.parametrize("written", ["£10m-£20m", "€5m", "£5m per annum", "1,2345", "lots", "£99999999999999999"])
def test_what_is_not_one_amount_in_pounds_is_not_used(written: str) -> None:
    found = money.pence(written)
    assert found.value is None and found.doubts[0].done == "not used"


def test_an_approximate_amount_is_used_and_a_negative_maximum_is_not() -> None:
    assert money.pence("circa £5m").value == 500_000_000 and money.pence("circa £5m").doubts
    assert money.value_in_pence("-£5").value is None and money.value_in_pence("-£5").doubts


@pytest.mark.parametrize(
    ("written", "points"), [("1%", 100), ("0.5 %", 50), ("1.25", 125), ("0.75 per cent", 75), ("0", 0), ("nil", 0)]
)
def test_a_rate_is_basis_points(written: str, points: int) -> None:
    assert money.basis_points(written) == Found(points)


@pytest.mark.parametrize("written", ["up to 2%", "101", "0.125%", "none", "half"])
def test_what_is_not_one_rate_is_unknown_with_a_reason(written: str) -> None:
    assert money.basis_points(written).value is None and money.basis_points(written).doubts


def test_a_missing_rate_is_unknown_and_a_tiny_one_is_questioned() -> None:
    assert money.basis_points("").value is None and not money.basis_points("").doubts
    assert money.basis_points("0.01").value == 1 and money.basis_points("0.01").doubts
    assert not money.basis_points("0.01%").doubts


def test_cpv_codes_lose_check_digits_and_labels() -> None:
    assert codes.cpv("71410000-5 : Urban planning services, and more; 15000000").value == ("71410000", "15000000")
    assert codes.cpv("71410000,72000000-5\n30000000 48000000 71410000").value == (
        "71410000", "72000000", "30000000", "48000000",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "why"),
    [("9065000", "perhaps a zero was lost"), ("387300001", "perhaps 38730000-1 is meant"), ("abc", "8 digits")],
)
def test_a_code_that_is_none_is_reported_and_not_repaired(written: str, why: str) -> None:
    found = codes.cpv(f"15000000; {written}")
    assert found.value == ("15000000",)
    assert why in found.doubts[0].reason


def test_an_address_is_unescaped_and_given_its_scheme() -> None:
    assert codes.address("https://www.example.org/a?b=9&amp;copy=2").value == "https://www.example.org/a?b=9&copy=2"
    assert codes.address("https://www.example.org/a?b=9&copy=2").value == "https://www.example.org/a?b=9&copy=2"
    assert codes.address("www.example.org/x").value == "https://www.example.org/x"
    assert codes.address("www.example.org/x").doubts


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "ftp://example.org", "mailto:a@example.org", "http://user:pw@example.org", "https://local/x",
     "https://exa mple.org", "http://[::1", "https://example.org/" + "a" * 3000, "https://example.org/<script>"],
)  # fmt: skip
def test_an_address_that_must_not_be_linked_is_left_out_with_a_reason(written: str) -> None:
    assert codes.address(written).value == "" and codes.address(written).doubts


def test_a_title_loses_its_own_reference_but_is_never_empty() -> None:
    assert codes.without_reference("Kite Repair (RM7001)", "RM7001") == "Kite Repair"
    assert codes.without_reference("Firewood 501_22", "501_22") == "Firewood"
    assert codes.without_reference("RM7001", "RM7001") == "RM7001"
    assert codes.without_reference("Kites", "") == "Kites"


def test_publishers_words_become_the_hubs() -> None:
    assert words.kind("Dynamic Purchasing System").value is Kind.DPS
    assert words.kind("PCR15 Framework").value is words.kind("Closed framework").value is Kind.FRAMEWORK
    assert words.regulation("PCR 2015").value is words.regulation("PCR2015").value is Regulation.PCR_2015
    assert words.regulation("PSR").value is Regulation.OTHER
    assert words.stage("Expired").value is Stage.ENDED
    assert words.routes("Direct award; further competition").value == (Route.DIRECT_AWARD, Route.COMPETITION)


@pytest.mark.parametrize("read", [words.kind, words.stage])
def test_open_alone_says_nothing_since_it_has_three_meanings(read: object) -> None:
    found = words.kind("open") if read is words.kind else words.stage("open")
    assert found.value in (Kind.UNKNOWN, None) and "use" in found.doubts[0].reason


def test_the_kind_of_a_title_is_only_what_it_says_itself() -> None:
    assert words.kind_in_title("Leasing DPS") is Kind.DPS
    assert words.kind_in_title("Flexible gas framework") is Kind.UNKNOWN
