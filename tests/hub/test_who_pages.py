"""Who may use a framework, on its page: the answer for whom one buys for, its words and where they stand."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from hub import create_app
from hub.actor import OPERATOR
from hub.ingest import Opened, ingest
from hub.ingest.corrections import confirm, correction
from hub.models import Framework
from hub.web.chosen import COOKIE, Chosen, written
from scrapers.record import NoticeReference, Record
from tests.conftest import NOON
from tests.databases import Databases
from tests.factories import a_reading, a_record
from tests.pages import check_page, section, table, words

pytestmark = pytest.mark.once

MID_SUFFOLK, ESSEX = "mid-suffolk-district-council", "essex-county-council"
NOTICE = NoticeReference(identifier="000123-2026", type="UK6", published=NOON.date())
OPEN = "This framework is open to local authorities in the East of England."
COUNCILS_AND_SCHOOLS = ("include class local-authorities; in UKH", "include class schools")
ELSEWHERE = "The hub holds no words of the publisher for this: see anglian.example , as it stood on 26 February 2026."
FORBIDDEN = ("you may use", "you can use", "lawful", "eligible")


def _record(reference: str, **fields: Any) -> Record:
    return a_record(reference=reference, title=f"Paint {reference}", **fields)


RECORDS = (
    _record("AB1", eligibility=OPEN, notices=(NOTICE,), published=NOON.date()),
    _record("AB2"),
    _record("AB3", eligibility="For use by Essex County Council only."),
    _record("AB4", eligibility=f"{OPEN} Councils may use it only with the written consent of the owner."),
    _record("AB5", eligibility=OPEN),
    _record("AB6", eligibility="Open to other bodies.", how_to_buy="Write to frameworks@espo.org first.", owner="ESPO"),
    _record("AB7", eligibility="Open to other bodies.", how_to_buy="Write to jo.bloggs@espo.org first.", owner="ESPO"),
    _record("AB8", eligibility="Open to other bodies.", how_to_buy="Write to help@elsewhere.example.", owner="ESPO"),
    _record("AB9", eligibility=f"{OPEN} <b>& more</b>"),
    _record("AB10", eligibility="Open to local authorities and schools. A list of other users is on our web site."),
    _record("AB11", eligibility_rules=COUNCILS_AND_SCHOOLS, url="https://anglian.example/ab11"),
)


@pytest.fixture(scope="module")
def saying(organised: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A hub of frameworks that say who may use them, one of which a person has set right. Made once."""
    home = tmp_path_factory.mktemp("saying")
    places = {"HOME": str(home), "DATABASE_URL": databases.copied(organised, home), "INDEX_URL": "memory:"}
    app = create_app({"TESTING": True, "CLOCK": lambda: NOON, **places})
    writers = app.extensions["hub.writers"]
    ingest(writers, Opened("f", "0" * 64, a_reading(*RECORDS)), OPERATOR, clock=lambda: NOON)
    with writers.begin() as session:
        key = session.query(Framework.key).filter_by(reference="AB5").scalar()
        said = correction(key, "include class schools; in UKI", "Schools in London.", "https://anglian.example/x", "KM")
        confirm(session, [said], OPERATOR, NOON)
    yield app
    app.extensions["hub.engine"].dispose()


@pytest.fixture
def app(saying: Flask) -> Flask:
    return saying


@pytest.fixture
def who(app: Flask, session: Any) -> Callable[..., Tag]:
    """The part of a framework's page on who may use it, as somebody who buys for these sees it."""

    def who(reference: str, *buyers: str, query: str = "") -> Tag:
        key = session.query(Framework.key).filter_by(reference=reference).scalar()
        client = app.test_client()
        if buyers:
            client.set_cookie(COOKIE, written(Chosen(buyers, buyers[0]), app.config["SECRET_KEY"]))
        address = client.get(f"/frameworks/{key}").headers["Location"]
        return section(check_page(client.get(f"{address}{query}")), "who")

    return who


def facts(part: Tag | BeautifulSoup) -> dict[str, str]:
    return {words(row.dt): words(row.dd) for row in part.select(".hub-lot__facts > div")}


def test_the_answer_has_its_words_their_place_their_notice_and_the_day(who: Callable[..., Tag]) -> None:
    part = who("AB1", MID_SUFFOLK)

    assert "of Mid Suffolk District Council" in words(part.h3)
    assert facts(part) == {
        "Answer": "Covered by the published class",
        "Why": facts(part)["Why"],
        "The words": f"“{OPEN}”",
        "Where": "Who may use it, Anglian Buying Group list",
        "Notice": "000123-2026",
        "Checked on": "21 November 2026",
        "What is needed": "Nothing that the published words name",
    }
    assert part.select("textarea") == []


def test_where_nothing_is_published_there_is_a_question_ready_for_the_owner(who: Callable[..., Tag]) -> None:
    part = who("AB2", MID_SUFFOLK)

    assert facts(part)["Answer"] == "Not published in what the hub holds"
    assert facts(part)["Why"] == "The hub holds no published words on who may use this framework."
    question = words(part.textarea)
    assert question.startswith("Paint AB2 (AB2): Is Mid Suffolk District Council among those")
    assert part.select("a[href^=mailto]") == []


def test_every_organisation_of_a_shared_team_has_its_answer_the_one_in_hand_first(who: Callable[..., Tag]) -> None:
    part = who("AB3", MID_SUFFOLK, ESSEX)

    answers = [words(row.dd) for row in part.select(".hub-lot__facts > div") if words(row.dt) == "Answer"]
    assert answers == ["Excluded by the published text", "Named in the notice"]
    only = who("AB3", MID_SUFFOLK, ESSEX, query=f"?for={ESSEX}")
    assert "Mid Suffolk" not in words(only)


def test_what_is_needed_first_is_said_beside_the_answer(who: Callable[..., Tag]) -> None:
    part = who("AB4", MID_SUFFOLK)
    assert facts(part)["What is needed"] == "The owner's consent is needed"
    assert part.textarea is not None


def test_what_a_person_confirmed_says_so_and_stands_alone(who: Callable[..., Tag]) -> None:
    part = who("AB5", "school@UKI")

    assert facts(part)["Answer"] == "Covered by the published class"
    assert facts(part)["Checked on"] == "21 November 2026, by a person"
    rules = [words(rule) for rule in part.select("li")]
    assert len(rules) == 1
    assert rules[0].endswith("Confirmed by a person on 21 November 2026, from anglian.example")
    assert "KM" not in words(part)


def test_who_has_not_chosen_sees_the_rules_in_words_and_the_way_to_choose(who: Callable[..., Tag]) -> None:
    part = who("AB1")

    assert part.select("a[href='/buying-for']")
    assert facts(part) == {}
    [rule] = [words(rule) for rule in part.select("li")]
    assert rule.startswith(f"For local authorities in East of England : “{OPEN}” Read by the hub under “Who may")
    assert "notice 000123-2026, checked on 21 November 2026" in rule


def test_rules_of_one_sentence_stand_together(who: Callable[..., Tag]) -> None:
    [rule] = [words(rule) for rule in who("AB10").select("li")]
    assert rule.startswith("For local authorities and schools and academies : “Open to local authorities and schools.”")


def test_only_an_offices_own_published_address_is_offered(who: Callable[..., Tag]) -> None:
    [link] = who("AB6", MID_SUFFOLK).select("a[href^=mailto]")
    assert str(link["href"]).startswith("mailto:frameworks@espo.org?subject=Paint%20AB6&body=Paint%20AB6")
    for reference in ("AB7", "AB8"):
        assert who(reference, MID_SUFFOLK).select("a[href^=mailto]") == [], reference


def test_a_fact_says_where_its_words_stand_and_quotes_nothing(who: Callable[..., Tag]) -> None:
    part = who("AB11", MID_SUFFOLK)

    assert facts(part) == {
        "Answer": "Covered by the published class",
        "Why": facts(part)["Why"],
        "The words": ELSEWHERE,
        "Where": "Anglian Buying Group list",
        "Notice": "Not known",
        "As of": "26 February 2026",
        "What is needed": "Not known to the hub: read the words where they stand",
    }
    assert "“" not in words(part) and "Not published" not in words(part)
    assert {link["href"] for link in part.select("a[rel~=external]")} == {"https://anglian.example/ab11"}


def test_facts_of_one_source_stand_together_under_what_they_are(who: Callable[..., Tag]) -> None:
    part = who("AB11")

    assert "What the hub knows without the publisher's words" in words(part)
    [rule] = [words(rule) for rule in part.select("li")]
    whom = "For local authorities in East of England and schools and academies"
    assert rule == f"{whom} {ELSEWHERE} Stated by Anglian Buying Group list. Source of: this rule"


def test_who_is_not_among_those_of_a_fact_can_ask_the_owner(who: Callable[..., Tag]) -> None:
    part = who("AB11", "nhs@UKH")

    assert facts(part)["Answer"] == "Not shown to be covered"
    assert "without your own words, that it is for local authorities in East of England" in words(part.textarea)


def test_published_words_are_shown_as_text(who: Callable[..., Tag]) -> None:
    assert who("AB9", MID_SUFFOLK).select("dd b, li b") == []


@pytest.mark.parametrize("reference", [record.reference for record in RECORDS])
def test_no_answer_promises_anything(who: Callable[..., Tag], reference: str) -> None:
    for buyers in ((), (MID_SUFFOLK, ESSEX, "school@UKI")):
        text = words(who(reference, *buyers)).lower()
        assert not [promise for promise in FORBIDDEN if promise in text]


def test_the_page_on_quality_counts_the_frameworks_with_each_kind_of_rule(app: Flask) -> None:
    page = check_page(app.test_client().get("/about/quality"))
    counts = {kind: number for kind, [number] in table(page, "Frameworks with each kind of rule").items()}

    assert counts["A class of bodies"] >= 4 and counts["Bodies by name"] == 1
    assert counts["Confirmed by a person"] == 1
    assert counts["A fact from a source, without its words"] == 1
    assert counts["Consent, an agreement or membership is needed"] == 1
    assert counts["Nothing on who may use it"] == 1
