"""Whose register a file is."""

import pytest

from scrapers.files import open_file
from scrapers.source import Reading, UnreadableFile, Voice
from tests.scrapers.conftest import FileWriter
from tests.scrapers.register.conftest import HEADER, call_offs

ROW = "1,Kerbs,Acme Ltd,01/04/2026,"


def opened(file: FileWriter, text: str, name: str = "download.csv", buyer: str = "") -> Reading:
    return open_file(file(text, name), buyer=buyer)


def test_a_publishers_column_says_it(file: FileWriter) -> None:
    reading = opened(file, f"Organisation Name,{HEADER}\nAnytown Council,{ROW}\nAnytown Council,2,Flags,,,\n")
    assert [each.buyer.name for each in call_offs(reading)] == ["Anytown Council"] * 2
    assert reading.source.name == "register_anytown_council"
    assert reading.source.title == "Contracts register of Anytown Council"
    assert (reading.source.voice, reading.source.licence) == (Voice.REGISTER, "not stated")


def test_a_column_of_codes_or_people_says_nothing_and_is_not_kept(file: FileWriter) -> None:
    reading = opened(file, f"Buyer,{HEADER}\nPat Sample,{ROW}\n", buyer="Anytown Council")
    assert call_offs(reading)[0].buyer.name == "Anytown Council"
    assert "Pat Sample" not in call_offs(reading)[0].model_dump_json()


def test_a_register_of_several_bodies_needs_a_name_and_keeps_theirs(file: FileWriter) -> None:
    text = f"Authority Name,{HEADER}\nAnytown Council,{ROW}\nOtherham Council,2,Flags,,,\n"
    with pytest.raises(UnreadableFile, match="names 2 buyers"):
        opened(file, text)
    reading = opened(file, text, buyer="Anyshire Partnership")
    assert reading.source.publisher == "Anyshire Partnership"
    assert [each.buyer.name for each in call_offs(reading)] == ["Anytown Council", "Otherham Council"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Anytown City Council Contracts Register April 2026", "Anytown City Council"),
        ("Contracts of Barking and Dagenham Council", "Barking and Dagenham Council"),
        ("London Borough of Anytown", "London Borough of Anytown"),
        ("Register: Anyshire Combined Authority (2026)", "Anyshire Combined Authority"),
    ],
)
def test_a_heading_says_it(heading: str, name: str, file: FileWriter) -> None:
    reading = opened(file, f"{heading}\n\n{HEADER}\n{ROW}\n")
    assert reading.source.publisher == name


@pytest.mark.parametrize(
    ("file_name", "name"),
    [("exeter_contracts_register_2026-04_rebuilt.csv", "Exeter"),
     ("Anytown-City-Council-Contracts.csv", "Anytown City Council"),
     ("ContractsRegisterOtherham.csv", "Otherham"), ("ECC contracts register v2.csv", "")],
)  # fmt: skip
def test_a_files_name_is_a_guess_and_marked_as_one(file_name: str, name: str, file: FileWriter) -> None:
    if not name:
        with pytest.raises(UnreadableFile):
            opened(file, f"{HEADER}\n{ROW}\n", file_name)
        return
    reading = opened(file, f"{HEADER}\n{ROW}\n", file_name)
    problem = next(iter(reading.rows)).problems[0]
    assert (reading.source.publisher, problem.value) == (name, name)
    assert problem.done.startswith("guessed from the file's name")


def test_a_heading_made_to_be_slow_is_not(file: FileWriter) -> None:
    reading = opened(file, f"Anytown Council {'Aa ' * 50_000}\n{HEADER}\n{ROW}\n")
    assert reading.source.publisher == "Anytown Council"


def test_without_any_of_these_the_cure_is_named(file: FileWriter) -> None:
    with pytest.raises(UnreadableFile, match='hub import --buyer "Exeter City Council" download.csv'):
        opened(file, f"{HEADER}\n{ROW}\n")


def test_what_the_importing_person_says_counts_most(file: FileWriter) -> None:
    reading = opened(file, f"Otherham Council\n{HEADER}\n{ROW}\n", buyer=" Anytown  Council ")
    assert call_offs(reading)[0].buyer.name == "Anytown Council"


def test_a_buyer_for_a_list_that_is_no_register_is_refused(file: FileWriter) -> None:
    with pytest.raises(UnreadableFile, match="no contracts register"):
        opened(file, "owner,title\nAnytown,Kerbs\n", buyer="Anytown Council")
