"""American spellings folded into British ones, so that either finds the same frameworks.

A rule may fold a word it was not meant for. That does no harm while no two different words of our field become
one, because documents and queries are folded alike.
"""

import re
from functools import lru_cache

_OUR = "arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rum|sav|splend|tum|vap|vig"
_TRE = "calib|cent|fib|lit|lust|somb|spect|theat"  # not meter: a smart meter is no metre
_OGUE = "anal|catal|dial|epil|monol|prol"
_DOUBLED = "cancel|channel|counsel|fuel|funnel|jewel|label|level|marshal|model|panel|pedal|shovel|signal|travel|tunnel"
_WORDS = {
    "acknowledgment": "acknowledgement",
    "aging": "ageing",
    "airplane": "aeroplane",
    "aluminum": "aluminium",
    "anemi": "anaemi",
    "anesth": "anaesth",
    "artifact": "artefact",
    "defens": "defenc",
    "diarrhea": "diarrhoea",
    "disk": "disc",
    "enrollment": "enrolment",
    "esophag": "oesophag",
    "estrogen": "oestrogen",
    "fulfillment": "fulfilment",
    "gray": "grey",
    "gynec": "gynaec",
    "hemat": "haemat",
    "hemo": "haemo",
    "inquir": "enquir",
    "installment": "instalment",
    "jewelry": "jewellery",
    "judgment": "judgement",
    "leukemi": "leukaemi",
    "licens": "licenc",
    "maneuver": "manoeuvr",
    "mold": "mould",
    "offens": "offenc",
    "orthoped": "orthopaed",
    "pediat": "paediat",
    "plow": "plough",
    "practis": "practic",
    "skillful": "skilful",
    "sulfur": "sulphur",
}

_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation|able)"), "is"),  # organize; the three letters before spare size, prize
    (re.compile(r"(?<=[a-z]{3})yz(?=e|ing)"), "ys"),  # analyze
    (re.compile(rf"^({_OUR})or(?=$|s$|ed$|ing$|al$|able$|ful$|ite$|ly$|y$)"), r"\1our"),  # color, but laboratory stays
    (re.compile(rf"^({_TRE})er(?=s?$|ed$)"), r"\1re"),  # center
    (re.compile(rf"^({_OGUE})og(?=s?$|ed$|ing$)"), r"\1ogue"),  # catalog
    (re.compile(rf"^({_DOUBLED})(?=ed$|ing$|ers?$)"), r"\1l"),  # labeled
    (re.compile(r"^program(?=s?$)"), "programme"),
    (re.compile(r"^tire(?=s?$)"), "tyre"),
)
_BEGINNING = re.compile("^(?:" + "|".join(_WORDS) + ")")


BEGINNING = 4
"""Letters that tell where a word may stand in a text."""

_SPELT_OTHERWISE = (
    *_WORDS.items(),
    *((f"{stem}or", f"{stem}our") for stem in _OUR.split("|")),
    *((f"{stem}er", f"{stem}r") for stem in _TRE.split("|")),
    ("aging", "age"),
    ("tire", "tyre"),
    *(("feet", "foot"), ("men", "man"), ("mice", "mous"), ("teeth", "tooth"), ("women", "woman")),
    *(("dying", "die"), ("lying", "lie"), ("tying", "tie"), ("skie", "sky")),
)


@lru_cache(maxsize=10_000)
def beginnings(term: str) -> frozenset[str]:
    """The first letters of all words with that term, in lower case, however they are spelt."""
    letters = term[:BEGINNING]
    whole = letters[:-1] if 1 < len(term) <= BEGINNING and letters[-1] in "eiy" else letters  # hire, hiring; fly, flies
    others = [other for other, british in _SPELT_OTHERWISE if british.startswith(term) or term.startswith(british)]
    return frozenset([whole, *(other[:BEGINNING] for other in others)])


def british(word: str) -> str:
    """``word``, in lower case, in its British spelling."""
    word = _BEGINNING.sub(lambda match: _WORDS[match[0]], word)
    for pattern, replacement in _ENDINGS:
        word = pattern.sub(replacement, word)
    return word
