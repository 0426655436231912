"""The words of a decision: the verdict, and why."""

from hub.errors import Refused
from hub.personal import problem

LONGEST = 1000

VERDICTS = {
    "accept": "They are one",
    "reject": "Not one, as far as this goes",
    "never": "Two for good: do not ask again",
}


def verdict(said: str) -> str:
    """Raises Refused for what is none."""
    if said not in VERDICTS:
        raise Refused("Choose one of the answers on the page.")
    return said


def reason(text: str) -> str:
    """The reason as others will read it. Raises Refused."""
    if wrong := problem(text.strip(), LONGEST):
        raise Refused(f"{wrong}.")
    return text.strip()
