"""Which framework a contract's words name, and how sure that is."""

from datetime import date
from typing import Any

import pytest

from hub.ingest.linking import Link, Pointed, Target, Targets, link, notice_keys, owners_named


def a_target(id: int, **fields: Any) -> Target:
    defaults: dict[str, Any] = {
        "owner": "ypo", "reference": "", "title": f"Framework {id}", "start": date(2023, 1, 1), "end": date(2027, 1, 1)
    }  # fmt: skip
    return Target(id=id, **defaults | fields)


CATALOGUE = Targets.of(
    [
        a_target(1, reference="953", title="Parking tickets"),
        a_target(2, owner="gca", reference="rm6100", title="Technology Services 3"),
        a_target(3, owner="espo", reference="509.23", title="Parking Management Solutions"),
        a_target(4, notices=("ocds-h6vhtk-0a1b2c", "013021-2023"), title="Wheeled bins"),
        a_target(5, notices=("2018/S 211-482411",), title="Print"),
        a_target(6, owner="nepo", reference="953", title="Fish"),
        a_target(7, owner="espo", reference="860.22", title="Refuse & Recycling Products (including wheeled bins)"),
        a_target(8, owner="gca", reference="rm6100.2", title="G-Cloud 14"),
        a_target(9, owner="gca", reference="", title="Legal Services"),
        a_target(10, owner="ypo", reference="", title="Legal services"),
        a_target(11, notices=("024123-2022",)),
        a_target(12, notices=("BC83D610-6c52-45aa-8fd2-6ef2eaf4cc7a",)),
    ]
)


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("YPO Contract Reference: 00953", 1),
        ("NEPO 953", 6),
        ("953", None),
        ("Call-off under RM6100 Lot 2", 2),
        ("rm 6100", 2),
        ("509_23 Parking Management Solutions - Find a Tender", 3),
        ("509_23", None),
        ("FTS/013021-2023", 4),
        ("https://www.find-tender.service.gov.uk/Notice/013021-2023?origin=SearchResults&p=2", 4),
        ("2018/S211-482411", 5),
        ("018/S 211-482411", 5),
        ("2022/S 000-024123", 11),
        ("https://www.contractsfinder.service.gov.uk/Notice/bc83d610-6c52-45aa-8fd2-6ef2eaf4cc7a", 12),
        ("https://www.espo.org/refuse-recycling-products-including-wheeled-bins-860-22.html", 7),
        ("Parking Management Solutions - Find a Tender", 3),
        ("Parking Management Solutions Framework Agreement | ESPO", 3),
        ("Parking Management Solutions - CCS", None),
        ("G-Cloud 14 (Lots 1-3) - Find a Tender", 8),
        ("Legal Services", None),
        ("Legal Services - CCS", 9),
        ("013022-2023", None),
        ("TBC", None),
        ("Yes", None),
        ("2019/S 199-483701", None),
        ("Lot 3 of RM610", None),
        ("http://[", None),
    ],
)
def test_what_buyers_write_in_their_framework_column_names_one_framework_or_none(written: str, target: int | None):
    assert link(Pointed(reference=written), CATALOGUE).target == target


def test_an_ocid_or_notice_given_explicitly_is_the_surest():
    sure = link(Pointed(ocid="ocds-h6vhtk-0a1b2c", reference="RM6100"), CATALOGUE)

    assert sure == Link(4, 0.98, "it names the framework's notice ocds-h6vhtk-0a1b2c")


def test_a_contracts_own_title_may_name_a_reference_but_is_not_a_frameworks_title():
    assert link(Pointed(title="Laptops (RM6100)"), CATALOGUE).target == 2
    assert link(Pointed(title="Parking tickets"), CATALOGUE).target is None
    assert link(Pointed(framework_title="Parking tickets"), CATALOGUE).target == 1


def test_of_two_generations_the_one_the_contract_began_under_is_meant():
    generations = Targets.of(
        [
            a_target(1, reference="rm6100", start=date(2019, 1, 1), end=date(2022, 12, 31)),
            a_target(2, reference="rm6100", start=date(2023, 1, 1), end=date(2026, 12, 31)),
        ]
    )

    assert link(Pointed(reference="RM6100", start=date(2024, 5, 1)), generations).target == 2
    assert link(Pointed(reference="RM6100"), generations) == Link(None, 0.0, "could be any of 2 frameworks")


def test_a_contract_that_began_after_the_framework_ended_is_linked_with_doubt():
    late = link(Pointed(reference="RM6100", start=date(2029, 1, 1)), CATALOGUE)

    assert late.target == 2
    assert late.confidence < 0.6
    assert "outside the framework's published dates" in late.reason


def test_a_title_alone_outside_the_frameworks_dates_is_no_link():
    late = link(Pointed(framework_title="Parking tickets", start=date(2029, 1, 1)), CATALOGUE)

    assert late.target is None
    assert "began outside" in late.reason


def test_how_sure_a_link_is_follows_from_what_was_written():
    confidences = [
        link(Pointed(reference=text), CATALOGUE).confidence
        for text in ("013021-2023", "YPO 953", "RM6100", "509_23 Parking Management Solutions", "Parking tickets")
    ]

    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == 5


def test_notices_are_one_however_their_number_is_written():
    assert notice_keys("2018/S211-482411") == notice_keys("see 482411-2018.") == {"482411-2018"}
    assert notice_keys("2022/S 000-024123") == {"024123-2022"}
    assert notice_keys("12024123-20221") == set()


def test_owners_are_named_in_words_or_by_their_web_site():
    assert owners_named("Suppliers on Lot 5: Valuation - CCS") == {"gca"}
    assert owners_named("https://www.espo.org/bins-860-22.html") == {"espo"}
    assert owners_named("Yes") == set()
