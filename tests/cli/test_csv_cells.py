"""What a spreadsheet would run comes out as text."""

import csv
from io import StringIO

import pytest

from festival.cli.csv_cells import Cell, csv_text, harmless

FORMULAS = ["=1+1", "+1", "-1+1|cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\xa0=1", "＝1+1", "＠x"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_begins_like_a_formula_becomes_a_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("Regen", "Regen"), ("a=b", "a=b"), ("", ""), (None, ""), (-5, "-5"), (1.5, "1.5"), ("15:30", "15:30")],
)
def test_everything_else_stays(cell: Cell, shown: str) -> None:
    assert harmless(cell) == shown


def test_a_table_is_read_back_as_it_was_with_quotes_commas_and_lines() -> None:
    rows: list[list[Cell]] = [['say "hello", twice', "two\nlines", 3], ["=HYPERLINK()", None, -3]]
    text = csv_text(["what", "where", "n"], rows)
    assert list(csv.reader(StringIO(text, newline=""))) == [
        ["what", "where", "n"],
        ['say "hello", twice', "two\nlines", "3"],
        ["'=HYPERLINK()", "", "-3"],
    ]
    assert text.startswith("what,where,n\r\n")
