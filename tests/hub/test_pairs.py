"""Which frameworks are one: merged without asking, worth asking a person, or apart."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hub.ingest import pairing
from hub.ingest.dedupe import Outcome, Verdict, judge, verdict
from hub.ingest.identity import home_key
from hub.ingest.organisations import organisation_slug
from hub.ingest.pairing import CROWD, proposals
from hub.ingest.profiles import Candidate, Profile
from hub.ingest.titles import read
from scrapers import dfe_list
from scrapers.parse import codes, words
from scrapers.record import Kind, Record
from tests.conftest import SHARED

PAIRS = SHARED / "data" / "cases" / "merge_pairs" / "dev.jsonl"


def a_framework(title: str = "", reference: str = "", **fields: Any) -> Candidate:
    """One source's entry for a framework of ESPO; every entry made is of another source unless the test says so."""
    for name in ("start", "end", "listed_on"):
        if isinstance(fields.get(name), str):
            fields[name] = date.fromisoformat(fields[name])
    source = fields.pop("source", f"{title} {reference} {sorted(fields.items())!r}")
    entries = frozenset({(source, f"{title} {reference} {fields.get('url')}")})
    values: dict[str, Any] = {"key": "a", "owner": "espo", "entries": entries} | fields
    return Candidate(title=title, reference=reference, **values)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (a_framework("Signs", "344_22"), a_framework("", "344-22")),
        (a_framework("Signs", "344_22", start="2022-01-01", end="2024-01-01"), a_framework("Other words", "344 22")),
        (a_framework("Signs", source="list"), a_framework("Signs", source="list", start="2022-01-01")),
    ],
)
def test_the_same_reference_or_entry_is_merged(a: Candidate, b: Candidate):
    assert verdict(a, b).outcome is Outcome.MERGED


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(a_framework("Signs", "344_22"), a_framework("Signs", "344_22", owner="ypo"), id="other owner"),
        pytest.param(a_framework("Signs", "344_22", listing=True), a_framework("Posts", "344_22"), id="a listing"),
        pytest.param(
            a_framework("Cloud", "1", start="2012-01-01", end="2013-01-01"),
            a_framework("Roads", "1", start="2020-01-01", end="2024-01-01"),
            id="a number used again",
        ),
    ],
)
def test_a_reference_of_another_owner_a_listing_or_another_time_does_not_merge(a: Candidate, b: Candidate):
    assert verdict(a, b).outcome is Outcome.APART


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(a_framework("Legal Services"), a_framework("Legal services framework agreement"), id="words"),
        pytest.param(a_framework("215_24 Vehicles"), a_framework("Vehicles (2024)"), id="number and year in it"),
        pytest.param(a_framework("Fuel", "301_22"), a_framework("ESPO - Fuel"), id="the owner's name before it"),
        pytest.param(a_framework("Digital marketplace (G-Cloud 13)"), a_framework("G-Cloud 13"), id="short name"),
        pytest.param(a_framework("NEPRO Three"), a_framework("Neutral vendor (“NEPRO3”)"), id="number as a word"),
        pytest.param(a_framework("Total ICT"), a_framework("Total ICT - goods for all schools"), id="a subtitle"),
        pytest.param(a_framework("Energy audits"), a_framework("Energy audits (buildings)"), id="a remark"),
        pytest.param(a_framework("Audiovisual media"), a_framework("Aduiovisual media"), id="misspelt"),
        pytest.param(a_framework("Signs", source="x"), a_framework("SIGNS", source="x"), id="twice in one list"),
    ],
)
def test_one_title_in_two_spellings_is_worth_a_look(a: Candidate, b: Candidate):
    assert verdict(a, b).outcome is Outcome.PROPOSED
    assert verdict(b, a).outcome is Outcome.PROPOSED


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(a_framework("De-icing", "220_24"), a_framework("220_24 Winter salt"), id="in the title"),
        pytest.param(
            a_framework("De-icing", "220_24"),
            a_framework("Winter salt", url="https://www.espo.org/winter-salt-220-24.html"),
            id="in the address",
        ),
        pytest.param(
            a_framework("Furniture", "RM6119", owner="gca", start="2020-06-23"),
            a_framework(
                "Furniture",
                "ocds-b5fd17-4706b1fc-a6d7-4b25-a6e9-1869e19a2d75-rm6119-award",
                owner="gca",
                start="2019-01-01",
            ),
            id="in a portal's number",
        ),
        pytest.param(a_framework("Fuel", "YPO 0001173", owner="ypo"), a_framework("Oil 1173", owner="ypo"), id="zeros"),
    ],
)
def test_a_reference_shown_by_the_other_is_worth_a_look(a: Candidate, b: Candidate):
    found = verdict(a, b)
    assert found.outcome is Outcome.PROPOSED
    assert any("reference" in sentence for sentence in found.evidence)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(a_framework("Legal", "RM1557.13"), a_framework("Legal", "RM1557.14"), id="iterations"),
        pytest.param(a_framework("Cloud", "RM1557vii"), a_framework("Cloud", "RM1557viii"), id="roman iterations"),
        pytest.param(a_framework("Cloud", "RM1557.14"), a_framework("Cloud Lot 4", "RM1557.14L4"), id="a lot of it"),
        pytest.param(a_framework("Print Marketplace"), a_framework("Print Marketplace 2"), id="generations"),
        pytest.param(a_framework("Panel Two"), a_framework("Panel III"), id="generations in words"),
        pytest.param(a_framework("Cloud (CAS 2)"), a_framework("Education (CAS 2 Lot 6)"), id="a lot in brackets"),
        pytest.param(a_framework("Business", parent_reference="RM1"), a_framework("Business"), id="a lot's own record"),
        pytest.param(a_framework("Cleaning DPS"), a_framework("Cleaning", kind="framework"), id="the DPS beside it"),
        pytest.param(a_framework("Signs"), a_framework("Call-off: Signs"), id="a call-off"),
        pytest.param(a_framework("Legal Services"), a_framework("Language Services"), id="other words"),
        pytest.param(a_framework("Office furniture"), a_framework("Office furnishings"), id="another noun"),
        pytest.param(a_framework("Framework agreement"), a_framework("DPS"), id="no words at all"),
        pytest.param(a_framework("Gas 2020-2024"), a_framework("Gas (2024 - 2028)"), id="other years"),
        pytest.param(a_framework("Guards 0719"), a_framework("Guards", "2322"), id="another number in the title"),
        pytest.param(
            a_framework("Legal", start="2020-01-01", end="2024-01-01"),
            a_framework("Legal", start="2024-02-02", end="2028-02-01"),
            id="the next",
        ),
        pytest.param(
            a_framework("Heating", listed_on="2023-06-20"),
            a_framework("Heating", start="2024-01-29"),
            id="listed before it began",
        ),
        pytest.param(
            a_framework("Audio", listed_on="2023-06-20"),
            a_framework("Audio", "Y24003"),
            id="listed before the year in its number",
        ),
        pytest.param(
            a_framework("Vehicles", source="x"), a_framework("Vehicles (2026)", source="x"), id="two in one list"
        ),
        pytest.param(
            a_framework("Estate works", source="x"),
            a_framework("Estate works for Health", source="x"),
            id="a narrower one in one list",
        ),
    ],
)
def test_what_tells_two_frameworks_apart_outweighs_every_likeness(a: Candidate, b: Candidate):
    assert verdict(a, b).outcome is Outcome.APART
    assert verdict(b, a).outcome is Outcome.APART


def test_an_address_on_another_body_s_site_shows_no_reference():
    left_over = a_framework("Electricity", url="https://www.crowncommercial.gov.uk/agreements/RM6121")
    assert verdict(left_over, a_framework("Taxis", "RM6121")).outcome is Outcome.APART


def test_a_planned_start_may_slip_by_months_under_one_title_but_not_under_a_similar_one():
    began = a_framework("Print Management", start="2020-12-28", end="2025-06-27")
    same = a_framework("Print Management", start="2021-03-29", end="2024-12-27")
    similar = replace(same, title="Print Manegement")

    assert verdict(began, same).evidence == ("The same owner", "The same title", "They start 91 days apart")
    assert verdict(began, similar).outcome is Outcome.APART


def test_a_power_or_a_very_long_number_in_a_title_is_read():
    assert read("Heat in m² and ² 3").names
    assert read("9" * 900).references


def test_pairs_are_found_whichever_words_and_numbers_they_share():
    frameworks = [
        a_framework("De-icing salt", "220_24", key="a"),
        a_framework("Winter maintenance", key="b", url="https://www.espo.org/winter-220-24.html"),
        a_framework("Total ICT", key="c"),
        a_framework("Total ICT - goods for all schools", key="d"),
        a_framework("Print and audiovisual books", key="e"),
        a_framework("Print and aduiovisual books", key="f"),
        a_framework("Roofing", key="g"),
    ]
    assert {p.keys for p in proposals(frameworks)} == {("a", "b"), ("c", "d"), ("e", "f")}


def test_a_title_that_a_crowd_of_frameworks_have_is_passed_over():
    crowd = [a_framework("Works", key=f"{n:03}", source=f"list {n}") for n in range(CROWD + 1)]
    assert list(proposals(crowd)) == []


@pytest.mark.parametrize("owners", [1, 200])
def test_of_many_frameworks_each_is_compared_with_a_few(owners: int, monkeypatch: pytest.MonkeyPatch):
    nouns = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    many = [
        a_framework(f"{nouns[n % 150]} {nouns[n * 7 % 149]} {nouns[n * 13 % 139]}", key=str(n), owner=str(n % owners))
        for n in range(3000)
    ]
    compared: list[Verdict] = []

    def counted(one: Profile, other: Profile) -> Verdict:
        compared.append(judge(one, other))
        return compared[-1]

    monkeypatch.setattr(pairing, "judge", counted)

    list(proposals(many))

    assert 0 < len(compared) < 2 * len(many)


@pytest.fixture(scope="module")
def judged() -> list[tuple[dict[str, Any], Verdict]]:
    if not PAIRS.exists():
        pytest.skip("the labelled pairs are not here")
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [(pair, verdict(as_read(pair["a"]), as_read(pair["b"]))) for pair in pairs]


def test_no_labelled_pair_is_merged_that_is_not_known_to_be_one(judged: list[tuple[dict[str, Any], Verdict]]):
    merged = [pair["id"] for pair, found in judged if found.outcome is Outcome.MERGED and pair["label"] != "same"]
    assert merged == []


def test_nine_of_ten_true_pairs_are_merged_or_proposed(judged: list[tuple[dict[str, Any], Verdict]]):
    outcomes = Counter(found.outcome for pair, found in judged if pair["label"] == "same")
    assert outcomes[Outcome.APART] <= 0.07 * outcomes.total(), f"true pairs: {dict(outcomes)}"


def test_few_proposals_are_wrong(judged: list[tuple[dict[str, Any], Verdict]]):
    labels = Counter(pair["label"] for pair, found in judged if found.outcome is Outcome.PROPOSED)
    assert labels["different"] + labels["reseller"] <= labels.total() / 6, f"proposed: {dict(labels)}"


def test_titles_alone_do_nearly_as_well(judged: list[tuple[dict[str, Any], Verdict]]):
    """The labelled pairs mostly have references; where those are not published the titles must carry it."""
    hidden = [
        (pair["label"], verdict(replace(as_read(pair["a"]), reference="", url=""), as_read(pair["b"])).outcome)
        for pair, _ in judged
    ]
    labels = Counter(label for label, outcome in hidden if outcome is Outcome.PROPOSED)
    assert labels["different"] + labels["reseller"] <= labels.total() / 6, f"proposed: {dict(labels)}"
    assert labels["same"] >= 28, f"proposed: {dict(labels)}"


def test_what_is_merged_by_reference_has_one_home_and_nothing_else_has(judged: list[tuple[dict[str, Any], Verdict]]):
    for pair, found in judged:
        same_home = len({home_of(as_read(pair[side]), side) for side in ("a", "b")}) == 1
        by_reference = found.evidence == ("The same owner and reference",)
        assert same_home is by_reference or found.evidence == ("One entry of one source",), pair["id"]


def home_of(side: Candidate, source: str) -> str:
    return home_key(side.owner, Record(source_id="1", title="Any", owner=side.owner, reference=side.reference), source)


def as_read(side: dict[str, Any]) -> Candidate:
    """A side of a labelled pair as the importer of its source would read it."""
    source = re.sub("^notice_.*", "notices", side["source"])
    given = Candidate(
        key=f"{source} {side['key']}",
        owner=organisation_slug(side["owner"]),
        title=side["title"] or "",
        reference=side.get("reference") or "",
        start=a_date(side["start"]),
        end=a_date(side["end"]),
        kind=kind_of(side),
        entries=frozenset({(source, side["key"])}),
        parent_reference=side.get("parent_reference") or "",
        url=side.get("url") or "",
        notices=frozenset(filter(None, [side.get("ocid")])),
        listed_on=a_date(side.get("listing_date") or ""),
    )
    return as_listed_for_schools(given, side["owner_code"]) if side.get("owner_code") else given


def as_listed_for_schools(given: Candidate, code: str) -> Candidate:
    """The list's short code is the owner; an address counts where it is on the owner's site."""
    owner = dfe_list.OWNERS[code]
    url = given.url.replace("&amp;", "&") if codes.host(given.url) in owner.hosts else ""
    found = dfe_list._reference(code, given.title, url)
    return replace(
        given,
        owner=organisation_slug(owner.name),
        reference=found.own,
        parent_reference=found.parent,
        url=url,
        entries=frozenset({("dfe_list", codes.slug(code, given.title))}),
    )


def kind_of(side: dict[str, Any]) -> str:
    return str(words.KINDS.get((side.get("type") or "").casefold(), Kind.UNKNOWN))


def a_date(text: str) -> date | None:
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", text):
        return date(*map(int, match.groups()))
    match = re.match(r"(\d\d)/(\d\d)/(\d{4})", text)
    return date(int(match[3]), int(match[2]), int(match[1])) if match else None
