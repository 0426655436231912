"""Releases in the shapes portals publish, invented: name only what matters."""

import json
from typing import Any

COUNCIL = {"id": "GB-PPON-PABC-1234-DEFG", "name": "Anytown Council"}


def a_release(number: int = 1, **parts: Any) -> dict[str, Any]:
    """A tender notice of Anytown Council on Find a Tender, of a contract unless ``parts`` say otherwise."""
    title = parts.pop("title", "Grounds maintenance")
    tender = {"id": f"AC{number}", "title": title, "description": "Cutting of grass.", "status": "active"}
    return {
        "ocid": f"ocds-h6vhtk-{number:06x}",
        "id": f"{number:06d}-2026",
        "date": "2026-09-03T13:24:32+01:00",
        "tag": ["tender"],
        "initiationType": "tender",
        "buyer": COUNCIL,
        "parties": [{**COUNCIL, "roles": ["buyer"]}],
        "tender": tender | parts.pop("tender", {}),
    } | parts


def a_framework(number: int = 1, **parts: Any) -> dict[str, Any]:
    """The same, flagged as a framework."""
    flags = {"techniques": {"hasFrameworkAgreement": True}}
    return a_release(number, **parts | {"tender": flags | parts.get("tender", {})})


def an_award(number: int = 1, **parts: Any) -> dict[str, Any]:
    """A contract awarded to one supplier."""
    award = {"id": "1", "status": "active", "suppliers": [{"id": "GB-COH-01234567", "name": "Mowers Ltd"}]}
    return a_release(number, **{"tag": ["award"], "awards": [award]} | parts)


def uk_notice(kind: str, number: int) -> list[dict[str, Any]]:
    """The documents of a notice under the Procurement Act: itself."""
    url = f"https://www.find-tender.service.gov.uk/Notice/{number:06d}-2026"
    return [{"id": f"{number:06d}-2026", "documentType": "tenderNotice", "noticeType": kind, "url": url}]


UK_LAW = {"scheme": "UKPGA", "id": "2023/54"}


def a_package(*releases: Any, **parts: Any) -> str:
    """A release package; releases may be given as text, to be wrong in ways no encoder writes."""
    head = {
        "uri": "https://portal.example/1",
        "version": "1.1",
        "publisher": {"name": "Cabinet Office"},
        "license": "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    } | parts
    body = ",\n".join(each if isinstance(each, str) else json.dumps(each) for each in releases)
    return f'{json.dumps(head)[:-1]}, "releases": [{body}]}}'
