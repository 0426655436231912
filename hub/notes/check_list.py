"""What to check of any framework before a call-off: the point, and why it matters. Pure.

What depends on the buyer and the law follows it in a new file note (hub.signposting.award.check_list).
"""

from hub.notes.note import Check

CHECK_LIST: tuple[Check, ...] = (
    Check(
        id="covered",
        text="The owner's published words cover our organisation",
        why="A framework is open only to those its notice names or describes.",
    ),
    Check(
        id="scope",
        text="What we buy is within the scope of the framework and of the lot",
        why="A call-off cannot go beyond what was advertised.",
    ),
    Check(
        id="term",
        text="The call-off is awarded within the framework's dates, and its length is allowed",
        why="Dates can have changed since the hub last read them.",
    ),
    Check(
        id="route",
        text="The award route we use is one the framework sets out, and we follow its procedure",
        why="Direct award and competition each have conditions in the framework's own documents.",
    ),
)
"""The points in the order in which they are worked through. An id in a frozen note is never used for another point."""
