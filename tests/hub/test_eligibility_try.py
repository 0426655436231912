"""``hub eligibility try`` shows an officer how a passage is read."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.cli import main

TEXT = "The framework may be used by local authorities in the Eastern Region."


@pytest.fixture
def passage(tmp_path: Path) -> str:
    file = tmp_path / "passage.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_the_rules_the_answer_and_the_words_are_shown(passage: str):
    result = CliRunner().invoke(main, ["eligibility", "try", "--organisation", "essex-county-council", passage])

    assert result.exit_code == 0
    assert "include class local-authorities; in East of England; closed" in result.output
    assert "Essex County Council: covered by the published class." in result.output
    assert f"Words: “{TEXT}”" in result.output


def test_a_kind_and_region_stand_for_any_organisation_of_it():
    result = CliRunner().invoke(
        main, ["eligibility", "try", "--kind", "nhs", "--region", "East of England", "-"], input=TEXT
    )

    assert "NHS body in East of England: excluded by the published text." in result.output


def test_a_silent_text_is_said_to_be_silent():
    result = CliRunner().invoke(main, ["eligibility", "try", "--kind", "nhs", "-"], input="Road salt.")

    assert "The text does not say who may use the framework." in result.output
    assert "To ask the owner: We buy for: NHS body." in result.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--organisation", "atlantis"], "“atlantis” is no organisation"),
        (["--kind", "nhs", "--region", "Atlantis"], "“Atlantis” is no region"),
        (["--region", "UKH"], "Say of which kind"),
    ],
)
def test_what_is_not_known_is_refused_by_name(passage: str, options: list[str], words: str):
    result = CliRunner().invoke(main, ["eligibility", "try", *options, passage])

    assert result.exit_code == 1
    assert words in result.output
