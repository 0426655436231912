"""A contract under a framework: what it is, and which framework it names."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scrapers.call_off import CallOffRecord
from scrapers.ocds.notice import PORTAL_PAGE
from scrapers.record import Known
from tests.scrapers.ocds.conftest import ReleaseReader
from tests.scrapers.ocds.releases import a_framework, an_award

CallOffReader = Callable[[dict[str, Any]], CallOffRecord]
METHOD = {"procurementMethodDetails": "Call-off from a framework agreement"}


def test_a_call_off_has_its_buyer_suppliers_value_and_dates(call_off: CallOffReader) -> None:
    period = {"startDate": "2024-11-05T00:00:00Z", "endDate": "2025-03-31T23:59:59+01:00"}
    suppliers = [{"id": "1", "name": "Mowers Ltd "}]
    award = {"id": "1", "value": {"amount": 60_000}, "suppliers": suppliers, "contractPeriod": period}
    found = call_off(an_award(5, tender=METHOD, awards=[award]))
    assert (found.source_id, found.title, found.reference) == ("ocds-h6vhtk-000005", "Grounds maintenance", "AC5")
    assert (found.buyer.name, found.buyer.identifiers[0].id) == ("Anytown Council", "PABC-1234-DEFG")
    assert [each.name for each in found.suppliers] == ["Mowers Ltd"]
    assert found.value and found.value.net_pence == 6_000_000
    assert found.start and found.end and (found.start.value, found.end.value) == (date(2024, 11, 5), date(2025, 3, 31))
    assert found.procedure == METHOD["procurementMethodDetails"]
    assert found.notice and found.notice.identifier == "000005-2026"


def test_several_awards_are_added_up(call_off: CallOffReader) -> None:
    awards = [{"id": str(n), "value": {"amount": n * 100}, "suppliers": [{"name": f"{n} Ltd"}]} for n in (2, 3)]
    value = call_off(an_award(tender=METHOD, awards=awards)).value
    assert value and value.net_pence == 50_000


@pytest.mark.parametrize(
    ("title", "reference", "owner"),
    [("Call-off under RM6100 Lot 3", "RM6100 Lot 3", "Crown Commercial Service"),
     ("Further competition under YPO 953 Enforcement DPS", "YPO 953", "YPO"),
     ("Mini competition under ESPO 664_21", "ESPO 664_21", "Eastern Shires Purchasing Organisation"),
     ("Fit out via the NEPO Framework 204", "NEPO Framework 204", "North East Procurement Organisation"),
     ("Mini-Competition under LHC RS4 Roofing Framework", "LHC RS4", "LHC"),
     ("Call-off: SBS/19/AB/WAB/9411", "SBS/19/AB/WAB/9411", "NHS Shared Business Services")],
)  # fmt: skip
def test_the_framework_is_pointed_to_as_written(
    title: str, reference: str, owner: str, call_off: CallOffReader
) -> None:
    found = call_off(an_award(title=title)).framework
    assert (found.said, found.reference, found.owner) == (Known.YES, reference, owner)


def test_a_framework_without_a_number_is_pointed_to_by_its_title(call_off: CallOffReader) -> None:
    found = call_off(an_award(title="Roof (via the Northshire Roofing Framework)")).framework
    assert (found.title, found.reference) == ("Northshire Roofing Framework", "")


def test_a_related_process_points_by_ocid_title_and_address(call_off: CallOffReader) -> None:
    related = {"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-h6vhtk-0fffff",
               "title": "Kerbs framework", "uri": f"{PORTAL_PAGE}/Notice/012345-2025"}  # fmt: skip
    found = call_off(an_award(relatedProcesses=[related])).framework
    assert (found.ocid, found.title, found.notice) == ("ocds-h6vhtk-0fffff", "Kerbs framework", "012345-2025")
    assert found.url == f"{PORTAL_PAGE}/Notice/012345-2025"


def test_a_notice_number_in_the_prose_is_kept(call_off: CallOffReader) -> None:
    prose = "Contract awarded under the council's own framework 2018/S 031-067685."
    assert call_off(an_award(tender={"description": prose})).framework.notice == "2018/S 031-067685"


def test_call_offs_published_under_the_ocid_of_their_framework_stay_apart(rows: ReleaseReader) -> None:
    contracts = [an_award(number, title=f"Call-off {number}") | {"ocid": "ocds-h6vhtk-000001"} for number in (2, 3)]
    found = [row.call_off.source_id for row in rows(a_framework(1), *contracts) if row.call_off]
    assert found == ["ocds-h6vhtk-000001/AC2", "ocds-h6vhtk-000001/AC3"]


def test_two_notices_of_one_call_off_are_two_editions_of_it(rows: ReleaseReader) -> None:
    found = [row.call_off.source_id for row in rows(*[an_award(4, tender=METHOD)] * 2) if row.call_off]
    assert found == ["ocds-h6vhtk-000004"] * 2
