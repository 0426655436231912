"""Sell2Wales, by the OCDS service of its platform: one request for each month and type of notice.

Evidenced by others' clients: addresses, parameters, types, the failures, for a time on every request. Not evidenced: a
pace, so the one of Find a Tender is kept; an address for one procurement; the numbers of the notices of 2025 and later
under the Procurement Act, which are on Find a Tender as well.
"""

from datetime import timedelta

from scrapers.ocds.portals import PORTALS
from scrapers.site import UNDER_OGL, Manners, Pace, Site
from scrapers.visits.months import OF_ALL_PORTALS, MonthlyPortal

SOURCE = PORTALS["ocds-kuma6s"]
NOTICE_TYPES = (*OF_ALL_PORTALS, 51, 52, 53)  # the portal's own: tender, prior information, contract award
"""Those that can set up a framework or change one. Left out: design contests (12, 13), concessions (23 to 25) and
subcontracts (54 to 56), which never do.
"""
PORTAL = MonthlyPortal(
    source=SOURCE,
    listing="https://api.sell2wales.gov.wales/v1/Notices",
    notice_types=NOTICE_TYPES,
    further="&locale=2057",  # English
)

SITE = Site(
    source=SOURCE,
    manners=Manners(hosts=("api.sell2wales.gov.wales",), pace=Pace(requests=12, seconds=120, apart=10)),
    permission=UNDER_OGL,
    every=timedelta(days=1),
    visit=PORTAL.pages,
)
