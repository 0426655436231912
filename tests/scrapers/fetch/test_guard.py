"""Whatever an address, a redirect or a name server says, the hub connects to listed hosts on the public internet only.

What is really connected to is told by Python itself, below anything that this project could get wrong.
"""

import re
import ssl
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scrapers.fetch import Internet
from scrapers.fetch.public import is_public
from scrapers.site import FetchFailed
from tests.assurance import Figure
from tests.scrapers.fetch.conftest import HOST, SITE, Serve
from tests.stand_in import PUBLIC, Reply, Request

REPO = Path(__file__).parent.parent.parent.parent
CONNECTED: list[Any] = []
sys.addaudithook(lambda event, given: CONNECTED.append(given[1]) if event == "socket.connect" else None)

ADDRESSES = (
    # other machines, in every way to write them
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://127.0.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[fe80::1%25eth0]/",
    "https://[64:ff9b::7f00:1]/",
    "https://localhost/",
    "https://localhost.localdomain/",
    "https://metadata.google.internal/",
    "https://elsewhere.example/",
    "https://portal.example.elsewhere.example/",
    "https://elsewhere-portal.example/",
    "https://xportal.example/",
    "https://example/",
    "https:///etc/passwd",
    "https://",
    # letters that turn into others
    "https://①②⑦.⓪.⓪.①/",
    "https://１２７.０.０.１/",
    "https://١٢٧.٠.٠.١/",
    "https://127。0。0。1/",
    "https://elsewhere。example/",
    "https://ⓛocalhost/",
    "https://pоrtal.example/",  # a Cyrillic о
    "https://portal.example\u2025elsewhere.example/",
    "https://portal.exampl\u00e9/",
    # a host that is not where it seems to be
    "https://portal.example@elsewhere.example/",
    "https://portal.example:443@elsewhere.example/",
    "https://user:secret@portal.example/",
    "https://@portal.example/",
    "https://elsewhere.example\\@portal.example/",
    "https://portal.example\\.elsewhere.example/",
    "https://elsewhere.example#@portal.example/",
    "https://elsewhere.example?@portal.example/",
    "https:\\\\portal.example/",
    "https://portal.example%2felsewhere.example/",
    "https://portal.example%00.elsewhere.example/",
    "https://portal.example;elsewhere.example/",
    "https://portal.example ,elsewhere.example/",
    # other doors
    "https://portal.example:22/",
    "https://portal.example:8443/",
    "https://portal.example:/",
    "https://portal.example:0443/",
    "https://portal.example:443:22/",
    "https://portal.example:４４３/",
    # other tongues
    "http://portal.example/",
    "file:///etc/passwd",
    "file://portal.example/etc/passwd",
    "gopher://portal.example/_GET",
    "ftp://portal.example/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "dict://portal.example:11211/stat",
    "ldap://portal.example/",
    "jar:https://portal.example!/",
    "//portal.example/",
    "portal.example/",
    "https:portal.example/",
    "https:/portal.example/",
    "",
    # what would be a second request, or another page than robots.txt was asked about
    "https://portal.example/\r\nHost: elsewhere.example",
    "https://portal.example/\nGET /private HTTP/1.1",
    "https://portal.example\r\n/",
    "https://portal.example/a\tb",
    "https://portal.example/\x00",
    " https://portal.example/",
    "https://portal.example/ ",
    "https://portal.example/page#place",
    "https://portal.example/open/../private",
    "https://portal.example/open/%2e%2E/private",
    "https://portal.example/" + "a" * 5000,
)

RELATIVE = ("", "//portal.example/", "portal.example/", "https://portal.example/page#place")
"""As redirects these lead to the same host; a place within a page is left out, as browsers do."""

REDIRECTS = tuple(
    address
    for address in ADDRESSES
    if address.isascii() and address.isprintable() and address.strip() == address and address not in RELATIVE
)

ANSWERS = (
    ["127.0.0.1"],
    ["127.255.255.254"],
    ["10.0.0.1"],
    ["172.16.0.1"],
    ["172.31.255.255"],
    ["192.168.1.1"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["100.127.255.255"],
    ["0.0.0.0"],  # noqa: S104
    ["192.0.0.1"],
    ["192.0.2.1"],
    ["192.88.99.1"],
    ["198.18.0.1"],
    ["198.51.100.1"],
    ["203.0.113.1"],
    ["224.0.0.1"],
    ["240.0.0.1"],
    ["255.255.255.255"],
    ["::1"],
    ["::"],
    ["::ffff:127.0.0.1"],
    ["::ffff:151.101.2.132"],
    ["::127.0.0.1"],
    ["64:ff9b::7f00:1"],
    ["64:ff9b:1::a00:1"],
    ["2002:7f00:1::"],
    ["2001:0:5ef5:79fd:0:59d:a0e5:ba1"],
    ["2001:db8::1"],
    ["2600:1901::5efe:a00:1"],
    ["2600:1901::200:5efe:a00:1"],
    ["3fff::1"],
    ["100::1"],
    ["fc00::1"],
    ["fd12:3456:789a::1"],
    ["fe80::1"],
    ["fe80::1%lo"],
    ["2600:1901::1%lo"],
    ["fec0::1"],
    ["ff02::1"],
    ["5f00::1"],
    ["4000::1"],
    ["2130706433"],
    ["0x7f000001"],
    ["0177.0.0.1"],
    ["127.1"],
    ["localhost"],
    [""],
    [PUBLIC, "10.0.0.1"],
    ["10.0.0.1", PUBLIC],
    [PUBLIC, "2600:1901::1", "::1"],
)


@pytest.fixture(autouse=True)
def connected() -> Iterator[list[Any]]:
    CONNECTED.clear()
    yield CONNECTED
    CONNECTED.clear()


def test_there_are_more_than_sixty_vectors_of_each_kind_together():
    assert len(set(ADDRESSES)) == len(ADDRESSES) >= 60
    assert len(REDIRECTS) >= 50
    assert len(ANSWERS) >= 50


@pytest.mark.assurance("I10", "No address off the list is connected to, as a hook on every socket shows")
def test_no_address_off_the_list_is_connected_to(serve: Serve, connected: list[Any], figure: Figure):
    place = serve(lambda request: "a page")
    door = place.door()

    for address in ADDRESSES:
        with pytest.raises(FetchFailed, match=r"was not asked: .+\.$"):
            door(address)

    assert (connected, place.site.seen) == ([], [])
    figure(f"{len(ADDRESSES)} addresses, 0 connections")


@pytest.mark.assurance("I10", "No redirect leads off the list")
def test_no_redirect_leads_off_the_list(serve: Serve, connected: list[Any], figure: Figure):
    def answer(request: Request) -> Reply | None:
        if request.path == "/robots.txt":
            return None
        return Reply(status=302, headers={"Location": REDIRECTS[int(request.path.rpartition("/")[2])]})

    place = serve(answer)
    door = place.door()

    for number, _ in enumerate(REDIRECTS):
        with pytest.raises(FetchFailed, match=r"sends us on to .+ was not asked: .+\.$"):
            door(f"{SITE}/{number}")

    assert set(connected) == {("127.0.0.1", place.site.port)}
    assert len(connected) == len(REDIRECTS) + 1  # and robots.txt
    figure(f"{len(REDIRECTS)} redirects, 0 followed")


@pytest.mark.assurance("I10", "No host is connected to of which one address is not public")
def test_a_host_is_not_connected_to_when_one_of_its_addresses_is_not_public(
    serve: Serve, connected: list[Any], figure: Figure
):
    place = serve(lambda request: "a page")

    for answers in ANSWERS:
        door = place.door(internet={"resolve": partial(dict.get, {HOST: answers})})
        with pytest.raises(FetchFailed, match="which is not on the public internet"):
            door(f"{SITE}/")

    assert (connected, place.site.seen) == ([], [])
    figure(f"{len(ANSWERS)} answers of a name server, 0 connections")


def test_a_name_server_that_answers_differently_the_second_time_gains_nothing(serve: Serve, connected: list[Any]):
    place = serve(lambda request: "a page")
    answers = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    reached: list[str] = []

    def resolve(host: str) -> Sequence[str]:
        return answers.pop(0)

    def reach(address: str) -> tuple[str, int]:
        reached.append(address)
        return place.site.internet.reach(address)

    door = place.door(internet={"resolve": resolve, "reach": reach})
    door(f"{SITE}/first")
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1, which is not on the public internet"):
        door(f"{SITE}/second")

    assert reached == [PUBLIC, PUBLIC]  # robots.txt and the first page: one look-up for each, and never a second
    assert len(connected) == 2


def test_a_certificate_for_another_host_is_refused_before_anything_is_asked(serve: Serve):
    place = serve(lambda request: "a page", "other.example")

    with pytest.raises(FetchFailed, match=f"its certificate is not good for {HOST}"):
        place.door(hosts=(HOST,))(f"{SITE}/")

    assert place.site.seen == []


def test_a_certificate_that_nobody_known_has_signed_is_refused(serve: Serve):
    place = serve(lambda request: "a page")
    door = place.door(internet={"trust": ssl.create_default_context})

    with pytest.raises(FetchFailed, match="its certificate is not good"):
        door(f"{SITE}/")


def test_outside_of_tests_names_are_looked_up_by_the_system_and_certificates_are_checked():
    internet = Internet()

    assert {"127.0.0.1", "::1"} >= set(internet.resolve("localhost")) > set()
    assert internet.reach(PUBLIC) == (PUBLIC, 443)
    assert internet.trust().verify_mode is ssl.CERT_REQUIRED
    assert internet.trust().check_hostname
    assert internet.trust().minimum_version >= ssl.TLSVersion.TLSv1_2
    assert internet.trust().cert_store_stats()["x509_ca"] > 100


def test_the_host_is_named_to_the_server_although_its_address_is_connected_to(serve: Serve):
    place = serve(lambda request: "a page")

    place.door()(f"{SITE}/")

    assert {(each.host, each.name) for each in place.site.seen} == {(HOST, HOST)}


def test_a_proxy_named_in_the_environment_is_not_used(serve: Serve, connected: list[Any], monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    place = serve(lambda request: "a page")

    place.door()(f"{SITE}/")

    assert set(connected) == {("127.0.0.1", place.site.port)}


@pytest.mark.parametrize(
    "address",
    [
        "https://PORTAL.example/page",
        "HTTPS://portal.example/page",
        "https://portal.example:443/page",
        "https://portal.example./page",
        "https://portal。example/page",
        "https://portal.example/%70age",
    ],
)
def test_another_spelling_of_a_listed_host_is_the_same_address(serve: Serve, address: str):
    place = serve(lambda request: "a page")

    assert place.door()(address).address == f"{SITE}/page"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "portal.example:8443", "*.example", "", "::1"]
)
def test_manners_that_list_anything_but_full_names_of_hosts_make_no_door(serve: Serve, host: str):
    with pytest.raises(ValueError, match="not the full name of a host"):
        serve(lambda request: None).door(hosts=(host,))


@pytest.mark.parametrize("address", ["151.101.2.132", "8.8.8.8", "2600:1901::1", "2a00:1450:4009::200e", "1.1.1.1"])
def test_public_addresses_are_public(address: str):
    assert is_public(address)


def test_what_is_secret_in_an_address_is_not_repeated_in_a_message(serve: Serve):
    door = serve(lambda request: None).door()

    with pytest.raises(FetchFailed) as failed:
        door("https://user:hunter2@elsewhere.example/?api_key=abc123&page=2")

    assert "hunter2" not in str(failed.value)
    assert "abc123" not in str(failed.value)
    assert "page=2" in str(failed.value)


OPENS_CONNECTIONS = re.compile(
    r"^\s*(import|from)\s+(socket|ssl|urllib3|requests|httpx|ftplib|smtplib|http\.client|urllib\.request)\b"
    r"|^\s*from\s+(http\s+import.*\bclient|urllib\s+import.*\brequest)\b",
    re.MULTILINE,
)
LISTENS = "hub/cli/serve.py"
SENDS_MAIL = "hub/mail/smtp.py"
"""To the one server that the operator names."""


def test_nothing_but_the_door_opens_a_connection():
    opening = {
        path.relative_to(REPO).as_posix()
        for room in ("hub", "indexer", "scrapers")
        for path in (REPO / room).rglob("*.py")
        if OPENS_CONNECTIONS.search(path.read_text(encoding="utf-8"))
    }

    assert opening == {"scrapers/fetch/internet.py", LISTENS, SENDS_MAIL}
