"""Suggestions while somebody types: a few of each kind, by the beginning of any word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub import create_app
from hub.models import Framework, Organisation, OrganisationName
from scrapers.record import Lot, SupplierPlace
from tests.conftest import NOON
from tests.factories import a_day

Publish = Callable[..., str]
Suggest = Callable[[str], dict[str, list[str]]]


def suggested(client: FlaskClient, text: str) -> dict[str, list[dict[str, str]]]:
    response = client.get("/suggest", query_string={"q": text})
    assert response.status_code == 200
    return {group["title"]: group["options"] for group in response.get_json()["groups"]}


@pytest.fixture
def suggest(client: FlaskClient) -> Suggest:
    """The texts suggested for what is typed, by kind."""

    def suggest(text: str) -> dict[str, list[str]]:
        return {title: [option["text"] for option in options] for title, options in suggested(client, text).items()}

    return suggest


@pytest.mark.alike
@pytest.mark.parametrize("typed", ["gro", "mai", "MAINT", "maintenance gro", "grounds m", "gr", "grounds maintenance"])
def test_a_framework_is_suggested_by_the_beginning_of_any_word_of_its_title(
    suggest: Suggest, publish: Publish, typed: str
) -> None:
    publish(title="Grounds maintenance")
    publish(title="Legal advice", reference="AB2")

    assert suggest(typed)["Frameworks"] == ["Grounds maintenance"]


def test_every_word_that_was_typed_counts(suggest: Suggest, publish: Publish) -> None:
    publish(title="Grounds maintenance")

    assert "Frameworks" not in suggest("grounds lega")
    assert "Frameworks" not in suggest("rounds")


def test_at_most_three_of_a_kind_are_suggested_and_those_in_force_first(suggest: Suggest, publish: Publish) -> None:
    publish(title="Paint A", reference="AB1", stage="live", end=a_day("2020-01-01"))
    for number, letter in enumerate("BCD", 2):
        publish(title=f"Paint {letter}", reference=f"AB{number}", stage="live", end=a_day("2028-01-01"))

    assert sorted(suggest("pai")["Frameworks"]) == ["Paint B", "Paint C", "Paint D"]
    assert suggest("pa")["Frameworks"] == ["Paint B", "Paint C", "Paint D"]


def test_suppliers_are_suggested_by_their_names(client: FlaskClient, publish: Publish) -> None:
    places = (SupplierPlace(name="Sparkle & Shine Ltd"), SupplierPlace(name="Fenland Motors Ltd"))
    publish(title="Fleet", lots=(Lot(number="1", title="Vans", suppliers=places),))

    found = suggested(client, "motors fen")
    assert [option["text"] for option in found["Suppliers"]] == ["Fenland Motors Ltd"]
    assert found["Suppliers"][0]["address"].startswith("/suppliers/")


def test_an_owner_is_suggested_by_any_name_it_has_or_had(client: FlaskClient, publish: Publish, sessions: Any) -> None:
    publish(title="Fleet", owner="Anglian Buying Group")
    with sessions.begin() as writing:
        owner = writing.query(Organisation).filter(Organisation.name == "Anglian Buying Group").one()
        owner.names.append(OrganisationName(name="Wash and Broads Consortium", kind="former"))

    assert suggested(client, "buying angl")["Owners"][0]["note"] == ""
    (option,) = suggested(client, "broads")["Owners"]
    assert (option["text"], option["note"]) == ("Anglian Buying Group", "Wash and Broads Consortium")
    assert client.get(option["address"]).status_code == 200


def test_an_organisation_that_has_no_framework_is_not_suggested(suggest: Suggest, publish: Publish) -> None:
    publish(title="Fleet")

    assert suggest("norfolk") == {}, "the hub knows the council, but nothing can be bought there"


@pytest.mark.parametrize("typed", ["RM62", "rm 62", "rm-6232", "6232", "RM6232"])
def test_a_reference_is_suggested_in_any_spelling(client: FlaskClient, publish: Publish, typed: str) -> None:
    key = publish(title="Vehicles", reference="RM6232")
    publish(title="Other", reference="RM7000")

    (option,) = suggested(client, typed)["References"]
    assert (option["text"], option["note"]) == ("RM6232", "Vehicles")
    assert option["address"].startswith(f"/frameworks/{key}/")


def test_categories_are_suggested_by_their_titles(client: FlaskClient) -> None:
    (option,) = [o for o in suggested(client, "clean")["Categories"] if o["text"] == "Cleaning"]

    assert client.get(option["address"]).status_code == 200


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "%", "_", "*", '"', "\x00", "🚲🚲", "'; drop table", "a" * 5000, "-", "مرحبا"]
)
def test_whatever_is_typed_gets_an_answer(client: FlaskClient, publish: Publish, typed: str) -> None:
    publish(title="Grounds maintenance")

    assert suggested(client, typed) == {}


def test_markup_and_signs_of_the_search_language_are_only_text(client: FlaskClient, publish: Publish) -> None:
    publish(title="Cleaning <b>now</b>")

    assert suggested(client, "clean")["Frameworks"][0]["text"] == "Cleaning <b>now</b>"
    assert suggested(client, 'cleaning "-<b>')["Frameworks"][0]["text"] == "Cleaning <b>now</b>"


def test_suggestions_set_no_cookie_and_may_be_kept_for_a_minute(client: FlaskClient) -> None:
    response = client.get("/suggest?q=clean")

    assert response.mimetype == "application/json"
    assert "Set-Cookie" not in response.headers
    assert response.cache_control.max_age == 60


def test_without_an_index_titles_are_suggested_from_the_database(stocked: Flask, tmp_path: Path) -> None:
    places = {"DATABASE_URL": stocked.config["DATABASE_URL"], "INDEX_URL": f"whoosh://{tmp_path / 'none'}"}
    app = create_app({"TESTING": True, "HOME": str(tmp_path), "CLOCK": lambda: NOON, **places})

    assert suggested(app.test_client(), "surfacing ro")["Frameworks"][0]["text"].startswith("Road surfacing")
    app.extensions["hub.engine"].dispose()


def test_a_framework_withdrawn_since_it_was_indexed_is_not_suggested(
    suggest: Suggest, publish: Publish, sessions: Any
) -> None:
    publish(title="Window cleaning", reference="AB77")
    with sessions.begin() as writing:
        writing.query(Framework).one().withdrawn_at = NOON

    assert "Frameworks" not in suggest("window") and "References" not in suggest("ab77")
    assert "Owners" not in suggest("anglian")
