import io
import re
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor, ImageDraw

from festival.qr import Level, Matrix, ansi, matrix, plain_blocks, png, svg
from festival.tui.themes import PALETTES
from rig import Screen, decode, pixels

SHORT = "HTTPS://DORTMUND.EXAMPLE/P/K7QX"
SVG = "{http://www.w3.org/2000/svg}"
PRINTABLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
GAPS = range(7)
GROUNDS = ["#ffffff", "#000000", "#808080", *(palette.ground for palette in PALETTES.values())]

addresses = st.builds(
    lambda scheme, host, path: f"{scheme}://{host}/{path}",
    st.sampled_from(["https", "HTTPS", "http"]),
    st.from_regex(r"[a-z]{3,20}\.example", fullmatch=True),
    st.text(PRINTABLE, max_size=160),
)
capitals = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:", min_size=1, max_size=300).filter(
    lambda text: text == text.strip()
)
texts = addresses | capitals | st.text(PRINTABLE, min_size=1, max_size=300)
levels: st.SearchStrategy[Level] = st.sampled_from(get_args(Level))
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def rasterised(document: str, unit: int) -> Image.Image:
    """Draw the SVG's two paths, which consist of rectangles only."""
    root = ET.fromstring(document)
    side = int(root.attrib["viewBox"].split()[2]) * unit
    image = Image.new("RGB", (side, side), "red")
    draw = ImageDraw.Draw(image)
    for path in root.iter(f"{SVG}path"):
        bars = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)(?:h-\3|H0)z", path.attrib["d"])
        assert "".join(re.findall(r"M[^z]*z", path.attrib["d"])) == path.attrib["d"]
        assert len(bars) == path.attrib["d"].count("z")
        for left, top, width, height in ([int(number) * unit for number in bar] for bar in bars):
            draw.rectangle((left, top, left + width - 1, top + height - 1), fill=path.attrib["fill"])
    return image


def on_screen(text: str, columns: int, rows: int) -> Screen:
    screen = Screen(columns, rows)
    screen.feed(text.replace("\n", "\r\n").encode())
    return screen


def in_terminal(code: Matrix) -> Screen:
    columns, rows = code.cells()
    return on_screen(ansi(code), columns + 3, rows + 2)


@few
@given(text=texts, level=levels, module_px=st.integers(3, 9))
def test_png_decodes_to_its_text(text: str, level: Level, module_px: int) -> None:
    assert decode(picture(png(matrix(text, level), module_px))) == [text]


@pytest.mark.parametrize("length", [500, 1000, 2331])
def test_png_of_a_long_text_decodes(length: int) -> None:
    text = ("https://dortmund.example/" + "abcdefghij" * 240)[:length]
    assert decode(picture(png(matrix(text), 4))) == [text]


@pytest.mark.parametrize(("module_px", "quiet"), [(1, 4), (3, 2), (8, 4), (10, 0)])
def test_png_has_the_pixels_of_the_matrix(module_px: int, quiet: int) -> None:
    code = matrix(SHORT)
    image = picture(png(code, module_px, quiet))
    image.load()
    side = code.size + 2 * quiet
    assert (image.format, image.mode, image.size) == ("PNG", "1", (side * module_px, side * module_px))
    middle = module_px // 2
    assert code.padded(quiet) == tuple(
        tuple(image.getpixel((x * module_px + middle, y * module_px + middle)) == 0 for x in range(side))
        for y in range(side)
    )


@few
@given(text=texts, level=levels)
def test_svg_decodes_to_its_text(text: str, level: Level) -> None:
    assert decode(rasterised(svg(matrix(text, level)), 4)) == [text]


def test_svg_is_black_on_explicit_white_with_crisp_edges() -> None:
    document = svg(matrix(SHORT), quiet=3)
    image = rasterised(document, 1)
    colours = {colour for _count, colour in image.getcolors() or []}
    assert colours == {(0, 0, 0), (255, 255, 255)}
    assert image.size == (31, 31)
    assert ET.fromstring(document).attrib["shape-rendering"] == "crispEdges"


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        (None, SHORT),
        ("Grüße <b>&amp;</b>", "Grüße <b>&amp;</b>"),
        ("]]></title><script>x</script>", "]]></title><script>x</script>"),
        ("a\x00b\x1b[2Jc\ud800d\uffff", "ab[2Jcd"),
    ],
)
def test_svg_title_stays_text(title: str | None, spoken: str) -> None:
    document = svg(matrix(SHORT), title=title)
    root = ET.fromstring(document.encode())
    assert [element.tag for element in root] == [f"{SVG}title", f"{SVG}path", f"{SVG}path"]
    assert root[0].text == spoken


@few
@given(text=texts, level=levels)
def test_ansi_decodes_to_its_text(text: str, level: Level) -> None:
    assert decode(pixels(in_terminal(matrix(text, level)), cell=(5, 10))) == [text]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("gap", GAPS)
def test_ansi_decodes_on_every_ground_with_gaps_between_rows(ground: str, gap: int) -> None:
    red, green, blue = ImageColor.getrgb(ground)[:3]
    image = pixels(in_terminal(matrix(SHORT)), line_gap=gap, colours=((128, 128, 128), (red, green, blue)))
    assert decode(image) == [SHORT]


@pytest.mark.parametrize("quiet", [2, 3, 4])
def test_ansi_sets_both_colours_in_every_cell_and_resets(quiet: int) -> None:
    code = matrix(SHORT)
    columns, rows = code.cells(quiet)
    screen = on_screen(ansi(code, quiet) + "after", 60, rows + 2)
    black_white = {(0, 0, 0), (255, 255, 255)}
    cells = [screen.cell(column, row) for row in range(rows) for column in range(columns)]
    assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == black_white
    edge = [screen.cell(column, row) for row in range(rows) for column in (0, 1, columns - 2, columns - 1)]
    assert {(cell.data, cell.fg, cell.bg) for cell in edge} == {(" ", (255, 255, 255), (255, 255, 255))}
    assert (screen.cell(columns, 0).bg, screen.cell(0, rows).fg) == (None, None)
    assert screen.row_text(rows).rstrip() == "after"


@pytest.mark.parametrize("on_dark", [True, False])
def test_plain_blocks_decode_in_the_terminal_they_are_for(on_dark: bool) -> None:
    text = plain_blocks(matrix(SHORT), on_dark=on_dark)
    assert "\x1b" not in text
    black, white = (0, 0, 0), (255, 255, 255)
    right, wrong = ((white, black), (black, white)) if on_dark else ((black, white), (white, black))
    screen = on_screen(text, 40, 20)
    assert decode(pixels(screen, colours=right)) == [SHORT]
    assert decode(pixels(screen, colours=wrong)) == []


def test_version_4_decodes_at_80_by_24() -> None:
    text = "https://" + "x" * 54
    assert decode(pixels(on_screen(ansi(matrix(text)), 80, 24))) == [text]


@pytest.mark.parametrize("text", ["Grüße aus Dortmund", "Straße 15 – Bühne", "Привет, 東京"])
def test_text_beyond_ascii_decodes(text: str) -> None:
    assert decode(picture(png(matrix(text)))) == [text]


def test_decoder_of_these_tests_reads_no_inverted_code() -> None:
    image = picture(png(matrix(SHORT))).convert("L").point(lambda grey: 255 - grey)
    assert decode(image) == []
