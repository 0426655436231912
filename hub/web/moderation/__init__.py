"""The moderators' pages: what waits for them, and what they decide."""

from flask import Flask

from hub.web.moderation import (
    contributions,
    desk,
    inbox_corrections,
    inbox_decisions,
    inbox_links,
    inbox_merges,
    inbox_needs,
    inbox_problems,
    inbox_suppliers,
    locks,
    organisations,
    site_sources,
    thesaurus,
)

BLUEPRINTS = (
    desk.bp,
    contributions.bp,
    locks.bp,
    inbox_corrections.bp,
    inbox_problems.bp,
    inbox_merges.bp,
    inbox_suppliers.bp,
    inbox_links.bp,
    inbox_needs.bp,
    inbox_decisions.bp,
    organisations.bp,
    site_sources.bp,
    thesaurus.bp,
)
"""Each has its policies; hub.web registers them."""


def init_app(app: Flask) -> None:
    """Searches read the thesaurus that was kept."""
    thesaurus.init_app(app)
