"""What visitors write without an account is read by others: it must not say how to reach a person."""

import re

MAIL = re.compile(r"\S@\S")
NOTICE = re.compile(r"\b\d{6}-20\d\d\b")
"""Find a Tender numbers its notices 011531-2025, which looks like a telephone number."""

TELEPHONE = re.compile(r"\+?\d(?:[\s().-]?\d){9,}")


def problem(text: str, longest: int) -> str:
    """What is wrong with a text that a visitor sent, with the cure; empty when it can be taken."""
    if len(text) > longest:
        return f"Use {longest} characters or fewer"
    if MAIL.search(text) or TELEPHONE.search(NOTICE.sub("", text)):
        return "Take out e-mail addresses and telephone numbers: others will read what you write"
    return ""
