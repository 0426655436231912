"""A hub whose home is a disk of 16 MB, filled to the last byte and freed again. Run in a process of its own, which
may mount such a disk: ``unshare -rm python -m tests.hub.small_disk FOLDER``. Prints what came of it as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from hub import clock, create_app, logs
from hub.auth import passwords
from hub.cli import main
from hub.models import AuditEntry, SignedIn
from hub.people import accounts
from scrapers import framework_csv
from tests.factories import a_record, a_source
from tests.hub.notebook import OURS, parsed, sent
from tests.people.forms import PASSWORD, sign_in

SIZE = "16m"
OFFICER = "officer@example.gov.uk"
UPLOAD = (
    b'--xyz\r\nContent-Disposition: form-data; name="file"; filename="file.csv"\r\n\r\n%s\r\n--xyz--\r\n'
    % (b"A bridge. " * 90_000)
)
"""A form with a file of more than the half megabyte that is kept in memory, in bytes: the client has no room either."""


def run(home: Path) -> dict[str, Any]:
    """What came of each attempt before the disk is full, while it is, and once there is room."""
    os.environ.update(HUB_HOME=str(home), TMPDIR=str(home))
    tempfile.tempdir = None
    command("migrate")
    _import(home, "few", 3)
    app = create_app({"SECRET_KEY": "k" * 40})
    _an_account(app)
    with redirect_stderr((home / "log").open("a", buffering=1)):
        logs.begin(requests=True)
    with app.extensions["hub.engine"].connect() as connection:  # as of a hub that runs
        connection.exec_driver_sql("SELECT count(*) FROM framework")
        found: dict[str, Any] = {"before": attempts(app, home, "first")}
        _fill(home / "ballast")
        found["full"] = attempts(app, home, "second")
        found["left"] = sorted(path.name for path in home.rglob(".*"))
        (home / "ballast").unlink()
        found["after"] = attempts(app, home, "third")
        found["integrity"] = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    found["log"] = (home / "log").read_text(encoding="ascii").splitlines()[-1]
    return found | {"verify": command("index", "verify")}


def attempts(app: Flask, home: Path, time: str) -> dict[str, Any]:
    export = home / "catalogue.csv"
    done = _on_the_web(app, time) | _signing_in(app) | {
        "export": command("export", "--output", str(export)),
        "exported": export.read_text(encoding="utf-8").count("\n"),
        "audit": command("audit", "export", "--output", str(home / "audit.csv")),
        "backup": command("backup", str(home / f"{time}.zip")),
        "backed up": (home / f"{time}.zip").exists(),
        "index": command("index", "rebuild"),
        "import": _import(home, time, 40),
    }
    return done


def _on_the_web(app: Flask, time: str) -> dict[str, Any]:
    client = app.test_client()
    form = parsed(client.get("/needs"))
    answers: Mapping[str, Any] = {
        "kept": sent(client, form, "/needs", {"wanted": f"{time} " + "A bridge " * 100}),
        "spooled": client.post("/needs", data=UPLOAD, content_type="multipart/form-data; boundary=xyz", headers=OURS),
        "search": client.get("/search?q=paint"),
    }
    return {name: [each.status_code, each.headers.get("Retry-After"), each.text] for name, each in answers.items()}


def _an_account(app: Flask) -> None:
    with app.app_context(), app.extensions["hub.writers"].begin() as session:
        _, token = accounts.register(session, OFFICER, "Officer One", clock.now())
        accounts.confirm(session, token, PASSWORD, [], passwords(), clock.now()).state = "active"


def _signing_in(app: Flask) -> dict[str, Any]:
    """What somebody is told who signs in, whether they are in then, and what is kept of it."""
    client = app.test_client()
    answer = sign_in(client, OFFICER)
    kept = select(func.count()).select_from(SignedIn), select(func.count()).where(AuditEntry.action == "sign in")
    with app.extensions["hub.readers"]() as session:
        return {
            "signed in": [answer.status_code, answer.headers.get("Retry-After"), answer.text],
            "is in": client.get("/account").status_code == 200,
            "sessions": [session.scalar(each) for each in kept],
        }


def command(*arguments: str) -> list[Any]:
    """Its exit status, what it said, and the name of what it failed with where that was no plain word."""
    result = CliRunner().invoke(main, arguments)
    plain = result.exception is None or isinstance(result.exception, SystemExit)
    return [result.exit_code, result.output, "" if plain else repr(result.exception)]


def _import(home: Path, name: str, rows: int) -> list[Any]:
    path = home.parent / f"{name}.csv"  # on a disk that has room
    records = [a_record(reference=f"{name}{n}", title=f"Paint {name} {n}") for n in range(rows)]
    path.write_text(framework_csv.write(records, a_source()), encoding="utf-8")
    return command("import", str(path))


def _fill(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        for size in (1_000_000, 4_096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue


if __name__ == "__main__":
    place = Path(sys.argv[1])
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)], check=True)
    print(json.dumps(run(place)))  # noqa: T201 - what it is run for
