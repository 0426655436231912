"""Dashboards of savings in a real browser: no rule of accessibility is broken, and they fit a narrow window."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hub.actor import OPERATOR
from hub.reports import targets
from tests.journeys.test_accessibility import VIEWS, broken_rules, scrolls_sideways
from tests.journeys.test_reporting_savings import WINDOW, window
from tests.moments import NOON
from tests.persons import Person, a_person
from tests.savings.rows import a_claim, a_part, members

__all__ = ["window"]

pytestmark = pytest.mark.browser

COUNCILS = ("essex", "kent", "norfolk", "suffolk")
PAGES = {
    "public": "/savings",
    "mine": "/savings/mine",
    "organisation": "/savings/organisations/essex",
    "network": "/savings/networks/pen?year=2025-26",
    "claims": "/savings/networks/pen/claims?band=validated&column=council&part=member",
    "targets": "/savings/networks/pen/targets",
    "framework": "/frameworks/{key}/savings",
}


@pytest.fixture
def moderator(app: Flask, publish: Callable[..., str], sessions: Any) -> tuple[Person, str]:
    """Somebody of Essex who moderates a network in which four councils saved, and the framework's key."""
    key, who = publish(title="Grounds maintenance and the care of trees"), a_person(app, "moderator", network="pen")
    with sessions.begin() as session:
        network = members(session, "pen", *COUNCILS)
        targets.add_example_set(session, network, OPERATOR, NOON)
        for number, slug in enumerate(COUNCILS):
            years = [a_part(f"{year}-{year - 1999}", 1_234_567_89 + number) for year in (2024, 2025, 2026)]
            tender = a_part("2024-25", 20_000_00, bucket="tender_cost", cashable=False)
            rate = {"rate_pct": f"{9 + number}.5"}
            about: dict[str, Any] = {"network": "pen", "framework_home": key, "figures": rate}
            a_claim(session, slug, [*years, tender], new={"2025-26": 0, "2026-27": 0}, reporter_id=who.account, **about)
            for state in ("verified", "submitted"):
                a_claim(session, slug, [a_part("2025-26", 5_000_00)], state=state, column="local", network="pen")
        a_claim(session, "essex", [a_part("2009-10", 700_000_00)], network="pen", column="owner_declared")
    return who, key


@pytest.mark.parametrize("view", VIEWS)
def test_a_dashboard_breaks_no_rule_and_fits(moderator: tuple[Person, str], window: WINDOW, view: str) -> None:
    who, key = moderator
    options = dict(VIEWS[view])
    page = window(who, options.pop("width"), **options)
    for name, address in PAGES.items():
        page.goto(address.format(key=key))
        assert broken_rules(page) == [], name
        assert scrolls_sideways(page) == [], name
        if folder := os.environ.get("HUB_PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}-{view.replace(' ', '-')}.png"), full_page=True)
