"""What the page on running a hub tells people to type, and the files it tells them to copy, are there."""

import re
import shlex
from pathlib import Path

import click
import pytest

from hub import config
from hub.cli import main
from hub.cli.serving import PATIENCE

REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs" / "operations.md").read_text(encoding="utf-8")
DEPLOY = sorted((REPO / "docs" / "deploy").iterdir())

COMMAND = re.compile(r"(?:^|`|bin/|= )hub ((?:[a-z][a-z-]+)(?: [^`\n]*)?)", re.MULTILINE)


def commands() -> list[str]:
    """Everything after the word hub, wherever a command is named."""
    units = [path.read_text(encoding="utf-8") for path in DEPLOY]
    return sorted({found for text in (PAGE, *units) for found in COMMAND.findall(text)})


@pytest.mark.parametrize("typed", commands())
def test_a_command_that_is_told_exists_with_its_options(typed: str) -> None:
    command: click.Command = main
    words = shlex.split(typed)
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    options = {option for parameter in command.params for option in parameter.opts}

    assert command is not main, f"hub {typed}"
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options


def test_commands_were_found() -> None:
    assert len(commands()) > 12


def test_each_file_of_deploy_is_named_and_each_named_one_is_there() -> None:
    assert set(re.findall(r"`docs/deploy/([\w@.-]+)`", PAGE)) == {path.name for path in DEPLOY}


def test_each_setting_that_is_named_exists() -> None:
    named = {name for path in DEPLOY for name in re.findall(r"^(HUB_\w+)=", path.read_text(encoding="utf-8"), re.M)}
    named |= set(re.findall(r"HUB_[A-Z_]+", PAGE))

    assert named <= {f"HUB_{name}" for name in vars(config) if name.isupper()}


def test_links_lead_to_pages_that_are_there() -> None:
    for target in re.findall(r"\]\(([\w-]+\.md)", PAGE):
        assert (REPO / "docs" / target).is_file(), target


@pytest.mark.parametrize("unit", [path for path in DEPLOY if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_unit_is_whole(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")

    assert {"[Unit]", "[Service]", "User=hub", "EnvironmentFile=/etc/hub.env", "UMask=0077"} <= set(text.splitlines())
    for seconds in re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE):
        assert int(seconds) > PATIENCE
