"""What every page must be, whichever test fetched it."""

from bs4 import BeautifulSoup
from justhtml import JustHTML
from werkzeug.test import TestResponse

UNLABELLED = "input:not([type=hidden]):not([type=submit]), select, textarea"


def check_page(response: TestResponse) -> BeautifulSoup:
    """Valid HTML, one h1, a title of its own, labels, unique ids, and no inline script or style."""
    text = response.get_data(as_text=True)
    errors = [str(error) for error in JustHTML(text, collect_errors=True).errors]
    assert not errors, f"the page is valid HTML: {errors[:3]}"
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.select("h1")) == 1, "a page has one h1"
    assert soup.title is not None and soup.title.text.split(" – ")[0].strip(), "a page has a title of its own"
    assert soup.html is not None and soup.html.get("lang") == "en", "a page says its language"
    check_ids(soup)
    check_nothing_inline(soup)
    return soup


def check_ids(soup: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids)), f"ids are unique: {sorted(i for i in ids if ids.count(i) > 1)[:3]}"
    labelled = {str(label.get("for")) for label in soup.select("label")}
    fields = [tag for tag in soup.select(UNLABELLED) if not tag.get("aria-label")]
    assert {str(tag.get("id")) for tag in fields} <= labelled, "every field has a label"
    for tag in soup.select("[aria-labelledby], [aria-describedby]"):
        named = f"{tag.get('aria-labelledby', '')} {tag.get('aria-describedby', '')}".split()
        assert set(named) <= set(ids), f"{named} are on the page"


def check_nothing_inline(soup: BeautifulSoup) -> None:
    assert not soup.select("style, [style]"), "no inline style"
    assert all(tag.get("src") for tag in soup.select("script")), "no inline script"
    handlers = [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not handlers, f"no inline handlers: {handlers[:3]}"
