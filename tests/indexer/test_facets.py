"""Facets counted over arrays are what counting one document after another gives."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings, strategies as st

from indexer import ENDING_WITHIN_DAYS, Document, Query, SearchIndex, open_index
from tests.indexer.documents import a_document
from tests.thorough import EXAMPLES

TODAY = date(2026, 11, 21)
VALUES = {"status": "live ended planned", "region": "UKH UKI UKC UKD", "supplier": "a b c d e f g h", "kind": "x"}

few = {name: st.lists(st.sampled_from(values.split()), max_size=4, unique=True) for name, values in VALUES.items()}
rows = st.lists(st.tuples(st.fixed_dictionaries(few), st.none() | st.integers(-40, 400)), max_size=25)
choices = st.dictionaries(
    st.sampled_from([*VALUES]), st.sampled_from("live UKH a x nothing".split()).map(lambda v: (v,))
)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(rows=rows, filters=choices, exclude=choices, days=st.none() | st.sampled_from(ENDING_WITHIN_DAYS))
def test_totals_and_counts_are_those_of_counting_by_hand(rows, filters, exclude, days):
    documents = [
        a_document(f"{n}", facets=facets, end=None if end is None else TODAY + timedelta(end))
        for n, (facets, end) in enumerate(rows)
    ]
    index = open_index("memory:")
    index.apply(documents)

    page = index.search(Query(filters=filters, exclude=exclude, ending_within=days, today=TODAY))

    assert page.total == len(passing(documents, filters, exclude, days))
    for name in VALUES:
        free = passing(documents, without(filters, name), without(exclude, name), days)
        assert page.facets[name] == Counter(value for document in free for value in document.facets[name])
    free = passing(documents, filters, exclude, None)
    assert page.ending == {step: len(passing(free, {}, {}, step)) for step in ENDING_WITHIN_DAYS}
    assert page.excluded == len(passing(documents, filters, {}, days)) - page.total


def without(choices, name):
    return {other: values for other, values in choices.items() if other != name}


def passing(documents, filters, exclude, days):
    """The documents that pass, one after another."""
    return [
        document
        for document in documents
        if all(set(values) & set(document.facets[name]) for name, values in filters.items())
        and not any(set(values) & set(document.facets[name]) for name, values in exclude.items() if name not in filters)
        and (days is None or (document.end is not None and TODAY <= document.end <= TODAY + timedelta(days)))
    ]


def test_counts_stay_true_while_documents_come_change_and_go(index: SearchIndex):
    chance = Random(4)  # noqa: S311
    held: dict[str, Document] = {}
    for version in range(1, 40):
        id = f"{chance.randrange(12)}"
        if chance.random() < 0.3:
            held.pop(id, None)
            index.apply([], deleted=[id])
            continue
        regions = tuple(chance.sample(VALUES["region"].split(), chance.randrange(4)))
        held[id] = a_document(id, f"Desks {version}", version=version, facets={"region": regions})
        index.apply([held[id]])

        page = index.search(Query(text="desks", per_page=100))
        assert {hit.id for hit in page.hits} == held.keys()
        assert page.facets["region"] == Counter(v for document in held.values() for v in document.facets["region"])
        assert index.versions() == {id: document.version for id, document in held.items()}
