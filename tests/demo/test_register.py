"""The demo holds made-up contracts, so that a saving is begun with a reference as it is elsewhere."""

from collections.abc import Callable

from flask import Flask

from hub import data
from hub.actor import OPERATOR
from hub.cli.importing import Wishes, import_one
from tests.demo.conftest import Guest


def test_a_saving_is_begun_with_a_contract_of_the_made_up_register(demo: Flask, guest: Callable[[str], Guest]) -> None:
    import_one(demo, data.DEMO_REGISTER, OPERATOR, Wishes(buyer="Example councils"))
    officer = guest("officer@example-district.example")
    assert "EX-2025-014" in officer.page("/demo/accounts").get_text()

    page = officer.page("/savings/new?from=ex-2025-014")
    typed = {name: page.select_one(f"#{name}")["value"] for name in ("title", "supplier", "start", "end", "value")}  # type: ignore[index]
    assert typed == {
        "title": "Example: copier paper",
        "supplier": "Example Paper Ltd",
        "start": "01/04/2025",
        "end": "31/03/2027",
        "value": "48000.00",
    }
    assert "Filled from the contract the hub holds from Contracts register of Example councils" in page.get_text()
