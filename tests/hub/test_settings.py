"""Every setting is documented where operators look."""

from pathlib import Path

from hub import config

SETTINGS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_in_the_list_of_settings_and_nothing_else_is():
    table = SETTINGS.read_text(encoding="utf-8").partition("the set-up and the tests only")[0]
    listed = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `HUB_")}

    assert listed == {f"HUB_{name}" for name in vars(config) if name.isupper()}
