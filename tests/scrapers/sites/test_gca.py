"""GCA's agreements from their own pages: three shapes of page, and what each change of them becomes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scrapers.record import Kind, Lot, Record, Regulation, Route, Stage
from scrapers.site import Gone, PageChanged
from scrapers.sites.gca import SITE, SITEMAP
from scrapers.source import Outcome
from tests.scrapers.sites.pages import VISIT, Redirect, Web, recorded, rows, sitemap, visited

AT = "https://www.gca.gov.uk/agreements"
PAGES = {
    f"{AT}/RM9901": recorded("gca/live.html"),
    f"{AT}/RM9043iv": recorded("gca/expired.html"),
    f"{AT}/RM9500": recorded("gca/upcoming.html"),
    f"{AT}/RM9557.13L4": recorded("gca/online.html"),
}
MAP = sitemap("https://www.gca.gov.uk/", f"{AT}", f"{AT}/RM9901/suppliers", *PAGES)


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path, {SITEMAP: MAP, **PAGES})


@pytest.fixture
def record(web: Web) -> Callable[[str], Record]:
    """The record of one agreement after a visit, whatever is changed on its page."""

    def record(reference: str, *changes: tuple[str, str]) -> Record:
        address = f"{AT}/{reference}"
        for old, new in changes:
            assert old in str(web.answers[address])
            web.answers[address] = str(web.answers[address]).replace(old, new)
        found = rows(SITE, web)[address].record
        assert found is not None
        return found

    return record


def test_a_live_agreement_is_read_with_its_term_law_lots_and_documents(record: Callable[..., Record]):
    found = record("RM9901")

    assert (found.reference, found.title) == ("RM9901", "Garden Machinery 2")
    assert found.owner == "Government Commercial Agency"
    assert (found.kind, found.regulation) == (Kind.OPEN_FRAMEWORK, Regulation.PROCUREMENT_ACT_2023)
    assert found.start is not None and found.end is not None
    assert (found.start.value, found.end.value) == (date(2025, 5, 1), date(2029, 4, 30))
    assert found.stage is Stage.LIVE
    assert found.summary == "Mowers & other machines for parks."
    assert found.description == "Everything that mows:\n• mowers\n• strimmers"
    assert found.how_to_buy == "Run a further competition. Direct award is not available."
    assert found.routes == (Route.COMPETITION,)
    assert [(link.title, link.url) for link in found.documents] == [
        ("RM9901 Customer guide", "https://assets.gca.example/rm9901-guide.pdf"),
        ("RM9901 Prices", "https://www.gca.gov.uk/files/rm9901-prices.xlsx"),
    ]
    assert found.url == f"{AT}/RM9901"
    assert found.extra == {"benefits": "Prices are capped.", "suppliers stated": "12"}


def test_a_lot_has_its_own_end_and_may_have_ended_before_its_framework(record: Callable[..., Record]):
    def facts(lot: Lot) -> tuple[object, ...]:
        return (lot.number, lot.title, lot.end and lot.end.value, lot.stage)

    found = record("RM9901")

    assert [facts(lot) for lot in found.lots] == [
        ("1", "Mowers & strimmers", date(2029, 4, 30), None),
        ("2a", "Hedge cutters: electric", date(2025, 12, 31), Stage.ENDED),
        ("3", "Repair", date(2028, 2, 1), None),
    ]
    assert found.lots[0].description == "Ride-on and\nhand-held."


def test_an_agreement_listed_although_expired_has_ended_whatever_its_end_date(record: Callable[..., Record]):
    found = record("RM9043iv")

    assert (found.reference, found.stage, found.source_status) == ("RM9043iv", Stage.ENDED, "Expired")
    assert found.end is not None and found.end.value == date(2027, 4, 30)
    assert found.lots == ()
    assert [link.title for link in found.documents] == ["RM9043iv Customer guide"]


def test_an_agreement_to_come_is_planned_and_takes_its_reference_from_its_address(record: Callable[..., Record]):
    found = record("RM9500")

    assert (found.reference, found.stage, found.kind) == ("RM9500", Stage.PLANNED, Kind.DYNAMIC_MARKET)
    assert (found.start, found.end, found.summary) == (None, None, "We are asking buyers what they need.")


def test_an_agreement_to_come_may_have_a_table_in_its_prose_or_no_prose_at_all(record: Callable[..., Record]):
    prose = '<div class="wysiwyg-content"><p>We are asking buyers what they need.</p></div>'
    table = '<div class="wysiwyg-content"><dl><dt>Award</dt><dd>May</dd></dl><table><tr><td>May</td></tr></table></div>'

    assert record("RM9500", (prose, table)).stage is Stage.PLANNED
    assert record("RM9500", (table, "")).stage is Stage.PLANNED


def test_an_address_in_small_letters_gives_the_reference_in_capitals(web: Web):
    web.answers[SITEMAP] = sitemap(f"{AT}/rm9500")
    web.answers[f"{AT}/rm9500"] = PAGES[f"{AT}/RM9500"]

    found = rows(SITE, web)[f"{AT}/rm9500"].record

    assert found is not None and (found.reference, found.source_id) == ("RM9500", "RM9500")


def test_an_expired_agreement_is_known_by_its_words_if_not_by_its_mark(record: Callable[..., Record]):
    assert record("RM9043iv", ("govuk-warning-text", "banner")).stage is Stage.ENDED


def test_an_agreement_bought_from_online_has_its_facts_in_a_run(record: Callable[..., Record]):
    found = record("RM9557.13L4")

    assert (found.reference, found.parent_reference, found.parent_lot) == ("RM9557.13L4", "RM9557.13", "4")
    assert found.start is not None and found.start.value == date(2024, 11, 9)
    assert (found.summary, found.description) == ("Software for gardeners.", "Plans beds and borders.")
    assert found.routes == (Route.DIRECT_AWARD,)
    assert [(lot.number, lot.title, lot.description) for lot in found.lots] == [
        ("4", "Advice on software", "By the hour.")
    ]


def test_only_the_sitemaps_agreements_are_asked_for_and_never_a_search_or_suppliers_page(web: Web):
    visited(SITE, web)

    assert web.asked == [SITEMAP, *sorted(PAGES)]


def test_an_agreement_listed_under_both_hosts_is_asked_for_once_at_its_present_address(web: Web):
    former = "https://www.crowncommercial.gov.uk/agreements"
    web.answers[SITEMAP] = sitemap(f"{former}/rm9901", f"{AT}/RM9901", f"{former}/RM9500")
    web.answers[f"{former}/RM9500"] = Redirect(f"{AT}/RM9500")

    found = rows(SITE, web)

    assert [row.record.url for row in found.values() if row.record] == [f"{AT}/RM9500", f"{AT}/RM9901"]
    assert f"{former}/rm9901" not in web.asked


def test_each_page_says_where_to_go_on_and_the_last_one_ends_the_window(web: Web):
    pages = visited(SITE, web)

    assert [page.then["after"] for page in pages] == sorted(PAGES)
    assert [page.finished for page in pages] == [None, None, None, VISIT.until]
    assert {page.total for page in pages} == {4}
    assert pages[0].reading.as_of.value == date(2026, 11, 22)


def test_a_visit_goes_on_behind_the_last_page_stored_though_the_list_has_changed(web: Web):
    first, second, *_ = visited(SITE, web)
    del web.answers[f"{AT}/RM9043iv"]
    web.answers[SITEMAP] = sitemap(*(address for address in PAGES if not address.endswith("iv")), f"{AT}/RM1")
    web.asked.clear()

    rest = visited(SITE, web, replace(VISIT, resume=second.then))

    assert web.asked == [SITEMAP, f"{AT}/RM9557.13L4", f"{AT}/RM9901"]
    assert rest[-1].finished == VISIT.until


def test_a_page_that_is_gone_is_one_rejected_row_and_the_others_are_kept(web: Web):
    del web.answers[f"{AT}/RM9500"]

    found = rows(SITE, web)

    gone = found.pop(f"{AT}/RM9500")
    assert (gone.outcome, gone.reason[:27]) == (Outcome.REJECTED, "it is listed, but the site ")
    assert [row.outcome for row in found.values()] == [Outcome.RECORD] * 3


def test_an_address_that_leads_to_another_kind_of_page_is_skipped(web: Web):
    web.answers |= {f"{AT}/RM9500": Redirect(AT), AT: "<main><h1>Search agreements</h1></main>"}

    assert rows(SITE, web)[f"{AT}/RM9500"].reason == "its address leads to a page that is no agreement's"


def test_a_bad_date_is_a_problem_of_its_page_and_nothing_else_is_lost(web: Web):
    web.answers[f"{AT}/RM9901"] = recorded("gca/live.html").replace("30/04/2029</dd>", "30/02/2029</dd>")

    row = rows(SITE, web)[f"{AT}/RM9901"]

    assert row.record is not None and row.record.end is None and len(row.record.lots) == 3
    assert [(problem.place, problem.field) for problem in row.problems] == [(f"{AT}/RM9901", "End date")]


def test_lots_fewer_than_the_key_facts_state_are_refused(web: Web):
    page = recorded("gca/live.html")
    web.answers[f"{AT}/RM9901"] = page.replace(">3</dd>", ">4</dd>", 1)

    row = rows(SITE, web)[f"{AT}/RM9901"]

    assert row.record is not None and row.record.lots == ()
    assert [(problem.value, problem.reason) for problem in row.problems] == [
        ("4", "is not the number of lots shown, 3")
    ]


def test_a_reference_other_than_its_addresss_is_used_and_reported(web: Web):
    web.answers[f"{AT}/RM9901"] = recorded("gca/live.html").replace("> RM9901 <", "> RM9902 <")

    row = rows(SITE, web)[f"{AT}/RM9901"]

    assert row.record is not None and row.record.reference == "RM9902"
    assert row.problems[0].reason == "is not the reference in its address, RM9901"


WALL = "<html><title>Before you continue</title><h1>We use cookies</h1><p>Accept them to go on.</p></html>"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda page: page.replace("page-title", "heading"), "no “h1.page-title”", id="renamed title"),
        pytest.param(lambda page: page.replace("apollo-enclosure", "card"), "has neither “aside", id="renamed facts"),
        pytest.param(lambda page: page.replace("Agreement ID", "Number"), "without “Agreement ID”", id="renamed label"),
        pytest.param(lambda page: page.split("<main")[0] + "<p>Sorry.", "no “main”", id="emptied page"),
        pytest.param(lambda page: WALL, "stands before the one asked for: “Before you continue”", id="cookie wall"),
        pytest.param(lambda page: "", "is empty", id="empty answer"),
        pytest.param(lambda page: page[: len(page) // 2], "has neither “aside", id="half a page"),
    ],
)
def test_a_page_built_in_another_way_fails_the_visit_with_its_address_and_what_is_missing(
    web: Web, change: Callable[[str], str], said: str
):
    web.answers[f"{AT}/RM9901"] = change(recorded("gca/live.html"))

    with pytest.raises(PageChanged) as failure:
        visited(SITE, web)

    assert said in str(failure.value)
    assert f"{AT}/RM9901" in str(failure.value)


def test_other_words_on_a_page_are_a_quiet_change(record: Callable[..., Record]):
    found = record("RM9901", ("Mowers &amp; other machines", "Machines"), ("Prices are capped", "Prices fall"))

    assert (found.reference, found.summary) == ("RM9901", "Machines for parks.")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (sitemap(), "lists no page"),
        (sitemap("https://www.gca.gov.uk/news"), "no page of the form /agreements/RM1234"),
        ("<html><body>Moved</body></html>", "is no sitemap: it begins with <html>"),
        ("", "is no sitemap"),
        (MAP[:200], "is no sitemap: it is no whole XML"),
    ],
)
def test_a_sitemap_without_agreements_fails_the_visit(web: Web, answer: str, said: str):
    web.answers[SITEMAP] = answer

    with pytest.raises(PageChanged, match=SITEMAP.replace(".", r"\.") + ".*" + said):
        visited(SITE, web)


def test_a_sitemap_that_is_gone_fails_the_visit(web: Web):
    del web.answers[SITEMAP]

    with pytest.raises(Gone):
        visited(SITE, web)


def test_guards_ask_for_most_agreements_and_for_what_all_of_them_have():
    assert SITE.guards is not None
    assert SITE.guards.least >= 100
    assert {"title", "reference", "start", "end"} <= SITE.guards.filled.keys()
