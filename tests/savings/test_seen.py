"""Who sees a claim, and who is told that there is none."""

from typing import Any

import pytest

from hub.actor import HUB, OPERATOR, VISITOR
from hub.errors import NotFound
from hub.savings import seen
from tests.savings.people import a_claim, a_council, a_draft, an_actor


def test_each_sees_their_own_and_nobody_elses(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        for council in ("broads", "hills"):
            a_council(session, council)
        claim = a_claim(
            session,
            officer,
            route="joint_contract",
            sharer1_name="fenland",
            sharer1_share="50%",
            sharer2_name="broads",
            sharer2_share="50%",
        )
        people = {
            "reporter": officer,
            "colleague": an_actor(session),
            "sharer": an_actor(session, organisation="broads"),
            "stranger": an_actor(session, organisation="hills"),
            "moderator": an_actor(session, "moderator"),
            "moderator elsewhere": an_actor(session, "moderator", network="south"),
            "administrator": an_actor(session, "administrator"),
            "operator": OPERATOR,
            "hub": HUB,
            "visitor": VISITOR,
        }
        see = {"reporter", "colleague", "sharer", "moderator", "administrator", "operator"}

        found = {name for name, actor in people.items() if list(session.scalars(seen.claims(actor)))}
        assert found == see == {name for name, actor in people.items() if seen.may_see(session, claim, actor)}
        for name in people.keys() - see:
            with pytest.raises(NotFound):
                seen.find(session, claim.key, people[name])


def test_a_draft_is_seen_within_its_organisation_only(sessions: Any) -> None:
    with sessions.begin() as session:
        claim = a_draft(session, an_actor(session))
        assert seen.may_see(session, claim, an_actor(session))
        assert not seen.may_see(session, claim, an_actor(session, "moderator"))


def test_who_is_no_longer_of_the_organisation_sees_it_no_more(sessions: Any) -> None:
    with sessions.begin() as session:
        officer = an_actor(session)
        claim = a_claim(session, officer)
        assert not seen.may_see(session, claim, type(officer)(officer.name, account=officer.account))
