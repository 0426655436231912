"""A notice of a framework as a record: what it states, and nothing it does not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scrapers.record import Basis, Edition, Kind, Known, Payer, Record, Regulation, Route, Stage
from scrapers.source import Outcome
from tests.scrapers.ocds.conftest import ReleaseReader
from tests.scrapers.ocds.releases import UK_LAW, a_framework, a_release, an_award, uk_notice

RecordReader = Callable[[dict[str, Any]], Record]


def days(record: Record) -> list[str]:
    return [each.value.isoformat() if each else "" for each in (record.start, record.end, record.max_end)]


def test_a_record_is_one_edition_of_what_is_said_under_an_ocid(record: RecordReader) -> None:
    found = record(a_framework(7, title="Kerbs"))
    assert (found.source_id, found.edition, found.evidence_only) == ("ocds-h6vhtk-000007", Edition.DELTA, False)
    assert found.part == "GB-PPON-PABC-1234-DEFG|AC7"
    assert (found.title, found.owner, found.reference) == ("Kerbs", "Anytown Council", "AC7")
    assert found.published == date(2026, 9, 3)
    assert found.url == "https://www.find-tender.service.gov.uk/procurement/ocds-h6vhtk-000007"


def test_local_ids_of_buyers_tell_nobody_apart(record: RecordReader) -> None:
    assert record(a_framework(buyer={"id": "org-4", "name": "Anytown"})).part == "Anytown|AC1"


def test_the_notice_is_evidence(record: RecordReader) -> None:
    (notice,) = record(a_framework(7, tender={"documents": uk_notice("UK4", 7)})).notices
    assert (notice.identifier, notice.ocid, notice.type) == ("000007-2026", "ocds-h6vhtk-000007", "UK4")
    assert notice.url == "https://www.find-tender.service.gov.uk/Notice/000007-2026"


def test_a_release_without_an_id_has_the_number_of_its_notice(record: RecordReader) -> None:
    release = a_framework(7, tender={"documents": uk_notice("UK4", 7)})
    del release["id"]
    assert record(release).notices[0].identifier == "000007-2026"


def test_a_time_late_at_night_is_of_the_day_it_was_in_the_united_kingdom(record: RecordReader) -> None:
    assert record(a_framework(date="2026-06-30T23:30:00Z")).published == date(2026, 7, 1)
    assert record(a_framework(date="2026-07-01T00:30:00+01:00")).published == date(2026, 7, 1)


def test_the_central_purchasing_body_is_the_owner_and_other_buyers_may_use_it(record: RecordReader) -> None:
    parties = [{"id": "1", "name": "Northshire Buying", "roles": ["centralPurchasingBody"]},
               {"id": "2", "name": "Anytown Council", "roles": ["buyer"]},
               {"id": "3", "name": "Othertown Council", "roles": ["buyer"]}]  # fmt: skip
    found = record(a_framework(parties=parties))
    assert found.owner == "Northshire Buying"
    assert "Anytown Council; Othertown Council" in found.eligibility


def test_who_acts_for_others_is_the_owner_not_those(record: RecordReader) -> None:
    assert record(a_framework(buyer={"name": "HTX LLP (HTX) acting on behalf of"}, parties=[])).owner == "HTX LLP (HTX)"
    through = {"name": "The Minister for Pens acting through the Pens Agency"}
    assert record(a_framework(buyer=through, parties=[])).owner == "Pens Agency"


def test_a_notice_that_names_no_buyer_is_rejected(rows: ReleaseReader) -> None:
    (row,) = rows(a_framework(buyer={}, parties=[]))
    assert (row.outcome, row.reason) == (Outcome.REJECTED, "it names no buyer")


@pytest.mark.parametrize(
    ("written", "reference", "identifies"),
    [("282_22 (ProContract internal Ref.: DN551210)", "282_22", True), ("DN551210", "DN551210", False),
     ("LEICSCC001-DN745214-49096864", "LEICSCC001-DN745214-49096864", False), ("1", "1", False),
     ("ocds-h6vhtk-000001", "", False), ("ocds-kuma6s-148440-tender-148440-CCS/24/297", "CCS/24/297", True),
     ("tender_361529/1421942", "tender_361529/1421942", False), (" AC 1 ", "AC 1", True)],
)  # fmt: skip
def test_a_reference_is_the_buyers_own_and_a_portals_number_does_not_identify(
    written: str, reference: str, identifies: bool, record: RecordReader
) -> None:
    found = record(a_framework(tender={"id": written}))
    assert (found.reference, found.reference_identifies) == (reference, identifies)


def test_the_portals_own_number_is_kept_beside(record: RecordReader) -> None:
    found = record(a_framework(tender={"id": "282_22 (ProContract internal Ref.: DN551210)"}))
    assert found.extra["portal reference"] == "DN551210"


def test_the_number_of_a_gca_agreement_is_found_in_its_title(record: RecordReader) -> None:
    gca = {"name": "Crown Commercial Service"}
    found = record(
        a_framework(title="RM6134 Media Monitoring", buyer=gca, parties=[], tender={"id": "CF-26906000rwimUAA"})
    )
    assert (found.reference, found.reference_identifies) == ("RM6134", True)


@pytest.mark.parametrize(
    ("tender", "kind"),
    [({}, Kind.FRAMEWORK), ({"techniques": {"hasDynamicPurchasingSystem": True}}, Kind.DPS),
     ({"techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": {"isOpenFrameworkScheme": True}}},
      Kind.OPEN_FRAMEWORK),
     ({"documents": uk_notice("UK14", 1), "legalBasis": UK_LAW}, Kind.DYNAMIC_MARKET),
     ({"documents": uk_notice("UK14", 1), "title": "Utilities dynamic market"}, Kind.UTILITIES_DYNAMIC_MARKET)],
)  # fmt: skip
def test_the_kind_is_as_flagged(tender: dict[str, Any], kind: Kind, record: RecordReader) -> None:
    assert record(a_framework(tender=tender)).kind is kind


def test_a_framework_only_told_by_its_title_is_of_no_known_kind_and_is_to_be_checked(rows: ReleaseReader) -> None:
    (row,) = rows(a_release(title="Kerbs framework"))
    assert row.record and row.record.kind is Kind.UNKNOWN
    assert [problem.field for problem in row.problems] == ["title"]


@pytest.mark.parametrize(
    ("basis", "ocid", "regulation"),
    [(UK_LAW, "ocds-h6vhtk-1", Regulation.PROCUREMENT_ACT_2023), (None, "ocds-h6vhtk-1", Regulation.UNKNOWN),
     ({"scheme": "CELEX", "id": "32014L0024"}, "ocds-h6vhtk-1", Regulation.PCR_2015),
     ({"scheme": "CELEX", "id": "32014L0025"}, "ocds-kuma6s-1", Regulation.PCR_2015),
     ({"scheme": "CELEX", "id": "32014L0024"}, "ocds-r6ebe6-1", Regulation.SCOTLAND),
     ({"scheme": "CELEX", "id": "32009L0081"}, "ocds-h6vhtk-1", Regulation.OTHER)],
)  # fmt: skip
def test_the_law_is_told_by_the_legal_basis_and_the_portal(
    basis: object, ocid: str, regulation: Regulation, record: RecordReader
) -> None:
    assert record(a_framework(tender={"legalBasis": basis}) | {"ocid": ocid}).regulation is regulation


def test_the_law_of_health_services_is_another(record: RecordReader) -> None:
    told = {
        "description": "This is a Provider Selection Regime notice.",
        "legalBasis": {"scheme": "CELEX", "id": "32014L0024"},
    }
    assert record(a_framework(tender=told)).regulation is Regulation.OTHER


CONTRACT = {"id": "1", "awardID": "1", "dateSigned": "2026-08-22T00:00:00+01:00"}


@pytest.mark.parametrize(
    ("release", "stage"),
    [(a_framework(tag=["planning"]), Stage.PLANNED), (a_framework(), Stage.TENDERING),
     (a_framework(tag=["award"]), Stage.AWARDED),
     (a_framework(tag=["award", "contract"], contracts=[CONTRACT]), Stage.LIVE),
     (a_framework(tender={"status": "cancelled"}), Stage.CANCELLED),
     (a_framework(tag=["award"], tender={"status": "cancelled"}), Stage.AWARDED),
     (a_framework(tag=["tenderCancellation"], tender={"documents": uk_notice("UK12", 1)}), Stage.CANCELLED),
     (a_framework(tag=["contractTermination"]), Stage.ENDED),
     (a_framework(tag=["award"], tender={"documents": uk_notice("UK16", 1)}), Stage.ENDED),
     (a_framework(tag=["award"], tender={"documents": uk_notice("UK15", 1)}), None)],
)  # fmt: skip
def test_the_stage_is_as_far_as_the_notice_says(release: dict[str, Any], stage: Stage, record: RecordReader) -> None:
    assert record(release).stage is stage


def test_an_end_of_some_lots_does_not_end_the_framework(record: RecordReader) -> None:
    lots = [{"id": "1", "status": "cancelled"}, {"id": "2", "status": "active"}]
    found = record(a_framework(tag=["tenderCancellation"], tender={"documents": uk_notice("UK12", 1), "lots": lots}))
    assert found.stage is None
    assert [lot.stage for lot in found.lots] == [Stage.CANCELLED, None]


def test_the_term_is_the_frameworks_own_before_its_awards_and_lots(record: RecordReader) -> None:
    own = {"startDate": "2027-01-01T00:00:00Z", "endDate": "2030-12-31T23:59:59Z"}
    award = {
        "id": "1",
        "contractPeriod": {"startDate": "2026-02-02", "endDate": "2028-01-01", "maxExtentDate": "2029-01-01"},
    }
    flags = {"hasFrameworkAgreement": True, "frameworkAgreement": {"period": own}}
    assert days(record(a_framework(tender={"techniques": flags}, awards=[award]))) == [
        "2027-01-01",
        "2030-12-31",
        "2029-01-01",
    ]
    assert days(record(a_framework(awards=[award]))) == ["2026-02-02", "2028-01-01", "2029-01-01"]


def test_lots_of_several_terms_give_the_first_start_and_the_last_end(record: RecordReader) -> None:
    lots = [{"id": str(year), "contractPeriod": {"startDate": f"{year}-01-01", "endDate": f"{year + 2}-12-31"}}
            for year in (2026, 2027)]  # fmt: skip
    assert days(record(a_framework(tender={"lots": lots}))) == ["2026-01-01", "2029-12-31", ""]


def test_months_of_thirty_days_give_an_end_only_where_a_start_is_known(record: RecordReader) -> None:
    lot = {"id": "1", "contractPeriod": {"durationInDays": 1440}}
    undated = record(a_framework(tender={"lots": [lot]}))
    assert (undated.end, undated.extra["duration"]) == (None, "48 months")
    dated = record(a_framework(tender={"lots": [lot]}, contracts=[CONTRACT]))
    assert dated.end and (dated.end.value, dated.end.basis) == (date(2030, 8, 21), Basis.DURATION)


def test_the_day_of_signing_is_a_start_that_is_worked_out(record: RecordReader) -> None:
    start = record(a_framework(contracts=[CONTRACT])).start
    assert start and (start.value, start.basis) == (date(2026, 8, 22), Basis.AWARD)


def test_a_start_after_the_standstill_or_the_planned_award_is_an_estimate(record: RecordReader) -> None:
    after_standstill = record(a_framework(awards=[{"id": "1", "standstillPeriod": {"endDate": "2026-05-04"}}])).start
    assert after_standstill and (after_standstill.value, after_standstill.basis) == (date(2026, 5, 5), Basis.ESTIMATED)
    after_award = record(a_framework(tender={"awardPeriod": {"endDate": "2026-10-20"}})).start
    assert after_award and (after_award.value, after_award.basis) == (date(2026, 10, 30), Basis.ESTIMATED)


def test_what_contracts_finder_writes_for_nothing_is_nothing(record: RecordReader) -> None:
    period = {"startDate": "2001-01-01T00:00:00Z", "endDate": "2001-01-01T00:00:00Z"}
    release = a_framework(
        tender={"contractPeriod": period, "value": {"amount": 0, "currency": "GBP"}, "description": "n/a"}
    )
    found = record(release | {"ocid": "ocds-b5fd17-1"})
    assert (days(found), found.max_value, found.description) == (["", "", ""], None, "")


def test_entities_and_lost_line_breaks_are_put_right(record: RecordReader) -> None:
    found = record(
        a_framework(title="L&amp;Q kerbs", tender={"description": "It&#039;s kerbs.rnrnLots 1.rn Modern ones."})
    )
    assert (found.title, found.description) == ("L&Q kerbs", "It's kerbs.\n\nLots 1.\nModern ones.")


@pytest.mark.parametrize(
    ("value", "net", "gross"),
    [({"amount": 1200.5, "amountGross": 1440.6}, 120050, 144060), ({"amountGross": 1440}, None, 144000),
     ({"amount": "1250000.0"}, 125000000, None)],
)  # fmt: skip
def test_the_value_is_net_and_gross_as_published(
    value: dict[str, Any], net: int | None, gross: int | None, record: RecordReader
) -> None:
    found = record(a_framework(tender={"value": value})).max_value
    assert found and (found.net_pence, found.gross_pence) == (net, gross)


@pytest.mark.parametrize("amount", [0, 0.01, 1, 1_000_000_000, 999_999_999, -5, "many", 7.9e28])
def test_an_amount_that_only_fills_a_field_is_not_published(amount: object, record: RecordReader) -> None:
    assert record(a_framework(tender={"value": {"amount": amount, "currency": "GBP"}})).max_value is None


def test_the_value_is_the_frameworks_before_the_tenders_before_that_of_all_lots(record: RecordReader) -> None:
    lots = [{"id": "1", "value": {"amount": 100}}, {"id": "2", "value": {"amount": 200}}]
    own = {"hasFrameworkAgreement": True, "frameworkAgreement": {"value": {"amount": 500}}}
    tender = {"lots": lots, "value": {"amount": 400}}

    def pence(tender: dict[str, Any]) -> int | None:
        value = record(a_framework(tender=tender)).max_value
        return value.net_pence if value else None

    assert pence(tender | {"techniques": own}) == 50_000
    assert pence(tender) == 40_000
    assert pence({"lots": lots}) == 30_000
    assert pence({"lots": [*lots, {"id": "3"}]}) is None


def test_routes_are_only_those_said_of_call_offs(record: RecordReader) -> None:
    flags = {"hasFrameworkAgreement": True, "frameworkAgreement": {"method": "withAndWithoutReopeningCompetition"}}
    assert record(a_framework(tender={"techniques": flags})).routes == (Route.DIRECT_AWARD, Route.COMPETITION)
    assert record(a_framework(tender={"procurementMethod": "direct"})).routes == ()


def test_a_fee_is_known_only_where_one_is_stated(record: RecordReader) -> None:
    fee = record(a_framework(tender={"participationFees": [{"id": "1", "type": ["win"], "relativeValue": 0.005}]})).fee
    assert fee and (fee.basis_points, fee.payer, fee.known) == (50, Payer.SUPPLIER, Known.YES)
    assert record(a_framework(tender={"participationFees": [{"id": "1", "type": ["document"]}]})).fee is None


def test_codes_come_from_the_tender_and_its_items_and_regions_in_any_shape(record: RecordReader) -> None:
    codes = [{"scheme": "CPV", "id": "45233120-6"}, {"scheme": "CPV", "id": "4523"}]
    items = [{"id": "1", "additionalClassifications": codes,
              "deliveryAddresses": {"1": {"region": "UKH1"}}},
             {"id": "2", "deliveryAddresses": [{"region": "UKH2"}, {"region": "East of England"}]}]  # fmt: skip
    found = record(a_framework(tender={"classification": {"scheme": "CPV", "id": "45000000"}, "items": items}))
    assert found.cpv == ("45000000", "45233120")
    assert found.regions == ("UKH1", "UKH2", "East of England")


def test_who_may_use_it_is_in_the_forms_fields_and_in_its_sentences(record: RecordReader) -> None:
    agreement = {"type": "closed", "buyerCategories": "All councils of the region"}
    prose = "We buy kerbs. The framework will be available to all public sector bodies. It is long."
    flags = {"hasFrameworkAgreement": True, "frameworkAgreement": agreement}
    told = record(a_framework(tender={"techniques": flags, "description": prose})).eligibility
    assert "Closed framework" in told
    assert "All councils of the region" in told
    assert "The framework will be available to all public sector bodies." in told
    assert "kerbs" not in told


def test_a_list_of_users_below_a_colon_is_kept_with_its_sentence(record: RecordReader) -> None:
    prose = "Kerbs.\nThe framework may be accessed by:\n- Anytown Council\n- any school\nDelivery is daily, in lorries."
    told = record(a_framework(tender={"description": prose})).eligibility
    assert told == "The framework may be accessed by:\n- Anytown Council\n- any school"


def test_an_empty_line_ends_a_list_of_users(record: RecordReader) -> None:
    prose = "The framework may be accessed by:\n- Anytown Council\n- any school\nThe DPS is open to all councils."
    told = record(a_framework(tender={"description": prose})).eligibility
    assert told == "\n".join((*prose.splitlines()[:3], "", "The DPS is open to all councils."))


def test_nobodys_contact_point_is_kept(record: RecordReader) -> None:
    party = {"id": "1", "name": "Anytown Council", "roles": ["buyer"],
             "contactPoint": {"name": "Jo Bloggs", "email": "jo.bloggs@anytown.example"}}  # fmt: skip
    prose = "Kerbs. Please contact Jo Bloggs, jo.bloggs@anytown.example."
    found = record(a_framework(parties=[party], tender={"description": prose}))
    assert "bloggs" not in found.model_dump_json().casefold()


def test_documents_are_linked_once_and_without_the_notice_itself(record: RecordReader) -> None:
    document = {"id": "2", "documentType": "biddingDocuments", "title": "Invitation", "url": "https://a.example/itt"}
    found = record(a_framework(tender={"documents": [*uk_notice("UK4", 1), document, document]}))
    assert [(each.title, each.url) for each in found.documents] == [("Invitation", "https://a.example/itt")]


def test_a_change_says_only_what_is_different(record: RecordReader) -> None:
    contract = {"id": "1", "value": {"amount": 35_000}, "documents": uk_notice("UK10", 1),
                "period": {"endDate": "2026-12-31T23:59:59Z", "maxExtentDate": "2027-12-31"}}  # fmt: skip
    release = a_release(tag=["contractAmendment"], contracts=[contract], tender={"value": {"amount": 99_000}})
    found = record(release)
    assert (found.edition, found.evidence_only, found.stage) == (Edition.CHANGE, True, None)
    assert days(found) == ["", "2026-12-31", "2027-12-31"]
    assert found.max_value and found.max_value.net_pence == 3_500_000
    assert found.description == ""


def test_a_later_notice_of_a_flagged_framework_counts_beside_it(rows: ReleaseReader) -> None:
    award = an_award(1) | {"id": "000002-2026"}
    for order in ([award, a_framework(1)], [a_framework(1), award]):
        found = {row.record.notices[0].identifier: row.record for row in rows(*order) if row.record}
        assert found["000002-2026"].evidence_only
        assert not found["000001-2026"].evidence_only
        assert [place.name for lot in found["000002-2026"].lots for place in lot.suppliers] == ["Mowers Ltd"]


def test_case_6_a_date_without_a_zone_an_address_in_place_of_a_list_and_a_lot_without_words_are_read(
    record: RecordReader,
) -> None:
    lot = {"id": "1", "title": "Kerbs", "description": None, "contractPeriod": {"endDate": "2030-03-31T23:59:59"}}
    items = [{"id": "1", "relatedLot": "1", "deliveryAddresses": {"region": "UKH1"}}]

    found = record(a_framework(date="2026-09-03T13:24:32", tender={"lots": [lot], "items": items}))

    assert found.end is not None and found.end.value == date(2030, 3, 31)
    assert [notice.published for notice in found.notices] == [date(2026, 9, 3)]
    assert [(lot.title, lot.description, lot.regions) for lot in found.lots] == [("Kerbs", "", ("UKH1",))]


def test_case_12_a_list_of_suppliers_behind_a_link_is_a_document_and_no_supplier(record: RecordReader) -> None:
    link = {"id": "A1", "title": "Suppliers", "url": "https://buyer.example/suppliers.xlsx"}

    found = record(a_framework(tag=["award"], awards=[{"id": "1", "status": "active"}], tender={"documents": [link]}))

    assert not [place for lot in found.lots for place in lot.suppliers]
    assert [(document.title, document.url) for document in found.documents] == [(link["title"], link["url"])]


def test_case_15_a_notice_of_intent_that_changes_a_framework_is_left_for_a_person_to_check(rows: Any) -> None:
    """A voluntary notice before an award, used to announce a modification: it has no flag and says so in its title."""
    notice = an_award(title="Modification of the framework agreement for salt", tag=["award", "contract"])

    [row] = rows(notice)

    assert [problem.reason for problem in row.problems] == ["is all that says this is a framework"]
