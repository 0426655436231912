"""Contracts Finder, by its OCDS search.

Evidenced by its published documentation, others' clients and a stored page: addresses, parameters, paging, the 403 that
means "wait". Not evidenced: a pace, so the one of Find a Tender is kept, and how much a window may bring.
"""

from datetime import timedelta

from scrapers.ocds.portals import PORTALS
from scrapers.site import UNDER_OGL, Manners, Pace, Site
from scrapers.visits.portal import Portal

PUBLISHED = "https://www.contractsfinder.service.gov.uk/Published"
SOURCE = PORTALS["ocds-b5fd17"]
PORTAL = Portal(
    source=SOURCE,
    listing=f"{PUBLISHED}/Notices/OCDS/Search",
    record=f"{PUBLISHED}/OCDS/Record/{{ocid}}",
    begins="publishedFrom",
    ends="publishedTo",
    longest=timedelta(days=1),  # the portal takes up to 15 days; a short one is read again sooner where it breaks off
    shortest=timedelta(minutes=45),
    overlap=timedelta(hours=2),
)

SITE = Site(
    source=SOURCE,
    manners=Manners(
        hosts=("www.contractsfinder.service.gov.uk",),
        pace=Pace(requests=12, seconds=120, apart=10),
        pause_when_forbidden=300,
    ),
    permission=UNDER_OGL,
    every=timedelta(hours=12),
    visit=PORTAL.pages,
)
