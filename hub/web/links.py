"""The addresses of things."""

from collections.abc import Callable, Sequence
from hashlib import blake2b

from flask import url_for

from hub.formatters import slugify
from hub.models import Framework, Organisation

TAKEN = ("", "sources", "history", "call-offs", "savings", "why", "correction")
"""What a slug cannot be: /frameworks/<key>/sources and its like are pages of their own."""

CARRIED = ("shortlist", "for")
"""The parameters that links carry from page to page (hub.web.shortlisted, hub.web.visitor)."""


def framework_slug(framework: Framework) -> str:
    """The decorative end of a framework's address."""
    slug = slugify(framework.title)
    return f"{slug}-framework".lstrip("-") if slug in TAKEN else slug


def framework_link(framework: Framework, **parameters: str | None) -> str:
    return url_for("frameworks.framework", key=framework.key, slug=framework_slug(framework), **parameters)  # type: ignore[arg-type]


def printed_address(key: str) -> str:
    """A framework's address as it is printed beside its title: short, and without what a visitor carries along."""
    return url_for("frameworks.framework", key=key, **dict.fromkeys(CARRIED))


def sources_link(framework: Framework, field: str = "") -> str:
    """Where each value of a framework came from; ``field`` leads to one of them."""
    return url_for("frameworks.sources", key=framework.key, _anchor=field or None)


def history_link(framework: Framework, field: str = "", **parameters: str | None) -> str:
    """What each value of a framework was at earlier times; ``field`` leads to one of them."""
    return url_for("history.history", key=framework.key, _anchor=field or None, **parameters)  # type: ignore[arg-type]


def call_offs_link(framework: Framework, page: int = 1) -> str:
    """A page of all contracts the hub has linked to a framework."""
    return url_for("call_offs.call_offs", key=framework.key, page=page if page > 1 else None)


def framework_savings_link(framework: Framework) -> str:
    """Which organisations used a framework, and what they saved."""
    return url_for("framework_savings.savings", key=framework.key)


def call_off_check_link(framework: Framework, lot: str = "") -> str:
    """The check of a proposed call-off from a lot, named by its place on the page; from the whole without one."""
    return url_for("award.award", key=framework.key, lot=lot or "whole")


def compare_link(keys: Sequence[str], **parameters: str | None) -> str:
    """Frameworks side by side, by their keys."""
    return url_for("compare.compare", f=list(keys), **parameters)  # type: ignore[arg-type]


def why_link(framework: Framework) -> str:
    """Why a search finds a framework where it does; ``query_of`` the search is to follow."""
    return url_for("why.why", key=framework.key)


def query_of(text: str) -> str:
    """The words of a search as addresses give them: ``q=office+cleaning``."""
    return search_link(q=text).partition("?")[2]


def out_link(framework: Framework, address: str) -> str:
    """The signpost to an address elsewhere that the hub holds of a framework (hub.web.out)."""
    return url_for("out.out", ident=f"{framework.key}-{address_mark(address)}")


def address_mark(address: str) -> str:
    """What tells one address of a framework from its others: it stays when the rows are written anew."""
    return blake2b(address.encode(errors="replace"), digest_size=6).hexdigest()


def owner_link(organisation: Organisation) -> str:
    return url_for("owners.owner", slug=organisation.slug)


def supplier_link(organisation: Organisation) -> str:
    return url_for("suppliers.supplier", slug=organisation.slug)


def category_link(slug: str) -> str:
    return url_for("categories.category", slug=slug)


def search_link(**filters: str | list[str] | None) -> str:
    """A search for what the filters name."""
    return url_for("search.search", **filters)  # type: ignore[arg-type]


LINKS: tuple[Callable[..., str], ...] = (
    framework_link,
    printed_address,
    sources_link,
    history_link,
    call_offs_link,
    framework_savings_link,
    call_off_check_link,
    out_link,
    owner_link,
    supplier_link,
    category_link,
    search_link,
)
"""What templates may call."""
