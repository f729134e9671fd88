import subprocess
import sys
from typing import get_args

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st

from festival.qr import Level, matrix
from festival.schedule.errors import ContentTooLong, FestivalError

SHORT = "HTTPS://DORTMUND.EXAMPLE/P/K7QX"
LEVELS: tuple[Level, ...] = get_args(Level)


@pytest.mark.parametrize("text", [SHORT, SHORT.lower(), "4711", "Grüße, U-Vorplatz"])
@pytest.mark.parametrize("level", LEVELS)
def test_matrix_is_what_the_library_makes(text: str, level: Level) -> None:
    library = qrcode.QRCode[qrcode.image.base.BaseImage](
        error_correction=getattr(qrcode, f"ERROR_CORRECT_{level}"), border=0
    )
    library.add_data(text)
    code = matrix(text, level)
    assert [list(row) for row in code.rows] == library.get_matrix()
    assert (code.text, code.level, code.version) == (text, level, library.version)
    assert code.size == 4 * code.version + 17


def test_every_mask_is_chosen_when_the_library_chooses_it() -> None:
    chosen = set()
    for length in (1, 40, 130):  # versions 2 to 8: from 7 on a code names its version
        for number in range(24):
            text = f"HTTPS://DORTMUND.EXAMPLE/{number * 7919:X}/{'Q' * length}"
            library = qrcode.QRCode[qrcode.image.base.BaseImage](border=0)
            library.add_data(text)
            assert [list(row) for row in matrix(text).rows] == library.get_matrix(), text
            chosen.add(library.best_mask_pattern())
    assert chosen == set(range(8))


def test_address_in_capitals_is_version_2_and_33_by_17_cells() -> None:
    assert len(SHORT) == 31
    assert matrix(SHORT).version == 2
    assert matrix(SHORT).cells() == (33, 17)
    assert matrix(SHORT.lower()).version == 3


def test_62_bytes_are_version_4_and_fit_80_by_24() -> None:
    code = matrix("https://" + "x" * 54)
    assert code.version == 4
    assert code.cells() == (41, 21)
    assert matrix("https://" + "x" * 55).version == 5


# A version 2 code is 25 modules wide: 33 by 17 cells with a quiet zone of 4, 31 by 16 with 3, 29 by 15 with 2.
@pytest.mark.parametrize(
    ("columns", "rows", "quiet"),
    [
        (80, 24, 4),
        (33, 17, 4),
        (32, 17, 3),
        (33, 16, 3),
        (30, 99, 2),
        (99, 15, 2),
        (28, 99, None),
        (99, 14, None),
    ],
)
def test_quiet_zone_is_the_widest_that_fits(columns: int, rows: int, quiet: int | None) -> None:
    assert matrix(SHORT).quiet_zone(columns, rows) == quiet


def test_matrix_of_the_same_text_is_made_once() -> None:
    assert matrix(SHORT) is matrix(SHORT)


# ISO/IEC 18004, table 7: bytes, capitals and digits that version 40 holds.
CAPACITY: list[tuple[Level, str, int]] = [
    *zip(LEVELS, "xxxx", (2953, 2331, 1663, 1273), strict=True),
    *zip(LEVELS, "XXXX", (4296, 3391, 2420, 1852), strict=True),
    *zip(LEVELS, "7777", (7089, 5596, 3993, 3057), strict=True),
]


@pytest.mark.parametrize(("level", "character", "most"), CAPACITY)
def test_text_beyond_the_capacity_is_refused(level: Level, character: str, most: int) -> None:
    with pytest.raises(ContentTooLong):
        matrix(character * (most + 1), level)


def test_text_of_exactly_the_capacity_is_version_40() -> None:
    assert matrix("x" * 2331).version == 40


def test_error_for_a_long_text_says_how_much_fits() -> None:
    with pytest.raises(FestivalError) as caught:
        matrix("ü" * 1200)
    assert str(caught.value) == (
        "A text of 2400 bytes does not fit a QR code: level M holds 2331 bytes, or 3391 capitals and digits."
        " Shorten the address."
    )


@pytest.mark.parametrize("text", ["", "\ud800"])
def test_text_without_a_code_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"empty text|surrogates"):
        matrix(text)


@given(text=st.text("abcXYZ019:/.-", min_size=1, max_size=120), quiet=st.integers(0, 6))
def test_half_blocks_hold_every_module_once(text: str, quiet: int) -> None:
    code = matrix(text)
    halves: list[tuple[bool, ...]] = []
    for row in code.half_blocks(quiet):
        halves.append(tuple(run.fg_dark for run in row for _ in run.text))
        halves.append(tuple(run.bg_dark for run in row for _ in run.text))
    side = code.size + 2 * quiet
    assert (len(halves[0]), len(halves) // 2) == code.cells(quiet)
    assert tuple(halves[:side]) == code.padded(quiet)
    assert halves[side:] == [(False,) * side]  # a side is odd, so the last row of cells has a light half left


@given(text=st.text("abcXYZ019:/.-", min_size=1, max_size=120))
def test_half_blocks_are_spaces_where_both_halves_are_alike(text: str) -> None:
    for run in (run for row in matrix(text).half_blocks() for run in row):
        assert set(run.text) == {" " if run.fg_dark == run.bg_dark else "▀"}


@pytest.mark.parametrize("quiet", [0, 2, 4])
def test_padding_is_light_on_every_side(quiet: int) -> None:
    code = matrix(SHORT)
    rows = code.padded(quiet)
    assert [row[quiet : quiet + code.size] for row in rows[quiet : quiet + code.size]] == list(code.rows)
    assert sum(map(sum, rows)) == sum(map(sum, code.rows))


def test_importing_qr_loads_neither_qrcode_nor_pillow() -> None:
    program = "import sys, festival.qr; print(sorted({'qrcode', 'PIL', 'textual'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_pictures_load_no_pillow_of_their_own() -> None:
    program = (
        "import sys; sys.modules['PIL'] = None; from festival.qr import matrix, png, svg;"
        "m = matrix('HTTPS://A.EXAMPLE'); print(png(m)[1:4], svg(m)[:4])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "b'PNG' <svg\n"
