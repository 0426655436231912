"""An empty framework CSV with everything an officer needs to fill it in."""

import csv
import io

from scrapers.framework_csv.columns import COLUMNS, EXAMPLE

INTRODUCTION = (
    "A list of frameworks for the hub. Fill in the lines below, then one row for each framework.",
    "Only owner and title are needed. Leave a cell empty where you do not know: empty is never read as no or as 0.",
    "Columns may be left out or put in another order. Lines begun with ## are for you and are not read.",
)
STATEMENTS = (
    ("source", "a short name of your own, the same every time you import this list: our_list"),
    ("title", "what the list is called"),
    ("publisher", "who made it"),
    ("url", "where it is published, if it is"),
    ("licence", "on what terms it may be used, such as Open Government Licence v3.0"),
    ("as of", "the day it speaks of: 2026-02-26"),
    ("voice", "officer; owner if the owner itself says all this; directory if the list only points to frameworks"),
    ("owner", "only for a list of one owner's frameworks: its name"),
)
EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "owner": f"{EXAMPLE} Anytown Buying Consortium",
        "reference": "AB123",
        "title": "Grounds maintenance",
        "kind": "framework",
        "regulation": "Procurement Act 2023",
        "status": "live",
        "start": "01/04/2026",
        "end": "31/03/2029",
        "latest end if extended": "31/03/2030",
        "categories": "Grounds | Facilities",
        "cpv": "77314000",
        "routes": "direct award; further competition",
        "fee percent": "0.5%",
        "fee paid by": "supplier",
        "lots": "1: Mowing | 2: Trees",
        "suppliers": "1: Green Example Ltd; Lawn Example Ltd | 2: Tree Example Ltd",
        "documents": "Buyer guide <https://www.example.org/guide>",
        "web page": "https://www.example.org/ab123",
    },
    {
        "owner": f"{EXAMPLE} Anytown Buying Consortium",
        "title": "Winter salt",
        "start": "March 2026",
        "end": "3 years + 1 year OTE",
    },
)


def template() -> str:
    """The header with a line of explanation for each column, and two example rows that are never imported."""
    text = io.StringIO()
    text.writelines(f"## {line}\n" for line in INTRODUCTION)
    for name, explains in STATEMENTS:
        text.write(f"## {explains}\n# {name}:{' officer' if name == 'voice' else ''}\n")
    text.writelines(f"## {column.name} – {column.explains}\n" for column in COLUMNS)
    text.write(f"## Delete the rows below that begin with {EXAMPLE}, or leave them: they are never imported.\n")
    header = [column.name for column in COLUMNS if column.always]
    table = csv.DictWriter(text, header, lineterminator="\n")
    table.writeheader()
    table.writerows(EXAMPLES)
    return text.getvalue()
