"""Which records speak of the same framework."""

from collections import defaultdict
from datetime import date
from itertools import permutations
from typing import Any

from hub.ingest.identity import Group, Joins, groups, home_key, own_key, redirects
from hub.ingest.statement import Statement
from scrapers.source import Voice
from tests.factories import a_day, a_record


def a_statement(source: str = "website", voice: Voice = Voice.OWNER, **fields: Any) -> Statement:
    record = a_record(**fields)
    return Statement(record, source, "gca", voice, date(2026, 1, 1), f"{source}{record.source_id}".ljust(64, "0"))


def grouped(*statements: Statement, joins: Joins | None = None) -> list[Group]:
    homes: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        homes[home_key(s.owner, s.record, s.source)].append(s)
    return groups(homes, joins or Joins())


def dated(reference: str, start: str, end: str, **fields: Any) -> dict[str, Any]:
    term = {"start": a_day(start), "end": a_day(end)}
    return {"reference": reference, "source_id": f"{reference} {start}", **term, **fields}


def test_one_reference_of_one_owner_is_one_framework_in_any_spelling():
    assert len(grouped(a_statement(reference="RM6100"), a_statement("list", reference="rm 6100"))) == 1


def test_iterations_never_share_a_framework():
    references = ["RM1557.13", "RM1557.14", "RM1557.15", "RM1557.13L4", "RM1043iv", "RM1043.4"]

    assert len(grouped(*(a_statement(reference=r) for r in references))) == len(references)


def test_the_same_reference_of_two_owners_is_two_frameworks():
    ours = a_record(reference="985")

    assert home_key("ypo", ours, "a") != home_key("espo", ours, "a")


def test_a_record_without_a_reference_is_known_by_its_source():
    record = a_record(reference="", source_id="x")

    assert home_key("gca", record, "list") == own_key(a_statement("list", reference="", source_id="x"))


def test_words_in_place_of_a_reference_identify_nothing():
    first, second = (a_record(reference=text, source_id=text) for text in ("TBC", "See website"))

    assert home_key("gca", first, "list") != home_key("gca", second, "list")


def test_a_resellers_listing_is_not_the_owners_framework():
    listing = a_record(reference="RM6361", listing_of_owner="Crown Commercial Service", source_id="1")

    assert home_key("gca", listing, "ypo") != home_key("gca", a_record(reference="RM6361"), "gca")


def test_one_reference_used_again_years_later_is_another_framework():
    first = a_statement(**dated("985", "2015-01-01", "2019-01-01"))
    second = a_statement("other", **dated("985", "2022-01-01", "2026-01-01"))

    assert len(grouped(first, second)) == 2


def test_the_generation_the_owner_speaks_of_keeps_the_references_address():
    listed = a_statement("list", Voice.DIRECTORY, **dated("985", "2015-01-01", "2019-01-01"))
    own = a_statement(**dated("985", "2022-01-01", "2026-01-01"))

    found = {group.key: group.statements for group in grouped(listed, own)}

    assert found[home_key("gca", own.record, "website")] == (own,)


def test_of_two_joined_homes_the_one_with_a_reference_gives_the_address():
    strong = a_statement(reference="", source_id="1")
    weak = a_statement("list", Voice.DIRECTORY, reference="RM6103", source_id="2")
    home = home_key("gca", weak.record, "list")

    [group] = grouped(strong, weak, joins=Joins(joined=frozenset({(own_key(strong), home)})))

    assert group.key == home


def test_terms_that_overlap_or_are_not_published_do_not_part_a_reference():
    first = a_statement(**dated("985", "2015-01-01", "2019-01-01"))
    moved = a_statement("other", **dated("985", "2016-01-01", "2020-01-01"))
    undated = a_statement("third", reference="985", source_id="u")

    assert len(grouped(first, moved, undated)) == 1


def test_a_join_makes_two_homes_one_and_the_other_key_leads_there():
    website, listed = a_statement(reference="RM6103"), a_statement("list", Voice.DIRECTORY, reference="", source_id="7")
    pair = (home_key("gca", website.record, "website"), own_key(listed))

    found = grouped(website, listed, joins=Joins(joined=frozenset({pair})))

    assert [group.key for group in found] == [pair[0]]
    assert redirects(found)[pair[1]] == pair[0]


def test_a_detached_record_stands_alone():
    website, listed = a_statement(reference="RM6103"), a_statement("list", reference="RM6103", source_id="7")

    found = grouped(website, listed, joins=Joins(detached=frozenset({own_key(listed)})))

    assert {group.key for group in found} == {home_key("gca", website.record, "website"), own_key(listed)}


def test_the_order_of_records_makes_no_difference():
    statements = [
        a_statement(**dated("985", "2015-01-01", "2019-01-01")),
        a_statement("other", **dated("985", "2022-01-01", "2026-01-01")),
        a_statement("third", reference="985", source_id="u"),
        a_statement("fourth", reference="", source_id="v"),
    ]
    pair = (own_key(statements[3]), home_key("gca", statements[0].record, "website"))
    joins = Joins(joined=frozenset({pair}))

    outcomes = {
        tuple(sorted((g.key, tuple(sorted(s.hash for s in g.statements))) for g in grouped(*order, joins=joins)))
        for order in permutations(statements)
    }

    assert len(outcomes) == 1
