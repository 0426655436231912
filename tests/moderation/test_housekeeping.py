"""The catalogue's housekeeping: sources paused and resumed, a thesaurus tried before it is kept."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from hub.crawl.doors import sites
from hub.crawl.permission import standing
from hub.models import CrawlState
from tests.pages import check_page
from tests.persons import Person

LAWNS = "term,expansion,direction\nlawns,grounds maintenance,both\n"
NAME = next(iter(sites()))


@pytest.fixture
def administrator(person: Callable[..., Person]) -> Person:
    made: Person = person("administrator")
    return made


def test_a_source_is_paused_and_resumed_with_a_reason(administrator: Person, session: Session):
    page = "/administration/sources"
    wrong = administrator.send(f"{page}/{NAME}/permit", {"because": "Ask a@b.example"})
    assert wrong.status_code == 400
    assert check_page(wrong).select_one(f"[id='because-{NAME}'][value='Ask a@b.example']")
    assert administrator.send(f"{page}/{NAME}/permit", {"because": ""}).status_code == 400
    administrator.send(f"{page}/{NAME}/permit", {"because": "Its owner agreed in a letter."})
    assert standing(sites()[NAME], session.get(CrawlState, NAME)).permitted
    session.rollback()
    administrator.send(f"{page}/{NAME}/forbid", {"because": "It is being moved."})

    assert not standing(sites()[NAME], session.get(CrawlState, NAME)).permitted
    assert "It is being moved." in check_page(administrator.get(f"{page}/")).text
    assert administrator.send(f"{page}/nonsense/forbid").status_code == 404


def test_a_thesaurus_is_tried_kept_and_taken_back(
    publish: Callable[..., str], administrator: Person, client: FlaskClient
):
    publish(title="Grounds maintenance")

    def finds_it() -> bool:
        return "Grounds maintenance" in client.get("/search?q=lawns").text

    page = "/administration/thesaurus"
    tried = administrator.send(f"{page}/try", {"text": LAWNS})
    assert "Keep it" in check_page(tried).text
    assert not finds_it()
    administrator.send(f"{page}/keep", {"text": LAWNS, "reason": "Asked for."})
    assert finds_it()
    administrator.send(f"{page}/undo")
    assert not finds_it()


def test_a_thesaurus_with_something_wrong_is_not_kept_and_stays_on_the_page(
    administrator: Person, client: FlaskClient
):
    wrong = "term,expansion,direction\nlawns,grounds,sideways\n"
    for step in ("try", "keep"):
        answer = administrator.send(f"/administration/thesaurus/{step}", {"text": wrong})
        assert answer.status_code == 400
        assert "Line 2" in check_page(answer).text
        assert "sideways" in answer.text


def test_these_pages_are_for_administrators(person: Callable[..., Person]):
    moderator = person("moderator", network="pen")

    assert [moderator.get(f"/administration/{name}/").status_code for name in ("sources", "thesaurus")] == [403, 403]
