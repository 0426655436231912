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


FOR_SCHOOLS = "This lot is open to schools only."
LOTS = (Lot(number="1", title="Vans"), Lot(number="2", title="Minibuses", description=FOR_SCHOOLS))


def test_a_lot_for_others_is_told_on_the_page_in_a_search_and_to_programs(
    publish: Publish, page: Page, client: FlaskClient
) -> None:
    key = publish(title="Vans", eligibility=FOR_COUNCILS, lots=LOTS)
    told = "by its own words not for Lot 2: Minibuses"

    text = words(page(client.get(f"/frameworks/{key}?{DISTRICT}").headers["Location"]).main)
    assert f"that includes this buyer; {told}." in text
    assert f"Lot 2: Minibuses Excluded by the published text : “{FOR_SCHOOLS}”" in text
    assert f"Covered by the published class , {told}:" in words(page(f"/search?q=vans&{DISTRICT}").main)
    answer = client.get(f"/api/v1/frameworks/{key}/eligibility?organisation=district-council@UKH").json or {}
    [of_lot] = answer["eligibility"]["by_lot"]
    assert (of_lot["lot"], of_lot["answer"], of_lot["quote"]) == ("Lot 2: Minibuses", "excluded", FOR_SCHOOLS)


def test_the_check_of_a_call_off_goes_by_the_words_of_its_lot(publish: Publish, page: Page) -> None:
    key = publish(
        title="Vans", eligibility=FOR_COUNCILS, lots=LOTS, kind="framework", regulation="procurement_act_2023"
    )
    other = words(page(f"/frameworks/{key}/lots/lot-1/call-off?{DISTRICT}").main)
    assert f"Your organisation {NAME}: covered by the published class." in other
    shut = words(page(f"/frameworks/{key}/lots/lot-2/call-off?{DISTRICT}&do=award").main)
    assert f"Your organisation {NAME}: excluded by the published text." in shut and f"“{FOR_SCHOOLS}”" in shut
    assert "The buyer is not among those entitled to use it." in shut


def test_the_questions_rule_out_what_no_lot_is_left_of(publish: Publish, page: Page) -> None:
    publish(title="Vans", reference="AB1", eligibility=FOR_COUNCILS, lots=LOTS)
    publish(title="Buses", reference="AB2", eligibility=FOR_COUNCILS, lots=LOTS[1:])
    asked = page("/find?who=district-council@UKH")
    assert "not for Lot 2: Minibuses" in words(asked.select_one("section[aria-labelledby=in]"))
    assert "Buses" in words(asked.select_one("section[aria-labelledby=out]"))


def test_a_comparison_answers_for_the_visitor_with_the_words(vans: Any, page: Page) -> None:
    keys = vans(FOR_COUNCILS), vans(FOR_NHS, "Lorries")

    text = words(page(f"/compare?f={keys[0]}&f={keys[1]}&{DISTRICT}").main)

    assert f"{NAME}: Covered by the published class." in text
    assert f"{NAME}: Excluded by the published text." in text
    assert "“This framework may be used by all local authorities in England.”" in text


def test_a_file_note_keeps_the_answer_for_the_visitor_and_its_words(vans: Any, page: Page, client: FlaskClient) -> None:
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
