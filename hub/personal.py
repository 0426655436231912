"""What visitors write without an account is read by others: it must not say how to reach a person."""

import re

MAIL = re.compile(r"\S@\S")
WHOLE_MAIL = re.compile(r"(?<![^\s@<>(),;:])[^\s@<>(),;:]++@[^\s@<>(),;:]++")
LEFT_OUT = "[left out]"
NOTICE = re.compile(r"\b\d{6}-20\d\d\b")
"""Find a Tender numbers its notices 011531-2025, which looks like a telephone number."""

NOTICE_KEPT = re.compile(rf"({NOTICE.pattern})")
TELEPHONE = re.compile(r"\+?\d(?:[\s().-]?\d){9,}")
DIALLED = re.compile(r"(?<![\w-])(?:\+|\(?0)(?:[\s().-]{0,2}\d){9,}(?!\w)")


def problem(text: str, longest: int) -> str:
    """What is wrong with a text that a visitor sent, with the cure; empty when it can be taken."""
    if len(text) > longest:
        return f"Use {longest} characters or fewer"
    if MAIL.search(text) or TELEPHONE.search(NOTICE.sub("", text)):
        return "Take out e-mail addresses and telephone numbers: others will read what you write"
    return ""


def without_contacts(text: str) -> str:
    """The text with a mark in place of each e-mail address and each telephone number as people write them.

    Wider guesses would hit ids: a telephone number begins with 0 or +, and is not part of a word.
    """
    parts = NOTICE_KEPT.split(WHOLE_MAIL.sub(LEFT_OUT, text))
    return "".join(part if NOTICE.fullmatch(part) else DIALLED.sub(LEFT_OUT, part) for part in parts)
