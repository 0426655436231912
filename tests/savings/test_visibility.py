"""Who sees a claim, on every address about savings and by every method: nobody else learns so much as that it is there.

A claim that waits for the network is joint: Fenland reported it, Broads has a part. As each of these people every
address is asked for, in an order in which nothing that one of them does changes what the next address shows.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import AnyConverter
from werkzeug.test import TestResponse

from hub.models import ClaimedCallOff, SavingClaim, SavingTarget
from hub.reports import targets
from tests.moments import NOON
from tests.persons import HOME, Person, a_person
from tests.savings.people import an_actor
from tests.savings.rows import members
from tests.thorough import mostly_thorough

TITLE = "Hedges that nobody else is to know of"
TARGET = "What Fenland hopes for"
FIRST = {
    "title": TITLE,
    "reference": "FEN-4711",
    "framework_title": "Grounds",
    "start": "1/4/2026",
    "end": "31/3/2027",
    "basis": "actual",
    "part1_kind": "price_amount",
    "part1_amount": "98,765.43",
}
SECOND = {
    "like_for_like": "yes",
    "evidence": "invoices",
    "evidence_reference": "FIN/2025/12",
    "sharer1_name": "Fenland",
    "sharer1_share": "3/5",
    "sharer2_name": "Broads",
    "sharer2_share": "2/5",
}
INVOICE = b"%PDF-1.7 paid for hedges"
TELLING = (
    TITLE,
    TARGET,
    "FEN-4711",
    "98,765.43",
    "59,259.26",
    "39,506.17",
    "98765.43",
    "59259.26",
    "39506.17",
    "Invoice.pdf",
    INVOICE.decode(),
)
"""Words and sums by which an answer would tell of the claim."""

PEOPLE = (
    *("visitor", "member of another council", "colleague", "reporter", "member of the sharer", "verifier"),
    *("moderator", "moderator of another network", "administrator"),
)

MEANINGS = {
    "s": "an answer that tells of the claim or of the target",
    "p": "an answer that tells nothing of them",
    "d": "it is done, as it is theirs to do",
    "n": "refused, on a page that shows the claim to somebody who may see it",
    "r": "refused without a word of it",
    "-": "as if there were no such thing",
    "i": "sent to sign in",
    "x": "not for people of their roles",
}

EXPECTED: dict[str, tuple[str, ...]] = {
    "ppppppppp": (
        "GET /frameworks/<key>/savings",
        "GET /savings",
        "GET /savings/bulk/template.csv",
        "GET /savings/bulk/template.xlsx",
    ),
    "ippppprrr": (
        "GET /savings/bulk",
        "GET /savings/new",
        "POST /savings/sum",
    ),
    "i-sssss-s": (
        "GET /savings/call-offs/<key>",
        "GET /savings/claims/<key>",
        "GET /savings/claims/<key>/files/<int:number>",
    ),
    "i-rsrrr-r": (
        "GET /savings/claims/<key>/edit",
        "GET /savings/claims/<key>/evidence",
    ),
    "ipsssssps": (
        "GET /savings/export",
        "GET /savings/export.xlsx",
        "GET /savings/export/claims.csv",
        "GET /savings/export/parts.csv",
        "GET /savings/export/years.csv",
    ),
    "ipppppppp": (
        "GET /savings/export.csv",
        "GET /savings/reports",
    ),
    "ixxxxxp-p": ("GET /savings/fees/<network>",),
    "ippppps-s": (
        "GET /savings/highlights/<network>/<period>",
        "GET /savings/highlights/<network>/<period>.json",
        "GET /savings/networks/<slug>",
    ),
    "ipppppp-p": ("GET /savings/highlights/<network>/<period>.pdf",),
    "ippsppppp": (
        "GET /savings/mine",
        "GET /savings/mine/claims",
    ),
    "i-----s-s": ("GET /savings/networks/<slug>/claims",),
    "ixxxxxs-s": (
        "GET /savings/networks/<slug>/targets",
        "GET /savings/targets/<int:number>",
    ),
    "i-ss-ss-s": (
        "GET /savings/organisations/<slug>",
        "GET /savings/organisations/<slug>/claims",
        "GET /savings/statements/<slug>",
        "GET /savings/statements/<slug>.json",
    ),
    "ixxxxxsps": ("GET /savings/queue",),
    "ippspprrr": ("GET /savings/report",),
    "i-pp-pp-p": ("GET /savings/statements/<slug>.pdf",),
    "---------": (
        "GET /savings/verify/<token>",
        "POST /savings/verify/<token>",
    ),
    "irrrrrrrr": (
        "POST /savings/bulk",
        "POST /savings/new",
    ),
    "i-nnnnn-n": (
        "POST /savings/call-offs/<key>/end",
        "POST /savings/call-offs/<key>/extend",
        "POST /savings/call-offs/<key>/spend",
        "POST /savings/claims/<key>/files",
        "POST /savings/claims/<key>/finance",
        "POST /savings/claims/<key>/notes",
        "POST /savings/claims/<key>/return",
        "POST /savings/claims/<key>/submit",
        "POST /savings/claims/<key>/take-over",
        "POST /savings/claims/<key>/verify",
    ),
    "i-ddndn-n": (
        "POST /savings/call-offs/<key>/predecessor",
        "POST /savings/call-offs/<key>/sharers",
        "POST /savings/call-offs/<key>/tender",
    ),
    "i-rrrrr-r": (
        "POST /savings/claims/<key>/actual",
        "POST /savings/claims/<key>/files/<int:number>/remove",
    ),
    "i-ddddr-r": ("POST /savings/claims/<key>/copy",),
    "i-rnrrr-r": (
        "POST /savings/claims/<key>/edit",
        "POST /savings/claims/<key>/evidence",
    ),
    "ixxxxxn-n": (
        "POST /savings/claims/<key>/reject",
        "POST /savings/claims/<key>/validate",
        "POST /savings/networks/<slug>/targets",
        "POST /savings/targets/<int:number>/change",
    ),
    "i-rdrrr-r": ("POST /savings/claims/<key>/supersede",),
    "ixxxxxr-r": ("POST /savings/fees/<network>",),
    "i-ndnnn-n": ("POST /savings/claims/<key>/withdraw",),
    "ixxxxxd-d": ("POST /savings/targets/<int:number>/remove",),
}
"""What everybody gets, in the order of PEOPLE, by the letters of MEANINGS."""


@dataclass(frozen=True)
class World:
    app: Flask
    values: Mapping[str, str]

    def address(self, rule: str) -> str:
        for name, value in self.values.items():
            rule = rule.replace(name, value)
        return rule


@pytest.fixture
def world(app: Flask, publish: Callable[..., str]) -> tuple[World, dict[str, Person]]:
    key = publish(title="Grounds")
    people = {name: a_person(app, role, **about) for name, (role, about) in ROLES.items()}
    with app.extensions["hub.writers"].begin() as session:
        network = members(session, "pen", "fenland", "broads", "norwich")
        entered = targets.Entered("target", TARGET, "2025-26", "2025-26", 1_000_000, "fenland")
        targets.add(session, network, entered, an_actor(session, "moderator"), NOON)
    claim = claimed(people["reporter"], people["verifier"])
    with app.extensions["hub.readers"]() as session:
        call_off = session.scalars(select(ClaimedCallOff.key)).one()
        target = session.scalars(select(SavingTarget.id)).one()
        assert session.scalars(select(SavingClaim.state)).all() == ["verified"]
    values = {
        "/frameworks/<key>": f"/frameworks/{key}",
        "/call-offs/<key>": f"/call-offs/{call_off}",
        "/claims/<key>": claim.removeprefix("/savings"),
        "/files/<int:number>": "/files/1",
        "/targets/<int:number>": f"/targets/{target}",
        "/organisations/<slug>": "/organisations/fenland",
        "/statements/<slug>": "/statements/fenland",
        "/networks/<slug>": "/networks/pen",
        "<network>": "pen",
        "<period>": "2026-27",
        "<token>": "nothing",
    }
    return World(app, values), people


def claimed(reporter: Person, verifier: Person) -> str:
    """The address of a claim that the council has verified, with a file."""
    first = reporter.send("/savings/new", {**FIRST, "do": "on"}).headers["Location"]
    reporter.send(first, {**SECOND, "version": "1", "do": "on"})
    claim = str(first.removesuffix("/evidence"))
    reporter.send(f"{claim}/files", {"file": (BytesIO(INVOICE), "Invoice.pdf")})
    assert reporter.send(f"{claim}/submit", {"declared": "yes"}).status_code == 303
    version = verifier.get(claim).text.split('name="version" value="')[1].split('"')[0]
    assert verifier.send(f"{claim}/verify", {"version": version}).status_code == 303
    return claim


FENLAND = {"organisation": "fenland"}
ROLES: dict[str, tuple[str, dict[str, str]]] = {
    "member of another council": ("contributor", {"organisation": "norwich", "network": "pen"}),
    "colleague": ("member", FENLAND),
    "reporter": ("contributor", {**FENLAND, "network": "pen"}),
    "member of the sharer": ("member", {"organisation": "broads"}),
    "verifier": ("member", FENLAND),
    "moderator": ("moderator", {"network": "pen"}),
    "moderator of another network": ("moderator", {"network": "south"}),
    "administrator": ("administrator", {}),
}


def asked(app: Flask) -> Iterator[tuple[str, str]]:
    """Each method and address about savings; what takes something away comes last."""
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/savings") or rule.rule == "/frameworks/<key>/savings":
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found |= {(method, path) for path in spelled_out(rule.rule, rule._converters)}
    yield from sorted(found, key=lambda each: (each[0] != "GET", each[1].endswith(("/remove", "/withdraw")), each))


def spelled_out(path: str, converters: Mapping[str, object]) -> set[str]:
    """The path with each of the words that may stand in a place of it."""
    found = {path}
    for name, converter in converters.items():
        if isinstance(converter, AnyConverter):
            start = path.index("<any(")
            place = path[start : path.index(f":{name}>") + len(name) + 2]
            found = {each.replace(place, word) for each in found for word in converter.items}
    return found


def said(answer: TestResponse) -> str:
    """What stands in an answer, be it a page or a workbook. Of a PDF nothing is read: its JSON says the same."""
    body = answer.get_data()
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as workbook:
            return "".join(workbook.read(name).decode() for name in workbook.namelist())
    return body.decode(errors="replace")


def meaning(answer: TestResponse) -> str:
    """One of MEANINGS."""
    told = any(word in said(answer) for word in TELLING)
    if answer.status_code == 303:
        return "i" if answer.headers["Location"].startswith("/sign-in") else "d"
    if answer.status_code == 200:
        return "s" if told else "p"
    if answer.status_code in (400, 409, 422):
        return "n" if told else "r"
    assert not told
    return {401: "i", 403: "x", 404: "-", 410: "-"}[answer.status_code]


def send(world: World, who: Person | FlaskClient, method: str, rule: str) -> TestResponse:
    address = world.address(rule)
    if isinstance(who, Person):
        return who.get(address) if method == "GET" else who.send(address)
    return who.open(address, method=method, headers={"Origin": HOME})


def test_every_address_and_method_about_savings_has_an_expectation(app: Flask) -> None:
    expected = [each for addresses in EXPECTED.values() for each in addresses]
    assert sorted(expected) == sorted(f"{method} {rule}" for method, rule in asked(app))
    assert all(len(letters) == len(PEOPLE) and set(letters) <= set(MEANINGS) for letters in EXPECTED)


@pytest.mark.parametrize("name", mostly_thorough([*PEOPLE[1:], *PEOPLE[:1]]))
def test_everybody_gets_what_is_theirs_to_see(world: tuple[World, dict[str, Person]], name: str) -> None:
    held, people = world
    who = people.get(name) or held.app.test_client()
    got = {f"{method} {rule}": meaning(send(held, who, method, rule)) for method, rule in asked(held.app)}
    place = PEOPLE.index(name)
    wanted = {each: letters[place] for letters, addresses in EXPECTED.items() for each in addresses}
    told = {each: (MEANINGS[letter], "not", MEANINGS[wanted[each]]) for each, letter in got.items()}
    assert not {each: words for each, words in told.items() if got[each] != wanted[each]}


@pytest.mark.parametrize("name", ["member of another council", "moderator of another network"])
def test_a_claim_that_is_not_theirs_to_see_is_answered_as_one_that_is_not_there(
    world: tuple[World, dict[str, Person]], name: str
) -> None:
    held, people = world
    for rule in ("/savings/claims/<key>", "/savings/call-offs/<key>"):
        real = held.address(rule)
        answers = [people[name].get(address) for address in (real, real[:-4] + "zzzz")]
        pages = [BeautifulSoup(answer.text, "lxml").select_one("main h1 ~ p") for answer in answers]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert pages[0] is not None and pages[0] == pages[1]
