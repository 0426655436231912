"""Sites described in YAML files: only facts, each with where it stood, and listings of others' frameworks as such."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scrapers.directory import Description
from scrapers.directory_page import found_values, read_framework
from scrapers.html_page import HtmlPage
from scrapers.notes import Notes
from scrapers.record import Kind, Record, Stage
from scrapers.site import Grounds, PageChanged, Site
from scrapers.sites.directory import SITES, described_site
from scrapers.source import Outcome, Voice
from tests.scrapers.sites.pages import Web, recorded, rows, sitemap, visited

AT = "https://www.ypo.co.uk/frameworks-home"
LIST = f"{AT}/all-frameworks"
OWN, PRINTERS, RAKES = (f"{AT}/90100{number}" for number in (1, 2, 3))
YPO, ESPO, NEPO = (next(site for site in SITES if site.source.name == name) for name in ("ypo", "espo", "nepo"))


def described(**said: Any) -> Description:
    """A description of an invented site, as its file would give it."""
    basis = {
        "name": "fens", "title": "Frameworks of the fens", "publisher": "Fenland Supplies", "owner": "Fenland Supplies",
        "licence": "facts only", "hosts": ("fens.example",),
        "list": {"address": "https://fens.example/list", "pattern": r"/f/\d+"},
    }  # fmt: skip
    return Description.model_validate(basis | said)


def page(main: str, head: str = "", address: str = "https://fens.example/f/1") -> HtmlPage:
    return HtmlPage(address, f"<head>{head}</head><body><main>{main}</main></body>".encode())


def read(main: str, head: str = "", address: str = "https://fens.example/f/1", **said: Any) -> Record:
    return read_framework(page(main, head, address), described(**said), Notes(address))


def origin(main: str, name: str, head: str = "", **said: Any) -> tuple[str, str]:
    value = found_values(page(main, head), described(**said))[name]
    return value.text, value.origin


@pytest.fixture
def web(tmp_path: Path) -> Web:
    pages = {
        OWN: recorded("directory/own.html"),
        PRINTERS: "<main><h1>Printers and paper - RM9961</h1></main>",
        RAKES: "<main><h1>NEPO905 Payment Rakes - 9158</h1></main>",
    }
    return Web(tmp_path, {LIST: recorded("directory/ypo_list.html"), **pages})


def record(site: Site, web: Web, address: str) -> Record:
    found = rows(site, web)[address].record
    assert found is not None
    return found


def test_only_facts_are_kept_with_where_each_of_them_stood(web: Web):
    found = record(YPO, web, OWN)

    assert (found.title, found.reference, found.owner, found.url) == ("Garden paint", "9081", "YPO", OWN)
    assert found.start is not None and found.start.value == date(2025, 4, 1)
    assert found.end is not None and (found.end.value, found.end.precision) == (date(2029, 3, 31), "month")
    assert (found.summary, found.description, found.how_to_buy) == ("", "", "")
    assert found.extra == {
        "title from": "CSS main h1: Garden paint - 9081",
        "reference from": "the title: 9081",
        "start from": "JSON-LD startDate: 2025-04-01",
        "end from": "JSON-LD endDate: 2029-03",
    }


def test_a_page_that_lists_another_bodys_framework_says_whose_it_is(web: Web):
    printers, rakes = record(YPO, web, PRINTERS), record(YPO, web, RAKES)

    assert (printers.owner, printers.reference, printers.listing_of_owner) == (
        "YPO", "RM9961", "Government Commercial Agency",
    )  # fmt: skip
    assert (rakes.owner, rakes.reference, rakes.listing_of_owner) == ("YPO", "NEPO905", "NEPO")
    assert (printers.title, rakes.title) == ("Printers and paper", "NEPO905 Payment Rakes")
    assert rakes.extra["listed as"] == "9158"


@pytest.mark.parametrize(
    ("title", "reference", "whole", "lot", "owner"),
    [
        ("Garden paint - 9081", "9081", "", "", ""),
        ("Rakes - (YPO 9158)", "9158", "", "", ""),
        ("Garden wear – 9204, Lot 10", "", "9204", "10", ""),
        ("9259 - Garden lamps", "9259", "", "", ""),
        ("Salt - 9305 COMING SOON", "9305", "", "", ""),
        ("Talks in gardens 902_24", "902_24", "", "", "ESPO"),
        ("Garden benefits - 919-23", "919-23", "", "", "ESPO"),
        ("Sheds for 2026", "", "", "", ""),
    ],
)
def test_ypos_titles_say_the_reference_in_many_forms(
    web: Web, title: str, reference: str, whole: str, lot: str, owner: str
):
    web.answers[OWN] = f"<main><h1>{title}</h1></main>"

    found = record(YPO, web, OWN)

    assert (found.reference, found.parent_reference, found.parent_lot) == (reference, whole, lot)
    assert found.listing_of_owner == owner


def test_espos_name_for_a_gca_framework_is_a_listing_of_it(tmp_path: Path):
    at = "https://www.espo.org"
    links = '<main><a href="/fuel-220-24.html">F</a><a href="/printers-rm9961-25.html">P</a><a href="/news.html"></a>'
    fuel = "<main><h1>Fuel</h1><p>Start Date 01/04/2024. End Date 31/03/2028. PCR2015</p></main>"
    pages = {f"{at}/fuel-220-24.html": fuel, f"{at}/printers-rm9961-25.html": "<main><h1>Printers</h1></main>"}
    found = rows(ESPO, Web(tmp_path, {f"{at}/frameworks.html": links, **pages}))

    own, listing = (row.record for row in found.values())
    assert own is not None and listing is not None
    assert (own.reference, own.listing_of_owner) == ("220_24", "")
    assert own.end is not None and own.end.value == date(2028, 3, 31)
    assert (listing.reference, listing.listing_of_owner) == ("rm9961", "Government Commercial Agency")
    assert listing.extra["listed as"] == "rm9961_25"


def test_a_reference_in_the_middle_of_a_title_says_nothing_of_the_owner():
    others = ({"pattern": r"RM\d{4}", "owner": "Government Commercial Agency"},)

    assert read("<h1>Fuel, in place of RM9808, for fleets</h1>", of_others=others).listing_of_owner == ""
    assert read("<h1>RM4 Refurbishment</h1>", of_others=others).listing_of_owner == ""
    assert read("<h1>Fuel (RM9808)</h1>", of_others=others).reference == "RM9808"


@pytest.mark.parametrize(
    ("main", "head", "name", "found"),
    [
        ("<h1>A</h1>", '<meta property="og:title" content="B">', "title", ("A", "CSS main h1")),
        ("<p>x</p>", '<meta property="og:title" content="B">', "title", ("B", "meta og:title")),
        (
            "<p>x</p>",
            '<script type="application/ld+json">[{"@type": "Product", "name": "C"}]</script>',
            "title",
            ("C", "JSON-LD name"),
        ),
        (
            '<div itemscope itemtype="https://schema.org/Product"><div itemprop="brand" itemscope>'
            '<i itemprop="name">Brand</i></div><b itemprop="name">D</b></div>',
            "",
            "title",
            ("D", "microdata name"),
        ),
        (
            "<p>x</p>",
            '<script type="application/ld+json">[{"@type": "Organization", "name": "Site", "sku": "1"},'
            '{"@type": "Product", "sku": "2"}]</script>',
            "reference",
            ("2", "JSON-LD sku"),
        ),
        (
            '<div itemscope><time itemprop="endDate" datetime="2028-01-31">soon</time></div>',
            "",
            "end",
            ("2028-01-31", "microdata endDate"),
        ),
        ("<dl><dt>Expiry date</dt><dd>31 March 2028</dd></dl>", "", "end", ("31 March 2028", "label Expiry date")),
        ("<table><tr><th>End date:</th><td>2028</td></tr></table>", "", "end", ("2028", "label End date")),
        ("<p>Term end: January 2027</p>", "", "end", ("January 2027", "label Term end")),
        ("<p><b>Starts:</b> 1 May 2025 <b>Ends</b> 2 May 2026</p>", "", "end", ("2 May 2026", "label Ends")),
        ("<h2>Framework reference</h2><p>F/1</p>", "", "reference", ("F/1", "label Framework reference")),
        ("<h2>Reference</h2><ul><li>no value</li></ul>", "", "reference", ("", "")),
    ],
)  # fmt: skip
def test_a_value_is_found_wherever_sites_put_it(main: str, head: str, name: str, found: tuple[str, str]):
    assert origin(main, name, head) == found


def test_a_description_says_where_else_to_look_and_comes_first():
    fields = {"end": {"css": (".until",)}, "reference": {"text": r"Our ref (?P<value>F\d+)"}}
    main = '<h1>A</h1><p>Our ref F12.</p><dl><dt>End date</dt><dd>2027</dd></dl><p class="until">2028</p>'

    assert origin(main, "end", fields=fields) == ("2028", "CSS .until")
    assert origin(main.replace("until", "gone"), "end", fields=fields) == ("2027", "label End date")
    assert origin(main, "reference", fields=fields) == ("F12", "the text")


def test_a_shops_article_number_is_no_reference_where_the_description_knows_its_form(web: Web):
    shop = '<script type="application/ld+json">{"@type": "Product", "sku": "901001"}</script>'
    web.answers[OWN] = f"<head>{shop}</head><main><h1>Garden paint - 9081</h1></main>"

    assert record(YPO, web, OWN).reference == "9081"


@pytest.mark.parametrize(
    "json_ld",
    ["[]", "3", '"text"', "null", '{"@type": 7, "name": {"a": [1]}}', '{"@graph": {"@type": "A"}}', "{", "[" * 3000],
)
def test_json_ld_of_the_wrong_type_says_nothing_and_harms_nothing(json_ld: str):
    head = f'<script type="application/ld+json">{json_ld}</script>'

    assert read("<h1>Fuel</h1>", head).title == "Fuel"


def test_a_framework_coming_soon_is_planned_and_its_title_is_without_the_words():
    found = read("<h1>COMING SOON - Fuel DPS</h1><p>Term end: January 2031</p>")

    assert (found.title, found.stage, found.source_status, found.kind) == (
        "Fuel DPS", Stage.PLANNED, "COMING SOON", Kind.DPS,
    )  # fmt: skip


def test_a_brand_is_not_the_owner_where_the_page_names_who_is():
    head = '<meta property="og:site_name" content="Brand"><meta name="author" content="Somebody">'
    named = read("<h1>A</h1><dl><dt>Contracting authority</dt><dd>Acre Academy Trust</dd></dl>", head)

    assert (named.owner, named.extra["brand"]) == ("Acre Academy Trust", "Fenland Supplies")
    assert read("<h1>A</h1>", head).owner == "Fenland Supplies"


def test_a_line_for_both_dates_gives_both():
    found = read("<h1>A</h1><p>Framework period: 2 December 2022 to 28 November 2026</p>")

    assert found.start is not None and found.end is not None
    assert (found.start.value, found.end.value) == (date(2022, 12, 2), date(2026, 11, 28))


def test_what_is_no_date_is_a_problem_of_the_page_and_the_rest_is_kept():
    notes = Notes("here")
    found = read_framework(page("<h1>A</h1><p>End date: the 32nd</p>"), described(), notes)

    assert (found.title, found.end) == ("A", None)
    assert [(problem.field, problem.value) for problem in notes.problems] == [("end", "the 32nd")]


def test_frameworks_listed_twice_or_on_other_pages_are_asked_for_once(web: Web):
    visited(YPO, web)

    assert web.asked == [LIST, OWN, PRINTERS, RAKES]


def test_a_sitemap_can_be_the_list(tmp_path: Path):
    site = described_site(described(list={"sitemap": "https://fens.example/sitemap.xml", "pattern": r"/f/\d+"}))
    listed = sitemap("https://fens.example/f/7", "https://fens.example/news", "https://other.example/f/8")
    web = Web(tmp_path, {"https://fens.example/sitemap.xml": listed, "https://fens.example/f/7": "<h1>Fuel</h1>"})

    assert [row.outcome for row in rows(site, web).values()] == [Outcome.RECORD]


def paged(tmp_path: Path, *pages: str, **rule: str) -> tuple[Site, Web]:
    said = {"address": "https://fens.example/list", "pattern": r"/f/\d+", "next": "a.next"} | rule
    addresses = ["https://fens.example/list", *(f"https://fens.example/list?p={n}" for n in range(2, len(pages) + 1))]
    frameworks = {f"https://fens.example/f/{n}": f"<h1>Framework {n}</h1>" for n in range(1, 6)}
    answers = dict(zip(addresses, pages, strict=True)) | frameworks
    return described_site(described(list=said)), Web(tmp_path, answers)


FIRST = '<p>3 frameworks</p><a href="/f/1">1</a><a href="/f/2">2</a><a class="next" href="/list?p=2">Next</a>'
LAST = '<a href="/f/3">3</a>'


def test_a_list_of_several_pages_is_followed(tmp_path: Path):
    site, web = paged(tmp_path, FIRST, LAST, stated=r"(\d+) frameworks")

    assert len(rows(site, web)) == 3


@pytest.mark.parametrize(
    ("pages", "rule", "said"),
    [
        ((FIRST, LAST), {"stated": r"(\d+) frameworks", "next": "a.none"}, "says that it lists 3, and lists 2"),
        ((FIRST, FIRST), {}, "go round in circles"),
        ((FIRST, f'{LAST}<a class="next" href="/list?p=2">Next</a>'), {}, "go round in circles"),
        ((FIRST, f'{LAST}<a class="next" href="/list">Next</a>'), {}, "go round in circles"),
        (("<p>0 frameworks</p>",), {}, "lists nothing"),
        (("",), {}, "is empty"),
    ],
)
def test_a_list_that_is_not_believed_fails_the_visit(
    tmp_path: Path, pages: tuple[str, ...], rule: dict[str, str], said: str
):
    site, web = paged(tmp_path, *pages, **rule)

    with pytest.raises(PageChanged, match=said):
        visited(site, web)

    assert len(web.asked) == len(set(web.asked)) <= len(pages)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: "<main><p>Sorry</p></main>", "901001 has no title"),
        (lambda text: "<title>Log in to go on</title><main><p>Members</p></main>", "stands before the one asked for"),
        (lambda text: "", "901001 is empty"),
    ],
)
def test_a_page_without_a_title_fails_the_visit(web: Web, change: Callable[[str], str], said: str):
    web.answers[OWN] = change(str(web.answers[OWN]))

    with pytest.raises(PageChanged, match=f"(?s){said}"):
        visited(YPO, web)


def test_a_required_value_that_is_missing_fails_the_visit_by_its_selector():
    with pytest.raises(PageChanged, match="has no end: nothing at “.until”"):
        read("<h1>A</h1>", fields={"end": {"css": (".until",), "required": True}})


def test_the_three_directories_are_off_until_probed_and_have_guards():
    for site in (YPO, ESPO, NEPO):
        assert (site.permission.grounds, site.met) == (Grounds.NONE, "")
        assert site.guards is not None and site.guards.least >= 50 and site.guards.filled["title"] == 1.0
        assert site.source.voice is Voice.OWNER and site.source.owner == site.source.publisher


def test_nepos_listing_of_a_ypo_framework_has_ypos_own_reference(tmp_path: Path):
    at = "https://www.nepo.org/solutions"
    links = f'<main><a href="{at}/ict/software">Software</a><a href="{at}/ict/traffic">Traffic</a></main>'
    software, traffic = "<h1>Software (YPO9095)</h1>", "<h1>Traffic (NEPO925)</h1><p>Replaces NEPO924.</p>"
    answers = {at: links, f"{at}/ict/software": software, f"{at}/ict/traffic": traffic}

    found = [row.record for row in rows(NEPO, Web(tmp_path, answers)).values() if row.record]

    assert [(each.reference, each.listing_of_owner) for each in found] == [("9095", "YPO"), ("NEPO925", "")]
