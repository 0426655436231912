"""What every page must be, whichever test fetched it."""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from justhtml import JustHTML
from werkzeug.test import TestResponse

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAMING = ("aria-labelledby", "aria-describedby", "aria-controls")

_checked: set[int] = set()
"""Pages that were found to be as they must be: many tests fetch one another's."""


def check_page(response: TestResponse) -> BeautifulSoup:
    """Valid HTML, one h1, a title of its own, labels, unique ids, and no inline script or style."""
    assert "Set-Cookie" not in response.headers, "a page sets no cookie"
    text = response.get_data(as_text=True)
    soup = BeautifulSoup(text, "html.parser")
    if hash(text) not in _checked:
        check_text(text, soup)
        _checked.add(hash(text))
    return soup


def check_text(text: str, soup: BeautifulSoup) -> None:
    """Every tag is looked at by its name and attributes: selectors for all this would take ten times as long."""
    errors = [str(error) for error in JustHTML(text, collect_errors=True).errors]
    assert not errors, f"the page is valid HTML: {errors[:3]}"
    tags = soup.find_all(True)
    assert len(named(tags, "h1")) == 1, "a page has one h1"
    assert soup.title is not None and soup.title.text.split(" – ")[0].strip(), "a page has a title of its own"
    assert soup.html is not None and soup.html.get("lang") == "en", "a page says its language"
    check_ids(tags)
    check_headings(tags)
    check_links(tags)
    check_forms(tags)
    check_nothing_inline(tags)


def named(tags: Sequence[Tag], *names: str) -> list[Tag]:
    return [tag for tag in tags if tag.name in names]


def check_ids(tags: Sequence[Tag]) -> None:
    ids = [str(tag["id"]) for tag in tags if "id" in tag.attrs]
    assert len(ids) == len(set(ids)), f"ids are unique: {sorted(i for i in ids if ids.count(i) > 1)[:3]}"
    labelled = {str(label.get("for")) for label in named(tags, "label")}
    fields = [tag for tag in tags if needs_a_label(tag)]
    assert {str(tag.get("id")) for tag in fields} <= labelled, "every field has a label"
    for tag in tags:
        used = " ".join(str(tag.get(way, "")) for way in NAMING).split()
        assert set(used) <= set(ids), f"{used} are on the page"


def needs_a_label(tag: Tag) -> bool:
    if tag.name == "input" and tag.get("type") in ("hidden", "submit"):
        return False
    return tag.name in ("input", "select", "textarea") and not tag.get("aria-label")


def check_headings(tags: Sequence[Tag]) -> None:
    """A heading is at most one level below the one before it, and says something."""
    before = 1
    for heading in named(tags, *HEADINGS):
        level = int(heading.name[1])
        assert heading.get_text(strip=True), "no heading is empty"
        assert level <= before + 1, f"no level is skipped before “{heading.get_text(strip=True)}”"
        before = level


def check_links(tags: Sequence[Tag]) -> None:
    """Every link says where it leads; those to other sites are marked as such, for print and for readers."""
    for link in named(tags, "a"):
        words = link.get_text(strip=True) or link.get("aria-label")
        assert words, f"a link has words: {link}"
        address = str(link.get("href", ""))
        assert address, f"the link “{words}” leads somewhere"
        assert not address.startswith("javascript:"), f"the link “{words}” is an address"
        if address.startswith(("http:", "https:")):
            assert "external" in link.get_attribute_list("rel"), f"the link to {address} is marked as external"
    assert all(image.get("alt") is not None for image in named(tags, "img")), "every image has a text instead"
    assert all(_is_named_or_hidden(drawing) for drawing in named(tags, "svg")), "every drawing has a name or is hidden"


def _is_named_or_hidden(drawing: Tag) -> bool:
    return drawing.get("aria-hidden") == "true" or bool(drawing.get("aria-label") or drawing.find("title"))


def check_forms(tags: Sequence[Tag]) -> None:
    for form in named(tags, "form"):
        assert form.get("action"), "a form says where it goes"
        assert form.select("button[type=submit], input[type=submit]"), "a form has a button that sends it"


def check_nothing_inline(tags: Sequence[Tag]) -> None:
    assert not any(tag.name == "style" or "style" in tag.attrs for tag in tags), "no inline style"
    assert all(tag.get("src") for tag in named(tags, "script")), "no inline script"
    handlers = [name for tag in tags for name in tag.attrs if name.startswith("on")]
    assert not handlers, f"no inline handlers: {handlers[:3]}"


def words(tag: Tag | None) -> str:
    """The text of a part of a page as it reads, without line breaks and runs of spaces."""
    assert tag is not None, "that part is on the page"
    return " ".join(tag.get_text(" ").split())


def section(page: BeautifulSoup, name: str) -> Tag:
    """The part of a page under the heading of that id."""
    found = page.select_one(f"section[aria-labelledby={name}]")
    assert found is not None, f"the page has a part about {name}"
    return found


def fact(page: BeautifulSoup, label: str) -> str:
    """What the key facts say beside a label."""
    for row in page.select(".govuk-summary-list__row"):
        if words(row.dt) == label:
            return words(row.select_one(".govuk-summary-list__value"))
    raise AssertionError(f"there is no {label} among the key facts")


def table(page: BeautifulSoup, caption: str) -> dict[str, list[int]]:
    """The numbers of a table by the heading of their row."""
    found = next(table for table in page.select("table") if words(table.caption) == caption)
    rows = found.select("tbody tr")
    return {words(row.th): [int(words(cell).replace(",", "")) for cell in row.select("td")] for row in rows}
