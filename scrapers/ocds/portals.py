"""The portals whose notices the hub reads, told by the prefix of their OCIDs."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from scrapers.ocds.shape import Object, dig, word
from scrapers.parse import codes, text
from scrapers.source import OGL, Source, Voice

PORTALS: Mapping[str, Source] = MappingProxyType(
    {
        "ocds-h6vhtk": Source(
            name="find_a_tender",
            title="Notices on Find a Tender",
            publisher="Cabinet Office",
            url="https://www.find-tender.service.gov.uk/",
            licence=OGL,
            voice=Voice.FIND_A_TENDER,
        ),
        "ocds-b5fd17": Source(
            name="contracts_finder",
            title="Notices on Contracts Finder",
            publisher="Cabinet Office",
            url="https://www.contractsfinder.service.gov.uk/",
            licence=OGL,
            voice=Voice.NOTICE,
        ),
        "ocds-r6ebe6": Source(
            name="public_contracts_scotland",
            title="Notices on Public Contracts Scotland",
            publisher="Scottish Government",
            url="https://www.publiccontractsscotland.gov.uk/",
            licence=OGL,
            voice=Voice.NOTICE,
        ),
        "ocds-kuma6s": Source(
            name="sell2wales",
            title="Notices on Sell2Wales",
            publisher="Welsh Government",
            url="https://www.sell2wales.gov.wales/",
            licence=OGL,
            voice=Voice.NOTICE,
        ),
    }
)
LICENCES = {
    "open-government-licence/version/3": OGL,
    "open-government-licence/version/2": "Open Government Licence v2.0",
    "creativecommons.org/licenses/by/4.0": "Creative Commons Attribution 4.0",
    "creativecommons.org/publicdomain/zero/1.0": "Creative Commons CC0 1.0",
}


def portal(prefix: str, package: Object) -> Source:
    """The source of notices with such OCIDs, with the licence their package states."""
    licence = _licence(package)
    known = PORTALS.get(prefix)
    if known:
        return replace(known, licence=licence or known.licence)
    publisher = text.line(word(dig(package, "publisher").get("name"))).value or "not stated"
    return Source(
        name=prefix.replace("-", "_"),
        title=f"Notices of {publisher}" if publisher != "not stated" else f"Notices under the OCID prefix {prefix}",
        publisher=publisher,
        url=codes.address(word(dig(package, "publisher").get("uri"))).value,
        licence=licence or "not stated",
        voice=Voice.NOTICE,
    )


def _licence(package: Object) -> str:
    written = word(package.get("license"))
    return next((name for address, name in LICENCES.items() if address in written), written)
