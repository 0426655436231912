"""The thesaurus as a table: whole, and without rows that cannot do anything."""

import csv
from importlib.resources import files

from indexer.analysis import tokens
from indexer.query import Clause
from indexer.thesaurus import Thesaurus, thesaurus, trying

ROWS = list(csv.DictReader((files("indexer") / "thesaurus.csv").read_text(encoding="utf-8").splitlines()))


def terms(text: str) -> tuple[str, ...]:
    return tuple(token.term for token in tokens(text, typed=True) if not token.compound)


def expansions(table: Thesaurus, text: str) -> list[tuple[int, int, str]]:
    return [(start, end, " ".join(clause.words)) for start, end, clause in table.expand(terms(text))]


def test_every_row_is_whole_and_leads_somewhere_else():
    assert len(ROWS) >= 400
    for row in ROWS:
        assert set(row) == {"term", "expansion", "direction"}
        assert row["direction"] in ("both", "one-way")
        assert terms(row["term"]) and terms(row["expansion"])
        assert terms(row["term"]) != terms(row["expansion"]), row


def test_no_two_rows_say_the_same():
    said = [(terms(row["term"]), terms(row["expansion"])) for row in ROWS]
    said += [(terms(row["expansion"]), terms(row["term"])) for row in ROWS if row["direction"] == "both"]

    assert sorted(pair for pair in set(said) if said.count(pair) > 1) == []


def test_terms_of_several_words_are_found_anywhere_in_a_query():
    table = Thesaurus([("bin lorry", "refuse collection vehicle", "both"), ("lorry", "vehicle", "one-way")])

    assert expansions(table, "new bin lorries for the town") == [
        (1, 3, "refuse collection vehicle"),
        (2, 3, "vehicle"),
    ]
    assert expansions(table, "refuse collection vehicles") == [(0, 3, "bin lorry")]
    assert expansions(table, "vehicle") == []


def test_another_is_read_only_while_it_is_on_trial():
    other = Thesaurus([("tar", "asphalt", "both")])
    with trying(other):
        assert thesaurus() is other

    assert thesaurus() is not other


def test_our_own_is_read_once():
    assert thesaurus() is thesaurus()
    assert Clause(("enforcement", "agent"), ("enforc", "agent")) in [e.clause for e in thesaurus().expand(["bailiff"])]
