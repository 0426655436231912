"""The sites the hub can visit by itself, one small file each."""

from collections.abc import Mapping
from types import MappingProxyType

from scrapers.site import Site
from scrapers.sites import contracts_finder, dfe, find_a_tender, public_contracts_scotland, sell2wales

ALL = (find_a_tender, contracts_finder, public_contracts_scotland, sell2wales, dfe)

SITES: Mapping[str, Site] = MappingProxyType({site.SITE.source.name: site.SITE for site in ALL})
"""By the name of the source."""
