"""What keeps a hub from being served to the world as it is set: each fault in a line, with its cure."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub.db import keeps_its_commits
from hub.errors import HubError
from hub.models import Account
from hub.people.passwords import LEAST_MEMORY_KIB, LEAST_ROUNDS

SHORTEST_KEY = 32
LEAST_BITS = 90
"""Of chance in a key, by how often each of its characters occurs: 32 random hexadecimal digits have more."""

KNOWN_KEY = re.compile(r"(?i)change.?(me|this|it)|secret|password|example|default|development|insecure|your.?key")
"""Words out of examples, which everybody has."""

MAKE_A_KEY = """python3 -c "import secrets; print(secrets.token_hex(32))\""""


@dataclass(frozen=True)
class Facts:
    """What the machine says: files and folders that its other users may read or write, and SQLite's release.

    ``sqlite`` is empty where the catalogue is kept in another database; ``of_the_demo`` counts the accounts that
    `hub demo` made.
    """

    open_to_all: tuple[str, ...] = ()
    sqlite: str = ""
    of_the_demo: int = 0


class Unfit(HubError):
    """The hub may not be served as it is set. ``problems`` are the reasons, one line each with its cure."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(["The hub does not start in production as it is set.", *problems]))
        self.problems = problems


def require(settings: Mapping[str, Any], engine: Engine) -> None:
    """Raises Unfit where anything is wrong. Makes no file."""
    if found := problems(settings, look(settings, engine)):
        raise Unfit(found)


def problems(settings: Mapping[str, Any], facts: Facts) -> list[str]:
    """All that is wrong, one line each; empty where the hub may be served."""
    checks = (_keys, _addresses, _mail, _passwords)
    return [problem for check in checks for problem in check(settings)] + [
        *_people(facts),
        *of_machine(settings, facts),
    ]


def _keys(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["DEBUG"]:
        yield "Debugging is on, which lets anyone run code. Take FLASK_DEBUG and HUB_DEBUG out of the environment."
    if fault := key_fault(str(settings["SECRET_KEY"] or "")):
        yield f"HUB_SECRET_KEY {fault}. Set it to what this prints: {MAKE_A_KEY}"


def key_fault(key: str) -> str:
    """Why a key can be guessed; empty where it cannot."""
    if not key:
        return "is not set"
    if len(key.encode()) < SHORTEST_KEY:
        return f"is shorter than {SHORTEST_KEY} bytes"
    if KNOWN_KEY.search(key):
        return "has words of an example in it"
    return "is not random" if _bits(key) < LEAST_BITS or _repeats(key) or _counts_up(key) else ""


def _bits(key: str) -> float:
    shares = [count / len(key) for count in Counter(key).values()]
    return -len(key) * sum(share * log2(share) for share in shares)


def _repeats(key: str) -> bool:
    """Whether more than a third of its groups of three characters were there before."""
    threes = [key[at : at + 3] for at in range(len(key) - 2)]
    return len(set(threes)) < len(threes) * 2 / 3


def _counts_up(key: str) -> bool:
    """Whether more than half of its characters follow the one before in the alphabet, up or down."""
    steps = [abs(ord(after) - ord(before)) for before, after in zip(key, key[1:], strict=False)]
    return steps.count(1) > len(steps) / 2


def _addresses(settings: Mapping[str, Any]) -> Iterator[str]:
    address, hosts = urlsplit(settings["ADDRESS"]), trusted_hosts(settings)
    if address.scheme != "https" or not address.hostname:
        yield "HUB_ADDRESS is no https address. Set it to where people reach the hub, such as https://hub.example.org."
    if not hosts or "*" in hosts:
        yield "HUB_TRUSTED_HOSTS does not name the hosts the hub answers for. Set it to that of HUB_ADDRESS."
    elif address.hostname and not _is_among(address.hostname, hosts):
        yield f"HUB_TRUSTED_HOSTS leaves out {address.hostname}, which is in HUB_ADDRESS. Add it."
    if settings["PROXIES"] == "" or not is_number_of_proxies(settings["PROXIES"]):
        yield "HUB_PROXIES does not say how many proxies stand before the hub. Set it to 0, 1 or as many as there are."


def trusted_hosts(settings: Mapping[str, Any]) -> list[str]:
    """The hosts of the setting, however they are parted."""
    given = settings["TRUSTED_HOSTS"] or ()
    return re.split(r"[\s,]+", given.strip(" ,")) if isinstance(given, str) else list(given)


def is_number_of_proxies(given: Any) -> bool:
    """Whether the setting PROXIES can be understood. Empty is none that anybody told of."""
    return given == "" or (isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 10)


def _is_among(host: str, hosts: list[str]) -> bool:
    """As Werkzeug compares them: one that begins with a dot stands for all hosts below it as well."""
    names = [name.rsplit(":", 1)[0].lower() for name in hosts]
    return any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in names)


def _mail(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["MAIL"] == "demo":
        yield "HUB_MAIL is demo, which shows everybody's letters to anyone. Take it away and set HUB_MAIL_SERVER."
    elif not settings["MAIL_SERVER"]:
        yield "HUB_MAIL_SERVER is not set, so nobody can confirm an account. Set it to your mail server's name."


def _passwords(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, least in (("PASSWORD_MEMORY_KIB", LEAST_MEMORY_KIB), ("PASSWORD_ROUNDS", LEAST_ROUNDS)):
        if settings[name] < least:
            yield f"HUB_{name} is {settings[name]}, which makes passwords easy to guess. Set it to {least} or more."


def _people(facts: Facts) -> Iterator[str]:
    if facts.of_the_demo:
        yield "`hub demo` made accounts here that anybody knows of. Set HUB_HOME to a new folder and run `hub migrate`."


def of_machine(_settings: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    """What other users of the machine may do to the hub, and what SQLite may."""
    for path in facts.open_to_all:
        yield f"Other users of this machine may use {path}. Close it to them: chmod o-rwx {path}"
    if facts.sqlite and not keeps_its_commits(facts.sqlite):
        yield f"SQLite {facts.sqlite} can lose what was written. Install pysqlite3 0.6.1 or newer, or use PostgreSQL."


def look(settings: Mapping[str, Any], engine: Engine) -> Facts:
    """The facts of this machine."""
    if engine.dialect.name != "sqlite":
        return Facts(open_to_all([settings["HOME"]]), of_the_demo=_of_the_demo(engine))
    database = engine.url.database or ""
    release = str(getattr(engine.dialect.dbapi, "sqlite_version", ""))
    files = [settings["HOME"], database, f"{database}-wal", f"{database}-shm"]
    return Facts(open_to_all(files), release, _of_the_demo(engine) if Path(database).is_file() else 0)


def _of_the_demo(engine: Engine) -> int:
    """Its people have addresses that end in .example, which no mail reaches. None where there are no tables yet."""
    try:
        with Session(engine) as session:
            made = select(func.count()).select_from(Account).where(Account.email.endswith(".example"))
            return session.scalar(made) or 0
    except SQLAlchemyError:
        return 0


def open_to_all(paths: list[str]) -> tuple[str, ...]:
    """Those of the paths that users other than owner and group may read or write. Windows keeps no such bits."""
    if os.name != "posix":
        return ()
    return tuple(path for path in paths if path and Path(path).exists() and Path(path).stat().st_mode & 0o006)
