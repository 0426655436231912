"""A framework as JSON and as an OCDS release package: what the hub holds and nothing else."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from scrapers.files import open_file
from scrapers.record import (
    Basis,
    Day,
    Fee,
    Identifier,
    Kind,
    Link,
    Lot,
    Money,
    NoticeReference,
    Precision,
    Regulation,
    Route,
    SupplierPlace,
)
from tests.factories import a_day

pytestmark = pytest.mark.once

OCID = "ocds-h6vhtk-0a1b2c"
ACORN = SupplierPlace(name="Acorn Ltd", identifiers=(Identifier(scheme="GB-COH", id="01234567"),))
WHOLE: dict[str, Any] = {
    "title": "Trees and hedges",
    "reference": "AB7",
    "kind": Kind.FRAMEWORK,
    "regulation": Regulation.PROCUREMENT_ACT_2023,
    "stage": "live",
    "description": "Planting and care.",
    "eligibility": "Councils in the East of England.",
    "cpv": ("77211500", "77310000"),
    "start": a_day("2025-07-01"),
    "end": a_day("2028-03-31"),
    "max_end": Day(value=a_day("2030-03-31").value, basis=Basis.TEXT),
    "max_value": Money(net_pence=1_000_000_50, gross_pence=1_200_000_00),
    "routes": (Route.COMPETITION,),
    "lots": (
        Lot(
            number="1",
            title="Oaks",
            cpv=("77211500",),
            suppliers=(ACORN, SupplierPlace(name="Bark Ltd", status="left")),
        ),
        Lot(number="2", title="Planes", end=Day(value=a_day("2028-01-31").value, precision=Precision.MONTH)),
    ),
    "documents": (Link(title="Guide", url="https://www.example.org/guide"),),
    "notices": (
        NoticeReference(identifier="000001-2026", ocid=OCID, type="UK6", url="https://www.example.org/notice/1"),
    ),
}


@pytest.fixture
def package(publish: Callable[..., str], client: FlaskClient) -> Callable[..., dict[str, Any]]:
    def package(**fields: Any) -> dict[str, Any]:
        key = publish(**fields)
        answer = client.get(f"/frameworks/{key}/ocds.json")
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        found: dict[str, Any] = json.loads(answer.data)
        return found

    return package


def test_a_package_says_what_hangs_together(package: Any) -> None:
    found = package(**WHOLE)
    [release] = found["releases"]
    tender = release["tender"]
    assert (release["ocid"], release["tag"], tender["status"]) == (OCID, ["tender", "award"], "complete")
    assert tender["title"] == "Trees and hedges" and tender["id"] == "AB7"
    assert tender["value"] == {"amount": 1000000.5, "amountGross": 1200000, "currency": "GBP"}
    assert tender["contractPeriod"] == {
        "startDate": "2025-07-01T00:00:00+01:00",
        "endDate": "2028-03-31T00:00:00+01:00",
        "maxExtentDate": "2030-03-31T00:00:00+00:00",
    }
    agreement = {"method": "withReopeningCompetition", "buyerCategories": "Councils in the East of England."}
    assert tender["techniques"] == {"hasFrameworkAgreement": True, "frameworkAgreement": agreement}
    assert tender["legalBasis"] == {"scheme": "UKPGA", "id": "2023/54", "description": "Procurement Act 2023"}
    assert [lot["id"] for lot in tender["lots"]] == ["1", "2"]
    assert tender["items"][1]["relatedLot"] == "1"
    assert [code["id"] for code in tender["items"][0]["additionalClassifications"]] == ["77310000"]
    assert {document["url"] for document in tender["documents"]} >= {"https://www.example.org/guide"}


def test_suppliers_carry_their_register_and_those_who_left_stand_in_no_award(package: Any) -> None:
    [release] = package(**WHOLE)["releases"]
    [award] = release["awards"]
    assert award["suppliers"] == [{"id": "GB-COH-01234567", "name": "Acorn Ltd"}] and award["relatedLots"] == ["1"]
    owner, acorn = release["parties"]
    assert owner["roles"] == ["procuringEntity"] and release["tender"]["procuringEntity"]["id"] == owner["id"]
    assert acorn["identifier"] == {"scheme": "GB-COH", "id": "01234567"} and acorn["roles"] == ["supplier"]


def test_what_is_not_published_is_absent_and_never_nought(package: Any) -> None:
    [release] = package(title="Fuel", reference="", source_id="S1")["releases"]
    assert set(release["tender"]) == {"id", "title", "procuringEntity", "documents"}
    assert "awards" not in release and release["tag"] == ["tender"]
    assert not [value for value in members(release) if value in (None, "", [], {}, 0)]


def test_a_month_is_no_day(package: Any) -> None:
    [release] = package(title="Fuel", end=Day(value=a_day("2028-03-31").value, precision=Precision.MONTH))["releases"]
    assert "contractPeriod" not in release["tender"]


def test_without_one_ocid_it_has_one_of_the_hubs_own(package: Any) -> None:
    [release] = package(title="Fuel")["releases"]
    assert re.fullmatch(r"procurement-hub-[0-9a-f]{16}", release["ocid"]), "no register has issued its prefix"


def test_sources_and_licence_are_named(package: Any) -> None:
    found = package(**WHOLE)
    assert found["license"] == "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    [source] = found["releases"][0]["sources"]
    assert (source["title"], source["license"]) == ("Anglian Buying Group list", "OGL-UK-3.0")
    assert (source["dated"], source["checked"]) == ("2026-02-26", "2026-11-21T12:00:00Z")


def test_another_licence_is_not_called_open(package: Any) -> None:
    found = package(title="Fuel", source={"licence": "Ask the publisher"})
    assert "license" not in found
    assert found["releases"][0]["sources"][0]["license"] == "Ask the publisher"


@pytest.mark.parametrize("fields", [WHOLE, {"title": "Fuel"}, {"title": "Fuel", "kind": Kind.DPS, "stage": "planned"}])
def test_it_has_the_shape_of_ocds(package: Any, fields: dict[str, Any]) -> None:
    """What the release package schema of OCDS 1.1 requires, and where it wants strings, instants and codes."""
    found = package(**fields)
    assert {"uri", "version", "publishedDate", "publisher", "releases"} <= set(found) and found["version"] == "1.1"
    assert all(address.startswith("https://") for address in found["extensions"])
    [release] = found["releases"]
    assert {"ocid", "id", "date", "tag", "initiationType"} <= set(release) and release["initiationType"] == "tender"
    assert set(release["tag"]) <= {"planning", "tender", "tenderCancellation", "award"}
    assert release["tender"].get("status", "planned") in ("planned", "active", "cancelled", "complete")
    instants = [value for name, value in named(found) if name.endswith("Date") or name in ("date", "datePublished")]
    assert all(datetime.fromisoformat(value).tzinfo for value in instants)
    for part in ("parties", "awards"):
        ids = [each["id"] for each in release.get(part, [])]
        assert len(ids) == len(set(ids)) and all(isinstance(ident, str) for ident in ids)
    for part in ("lots", "items", "documents"):
        ids = [each["id"] for each in release["tender"].get(part, [])]
        assert len(ids) == len(set(ids)) and all(isinstance(ident, str) for ident in ids)
    known = {party["id"] for party in release["parties"]}
    assert {supplier["id"] for award in release.get("awards", []) for supplier in award["suppliers"]} <= known


def test_the_hub_reads_its_own_package(package: Any, tmp_path: Path) -> None:
    found = package(**WHOLE)
    path = tmp_path / "package.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    [record] = open_file(path).records()
    assert (record.title, record.owner, record.kind) == ("Trees and hedges", "Anglian Buying Group", Kind.FRAMEWORK)
    assert record.end is not None and record.end.value == a_day("2028-03-31").value
    assert record.max_value == WHOLE["max_value"]
    assert [(lot.number, [place.name for place in lot.suppliers]) for lot in record.lots] == [
        ("1", ["Acorn Ltd"]),
        ("2", []),
    ]


def test_a_framework_as_json_leaves_out_what_is_not_published(publish: Callable[..., str], client: FlaskClient) -> None:
    key = publish(title="Fuel", end=a_day("2028-03-31"), fee=Fee(text="ask us"))
    found = json.loads(client.get(f"/frameworks/{key}/framework.json").data)
    framework = found["framework"]
    assert (framework["key"], framework["title"], framework["end"]["value"]) == (key, "Fuel", "2028-03-31")
    assert framework["fee"] == {"text": "ask us"} and framework["sources"]["end"] == "anglian"
    assert {"max_value", "start", "eligibility", "kind"} & set(framework) == set()
    assert found["about"]["page"] == f"http://localhost/frameworks/{key}/fuel"
    assert found["sources"][0]["licence"] == "OGL-UK-3.0" and found["sources"][0]["read"] == "2026-11-21"


def members(value: Any) -> Iterator[Any]:
    for _, member in named(value):
        yield member


def named(value: Any) -> Iterator[tuple[str, Any]]:
    """Every member of every object within, by its name."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield name, member
            yield from named(member)
    for item in value if isinstance(value, list) else ():
        yield from named(item)
