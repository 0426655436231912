"""``hub check`` of the hub itself: each fault in a line, with its cure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from hub import checkup, clock, paths


@pytest.fixture
def sound(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A hub with nothing wrong with it."""
    monkeypatch.setattr(paths, "assets_are_built", lambda: True)
    app.extensions["hub.index"].rebuild([])
    for place in (app.config["HOME"], f"{app.config['HOME']}/hub.sqlite"):
        if Path(place).exists():
            Path(place).chmod(0o700)
    return app


def findings(app: Flask) -> list[str]:
    return checkup.findings(app.config, app.extensions["hub.engine"], app.extensions["hub.index"], clock.now())


def test_nothing_is_found_where_nothing_is_wrong(sound: Flask):
    assert findings(sound) == []


def opened_evidence(app: Flask) -> None:
    folder = Path(app.config["HOME"], "evidence")
    folder.mkdir()
    folder.chmod(0o755)


def no_styles(app: Flask) -> None:
    paths.assets_are_built = lambda: False


def bad_mail(app: Flask) -> None:
    app.config.update(MAIL_SERVER="mail.example.org", MAIL_TLS="perhaps")


def in_production(app: Flask) -> None:
    app.config.update(PRODUCTION=True, SECRET_KEY="")


def old_database(app: Flask) -> None:
    with app.extensions["hub.writers"].begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def orphan(app: Flask) -> None:
    with app.extensions["hub.writers"]() as session:
        session.connection().exec_driver_sql("COMMIT")
        session.connection().exec_driver_sql("PRAGMA foreign_keys=OFF")
        session.execute(text("INSERT INTO index_change (framework_id, version) VALUES (77, 1)"))
        session.connection().exec_driver_sql("PRAGMA foreign_keys=ON")


FAULTS: dict[Callable[[Flask], None], tuple[str, str]] = {
    opened_evidence: ("Other users", "chmod -R o-rwx"),
    no_styles: ("stylesheet", "Install the hub anew"),
    bad_mail: ("HUB_MAIL_TLS", "Give starttls"),
    in_production: ("HUB_SECRET_KEY is not set", "Set it to"),
    old_database: ("migrations", "Run `hub migrate`"),
    orphan: ("a row of index_change", "hub restore FILE"),
}


@pytest.mark.sqlite
@pytest.mark.parametrize("spoil", FAULTS)
def test_a_fault_is_one_line_with_its_cure(sound: Flask, spoil: Callable[[Flask], None]):
    spoil(sound)
    fault, cure = FAULTS[spoil]

    assert [line for line in findings(sound) if fault in line and cure in line and "\n" not in line]
