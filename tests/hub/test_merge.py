"""What the records about one framework add up to."""

from datetime import date
from typing import Any

from hub.ingest.lots import in_order, lot_keys, merge_lots
from hub.ingest.merge import contradictions, merge
from hub.ingest.statement import Statement
from scrapers.record import Day, Kind, Link, Lot, Stage
from scrapers.source import Voice
from tests.factories import a_day, a_record


def a_statement(voice: Voice = Voice.OWNER, as_of: str = "2026-01-01", name: str = "a", **fields: Any) -> Statement:
    return Statement(a_record(**fields), f"source {name}", "anglian", voice, date.fromisoformat(as_of), name * 64)


def test_the_owners_word_wins_over_a_directorys_however_new():
    owner = a_statement(Voice.OWNER, "2020-01-01", "a", title="Owner's title")
    directory = a_statement(Voice.DIRECTORY, "2026-01-01", "b", title="Directory's title")

    assert merge([directory, owner]).values["title"] == "Owner's title"


def test_of_two_equal_voices_the_later_published_wins_then_the_later_as_of():
    older = a_statement(as_of="2026-01-01", name="a", title="Older", published=date(2024, 1, 1))
    newer = a_statement(as_of="2025-01-01", name="b", title="Newer", published=date(2025, 1, 1))
    undated = a_statement(as_of="2026-06-01", name="c", title="Undated")

    assert merge([older, undated, newer]).values["title"] == "Newer"
    assert merge([a_statement(as_of="2025-01-01", name="d", title="Old"), undated]).values["title"] == "Undated"


def test_equal_statements_are_told_apart_the_same_way_in_any_order():
    a, b = a_statement(name="a", title="One"), a_statement(name="b", title="Two")

    assert merge([a, b]).values == merge([b, a]).values
    assert merge([a, b]).provenance == merge([b, a]).provenance


def test_an_empty_or_unknown_field_never_hides_a_known_one():
    owner = a_statement(Voice.OWNER, kind=Kind.UNKNOWN, end=None, keywords=())
    directory = a_statement(Voice.DIRECTORY, name="b", kind=Kind.DPS, end=a_day("2027-03-31"), keywords=("paint",))

    values = merge([owner, directory]).values

    assert (values["kind"], values["end"].value, values["keywords"]) == (Kind.DPS, date(2027, 3, 31), ("paint",))


def test_provenance_names_the_record_each_value_came_from():
    owner = a_statement(name="a", title="Paint")
    notice = a_statement(Voice.NOTICE, name="b", title="Paints", end=a_day("2027-03-31"))

    provenance = merge([owner, notice]).provenance

    assert (provenance["title"], provenance["end"]) == ("a" * 64, "b" * 64)


def test_a_contradiction_is_a_loser_that_knows_another_value():
    shown = a_statement(name="a", end=a_day("2027-03-31"))
    other = a_statement(Voice.DIRECTORY, name="b", end=a_day("2026-03-31"))
    agreeing = a_statement(Voice.DIRECTORY, name="c", end=Day(value=date(2027, 3, 31), raw="31/03/2027"))
    silent = a_statement(Voice.DIRECTORY, name="d")

    assert contradictions(merge([shown, other, agreeing, silent]), "end") == [other]


def test_titles_that_differ_in_case_only_do_not_contradict_each_other():
    merged = merge([a_statement(name="a", title="Office Supplies"), a_statement(name="b", title="Office supplies")])

    assert contradictions(merged, "title") == []


def test_other_spellings_of_an_owner_a_reference_or_a_list_are_not_contradictions():
    one = a_statement(name="a", owner="CCS", reference="RM6100", cpv=("30000000", "48000000"))
    other = a_statement(
        name="b", owner="Crown Commercial Service", reference="rm 6100", cpv=("48000000", "30000000")
    )
    merged = merge([one, other])

    assert [name for name in ("owner", "reference", "cpv") if contradictions(merged, name)] == []


def test_a_locked_value_wins_over_the_owner():
    merged = merge([a_statement(title="Owner's title")], {"title": "Officer's title"})

    assert merged.values["title"] == "Officer's title"
    assert merged.provenance["title"] == "locked"


def test_the_words_of_a_status_come_from_the_record_that_won_it():
    owner = a_statement(stage=Stage.LIVE, source_status="Live")
    directory = a_statement(Voice.DIRECTORY, name="b", stage=Stage.ENDED, source_status="Closed")

    assert merge([directory, owner]).values["source_status"] == "Live"


def test_lots_come_from_the_strongest_list_completed_by_the_others():
    website = a_statement(name="a", lots=(Lot(title="Hosting"), Lot(title="Support")))
    service = a_statement(
        name="b", as_of="2022-01-01", lots=(Lot(number="Lot 1", title="hosting"), Lot(number="Lot 9", title="Training"))
    )

    lots, winner = merge_lots([website, service])

    assert [(lot.number, lot.title) for lot in lots] == [("Lot 1", "Hosting"), ("", "Support")]
    assert winner == "a" * 64


def test_a_lot_without_a_number_is_matched_by_its_title():
    lots, _ = merge_lots([
        a_statement(name="a", lots=(Lot(title="Printers"),)),
        a_statement(name="b", lots=(Lot(number="2", title="PRINTERS", description="All kinds"),)),
    ])

    assert (lots[0].number, lots[0].description) == ("2", "All kinds")


def test_lots_of_one_title_without_numbers_stay_several_and_are_not_mixed_up():
    bands = (Lot(title="Building", description="Under £3m"), Lot(title="Building", description="Over £3m"))
    other = (Lot(number="1", title="Building"), Lot(number="2", title="building"))

    lots, _ = merge_lots([a_statement(name="a", lots=bands), a_statement(name="b", lots=other)])

    assert [(lot.number, lot.description) for lot in lots] == [("", "Under £3m"), ("", "Over £3m")]
    assert lot_keys(lots) == ["building", "building #2"]


def test_a_lot_that_could_be_either_of_two_is_completed_from_neither():
    twins = (Lot(number="1", title="Building"), Lot(number="2", title="Building"))

    lots, _ = merge_lots([a_statement(name="a", lots=(Lot(title="Building"),)), a_statement(name="b", lots=twins)])

    assert [lot.number for lot in lots] == [""]


def test_lots_do_not_keep_the_end_their_framework_had_before_it_was_extended():
    website = a_statement(name="a", end=a_day("2028-10-27"), lots=(Lot(title="Training"),))
    old_lot = Lot(number="1", title="Training", start=a_day("2019-04-30"), end=a_day("2023-04-29"))
    service = a_statement(
        name="b", as_of="2022-06-20", start=a_day("2019-04-30"), end=a_day("2023-04-29"), lots=(old_lot,)
    )

    [lot] = merge([website, service]).values["lots"]

    assert (lot.number, lot.start, lot.end) == ("1", a_day("2019-04-30"), None)


def test_a_lot_that_ends_before_its_framework_keeps_its_own_end():
    lot = Lot(title="Training", end=a_day("2027-01-01"))

    assert merge([a_statement(end=a_day("2028-10-27"), lots=(lot,))]).values["lots"] == (lot,)


def test_numbered_lots_are_in_order_and_others_as_published():
    def numbers(*given: str) -> list[str]:
        return [lot.number for lot in in_order(Lot(number=number, title="x") for number in given)]

    assert numbers("Lot 10", "Lot 2", "Lot 1") == ["Lot 1", "Lot 2", "Lot 10"]
    assert numbers("2b", "1.2.10", "2a", "1.2.4") == ["1.2.4", "1.2.10", "2a", "2b"]
    assert numbers("2", "", "1") == ["2", "", "1"]


def test_evidence_of_all_records_adds_up():
    guide = Link(title="Guide", url="https://a.example/guide")
    terms = Link(title="Terms", url="https://a.example/terms")

    merged = merge([a_statement(name="a", documents=(guide,)), a_statement(name="b", documents=(terms, guide))])

    assert merged.values["documents"] == (guide, terms)
