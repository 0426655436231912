"""When a source is visited next, when it has fallen silent, and whether it may be read at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.crawl import service
from hub.crawl.alarms import alarm, alarms, how_often, spoken
from hub.crawl.permission import forbid, permit, require_permission, standing
from hub.crawl.schedule import due, next_visit
from hub.crawl.weekly import is_reread_due
from hub.errors import Refused
from hub.models import AuditEntry, CrawlState
from scrapers.site import Grounds, Permission
from tests.conftest import NOON
from tests.hub.crawl_sites import LEDGER, LIST, UNASKED

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def stands(**columns: Any) -> CrawlState:
    return CrawlState(source="ledger", **{"failures": 0, "permission": ""} | columns)


def test_a_source_is_silent_after_thrice_its_time():
    assert alarm(LEDGER, stands(last_good_at=NOON - 18 * HOUR), NOON) == ""
    words = alarm(LEDGER, stands(last_good_at=NOON - 19 * HOUR), NOON)
    assert words == "It was last crawled to the end 19 hours ago, though it should be every 6 hours."


def test_a_source_that_was_never_crawled_is_silent_from_when_it_was_tried():
    words = alarm(LEDGER, stands(probed_at=NOON - 3 * DAY), NOON)

    assert words == "It has never been crawled to the end, in 3 days, though it should be every 6 hours."
    assert alarm(LEDGER, stands(), NOON) == ""
    assert alarm(LEDGER, None, NOON) == ""


def test_three_failures_are_an_alarm_however_fresh_the_data():
    assert alarm(LEDGER, stands(last_good_at=NOON, failures=2), NOON) == ""
    assert alarm(LEDGER, stands(last_good_at=NOON, failures=3), NOON) == "Its last 3 crawls failed."


def test_a_source_that_is_not_to_be_read_is_not_missed():
    long_ago = {"last_good_at": NOON - 99 * DAY, "failures": 9}

    assert alarm(LEDGER, stands(permission="forbidden", **long_ago), NOON) == ""
    assert alarm(UNASKED, stands(**long_ago), NOON) == ""
    assert alarm(replace(LEDGER, met=""), stands(**long_ago), NOON) == ""


def test_alarms_name_their_source():
    states = {"ledger": stands(failures=4), "list": stands()}

    assert [(each.source, each.title) for each in alarms((LEDGER, LIST), states, NOON)] == [("ledger", "The Ledger")]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (5 * timedelta(minutes=1), "less than an hour"),
        (HOUR, "an hour"),
        (47 * HOUR, "47 hours"),
        (2 * DAY, "2 days"),
    ],
)
def test_lengths_of_time_are_words(span: timedelta, words: str):
    assert spoken(span) == words
    assert how_often(HOUR) == "every hour"


def test_a_failed_source_is_tried_again_soon_and_then_ever_later_but_never_less_often_than_usual():
    waits = [next_visit(6 * HOUR, failures, NOON) - NOON for failures in (1, 2, 3, 4, 99)]

    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 6 * HOUR]


def test_the_source_that_has_waited_longest_goes_first():
    states = {"ledger": stands(next_at=NOON - HOUR), "list": stands(next_at=NOON - DAY)}

    assert due((LEDGER, LIST), states, NOON) == [LIST, LEDGER]
    assert due((LEDGER, LIST), states, NOON - 2 * HOUR) == [LIST]
    assert due((LEDGER, LIST), {"list": stands(next_at=NOON)}, NOON) == [LEDGER, LIST]


def test_only_a_site_that_publishes_notices_is_asked_again_weekly():
    assert is_reread_due(LEDGER, stands(reread_at=NOON - 7 * DAY), NOON)
    assert not is_reread_due(LEDGER, stands(reread_at=NOON - 6 * DAY), NOON)
    assert not is_reread_due(LEDGER, stands(), NOON)
    assert not is_reread_due(LIST, stands(reread_at=NOON - 7 * DAY), NOON)


def test_what_a_person_says_outweighs_what_the_site_declares(sessions: Any, session: Session):
    assert standing(LEDGER, None).permitted and not standing(UNASKED, None).permitted
    with sessions.begin() as writing:
        forbid(writing, LEDGER, OPERATOR, NOON, "They asked us to stop.")
        permit(writing, UNASKED, OPERATOR, NOON, "Their letter.")

    assert standing(LEDGER, session.get(CrawlState, "ledger")).words == (
        "forbidden by operator on 2026-11-21: They asked us to stop."
    )
    assert standing(UNASKED, session.get(CrawlState, "unasked")).permitted
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(each.action, each.subject, each.detail) for each in entries] == [
        ("forbid source", "source ledger", {"because": "They asked us to stop."}),
        ("permit source", "source unasked", {"because": "Their letter."}),
    ]


def test_a_permission_needs_a_reason(sessions: Any):
    with sessions.begin() as writing, pytest.raises(Refused, match="on what the permission rests"):
        permit(writing, UNASKED, OPERATOR, NOON, " ")


def test_a_site_that_was_never_tried_is_refused_until_it_is():
    untried = replace(LEDGER, met="", permission=Permission(grounds=Grounds.OPEN_LICENCE))

    with pytest.raises(Refused, match="hub probe ledger"):
        require_permission(untried, None)
    require_permission(untried, stands(probed_at=NOON))


def test_paths_with_odd_characters_stay_whole_in_printed_lines():
    settings = {"HUB_HOME": "/srv/the hub/100%"}

    line = service.crontab("/opt/a b/python", settings, "/srv/log").splitlines()[-1]
    unit = service.systemd("/opt/a b/python", settings)

    assert line == (
        r"*/15 * * * * HUB_HOME='/srv/the hub/100\%' '/opt/a b/python' -m hub schedule --once >> /srv/log 2>&1"
    )
    assert 'Environment="HUB_HOME=/srv/the hub/100%%"' in unit
    assert 'ExecStart="/opt/a b/python" -m hub schedule\n' in unit
