"""What was fetched is kept once, for its owner alone, and is not fetched again where that can be helped."""

import hashlib
import json
import os
import time
from datetime import timedelta

import pytest

from scrapers.fetch import Bodies
from scrapers.site import FetchFailed
from tests.scrapers.fetch.conftest import SITE, InTurn, Serve
from tests.stand_in import Reply, Request

TAGGED = Reply(body="a page", headers={"ETag": '"1"', "Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"})


def conditional(request: Request) -> Reply | None:
    """A site that tells what has not changed."""
    if request.path == "/robots.txt":
        return None
    return Reply(status=304) if request.headers.get("if-none-match") == '"1"' else TAGGED


def test_a_body_is_kept_by_its_hash_in_a_file_that_is_the_same_whenever_it_is_made(serve: Serve, tmp_path):
    place = serve(InTurn("a page"))

    body = place.door()(f"{SITE}/a")
    with Bodies(tmp_path / "other", "portal").receive([b"a ", b"page"], 100) as again:
        packed_again = again.path.read_bytes()

    digest = hashlib.sha256(b"a page").hexdigest()
    assert (body.sha256, body.kept) == (digest, False)
    assert body.path == place.folder / "bodies" / digest[:2] / f"{digest}.gz"
    assert body.path.read_bytes() == packed_again
    assert packed_again[3:8] == bytes(5)  # neither a name nor a time


def test_what_is_kept_is_for_whoever_runs_the_hub_alone(serve: Serve):
    place = serve(InTurn("a page"))
    place.door()(f"{SITE}/a")

    modes = {path.stat().st_mode & 0o777 for path in place.folder.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (place.folder, *place.folder.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_a_body_tells_its_type_its_letters_and_when_it_came(serve: Serve):
    place = serve(
        InTurn(Reply(body=b"caf\xe9", headers={"Content-Type": 'Text/CSV; header=present; Charset="ISO-8859-1"'}))
    )

    body = place.door()(f"{SITE}/a")

    assert (body.media_type, body.charset, body.fetched_at) == ("text/csv", "iso-8859-1", place.time.now())
    assert place.bodies.open(body.sha256).read() == b"caf\xe9"  # section 10, case 19: bytes are kept as they came


def test_a_page_that_has_not_changed_is_not_sent_again(serve: Serve):
    place = serve(conditional)

    first = place.door()(f"{SITE}/a")
    place.time.time += timedelta(days=1)
    second = place.door()(f"{SITE}/a")

    asked = place.site.seen[-1].headers
    assert asked["if-none-match"] == '"1"'
    assert asked["if-modified-since"] == "Fri, 20 Nov 2026 10:00:00 GMT"
    assert (second.kept, second.sha256, second.fetched_at) == (True, first.sha256, place.time.now())


def test_a_page_whose_body_was_lost_is_fetched_anew(serve: Serve):
    place = serve(conditional)

    place.door()(f"{SITE}/a").path.unlink()

    assert place.door()(f"{SITE}/a").path.exists()


def test_only_the_page_that_was_found_is_asked_whether_it_changed(serve: Serve):
    def answer(request: Request) -> Reply | None:
        moved = Reply(status=302, headers={"Location": "/b"})
        return moved if request.path == "/a" else conditional(request)

    place = serve(answer)

    place.door()(f"{SITE}/a")
    again = place.door()(f"{SITE}/a")

    conditions = [each.headers.get("if-none-match") for each in place.site.seen if each.path != "/robots.txt"]
    assert conditions == [None, None, None, '"1"']
    assert (again.kept, again.address) == (True, f"{SITE}/b")


def test_a_site_that_says_unchanged_without_being_asked_is_refused(serve: Serve):
    place = serve(InTurn("a page", Reply(status=304)))
    door = place.door()
    door(f"{SITE}/a")

    with pytest.raises(FetchFailed, match="brings no page: the site answers 304"):
        door(f"{SITE}/a")


def test_a_visit_that_is_gone_on_with_does_not_fetch_again_what_it_has(serve: Serve):
    place = serve(InTurn("a page"))
    before = place.door()(f"{SITE}/before")
    place.time.time += timedelta(hours=1)
    started = place.time.now()
    had = place.door()(f"{SITE}/a")
    asked = len(place.site.seen)

    resumed = place.door(since=started)
    again = resumed(f"{SITE}/a")

    assert len(place.site.seen) == asked
    assert (again.kept, again.path, again.fetched_at) == (True, had.path, had.fetched_at)
    assert not resumed(f"{SITE}/before").kept
    assert before.sha256 == had.sha256


def test_everything_fetched_for_a_source_can_be_read_again_without_asking_anyone(serve: Serve):
    place = serve(InTurn("one", "two", "two", "three"))
    door = place.door()
    for path in ("a", "a", "a", "b"):
        place.time.time += timedelta(minutes=1)
        door(f"{SITE}/{path}")
    asked = len(place.site.seen)

    again = list(place.bodies.read_again())

    assert [(each.address, place.bodies.open(each.sha256).read()) for each in again] == [
        (f"{SITE}/a", b"one"),
        (f"{SITE}/a", b"two"),
        (f"{SITE}/b", b"three"),
    ]
    assert all(each.kept for each in again)
    assert again[1].fetched_at == again[2].fetched_at - timedelta(minutes=1)  # when the site last said so
    assert len(place.site.seen) == asked
    assert list(Bodies(place.folder, "another").read_again()) == []


def test_two_addresses_with_one_body_keep_it_once(serve: Serve):
    place = serve(InTurn("a page"))
    door = place.door()

    assert door(f"{SITE}/a").path == door(f"{SITE}/b").path
    assert len(list((place.folder / "bodies").rglob("*.gz"))) == 1


def test_a_record_that_cannot_be_read_is_as_if_it_were_not_there(serve: Serve):
    place = serve(conditional)
    place.door()(f"{SITE}/a")
    for record in (place.folder / "fetched").rglob("*.json"):
        record.write_text('{"fetched": [{}]}')

    assert not place.door()(f"{SITE}/a").kept
    assert len(list(place.bodies.read_again())) == 1


def test_what_is_recorded_of_an_address_can_be_read_by_a_person(serve: Serve):
    place = serve(conditional)
    place.door()(f"{SITE}/a?page=2")

    (record,) = (place.folder / "fetched" / "portal").rglob("*.json")
    told = json.loads(record.read_text())
    assert told["asked"] == f"{SITE}/a?page=2"
    assert told["fetched"][0]["etag"] == '"1"'


@pytest.mark.parametrize("where", ["arriving/{}", "hosts/{}.new", "fetched/portal/ab/{}.new"])
def test_what_a_killed_visit_left_half_written_is_cleared_away_after_a_day(serve: Serve, where: str):
    place = serve(InTurn("a page"))
    old, new = place.folder / where.format("old"), place.folder / where.format("young")
    for path in (old, new):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))

    place.door()

    assert (old.exists(), new.exists()) == (False, True)


def test_a_disk_that_takes_nothing_more_is_told_and_the_site_is_not_asked_again(serve: Serve):
    """Section 9: disk full. A file stands where a folder must be, which fails as late as a full disk does."""
    place = serve(InTurn("a page"))
    door = place.door()
    (place.folder / "bodies").write_text("in the way")

    with pytest.raises(FetchFailed, match=r"could not be kept on disk \(.+\); make room or mend the disk"):
        door(f"{SITE}/a")

    assert place.site.paths == ["/a"]
    assert list((place.folder / "arriving").iterdir()) == []


@pytest.mark.parametrize("source", ["", "../up", "a/b", ".hidden", "Ä"])
def test_a_source_is_named_so_that_its_folder_can_be(tmp_path, source: str):
    with pytest.raises(ValueError, match="is not the name of a source"):
        Bodies(tmp_path, source)
