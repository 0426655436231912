"""What somebody proposed and has no answer to yet goes on when they leave."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Account, Contribution
from hub.people import handing_over
from tests.conftest import NOON
from tests.contributions.test_pages import HEDGES, begun, page
from tests.persons import Person

People = Callable[..., Person]


@pytest.fixture
def leaver(person: People) -> Person:
    return person("contributor", organisation="mid-suffolk", network="pen", name="Officer Leaving")


def owner(session: Session, address: str) -> int | None:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Contribution.account_id).where(Contribution.code == address.rpartition("/")[2])).one()


def test_who_takes_over_finds_the_drafts_and_can_go_on_with_them(
    leaver: Person, person: People, session: Session
) -> None:
    draft = begun(leaver, **HEDGES)
    successor = person("contributor", organisation="mid-suffolk", network="pen", name="Officer Staying")
    assert "contributions that are not decided on: 1" in page(leaver, "/account/leaving").text
    assert successor.get(f"{draft}/what").status_code == 404

    assert leaver.send("/account/leaving", {"successor": successor.name}).status_code == 303

    assert owner(session, draft) == successor.account
    assert "Hedge cutting" in successor.get("/contributions/mine").text
    assert successor.get(f"{draft}/what").status_code == 200


@pytest.mark.parametrize("state", ["accepted", "rejected", "withdrawn"])
def test_what_was_decided_stays_where_it_is(
    leaver: Person, person: People, sessions: Any, session: Session, state: str
) -> None:
    draft = begun(leaver, **HEDGES)
    successor = person("contributor", organisation="mid-suffolk", network="pen")
    with sessions.begin() as writing:
        writing.scalars(select(Contribution)).one().state = state
        accounts = [writing.get_one(Account, each.account) for each in (leaver, successor)]
        handed = handing_over.pass_on(writing, accounts[0], accounts[1], NOON)

    assert handed == {} and owner(session, draft) == leaver.account
