"""The sites the hub can visit by itself, one small file each."""

from scrapers.site import Site

SITES: tuple[Site, ...] = ()
