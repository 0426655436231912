"""Where a visitor has said whom they buy for, every place that answers answers for that body, with the words shown."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from scrapers.record import Kind, Lot, Regulation
from tests.factories import a_day
from tests.pages import check_page, words

Page = Callable[..., BeautifulSoup]
Publish = Callable[..., str]

DISTRICT = "for=district-council@UKH"
NAME = "District, borough or city council in East of England"
FOR_COUNCILS = "This framework may be used by all local authorities in England."
FOR_NHS = "This framework may be used by NHS trusts only. It is not open to local authorities."
QUESTION = "Is your organisation among those entitled to use it?"
OURS = {"Origin": "http://localhost"}


@pytest.fixture
def vans(publish: Publish) -> Callable[..., str]:
    """A framework under the Act with these words on who may use it; gives its key."""

    def vans(eligibility: str, title: str = "Vans") -> str:
        return publish(
            title=title,
            reference=title,
            eligibility=eligibility,
            lots=(Lot(number="1", title="Vans"),),
            stage="live",
            kind=Kind.FRAMEWORK,
            regulation=Regulation.PROCUREMENT_ACT_2023,
            start=a_day("2025-06-01"),
            end=a_day("2029-05-31"),
        )

    return vans


def test_the_check_of_a_call_off_takes_what_the_words_say_of_the_visitor(vans: Any, page: Page) -> None:
    check = f"/frameworks/{vans(FOR_COUNCILS)}/lots/lot-1/call-off"

    assert QUESTION in words(page(check).main)
    text = words(page(f"{check}?{DISTRICT}").main)

    assert QUESTION not in text
    assert f"Your organisation {NAME}: covered by the published class." in text
    assert "“This framework may be used by all local authorities in England.”" in text


def test_whom_the_words_shut_out_is_not_led_on_by_its_own_answers(vans: Any, page: Page) -> None:
    check = f"/frameworks/{vans(FOR_NHS)}/lots/lot-1/call-off"

    text = words(page(f"{check}?{DISTRICT}&do=award&entitled=yes").main)

    assert "The buyer is not among those entitled to use it." in text


def test_words_that_ask_for_consent_leave_the_question_open(vans: Any, page: Page) -> None:
    key = vans("This framework may be used by all local authorities in England with the owner's prior written consent.")

    assert QUESTION in words(page(f"/frameworks/{key}/lots/lot-1/call-off?{DISTRICT}").main)


def test_saying_whom_one_buys_for_is_no_answer_to_the_check(vans: Any, page: Page) -> None:
    shown = page(f"/frameworks/{vans(FOR_COUNCILS)}/lots/lot-1/call-off?{DISTRICT}&shortlist=abcdefgh12345678")
    assert "cannot be shown to meet" not in words(shown.main)


def test_a_comparison_answers_for_the_visitor_with_the_words(vans: Any, page: Page) -> None:
    keys = vans(FOR_COUNCILS), vans(FOR_NHS, "Lorries")

    text = words(page(f"/compare?f={keys[0]}&f={keys[1]}&{DISTRICT}").main)

    assert f"{NAME}: Covered by the published class." in text
    assert f"{NAME}: Excluded by the published text." in text
    assert "“This framework may be used by all local authorities in England.”" in text


def test_a_file_note_keeps_the_answer_for_the_visitor_and_its_words(
    vans: Any, page: Page, client: FlaskClient
) -> None:
    key = vans(FOR_COUNCILS)
    form = page(f"/shortlist?shortlist={key}&{DISTRICT}").select_one("form[action^='/notes']")
    assert form is not None
    token = str(form.select("input[name=token]")[0]["value"])

    answer = client.post(str(form["action"]), data={"token": token, "f": key}, headers=OURS)

    draft = check_page(client.get(answer.headers["Location"]))
    assert draft.select("#organisation")[0].get("value", "") == "", "the name of a kind is nobody's"
    text = words(draft.main)
    assert f"Eligibility of {NAME}" in text
    assert "Covered by the published class." in text
    assert "This framework may be used by all local authorities in England." in text


def test_a_shortlist_can_be_taken_away(vans: Any, page: Page, client: FlaskClient) -> None:
    key = vans(FOR_COUNCILS)
    links = [str(link["href"]) for link in page(f"/shortlist?shortlist={key}").select(".hub-take-away a")]

    assert len(links) == 5
    for link in links:
        with client.get(link) as answer:
            assert answer.status_code == 200 and b"Vans" in answer.get_data() or ".xlsx" in link
