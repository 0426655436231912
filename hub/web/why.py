"""Why a search finds a framework where it does: the parts of its score in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request

from hub.formatters import count_text, listing
from hub.models import Framework
from hub.search import with_labels
from hub.security import policy
from hub.status import OVER, assess
from hub.web.cards import PLACES
from hub.web.choices import Choices, words_of
from hub.web.context import today
from hub.web.values import reference_beside
from hub.web.visible import visible
from indexer import Explanation, IndexUnavailable, LiftShare, WordShare

bp = Blueprint("why", __name__)

FIELDS = {**PLACES, "title": "title"}

LONGEST_SHOWN = 400


@dataclass(frozen=True)
class Part:
    """One reason and its part of the score in percent; None for what is looked for and not there."""

    reason: str
    percent: int | None


@bp.get("/frameworks/<key>/why")
@policy("public")
def why(key: str) -> str:
    found = visible(Framework, key)
    text = words_of(request.args)
    explanation = _explanation(found.key, text)
    return render_template(
        "search/why.html",
        framework=found,
        reference=reference_beside(found),
        text=text[:LONGEST_SHOWN],
        explanation=explanation,
        parts=list(parts(explanation)) if explanation else [],
        coverage=coverage(explanation) if explanation else "",
        place=place(explanation, assess(found, today()).status in OVER) if explanation else "",
    )


def _explanation(key: str, text: str) -> Explanation | None:
    """None while the index cannot be read."""
    index = current_app.extensions["hub.index"]
    try:
        if not index.generation():
            return None
        explanation: Explanation = index.explain(with_labels(Choices(q=text).query(today(), 1)), key)
        return explanation
    except IndexUnavailable as reason:
        current_app.logger.error("A result cannot be explained: %s", reason)
        return None


def parts(explanation: Explanation) -> Iterator[Part]:
    """What makes up the score, the most first, and last what is missing."""
    reasons = [(_lift_reason(lift), lift.share) for lift in explanation.lifts]
    reasons += [(_word_reason(word), word.share) for word in explanation.words if word.share]
    if explanation.neighbours:
        reasons.append(("Words stand side by side in it as you typed them", explanation.neighbours))
    if explanation.related:
        reasons.append(("It has words of what the CPV code you typed means", explanation.related))
    if explanation.found and not (reasons or explanation.words):
        reasons.append(("It has nothing of what you excluded, and that is all you asked for", 1.0))
    for reason, share in sorted(reasons, key=lambda part: -part[1]):
        yield Part(reason, round(100 * share))
    yield from (Part(f"“{word.word}” is not in it", None) for word in explanation.words if not word.share)


def _lift_reason(lift: LiftShare) -> str:
    if lift.kind == "reference":
        kind = "It has the very reference you typed" if lift.exact else "Its reference belongs with the one you typed"
    else:
        near = "It has a CPV code above or below the one you typed"
        kind = "It has the very CPV code you typed" if lift.exact else near
    return f"{kind} ({lift.text.upper()}), which counts above all words"


def _word_reason(word: WordShare) -> str:
    places = listing([f"{FIELDS[name]} ({_times(count)})" for name, count in word.fields.items() if name in FIELDS])
    others = [found for found in word.found_as if found.casefold() != word.word.casefold()]
    also = f", as {listing([f'“{found}”' for found in others], 'or')}" if others else ""
    return f"“{word.word}” is in its {places}{also}" if places else f"“{word.word}” is part of a number it has{also}"


def _times(count: int) -> str:
    return "once" if count == 1 else count_text(count, "time")


def coverage(explanation: Explanation) -> str:
    """How much of what was typed it has, where that is not all. Rare words count for more."""
    if not explanation.words or explanation.coverage > 0.99:
        return ""
    percent = round(100 * explanation.coverage)
    return f"It has about {percent}% of what you typed, rare words counting for more. What is missing lowers its place."


def place(explanation: Explanation, over: bool) -> str:
    """What has raised or lowered the whole score, if anything has."""
    if explanation.boost >= 1:
        return ""
    reason = "has ended or was cancelled" if over else "is not known to be in force now, or is another body's listing"
    return f"It {reason}, so it stands a little below one in force that fits as well."
