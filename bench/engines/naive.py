"""Whoosh as its manual shows it: a field for each text, a parser over all, one searcher a request, grouped results."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index, qparser, query, sorting
from whoosh.analysis import StemmingAnalyzer

from bench.engines import FACETS, TEXTS, TITLE_WEIGHT, Answer, compact, joined, references
from bench.searches import Search
from indexer import Document

COLUMNS = {"newest": ("start", True), "ending": ("end", False)}
SEPARATOR = ","


class Engine:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        writer = index.create_in(str(folder), _schema()).writer()
        for document in documents:
            writer.add_document(**_fields(document))
        writer.commit()

    def open(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder))

    def search(self, search: Search) -> Answer:
        with self._index.searcher() as searcher:
            results = searcher.search(self._query(search), limit=search.limit, groupedby=_groups(), **_options(search))
            first = results[: search.limit]  # grouped results take no heed of the limit
            ids = [hit["id"] for hit in first]
            fragments = [hit.highlights("text") for hit in first] if search.words else []
            facets = {name: dict(results.groups(name)) for name in FACETS}
            return Answer(len(results), ids, facets, fragments)

    def add(self, document: Document) -> None:
        writer = self._index.writer()
        writer.update_document(**_fields(document))
        writer.commit()

    def _query(self, search: Search) -> Any:
        match search.mode:
            case "all":
                return query.Every()
            case "reference":
                return query.Term("reference", compact(search.words))
        group = qparser.OrGroup if search.mode == "any" else qparser.AndGroup
        parser = qparser.MultifieldParser(TEXTS, self._index.schema, group=group)
        parser.add_plugin(qparser.FuzzyTermPlugin())
        return parser.parse(_typed(search))


def _typed(search: Search) -> str:
    match search.mode:
        case "phrase":
            return f'"{" ".join(search.words)}"'
        case "beginning":
            return f"{search.words[0]}*"
        case "misspelt":
            return f"{search.words[0]}~1/2"
        case _:
            return " ".join(search.words)


def _schema() -> Any:
    stemming = StemmingAnalyzer()
    texts = {name: fields.TEXT(stored=True, analyzer=stemming) for name in TEXTS}
    texts["title"] = fields.TEXT(stored=True, analyzer=stemming, field_boost=TITLE_WEIGHT)
    counted = {f"{name}_facet": fields.ID(sortable=True) for name in FACETS if name != "region"}
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        reference=fields.KEYWORD,
        region_facet=fields.KEYWORD(commas=True),
        start=fields.NUMERIC(sortable=True),
        end=fields.NUMERIC(sortable=True),
        **texts,
        **counted,
    )


def _fields(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "reference": " ".join(references(document)),
        "start": document.start.toordinal() if document.start else 0,
        "end": document.end.toordinal() if document.end else 0,
        **{name: joined(document, name) for name in TEXTS},
        **{f"{name}_facet": SEPARATOR.join(document.facets.get(name, ())) for name in FACETS},
    }


def _groups() -> Any:
    return {
        name: sorting.FieldFacet(f"{name}_facet", allow_overlap=name == "region", maptype=sorting.Count)
        for name in FACETS
    }


def _options(search: Search) -> dict[str, object]:
    options: dict[str, object] = {}
    if search.filters:
        options["filter"] = query.And([_any(name, values) for name, values in search.filters.items()])
    if search.exclude:
        options["mask"] = query.Or([_any(name, values) for name, values in search.exclude.items()])
    if search.sort in COLUMNS:
        options["sortedby"], options["reverse"] = COLUMNS[search.sort]
    return options


def _any(name: str, values: Iterable[str]) -> Any:
    return query.Or([query.Term(f"{name}_facet", value) for value in values])
