"""What the words of a notice say about frameworks: that it sets one up, or that it uses another.

"Framework" is a loose word: of evaluation, of skills, of steel. Where words leave it open, they say nothing: a
framework that is missed can be found elsewhere, a contract shown as a framework misleads.
"""

import re

THING = (
    r"(?:framework(?:s|\s+(?:agreement|contract|arrangement)s?)?|DPS|dynamic\s+purchasing\s+systems?|"
    r"dynamic\s+markets?)"
)
USING = (
    r"(?:under(?:\s{1,20}the\s{1,20}terms\s{1,20}of)?|via|through|from|off|using|utilising|against|"
    r"in\s{1,20}line\s{1,20}with)"
)
RM = r"RM\s?\d{3,4}(?:[./]\d{1,2})?"

NAMES_ONE = re.compile(rf"\b{THING}\b|\bqualification\s+system\b", re.IGNORECASE)
NOT_TO_BUY_FROM = re.compile(
    r"\b(?:evaluat\w+|outcomes?|competenc\w+|capabilit\w+|assessment|polic(?:y|ies)|regulatory|legislative|"
    r"quality\s+assurance|performance|governance|strategic|assurance|risk|skills|qualifications?|curriculum|inspection|"
    r"ethic\w*|conceptual|monitoring|accountability|behaviou?r\w*|control|planning|development|investment\s+appraisal|"
    r"open\s+source|software|web|steel|timber|metal|walking|theoretical|outcomes?\s+based)\s+frameworks?\b"
    r"|\bframework\s+(?:documents?|managers?|advis[eo]rs?|plans?|reviews?|directives?|for\s+(?:action|change|growth|"
    r"evaluat\w+|measur\w+|assess\w+|understanding|delivering|improving))\b"
    r"|\b(?:develop\w*|design\w*|review\w*|evaluat\w+|updat\w+|creat\w+|refresh\w*|research\w*|study|audit|writing|"
    r"implement\w*)\s+(?:\w+\s+)?(?:of|a|an|the|our|into)\s(?:[^.]{0,200}\s)?frameworks?\b",
    re.IGNORECASE,
)
CALL_OFF = r"\bcall(?:ed|ing)?[\s-]{0,2}offs?\b"
SELF = r"(?:this|a|an|our|its|their|any|each|such|new|multi\w*|single)\b"
GAP, WORDS, PLAIN = r"\W{1,20}", r"(?:\W{1,20}\w{1,60})", r"(?:[^\s.;]{1,60}\s{1,20})"
"""What stands between two words, words with it, and words of one sentence: bounded, so that no text makes them slow."""
USES_ONE = re.compile(
    rf"{CALL_OFF}(?!\s+(?:framework|DPS|contracts?\s+framework))"
    r"|\b(?:mini|further)[\s-]{0,2}(?:competition|tender|quote)s?\b"
    rf"|\b{USING}\s+(?!{SELF})(?:[^\s.;]+\s+){{0,10}}?(?:\(\s*)?(?:{THING}|{RM})\b"
    rf"|\b(?:award(?:ed)?|contract|order|commission\w*)\s+(?:on|within|in)\s+(?!{SELF})(?:[^\s.;]+\s+){{0,6}}?{THING}\b",
    re.IGNORECASE,
)
BOUGHT = (
    r"(?:award\w*|procure[ds]?|purchased?|bought|contracted|commissioned|appoint\w*|select\w*|competed|sourced|tendered|"
    r"let|placed|undertaken|conducted|run|ordered|made|issued|carried\s+out)"
)
SAYS_IT_USES_ONE = re.compile(
    rf"{CALL_OFF}{WORDS}{{0,4}}?{GAP}{USING}{GAP}(?!{SELF}){PLAIN}{{0,8}}?(?:{THING}|{RM}\b)"
    rf"|\b(?:mini|further)[\s-]{{0,2}}competition\b{WORDS}{{0,6}}?{GAP}(?:{USING}|on|within){GAP}(?!{SELF})"
    rf"{PLAIN}{{0,10}}?(?:{THING}|{RM})\b"
    rf"|\b{BOUGHT}{WORDS}{{0,8}}?{GAP}{USING}{GAP}(?!{SELF}){PLAIN}{{0,10}}?(?:{THING}|{RM})\b"
    rf"|\bdirect(?:ly)?\s{{1,20}}award\w*{WORDS}{{0,8}}?{GAP}(?:{USING}|on){GAP}(?!{SELF})"
    rf"{PLAIN}{{0,8}}?(?:{THING}|{RM})\b",
    re.IGNORECASE,
)
SAYS_IT_IS_ONE = re.compile(
    r"\b(?:establish\w*|set(?:ting)?\s+up|put(?:ting)?\s+in\s+place|conclu\w+|ent(?:er|ry)(?:ing)?\s+into|creat\w+|"
    rf"appoint\w*\s+(?:\w+\s+){{0,5}}to)\s+(?:of\s+)?(?:a|an|the|two\s+or\s+more|its|new)\s+(?:(?!{USING}\b)[^\s.;]+\s+){{0,6}}?"
    rf"{THING}\b|\bthis\s+{THING}\s+(?:will|is|shall|has|provides|covers|aims)\b",
    re.IGNORECASE,
)
OWNERS = {
    "crown commercial|government commercial": (
        rf"{RM}\b|\bCCS\b|\bGCA\b|\bcrown\s+commercial|\bG-?Cloud\b|\bdigital\s+outcomes\b"
    ),
    "ypo|yorkshire purchasing": r"\bYPO\b",
    "espo|eastern shires": r"\bESPO\b",
    "nepo|north east procurement": r"\bNEPO\b|\bNEPRO\d?\b",
    "shared business services|nhs sbs": (
        r"\bNHS\s*SBS\b|\bSBS\s*(?:/|\d|NHS|framework)|\bshared\s+business\s+services\b"
    ),
    "lhc": r"\bLHC\b",
    "pagabo": r"\bPagabo\b",
    "scape": r"\bSCAPE\b",
    "procure partnerships": r"\bProcure\s+Partnerships\b",
    "procure public": r"\bProcure\s+Public\b",
    "healthtrust|hte": r"\bHTE\b|\bHealthTrust\b",
    "kent|kcs|procurement services": r"\bKCS\b",
    "procurement partnership|tppl": r"\bTPPL\b",
    "apuc": r"\bAPUC\b",
    "fusion21": r"\bFusion\s?21\b",
    "countess|noe": r"\bNOE\s?CPC\b",
    "bloom|nepro": r"\bBloom\b",
    "scotland excel": r"\bScotland\s+Excel\b",
    "homes england": r"\bHomes\s+England\b",
}
"""Owners of frameworks others buy through: a word of the buyer that is the owner itself, and what titles call it."""

ANOTHERS = [(re.compile(buyer, re.IGNORECASE), re.compile(title, re.IGNORECASE)) for buyer, title in OWNERS.items()]
FOR_A_PURPOSE = re.compile(
    r"^(?!framework)\S.*\bframework(?:\s+agreement)?(?:\s+[\w.]+)?\s+[-–:]\s+"
    r"(?!(?:re-?)?(?:award|lot|notice|tender|phase|terminat|contract|\d|closed|open|provision|supply|services|works)\w*)",
    re.IGNORECASE,
)
"""Such as "CP7 Framework - Clifton Bridge - Waterproofing": as often a job under a framework as a framework."""

ANY_ANOTHER = re.compile("|".join(OWNERS.values()), re.IGNORECASE)
HINTS = ("framework", "dps", "dynamic", "call", "competition")
MADE_BY_METHOD = re.compile(
    rf"{CALL_OFF}|\b(?:mini|further)[\s-]{{0,2}}competition|\b{USING}\b.{{0,200}}{THING}|\baward\w*\s+(?:under|from|via)\b.{{0,200}}{THING}",
    re.IGNORECASE,
)


def names_a_framework(title: str) -> bool:
    """A title that names a framework, DPS or dynamic market, and not a framework of thought or steel."""
    return bool(NAMES_ONE.search(title)) and not NOT_TO_BUY_FROM.search(title)


def uses_a_framework(title: str) -> bool:
    """A title such as "Call-off under RM6100" or "Roofing (via the X Framework)"."""
    return bool(USES_ONE.search(title))


def names_anothers(title: str, buyer: str) -> bool:
    """A title that names a framework or its number as a body's that is not the buyer."""
    if not ANY_ANOTHER.search(title):
        return False
    return any(named.search(title) and not owner.search(buyer) for owner, named in ANOTHERS)


def is_open_to_doubt(title: str) -> bool:
    """A title that names a framework, but perhaps only the one a job is done under."""
    return bool(FOR_A_PURPOSE.search(title))


def says_it_is_one(description: str) -> bool:
    """A description that says that the notice sets up a framework."""
    return _speaks_of_one(description) and bool(SAYS_IT_IS_ONE.search(description))


def says_it_uses_one(description: str) -> bool:
    """A description that says that the contract was bought through a framework."""
    return _speaks_of_one(description) and bool(SAYS_IT_USES_ONE.search(description))


def mentions_use_of_one(description: str) -> bool:
    """A description that names a framework as others do that buy through it."""
    if not _speaks_of_one(description):
        return False
    return bool(USES_ONE.search(description)) and not NOT_TO_BUY_FROM.search(description)


def is_method_of_call_off(method: str) -> bool:
    """A procurement method such as "Call-off from a framework agreement"."""
    return bool(MADE_BY_METHOD.search(method))


def _speaks_of_one(description: str) -> bool:
    """Most descriptions do not, and need no closer reading."""
    folded = description.casefold()
    return "RM" in description or any(hint in folded for hint in HINTS)
