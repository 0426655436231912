"""The columns of the framework CSV, in the order they are written, each with what an officer needs to know of it."""

import re
from dataclasses import dataclass

EXTRA = "extra: "
"""A column named "extra: colour" keeps what has no column of its own, under the name colour."""

RULES = "rules on who may use it"
"""Several in one cell are parted by | or line breaks; a semicolon parts what is within a rule."""

EXAMPLE = "EXAMPLE"
"""Rows whose owner begins with this word are never imported."""


@dataclass(frozen=True)
class Column:
    """``always`` columns are in every file; the others only where some record has a value for them."""

    name: str
    explains: str
    always: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("owner", "who set the framework up; needed unless “# owner:” names one for all rows"),
    Column("reference", "the owner's own number, such as RM6100"),
    Column("title", "needed"),
    Column("kind", "framework, open framework, DPS, dynamic market, qualification system or joint contract"),
    Column("regulation", "PCR 2006, PCR 2015, Procurement Act 2023, Scotland or other"),
    Column("status", "planned, tendering, awarded, live, ended, cancelled or suspended"),
    Column("status as published", "the owner's own word for it"),
    Column("start", "31/03/2027, 2027-03-31, March 2027 or 2027"),
    Column("end", "a date as above, or a length such as “3 years + 1 year OTE”"),
    Column("latest end if extended", "a date as above"),
    Column("extension", "what is said of extensions, in words"),
    Column("summary", "one or two sentences"),
    Column("description", "longer text"),
    Column("categories", "Food | Catering"),
    Column("keywords", "words a buyer might search for, parted by | or commas"),
    Column("cpv", "eight-digit codes: 15000000 | 55500000"),
    Column("regions", "East of England | London"),
    Column("routes", "direct award; further competition"),
    Column("fee percent", "0.5%; 0 where there is no fee; empty where none is published"),
    Column("fee paid by", "supplier or buyer"),
    Column("fee note", "how the fee is put"),
    Column("maximum value (net)", "the most that may be spent through it, in pounds without VAT: 1200000 or £1.2m"),
    Column("who may use it", "as published"),
    Column(
        RULES,
        "where its words cannot be copied: include class schools; in UKH | include named Essex County Council",
    ),
    Column("how to buy", "as published"),
    Column("web page", "the owner's page: https://…"),
    Column("lots", "1: Hosting | 2: Software"),
    Column("suppliers", "by lot: 1: Acme Ltd; Beta Ltd | 2: Acme Ltd – or without lot numbers: Acme Ltd; Beta Ltd"),
    Column("documents", "Buyer guide <https://…> | Order form <https://…>"),
    Column("notices", "notice numbers, OCIDs or addresses: 012345-2026 | ocds-h6vhtk-0a1b2c"),
    Column("part of", "the reference of the framework this is a part of"),
    Column("part of lot", "the lot of that framework"),
    Column("lists framework of", "the real owner, where this body only lists another's framework"),
    Column("replaces", "the reference or title of the framework before this one"),
    Column("replaced by", "the reference or title of the one after it"),
    Column("published", "the day the source published or last changed this"),
    Column("source id", "the source's own number for the entry; made up from owner and reference where empty"),
    Column("stock only", "yes where it only stocks the owner's warehouse", always=False),
    Column("reference identifies", "no where the owner uses one reference for several frameworks", always=False),
    Column("maximum value (gross)", "the same with VAT", always=False),
    Column("currency", "of the maximum value, where it is not GBP", always=False),
    Column("fee base", "what the percentage is taken of", always=False),
    Column("fee cap", "the most the fee may come to, in pounds", always=False),
    Column("fee charged", "yes, no or unknown, where the percentage does not say it", always=False),
    Column("lot descriptions", "1: long text | 2: long text", always=False),
    Column("lot starts", "1: 2024-01-01 | 2: March 2025", always=False),
    Column("lot ends", "1: 2027-12-31 | 2: March 2029", always=False),
    Column("lot statuses", "1: live | 2: ended", always=False),
    Column("lot cpv", "1: 72000000; 48000000 | 2: 30200000", always=False),
    Column("lot regions", "1: East of England; London", always=False),
    Column("lot routes", "1: direct award | 2: direct award; further competition", always=False),
    Column("lot maximum values (net)", "1: 1200000 | 2: £3m", always=False),
    Column("lot maximum values (gross)", "as above, with VAT", always=False),
    Column("lot currencies", "1: EUR", always=False),
    Column("lot fee percents", "1: 0.5% | 2: 1%", always=False),
    Column("lot fees paid by", "1: supplier | 2: buyer", always=False),
    Column("lot fee notes", "1: how the fee is put", always=False),
    Column("lot fee bases", "1: what the percentage is taken of", always=False),
    Column("lot fee caps", "1: 50000", always=False),
    Column("lot fees charged", "1: no", always=False),
)  # fmt: skip


def folded(header: str) -> str:
    """The form under which headers are compared: "Fee_Percent" is "fee percent"."""
    return re.sub(r"[^a-z0-9]", "", header.casefold())


BY_FORM = {folded(column.name): column.name for column in COLUMNS}
