"""Each engine in a process of its own, so that its time and memory are its own and no rival stands in its way."""

import gc
import json
import resource
import shutil
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time, sleep
from typing import Any

from bench.corpus import documents
from bench.engines import Answer, Engine, NotOffered, engine
from bench.searches import Search
from indexer import Document

BENCH = Path(__file__).parent
CODE = {"ours": [BENCH.parent / "indexer"]}
SETTLED_SECONDS = 0.2
"""How long an index is left alone after it has changed, as it would be in use."""

NEW_WORD = "zyzzyva{}q"


class Failed(Exception):
    """An engine's process has ended with a fault; the message is its traceback."""


@dataclass(frozen=True)
class Built:
    """What building cost: processor seconds, less those of making up the documents, megabytes on disk and in memory."""

    seconds: float
    size: float
    memory: float


@dataclass(frozen=True)
class Timed:
    """A search's milliseconds of processor time, how many it found and how it counted them."""

    milliseconds: float
    total: int
    counted: dict[str, dict[str, int]]


class Worker:
    """An engine at work in another process."""

    def __init__(self, name: str) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def build(self, size: int, folder: Path) -> Built:
        return self._ask("build", size, folder)

    def open(self, folder: Path) -> float:
        """Milliseconds from nothing to the first answer."""
        return self._ask("open", folder)

    def search(self, searches: Sequence[Search]) -> list[Timed | None]:
        return self._ask("search", searches)

    def add(self, times: int) -> list[float]:
        """Milliseconds from a new document to its being found, each time."""
        return self._ask("add", times)

    def memory(self) -> float:
        """The most megabytes it has used."""
        return self._ask("memory")

    def stop(self) -> None:
        self._pipe.close()
        self._process.join()

    def _ask(self, *question: object) -> Any:
        self._pipe.send(question)
        try:
            failed, answer = self._pipe.recv()
        except EOFError:
            raise Failed("it was ended from outside, perhaps for want of memory") from None
        if failed:
            raise Failed(answer)
        return answer


def built(name: str, size: int, kept: Path) -> tuple[Path, Built]:
    """The folder of an engine's index of so many documents, built unless one by the same code is kept there."""
    folder = kept / str(size) / name
    note, code = folder / "built.json", _code(name)
    if note.exists() and (found := json.loads(note.read_text()))["code"] == code:
        return folder / "index", Built(**found["built"])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "index").mkdir(parents=True)
    worker = Worker(name)
    done = worker.build(size, folder / "index")
    worker.stop()
    note.write_text(json.dumps({"code": code, "built": asdict(done)}))
    return folder / "index", done


def _code(name: str) -> str:
    """What an index was built by, in short."""
    sources = [BENCH / "corpus.py", BENCH / "engines" / f"{name}.py"]
    sources += [path for folder in CODE.get(name, ()) for path in sorted(folder.rglob("*.py"))]
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _serve(name: str, pipe: Connection) -> None:
    work = _Work(engine(name))
    while True:
        try:
            method, *arguments = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((False, getattr(work, method)(*arguments)))
        except Exception:
            pipe.send((True, traceback.format_exc()))


class _Work:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def build(self, size: int, folder: Path) -> Built:
        clock = _Clock()
        self._engine.build(clock.away(documents(size)), folder)
        seconds = clock.seconds()
        megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        return Built(seconds, megabytes, self.memory())

    def open(self, folder: Path) -> float:
        clock = _Clock()
        self._engine.open(folder)
        self._engine.search(Search(mode="reference", words=("none",)))
        return 1000 * clock.seconds()

    def search(self, searches: Sequence[Search]) -> list[Timed | None]:
        gc.collect()
        return [self._timed(search) for search in searches]

    def _timed(self, search: Search) -> Timed | None:
        clock = _Clock()
        try:
            answer = self._engine.search(search)
        except NotOffered:
            return None
        return Timed(1000 * clock.seconds(), answer.total, _plain(answer))

    def add(self, times: int) -> list[float]:
        return [self._add(f"new{number}", NEW_WORD.format(number)) for number in range(times)]

    def _add(self, id: str, word: str) -> float:
        document = replace(next(documents(1, seed=99)), id=id, texts={"title": (word,)})
        sleep(SETTLED_SECONDS)
        clock = _Clock()
        self._engine.add(document)
        found = self._engine.search(Search(words=(word,)))
        if list(found.ids) != [id]:
            raise LookupError(f"{id} was added and is not found: {found.ids}")
        return 1000 * clock.seconds()

    def memory(self) -> float:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)


def _plain(answer: Answer) -> dict[str, dict[str, int]]:
    return {name: dict(counts) for name, counts in answer.facets.items()}


class _Clock:
    """Processor time since it was made, less what was spent away."""

    def __init__(self) -> None:
        self._away = 0.0
        self._started = process_time()

    def away(self, made: Iterable[Document]) -> Iterator[Document]:
        """The documents, the time of making them not counted."""
        source = iter(made)
        while True:
            left = process_time()
            document = next(source, None)
            self._away += process_time() - left
            if document is None:
                return
            yield document

    def seconds(self) -> float:
        return process_time() - self._started - self._away
