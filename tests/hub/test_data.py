"""The hub's own lists: complete, unambiguous, and leading to each other."""

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hub import data
from hub.data import tables
from scrapers import files
from scrapers.record import Money, Record, Stage, SupplierPlace
from scrapers.source import Outcome, Reading

REPO = Path(__file__).parents[2]
PUBLISHED = REPO.parent / "shared" / "data"
LARGEST_FILE = 600_000
ORGANISATION = re.compile(
    r"\w*ltd\b|\b(?:limited|llp|plc|cic|association|care|charity|co-operative|college|corporation|council|education|"
    r"fellowship|foundation|fostering|group|healthcare|homes|house|school|schools|systems|training|trust|university)\b",
    re.IGNORECASE,
)
"""A company form, or a word that makes a name an organisation's. A trade does not: sole traders use it too."""
BUSINESS_NAMES = {
    "Aaron Services", "BTG Gases", "Challen Commercial Investigations", "Childhood First",
    "CLP Electrical Contractors", "Cromwell Property Services", "Elite Managed Services", "Enhanced Energy Solutions",
    "Ethelbert Childrens Services", "Fleet Tutors", "Futures for Children", "Hurricane Roofing",
    "Integrated Services Programme (ISP)", "Kaberry Construction", "Lucion Environmental", "MCP Environmental",
    "Mitie Property Services", "National Teaching & Advisory Service", "Nichol Associates", "North Devon+",
    "Novus Property Solutions", "Orbis Protect", "Parallel Parents", "Pheonix Contractors", "Real Ideas Trading",
    "Regional Foster Placements", "South West Growth Service", "Sovini Property Services",
    "SSE Enterprise Contracting", "UPS Building & Maintenance", "West Yorkshire Joint Services",
    "Whittle Programmed Maintenance",
}  # fmt: skip
"""Names with neither that were looked at and hold no person's full name."""

published_files = pytest.mark.skipif(not PUBLISHED.exists(), reason="the publishers' own files are not here")


def test_the_cpv_of_2008_is_whole():
    assert len(data.cpv_codes()) == 9_454
    assert data.cpv_labels()["72212000"] == "Programming services of application software"
    assert len({data.cpv_division(code) for code in data.cpv_codes()}) == 45


def test_the_ancestors_of_a_code_run_from_its_division_down_to_its_parent():
    assert data.cpv_ancestors("72212100") == ("72000000", "72200000", "72210000", "72212000")
    assert data.cpv_ancestors("72000000") == ()


def test_levels_that_do_not_exist_are_not_ancestors():
    """The vocabulary has ballpoint pens, but no 30192120 above them."""
    pens = ("30000000", "30100000", "30190000", "30192000", "30192100")
    assert data.cpv_ancestors("30192121") == pens
    assert all(above in data.cpv_codes() for code in data.cpv_codes() for above in data.cpv_ancestors(code))


def test_a_code_of_no_division_has_none():
    assert data.cpv_division("99000000") is None


def test_the_category_tree_is_two_levels_that_a_person_can_survey():
    top = data.category_children("")
    assert 18 <= len(top) <= 24
    for slug in top:
        below = data.category_children(slug)
        assert below and len(below) <= 10
        assert all(data.category_children(child) == () for child in below)
    assert data.category_ancestors("cloud-and-hosting") == ("it",)
    assert len(data.categories()) <= 140


def test_every_category_says_in_one_line_what_belongs_there():
    for category in data.categories().values():
        assert category.scope.endswith(".") and len(category.scope) < 90, category.slug


def test_every_cpv_division_leads_to_a_category():
    for code in data.cpv_codes():
        assert data.categories_for((), (code,)), code


def test_the_longest_listed_part_of_a_code_decides():
    assert data.categories_for((), ("85000000",)) == ("health",)
    assert data.categories_for((), ("85311300",)) == ("childrens-placements",)


def test_of_a_hundred_codes_the_first_few_decide():
    codes = [code for code in data.cpv_codes() if code.endswith("000000")]
    assert len(data.categories_for((), codes)) == 3


def test_every_mapping_leads_to_a_category_that_exists():
    for name in ("cpv_categories.csv", "source_categories.csv", "title_categories.csv"):
        for row in tables.rows(name):
            assert all(slug in data.categories() for slug in tables.listed(row["category"])), row


def test_a_sources_own_words_come_before_codes():
    assert data.categories_for(("Financial Services",), ("72000000",), "gca_website") == ("finance",)


def test_the_same_word_may_mean_different_things_in_different_lists():
    assert data.categories_for(("hardware",), source="dfe_list") == ("it-hardware",)
    assert data.categories_for(("Hardware",), source="gca_website") == ("it",)


def test_a_pillar_that_holds_half_of_everything_says_nothing():
    assert data.categories_for(("Estates",), source="gca_website") == ()


def test_a_title_makes_a_broad_word_exact():
    """GCA keeps food and couriers under facilities management."""
    words = ("Estates", "Facilities Management")
    assert data.categories_for(words, (), "gca_website", "Buying Better Food and Drink") == ("food-and-drink",)
    assert data.categories_for(words, (), "gca_website", "Healthcare Soft FM") == ("facilities",)


def test_words_of_a_title_count_once():
    assert data.categories_for((), title="Cyber Security Services 3") == ("cyber-security",)


def test_our_own_slugs_and_titles_are_words_an_officer_may_use():
    assert data.categories_for(("Cloud and hosting", "legal-advice")) == ("cloud-and-hosting", "legal-advice")


def test_a_category_above_another_one_found_is_left_out():
    assert data.categories_for(("IT and software", "Software")) == ("software",)


@published_files
def test_every_category_word_of_the_published_lists_is_known():
    with (PUBLISHED / "frameworks" / "frameworks_combined.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sources = {"ccs_website_2026": "gca_website", "dfe_ghbfs_2023": "dfe_list"}
    for row in rows:
        words = [word for word in row["category"].split("; ") if word]
        assert not words or data.categories_for(words, source=sources.get(row["source"], "")), row["category"]


def test_a_region_is_found_by_its_name_code_or_usual_other_names():
    for text in ("UKH", "TLH", "East of England", "East of England (England)", "the EAST OF ENGLAND"):
        assert data.region_for(text) == "UKH", text
    assert data.region_for("Any region") == "UK"
    assert data.region_for("Yorkshire & the Humber") == "UKE"
    assert data.region_for("Somewhere else") is None


def test_wales_is_the_nation_and_west_midlands_the_region():
    assert data.region_for("Wales") == "UKL"
    assert data.region_for("West Midlands") == "UKG"


def test_a_code_newer_than_our_list_is_in_the_region_above_it():
    assert data.region_for("UKH99") == "UKH"
    assert data.region_for("TLN0A") == "UKN0"


def test_a_region_lies_in_all_that_contain_it():
    assert data.region_ancestors("UKH12") == ("UK", "GB-ENG", "UKH", "UKH1")
    assert data.region_ancestors("UKM82") == ("UK", "UKM", "UKM8")
    assert data.regions()["UKH1"].name == "East Anglia"


def test_there_are_twelve_regions_and_nations():
    assert len([region for region in data.regions().values() if region.level == 1]) == 12
    assert all(region.parent in data.regions() for region in data.regions().values() if region.code != "UK")


def test_58_councils_and_fire_services_in_2009_are_56_today():
    then = [body for body in data.authorities().values() if body.member_2009]
    now = [body for body in data.authorities().values() if body.member_today]
    assert (len(then), len(now)) == (58, 56)
    for members, councils in ((then, 52), (now, 50)):
        assert Counter(body.kind == "fire-and-rescue" for body in members) == {False: councils, True: 6}
    assert all(body.region == "UKH" for body in data.authorities().values())


def test_the_four_suffolk_districts_that_ended_lead_to_their_successors():
    ended = {slug: body.successors for slug, body in data.authorities().items() if body.end}
    assert ended == {
        "forest-heath-district-council": ("west-suffolk-council",),
        "st-edmundsbury-borough-council": ("west-suffolk-council",),
        "suffolk-coastal-district-council": ("east-suffolk-council",),
        "waveney-district-council": ("east-suffolk-council",),
    }
    east_suffolk = data.authorities()["east-suffolk-council"]
    assert east_suffolk.start == date(2019, 4, 1)
    assert east_suffolk.predecessors == ("suffolk-coastal-district-council", "waveney-district-council")


def test_successors_and_predecessors_exist_and_point_at_each_other():
    bodies = data.organisations()
    for body in bodies.values():
        assert all(body.slug in bodies[other].predecessors for other in body.successors), body.slug
        assert all(body.slug in bodies[other].successors for other in body.predecessors), body.slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Colchester Borough Council", "colchester-city-council"),
        ("Southend-on-Sea Borough Council", "southend-on-sea-city-council"),
        ("SOUTHEND ON SEA CITY COUNCIL", "southend-on-sea-city-council"),
        ("The Borough Council of Kings Lynn & West Norfolk", "borough-council-of-kings-lynn-and-west-norfolk"),
        ("Bedfordshire Fire and Rescue Authority", "bedfordshire-fire-and-rescue-service"),
        ("Essex Fire and Rescue Service", "essex-county-fire-and-rescue-service"),
        ("City & County of Swansea", "city-and-county-of-swansea-council"),
        ("Doncaster MBC", "city-of-doncaster-council"),
        ("Milton Keynes Council", "milton-keynes-council"),
        ("Milton Keynes City Council", "milton-keynes-council"),
        ("London Borough of Camden", "london-borough-of-camden"),
    ],
)
def test_authorities_are_known_by_the_names_notices_use(name: str, slug: str):
    assert data.organisation_slug(name) == slug
    assert slug in data.organisations()


def test_cities_bear_todays_names_and_keep_the_day_they_changed():
    colchester = data.authorities()["colchester-city-council"]
    assert colchester.name == "Colchester City Council"
    former = next(name for name in colchester.names if name.kind == "former")
    assert (former.name, former.end) == ("Colchester Borough Council", date(2022, 11, 22))
    assert data.authorities()["southend-on-sea-city-council"].name == "Southend-on-Sea City Council"
    milton_keynes = data.uk_authorities()["milton-keynes-council"]
    assert milton_keynes.name == "Milton Keynes City Council"
    assert "Milton Keynes Council" in [name.name for name in milton_keynes.names if name.kind == "former"]


def test_no_name_means_two_organisations():
    meant: dict[str, str] = {}
    for body in data.organisations().values():
        for name in (body.slug, body.name, body.short_name, *(name.name for name in body.names)):
            if name:
                assert meant.setdefault(data.matching_form(name), body.slug) == body.slug, name


def test_no_two_organisations_share_an_identifier_or_a_web_site():
    bodies = data.organisations().values()
    numbers = Counter((number.scheme, number.id) for body in bodies for number in body.identifiers)
    hosts = Counter(host for body in bodies for host in body.hosts)
    assert not [number for number, times in (numbers + hosts).items() if times > 1]


def test_no_organisation_is_in_two_files():
    separate = len(data.owners()) + len(data.authorities()) + len(data.uk_authorities())
    assert len(data.organisations()) == separate


def test_every_organisation_has_a_known_kind_and_region():
    for body in data.organisations().values():
        assert body.kind in data.organisation_kinds(), body.slug
        assert not body.region or body.region in data.regions(), body.slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("CCS", "gca"),
        ("Crown Commercial Service (GCA)", "gca"),
        ("Government Commercial Agency", "gca"),
        ("Eastern Shires Purchasing Organisation", "espo"),
        ("Yorkshire Purchasing Organisation", "ypo"),
        ("KCS", "procurement-services"),
        ("SBS", "nhs-sbs"),
        ("WME", "west-mercia-energy"),
        ("DFE", "dfe"),
        ("Highways England", "national-highways"),
    ],
)
def test_owners_are_known_by_former_names_and_short_codes(name: str, slug: str):
    assert data.organisation_slug(name) == slug
    assert slug in data.owners()


@published_files
def test_every_owner_the_published_lists_name_is_known():
    dfe = json.loads((PUBLISHED / "frameworks" / "dfe_schools_frameworks_2023.json").read_text(encoding="utf-8"))
    for row in dfe:
        assert data.organisation_slug(row["framework"]) in data.owners(), row["framework"]
        assert data.organisation_slug(row["frameworkLong"]) in data.owners(), row["frameworkLong"]


def test_a_listing_of_other_bodies_frameworks_is_nobody():
    assert data.organisation_slug("NWUPC listing") is None
    assert data.organisation_slug("IN-TEND LIMITED") is None


def test_an_owner_is_known_by_its_web_site():
    assert data.organisation_for_host("https://www.crowncommercial.gov.uk/agreements/RM6100") == "gca"
    assert data.organisation_for_host("home.scotland-excel.org.uk") == "scotland-excel"
    assert data.organisation_for_host("https://www.gov.uk/guidance") is None
    assert data.organisation_for_host("not an address") is None
    assert data.organisation_for_host("https://[espo.org") is None


def test_names_are_compared_without_what_makes_no_difference():
    assert data.matching_form("The  King’s & Queen's – Trust.") == "kings and queens trust"
    assert data.matching_form("Llŷn") == data.matching_form("llyn")


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Reading]:
    """Every file of the starter catalogue by name, read as an import reads it."""
    return {path.stem: files.open_file(path) for path in data.catalogue_files()}


def _identity(record: Record) -> tuple[str | None, str]:
    return data.organisation_slug(record.owner), record.reference or data.matching_form(record.title)


def _is_current(record: Record, on: date) -> bool:
    return bool(record.start and record.end and record.start.value <= on <= record.end.value)


def test_every_row_of_the_catalogue_is_a_record_without_a_problem(catalogue: dict[str, Reading]):
    for name, reading in catalogue.items():
        for row in reading.rows:
            assert row.outcome is Outcome.RECORD, (name, row.place, row.reason)
            assert not row.problems, (name, row.place, row.problems)


def test_the_catalogue_has_over_350_frameworks_of_many_owners(catalogue: dict[str, Reading]):
    frameworks = {_identity(record) for reading in catalogue.values() for record in reading.records()}
    assert len(frameworks) >= 350
    assert len({owner for owner, _ in frameworks}) >= 8


def test_over_100_frameworks_were_current_on_the_date_printed_in_their_file(catalogue: dict[str, Reading]):
    current = {
        _identity(record)
        for reading in catalogue.values()
        for record in reading.records()
        if _is_current(record, reading.as_of.value)
    }
    assert len(current) >= 100


def test_every_owner_region_and_code_in_the_catalogue_is_known(catalogue: dict[str, Reading]):
    for name, reading in catalogue.items():
        for record in reading.records():
            assert data.organisation_slug(record.owner) in data.organisations(), (name, record.owner)
            assert all(data.region_for(region) for region in record.regions), (name, record.regions)
            assert all(code in data.cpv_codes() for code in record.cpv), (name, record.cpv)


def test_nearly_every_framework_of_the_catalogue_has_a_category(catalogue: dict[str, Reading]):
    without = [
        record.title
        for name, reading in catalogue.items()
        for record in reading.records()
        if not data.categories_for(record.categories, record.cpv, name, record.title)
    ]
    assert len(without) <= 10, without


def test_notices_say_which_notice_they_are(catalogue: dict[str, Reading]):
    for name in ("contracts_finder", "find_a_tender", "public_contracts_scotland", "sell2wales"):
        for record in catalogue[name].records():
            assert record.notices and record.published, (name, record.source_id)


def test_only_a_notice_of_an_award_makes_a_framework_live(catalogue: dict[str, Reading]):
    """A tender, a plan or an intention to award is no evidence of one; the publisher's words say which it was."""
    live = [
        record
        for name in ("contracts_finder", "public_contracts_scotland", "sell2wales")
        for record in catalogue[name].records()
        if record.stage is Stage.LIVE
    ]
    assert live
    for record in live:
        assert record.source_status.casefold() in ("awarded contract", "contract award notice"), record.source_id
        assert record.start and record.end, record.source_id


def test_an_intention_to_award_is_not_yet_a_framework_in_use(catalogue: dict[str, Reading]):
    intended = [record for record in catalogue["find_a_tender"].records() if "Intention" in record.source_status]
    assert [record.stage for record in intended] == [Stage.AWARDED]


def test_what_an_award_notice_publishes_is_there(catalogue: dict[str, Reading]):
    """The Occupational Health system of the Countess of Chester: two suppliers with company numbers, and its value."""
    record = next(each for each in catalogue["contracts_finder"].records() if each.reference == "DPS03/OH/19/JF")
    numbers = [(place.name, [each.id for each in place.identifiers]) for place in _places(record)]
    assert numbers == [("HEALTHWORK LIMITED", ["04925014"]), ("TEAM PREVENT UK LIMITED", ["05770728"])]
    assert record.max_value == Money(net_pence=50_000_000_00)
    assert record.stage is Stage.LIVE


def test_company_numbers_have_eight_characters(catalogue: dict[str, Reading]):
    numbers = [
        each.id
        for reading in catalogue.values()
        for record in reading.records()
        for place in _places(record)
        for each in place.identifiers
        if each.scheme == "GB-COH"
    ]
    assert numbers
    assert all(re.fullmatch(r"[A-Z0-9]{2}\d{6}", number) for number in numbers), numbers


def test_no_value_in_the_catalogue_is_a_placeholder(catalogue: dict[str, Reading]):
    """Portals are sent 0, 0.01 and 1 where no value is known, and now and then one no framework has."""
    records = [record for reading in catalogue.values() for record in reading.records()]
    amounts = [record.max_value for record in records if record.max_value]
    amounts += [lot.max_value for record in records for lot in record.lots if lot.max_value]
    assert len(amounts) >= 70
    assert all(1_000_00 <= (amount.net_pence or 0) < 3_000_000_000_00 for amount in amounts)


def test_no_date_in_the_catalogue_is_an_artefact_of_a_tendering_system(catalogue: dict[str, Reading]):
    """An end one day after the start, or the portals' 1 January 2001."""
    for reading in catalogue.values():
        for record in reading.records():
            if record.start and record.end:
                assert (record.end.value - record.start.value).days > 30, record.source_id
                assert record.start.value > date(2001, 1, 1)


def test_the_catalogue_holds_facts_and_no_prose(catalogue: dict[str, Reading]):
    for reading in catalogue.values():
        for record in reading.records():
            prose = (record.summary, record.description, record.how_to_buy, record.eligibility)
            assert not any(prose) and not any(lot.description for lot in record.lots), record.source_id
            words = (record.title, *record.keywords, *(lot.title for lot in record.lots))
            assert all(len(text) < 200 for text in words), record.source_id
            assert len(record.extension) <= 40, record.source_id


def test_no_supplier_in_the_catalogue_looks_like_a_private_person(catalogue: dict[str, Reading]):
    places = [place for reading in catalogue.values() for record in reading.records() for place in _places(record)]
    assert len(places) >= 300
    assert not [place.name for place in places if _looks_like_a_person(place.name)]


@pytest.mark.parametrize("name", ["Jo Example", "Mr A B Example", "Jo Example Services", "Example & Sample"])
def test_what_looks_like_a_private_person_is_seen(name: str):
    assert _looks_like_a_person(name)


def test_no_supplier_in_the_catalogue_is_a_note_on_suppliers(catalogue: dict[str, Reading]):
    """Contracts Finder has rows whose supplier is "59 suppliers" or "Multiple suppliers - see attached"."""
    for reading in catalogue.values():
        for record in reading.records():
            assert not [place.name for place in _places(record) if re.search(r"suppliers|attached", place.name, re.I)]


def _places(record: Record) -> list[SupplierPlace]:
    return [place for lot in record.lots for place in lot.suppliers]


def _looks_like_a_person(name: str) -> bool:
    """Several words, none of them an organisation's, and not one of the names a person has looked at."""
    return len(name.split()) > 1 and name not in BUSINESS_NAMES and not ORGANISATION.search(name)


def test_no_data_file_holds_an_email_address_or_a_telephone_number():
    address = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
    telephone = re.compile(r"\+44|(?<![\w.-])\(?0\d{2,4}\)? \d{3,4} ?\d{3,4}\b")
    assert all(map(telephone.search, ("+44 1632 960001", "01632 960 001", "(020) 7946 0001")))
    for path in _files():
        text = path.read_text(encoding="utf-8")
        assert not address.search(text) and not telephone.search(text), path.name


def test_every_data_file_is_registered_with_its_rows_and_terms():
    registered = {known.file: known for known in data.data_files()}
    found = {path.relative_to(tables.FOLDER).as_posix(): path for path in _files()}
    assert set(registered) == set(found) - {"SOURCES.csv"}
    for name, known in registered.items():
        assert known.rows == len(list(tables.rows(name))), name
        assert known.title and known.publisher and known.licence, name
        assert known.attribution or known.licence == "Apache-2.0", name


def test_every_data_file_says_on_top_where_it_comes_from_and_on_what_terms():
    registered = {known.file: known for known in data.data_files()}
    for path in _files():
        head = path.read_text(encoding="utf-8").splitlines()[:10]
        said = {line.split(":")[0]: line.split(":", 1)[1].strip() for line in head if line.startswith("# ")}
        assert said["# source"] and said["# licence"], path.name
        known = registered.get(path.relative_to(tables.FOLDER).as_posix())
        if known:
            assert (said["# licence"], said["# as of"]) == (known.licence, known.as_of.isoformat()), path.name


def test_every_data_file_is_small_enough_to_review():
    assert all(path.stat().st_size < LARGEST_FILE for path in _files())


@published_files
def test_importing_the_publishers_own_file_speaks_of_the_same_frameworks(catalogue: dict[str, Reading]):
    """The starter file and the real one are the same statements, so that one replaces the other."""
    originals = {
        "gca_website": "ccs_website_agreement_data2.csv",
        "gca_agreements": "ccs_scale_agreements_2022.jsonl",
        "dfe_list": "dfe_schools_frameworks_2023.json",
    }
    for name, file in originals.items():
        original = files.open_file(PUBLISHED / "frameworks" / file)
        assert original.source == catalogue[name].source
        assert _facts(original) == _facts(catalogue[name])


def _facts(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (record.source_id, record.title, record.owner, record.reference, record.stage, record.start, record.end)
        for record in reading.records()
    ]


def _files() -> list[Path]:
    return sorted(tables.FOLDER.rglob("*.csv"))


@pytest.mark.parametrize(
    ("place", "slug"),
    [
        ("Exeter", "exeter-city-council"),
        ("essex", "essex-county-council"),
        ("Norwich City Council", "norwich-city-council"),
    ],
)
def test_a_council_is_known_by_the_name_of_its_place(place: str, slug: str):
    found = data.council_called(place)
    assert found is not None and found.slug == slug


def test_a_place_with_no_council_or_several_is_none():
    assert data.council_called("Nowhere") is None
    assert data.council_called("Newport and Elsewhere") is None
