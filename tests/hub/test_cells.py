"""Text from outside, on its way to a spreadsheet or a terminal."""

import pytest

from hub.cells import inert, printable


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_made_text(cell: str):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "RM6100", "a=b", "1-2"])
def test_other_cells_stay_as_they_are(cell: str):
    assert inert(cell) == cell


def test_a_terminal_gets_no_control_characters():
    assert printable("Paint\x1b[31m\r\n£5") == "Paint [31m  £5"
