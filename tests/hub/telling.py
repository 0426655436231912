"""A hub command that tells each of its steps as it takes it, so that a test can kill it at one of them."""

import os
import sys
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from hub import data
from hub.cli import main
from hub.crawl import doors
from scrapers.fetch import Door
from tests.hub.crawl_sites import LEDGER, LIST, Shelf
from tests.stand_in import SharedTime, internet_at

data.cpv_labels(), data.categories(), data.organisations()  # loaded before the processes part


def run(arguments: list[str], settings: dict[str, str], steps: Connection) -> None:
    """Run the command in this process, sending each statement to the database and each file opened or renamed.

    They are told before they happen. Ends with "done".
    """
    os.environ.update(settings)
    sys.stdout = sys.stderr = open(os.devnull, "w")

    def tell_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        steps.send(" ".join(statement.split()))

    def tell_file(name: str, about: tuple[Any, ...]) -> None:
        if name in ("open", "os.rename") and settings["HUB_HOME"] in str(about[0]):
            steps.send(f"{name} {about[0]}")

    event.listen(Engine, "before_cursor_execute", tell_statement)
    sys.addaudithook(tell_file)
    main(arguments, standalone_mode=False)
    steps.send("done")


def run_on_shelf(folder: Path, arguments: list[str], settings: dict[str, str], steps: Connection) -> None:
    """The same in a hub whose sites are the ledger and the list, as they stand on this shelf."""
    shelf = Shelf(folder)
    doors.SITES = {"ledger": LEDGER, "list": LIST}  # type: ignore[attr-defined]
    doors.open_fetch = lambda _site, _config, _since: shelf  # type: ignore[assignment]
    run(arguments, settings, steps)


def run_at(
    port: int, certificate: str, clock: Path, arguments: list[str], settings: dict[str, str], steps: Connection
) -> None:
    """The same in a hub for which every host is the stand-in at ``port``, and time is what is noted in ``clock``."""
    internet, time = internet_at(port, certificate), SharedTime(clock)
    setattr(doors, "Door", partial(Door, internet=internet, clock=time.clock))  # noqa: B010  a name it only imports
    run(arguments, settings, steps)
