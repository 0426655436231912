"""Served to the world, the hub starts only where nothing makes that unsafe, and answers only for its own hosts."""

import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from hub import clock, create_app, paths
from hub.actor import OPERATOR
from hub.demo import people as demo_people
from hub.errors import Refused
from hub.ingest.organisations import load_organisations
from hub.people import starting
from hub.people.passwords import LEAST_MEMORY_KIB, LEAST_ROUNDS
from hub.production import Facts, Unfit, key_fault, problems, require
from hub.security import policy
from tests.assurance import Figure
from tests.hub.test_cli import Hub, address, hub, ready
from tests.pages import check_page

pytestmark = pytest.mark.once

__all__ = ["address", "hub", "ready"]

GOOD = {
    "DEBUG": False,
    "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184f8a3c5d7e9b0a2c4e6f80917263544ad",
    "ADDRESS": "https://hub.example.org",
    "TRUSTED_HOSTS": "hub.example.org",
    "PROXIES": 1,
    "MAIL": "",
    "MAIL_SERVER": "mail.example.org",
    "PASSWORD_MEMORY_KIB": 65_536,
    "PASSWORD_ROUNDS": 3,
}
SAFE = Facts(sqlite="3.53.4")

BAD: dict[str, tuple[dict[str, Any], Facts, str]] = {
    "debugging": ({"DEBUG": True}, SAFE, "HUB_DEBUG"),
    "no key": ({"SECRET_KEY": ""}, SAFE, "HUB_SECRET_KEY is not set"),
    "a short key": ({"SECRET_KEY": "b1946ac92492d2347c6235b4d261118"}, SAFE, "shorter than 32 bytes"),
    "a key of an example": ({"SECRET_KEY": f"change-me-{'b1946ac92492d2347c6'}-please"}, SAFE, "words of an example"),
    "one letter for a key": ({"SECRET_KEY": "x" * 64}, SAFE, "is not random"),
    "a word again and again for a key": ({"SECRET_KEY": "procurement" * 6}, SAFE, "is not random"),
    "the alphabet for a key": ({"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"}, SAFE, "is not random"),
    "no address": ({"ADDRESS": ""}, SAFE, "HUB_ADDRESS is no https address"),
    "no https": ({"ADDRESS": "http://hub.example.org"}, SAFE, "HUB_ADDRESS is no https address"),
    "no hosts": ({"TRUSTED_HOSTS": ""}, SAFE, "HUB_TRUSTED_HOSTS does not name"),
    "any host": ({"TRUSTED_HOSTS": "*"}, SAFE, "HUB_TRUSTED_HOSTS does not name"),
    "another host": ({"TRUSTED_HOSTS": "www.example.org"}, SAFE, "leaves out hub.example.org"),
    "nothing said of proxies": ({"PROXIES": ""}, SAFE, "HUB_PROXIES does not say"),
    "less than no proxy": ({"PROXIES": -1}, SAFE, "HUB_PROXIES does not say"),
    "proxies in words": ({"PROXIES": "two"}, SAFE, "HUB_PROXIES does not say"),
    "proxies as a yes": ({"PROXIES": True}, SAFE, "HUB_PROXIES does not say"),
    "the mail of the demo": ({"MAIL": "demo"}, SAFE, "HUB_MAIL is demo"),
    "no mail server": ({"MAIL_SERVER": ""}, SAFE, "HUB_MAIL_SERVER is not set"),
    "passwords hashed in little memory": ({"PASSWORD_MEMORY_KIB": 1024}, SAFE, "HUB_PASSWORD_MEMORY_KIB is 1024"),
    "passwords hashed once": ({"PASSWORD_ROUNDS": 1}, SAFE, "HUB_PASSWORD_ROUNDS is 1"),
    "an open database": ({}, Facts(("/srv/hub.sqlite",), "3.53.4"), "chmod o-rwx /srv/hub.sqlite"),
    "the accounts of the demo": ({}, Facts((), "3.53.4", 6), "`hub demo` made accounts"),
    "an SQLite that loses commits": ({}, Facts((), "3.40.1"), "SQLite 3.40.1 can lose"),
}


@pytest.mark.assurance("H2", "Each unsafe setting alone is refused, in one line with its cure")
@pytest.mark.parametrize("name", BAD)
def test_each_unsafe_setting_is_one_line_with_its_cure(name: str):
    changed, facts, words = BAD[name]
    [line] = problems(GOOD | changed, facts)

    assert words in line and "\n" not in line and len(line) < 200


def test_what_is_safe_is_not_complained_of():
    assert problems(GOOD, SAFE) == []
    assert problems(GOOD | {"PROXIES": 0, "TRUSTED_HOSTS": ["www.example.org", ".example.org"]}, Facts()) == []


def test_all_that_is_wrong_is_said_at_once():
    everything = {key: value for changed, _, _ in BAD.values() for key, value in changed.items()}
    found = problems(GOOD | everything, Facts(("/srv",), "3.40.1"))

    assert len(found) >= 10


@pytest.mark.parametrize(
    ("release", "is_safe"),
    [("3.6.23", True), ("3.7.0", False), ("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.45.0", False)]
    + [("3.50.6", False), ("3.50.7", True), ("3.51.0", False), ("3.51.2", False), ("3.51.3", True), ("3.53.4", True)],
)
def test_the_releases_of_sqlite_that_lose_commits_are_known(release: str, is_safe: bool):
    assert (problems(GOOD, Facts((), release)) == []) == is_safe


def test_no_random_key_is_refused():
    chance = random.Random(7)  # noqa: S311  the same keys in every run
    keys = [chance.randbytes(size).hex() for size in (16, 32) for _ in range(500)]

    assert [key for key in keys if key_fault(key)] == []


def test_the_key_itself_is_never_told():
    assert "procurement" not in problems(GOOD | {"SECRET_KEY": "procurement" * 6}, SAFE)[0]


@pytest.fixture
def fit(tmp_path: Path, database: str) -> Callable[..., dict[str, Any]]:
    """Settings of a hub that may be served, with changes."""
    tmp_path.chmod(0o700)
    for part in tmp_path.glob("hub.sqlite*"):
        part.chmod(0o600)
    places = {"HOME": str(tmp_path), "DATABASE_URL": database, "INDEX_URL": "memory:", "PRODUCTION": True}
    least = {"PASSWORD_MEMORY_KIB": LEAST_MEMORY_KIB, "PASSWORD_ROUNDS": LEAST_ROUNDS}
    return lambda **changes: {**GOOD, **places, **least, **changes}


@pytest.fixture
def served(fit: Callable[..., dict[str, Any]]) -> Iterator[Callable[..., Flask]]:
    apps = []

    def served(**changes: Any) -> Flask:
        app = create_app(fit(**changes))
        app.add_url_rule("/who", view_func=policy("public")(lambda: f"{request.remote_addr} {request.scheme}"))
        apps.append(app)
        return app

    yield served
    for app in apps:
        app.extensions["hub.engine"].dispose()


def ask(app: Flask, address: str = "/who", host: str = "hub.example.org", **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(address, headers={"Host": host, **given}, environ_base={"REMOTE_ADDR": "10.0.0.9"})


@pytest.mark.assurance("H2", "The app itself does not come up with an unsafe setting")
def test_a_hub_that_is_not_fit_does_not_come_up(fit: Callable[..., dict[str, Any]]):
    with pytest.raises(Unfit, match="HUB_SECRET_KEY"):
        create_app(fit(SECRET_KEY="short"))
    create_app(fit(SECRET_KEY="short", PRODUCTION=False)).extensions["hub.engine"].dispose()


@pytest.mark.sqlite
@pytest.mark.parametrize("mode", [0o644, 0o602, 0o604])
@pytest.mark.parametrize("name", ["hub.sqlite", "."])
def test_what_other_users_may_read_or_write_keeps_it_from_starting(
    fit: Callable[..., dict[str, Any]], tmp_path: Path, name: str, mode: int
):
    create_app(fit()).extensions["hub.engine"].dispose()
    (tmp_path / name).chmod(mode | stat.S_IXUSR)

    with pytest.raises(Unfit, match="chmod o-rwx") as refused:
        create_app(fit())

    assert len(refused.value.problems) == 1


def test_the_hub_makes_its_own_folder_and_database_private(tmp_path: Path):
    made = paths.make_private(tmp_path / "home")
    paths.make_private_file(made / "hub.sqlite")
    paths.make_private_file(made / "hub.sqlite")

    assert [each.stat().st_mode & 0o777 for each in (made, made / "hub.sqlite")] == [0o700, 0o600]


@pytest.mark.assurance("H2", "A request for a host that is not its own gets status 400 whatever it asks for")
def test_a_host_that_is_not_ours_is_refused(served: Callable[..., Flask], figure: Figure):
    app, refused = served(), 0
    for host in ("evil.example", "hub.example.org.evil.example", "localhost", "hub.example.org@evil", "evil:443"):
        for place in ("/", "/search?q=x", "/static/favicon.svg", "/api/v1/search", "/nowhere", "/health"):
            answer = ask(app, place, host)
            refused += answer.status_code == 400
            assert "evil" not in answer.text and "evil" not in str(answer.headers)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"

    assert refused == 30
    figure(f"{refused} of 30 requests")


@pytest.mark.parametrize("host", ["hub.example.org", "hub.example.org:443"])
def test_our_own_host_is_answered(served: Callable[..., Flask], host: str):
    assert ask(served(), host=host).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.8", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),
    ],
)
def test_so_many_proxies_are_believed_and_nobody_before_them(
    served: Callable[..., Flask], proxies: int, forwarded: str, found: str
):
    app = served(PROXIES=proxies)

    assert ask(app, X_Forwarded_For=forwarded).text.split()[0] == found


def test_a_host_that_only_a_header_names_is_not_believed(served: Callable[..., Flask]):
    assert ask(served(), X_Forwarded_Host="evil.example").status_code == 200
    assert ask(served(), host="evil.example", X_Forwarded_Host="hub.example.org").status_code == 400


def test_by_https_browsers_are_told_to_stay_with_it_for_a_year_or_more(served: Callable[..., Flask]):
    app = served()
    for place in ("/who", "/nowhere", "/static/favicon.svg", "/api/v1/search?q=x"):
        answer = ask(app, place, X_Forwarded_Proto="https")
        seconds = int(answer.headers["Strict-Transport-Security"].removeprefix("max-age="))
        assert seconds >= 365 * 24 * 60 * 60
        answer.close()

    assert "Strict-Transport-Security" not in ask(app).headers
    assert "Strict-Transport-Security" not in ask(served(PROXIES=0), X_Forwarded_Proto="https").headers


def test_a_number_of_proxies_that_is_none_is_refused_outside_production_too(fit: Callable[..., dict[str, Any]]):
    with pytest.raises(Refused, match="HUB_PROXIES is “two”"):
        create_app(fit(PROXIES="two", PRODUCTION=False))


def test_the_page_of_a_refused_host_is_a_page(served: Callable[..., Flask]):
    check_page(ask(served(), "/", "evil.example"))


def test_the_command_names_each_fault_in_a_line_and_does_not_start(hub: Hub, ready: None):
    lines = hub("run", "--production", status=1).output.splitlines()

    starts = ("HUB_SECRET_KEY", "HUB_ADDRESS", "HUB_TRUSTED_HOSTS", "HUB_PROXIES", "HUB_MAIL_SERVER")
    assert [line for start in starts for line in lines if line.startswith(start)] == lines[: len(starts)]
    assert "does not start in production" in lines[-1]


def test_in_production_other_commands_still_work_and_the_demo_does_not(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, ready: None
):
    monkeypatch.setenv("HUB_PRODUCTION", "1")
    hub("migrate")
    assert "HUB_SECRET_KEY" in hub("demo", "--no-serve", status=1).output
    assert "HUB_SECRET_KEY" in hub("run", status=1).output


def test_people_of_the_demo_in_the_database_keep_the_hub_from_starting(served: Callable[..., Flask]):
    app = served()
    with app.extensions["hub.writers"].begin() as session:
        load_organisations(session)
        starting.found_first_network(session, OPERATOR, clock.now())
        demo_people.make(session, "a key of the test", clock.now())
    with pytest.raises(Unfit, match="hub demo"):
        require(app.config, app.extensions["hub.engine"])


def test_what_is_required_is_found_on_this_machine(served: Callable[..., Flask]):
    app = served()

    require(app.config, app.extensions["hub.engine"])
