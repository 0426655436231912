"""Sitemaps: plain, packed, an index of several, and those that are none."""

from pathlib import Path

import pytest

from scrapers import sitemap
from scrapers.site import PageChanged
from tests.packing import gzipped
from tests.scrapers.sites import pages
from tests.scrapers.sites.pages import Web

START = "https://fens.example/sitemap.xml"


def index(*addresses: str) -> str:
    listed = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'


def addresses(tmp_path: Path, **answers: str | bytes) -> list[str]:
    """What the sitemap lists; answers by the name of the file."""
    web = Web(tmp_path, {f"https://fens.example/{name.replace('_', '.')}": answer for name, answer in answers.items()})
    return sitemap.addresses(web, START)[1]


def test_pages_are_listed_once_in_order_and_images_are_none(tmp_path: Path):
    image = "<image:image><image:loc>https://fens.example/a.png</image:loc></image:image>"
    listed = f'<url><loc> https://fens.example/b </loc>{image}</url><url><loc>/a</loc></url><url><loc>/b</loc></url>'
    xml = f'<urlset xmlns="http://s.example" xmlns:image="http://i.example">{listed}</urlset>'

    assert addresses(tmp_path, sitemap_xml=xml) == ["https://fens.example/b", "https://fens.example/a"]


def test_an_index_is_followed_into_packed_sitemaps_and_back_to_itself_once(tmp_path: Path):
    first = pages.sitemap("https://fens.example/1")
    second = gzipped(pages.sitemap("https://fens.example/2").encode())
    listed = index("https://fens.example/one.xml", "https://fens.example/two.gz", START)

    found = addresses(tmp_path, sitemap_xml=listed, one_xml=first, two_gz=second)

    assert found == ["https://fens.example/1", "https://fens.example/2"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("<html><body>Not found</body></html>", "begins with <html>"),
        ("", "is no whole XML"),
        (pages.sitemap("https://fens.example/1")[:-9], "is no whole XML"),
        (pages.sitemap(), "lists no page"),
        (gzipped(b"<urlset></urlset>")[:-12], "is no whole XML"),
        (b"\x1f\x8b broken", "is no sitemap"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><urlset>&b;</urlset>', "is no sitemap"),
    ],
)
def test_what_is_no_sitemap_is_refused_by_its_address(tmp_path: Path, answer: str | bytes, said: str):
    with pytest.raises(PageChanged, match=f"https://fens.example/sitemap.xml .*{said}"):
        addresses(tmp_path, sitemap_xml=answer)


def test_a_packed_sitemap_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sitemap, "LARGEST_MAP", 1_000_000)
    bomb = gzipped(b"<urlset>" + b" " * 5_000_000 + b"</urlset>")

    with pytest.raises(PageChanged, match="unpacks to more than 1 MB"):
        addresses(tmp_path, sitemap_xml=bomb)


def test_an_index_without_end_is_refused(tmp_path: Path):
    many = index(*(f"https://fens.example/{number}.xml" for number in range(sitemap.MOST_MAPS + 1)))

    with pytest.raises(PageChanged, match="lists more than 50 sitemaps"):
        addresses(tmp_path, sitemap_xml=many)
