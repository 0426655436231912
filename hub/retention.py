"""How long what is kept of people is kept, in words made of the figures that end it (hub.people.tidying)."""

from datetime import timedelta

from hub import complaints
from hub.people import links, sessions, still_here, tidying
from hub.savings import abandoned


def retention() -> list[tuple[str, str]]:
    """What is kept, and until when, as the privacy notice and docs/privacy.md say it."""
    first, second = (tidying.INACTIVE_MONTHS - months for months in tidying.NOTICE_MONTHS)
    return [
        ("An address that nobody confirmed", f"{_span(tidying.UNCONFIRMED)} after it was entered"),
        ("An account that is used", "you delete it, or an administrator does"),
        (
            "An account that nobody uses",
            f"{tidying.INACTIVE_MONTHS} months after the month in which you were last here; "
            f"letters tell you {first} months and {second} month before",
        ),
        (
            "An account whose holder does not answer whether they are still here",
            f"disabled {_span(still_here.PATIENCE * 2)} after the letter, which comes every {still_here.MONTHS} months",
        ),
        ("That you are signed in", f"you sign out, or {_span(sessions.LASTS)} have passed"),
        ("A link in a letter", f"{_span(tidying.LINK)} after it was used or has run out"),
        ("An invitation", f"it is taken up or withdrawn, or {_span(links.GOOD_FOR['invite'])} have passed"),
        (
            "A link by which finance verifies a saving",
            f"it is used, or {_span(links.GOOD_FOR['verify-saving'])} have passed",
        ),
        ("A draft of a saving that was never sent", f"{_span(abandoned.KEPT_FOR)} after it was last changed"),
        ("An API token", f"{_span(tidying.API_TOKEN)} after it was revoked or has run out"),
        ("Tries to sign in, under a code", f"{_span(tidying.ATTEMPT)}"),
        ("What a letter said", "it has been sent"),
        ("What you wrote in a complaint", f"{_span(complaints.KEPT_FOR)} after it was closed"),
    ]


def _span(time: timedelta) -> str:
    hours = int(time.total_seconds()) // 3600
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"
