"""The pictures of the README, taken anew of a demo that runs: ``python -m tests.pictures http://127.0.0.1:8000``."""

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import FLAGS, PATIENCE, WIDE

FOLDER = Path(__file__).parent.parent / "docs/images"
FOR = "for=mid-suffolk-district-council"
SEARCH = f"/search?q=vehicles&{FOR}"


def take(page: Any) -> None:
    page.goto(f"/?{FOR}")
    picture(page, "home", 860)
    page.goto(SEARCH)
    keys = [link.get_attribute("href").split("/")[2] for link in page.query_selector_all("main h3 a")][:3]
    picture(page, "search", 1000)
    page.goto(f"/frameworks/{keys[0]}?{FOR}#who")
    picture(page, "framework", 1200)
    page.goto(f"/compare?{'&'.join(f'f={key}' for key in keys)}&{FOR}")
    picture(page, "compare", 1200)
    sign_in(page)
    page.goto("/savings/mine#bands")
    picture(page, "savings", 1200)


def sign_in(page: Any) -> None:
    page.goto("/demo/accounts")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in as District officer").click()


def picture(page: Any, name: str, height: int) -> None:
    page.set_viewport_size({"width": WIDE, "height": height})
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(base_url=sys.argv[1])
        page.set_default_timeout(PATIENCE)
        take(page)
        browser.close()
