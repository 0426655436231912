"""The sites the hub can visit by itself, one small file each."""

from collections.abc import Mapping

from scrapers.site import Site

SITES: Mapping[str, Site] = {}
"""By the name of the source."""
