"""What to check before a call-off, as a new file note lists it: the point, and why it matters. Pure."""

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
    Check(
        id="standing-orders",
        text="Our standing orders and financial regulations are followed, and who must approve has approved",
        why="They apply to a call-off as to any other contract.",
    ),
    Check(
        id="conflicts",
        text="Conflicts of interest of those who take part have been looked for and recorded",
        why="The duty is on the buyer, call-off by call-off.",
    ),
    Check(
        id="exclusion",
        text="The supplier has been checked for exclusion and debarment",
        why="Its place on the framework does not show that nothing has changed since.",
    ),
    Check(
        id="leaseholders",
        text="Leaseholders have been consulted, where they pay for it",
        why="Qualifying long-term agreements and major works call for consultation before the award.",
    ),
    Check(
        id="tupe",
        text="Whether staff transfer (TUPE) has been considered",
        why="It changes the price and the time needed.",
    ),
    Check(
        id="consent",
        text="Consent to a larger or longer contract has been given, where our council is to be dissolved",
        why="Councils about to be replaced may need the consent of others.",
    ),
)
"""The points in the order in which they are worked through. An id in a frozen note is never used for another point."""
