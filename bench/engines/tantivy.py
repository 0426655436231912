"""tantivy, the engine written in Rust, by its Python package: a field for each text, columns for what is counted."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy

from bench.engines import FACETS, TEXTS, TITLE_WEIGHT, Answer, compact, joined, references
from bench.searches import Search, Values
from indexer import Document

BUILD_BYTES, ADD_BYTES = 256_000_000, 50_000_000
COLUMNS = {"newest": ("start", tantivy.Order.Desc), "ending": ("end", tantivy.Order.Asc)}
BOOSTS = {"title": TITLE_WEIGHT}
COUNTS = {name: {"terms": {"field": f"{name}_facet", "size": 1000}} for name in FACETS}


class Engine:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        schema = _schema()
        writer = tantivy.Index(schema, path=str(folder)).writer(heap_size=BUILD_BYTES, num_threads=1)
        for document in documents:
            writer.add_document(_document(document, schema))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._writer: Any = None

    def search(self, search: Search) -> Answer:
        searcher, query = self._index.searcher(), self._query(search)
        narrowed = self._narrowed(query, search)
        column, order = COLUMNS.get(search.sort, (None, tantivy.Order.Desc))
        found = searcher.search(narrowed, limit=search.limit, count=True, order_by_field=column, order=order)
        documents = [searcher.doc(address) for _, address in found.hits]
        counted = searcher.aggregate(narrowed, COUNTS)
        facets = {name: {row["key"]: row["doc_count"] for row in counted[name]["buckets"]} for name in FACETS}
        fragments = self._fragments(searcher, query, documents) if search.words else []
        return Answer(found.count, [document.get_first("id") for document in documents], facets, fragments)

    def add(self, document: Document) -> None:
        self._writer = self._writer or self._index.writer(heap_size=ADD_BYTES, num_threads=1)
        self._writer.delete_documents_by_term("id", document.id)
        self._writer.add_document(_document(document, self._index.schema))
        self._writer.commit()
        self._index.reload()

    def _query(self, search: Search) -> Any:
        schema, word = self._index.schema, "".join(search.words[:1])
        match search.mode:
            case "all":
                return tantivy.Query.all_query()
            case "reference":
                return tantivy.Query.term_query(schema, "reference", compact(search.words), "basic")
            case "beginning":
                return _either(tantivy.Query.regex_query(schema, name, f"{word}.*") for name in TEXTS)
            case "misspelt":
                return _either(tantivy.Query.fuzzy_term_query(schema, name, word, distance=1) for name in TEXTS)
        typed = " ".join(search.words)
        text = f'"{typed}"' if search.mode == "phrase" else typed
        return self._index.parse_query(text, [*TEXTS], BOOSTS, conjunction_by_default=search.mode == "every")

    def _narrowed(self, query: Any, search: Search) -> Any:
        occur = tantivy.Occur
        kept = [(occur.Must, clause) for clause in self._having(search.filters)]
        out = [(occur.MustNot, clause) for clause in self._having(search.exclude)]
        return tantivy.Query.boolean_query([(occur.Must, query), *kept, *out]) if kept or out else query

    def _having(self, chosen: Values) -> Iterator[Any]:
        for name, values in chosen.items():
            yield _either(
                tantivy.Query.term_query(self._index.schema, f"{name}_facet", value, "basic") for value in values
            )

    def _fragments(self, searcher: Any, query: Any, documents: Iterable[Any]) -> list[str]:
        generator = tantivy.SnippetGenerator.create(searcher, query, self._index.schema, "text")
        return [generator.snippet_from_doc(document).to_html() for document in documents]


def _either(queries: Iterable[Any]) -> Any:
    found = list(queries)
    return found[0] if len(found) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in found])


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("reference", tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, stored=name == "text", tokenizer_name="en_stem")
    for name in FACETS:
        builder.add_text_field(f"{name}_facet", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("start", "end"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def _document(document: Document, schema: Any) -> Any:
    values: dict[str, object] = {
        "id": document.id,
        "reference": references(document),
        "start": document.start.toordinal() if document.start else 0,
        "end": document.end.toordinal() if document.end else 0,
        **{name: joined(document, name) for name in TEXTS},
        **{f"{name}_facet": list(document.facets.get(name, ())) for name in FACETS},
    }
    return tantivy.Document.from_dict(values, schema)
