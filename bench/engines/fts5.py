"""SQLite's full-text search: one virtual table for the words, one plain table for what is filtered and counted."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.engines import FACETS, TEXTS, TITLE_WEIGHT, Answer, NotOffered, compact, joined, references, single
from bench.searches import Search
from indexer import Document

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:
    import sqlite3

SINGLE = tuple(name for name in FACETS if name != "region")
WEIGHTS = ", ".join(str(TITLE_WEIGHT if name == "title" else 1.0) for name in TEXTS)
ORDERS = {"newest": "start desc", "ending": '"end"'}
MATCHES_FIRST, MANY = "cross join", 5_000
"""SQLite's way to say that it is to begin with the matches; many are found faster by going through all frameworks."""

FRAGMENT_WORDS = 24
FRAGMENT = (
    f"select snippet(words, {TEXTS.index('text')}, '<b>', '</b>', '…', {FRAGMENT_WORDS})"
    " from words where words match ? and rowid = ?"
)

TABLES = f"""
create table frameworks(number integer primary key, id text unique, {", ".join(TEXTS)});
create table facts(number integer primary key, {", ".join(f"{name}_facet" for name in SINGLE)}, start int, "end" int);
create table regions(number int, region text, primary key(number, region)) without rowid;
create table refs(reference text, number int, primary key(reference, number)) without rowid;
create virtual table words using fts5({", ".join(TEXTS)}, content='frameworks', content_rowid='number',
    tokenize='porter unicode61', prefix='4');
insert into words(words, rank) values('rank', 'bm25({WEIGHTS})');
"""
AFTERWARDS = """
create index by_region on regions(region, number);
create index by_start on facts(start);
create index by_end on facts("end");
insert into words(words) values('optimize');
analyze;
"""

NEW_FRAMEWORK = f"insert into frameworks values(null, ?, {', '.join('?' * len(TEXTS))})"
NEW_FACTS = f"insert into facts values(?, {', '.join('?' * len(SINGLE))}, ?, ?)"
NEW_WORDS = f"insert into words(rowid, {', '.join(TEXTS)}) values(?, {', '.join('?' * len(TEXTS))})"


class Engine:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        self.open(folder)
        self._database.execute("pragma journal_mode=wal")
        self._database.executescript(TABLES)
        self._database.execute("begin")
        for document in documents:
            self._insert(document)
        self._database.execute("commit")
        self._database.executescript(AFTERWARDS)
        self._database.execute("pragma wal_checkpoint(truncate)")
        self._database.close()

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "words.db", isolation_level=None)
        for setting in ("cache_size=-262144", "mmap_size=4000000000", "temp_store=memory", "synchronous=normal"):
            self._database.execute(f"pragma {setting}")
        self._database.execute("create temp table hits(number integer primary key, score real)")

    def search(self, search: Search) -> Answer:
        """All matches are put in a table once; the total, the counts and the first of them come from there."""
        select, values = _hits(search)
        self._database.execute("delete from hits")
        self._database.execute(f"insert into hits {select}", values)
        [total] = self._rows("select count(*) from hits")[0]
        join = MATCHES_FIRST if total < MANY else "join"
        rows = self._rows(_first(search, join), search.limit)
        facets = {name: dict(self._rows(_count(name, join))) for name in FACETS}
        return Answer(total, [id for _, id in rows], facets, self._fragments(search, [number for number, _ in rows]))

    def add(self, document: Document) -> None:
        self._database.execute("begin immediate")
        self._insert(document)
        self._database.execute("commit")

    def _fragments(self, search: Search, numbers: list[int]) -> list[Any]:
        match = _match(search)
        if not match:
            return []
        return [self._rows(FRAGMENT, match, number) for number in numbers]

    def _insert(self, document: Document) -> None:
        texts = [joined(document, name) for name in TEXTS]
        number = self._database.execute(NEW_FRAMEWORK, [document.id, *texts]).lastrowid
        facts = [single(document, name) for name in SINGLE]
        days = [day.toordinal() if day else 0 for day in (document.start, document.end)]
        self._database.execute(NEW_FACTS, [number, *facts, *days])
        self._database.execute(NEW_WORDS, [number, *texts])
        for region in document.facets.get("region", ()):
            self._database.execute("insert into regions values(?, ?)", [number, region])
        for reference in references(document):
            self._database.execute("insert or ignore into refs values(?, ?)", [reference, number])

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return list(self._database.execute(sql, values).fetchall())


def _hits(search: Search) -> tuple[str, list[str]]:
    """The select that gives the number and score of every match, and its values."""
    narrowed, values = _narrowed(search)
    match = _match(search)
    if match:
        joined = "words join facts on facts.number = words.rowid" if narrowed else "words"
        score = "rank" if search.sort == "relevance" else "0"
        where = " and ".join(["words match ?", *narrowed])
        return f"select words.rowid, {score} from {joined} where {where}", [match, *values]
    if search.mode == "reference":
        return "select number, 0 from refs where reference = ?", [compact(search.words)]
    return f"select number, 0 from facts where {' and '.join(narrowed) or 'true'}", values


def _match(search: Search) -> str:
    """What the virtual table is asked; empty where the words are not needed."""
    quoted = [f'"{word}"' for word in search.words]
    match search.mode:
        case "misspelt":
            raise NotOffered("FTS5 does not correct spellings")
        case "all" | "reference":
            return ""
        case "phrase":
            return f'"{" ".join(search.words)}"'
        case "beginning":
            return f"{quoted[0]} *"
        case "every":
            return " AND ".join(quoted)
        case _:
            return " OR ".join(quoted)


def _narrowed(search: Search) -> tuple[list[str], list[str]]:
    """The conditions for filters and exclusions, and their values."""
    conditions: list[str] = []
    values: list[str] = []
    for name, wanted, word in [
        *((name, wanted, "in") for name, wanted in search.filters.items()),
        *((name, wanted, "not in") for name, wanted in search.exclude.items()),
    ]:
        marks = ", ".join("?" * len(wanted))
        if name == "region":
            conditions.append(f"facts.number {word} (select number from regions where region in ({marks}))")
        else:
            conditions.append(f"{name}_facet {word} ({marks})")
        values += wanted
    return conditions, values


def _first(search: Search, join: str) -> str:
    """The select that gives the number and id of the first matches."""
    order = ORDERS.get(search.sort, "score")
    tables = f"hits {join} facts using(number) {join} frameworks using(number)"
    return f"select number, id from {tables} order by {order} limit ?"


def _count(facet: str, join: str) -> str:
    if facet == "region":
        return f"select region, count(*) from hits {join} regions using(number) group by 1"
    return f"select {facet}_facet, count(*) from hits {join} facts using(number) group by 1"
