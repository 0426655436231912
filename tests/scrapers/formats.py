"""Valid files of every format the hub reads, for tests that damage them.

To add a format, write its items and name it in ``FORMATS``.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

COUNT = 20
DIGITS = "9" * 5000
NUMBERS = ("NaN", "Infinity", "1e9999", "-0.0", DIGITS)
Item = Mapping[str, object]


@dataclass(frozen=True)
class Format:
    """A file of ``items``, each on a line of its own and each one statement.

    ``wrong`` are values no reader of that field may take without a word; ``text`` are the fields free text stands in.
    A field within a field is named tender.title. ``opening`` and ``closing`` are what stands around an array of items.
    """

    name: str
    file_name: str
    items: Sequence[Item]
    wrong: Mapping[str, Sequence[str]]
    text: Sequence[str]
    opening: str = ""
    closing: str = ""
    unit: str = "line"

    @property
    def is_json(self) -> bool:
        return not self.file_name.endswith(".csv")

    def lines(self) -> list[str]:
        """The items as written, one a line."""
        if self.is_json:
            return [json.dumps(item, ensure_ascii=False) for item in self.items]
        return [csv_line(map(str, item.values())) for item in self.items]

    def file(self, lines: Sequence[str], end: str = "\n") -> str:
        if self.opening:
            return f"{self.opening}{end}{f',{end}'.join(lines)}{end}{self.closing}{end}"
        return "".join(f"{line}{end}" for line in (*self.above(), *lines))

    def above(self) -> list[str]:
        return [] if self.is_json else [csv_line(self.items[0])]

    def places(self, lines: Sequence[str], number: int) -> range:
        """The numbers of the places item ``number`` takes up."""
        if self.unit != "line":
            return range(number + 1, number + 2)
        first = 1 + len(self.above()) + sum(_height(line) for line in lines[:number])
        return range(first, first + _height(lines[number]))


def csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _height(line: str) -> int:
    return 1 + sum(line.count(end) for end in ("\n", "\r"))


NOT_DATES = ("32/13/2024", "2024-02-30", "soon", *NUMBERS)
NOT_WEB = ("javascript:alert(1)", "http://", "ftp://example.org/x", "https://user:pass@example.org/")
THINGS = [f"Kérb stones £{number}" for number in range(COUNT)]

FRAMEWORK_CSV = Format(
    name="framework_csv",
    file_name="list.csv",
    items=[
        {
            "owner": "Anytown Council", "reference": f"A{number:03}", "title": thing, "kind": "framework",
            "status": "live", "start": "2024-01-31", "end": "2028-01-30", "cpv": "44113100",
            "web page": f"https://example.org/{number}", "maximum value (net)": "£1,000",
            "summary": f"All about {thing}.",
        }
        for number, thing in enumerate(THINGS)
    ],
    wrong={
        "owner": ("", "N/A"), "title": ("", "N/A"), "kind": ("spaceship",), "status": ("flying",), "start": NOT_DATES,
        "end": NOT_DATES, "cpv": ("12", "4411310x", DIGITS), "web page": NOT_WEB,
        "maximum value (net)": ("lots", "1e9999", "-£5"),
    },
    text=("title", "owner", "summary"),
)  # fmt: skip

GCA_WEBSITE = Format(
    name="gca_website",
    file_name="agreements.csv",
    items=[
        {
            "id": f"{number}", "title": thing, "rm_number": f"RM{7000 + number}", "published_status": "publish",
            "regulation_type": "PCR15 Framework", "regulation": "PCR15", "start_date": "2024-01-31",
            "end_date": "2028-01-30", "how_to_buy": f"Competition for {thing}.", "status": "Live",
            "summary": f"All about {thing}.", "lots": f"[{{'title': 'Lot {number}', 'description': 'Pieces'}}]",
        }
        for number, thing in enumerate(THINGS)
    ],
    wrong={
        "title": ("", "N/A"), "regulation_type": ("spaceship",), "start_date": NOT_DATES, "end_date": NOT_DATES,
        "status": ("flying",), "lots": ("[{'title': ", "__import__('os')", "[" * 9000, "12"),
        "published_status": ("", "draft"),
    },
    text=("title", "summary", "how_to_buy"),
)  # fmt: skip

GCA_AGREEMENTS = Format(
    name="gca_agreements",
    file_name="agreements.jsonl",
    items=[
        {
            "commercial_agreement_number": f"RM{7000 + number}", "commercial_agreement_name": thing,
            "commercial_agreement_owner": "CCS", "commercial_agreement_description": f"<p>All about {thing}.</p>",
            "start_date": "2020-01-31", "end_date": "2028-01-30", "agreement_url": f"https://example.org/{number}",
            "lots": [{"lot_number": "Lot 1", "lot_name": "Pieces", "start_date": "2020-01-31"}],
        }
        for number, thing in enumerate(THINGS)
    ],
    wrong={
        "commercial_agreement_owner": ("",), "commercial_agreement_name": ("", "N/A"), "start_date": NOT_DATES,
        "end_date": NOT_DATES, "agreement_url": NOT_WEB, "lots": ("many", ""),
    },
    text=("commercial_agreement_name", "commercial_agreement_description"),
)  # fmt: skip

DFE_LIST = Format(
    name="dfe_list",
    file_name="frameworks.json",
    items=[
        {
            "category": "furniture", "framework": "ESPO", "title": f"{thing} for schools",
            "frameworkLong": "Eastern Shires Purchasing Organisation", "url": f"https://www.espo.org/{number}",
        }
        for number, thing in enumerate(THINGS)
    ],
    wrong={"title": ("",), "framework": ("SPACESHIP",), "frameworkLong": ("Another body",), "url": NOT_WEB},
    text=("title",),
    opening="[",
    closing="]",
    unit="item",
)  # fmt: skip

GCA_SUBMISSION = Format(
    name="gca_submission",
    file_name="suppliers.csv",
    items=[
        {
            "framework_short_name": f"RM{7000 + number}", "lot_number": "1", "salesforce_id": "001x00000KiTe00AQC",
            "supplier_name": f"{thing} Ltd",
        }
        for number, thing in enumerate(THINGS)
    ],
    wrong={
        "framework_short_name": ("", "N/A"), "lot_number": ("",), "supplier_name": ("", "-"),
        "salesforce_id": ("001x00000kite00aqc", "12", "001x00000KiTe00AQCx", "1e9999", DIGITS),
    },
    text=("supplier_name",),
)  # fmt: skip

REGISTER = Format(
    name="register",
    file_name="Anytown Council contracts.csv",
    items=[
        {
            "Organisation Name": "Anytown Council", "Contract Reference": f"C{number:03}", "Contract Title": thing,
            "Supplier Name": f"{thing} Ltd",
            "Start Date": "31/01/2024", "End Date": "30/01/2028", "Contract Value": "£1,000.00", "CPV Code": "44113100",
        }
        for number, thing in enumerate(THINGS)
    ],
    wrong={
        "Contract Title": ("", "N/A"), "Start Date": ("32/13/2024", "soon", "1e9999", DIGITS),
        "End Date": ("30/02/2028", "soon", "1e9999", DIGITS), "Contract Value": ("lots", "1e9999"),
        "CPV Code": ("12", "4411310x", DIGITS),
    },
    text=("Contract Title", "Supplier Name"),
)  # fmt: skip

COUNCIL = {"id": "GB-PPON-PABC-1234-DEFG", "name": "Anytown Council"}
RELEASES = [
    {
        "ocid": f"ocds-h6vhtk-{number:06x}", "id": f"{number + 1:06d}-2026", "date": "2026-09-03T13:24:32+01:00",
        "tag": ["tender"], "initiationType": "tender", "buyer": COUNCIL, "parties": [COUNCIL | {"roles": ["buyer"]}],
        "tender": {
            "id": f"AC{number}", "title": thing, "description": f"All about {thing}.", "status": "active",
            "techniques": {"hasFrameworkAgreement": True}, "value": {"amount": 1000, "currency": "GBP"},
            "lots": [{"id": "1", "contractPeriod": {"startDate": "2026-10-01", "endDate": "2030-09-30"}}],
        },
    }
    for number, thing in enumerate(THINGS)
]  # fmt: skip
NOT_IN_A_RELEASE = {"ocid": ("", "12"), "date": NOT_DATES, "tender.value": ("lots",), "tender.lots": ("many",)}

OCDS_PACKAGE = Format(
    name="ocds_package",
    file_name="releases.json",
    items=RELEASES,
    wrong=NOT_IN_A_RELEASE,
    text=("tender.title", "tender.description"),
    opening='{"version": "1.1", "publisher": {"name": "Cabinet Office"}, "releases": [',
    closing="]}",
    unit="release",
)
OCDS_LINES = Format(
    name="ocds_lines",
    file_name="releases.jsonl",
    items=RELEASES,
    wrong=NOT_IN_A_RELEASE,
    text=("tender.title", "tender.description"),
    unit="release",
)

FORMATS = (
    FRAMEWORK_CSV, GCA_WEBSITE, GCA_AGREEMENTS, DFE_LIST, GCA_SUBMISSION, REGISTER, OCDS_PACKAGE, OCDS_LINES,
)  # fmt: skip
