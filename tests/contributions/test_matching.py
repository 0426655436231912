"""Duplicates are found while typing, by the hub's own matching, each with why."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.contributions.matching import alike
from tests.factories import a_day

Found = Callable[..., list[tuple[str, tuple[str, ...]]]]
OWNER = "Anglian Buying Group"


@pytest.fixture
def found(app: Flask, session: Session, publish: Callable[..., str]) -> Found:
    publish(title="Grounds maintenance", reference="AB100", start=a_day("2026-04-01"), url="https://anglian.example/g")
    publish(title="Winter salt", reference="", source_id="salt", owner="Fenland Supplies")

    def found(**typed: str) -> list[tuple[str, tuple[str, ...]]]:
        draft = {name.replace("_", " "): value for name, value in typed.items()}
        return [(each.framework.title, each.evidence) for each in alike(session, app.extensions["hub.index"], draft)]

    return found


def test_the_same_owner_and_reference_in_any_spelling(found: Found) -> None:
    assert found(owner=OWNER, reference="ab 100") == [("Grounds maintenance", ("The same owner and reference",))]


def test_nearly_the_same_title_of_the_same_owner(found: Found) -> None:
    ((title, evidence),) = found(owner=OWNER, title="Ground maintenance")

    assert (title, evidence[:2]) == ("Grounds maintenance", ("The same owner", "The same title"))


def test_before_an_owner_is_typed_the_nearest_titles_of_all_owners_count(found: Found) -> None:
    assert [title for title, _ in found(title="winter salt")] == ["Winter salt"]


def test_another_owner_s_framework_of_the_same_title_is_another(found: Found) -> None:
    assert found(owner="Broads Procurement", title="Winter salt") == []


def test_a_reference_that_is_more_than_a_number_tells_even_under_another_owner(found: Found) -> None:
    ((_, evidence),) = found(owner="Broads Procurement", title="Parks", reference="AB100")

    assert evidence == ("The same reference, under another owner",)


def test_the_same_web_page_tells(found: Found) -> None:
    ((_, evidence),) = found(title="Parks", web_page="https://anglian.example/g")

    assert evidence == ("It has the web page that you give",)


def test_one_of_other_years_is_told_as_the_one_before_or_after(found: Found) -> None:
    ((_, evidence),) = found(owner=OWNER, title="Grounds maintenance", start="01/04/2030")

    assert evidence == ("The same title", "It may be the one before or after it")


def test_nothing_typed_finds_nothing(found: Found) -> None:
    assert found() == found(owner=OWNER) == found(title="Something else", owner=OWNER) == []
