"""Public Contracts Scotland, by the OCDS service of its platform: one request for each month and type of notice.

Evidenced by others' clients: addresses, parameters, types, the failures. Not evidenced: a pace, so the one of Find a
Tender is kept; an address for one procurement, so those held are only read again with their month.
"""

from datetime import timedelta

from scrapers.ocds.portals import PORTALS
from scrapers.site import UNDER_OGL, Manners, Pace, Site
from scrapers.visits.months import OF_ALL_PORTALS, MonthlyPortal

SOURCE = PORTALS["ocds-r6ebe6"]
NOTICE_TYPES = (*OF_ALL_PORTALS, 101, 102, 103)  # the portal's own: contract, prior information, contract award
"""Those that can set up a framework or change one. Left out: design contests (12, 13), concessions (23 to 25) and quick
quotes awarded (104), which never do.
"""
PORTAL = MonthlyPortal(
    source=SOURCE,
    listing="https://api.publiccontractsscotland.gov.uk/v1/Notices",
    notice_types=NOTICE_TYPES,
)

SITE = Site(
    source=SOURCE,
    manners=Manners(hosts=("api.publiccontractsscotland.gov.uk",), pace=Pace(requests=12, seconds=120, apart=10)),
    permission=UNDER_OGL,
    every=timedelta(days=1),
    visit=PORTAL.pages,
)
