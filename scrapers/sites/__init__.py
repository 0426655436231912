"""The sites the hub can visit by itself, one small file each."""

from collections.abc import Mapping
from types import MappingProxyType

from scrapers.site import Site
from scrapers.sites import (
    contracts_finder,
    dfe,
    directory,
    find_a_tender,
    gca,
    gca_api,
    nhs_sbs,
    nhs_supply_chain,
    public_contracts_scotland,
    sell2wales,
)

ALL: tuple[Site, ...] = (
    find_a_tender.SITE,
    contracts_finder.SITE,
    public_contracts_scotland.SITE,
    sell2wales.SITE,
    dfe.SITE,
    gca.SITE,
    gca_api.SITE,
    nhs_sbs.SITE,
    nhs_supply_chain.SITE,
    *directory.SITES,
)

SITES: Mapping[str, Site] = MappingProxyType({site.source.name: site for site in ALL})
"""By the name of the source."""
