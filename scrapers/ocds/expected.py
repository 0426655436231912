"""What kind of thing stands where in a release: whatever else stands there is told of, for it cannot be read.

Only what the hub reads is listed. Null is what publishers write for nothing, and an id may be a number.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from scrapers.notes import Notes
from scrapers.ocds.shape import LONGEST_WORD, Number, Object
from scrapers.parse.text import shortened

TEXT, WORD, FLAG = "text", "word", "flag"
Kind: TypeAlias = "str | Mapping[str, Kind] | list[Kind]"

PERIOD: Kind = dict.fromkeys(("startDate", "endDate", "maxExtentDate"), TEXT)
VALUE: Kind = dict.fromkeys(("amount", "amountGross", "currency"), WORD)
DOCUMENTS: Kind = [dict.fromkeys(("id",), WORD) | dict.fromkeys(("documentType", "noticeType", "title", "url"), TEXT)]
CODE: Kind = {"scheme": TEXT, "id": WORD}
ITEMS: Kind = [{"classification": CODE, "additionalClassifications": [CODE], "deliveryAddresses": [{"region": TEXT}]}]
ORGANISATION: Mapping[str, Kind] = {"id": WORD, "name": TEXT}
AGREEMENT: Kind = {"period": PERIOD, "value": VALUE, "method": TEXT}
TECHNIQUES: Kind = {"hasFrameworkAgreement": FLAG, "hasDynamicPurchasingSystem": FLAG, "frameworkAgreement": AGREEMENT}
LOT: Kind = {
    "id": WORD, "title": TEXT, "description": TEXT, "status": TEXT, "value": VALUE, "contractPeriod": PERIOD,
    "techniques": TECHNIQUES,
}  # fmt: skip
RELEASE: Kind = {
    "date": TEXT,
    "id": WORD,
    "tag": [TEXT],
    "buyer": ORGANISATION,
    "parties": [{**ORGANISATION, "roles": [TEXT], "identifier": CODE, "additionalIdentifiers": [CODE]}],
    "planning": {"documents": DOCUMENTS},
    "tender": {
        "id": WORD, "title": TEXT, "description": TEXT, "status": TEXT, "procurementMethodDetails": TEXT,
        "legalBasis": CODE, "value": VALUE, "classification": CODE, "items": ITEMS, "lots": [LOT],
        "techniques": TECHNIQUES, "documents": DOCUMENTS, "contractPeriod": PERIOD,
    },
    "awards": [{
        "id": WORD, "title": TEXT, "status": TEXT, "suppliers": [ORGANISATION], "relatedLots": [WORD], "value": VALUE,
        "contractPeriod": PERIOD, "items": ITEMS, "documents": DOCUMENTS,
    }],
    "contracts": [{"id": WORD, "title": TEXT, "value": VALUE, "period": PERIOD, "dateSigned": TEXT}],
    "relatedProcesses": [{"relationship": [TEXT], "identifier": WORD, "title": TEXT, "uri": TEXT}],
}  # fmt: skip
MOST_TOLD = 20


def note_strange(release: Object, notes: Notes) -> None:
    """Write down everything that is not of the kind its place asks for."""
    for number, (place, value, reason, done) in enumerate(_strange(release, RELEASE, "")):
        if number == MOST_TOLD:
            notes.add(place, "", "is not the only further thing out of place", "the others are left out, too")
            return
        notes.add(place, value, reason, done)


def _strange(value: object, kind: Kind, place: str) -> Iterator[tuple[str, str, str, str]]:
    if value is None:
        return
    if isinstance(kind, str):
        if not _fits(value, kind):
            done = "kept as text" if isinstance(value, Number) else "left out"
            yield place, _shown(value), f"is {_called(value)} where {CALLED[kind]} belongs", done
    elif isinstance(kind, Mapping):
        if isinstance(value, dict):
            for name, inner in kind.items():
                yield from _strange(value.get(name), inner, f"{place}.{name}" if place else name)
        else:
            yield place, _shown(value), f"is {_called(value)} where an object of names and values belongs", "left out"
    else:
        yield from _strange_elements(value, kind[0], place)


def _strange_elements(value: object, kind: Kind, place: str) -> Iterator[tuple[str, str, str, str]]:
    """One thing alone is as good as a list of it; so are things under numbers."""
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from _strange(each, kind, f"{place} {number}")
    elif isinstance(value, dict) is not isinstance(kind, Mapping):
        yield place, _shown(value), f"is {_called(value)} where a list belongs", "left out"


def _fits(value: object, kind: str) -> bool:
    if kind == FLAG:
        return isinstance(value, bool) or value in ("true", "false", "")
    return isinstance(value, str) and (kind == WORD or not isinstance(value, Number))


CALLED = {TEXT: "text", WORD: "text or a number", FLAG: "true or false"}


def _called(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Number):
        return "a number"
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"


def _shown(value: object) -> str:
    return shortened(value, LONGEST_WORD) if isinstance(value, str) else ""
