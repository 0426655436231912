"""Files over every limit, sent to a hub that runs: refused with the limit named, in little memory, others answered."""

import io
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from hub.cli.serve import prepare
from tests.assurance import Figure
from tests.hub.served import Answer, Sender, Web, a_hub, a_sender
from tests.hub.test_soak import thirty_frameworks

ROUNDS = 6
MOST_MEMORY = 250.0
"""Megabytes that a process may ever have had."""

UPLOAD = "/contributions/upload"


def archive_of_many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for number in range(1_001):
            packed.writestr(f"part{number}", "x")
    return file.getvalue()


FILES = {
    "larger than 10 MB": b"x" * 10_000_001,
    "at most 12 MB": b"x" * 13_000_000,
    "more than 50,000 lines": b"owner,title\n" + b"ESPO,Salt\n" * 50_001,
    "201 columns; the limit is 200": b"owner,title," + b",".join(b"c%d" % n for n in range(199)) + b"\nESPO,Salt\n",
    "1,001 parts; the limit is 200": archive_of_many_parts(),
}
FIELDS = {
    "500,000 bytes of text in fields": {"do": "x" * 500_001},
    "1,000 fields": {f"f{number}": "x" for number in range(1_001)},
}


def sent(somebody: Sender, web: Web, body: bytes, fields: Mapping[str, str] = {}) -> tuple[int, str]:
    """The status and the words of the page that answers a file."""
    answer = somebody.send(web, UPLOAD, file=(body, "frameworks.csv"), **fields)
    return answer.status, " ".join(BeautifulSoup(answer.body, "lxml").get_text(" ").split())


class Others:
    """Somebody who searches all the time, while others send files."""

    def __init__(self, web: Web) -> None:
        self._web, self._over = web, threading.Event()
        self.answers: list[tuple[float, Answer]] = []
        self._thread = threading.Thread(target=self._search)

    def __enter__(self) -> "Others":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _search(self) -> None:
        while not self._over.wait(0.05):
            begun = time.monotonic()
            answer = self._web.ask("/search?q=cleaning")
            self.answers.append((time.monotonic() - begun, answer))


@pytest.fixture
def somebody_and_web(database: str, tmp_path: Path) -> Iterator[tuple[Sender, Web]]:
    app = a_hub(tmp_path, database)
    prepare(app)
    thirty_frameworks(app)
    web = Web(app)
    web.start()
    yield a_sender(app, "contributor", organisation="leeds", network="pen"), web
    web.kill()
    app.extensions["hub.engine"].dispose()


@pytest.mark.once
@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.assurance("I4", "Files over each limit are sent to a hub that runs, and others search meanwhile")
def test_what_is_over_a_limit_is_refused_in_little_memory_while_others_are_answered(
    somebody_and_web: tuple[Sender, Web], figure: Figure
) -> None:
    somebody, web = somebody_and_web
    with Others(web) as others:
        for _ in range(ROUNDS):
            for words, body in FILES.items():
                status, told = sent(somebody, web, body)
                assert status in (413, 422) and words in told, (words, status, told)
        for words, fields in FIELDS.items():
            status, told = sent(somebody, web, b"owner,title\n", fields)
            assert status == 413 and words in told, (words, status, told)

    assert others.answers and {answer.status for _, answer in others.answers} == {200}
    memory = int(Path(f"/proc/{web.pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1000
    assert memory < MOST_MEMORY
    slowest = max(took for took, _ in others.answers)
    figure(f"at most {memory:.0f} MB, {len(others.answers)} searches answered, the slowest in {slowest:.1f} s")
