import pytest
from PIL import Image

from rig import Screen, pixels
from rig.glyphs import rectangles

RED, BLUE = (255, 0, 0), (0, 0, 255)
COLOURS = "\x1b[38;2;255;0;0;48;2;0;0;255m"


def drawn(text: str, columns: int = 1, line_gap: int = 0) -> Image.Image:
    screen = Screen(columns, 1)
    screen.feed((COLOURS + text).encode())
    return pixels(screen, (8, 16), line_gap)


def shares(image: Image.Image) -> dict[object, int]:
    return {colour: count for count, colour in image.getcolors(4096) or []}


# Pixels of 128 that a cell of 8 by 16 shows in the foreground.
INK = {"█": 128, "▀": 64, "▄": 64, "▌": 64, "▐": 64, "▁": 16, "▇": 112, "▉": 112, "▏": 16, "▔": 16, "▕": 16}
INK |= {"▖": 32, "▙": 96, "▞": 64, "▟": 96, "─": 8, "━": 16, "│": 16, "═": 16, "┼": 23}


@pytest.mark.parametrize(("char", "red"), INK.items())
def test_block_and_box_characters_are_exact(char: str, red: int) -> None:
    assert shares(drawn(char)) == {RED: red, BLUE: 128 - red} if red < 128 else {RED: 128}


def test_upper_half_block_is_above() -> None:
    image = drawn("▀")
    assert [image.getpixel((4, y)) for y in (0, 7, 8, 15)] == [RED, RED, BLUE, BLUE]


def test_gap_below_a_row_has_the_background() -> None:
    image = drawn("█", line_gap=6)
    assert image.size == (8, 22)
    assert [image.getpixel((4, y)) for y in (0, 15, 16, 21)] == [RED, RED, BLUE, BLUE]


@pytest.mark.parametrize("char", [chr(code) for code in range(0x2500, 0x25A0)])
def test_every_box_and_block_stays_in_its_cell(char: str) -> None:
    boxes = rectangles(char, 10, 20)
    if boxes is None:
        assert char in "╱╲╳░▒▓"
    else:
        assert all(0 <= left < right <= 10 and 0 <= top < bottom <= 20 for left, top, right, bottom in boxes)


def test_box_lines_of_neighbours_meet() -> None:
    image = drawn("┌┐", columns=2)
    assert [image.getpixel((x, 7)) for x in (3, 7, 8, 11)] == [RED] * 4


@pytest.mark.parametrize(
    ("codes", "fg", "bg"),
    [("7", BLUE, RED), ("2", (128, 0, 128), BLUE), ("8", BLUE, BLUE)],
)
def test_reverse_dim_and_concealed_are_drawn(codes: str, fg: object, bg: object) -> None:
    image = drawn(f"\x1b[{codes}m▀")
    assert (image.getpixel((4, 0)), image.getpixel((4, 15))) == (fg, bg)


def test_letters_are_drawn_within_their_cell() -> None:
    image = drawn("A ", columns=2)
    assert len(shares(image.crop((0, 0, 8, 16)))) > 2
    assert shares(image.crop((8, 0, 16, 16))) == {BLUE: 128}


def test_wide_character_is_drawn_over_two_cells() -> None:
    screen = Screen(3, 1)
    screen.feed((COLOURS + "日").encode())
    image = pixels(screen, (8, 16))
    assert shares(image.crop((16, 0, 24, 16))) == {(0, 0, 0): 128}
    assert [image.getpixel((x, 0)) for x in range(16)] == [BLUE] * 16
    assert len(shares(image.crop((8, 0, 16, 16)))) > 1
