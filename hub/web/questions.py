"""Questions ready to be sent to a framework's owner, about what is not published."""

from hub.models import Framework
from hub.web.values import reference_beside

ABOUT = {
    "eligibility": "Which organisations may use it, and is ours among them? Which published words say so?",
    "end": "On which day does it end, and which options to extend it are there?",
    "extension": "Which options to extend it are there, and by when will you decide about them?",
    "kind": "What kind of agreement is it: a framework, an open framework, a dynamic market or another?",
    "regulation": "Under which regulations was it set up?",
    "routes": "By which routes may a call-off be awarded, for each lot, and on what conditions?",
    "fee": "Which fees or levies apply, for each lot, on what amount, and who pays them?",
    "max_value": "What is its maximum value, and how much of it has been called off?",
    "regions": "Which regions does it cover?",
    "categories": "What may be bought through it? Which CPV codes does it have?",
    "lots": "Which lots does it have?",
    "suppliers": "Which suppliers are on it, for each lot?",
}
"""What to ask, by the field that is not published."""


def question(framework: Framework, field: str) -> str:
    """ "About Laptops (RM6100): which fees or levies apply …?"; empty where there is nothing to ask."""
    asked = ABOUT.get(field, "")
    reference = f" ({beside})" if (beside := reference_beside(framework)) else ""
    return f"About “{framework.title}”{reference}: {asked}" if asked else ""


def whom_to_ask(framework: Framework) -> str:
    """The owner by name, as "ask …" goes on."""
    return framework.owner.name if framework.owner else "its owner, who is not published either"
