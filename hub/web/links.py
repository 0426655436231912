"""The addresses of things."""

from collections.abc import Callable

from flask import url_for

from hub.formatters import slugify
from hub.models import Framework, Organisation

TAKEN = ("", "sources", "call-offs")
"""What a slug cannot be: /frameworks/<key>/sources and /call-offs are pages of their own."""


def framework_slug(framework: Framework) -> str:
    """The decorative end of a framework's address."""
    slug = slugify(framework.title)
    return f"{slug}-framework".lstrip("-") if slug in TAKEN else slug


def framework_link(framework: Framework) -> str:
    return url_for("frameworks.framework", key=framework.key, slug=framework_slug(framework))


def sources_link(framework: Framework, field: str = "") -> str:
    """Where each value of a framework came from; ``field`` leads to one of them."""
    return url_for("frameworks.sources", key=framework.key, _anchor=field or None)


def call_offs_link(framework: Framework, page: int = 1) -> str:
    """A page of all contracts the hub has linked to a framework."""
    return url_for("call_offs.call_offs", key=framework.key, page=page if page > 1 else None)


def owner_link(organisation: Organisation) -> str:
    return url_for("owners.owner", slug=organisation.slug)


def supplier_link(organisation: Organisation) -> str:
    return url_for("suppliers.supplier", slug=organisation.slug)


def category_link(slug: str) -> str:
    return url_for("categories.category", slug=slug)


def search_link(**filters: str | list[str]) -> str:
    """A search for what the filters name."""
    return url_for("search.search", **filters)  # type: ignore[arg-type]


LINKS: tuple[Callable[..., str], ...] = (
    framework_link,
    sources_link,
    call_offs_link,
    owner_link,
    supplier_link,
    category_link,
    search_link,
)
"""What templates may call."""
