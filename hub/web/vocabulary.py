"""The words for the values a search can be narrowed by. A value without a word is unknown to the hub."""

from collections.abc import Callable, Mapping

from hub import data
from hub.formatters import KINDS, REGULATIONS, ROUTES
from hub.status import LABELS

Words = Callable[[str], str | None]

STATUSES = {status.value: label for status, label in LABELS.items()}


def vocabulary(owners: Mapping[str, str]) -> Mapping[str, Words]:
    """For each filter, what gives the word for one of its values, else None. ``owners`` are names by slug."""
    return {
        "status": STATUSES.get,
        "category": category_word,
        "cpv": cpv_word,
        "owner": owners.get,
        "kind": KINDS.get,
        "regulation": REGULATIONS.get,
        "region": region_word,
        "route": ROUTES.get,
    }


def category_word(slug: str) -> str | None:
    category = data.categories().get(slug)
    return category.title if category else None


def cpv_word(code: str) -> str | None:
    """A division with its two digits, any other code with its eight."""
    label = data.cpv_labels().get(code)
    if label is None:
        return None
    return f"{code[:2]} {label}" if is_division(code) else f"{code} {label}"


def is_division(code: str) -> bool:
    return code == data.cpv_division(code)


def region_word(code: str) -> str | None:
    region = data.regions().get(code)
    return region.name if region else None
