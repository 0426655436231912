"""Find a Tender, by its list of release packages in the Open Contracting Data Standard (OCDS).

Evidenced by its published documentation and by others' clients: addresses, parameters, paging, pace, the longest window
that gives everything. Not evidenced: whether both ends of a window are included, so windows share their ends.
"""

from datetime import timedelta

from scrapers.ocds.portals import PORTALS
from scrapers.site import UNDER_OGL, Manners, Pace, Site
from scrapers.visits.portal import Portal

API = "https://www.find-tender.service.gov.uk/api/1.0"
SOURCE = PORTALS["ocds-h6vhtk"]
PORTAL = Portal(
    source=SOURCE,
    listing=f"{API}/ocdsReleasePackages",
    record=f"{API}/ocdsRecordPackages/{{ocid}}",
    begins="updatedFrom",
    ends="updatedTo",
    longest=timedelta(hours=6),  # of a longer window the portal gives only a part, and does not say so
    shortest=timedelta(minutes=45),
    overlap=timedelta(hours=2),  # a reading of the window an hour off loses nothing
)

SITE = Site(
    source=SOURCE,
    manners=Manners(
        hosts=("www.find-tender.service.gov.uk",),
        pace=Pace(requests=12, seconds=120, apart=10),
    ),
    permission=UNDER_OGL,
    every=timedelta(hours=6),
    visit=PORTAL.pages,
)
