"""A hub is made of a backup: in new places, proved there, and put where the old one was at the end."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import URL, Engine, make_url

from hub import schema
from hub.backup import postgresql
from hub.backup.archive import Manifest, Report, read_manifest, unpack
from hub.backup.copying import POSTGRESQL, SQLITE
from hub.backup.parts import Part, parts
from hub.backup.proving import prove
from hub.backup.swapping import Exchange, finish, is_under_way, swap
from hub.db import make_engine, readers, writers
from hub.errors import Refused
from hub.paths import make_private
from hub.search import rebuild, state
from indexer import open_index

Mend = Callable[[Engine], None]


@dataclass(frozen=True)
class Restored:
    """What was restored, the frameworks in its index, and what is kept of what was there before."""

    manifest: Manifest
    indexed: int
    kept: list[str] = field(default_factory=list)


def require_fit(settings: Mapping[str, Any], path: Path) -> Manifest:
    """Raises Refused if this hub cannot take this backup; nothing is written."""
    manifest = read_manifest(path)
    kind = "sqlite" if _address(settings).get_backend_name() == "sqlite" else "postgresql"
    if manifest.database != kind:
        raise Refused(f"The backup is of {manifest.database}, and HUB_DATABASE_URL names {kind}.")
    if not schema.knows(manifest.revision):
        raise Refused(
            f"The backup is at revision {manifest.revision}, which this hub does not know: it was made by a newer one, "
            f"{manifest.hub}. Install that to restore it."
        )
    return manifest


def restore(
    settings: Mapping[str, Any], path: Path, now: datetime, mend: Mend, report: Report = lambda done, total: None
) -> Restored:
    """Restore the backup, whoever has the home alone. ``mend`` gets the restored database before anyone reads it.

    Raises Refused if the backup is not whole or does not fit. Up to the last step the old hub is as it was.
    """
    require_fit(settings, path)
    home = make_private(settings["HOME"])
    finish(home)
    made = Places(settings, now)
    made.clear()
    folder = Path(mkdtemp(prefix=made.prefix, dir=home))
    try:
        manifest = unpack(path, folder, report)
        count = _made_ready(made, folder, manifest, mend)
        made.exchange_database()
        kept = swap(home, made.exchanges)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        made.clear()
    return Restored(manifest, count, [*made.kept_databases, *map(str, kept)])


def _made_ready(made: "Places", folder: Path, manifest: Manifest, mend: Mend) -> int:
    """The restored parts in their new places, proved, brought up to date and indexed. Returns how many frameworks."""
    engine = made.place_database(folder)
    made.place_parts(folder)
    try:
        _compare(engine, manifest)
        schema.upgrade(engine)
        mend(engine)
        return made.index_all(engine)
    finally:
        engine.dispose()


def _compare(engine: Engine, manifest: Manifest) -> None:
    proof = prove(engine)
    said = (manifest.revision, manifest.rows, manifest.trail)
    if (proof.revision, proof.rows, proof.trail) != said:
        odd = [name for name in manifest.rows if proof.rows.get(name) != manifest.rows[name]]
        raise Refused(f"The restored database is not as it was: {', '.join(odd) or 'its revision or audit trail'}.")


class Places:
    """Where each part of the hub belongs, where it waits until it is whole, and what the old one is called then."""

    def __init__(self, settings: Mapping[str, Any], now: datetime) -> None:
        self._settings = settings
        self._stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
        self._address = _address(settings)
        self._database = self._address
        self.prefix = ".restore-"
        self.exchanges: list[Exchange] = []
        self.kept_databases: list[str] = []

    def place_database(self, folder: Path) -> Engine:
        """The restored database, which nobody else knows yet."""
        if self._address.get_backend_name() == "sqlite":
            place = Path(str(self._address.database)).absolute()
            return make_engine(f"sqlite:///{self._exchange(place, folder / SQLITE)}")
        self._database = self._address.set(database=f"{self._address.database}_restored_{self._stamp}")
        postgresql.create(self._database)
        postgresql.load(self._database, folder / POSTGRESQL)
        return make_engine(self._database.render_as_string(hide_password=False))

    def place_parts(self, folder: Path) -> None:
        for part in (*parts(self._settings), Part("usage.sqlite", Path(self._settings["USAGE"]))):
            self._exchange(part.place.absolute(), folder / part.name)

    def index_all(self, engine: Engine) -> int:
        """A new index of the restored database, compared with it."""
        address = str(self._settings["INDEX_URL"])
        if not address.startswith("whoosh://"):
            return 0
        place = Path(address.removeprefix("whoosh://").partition("?")[0]).absolute()
        index = open_index(f"whoosh://{self._exchange(place, None)}")
        count = rebuild(writers(engine), index)
        with readers(engine)() as session:
            if not state(session, index).in_step:
                raise Refused("The index that was built of the restored database differs from it.")
        return count

    def exchange_database(self) -> None:
        """On PostgreSQL the databases change names. Raises Refused while somebody is connected to the old one."""
        if self._database == self._address:
            return
        kept = f"{self._address.database}_before_{self._stamp}"
        if postgresql.exchange(self._address, str(self._database.database), kept):
            self.kept_databases.append(f"the database {kept}")
        self._database = self._address

    def clear(self) -> None:
        """Take away what waits and is not wanted any more, also of a restore that was killed."""
        if is_under_way(Path(self._settings["HOME"])):
            return
        if self._database != self._address:
            postgresql.drop(self._database)
        for place in self._all_places():
            for left in place.parent.glob(f".{place.name}.restored-*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        for left in Path(self._settings["HOME"]).glob(f"{self.prefix}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _exchange(self, place: Path, restored: Path | None) -> Path:
        """Bring a part to the disk it belongs on, beside its place. Returns where it waits."""
        waiting = place.with_name(f".{place.name}.restored-{self._stamp}")
        kept = place.with_name(f"{place.name}.before-{self._stamp}")
        make_private(place.parent)
        if restored is not None and restored.exists():
            shutil.move(restored, waiting)
        self.exchanges.append(Exchange(str(waiting), str(place), str(kept)))
        return waiting

    def _all_places(self) -> list[Path]:
        files = [part.place for part in parts(self._settings)] + [Path(self._settings["USAGE"])]
        index = str(self._settings["INDEX_URL"]).removeprefix("whoosh://").partition("?")[0]
        if self._address.get_backend_name() == "sqlite":
            files.append(Path(str(self._address.database)))
        return [path.absolute() for path in (*files, Path(index)) if str(path)]


def _address(settings: Mapping[str, Any]) -> URL:
    return make_url(settings["DATABASE_URL"])
