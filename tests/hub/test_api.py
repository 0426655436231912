"""The JSON API: what it answers, what it says of where that comes from, and what it refuses."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.actor import OPERATOR
from hub.ingest.organisations import load_organisations
from hub.ingest.review import decide
from hub.models import Framework, MergeProposal, Organisation, Succession
from hub.web.chosen import COOKIE, Chosen, written
from scrapers.record import Fee, Known, Lot, Money, NoticeReference, Payer, Route, SupplierPlace
from tests.conftest import NOON
from tests.factories import a_day
from tests.hub.asking import statements

pytestmark = pytest.mark.once

Publish = Callable[..., str]
Ask = Callable[..., Any]

DISTRICT = "district-council@UKH"


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    return asking(client)


@pytest.fixture
def ask_stocked(stocked: Flask) -> Ask:
    return asking(stocked.test_client())


def asking(client: FlaskClient) -> Ask:
    """The JSON of an address below /api/v1, or that the hub itself gave."""

    def ask(address: str, status: int = 200) -> Any:
        response = client.get(address if address.startswith("/api/") else f"/api/v1{address}")
        assert response.status_code == status, response.text
        assert response.mimetype == ("application/json" if status == 200 else "application/problem+json")
        return response.json

    return ask


def titles(answer: Any) -> list[str]:
    return [framework["title"] for framework in answer["frameworks"]]


# Search


def test_a_search_finds_what_the_page_finds(ask_stocked: Ask) -> None:
    found = ask_stocked("/search?q=laptops&owner=fenland-supplies&ended=true")
    assert found["total"] == len(titles(found)) > 0
    assert all("Laptops" in title for title in titles(found))
    assert {framework["owner"]["slug"] for framework in found["frameworks"]} == {"fenland-supplies"}


def test_what_is_over_is_left_out_and_counted_until_it_is_asked_for(ask_stocked: Ask) -> None:
    usual, all_of_them = ask_stocked("/search"), ask_stocked("/search?ended=true")
    assert usual["hidden_because_over"] > 0
    assert usual["total"] + usual["hidden_because_over"] == all_of_them["total"] == 30


def test_values_of_one_filter_widen_and_different_filters_narrow(ask_stocked: Ask) -> None:
    one, both = ask_stocked("/search?kind=dps"), ask_stocked("/search?kind=dps&kind=framework")
    assert one["total"] < both["total"]
    assert ask_stocked("/search?kind=dps&kind=framework&cpv=90910000")["total"] < both["total"]


def test_following_next_meets_everything_once(ask_stocked: Ask) -> None:
    found, address = [], "/search?ended=true&per_page=7&sort=title"
    while address:
        page = ask_stocked(address)
        found += [framework["key"] for framework in page["frameworks"]]
        address = page["next"]
    assert len(found) == len(set(found)) == page["total"] == 30


def test_a_search_for_an_organisation_keeps_what_covers_it_and_shows_the_words(publish: Publish, ask: Ask) -> None:
    publish(reference="IN1", title="Paint", eligibility="Open to all local authorities in the East of England.")
    publish(reference="OUT1", title="Brushes", eligibility="This framework is for schools in London only.")
    found = ask(f"/search?organisation={DISTRICT}")
    assert titles(found) == ["Paint"]
    answer = found["frameworks"][0]["eligibility"]
    assert answer["answer"] == "covered" and answer["quote"] in "Open to all local authorities in the East of England."
    assert found["organisation"]["kind"]["code"] == "district-council"


def test_a_page_of_results_asks_the_database_little(stocked: Flask, ask_stocked: Ask) -> None:
    ask_stocked("/search?ended=true&per_page=2")  # the first question reads what is kept for all others
    with statements(stocked) as asked:
        assert len(ask_stocked("/search?ended=true&per_page=20")["frameworks"]) == 20
    assert 0 < len(asked) <= 12, asked


def test_a_framework_of_many_lots_asks_the_database_no_more(app: Flask, publish: Publish, ask: Ask) -> None:
    def lots(count: int) -> tuple[Lot, ...]:
        places = (SupplierPlace(name="Sparkle Ltd"), SupplierPlace(name="Broom Ltd"))
        return tuple(Lot(number=str(n), title=f"Lot {n}", description="All.", suppliers=places) for n in range(count))

    one = publish(reference="A1", title="One lot", lots=lots(1))
    many = publish(reference="A2", title="Many lots", lots=lots(9))
    ask(f"/frameworks/{one}")  # the first question reads what is kept for all others
    for address in ("/frameworks/{}", "/frameworks/{}/suppliers"):
        with statements(app) as few:
            ask(address.format(one))
        with statements(app) as asked:
            ask(address.format(many))
        assert len(asked) == len(few), address


def test_a_search_counts_what_each_filter_would_find(ask_stocked: Ask) -> None:
    facets = {facet["filter"]: facet for facet in ask_stocked("/search?ended=true&kind=dps")["facets"]}
    assert list(facets)[-1] == "ending" and {"status", "owner", "kind", "region", "route", "cpv"} <= set(facets)
    for name, facet in facets.items():
        for value in facet["values"]:
            kind = "" if name == "kind" else "&kind=dps"
            found = ask_stocked(f"/search?ended=true{kind}&{name}={value['code']}")
            assert found["total"] == value["count"], (name, value)
    assert ("Fenland Supplies", "fenland-supplies") in [
        (value["label"], value["code"]) for value in facets["owner"]["values"]
    ]


def test_of_many_values_the_commonest_are_counted_and_the_rest_are_numbered(publish: Publish, ask: Ask) -> None:
    for number in range(23):
        publish(reference=f"N{number}", title=f"Paint {number}", owner=f"Buying Group {number % 22}")
    [owners] = [facet for facet in ask("/search")["facets"] if facet["filter"] == "owner"]
    assert len(owners["values"]) == 20 and owners["further"] == 2
    assert owners["values"][0]["count"] == 2


def test_hints_say_what_of_the_words_was_left_out(ask_stocked: Ask) -> None:
    assert "xyzzyplugh" in " ".join(ask_stocked("/search?q=cleaning+xyzzyplugh")["hints"])


# One framework


def test_a_framework_comes_with_all_that_is_published_of_it(publish: Publish, ask: Ask) -> None:
    lot = Lot(
        number="2",
        title="Laptops",
        end=a_day("2027-05-31"),
        fee=Fee(basis_points=75, payer=Payer.SUPPLIER, known=Known.YES),
        suppliers=(SupplierPlace(name="Sparkle Ltd"),),
    )
    key = publish(
        max_value=Money(net_pence=5_000_000_00),
        start=a_day("2025-06-01"),
        fee=Fee(basis_points=150, payer=Payer.BUYER, known=Known.YES),
        lots=(lot,),
        notices=(NoticeReference(identifier="000001-2026", type="UK6"),),
        description="All sorts of work in parks.",
    )
    found = ask(f"/frameworks/{key}")["framework"]
    assert found["maximum_value"] == {"net_pence": 500000000, "gross_pence": None, "currency": "GBP"}
    assert found["start"] == {"day": "2025-06-01", "precision": "day", "basis": "published"}
    assert [(fee["lot"], fee["basis_points"], fee["payer"]) for fee in found["fees"]] == [
        (None, 150, "buyer"),
        ("lot-2", 75, "supplier"),
    ]
    assert [(lot["id"], lot["title"], lot["suppliers"]) for lot in found["lots"]] == [("lot-2", "Laptops", 1)]
    assert found["description"] == "All sorts of work in parks."
    assert [notice["identifier"] for notice in found["notices"]] == ["000001-2026"]


def test_what_is_not_published_is_null_and_named_and_never_nought(publish: Publish, ask: Ask) -> None:
    found = ask(f"/frameworks/{publish(lots=(Lot(number='1', title='Hedges'),))}")["framework"]
    for name in ("end", "fees", "maximum_value", "award_routes", "kind", "eligibility_text", "documents", "cpv"):
        assert found[name] is None and name in found["not_published"], name
    assert found["lots"][0]["suppliers"] is None and "suppliers" in found["lots"][0]["not_published"]
    assert "title" not in found["not_published"] and "eligibility" not in found["not_published"]


def test_no_fee_is_told_from_no_word_of_a_fee(publish: Publish, ask: Ask) -> None:
    free = publish(reference="AB2", title="Free of charge", fee=Fee(known=Known.NO))
    [fee] = ask(f"/frameworks/{free}")["framework"]["fees"]
    assert fee["charged"] == "no" and fee["basis_points"] is None


def test_a_framework_says_how_a_call_off_is_awarded_on_what_grounds(publish: Publish, ask: Ask) -> None:
    ranked = "A direct award goes to the highest ranked supplier."
    lot = Lot(
        number="2", title="Laptops", description="Call-offs may last up to 36 months.", routes=(Route.COMPETITION,)
    )
    key = publish(
        regulation="procurement_act_2023", routes=("direct_award", "competition"), how_to_buy=ranked, lots=(lot,)
    )
    whole, own = ask(f"/frameworks/{key}")["framework"]["call_off_advice"]
    assert whole["lot"] is None and "section 45(4)" in whole["test"]
    found = {topic["topic"]: topic for topic in whole["published"]}
    [stated] = found["routes"]["grounds"]
    assert (stated["quote"], stated["source"], stated["confidence"]) == (None, "anglian", "stated")
    [read] = found["mechanism"]["grounds"]
    assert (read["quote"], read["field"], read["confidence"]) == (ranked, "how_to_buy", "read")
    assert {"value", "system"} <= set(whole["not_published"])
    assert own["lot"] == "lot-2" and own["check"] == f"/frameworks/{key}/lots/lot-2/call-off"
    assert [grounds["quote"] for topic in own["published"] for grounds in topic["grounds"]][-1].startswith("Call-offs")


def test_each_lot_has_a_fee_answer_with_its_words_or_what_to_ask(publish: Publish, ask: Ask) -> None:
    levy = Fee(basis_points=75, payer=Payer.SUPPLIER, known=Known.YES, base="invoiced spend", text="0.75% levy")
    key = publish(lots=(Lot(number="1", title="Hedges", fee=levy), Lot(number="2", title="Lawns")))
    first, second = ask(f"/frameworks/{key}")["framework"]["fee_answers"]
    assert (first["lot"], first["said"], first["basis_points"], first["payer"]) == ("lot-1", "rate", 75, "supplier")
    assert (first["grounds"]["quote"], first["grounds"]["field"], first["question"]) == ("0.75% levy", "lots", None)
    assert (second["said"], second["basis_points"], second["grounds"]) == ("nothing", None, None)
    assert "whether a fee, levy or rebate is charged" in second["question"] and "lot 2 Lawns" in second["question"]


def test_a_fee_of_the_whole_holds_for_each_lot_and_says_so(publish: Publish, ask: Ask) -> None:
    key = publish(fee=Fee(known=Known.NO), lots=(Lot(number="1", title="Hedges"),))
    [fee] = ask(f"/frameworks/{key}")["framework"]["fee_answers"]
    assert (fee["lot"], fee["said"], fee["stated_for_framework"]) == ("lot-1", "no_fee", True)
    assert fee["question"] is None


def test_a_framework_says_until_when_and_what_follows(publish: Publish, ask: Ask) -> None:
    key = publish(
        kind="open_framework",
        regulation="procurement_act_2023",
        start=a_day("2025-06-01"),
        end=a_day("2027-01-10"),
        extension="Up to 24 months.",
        how_to_buy="Call-off contracts may last up to 48 months.",
        replaced_by=("AB2",),
    )
    publish(reference="AB2", title="Grounds care", stage="planned", start=a_day("2027-01-21"))
    term = ask(f"/frameworks/{key}")["framework"]["term"]
    assert term["ends_within_days"] == 90
    assert [(option["months"], option["decide_by"], option["taken"]) for option in term["extensions"]] == [
        (24, None, None)
    ]
    assert term["extension_grounds"]["quote"] == "Up to 24 months."
    assert term["reopening"]["first_by"] == "2028-05-31"
    assert [each["quote"] for each in term["call_off_lengths"]] == ["Call-off contracts may last up to 48 months."]
    following = term["following"]
    assert (following["outcome"], following["named_by_a_source"], following["gap_days"]) == ("planned", True, 10)
    assert following["framework"]["title"] == "Grounds care"


def test_where_nothing_is_published_of_time_nothing_is_made_up(publish: Publish, ask: Ask) -> None:
    term = ask(f"/frameworks/{publish()}")["framework"]["term"]
    assert (term["ends_within_days"], term["extensions"], term["reopening"]) == (None, [], None)
    assert term["following"]["outcome"] == "missing" and term["following"]["framework"] is None
    assert "may it still be extended" in term["question"]


def test_a_framework_merged_into_another_leads_there(client: FlaskClient, publish: Publish, sessions: Any) -> None:
    for number, name in (("000001-2026", "anglian"), ("000002-2026", "portal")):
        notice = NoticeReference(identifier=number)
        publish({"name": name}, source_id=number, reference="", title="Grounds maintenance services", notices=(notice,))
    with sessions.begin() as writing:
        decide(writing, writing.scalars(select(MergeProposal.id)).one(), "accept", OPERATOR, NOON)
        leader = writing.scalars(select(Framework.key).where(Framework.merged_into_id.is_(None))).one()
        merged = writing.scalars(select(Framework.key).where(Framework.merged_into_id.is_not(None))).one()

    moved = client.get(f"/api/v1/frameworks/{merged}/suppliers?per_page=5")
    assert moved.status_code == 301
    assert moved.headers["Location"] == f"/api/v1/frameworks/{leader}/suppliers?per_page=5"
    refused = client.get(f"/api/v1/compare?framework={merged}&framework={leader}")
    assert refused.status_code == 404 and leader in (refused.json or {})["detail"]


def test_a_withdrawn_framework_is_gone(ask: Ask, publish: Publish, sessions: Any) -> None:
    key = publish()
    with sessions.begin() as writing:
        row = writing.scalars(select(Framework).where(Framework.key == key)).one()
        row.withdrawn_at, row.digest = NOON, ""
    assert ask(f"/frameworks/{key}", 410)["detail"] == "Grounds maintenance"


# Suppliers


def test_suppliers_are_listed_lot_by_lot_with_what_is_said_of_their_place(publish: Publish, ask: Ask) -> None:
    left = SupplierPlace(name="Gone Ltd", status="left", end=a_day("2026-09-03"))
    small = SupplierPlace(name="Sparkle Ltd", sme=True)
    key = publish(lots=(Lot(number="1", suppliers=(small,)), Lot(number="2", suppliers=(small, left))))
    found = ask(f"/frameworks/{key}/suppliers")
    assert found["total"] == 3
    assert [(each["lot"]["id"], each["supplier"]["name"], each["active"]) for each in found["suppliers"]] == [
        ("lot-1", "Sparkle Ltd", True),
        ("lot-2", "Sparkle Ltd", True),
        ("lot-2", "Gone Ltd", False),
    ]
    assert found["suppliers"][0]["small_or_medium"] is True and found["suppliers"][2]["small_or_medium"] is None
    second = ask(f"/frameworks/{key}/suppliers?lot=lot-2&per_page=1")
    assert second["total"] == 2 and ask(second["next"])["suppliers"][0]["supplier"]["name"] == "Gone Ltd"


def test_a_lot_that_is_not_there_is_refused_with_those_that_are(publish: Publish, ask: Ask) -> None:
    key = publish(lots=(Lot(number="1", title="Hedges"),))
    refused = ask(f"/frameworks/{key}/suppliers?lot=lot-9", 404)
    assert refused["parameter"] == "lot" and "lot-1" in refused["cure"]


def test_suppliers_that_are_not_published_are_not_nobody(publish: Publish, ask: Ask) -> None:
    assert ask(f"/frameworks/{publish()}/suppliers")["not_published"] == ["suppliers"]


# Eligibility


@pytest.mark.parametrize(
    ("text", "answer", "asks"),
    [
        ("Open to all local authorities in the East of England.", "covered", False),
        ("Open to all district councils in England, with the consent of the owner.", "covered", True),
        ("This framework is only for schools in London. No other body may use it.", "excluded", False),
        ("", "not_published", True),
    ],
)
def test_an_answer_has_its_words_and_a_question_where_something_is_open(
    publish: Publish, ask: Ask, text: str, answer: str, asks: bool
) -> None:
    found = ask(f"/frameworks/{publish(eligibility=text)}/eligibility?organisation={DISTRICT}")
    said = found["eligibility"]
    assert said["answer"] == answer
    assert bool(said["question"]) is asks
    assert found["published_text"] == (text or None)
    assert bool(found["not_published"]) is not bool(text)
    if text:
        assert said["quote"] in text and said["evidence"]["quote"] == said["quote"]
        assert said["evidence"]["source"] in [source["source"] for source in found["sources"]]
        assert said["evidence"]["checked_on"] == "2026-11-21"
    assert "lawful" not in str(found) and "may use it" not in said["label"]


def test_a_council_is_asked_for_by_name(publish: Publish, ask: Ask, sessions: Any) -> None:
    with sessions.begin() as writing:
        load_organisations(writing)
    key = publish(eligibility="Mid Suffolk District Council and Babergh District Council may use it.")
    found = ask(f"/frameworks/{key}/eligibility?organisation=mid-suffolk-district-council")
    assert found["eligibility"]["answer"] == "named"
    assert found["organisation"]["name"] == "Mid Suffolk District Council"


def test_nobody_known_by_that_name_is_said_with_the_cure(publish: Publish, ask: Ask) -> None:
    refused = ask(f"/frameworks/{publish()}/eligibility?organisation=nowhere-council", 404)
    assert refused["parameter"] == "organisation" and "/api/v1/organisations" in refused["cure"]
    assert ask(f"/frameworks/{publish()}/eligibility", 400)["parameter"] == "organisation"


# Compare


def test_a_comparison_marks_what_differs_and_what_is_not_published(publish: Publish, ask: Ask) -> None:
    first = publish(reference="A1", title="One", regulation="pcr_2015", kind="dps", end=a_day("2027-01-31"))
    second = publish(reference="A2", title="Two", regulation="procurement_act_2023", kind="dps")
    found = ask(f"/compare?framework={second}&framework={first}&organisation={DISTRICT}")
    fields = {each["field"]: each for each in found["fields"]}
    assert titles(found) == ["Two", "One"]
    assert fields["regulation"]["differs"] and not fields["kind"]["differs"]
    assert fields["end"] == {"field": "end", "differs": False, "not_published_for": [second]}
    assert fields["eligibility"]["not_published_for"] == [second, first]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_frameworks_are_compared(ask: Ask, count: int) -> None:
    refused = ask("/compare?" + "&".join(f"framework=k{n}" for n in range(count)), 400)
    assert refused["parameter"] == "framework"


def test_a_framework_is_not_compared_with_itself(ask: Ask) -> None:
    assert ask("/compare?framework=a&framework=a", 400)["cure"] == "Give each value once."


# Organisations


@pytest.fixture
def bodies(sessions: Any) -> None:
    with sessions.begin() as writing:
        load_organisations(writing)


@pytest.mark.usefixtures("bodies")
def test_organisations_are_found_by_name_kind_and_region(ask: Ask) -> None:
    found = ask("/organisations?q=suffolk+district&kind=district-council&region=UKH")
    names = [each["name"] for each in found["organisations"]]
    assert "Mid Suffolk District Council" in names
    assert all(each["kind"]["code"] == "district-council" for each in found["organisations"])
    assert all(each["can_be_bought_for"] for each in found["organisations"])
    assert ask("/organisations?q=suffolk+district&region=UKM")["total"] == 0


@pytest.mark.usefixtures("bodies")
def test_a_region_takes_in_its_parts(ask: Ask) -> None:
    assert ask("/organisations?region=GB-ENG")["total"] > ask("/organisations?region=UKH")["total"] > 50


def test_an_organisation_leads_to_those_before_and_after_it(ask: Ask, sessions: Any) -> None:
    with sessions.begin() as writing:
        old = Organisation(slug="old-borough", name="Old Borough Council", kind="district-council")
        new = Organisation(slug="new-council", name="New Council", kind="unitary-authority")
        writing.add_all([old, new])
        writing.flush()
        writing.add(Succession(predecessor_id=old.id, successor_id=new.id, on=NOON.date(), provisional=True))
    after = ask("/organisations/old-borough")["organisation"]["successors"]
    assert after == [{"slug": "new-council", "name": "New Council", "on": "2026-11-21", "provisional": True}]
    assert ask("/organisations/new-council")["organisation"]["predecessors"][0]["slug"] == "old-borough"


def test_an_organisation_joined_to_another_leads_there(client: FlaskClient, sessions: Any) -> None:
    with sessions.begin() as writing:
        whole = Organisation(slug="sparkle", name="Sparkle Ltd")
        writing.add(whole)
        writing.flush()
        writing.add(Organisation(slug="sparkle-2", name="Sparkle Limited", joined_to_id=whole.id))
    moved = client.get("/api/v1/organisations/sparkle-2")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/api/v1/organisations/sparkle")
    assert [each["slug"] for each in asking(client)("/organisations?q=sparkle")["organisations"]] == ["sparkle"]


# What every answer says


ADDRESSES = (
    "/search?q=cleaning",
    "/frameworks/{key}",
    "/frameworks/{key}/suppliers",
    f"/frameworks/{{key}}/eligibility?organisation={DISTRICT}",
    "/compare?framework={key}&framework={other}",
    "/organisations",
    "/organisations/fenland-supplies",
)


@pytest.fixture
def addresses(ask_stocked: Ask) -> Iterator[str]:
    first, second = ask_stocked("/search?q=cleaning&ended=true")["frameworks"][:2]
    return (address.format(key=first["key"], other=second["key"]) for address in ADDRESSES)


def test_every_answer_says_where_it_comes_from_and_how_old_it_is(ask_stocked: Ask, addresses: Iterator[str]) -> None:
    for address in addresses:
        found = ask_stocked(address)
        assert "Open Government Licence v3.0" in found["licence"], address
        assert all(source["licence"] in found["licence"] for source in found["sources"])
        assert all(source["attribution"] for source in found["sources"] if "Government" in source["licence"])
        assert found["catalogue_date"] == "2026-11-21"
        assert found["checked_on"] == min(source["checked_on"] for source in found["sources"])


def test_every_answer_is_the_same_for_everyone_and_open_to_all(stocked: Flask, addresses: Iterator[str]) -> None:
    chosen = written(Chosen((DISTRICT,), DISTRICT, ("fenland-supplies",)), str(stocked.config["SECRET_KEY"]))
    for address in addresses:
        plain, mine = stocked.test_client(), stocked.test_client()
        mine.set_cookie(COOKIE, chosen)
        first, second = plain.get(f"/api/v1{address}"), mine.get(f"/api/v1{address}")
        assert first.data == second.data
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in second.headers and "Cookie" not in second.headers.get("Vary", "")


def test_an_answer_that_has_not_changed_is_not_sent_again(stocked: Flask, addresses: Iterator[str]) -> None:
    client = stocked.test_client()
    for address in (*addresses, "/openapi.json"):
        first = client.get(f"/api/v1{address}")
        again = client.get(f"/api/v1{address}", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_change_to_the_catalogue_changes_the_etag(client: FlaskClient, publish: Publish) -> None:
    publish(title="Grounds maintenance")
    first = client.get("/api/v1/search?q=grounds").headers["ETag"]
    publish(title="Grounds maintenance", end=a_day("2028-01-31"), source={"as_of": NOON.date()})
    assert client.get("/api/v1/search?q=grounds", headers={"If-None-Match": first}).status_code == 200


def test_head_is_get_without_the_body(stocked: Flask, addresses: Iterator[str]) -> None:
    client = stocked.test_client()
    for address in addresses:
        whole, head = client.get(f"/api/v1{address}"), client.head(f"/api/v1{address}")
        assert head.data == b"" and head.status_code == 200
        assert head.headers["ETag"] == whole.headers["ETag"]


def test_a_browser_is_told_what_programs_of_other_sites_may_ask(client: FlaskClient) -> None:
    answer = client.options("/api/v1/search", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization, If-None-Match"
    assert "Access-Control-Allow-Origin" not in client.get("/search").headers
