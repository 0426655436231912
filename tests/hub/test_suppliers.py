"""Which names and numbers are one supplier: on labelled pairs, in any order of files, and by a person's decision."""

import json
from collections import Counter
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.actor import OPERATOR
from hub.catalogue.organisations import other_names, registered_numbers
from hub.cli import main
from hub.db import make_engine, readers, writers
from hub.errors import NotFound, Refused
from hub.ingest import Opened, ingest
from hub.ingest.organisations import load_organisations
from hub.ingest.supplier_matching import Judgement, Known, Verdict, compare
from hub.ingest.supplier_names import supplier_form, supplier_slug
from hub.ingest.supplier_pairs import pairs
from hub.ingest.supplier_review import SupplierPair, decide_supplier, propose_suppliers, supplier_queue, undo_supplier
from hub.ingest.suppliers import settle_suppliers
from hub.models import AuditEntry, CallOff, CallOffSupplier, Lot, Organisation, SupplierPlace as PlaceRow
from hub.search import state, sync
from scrapers.call_off import CallOffRecord
from scrapers.parse.identifiers import identifier
from scrapers.record import Identifier, Lot as StatedLot, Party, SupplierPlace
from scrapers.source import Outcome, Reading, Row, Voice
from tests.conftest import NOON, SHARED
from tests.databases import Databases
from tests.factories import a_day, a_reading, a_record

PAIRS = SHARED / "data/cases/supplier_pairs/dev.jsonl"
COMPANY_SCHEMES = ("company-number", "ted-nationalid")


# --- names


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ricoh UK Ltd.", "RICOH UK LIMITED"),
        ("Turning Point (Services) Ltd", "Turning Point Services Limited"),
        ("Ernst & Young LLP", "ERNST AND YOUNG L.L.P."),
        ("Brenntag UK Limited ", "Brenntag U.K. Limited"),
        ("Telefónica UK Ltd", "TELEFONICA UK LTD"),
        ("Marsh & Co Ltd", "Marsh and Company Limited"),
        ("The Sweep Group plc", "Sweep Group Public Limited Company"),
        ("J. B. Smith Ltd", "JB Smith Ltd"),
        ("Vans Ltd T/A Norwich Vans", "Vans Limited"),
        ("Vans Ltd (trading as Norwich Vans)", "Vans Limited t/a Vans of Norwich"),
        ("Vans Ltd (formerly Carts Ltd)", "VANS LTD"),
        ("Norwich Vans (trading name of Vans Ltd)", "Vans Limited"),
    ],
)
def test_spelling_does_not_change_the_form_of_a_name(name: str, other: str):
    assert supplier_form(name) == supplier_form(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Vans Ltd", "Vans LLP"),
        ("Vans Ltd", "Vans plc"),
        ("Vans Ltd", "Vans"),
        ("Vans UK Ltd", "Vans Ltd"),
        ("Vans Group Ltd", "Vans Ltd"),
        ("Vans Ltd - north depot", "Vans Ltd"),
        ("Norwich t/a Vans", "Norwich"),
        ("AB 12 Ltd", "AB 13 Ltd"),
    ],
)
def test_a_legal_form_or_a_word_more_is_another_name(name: str, other: str):
    assert supplier_form(name) != supplier_form(other)


@pytest.mark.parametrize("name", ["", "---", "Ltd", "Ελλάς ΑΕ", "!" * 300, "x " * 500, "(((", "t/a", "& Co", "1"])
def test_any_text_has_a_form_and_an_address(name: str):
    assert supplier_form(name) == supplier_form(name.upper())
    assert 0 < len(supplier_slug(name)) <= 120 and supplier_slug(name).isascii()


def test_names_that_differ_only_in_foreign_letters_have_addresses_of_their_own():
    assert len({supplier_slug(name) for name in ("Øst Ltd", "St Ltd", "Łst Ltd")}) == 3


# --- two suppliers


def known(name: str, *numbers: tuple[str, str]) -> Known:
    return Known((name,), frozenset(numbers))


def verdict(a: Known, b: Known) -> Verdict:
    assert compare(a, b) == compare(b, a)
    return compare(a, b).verdict


def test_a_registered_number_decides_whatever_the_names():
    one, other = ("GB-COH", "01234567"), ("GB-COH", "07654321")

    assert verdict(known("Vans Ltd", one), known("Carts plc", one)) is Verdict.AUTOMATIC
    assert verdict(known("Vans Ltd", one), known("Vans Ltd", other)) is Verdict.APART
    assert verdict(known("Vans Ltd", one), known("Vans Ltd")) is Verdict.AUTOMATIC
    ppon = ("GB-PPON", "PABC-1234-DEFG")
    assert verdict(known("Vans Ltd", one, ppon), known("Vans Ltd", other, ppon)) is Verdict.APART


def test_other_companies_numbers_are_only_asked_about_where_the_text_says_renamed():
    renamed = known("Vans Ltd (formerly Carts Ltd)", ("GB-COH", "01234567"))

    judgement = compare(renamed, known("Carts Limited", ("GB-COH", "07654321")))

    assert judgement.verdict is Verdict.PROPOSED
    assert judgement.evidence == ("One is stated to be the former name of the other",)


@pytest.mark.parametrize("scheme", ["GB-FTS", "GB-CFS", "CCS-SALESFORCE", "OXFORD-SUPPLIER-ID", "account"])
def test_a_lists_own_number_only_suggests(scheme: str):
    a, b = known("Vans Ltd", (scheme, "1")), known("Entirely Other plc", (scheme, "1"))

    assert verdict(a, b) is Verdict.PROPOSED


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Sweeping Brushes Ltd", "Sweeping Brooshes Ltd"),
        ("Sweeping Brushes", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes Ltd", "Sweeping Brushes plc"),
        ("SweepingBrushes Ltd", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes of Nor", "Sweeping Brushes of Norwich Ltd"),
        ("Sweeping Brushes Ltd - Depot", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes Limited highways account", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes Ltd (Head Office)", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes Limted", "Sweeping Brushes Limited"),
        ("Brooms t/a Sweeping Brushes", "Sweeping Brushes Ltd"),
        ("Brush Shop 1201", "Brush Shop 1317"),
        ("NSB Norwich Sweeping Brushes", "Norwich Sweeping Brushes"),
        ("University of Wisbech", "Wisbech University"),
    ],
)
def test_slips_cuts_and_additions_are_put_to_a_person(name: str, other: str):
    assert verdict(known(name), known(other)) is Verdict.PROPOSED


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Sweeping Brushes UK Ltd", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes Holdings Ltd", "Sweeping Brushes Ltd"),
        ("Sweeping Brushes Group", "Sweeping Brushes"),
        ("Sweeping Care Ltd", "Sweeping Services Ltd"),
        ("Sweeping Inc", "Sweeping Ltd"),
        ("University of East Wisbech", "University of West Wisbech"),
        ("Sweeping (Norfolk) Ltd", "Sweeping (Suffolk) Ltd"),
        ("Sweeping 1 Ltd", "Sweeping 2 Ltd"),
        ("Sweeping North East Ltd", "Sweeping North West Ltd"),
        ("---", "..."),
    ],
)
def test_companies_of_one_group_and_lookalikes_are_left_alone(name: str, other: str):
    assert verdict(known(name), known(other)) is Verdict.APART


# --- labelled pairs


@pytest.fixture(scope="module")
def labelled() -> list[Mapping[str, Any]]:
    if not PAIRS.exists():
        pytest.skip("the labelled pairs are not there")
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def known_side(side: Mapping[str, Any]) -> Known:
    numbers = (
        identifier("GB-COH" if each["scheme"] in COMPANY_SCHEMES else each["scheme"], each["id"]).value
        for each in side["ids"]
    )
    return Known((side["name"],), frozenset((number.scheme, number.id) for number in numbers if number))


def judged(case: Mapping[str, Any]) -> Judgement:
    return compare(known_side(case["a"]), known_side(case["b"]))


@pytest.mark.parametrize("half", [0, 1, None])
def test_labelled_pairs_are_kept_apart_or_proposed(labelled: list[Mapping[str, Any]], half: int | None):
    cases = [case for case in labelled if half is None or int(case["id"][1:]) // 2 % 2 == half]

    found = Counter((case["label"], judged(case).verdict) for case in cases)

    same = sum(n for (label, _), n in found.items() if label == "same")
    missed = found["same", Verdict.APART]
    proposed = sum(n for (_, each), n in found.items() if each is Verdict.PROPOSED)
    wrong = found["different", Verdict.PROPOSED] + found["same_group", Verdict.PROPOSED]
    print(f"{same - missed} of {same} same found, {wrong} of {proposed} proposals wrong")  # noqa: T201  pytest -s
    assert {label for (label, each), n in found.items() if each is Verdict.AUTOMATIC} == {"same"}
    assert missed <= same * 0.1
    assert wrong <= proposed / 3


def test_likely_pairs_are_found_among_many_suppliers(labelled: list[Mapping[str, Any]]):
    suppliers: dict[str, Known] = {}
    for side in (case[name] for case in labelled for name in "ab"):
        form = supplier_form(side["name"])
        before = suppliers.get(form, Known(()))
        suppliers[form] = Known((*before.names, side["name"]), before.numbers | known_side(side).numbers)
    expected = {
        frozenset(supplier_form(case[name]["name"]) for name in "ab")
        for case in labelled
        if case["label"] == "same" and judged(case).verdict is Verdict.PROPOSED
    }

    found = {frozenset((a, b)) for a, b, _ in pairs(suppliers)}

    assert len(expected) > 50
    assert expected <= found


def test_only_pairs_with_a_new_supplier_are_looked_at_again():
    names = ("Sweeping Brushes Ltd", "Sweeping Brushes", "Sweeping Brooshes Ltd")
    suppliers = {supplier_form(name): known(name) for name in names}

    assert len(list(pairs(suppliers))) == 3
    assert {(a, b) for a, b, _ in pairs(suppliers, new={"sweeping brushes"})} == {
        ("sweeping brushes", "sweeping brushes ltd"),
        ("sweeping brooshes ltd", "sweeping brushes"),
    }


def test_two_of_our_own_bodies_are_not_compared_and_nothing_else_changes(monkeypatch: pytest.MonkeyPatch):
    luck = Random(3)  # noqa: S311
    names = {"".join(luck.choice("abc") for _ in range(8)) + luck.choice((" Ltd", "", " Council")) for _ in range(300)}
    suppliers = {name: known(name) for name in names}
    own = {name for name in names if luck.random() < 0.5}
    everything = [(a, b, judgement) for a, b, judgement in pairs(suppliers) if not (a in own and b in own)]
    assert 10 < len(everything) < len(list(pairs(suppliers)))

    compared: list[set[Known]] = []

    def compare_and_tell(a: Known, b: Known) -> Judgement:
        compared.append({a, b})
        return compare(a, b)

    monkeypatch.setattr("hub.ingest.supplier_pairs.compare", compare_and_tell)
    assert list(pairs(suppliers, own=own)) == everything
    assert not [two for two in compared if two <= {suppliers[name] for name in own}]


# --- in the database


def company(number: int) -> Identifier:
    return Identifier(scheme="GB-COH", id=f"{number:08}")


def ppon(letters: str) -> Identifier:
    return Identifier(scheme="GB-PPON", id=f"P{letters}-1234-{letters}X")


def a_place(name: str, *identifiers: Identifier) -> SupplierPlace:
    return SupplierPlace(name=name, identifiers=identifiers)


def listing(*places: SupplierPlace, reference: str = "AB1", **source: Any) -> Reading:
    """A file with one framework and these suppliers on its one lot."""
    lot = StatedLot(number="1", title="Vans", suppliers=places)
    return a_reading(a_record(reference=reference, source_id=reference, lots=(lot,)), **source)


def contract(number: str, *suppliers: Party) -> Reading:
    """A register with one call-off of these suppliers."""
    record = CallOffRecord(source_id=number, title="Vans", buyer=Party(name="Fen School"), suppliers=suppliers)
    row = Row(place=f"line {number}", outcome=Outcome.CALL_OFF, call_off=record)
    return a_reading(rows=(row,), name="register", voice=Voice.REGISTER, owner="")


def take(sessions: Any, *readings: Reading) -> None:
    for reading in readings:
        ingest(sessions, Opened("file", "0" * 64, reading), OPERATOR, clock=lambda: NOON)


def picture(session: Session) -> dict[str, Any]:
    """Every organisation a file named, who leads it, what it is called and where it stands."""
    session.rollback()
    rows = {row.id: row for row in session.scalars(select(Organisation))}
    leaders = {row.joined_to_id for row in rows.values()}
    return {
        "organisations": sorted(
            (
                row.slug,
                row.name,
                row.kind,
                rows[row.joined_to_id].slug if row.joined_to_id else "",
                tuple(other_names(session, row)),
                tuple(registered_numbers(session, row)),
            )
            for row in rows.values()
            if not row.curated or row.id in leaders
        ),
        "places": sorted(
            (lot.framework_id and place.name, lot.key, rows[place.supplier_id].slug, place.position)
            for place, lot in session.execute(select(PlaceRow, Lot).join(Lot))
        ),
        "call-offs": sorted(
            (source_id, row.name, rows[row.supplier_id].slug, row.position)
            for row, source_id in session.execute(select(CallOffSupplier, CallOff.source_id).join(CallOff))
        ),
        "pairs": sorted((p.left.slug, p.right.slug, p.left.names, p.right.names) for p in supplier_queue(session)),
    }


def standing(session: Session) -> dict[str, list[str]]:
    """The suppliers that have places, by slug, with the names their places give."""
    session.rollback()
    found: dict[str, list[str]] = {}
    for slug, name in session.execute(select(Organisation.slug, PlaceRow.name).join(PlaceRow.supplier)):
        found.setdefault(slug, []).append(name)
    return {slug: sorted(names) for slug, names in found.items()}


DIRECTORY: dict[str, Any] = {"name": "directory", "voice": Voice.DIRECTORY, "owner": ""}
LATER: dict[str, Any] = {"as_of": a_day("2026-09-09").value}

STORIES: dict[str, tuple[Reading, ...]] = {
    "a number and spellings": (
        listing(a_place("VANS LTD")),
        listing(a_place("Vans Limited", company(1)), reference="AB2"),
        listing(a_place("Norwich Vans", company(1)), reference="AB3"),
        contract("1", Party(name="Vans Ltd.")),
    ),
    "two numbers of one name": (
        listing(a_place("Vans Ltd")),
        listing(a_place("Vans Limited", company(1)), reference="AB2"),
        listing(a_place("VANS LTD", company(2)), reference="AB3"),
        contract("1", Party(name="Vans Ltd"), Party(name="Vans Limited", identifiers=(company(2),))),
    ),
    "several registers": (
        listing(a_place("Vans Ltd", company(1), ppon("ABC"))),
        listing(a_place("Norwich Vans Ltd", ppon("ABC")), reference="AB2"),
        listing(a_place("Carts Ltd", company(2), ppon("ABC")), reference="AB3"),
        listing(a_place("Vans Ltd"), a_place("Carts Limited"), reference="AB4"),
    ),
    "losers and old editions": (
        listing(a_place("Vans Ltd"), a_place("Carts LLP", company(3))),
        listing(a_place("VANS LIMITED"), a_place("Old Carts Ltd", company(3)), **DIRECTORY),
        listing(a_place("Vans Ltd. (formerly Wagons Ltd)"), **LATER),
        listing(a_place("Wagons Limited"), a_place("Carts LLP"), reference="AB2"),
    ),
    "twice on one lot": (
        listing(a_place("Vans Ltd"), a_place("Norwich Vans Ltd"), a_place("Carts Ltd")),
        listing(a_place("Vans Ltd", company(1)), reference="AB2"),
        listing(a_place("Norwich Vans Ltd", company(1)), reference="AB3"),
        contract("1", Party(name="Norwich Vans Ltd"), Party(name="Vans Ltd")),
    ),
    "accounts and known bodies": (
        listing(a_place("Norfolk County Council", ppon("XYZ")), a_place("Vans Ltd", Identifier(scheme="L", id="7"))),
        listing(a_place("Norfolk Council Trading", ppon("XYZ")), reference="AB2"),
        listing(a_place("Carts plc", Identifier(scheme="L", id="7")), a_place("Vanns Ltd"), reference="AB3"),
        contract("1", Party(name="County Council of Norfolk"), Party(name="Vans")),
    ),
}


FIRST = "several registers"
SLOW = pytest.mark.thorough
ORDERS = (0, 9, 14, 23)
"""Of the 24 orders of four files, as they are written, backwards, and two in which each comes at another place."""


@pytest.mark.parametrize("story", [FIRST, *(pytest.param(name, marks=SLOW) for name in STORIES if name != FIRST)])
def test_any_order_of_files_gives_the_same_suppliers(story: str, tmp_path: Path, databases: Databases):
    orders = list(permutations(STORIES[story]))
    seen: list[dict[str, Any]] = []
    for number in ORDERS:
        engine = make_engine(databases.migrated(tmp_path / str(number)))
        if story == "accounts and known bodies":
            with writers(engine).begin() as session:
                load_organisations(session)
        take(writers(engine), *orders[number])
        with readers(engine)() as session:
            seen.append(picture(session))
        engine.dispose()

    assert seen[0]["places"]
    assert all(each == seen[0] for each in seen)


NAMES = ("Vans Ltd", "VANS LIMITED", "Vans", "Norwich Vans Ltd", "Carts Ltd", "Carts plc", "Vans Ltd t/a Carts")
NUMBERS = (company(1), company(2), company(3), ppon("ABC"), ppon("DEF"), Identifier(scheme="L", id="7"))


def drawn(luck: Random) -> Reading:
    """A file of a few suppliers whose names and numbers contradict each other."""
    places = [a_place(luck.choice(NAMES), *luck.sample(NUMBERS, luck.choice((0, 0, 1, 1, 2)))) for _ in range(2)]
    if luck.random() < 0.3:
        return contract("1", *(Party(name=place.name, identifiers=place.identifiers) for place in places))
    return listing(*places, reference=luck.choice(("AB1", "AB2")), **luck.choice(({}, DIRECTORY, LATER)))


@pytest.mark.parametrize("seed", [14, *(pytest.param(seed, marks=SLOW) for seed in (16, 32))])
def test_any_files_in_any_order_give_the_same_suppliers(seed: int, tmp_path: Path, databases: Databases):
    luck = Random(seed)  # noqa: S311
    files = [drawn(luck) for _ in range(4)]
    seen = []
    for number, order in enumerate((files, files[::-1])):
        engine = make_engine(databases.migrated(tmp_path / str(number)))
        take(writers(engine), *order)
        with readers(engine)() as session:
            seen.append(picture(session))
        engine.dispose()

    assert seen[0] == seen[1]


def test_a_name_with_one_number_is_that_company_and_has_a_plain_address(sessions: Any, session: Session):
    take(sessions, *STORIES["a number and spellings"])

    assert standing(session) == {"vans-ltd": ["Norwich Vans", "VANS LTD", "Vans Limited"]}
    supplier = session.scalars(select(Organisation).where(Organisation.slug == "vans-ltd")).one()
    assert supplier.name == "Vans Limited"
    assert other_names(session, supplier) == ["Norwich Vans", "VANS LTD", "Vans Ltd."]
    assert registered_numbers(session, supplier) == [("GB-COH", "00000001")]


def test_two_companies_of_one_name_have_their_numbers_in_their_addresses(sessions: Any, session: Session):
    take(sessions, *STORIES["two numbers of one name"])

    assert standing(session) == {
        "vans-ltd": ["Vans Ltd"],
        "gb-coh-00000001": ["Vans Limited"],
        "gb-coh-00000002": ["VANS LTD"],
    }


def test_a_number_of_another_register_never_makes_one_of_two_companies(sessions: Any, session: Session):
    take(sessions, *STORIES["several registers"])

    assert standing(session)["vans-ltd"] == ["Vans Ltd", "Vans Ltd"]
    assert standing(session)["carts-ltd"] == ["Carts Limited", "Carts Ltd"]


def test_a_supplier_that_two_names_put_on_a_lot_is_there_once(sessions: Any, session: Session):
    take(sessions, *STORIES["twice on one lot"])

    assert standing(session)["norwich-vans-ltd"] == ["Norwich Vans Ltd", "Vans Ltd", "Vans Ltd"]
    assert len(session.scalars(select(CallOffSupplier)).all()) == 1


def test_the_index_hears_of_a_supplier_that_was_joined(app: Any, sessions: Any, session: Session):
    take(sessions, listing(a_place("Vans Ltd")), listing(a_place("Carts Ltd", company(1)), reference="AB2"))
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)

    take(sessions, listing(a_place("Vans Ltd", company(1)), reference="AB3"))
    sync(sessions, app.extensions["hub.index"], clock=lambda: NOON)

    assert len(standing(session)) == 1
    assert state(session, app.extensions["hub.index"]).in_step


def test_settling_again_changes_nothing(sessions: Any, session: Session):
    for story in STORIES.values():
        take(sessions, *story)
    before = picture(session)
    session.rollback()

    with sessions.begin() as writing:
        assert settle_suppliers(writing, NOON) == 0
        assert propose_suppliers(writing, NOON) == 0

    assert picture(session) == before


def test_the_address_of_a_joined_supplier_leads_to_the_one_it_is(sessions: Any, client: Any, page: Any):
    take(sessions, *STORIES["a number and spellings"])

    for slug in ("norwich-vans", "gb-coh-00000001"):
        response = client.get(f"/suppliers/{slug}")
        assert (response.status_code, response.location) == (301, "/suppliers/vans-ltd")
    text = " ".join(page("/suppliers/vans-ltd").main.get_text().split())
    assert "Also written Norwich Vans, VANS LTD and Vans Ltd." in text
    assert "Companies House: 00000001" in text


# --- decisions


ALIKE = (
    listing(a_place("Sweeping Brushes Ltd"), a_place("Sweeping Brooshes Ltd", company(9))),
    listing(a_place("Sweeping Brooshes Ltd"), reference="AB2"),
    contract("1", Party(name="Sweeping Brushes Ltd")),
)


def one_pair(session: Session) -> SupplierPair:
    session.rollback()
    [pair] = supplier_queue(session)
    return pair


def test_suppliers_alike_wait_for_a_person_who_sees_names_numbers_and_lots(sessions: Any, session: Session):
    take(sessions, *ALIKE)

    pair = one_pair(session)

    assert pair.proposal.evidence == ["The names differ in 2 letters only"]
    sides = {side.names[0]: (list(side.numbers), side.lots) for side in (pair.left, pair.right)}
    assert sides == {
        "Sweeping Brushes Ltd": ([], 1),
        "Sweeping Brooshes Ltd": ([("GB-COH", "00000009")], 2),
    }


def test_accepting_joins_and_undoing_restores_exactly(sessions: Any, session: Session):
    take(sessions, *ALIKE)
    before = picture(session)
    number = one_pair(session).proposal.id
    session.rollback()

    with sessions.begin() as writing:
        decide_supplier(writing, number, "accept", OPERATOR, NOON, "the same depot")
    joined = standing(session)
    assert joined == {"sweeping-brooshes-ltd": ["Sweeping Brooshes Ltd", "Sweeping Brushes Ltd"]}
    assert supplier_queue(session) == []
    session.rollback()
    with sessions.begin() as writing:
        undo_supplier(writing, number, OPERATOR, NOON)

    assert picture(session) == before
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"supplier pair {number}"))
    assert list(actions) == ["accept", "undo"]


def test_a_decision_holds_for_files_that_come_later(sessions: Any, session: Session):
    take(sessions, *ALIKE)
    number = one_pair(session).proposal.id
    session.rollback()
    with sessions.begin() as writing:
        decide_supplier(writing, number, "accept", OPERATOR, NOON)

    take(sessions, listing(a_place("Sweeping Brushes Limited"), reference="AB5"))

    [(_, names)] = standing(session).items()
    assert names == ["Sweeping Brooshes Ltd", "Sweeping Brushes Limited", "Sweeping Brushes Ltd"]


@pytest.mark.parametrize("verdict", ["reject", "never"])
def test_a_pair_once_refused_is_not_asked_again(sessions: Any, session: Session, verdict: str):
    take(sessions, *ALIKE)
    number = one_pair(session).proposal.id
    session.rollback()
    with sessions.begin() as writing:
        decide_supplier(writing, number, verdict, OPERATOR, NOON)

    take(sessions, listing(a_place("Sweeping Brushes Ltd", company(8)), reference="AB6"), *ALIKE)

    session.rollback()
    assert supplier_queue(session) == []


def test_a_pair_that_numbers_have_told_apart_leaves_the_queue(sessions: Any, session: Session):
    take(sessions, *ALIKE)
    assert one_pair(session)
    session.rollback()

    take(sessions, listing(a_place("Sweeping Brushes Ltd", company(8)), reference="AB6"))

    session.rollback()
    assert supplier_queue(session) == []


def test_deciding_twice_or_about_nothing_says_what_to_do(sessions: Any, session: Session):
    take(sessions, *ALIKE)
    number = one_pair(session).proposal.id
    session.rollback()
    with sessions.begin() as writing:
        with pytest.raises(Refused, match="has not been decided"):
            undo_supplier(writing, number, OPERATOR, NOON)
        decide_supplier(writing, number, "reject", OPERATOR, NOON)
        with pytest.raises(Refused, match="decided already"):
            decide_supplier(writing, number, "accept", OPERATOR, NOON)
        with pytest.raises(NotFound, match="hub review suppliers"):
            decide_supplier(writing, 999, "accept", OPERATOR, NOON)


def test_a_new_trading_name_is_compared_though_it_makes_no_new_supplier(sessions: Any, session: Session):
    take(sessions, listing(a_place("Sweeping Brushes Ltd"), a_place("Norwich Broom Shop")))
    assert supplier_queue(session) == []

    take(sessions, listing(a_place("Sweeping Brushes Ltd t/a Norwich Broom Shop"), reference="AB2"))

    assert one_pair(session).proposal.evidence == ["One is stated to be the trading name of the other"]


def test_pairs_are_listed_decided_and_undone_at_the_command_line(app: Flask, sessions: Any, tmp_path: Path):
    take(sessions, *ALIKE)
    settings = {"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": app.config["DATABASE_URL"]}

    def hub(*words: str, status: int = 0) -> str:
        result = CliRunner().invoke(main, ["review", "suppliers", *words], env=settings)
        assert result.exit_code == status, result.output
        return result.output

    listed = hub()
    number = listed.split(":")[0]
    assert "The names differ in 2 letters only." in listed
    assert "Sweeping Brooshes Ltd (GB-COH 00000009; on 2 lots)" in listed
    assert "Sweeping Brushes Ltd (no registered number; on 1 lot)" in listed
    assert "1 pair to decide" in listed
    assert "undo" in hub("accept", number, "--reason", "one depot")
    assert "Nothing to decide." in hub("list")
    assert f"{number}: accept" in hub("decisions") and "one depot" in hub("decisions")
    assert "decided already" in hub("never", number, status=1)
    hub("undo", number)
    assert "1 pair to decide" in hub()
    assert "There is no pair 999" in hub("reject", "999", status=1)
