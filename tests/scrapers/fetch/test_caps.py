"""Bodies of any size and packing are taken in a little at a time, and none larger than its source allows."""

import tracemalloc
import zlib

import pytest

from scrapers.site import FetchFailed
from tests.packing import gzipped
from tests.scrapers.fetch.conftest import SITE, InTurn, Place, Serve
from tests.stand_in import Reply, endless

LIMIT = 100_000
PACKED = {"Content-Encoding": "gzip"}


def refuse(place: Place) -> None:
    """What is too large is refused in words, is not asked for again, and leaves nothing behind."""
    with pytest.raises(
        FetchFailed, match=r"is larger than 100,000 bytes, the limit for this source; .*raise the limit"
    ):
        place.door(body_limit=LIMIT)(f"{SITE}/a")
    assert place.site.paths == ["/a"]
    assert list(place.folder.rglob("*.gz")) == []
    assert list((place.folder / "arriving").iterdir()) == []


@pytest.mark.assurance("R19", "A body of a gigabyte is broken off at the limit")
def test_a_body_of_a_gigabyte_is_broken_off_at_the_limit(serve: Serve):
    place = serve(InTurn(Reply(body=endless(b"x" * 100_000, 10_000))))

    refuse(place)

    assert place.site.sent < 30_000_000


def test_a_body_that_says_that_it_is_a_gigabyte_is_broken_off_at_the_limit(serve: Serve):
    refuse(serve(InTurn(Reply(body=endless(b"x" * 100_000, 10_000), length=1_000_000_000))))


def test_a_small_body_that_unpacks_to_a_large_one_is_refused(serve: Serve):
    refuse(serve(InTurn(Reply(body=gzipped(bytes(20_000_000)), headers=PACKED))))


def test_a_large_body_is_never_in_memory(serve: Serve):
    """Section 10, case 18: a record package of 21.6 MB; here packed, unpacked and packed again on its way to disk."""
    packed = gzipped(bytes(5_000_000))
    place = serve(InTurn(Reply(body=packed, headers=PACKED)))
    door = place.door(body_limit=30_000_000)

    tracemalloc.start()
    try:
        body = door(f"{SITE}/a")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 2_000_000
    with place.bodies.open(body.sha256) as opened:
        assert opened.read() == bytes(5_000_000)


def test_a_body_of_exactly_the_limit_is_kept(serve: Serve):
    place = serve(InTurn(b"x" * LIMIT))

    assert place.bodies.open(place.door(body_limit=LIMIT)(f"{SITE}/a").sha256).read() == b"x" * LIMIT


TEXT = b"<p>A page with some words on it.</p>" * 5000
BARE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("sent", "packing"),
    [
        (gzipped(TEXT), "gzip"),
        (gzipped(TEXT), "GZIP"),
        (gzipped(TEXT), "x-gzip"),
        (zlib.compress(TEXT), "deflate"),
        (BARE.compress(TEXT) + BARE.flush(), "deflate"),
        (gzipped(TEXT[:1000]) + gzipped(TEXT[1000:]), "gzip"),
        (gzipped(TEXT) + bytes(20), "gzip"),
        (TEXT, "identity"),
        (TEXT, ""),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_packed_body_is_kept_as_what_was_packed(serve: Serve, sent: bytes, packing: str, chunked: bool):
    pieces = [sent[:7], sent[7:]] if chunked else sent
    place = serve(InTurn(Reply(body=pieces, headers={"Content-Encoding": packing}, chunked=chunked)))

    assert place.bodies.open(place.door()(f"{SITE}/a").sha256).read() == TEXT


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"this is not packed at all", "whose packing is damaged"),
        (gzipped(TEXT)[:-9], "that is cut off"),
        (gzipped(TEXT)[:-8] + bytes(8), "whose packing is damaged"),
        (gzipped(TEXT) + b"more", "is damaged|is cut off"),
    ],
)
def test_a_damaged_packing_is_told(serve: Serve, sent: bytes, told: str):
    place = serve(InTurn(Reply(body=sent, headers=PACKED)))

    with pytest.raises(FetchFailed, match=told):
        place.door()(f"{SITE}/a")


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_packing_nobody_asked_for_is_told(serve: Serve, packing: str):
    place = serve(InTurn(Reply(body=b"x", headers={"Content-Encoding": packing})))

    with pytest.raises(FetchFailed, match="which the hub did not ask for and cannot read"):
        place.door()(f"{SITE}/a")
    assert place.site.paths == ["/a"]
