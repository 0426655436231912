"""Checking a file note: what was frozen is recognised, whatever was changed since is found."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from hub.models import Addendum, FileNote
from hub.notes.freezing import digest
from tests.conftest import NOON
from tests.hub.notebook import Notebook, client, keys, notebook, noted, session, sessions
from tests.pages import check_page, words

__all__ = ["client", "keys", "notebook", "noted", "session", "sessions"]


def verdict(answer: Any) -> str:
    assert answer.status_code == 200
    return words(check_page(answer).select_one(".hub-verdict"))


def pasted(client: FlaskClient, text: str) -> Any:
    return client.post("/verify", data={"text": text})


@pytest.fixture
def frozen(notebook: Notebook) -> Notebook:
    notebook.freeze()
    notebook.correct("The fee is 1%.")
    notebook.correct("No, 2%.")
    return notebook


def tamper(sessions: Any, notebook: Notebook, **values: Any) -> None:
    with sessions.begin() as session:
        session.execute(update(FileNote).where(FileNote.key == notebook.row.key).values(**values))


def page_of(client: FlaskClient, notebook: Notebook) -> BeautifulSoup:
    return check_page(client.get(f"/notes/{notebook.row.key}"))


def test_the_hash_of_a_note_and_of_an_addendum_is_known(client: FlaskClient, frozen: Notebook) -> None:
    row = frozen.row
    said = verdict(client.get(f"/verify?hash={row.sha256.upper()}"))
    assert said.startswith("This is what was frozen It is the hash of a file note frozen on 21 November 2026 at 12:00.")
    addendum = verdict(client.get(f"/verify?hash={row.addenda[1].sha256}"))
    assert "addendum 2 to a file note frozen on" in addendum
    assert row.key not in said + addendum, "a hash alone does not give the note away"


def test_the_page_of_a_note_leads_to_its_check(client: FlaskClient, frozen: Notebook) -> None:
    link = page_of(client, frozen).select_one("main a[href^='/verify?hash=']")
    assert link is not None
    assert "This is what was frozen" in verdict(client.get(str(link["href"])))


def test_the_json_is_known_however_it_is_spaced_and_ordered(client: FlaskClient, frozen: Notebook) -> None:
    text = frozen.row.canonical
    turned = dict(reversed(json.loads(text).items()))
    for form in (text, json.dumps(turned, indent=4), f"\n {text} \n"):
        assert "This is what was frozen" in verdict(pasted(client, form))
    file = {"file": (BytesIO(b"\xef\xbb\xbf" + text.encode()), "note.json")}
    assert "This is what was frozen" in verdict(client.post("/verify", data=file))
    assert "This is what was frozen" in verdict(pasted(client, frozen.row.addenda[0].canonical))


def test_a_copy_that_was_changed_is_found_with_both_hashes(client: FlaskClient, frozen: Notebook) -> None:
    copy = json.loads(frozen.row.canonical)
    copy["note"]["decision"] += " And more."
    said = verdict(pasted(client, json.dumps(copy)))
    assert "This has been changed" in said and frozen.row.sha256 in said
    addendum = json.loads(frozen.row.addenda[0].canonical) | {"text": "The fee is 0%."}
    assert "addendum 1 to a file note" in verdict(pasted(client, json.dumps(addendum)))


def test_what_no_note_was_frozen_with_is_not_known(client: FlaskClient, frozen: Notebook) -> None:
    assert "The hub does not know this" in verdict(client.get(f"/verify?hash={'0' * 64}"))
    assert "The hub does not know this" in verdict(pasted(client, '{"key": "elsewhere"}'))


def test_a_draft_has_nothing_to_check(client: FlaskClient, notebook: Notebook) -> None:
    assert "does not know" in verdict(pasted(client, json.dumps({"key": notebook.row.key})))


@pytest.mark.alike
@pytest.mark.parametrize("given", ["abc", "g" * 64, "0" * 63, "%00", "é" * 64])
def test_what_can_be_no_hash_is_refused_in_words(client: FlaskClient, given: str) -> None:
    answer = client.get(f"/verify?hash={given}")
    assert answer.status_code == 400
    assert "A hash has 64 characters" in words(check_page(answer).select_one(".govuk-error-summary"))


@pytest.mark.alike
@pytest.mark.parametrize(
    "given",
    [
        *("", "abc", "[1]", '"x"', "null", '{"a":1e999}', '{"a":NaN}', '{"a":"\\ud800"}'),
        *("[" * 100_000, "9" * 5000, "x" * 1_500_000),
    ],
    ids=lambda given: given[:12],
)
def test_what_can_be_no_note_is_refused_in_words(client: FlaskClient, given: str) -> None:
    answer = pasted(client, given)
    assert answer.status_code == 400
    assert words(check_page(answer).select_one(".govuk-error-summary")).startswith("There is a problem")


def test_a_file_that_is_no_text_is_refused_in_words(client: FlaskClient) -> None:
    answer = client.post("/verify", data={"file": (BytesIO(b"\xff\xfe\x00"), "note.json")})
    assert answer.status_code == 400 and "not text in UTF-8" in answer.text


def test_a_note_changed_in_the_database_by_hand_is_found(client: FlaskClient, sessions: Any, frozen: Notebook) -> None:
    row = frozen.row
    assert not page_of(client, frozen).select(".govuk-warning-text")
    tamper(sessions, frozen, canonical=row.canonical.replace("Fenland", "Broads"))
    assert "This has been changed" in verdict(client.get(f"/verify?hash={row.sha256}"))
    assert "What the hub holds is not what was frozen" in words(page_of(client, frozen).main)
    assert client.get(f"/notes/{row.key}.pdf").status_code == 200
    assert "This has been changed" in verdict(pasted(client, row.canonical.replace("Fenland", "Broads")))


def test_a_note_cannot_be_dated_back(client: FlaskClient, sessions: Any, frozen: Notebook) -> None:
    tamper(sessions, frozen, frozen_at=NOON - timedelta(days=100))
    assert "frozen on 21 November 2026" in verdict(client.get(f"/verify?hash={frozen.row.sha256}"))
    assert "The note's date or key differs." in words(page_of(client, frozen).main)


def test_changing_the_hash_with_it_does_not_hide_it(client: FlaskClient, sessions: Any, frozen: Notebook) -> None:
    changed = frozen.row.canonical.replace("Fenland", "Broads")
    before = frozen.row.sha256
    tamper(sessions, frozen, canonical=changed, sha256=digest(changed))
    assert "does not know this" in verdict(client.get(f"/verify?hash={before}")), "the hash on paper is known no more"
    assert "Addendum 1 does not follow what was frozen before it" in words(page_of(client, frozen).main)


def test_an_addendum_changed_or_taken_away_is_found(client: FlaskClient, sessions: Any, frozen: Notebook) -> None:
    first, second = frozen.row.addenda
    with sessions.begin() as session:
        session.execute(update(Addendum).where(Addendum.id == second.id).values(canonical=first.canonical))
    assert "Addendum 2 is not what was frozen" in words(page_of(client, frozen).main)
    assert "This has been changed" in verdict(client.get(f"/verify?hash={second.sha256}"))
    with sessions.begin() as session:
        session.execute(update(Addendum).where(Addendum.id == second.id).values(canonical=second.canonical))
        session.execute(delete(Addendum).where(Addendum.id == first.id))
    assert "Addendum 2 does not follow" in words(page_of(client, frozen).main)


@pytest.mark.alike
@pytest.mark.parametrize("text", ["", "{", "[]", '{"note":{"x":1}}', '{"note":null}'])
def test_a_note_that_cannot_be_read_any_more_says_so(
    client: FlaskClient, sessions: Any, frozen: Notebook, text: str
) -> None:
    tamper(sessions, frozen, canonical=text, sha256=digest(text))
    assert client.get(f"/verify?hash={digest(text)}").status_code == 200
    tamper(sessions, frozen, canonical=text)
    page = words(page_of(client, frozen).main)
    assert "cannot be read any more" in page and "What the hub holds is not what was frozen" in page
    for where in (f"/notes/{frozen.row.key}.pdf", frozen.address):
        assert client.get(where).status_code == 200


def test_checking_keeps_nothing(client: FlaskClient, frozen: Notebook) -> None:
    before = frozen.row.canonical, frozen.row.version
    pasted(client, frozen.row.canonical)
    assert (frozen.row.canonical, frozen.row.version) == before
    assert client.get("/verify").headers.get("Set-Cookie") is None
