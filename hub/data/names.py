"""When are two spellings the same name? Only where there is no doubt."""

import re
import unicodedata

APOSTROPHES = re.compile(r"['’‘`´]")
NOT_WORDS = re.compile(r"[^\w]+|_")
ARTICLE = re.compile(r"^the ")


def matching_form(name: str) -> str:
    """The form under which names are compared: no case, accents, punctuation or leading "the", & as "and".

    "The Borough Council of King's Lynn & West Norfolk" and "borough council of kings lynn and west norfolk"
    have one form.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", " and ")
    without_accents = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = NOT_WORDS.sub(" ", APOSTROPHES.sub("", without_accents)).strip()
    return ARTICLE.sub("", words)
