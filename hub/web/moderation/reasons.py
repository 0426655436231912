"""The words of a decision: the verdict, and why."""

from hub.personal import problem

LONGEST = 1000

VERDICTS = {
    "accept": "They are one",
    "reject": "Not one, as far as this goes",
    "never": "Two for good: do not ask again",
}


def faults(number: int, said: str, why: str) -> dict[str, str]:
    """What is wrong with the verdict on a pair and its reason, by the field on the page."""
    told = {
        f"verdict-{number}": "" if said in VERDICTS else "Choose one of the answers",
        f"reason-{number}": problem(why, LONGEST),
    }
    return {field: message for field, message in told.items() if message}
