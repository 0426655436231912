"""Public Contracts Scotland, by the OCDS service of its platform: one request for each month and type of notice.

Evidenced by others' clients: addresses, parameters, types, the failures. Not evidenced: a pace, so the one of Find a
Tender is kept; an address for one procurement, so those held are only read again with their month.
"""

from datetime import timedelta

from scrapers.ocds.portals import OGL, PORTALS
from scrapers.site import Grounds, Manners, Pace, Permission, Site
from scrapers.visits.months import MonthlyPortal

SOURCE = PORTALS["ocds-r6ebe6"]
NOTICE_TYPES = (
    1, 2, 3,  # prior information, contract, contract award
    4, 5, 6, 7,  # the same of utilities, and their qualification systems
    14, 15, 20,  # correction, voluntary transparency, change of a contract during its term
    21, 22,  # social and other specific services
    101, 102, 103,  # the portal's own: contract, prior information, contract award
)  # fmt: skip
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
    manners=Manners(
        hosts=("api.publiccontractsscotland.gov.uk",),
        pace=Pace(requests=12, seconds=120, apart=10),
    ),
    permission=Permission(
        grounds=Grounds.OPEN_LICENCE,
        words=OGL,
        url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    every=timedelta(days=1),
    visit=PORTAL.pages,
)
