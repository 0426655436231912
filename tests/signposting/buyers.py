"""The buyers that tests on who may use a framework ask for."""

from hub.data.organisations import organisations
from hub.signposting.buyer import Buyer

COUNTIES = {"UKH": "Suffolk", "UKJ": "Kent", "UKI": "", "UKL": "", "UKM": "", "": ""}


def known(slug: str, memberships: tuple[str, ...] = ()) -> Buyer:
    """An organisation of the hub's own lists."""
    found = organisations()[slug]
    names = (found.name, *(name.name for name in found.names))
    return Buyer(
        slug=slug,
        name=found.name,
        kind=found.kind,
        region=found.region,
        county=found.county,
        names=names,
        memberships=memberships,
    )


def any_of_kind(kind: str, region: str = "UKH", county: str = "", memberships: tuple[str, ...] = ()) -> Buyer:
    return Buyer(
        slug=f"{kind}@{region}", name=f"Any {kind}", kind=kind, region=region, county=county, memberships=memberships
    )


DISTRICT = known("mid-suffolk-district-council")
COUNTY = known("essex-county-council")
FIRE = known("cambridgeshire-fire-and-rescue-service")
SCHOOL = any_of_kind("school", county="Norfolk")
NHS = any_of_kind("nhs", county="Cambridgeshire")
LANDLORD = any_of_kind("housing-association", county="Hertfordshire")
ALL = (DISTRICT, COUNTY, FIRE, SCHOOL, NHS, LANDLORD)
