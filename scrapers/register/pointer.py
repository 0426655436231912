"""What a contract says of the framework it was awarded under: in a column for it, or in its other words."""

import re
from collections.abc import Mapping

from scrapers.call_off import FrameworkPointer
from scrapers.parse import codes, text
from scrapers.record import Known

NO = re.compile(r"no|none|n|nil|false|no framework(?: used)?|not (?:a |on a |under a )?framework", re.IGNORECASE)
YES = re.compile(r"yes|y|true", re.IGNORECASE)
NOTHING = re.compile(
    r"n\.?/?a\.?|not applicable|tb[ac]|to be (?:confirmed|announced)|unknown|not known|pending|various|"
    r"see (?:the )?(?:attached|above|below|comments?|description|links?|list|notes?|website)|[-–—.?*0]+",
    re.IGNORECASE,
)
CALL_OFF = re.compile(r"\bcall(?:ed|ing)?[- ]?off?s?\b", re.IGNORECASE)
SAYS_FRAMEWORK = re.compile(
    rf"\bframeworks?\b|\bDPS\b|\bdynamic (?:purchasing|market)|{CALL_OFF.pattern}", re.IGNORECASE
)
COMPETED_WITHIN = re.compile(r"\b(?:mini|further)[- ]?comp(?:etition)?s?\b", re.IGNORECASE)
OTHER_FRAMEWORK = r"(?:evaluation|assess|competenc|legal|polic|planning|quality|assurance|regulat|govern|perform)"
UNDER_ONE = re.compile(
    r"\bcall(?:ed|ing)?[- ]?offs?\b|\b(?:mini|further)[- ]?competitions?\b"
    rf"|\b(?:via|under|through|from|using|off)\s+(?:(?!{OTHER_FRAMEWORK})[\w&’'./-]+ ){{0,8}}"
    r"(?:frameworks?\b|DPS\b|dynamic purchasing)",
    re.IGNORECASE,
)
"""In a title or description the bare word is not enough: councils set up frameworks of their own."""

OWN_TENDER = re.compile(
    r"\bOJEU\b|\b(?:open|restricted|advertised) (?:tender|procedure)\b|^tenders?$|^ITT$", re.IGNORECASE
)

DENIED = re.compile(
    r"\b(?:no|not|non|without|outside|never)[- ](?:\w+ ){0,3}(?:frameworks?|DPS|call[- ]?offs?)\b", re.IGNORECASE
)

LONGEST_REFERENCE = 1000
FIND_A_TENDER = re.compile(r"(?<![\d-])(\d{6})-(20\d{2})(?![\d-])")
SUPPLEMENT = re.compile(r"(?<!\d)(?:20|0)?([012]\d)\s?/\s?S\s?(\d{3})\s?[-–]\s?(\d{6})(?!\d)", re.IGNORECASE)
CONTRACTS_FINDER = re.compile(
    r"contractsfinder\S{0,200}/notice/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)
OCID = re.compile(r"\bocds-[a-z0-9]{6}-[\w./-]*\w", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s<>\"]+|\bwww\.[^\s<>\"]+", re.IGNORECASE)
PAGE_TITLE = re.compile(r"(?P<title>.*\S)\s++[-–—|]\s++(?P<site>[\w .()]{2,60})")
LABEL = re.compile(r"\b(?:ref(?:erence)?|contract|number|no|framework|agreement|YPO|ESPO|FTS|OJEU)\b:?", re.IGNORECASE)
PORTAL = re.compile(r"Find a Tender|Contracts Finder|GOV\.UK", re.IGNORECASE)

REFERENCES = (
    re.compile(r"\bRM(?:\d{3,4}|\s\d{4})(?:\.\d{1,2})?(?:[- ]?[ivx]{1,4}\b)?", re.IGNORECASE),
    re.compile(
        r"\b(?:YPO|ESPO|NEPO|KCS|NHS SBS|Fusion21|LHC)[- ]?(?:ref(?:erence)?:? )?\d{2,6}(?:[_-]\d{2})?\b", re.IGNORECASE
    ),
    re.compile(r"\bSBS[/ ]\d\d[/ ]\w+[/ ]\w+[/ ]\d+", re.IGNORECASE),
    re.compile(r"(?<![\w/-])(?!20\d\d_)\d{1,4}[a-z]?_\d\d(?![\w/-])", re.IGNORECASE),
    re.compile(r"\bG-?Cloud[- ]?\d{1,2}\b", re.IGNORECASE),
)  # fmt: skip
"""References that are recognised wherever they stand: Crown Commercial Service's, the buying organisations'."""

OWNERS: Mapping[str, str] = {
    r"CCS|Crown Commercial Service|RM\s?\d{3,4}(?:\.\d+)?|G-?Cloud": "Crown Commercial Service",
    r"GCA|Government Commercial Agency": "Crown Commercial Service",
    r"YPO": "YPO",
    r"ESPO": "ESPO",
    r"NEPO(?:\d+)?": "NEPO",
    r"KCS|Kent Commercial Services|Procurement Services": "Procurement Services",
    r"NHS SBS|SBS|NHS Shared Business Services": "NHS Shared Business Services",
    r"NHS Supply Chain": "NHS Supply Chain",
    r"HealthTrust(?: Europe)?|HTE": "HealthTrust Europe",
    r"Pagabo": "Pagabo",
    r"Fusion ?21": "Fusion21",
    r"LHC": "LHC",
    r"Scape": "Scape",
    r"SWPA": "South West Procurement Alliance",
    r"Procure ?Partnerships": "Procure Partnerships",
    r"Scotland Excel": "Scotland Excel",
    r"CPC": "Crescent Purchasing Consortium",
    r"TPPL": "TPPL",
    r"Everything ICT": "Everything ICT",
}
HOSTS: Mapping[str, str] = {
    "espo.org": "ESPO",
    "ypo.co.uk": "YPO",
    "nepo.org": "NEPO",
    "crowncommercial.gov.uk": "Crown Commercial Service",
    "gca.gov.uk": "Crown Commercial Service",
    "pagabo.co.uk": "Pagabo",
    "swpa.org.uk": "South West Procurement Alliance",
    "fusion21.co.uk": "Fusion21",
    "lhc.gov.uk": "LHC",
    "lhcprocure.org.uk": "LHC",
    "procurementservices.co.uk": "Procurement Services",
    "sbs.nhs.uk": "NHS Shared Business Services",
    "scape.co.uk": "Scape",
    "procurepartnerships.co.uk": "Procure Partnerships",
    "thecpc.ac.uk": "Crescent Purchasing Consortium",
    "tppl.co.uk": "TPPL",
}
"""Hosts of bodies that do nothing but set up frameworks: an address there says that there is one."""

NAMED_OWNER = [(re.compile(rf"(?<!\w)(?:{names})(?!\w)"), owner) for names, owner in OWNERS.items()]


def pointer(
    cell: str, procedure: str = "", title: str = "", description: str = "", only_frameworks: bool = False
) -> FrameworkPointer:
    """What a register's columns together say of the framework.

    ``cell`` is the column for it, ``only_frameworks`` whether that column is for frameworks alone: many councils put
    the contract's own award notice there as well. An empty ``reference`` means that none is given.
    """
    written = " ".join(text.tidy(cell).split())
    if NO.fullmatch(written) or YES.fullmatch(written) or NOTHING.fullmatch(written):
        reference = ""
    else:
        reference = text.line(cell).value[:LONGEST_REFERENCE]
    said = _said(written, reference, procedure, f"{title}\n{description}", only_frameworks)
    if reference:
        return _pointer(said, reference, procedure)
    found = _reference_in(procedure, title, description)
    return _pointer(said, found, procedure) if found else FrameworkPointer(said=said, owner=_owner(procedure))


def _pointer(said: Known, reference: str, procedure: str) -> FrameworkPointer:
    url = _address(reference)
    ocid = OCID.search(reference)
    return FrameworkPointer(
        said=said,
        reference=reference,
        title="" if url else _page_title(reference),
        owner=_owner_of(url) or _owner(reference) or _owner(procedure),
        ocid=ocid[0] if ocid else "",
        notice=notice_number(reference),
        url=url,
    )


def _said(written: str, reference: str, procedure: str, prose: str, only_frameworks: bool) -> Known:
    """YES where any words say so, NO where the source denies it and nothing says otherwise."""
    procedure_denies, prose_denies = DENIED.search(procedure), DENIED.search(prose)
    if SAYS_FRAMEWORK.search(procedure) and not procedure_denies:
        return Known.YES
    if NO.fullmatch(written) or procedure_denies or DENIED.search(reference):
        return Known.NO
    if YES.fullmatch(written) and OWN_TENDER.search(procedure.strip()) and not only_frameworks:
        return Known.UNKNOWN  # the column also asks for the contract's own notice, and it has one
    if YES.fullmatch(written) or _names_a_framework(reference) or (reference and only_frameworks):
        return Known.YES
    within = COMPETED_WITHIN.search(procedure) or (UNDER_ONE.search(prose) and not prose_denies)
    return Known.YES if within else Known.UNKNOWN


def _names_a_framework(reference: str) -> bool:
    if not reference:
        return False
    if any(each.search(reference) for each in REFERENCES) or _owner_of(_address(reference)) or _owner(reference):
        return True
    return bool(SAYS_FRAMEWORK.search(re.sub(r"[/_-]", " ", reference)))


def _reference_in(*texts: str) -> str:
    """The first framework reference in other columns' words."""
    return next((match[0] for each in texts for form in REFERENCES if (match := form.search(each))), "")


def _address(reference: str) -> str:
    match = ADDRESS.search(reference)
    return codes.address(match[0].rstrip(".,;)")).value if match else ""


def notice_number(reference: str) -> str:
    """The number of the notice, in the one form each portal gives it: 024123-2022, 2018/S 211-482411."""
    supplement = SUPPLEMENT.search(reference)
    if supplement:
        year, issue, number = f"20{supplement[1]}", supplement[2], supplement[3]
        return f"{number}-{year}" if issue == "000" else f"{year}/S {issue}-{number}"
    guid = CONTRACTS_FINDER.search(reference)
    if guid:
        return guid[1].lower()
    number = FIND_A_TENDER.search(reference)
    return f"{number[1]}-{number[2]}" if number else ""


def _page_title(reference: str) -> str:
    """The title in "509_23 Parking Management Solutions - Find a Tender"; empty for a bare reference."""
    page = PAGE_TITLE.fullmatch(reference)
    if page and (PORTAL.search(page["site"]) or _owner(page["site"])):
        return page["title"].strip()
    words = re.findall(r"[A-Za-z]{3,}", _without_references(reference))
    return reference if len(words) >= 2 else ""


def _without_references(title: str) -> str:
    for form in (*REFERENCES, SUPPLEMENT, FIND_A_TENDER):
        title = form.sub(" ", title)
    return LABEL.sub(" ", title)


def _owner(words: str) -> str:
    return next((owner for form, owner in NAMED_OWNER if form.search(words)), "")


def _owner_of(url: str) -> str:
    return HOSTS.get(codes.host(url), "") if url else ""
