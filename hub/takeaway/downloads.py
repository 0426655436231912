"""The whole catalogue as files, made once a day by a command and only listed and sent by the pages.

A file is written aside and renamed when it is whole, and the list of them, ``downloads.json``, last. What was made on
earlier days stays for a week.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import catalogue, exports
from hub.formatters import slugify
from hub.models import Framework, Source, listed
from hub.paths import make_private, write_whole
from hub.status import assess
from hub.takeaway import ocds
from hub.takeaway.reading import described, numbers_in

LIST = "downloads.json"
DAYS_KEPT = 7
NAME = "procurement-hub"


@dataclass(frozen=True)
class Form:
    """A form the catalogue comes in: how its name ends, what it is, and how it is written."""

    ending: str
    title: str
    mimetype: str
    write: Callable[[Session, IO[bytes], date, str], None]


@dataclass(frozen=True)
class File:
    """A file that was made."""

    name: str
    title: str
    mimetype: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Terms:
    """A source of what the files hold, and its licence. ``read`` is the day the hub last read it."""

    title: str
    publisher: str
    url: str
    licence: str
    dated: str
    read: str


@dataclass(frozen=True)
class Downloads:
    """What was made last: the day, how many frameworks, the files, and the terms of each source."""

    made: date
    frameworks: int
    files: Sequence[File]
    sources: Sequence[Terms]


def make(session: Session, folder: Path, day: date, address: str = "") -> Downloads:
    """Write the catalogue in every form, then the list of the files; remove what is older than a week.

    ``address`` is that of the hub's front page, for what leads back to its pages; empty: nothing does.
    """
    make_private(folder)
    keys = _keys(session)
    files = [_made(session, folder, form, day, address) for form in FORMS]
    made = Downloads(day, len(keys), files, [terms_of(source) for source in session.scalars(_sources())])
    write_whole(folder / LIST, lambda file: file.write(_dumped(asdict(made) | {"made": day.isoformat()})))
    _remove_old(folder, day)
    return made


def made_last(folder: Path) -> Downloads | None:
    """What is there to be sent; None where nothing was made yet."""
    try:
        said = json.loads((folder / LIST).read_text(encoding="utf-8"))
        files = [File(**each) for each in said["files"]]
        terms = [Terms(**each) for each in said["sources"]]
        return Downloads(date.fromisoformat(said["made"]), said["frameworks"], files, terms)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _made(session: Session, folder: Path, form: Form, day: date, address: str) -> File:
    path = folder / f"{NAME}-{day.isoformat()}.{form.ending}"
    write_whole(path, lambda file: form.write(session, file, day, address))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.name, form.title, form.mimetype, path.stat().st_size, sha256)


def _remove_old(folder: Path, day: date) -> None:
    """Only what the hub itself has made here, and told by its name."""
    for path in folder.glob(f"{NAME}-????-??-??.*"):
        try:
            made = date.fromisoformat(path.name[len(NAME) + 1 :][:10])
        except ValueError:
            continue
        if (day - made).days >= DAYS_KEPT:
            path.unlink(missing_ok=True)


def _keys(session: Session) -> list[str]:
    return list(session.scalars(select(Framework.key).where(*listed()).order_by(Framework.title_sort, Framework.id)))


def _sources() -> Any:
    return select(Source).order_by(Source.title)


def terms_of(source: Source) -> Terms:
    """A source as files name it."""
    return Terms(
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        licence=source.licence,
        dated=source.as_of.isoformat() if source.as_of else "",
        read=source.last_read.astimezone(UTC).date().isoformat() if source.last_read else "",
    )


def _dumped(values: Any) -> bytes:
    return f"{json.dumps(values, ensure_ascii=False, indent=1)}\n".encode()


def _write_csv(session: Session, file: IO[bytes], day: date, address: str) -> None:
    file.write(exports.as_csv(session).encode(errors="replace"))


def _write_json(session: Session, file: IO[bytes], day: date, address: str) -> None:
    """The frameworks as `hub export` gives them, and before them what the file is and on what terms."""
    body = json.loads(exports.as_json(session))
    about = {"made": day.isoformat(), "address": address, "catalogue": asdict(catalogue.dates(session))}
    terms = [asdict(terms_of(source)) for source in session.scalars(_sources())]
    text = json.dumps({"about": about, "sources": terms, **body}, ensure_ascii=False, default=str)
    file.write(text.encode(errors="replace"))


def _write_ocds(session: Session, file: IO[bytes], day: date, address: str) -> None:
    """A release a line, packed. No time of packing stands in the file: what is the same has the same sum."""
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        for line in _releases(session, day, address):
            packed.write(line)


def _releases(session: Session, day: date, address: str) -> Iterator[bytes]:
    for each in described(session, _keys(session)):
        row = each.framework
        page = f"{address.rstrip('/')}/frameworks/{row.key}/{slugify(row.title)}" if address else ""
        place = ocds.Place(package="", page=page, hub=address, policy="")
        facts = ocds.Facts(row, assess(row, day).status, each.sources, numbers_in(session, row))
        release = ocds.release(facts, place)
        yield f"{json.dumps(release, ensure_ascii=False)}\n".encode(errors="replace")


FORMS = (
    Form("csv", "Frameworks, as the hub's own CSV, which it can import again", "text/csv", _write_csv),
    Form("json", "Frameworks with their contracts and sources, as JSON", "application/json", _write_json),
    Form("ocds.jsonl.gz", "Frameworks as OCDS releases, one a line, packed", "application/gzip", _write_ocds),
)
