"""Descriptions of sites: every mistake in a file is told with its place and its cure."""

from pathlib import Path

import pytest

from scrapers.directory import BadDescription, read_description
from scrapers.site import Grounds

GOOD = r"""
name: fens
title: Frameworks of the fens
publisher: Fenland Supplies
owner: Fenland Supplies
licence: facts only
hosts: [fens.example]
permission: {grounds: "owner's agreement", words: Agreed in a letter}
list:
  address: https://fens.example/list
  pattern: '/f/\d+'
fields:
  end: {css: [.until], labels: [Until]}
guards: {least: 5, filled: {title: 1, end: 0.5}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fens.yaml"


def test_a_description_is_read_from_its_file(file: Path):
    file.write_text(GOOD, encoding="utf-8")

    found = read_description(file)

    assert (found.name, found.hosts, found.every_days, found.voice) == ("fens", ("fens.example",), 7, "directory")
    assert found.permission.grounds is Grounds.AGREEMENT
    assert found.fields["end"].css == (".until",)
    assert found.guards.filled == {"title": 1.0, "end": 0.5}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: fens\n", "", "fens.yaml: “name” is missing: add it."),
        ("publisher:", "publishr:", "“publishr” is no key the hub knows: correct its spelling or take it out."),
        ("name: fens", "name: The Fens", "“name” is 'The Fens', which does not fit ^[a-z]"),
        ("name: fens", "name: 12", "“name” is 12: input should be a valid string."),
        ("hosts: [fens.example]", "hosts: [https://fens.example]", "“hosts.0” is no host: write it like www.example"),
        ("hosts: [fens.example]", "hosts: []", "“hosts” is (): tuple should have at least 1 item"),
        ("hosts: [fens.example]", "hosts: [other.example]", "“hosts” lacks the host of the list"),
        ("'/f/\\d+'", "'/f/(\\d+'", "“list.pattern” is no regular expression: missing )"),
        ("list:\n", "list:\n  stated: '\\d+ in all'\n", "“list.stated” has no brackets round the number: write"),
        ("[.until]", "['..until']", "“fields.end.css.0” is no CSS selector"),
        ("  end: {css", "  ends: {css", "“fields” names ends, which the hub does not read: use title, reference"),
        ("labels: [Until]", "text: 'until .*'", "“fields.end” “text” has no group for {value}: name one"),
        ("  address: https", "  sitemap: https://fens.example/s.xml\n  address: https", "not both"),
        ("  address: https", "  address: http", "“list.address” is 'http://fens.example/list', which does not fit"),
        ("owner's agreement", "a nod", "“permission.grounds” is 'a nod': use one of open licence, owner's agreement"),
        ("end: 0.5", "end: 50", "“guards.filled.end” is 50: input should be less than or equal to 1."),
        ("end: 0.5", "ends: 0.5", "“guards.filled” names ends, of which no share is counted: use title, "),
        ("end: 0.5", "term: 0.5", "“guards.filled” names term, of which no share is counted: use title, "),
        ("guards:", "met: yesterday\nguards:", "“met” is 'yesterday', which does not fit"),
        ("guards:", "voice: loud\nguards:", "“voice” is 'loud': use 'owner' or 'directory'."),
        ("hosts: [", "hosts: [[", "fens.yaml is no YAML"),
        (GOOD, "- a list", "fens.yaml is no description: begin it with “name: …”."),
        (GOOD, "", "fens.yaml is no description"),
        (GOOD, "!!python/object/apply:os.getcwd []", "fens.yaml is no YAML"),
    ],
)
def test_a_mistake_is_told_with_the_file_the_key_and_the_cure(file: Path, old: str, new: str, said: str):
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BadDescription) as refusal:
        read_description(file)

    assert said in str(refusal.value)
    assert str(refusal.value).startswith("fens.yaml")


def test_all_mistakes_are_told_at_once(file: Path):
    file.write_text(GOOD.replace("name: fens\n", "").replace("licence: facts only\n", ""), encoding="utf-8")

    with pytest.raises(BadDescription) as refusal:
        read_description(file)

    assert str(refusal.value).splitlines() == [
        "fens.yaml: “name” is missing: add it.",
        "fens.yaml: “licence” is missing: add it.",
    ]
