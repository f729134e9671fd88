"""Rows always fill exactly the width they are given, whatever text they hold."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from festival.schedule.text import clean_block, clean_line
from festival.tui import bigtext
from festival.tui.paint import Row, column, crop, fit, progress, spread, strip, width_of, wrap

texts = st.text(max_size=60).map(clean_line)
rows = st.lists(st.tuples(texts, st.sampled_from(["", "muted", "*late", "~muted@band"])), max_size=4)
widths = st.integers(0, 50)


@given(texts, widths)
def test_a_fitted_text_is_never_wider(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= max(width, 0) or cell_len(text) <= width


@given(rows, widths)
def test_a_cropped_row_is_never_wider(row: Row, width: int) -> None:
    assert width_of(crop(row, width)) <= width


@given(rows, widths)
def test_a_column_is_exactly_as_wide(row: Row, width: int) -> None:
    assert width_of(column(row, width)) == width


@given(rows, rows, widths)
def test_a_spread_row_is_exactly_as_wide(left: Row, right: Row, width: int) -> None:
    assert width_of(spread(left, right, width)) == width


@given(rows, st.integers(1, 50))
def test_a_strip_is_exactly_as_wide(row: Row, width: int) -> None:
    assert strip(row, width, "festival-day").cell_length == width


@given(st.text(max_size=300).map(clean_block), st.integers(2, 40), st.integers(1, 6))
def test_wrapped_lines_fit_and_are_no_more_than_asked_for(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, most)
    assert len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)


@given(st.text(max_size=300).map(clean_block), st.integers(2, 40))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


def test_what_is_cut_ends_with_an_ellipsis() -> None:
    assert fit("Nachbarschaft", 8) == "Nachbar…"
    assert wrap("eins zwei drei vier", 9, 1) == ("eins zwei…",) or wrap("eins zwei drei vier", 9, 1)[
        0
    ].endswith("…")


@given(st.floats(0, 1), st.integers(1, 60))
def test_a_progress_bar_is_exactly_as_wide(done: float, width: int) -> None:
    assert width_of(progress(done, width)) == width


@given(texts, st.integers(20, 100), st.integers(1, 3))
def test_large_letters_fit(text: str, width: int, most: int) -> None:
    drawn = bigtext.big(text, width, most=most)
    assert len(drawn) <= most * bigtext.SMALL.rows
    assert all(width_of(row) <= width for row in drawn)


def test_large_letters_have_a_shape_of_their_own_for_umlauts() -> None:
    assert bigtext.line("a") != bigtext.line("ä")
    assert bigtext.line("日") == bigtext.line("?")
