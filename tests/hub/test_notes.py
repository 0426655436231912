"""File notes over HTTP: started, edited by whoever holds the secret address, frozen, corrected, deleted."""

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from hub import notes
from hub.actor import OPERATOR
from hub.models import FileNote
from hub.notes.note import LONGEST, MOST_FRAMEWORKS
from tests.conftest import NOON
from tests.hub.notebook import OURS, READY, Notebook, client, keys, notebook, noted, parsed, sent, session, sessions
from tests.hub.test_cli import address, hub, ready
from tests.pages import check_page, words

__all__ = ["address", "client", "hub", "keys", "notebook", "noted", "ready", "session", "sessions"]


def how_many(session: Session) -> int:
    session.rollback()
    return session.query(FileNote).count()


def complaint(response: Any) -> str:
    return words(parsed(response).select_one(".govuk-error-summary"))


def test_every_page_of_a_note_follows_the_rules(client: FlaskClient, notebook: Notebook, keys: list[str]) -> None:
    notebook.save(f"remove:{keys[1]}", **READY)
    for more in ("", "/freeze", "/delete"):
        check_page(client.get(notebook.address + more))
    older = notebook.page()
    check_page(notebook.save(need="x" * 9000))
    notebook.save(need="Other")
    check_page(notebook.save_from(older))
    check_page(client.get(notebook.freeze()))
    notebook.correct("More")
    check_page(client.get(notebook.address))
    check_page(notebook.correct(""))
    check_page(notebook.save_from(older))


# Starting


def test_a_note_starts_with_the_search_and_what_was_published_of_each_framework(notebook: Notebook) -> None:
    page = notebook.page()
    assert page.select("#searches")[0].text.strip() == "21 November 2026: “mowing”, narrowed to Status: Live"
    assert [words(heading) for heading in page.select(".hub-note__entry h3")][:2] == ["Grounds", "Parks"]
    first, second = page.select(".hub-note__entry")[:2]
    assert "“All councils in the East.” Anglian Buying Group list, checked on 21 November 2026 (today)" in words(first)
    assert "Eligibility Not published To ask the owner. About “Parks” (AB2): Which organisations" in words(second)
    assert "Time Live. It ends on 1 January 2028." in words(first)


@pytest.mark.alike
@pytest.mark.parametrize("from_page", ["/frameworks/{0}", "/compare?f={0}&f={1}", "/shortlist?shortlist={0}"])
def test_a_note_is_started_from_each_page_that_shows_frameworks(
    client: FlaskClient, keys: list[str], from_page: str
) -> None:
    page = parsed(client.get(from_page.format(*keys), follow_redirects=True))
    assert Notebook(client, page=page).row.content["frameworks"][0]["key"] == keys[0]


def test_looking_starts_nothing(client: FlaskClient, session: Session) -> None:
    before = how_many(session)
    assert client.get("/notes").status_code == 405
    assert how_many(session) == before


@pytest.mark.alike
@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}])
def test_a_note_started_from_elsewhere_is_refused_and_can_be_started_again(
    client: FlaskClient, keys: list[str], session: Session, headers: dict[str, str]
) -> None:
    before, page = how_many(session), parsed(client.get(f"/shortlist?shortlist={keys[0]}"))
    refused = sent(client, page, "/notes", {}, headers=headers)
    assert refused.status_code == 400 and "from our own page" in complaint(refused)
    assert how_many(session) == before
    assert len(Notebook(client, page=parsed(refused)).row.content["frameworks"]) == 1


def test_so_many_notes_a_day_are_refused_in_words(
    client: FlaskClient, keys: list[str], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.notes.store.MOST_A_DAY", how_many(session))
    before, page = how_many(session), parsed(client.get(f"/shortlist?shortlist={keys[0]}"))
    assert "More file notes were started today" in sent(client, page, "/notes", {}).text
    assert how_many(session) == before


# The secret address


def test_the_address_cannot_be_guessed_and_is_not_in_the_database(
    client: FlaskClient, keys: list[str], session: Session
) -> None:
    tokens = {Notebook(client, keys[0]).token for _ in range(3)}
    assert len(tokens) == 3 and all(len(token) >= 43 for token in tokens), "32 bytes of chance in base 64"
    for row in session.query(FileNote):
        whole = json.dumps([str(getattr(row, column.key)) for column in FileNote.__table__.columns])
        assert not [token for token in tokens if token in whole]
        assert len(row.key) >= 32
    assert {hashlib.sha256(token.encode()).hexdigest() for token in tokens} <= {
        row.edit_hash for row in session.query(FileNote)
    }


def test_its_pages_are_for_no_cache_no_search_engine_and_no_other_site(client: FlaskClient, notebook: Notebook) -> None:
    public = notebook.freeze()
    for where in (notebook.address, public, f"{public}.pdf", f"{public}.json"):
        headers = client.get(where).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert parsed(client.get(public)).select("meta[name=robots][content*=noindex]")
    assert "Disallow: /notes" in client.get("/robots.txt").text


@pytest.mark.parametrize("token", ["x", "%00", "x" * 3000, "%ED%A0%80", ".", "'"])
def test_nobody_finds_a_note_by_guessing(client: FlaskClient, notebook: Notebook, token: str) -> None:
    for where in (f"/notes/edit/{token}", f"/notes/{token}", f"/notes/{token}.pdf", f"/notes/{token}.json"):
        assert client.get(where).status_code == 404
    assert client.post(f"/notes/edit/{token}", headers=OURS).status_code == 404


def test_a_draft_has_no_public_page(client: FlaskClient, notebook: Notebook, session: Session) -> None:
    assert client.get(f"/notes/{notebook.row.key}").status_code == 404


# Editing


def test_what_is_written_is_kept(notebook: Notebook, keys: list[str]) -> None:
    fields = {f"standing-{keys[1]}": "rejected", f"reason-{keys[1]}": "Ends too soon.\r\nAnd is small."}
    saved = notebook.save(**READY, **fields, **{"state-scope": "yes", "remark-scope": "Cafe\u0301", "missing": "Fee"})
    assert saved.status_code == 303
    assert "Saved" in words(notebook.page("?saved=1").select_one(".govuk-notification-banner"))
    note = notebook.row.content
    assert note["frameworks"][1]["reason"] == "Ends too soon.\nAnd is small."
    assert {check["id"]: (check["state"], check["remark"]) for check in note["checks"]}["scope"] == ("yes", "Café")
    page = notebook.page()
    assert page.select(f"#standing-{keys[1]}-rejected[checked], #state-scope-yes[checked]")
    assert page.select("#title")[0]["value"] == "Mowing of parks"


def test_a_framework_is_removed_and_put_back_and_nothing_typed_is_lost(
    notebook: Notebook, keys: list[str], session: Session
) -> None:
    notebook.save(f"remove:{keys[0]}", need="Mowing", **{f"reason-{keys[0]}": "Fits"})
    page = notebook.page()
    assert words(page.select_one("section[aria-labelledby=removed] li")) == "Grounds Put back Grounds"
    assert [entry["title"] for entry in notebook.row.content["frameworks"]] == ["Parks"]
    notebook.save(f"restore:{keys[0]}")
    note = notebook.row.content
    assert [entry["title"] for entry in note["frameworks"]] == ["Parks", "Grounds"]
    assert note["frameworks"][1]["reason"] == "Fits" and note["need"] == "Mowing"
    assert not notebook.page().select("section[aria-labelledby=removed]")


def test_what_was_removed_is_not_frozen(client: FlaskClient, notebook: Notebook, keys: list[str]) -> None:
    notebook.save(f"remove:{keys[0]}")
    assert "Grounds" not in client.get(f"{notebook.freeze(decision='None')}.json").text


@pytest.mark.alike
@pytest.mark.parametrize("given", ["{}", "http://localhost/frameworks/{}/verges", "/frameworks/{}?shortlist=a"])
def test_a_framework_is_added_by_its_address(notebook: Notebook, keys: list[str], session: Session, given: str) -> None:
    assert notebook.save("add", add=given.format(keys[2])).status_code == 303
    assert [entry["title"] for entry in notebook.row.content["frameworks"]] == ["Grounds", "Parks", "Verges 10"]


def test_what_cannot_be_added_is_said_and_nothing_is_lost(notebook: Notebook, keys: list[str]) -> None:
    for given, said in (
        ("", "Paste the address"),
        ("https://elsewhere.example/x", "Paste the address"),
        ("0123456789abcdef", "There is no such framework"),
        (keys[0], "in the note already"),
    ):
        answer = notebook.save("add", add=given, need="Typed but not saved")
        assert answer.status_code == 400 and said in complaint(answer)
        assert parsed(answer).select("#need")[0].text.strip() == "Typed but not saved"


def test_a_note_holds_no_more_frameworks_than_can_be_read(client: FlaskClient, keys: list[str]) -> None:
    notebook = Notebook(client, *keys[:MOST_FRAMEWORKS])
    answer = notebook.save("add", add=keys[MOST_FRAMEWORKS])
    assert "holds 20 frameworks" in complaint(answer)


@pytest.mark.alike
@pytest.mark.parametrize("field", ["title", "role", "organisation", "need", "searches", "missing", "decision"])
def test_too_much_text_is_refused_with_the_limit_and_is_still_there(
    notebook: Notebook, session: Session, field: str
) -> None:
    text = "x" * (LONGEST[field] + 1)
    answer = notebook.save(**{field: text})
    assert f"Use {LONGEST[field]:,} characters or fewer. You have used {LONGEST[field] + 1:,}" in complaint(answer)
    typed = parsed(answer).select(f"#{field}")[0]
    assert (typed.get("value") or typed.text.strip()) == text
    assert notebook.row.version == 1


def test_too_many_lines_are_refused_too(notebook: Notebook) -> None:
    answer = notebook.save(need="a\n" * 101 + "b")
    assert "Use 100 lines or fewer. You have used 102" in complaint(answer)


def test_a_body_beyond_all_limits_is_refused(notebook: Notebook, session: Session) -> None:
    assert notebook.save(need="x" * 600_000).status_code == 413
    assert notebook.row.version == 1


def test_odd_text_is_kept_as_something_a_page_can_show(notebook: Notebook, session: Session) -> None:
    notebook.save(need="a\x00b\x1b\u202ec <script>", title="&amp; ‘x’")
    assert notebook.row.content["need"] == "abc <script>"
    assert notebook.page().select("#title")[0]["value"] == "&amp; ‘x’"


def test_a_form_with_a_forged_token_changes_nothing(notebook: Notebook, session: Session) -> None:
    answer = sent(notebook.client, notebook.page(), notebook.address, {"token": "forged", "title": "Other"})
    assert answer.status_code == 400 and "had been open for too long" in complaint(answer)
    assert notebook.row.version == 1


# Two windows


def test_a_stale_save_is_refused_with_both_versions_shown(notebook: Notebook, session: Session) -> None:
    older = notebook.page()
    assert notebook.save(title="From the first window").status_code == 303
    answer = notebook.save_from(older, title="From the second window", need="New here")
    assert answer.status_code == 409
    page = parsed(answer)
    text = words(page.select_one("section[aria-labelledby=differences]"))
    assert "Title Kept, from the other window From the first window What you wrote here From the second window" in text
    assert "What is needed Kept, from the other window Nothing What you wrote here New here" in text
    assert notebook.row.content["title"] == "From the first window"
    assert notebook.save_from(page).status_code == 303
    assert notebook.row.content["title"] == "From the second window", "saved again on purpose, it counts"


def test_a_draft_changed_meanwhile_is_not_frozen(client: FlaskClient, notebook: Notebook, session: Session) -> None:
    notebook.save(**READY)
    older = notebook.page("/freeze")
    notebook.save(decision="Another")
    answer = sent(client, older, "/freeze", {})
    assert answer.status_code == 409 and "Another window changed this note" in complaint(answer)
    assert notebook.row.frozen_at is None


def test_what_is_written_after_another_window_froze_it_is_shown_and_not_kept(notebook: Notebook) -> None:
    older = notebook.page()
    notebook.freeze()
    answer = notebook.save_from(older, decision="Too late")
    assert answer.status_code == 409
    page = parsed(answer)
    assert "frozen in another window" in words(page.select_one(".govuk-error-summary"))
    assert "Too late" in words(page.select_one("section[aria-labelledby=lost]"))


# Freezing


def test_a_note_without_who_and_what_is_not_frozen(client: FlaskClient, notebook: Notebook, keys: list[str]) -> None:
    notebook.save(title="", **{f"standing-{keys[0]}": "rejected"})
    page = notebook.page("/freeze")
    wanted = [words(point) for point in page.select("main li a")]
    assert wanted[:2] == ["Give the note a title", "Say in which role you write, for example “category manager”"]
    assert "Say why “Grounds” was rejected" in wanted
    assert not page.select("form[method=post]")


def test_a_frozen_note_is_read_at_its_own_address_with_all_it_says(
    client: FlaskClient, notebook: Notebook, keys: list[str]
) -> None:
    reasons = {f"standing-{keys[0]}": "chosen", f"reason-{keys[0]}": "Fits", f"standing-{keys[1]}": "rejected"}
    public = notebook.freeze(**reasons, **{f"reason-{keys[1]}": "Undated", "state-scope": "no", "remark-scope": "Ask"})
    assert notebook.token not in public
    text = words(parsed(client.get(public)).main)
    for part in (
        "File note, frozen on 21 November 2026 at 12:00 Mowing of parks",
        "Role Category manager Organisation Fenland District Council",
        "21 November 2026: “mowing”, narrowed to Status: Live",
        "Chosen: Grounds",
        "Why it was chosen Fits",
        "“All councils in the East.” Anglian Buying Group list, checked on 21 November 2026 (the day the note was",
        "Rejected: Parks",
        "Why it was rejected Undated",
        "What we buy is within the scope of the framework and of the lot No Remark Ask",
        "Decision To call off from Grounds.",
        "The published facts and the answers in this note do not meet every point of the check list. Missing: 10 ",
        "Who decides: Fenland District Council, with its own legal and procurement advice.",
    ):
        assert part in text
    assert not re.search(r"\blawful|you may use|eligible\b", text, re.IGNORECASE)


def test_the_accessible_version_is_named_where_people_look_for_it(client: FlaskClient, notebook: Notebook) -> None:
    assert "not tagged: this page is the accessible version" in words(parsed(client.get(notebook.freeze())).main)
    assert "PDF of a file note is not tagged" in words(parsed(client.get("/about/accessibility")).main)
    assert "File notes" in words(parsed(client.get("/about/privacy")).main)


def test_the_hash_is_that_of_the_json_that_can_be_downloaded(client: FlaskClient, notebook: Notebook) -> None:
    public = notebook.freeze(decision="Zoë’s depot")
    body = client.get(f"{public}.json").data
    assert body.decode() == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False), (
        "sorted, without spaces, in UTF-8"
    )
    assert f"SHA-256 of the note: {hashlib.sha256(body).hexdigest()}" in words(parsed(client.get(public)).main)
    assert json.loads(body)["address"] == f"http://localhost{public}"


def test_a_frozen_note_takes_no_more_edits(client: FlaskClient, notebook: Notebook, session: Session) -> None:
    before = notebook.page()
    delete = notebook.page("/delete")
    notebook.freeze()
    frozen = notebook.row.canonical
    assert notebook.save_from(before).status_code == 409
    assert sent(client, delete, "/delete", {}).status_code == 400
    assert notebook.row.canonical == frozen and notebook.row.content == {}


def test_the_pdf_has_the_same_bytes_each_time_and_says_what_it_is(client: FlaskClient, notebook: Notebook) -> None:
    public = notebook.freeze()
    first, second = (client.get(f"{public}.pdf") for _ in range(2))
    assert first.mimetype == "application/pdf" and first.data.startswith(b"%PDF-")
    assert first.data == second.data
    assert b"Mowing of parks" in first.data, "its title, which PDF readers show"


# Addenda


def test_a_correction_is_frozen_after_the_note_and_chained_to_it(client: FlaskClient, notebook: Notebook) -> None:
    public = notebook.freeze()
    assert notebook.correct("The fee is 1%.").status_code == 303
    assert notebook.correct("No, 2%.").status_code == 303
    first, second = notebook.row.addenda
    assert json.loads(first.canonical)["previous"] == notebook.row.sha256
    assert json.loads(second.canonical)["previous"] == first.sha256
    text = words(parsed(client.get(public)).main)
    assert "Addendum 2 Added 21 November 2026 at 12:00 Role Auditor No, 2%." in text
    assert f"SHA-256 of addendum 2: {second.sha256}" in text
    body = client.get(f"{public}/addenda/2.json").data
    assert hashlib.sha256(body).hexdigest() == second.sha256
    assert client.get(f"{public}/addenda/3.json").status_code == 404


def test_an_addendum_says_who_and_what(notebook: Notebook, session: Session) -> None:
    notebook.freeze()
    for text, role, said in (("", "Auditor", "Write what is to be added"), ("x", "", "Say in which role you write")):
        answer = notebook.correct(text, role)
        assert answer.status_code == 400 and said in complaint(answer)
    assert "You have used 4,001" in complaint(notebook.correct("x" * 4001))
    assert notebook.row.addenda == []


def test_a_draft_takes_no_addendum(client: FlaskClient, notebook: Notebook, session: Session) -> None:
    token = str(notebook.page().select("input[name=token]")[0]["value"])
    data = {"token": token, "text": "x", "role": "y"}
    assert client.post(f"{notebook.address}/addenda", data=data, headers=OURS).status_code == 400
    assert notebook.row.addenda == []


# The end of a draft


def test_its_holder_deletes_a_draft_after_being_asked(client: FlaskClient, notebook: Notebook) -> None:
    page = notebook.page("/delete")
    assert "This cannot be undone" in words(page.main)
    assert sent(client, page, "/delete", {}, headers={}).status_code == 400
    assert notebook.row.version == 1
    assert "has been deleted" in words(parsed(sent(client, page, "/delete", {})).main)
    assert client.get(notebook.address).status_code == 404


def test_drafts_nobody_touches_are_tidied_away_and_frozen_notes_stay(
    client: FlaskClient, keys: list[str], sessions: Any
) -> None:
    old, new, frozen = (Notebook(client, *keys[:1]) for _ in range(3))
    frozen.freeze()
    frozen.correct("More")
    with sessions.begin() as session:
        for row in session.query(FileNote).where(FileNote.key.in_([book.row.key for book in (old, new, frozen)])):
            row.changed_at -= timedelta(days=91)
            row.frozen_at = row.frozen_at and row.frozen_at - timedelta(days=400)
    new.save(title="Touched today")
    assert tidied(sessions, frozen_days=0) == (1, 0)
    assert client.get(old.address).status_code == 404
    assert client.get(new.address).status_code == client.get(frozen.address).status_code == 200
    assert tidied(sessions, frozen_days=365) == (0, 1)
    assert client.get(frozen.address).status_code == 404


def tidied(sessions: Any, frozen_days: int) -> tuple[int, int]:
    with sessions.begin() as session:
        return notes.tidy(session, OPERATOR, NOON, draft_days=90, frozen_days=frozen_days)


def test_the_command_says_what_it_deleted(hub: Any, ready: Any) -> None:
    assert "Deleted 0 drafts untouched for 90 days." in hub("notes", "tidy").stderr
