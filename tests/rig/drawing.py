"""Turns the emulated screen into pixels, as a terminal with a monospace font would."""

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from rig.cell import RGB, Cell
from rig.glyphs import SHADES, rectangles
from rig.screen import Screen

DEFAULT_FG: RGB = (229, 229, 229)
DEFAULT_BG: RGB = (0, 0, 0)

_FONTS = Path("/usr/share/fonts/truetype")
_FACES = ("dejavu/DejaVuSansMono{}.ttf", "noto/NotoSansMono-Regular.ttf", "dejavu/DejaVuSans.ttf")
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def pixels(
    screen: Screen,
    cell: tuple[int, int] = (10, 20),
    line_gap: int = 0,
    colours: tuple[RGB, RGB] = (DEFAULT_FG, DEFAULT_BG),
) -> Image.Image:
    """Draw the whole screen as RGB, cells of so many pixels (width, height).

    `line_gap` pixels under every row hold the cell's background and no glyph, as with a terminal's
    `line-height`. `colours` are the terminal's default foreground and background.
    """
    width, height = cell
    image = Image.new("RGB", (screen.columns * width, screen.rows * (height + line_gap)), colours[1])
    draw = ImageDraw.Draw(image)
    for row in range(screen.rows):
        top = row * (height + line_gap)
        for column in range(screen.columns):
            shown = screen.cell(column, row)
            left = column * width
            fg, bg = _colours(shown, colours)
            wide = column + 1 < screen.columns and screen.cell(column + 1, row).data == ""
            span = 2 * width if wide else width
            if shown.data == "":
                continue
            draw.rectangle((left, top, left + span - 1, top + height + line_gap - 1), fill=bg)
            _draw_glyph(image, draw, shown, (left, top, span, height), fg, bg)
    return image


def _colours(cell: Cell, defaults: tuple[RGB, RGB]) -> tuple[RGB, RGB]:
    fg, bg = cell.fg or defaults[0], cell.bg or defaults[1]
    if cell.reverse:
        fg, bg = bg, fg
    if cell.dim:
        fg = _mixed(fg, bg, 0.5)
    return (bg, bg) if cell.conceal else (fg, bg)


def _mixed(fg: RGB, bg: RGB, share: float) -> RGB:
    red, green, blue = (round(share * f + (1 - share) * b) for f, b in zip(fg, bg, strict=True))
    return red, green, blue


def _draw_glyph(
    image: Image.Image,
    draw: ImageDraw.ImageDraw,
    cell: Cell,
    area: tuple[int, int, int, int],
    fg: RGB,
    bg: RGB,
) -> None:
    left, top, width, height = area
    if cell.data in SHADES:
        shade = _mixed(fg, bg, SHADES[cell.data])
        draw.rectangle((left, top, left + width - 1, top + height - 1), fill=shade)
    elif (boxes := rectangles(cell.data, width, height)) is not None:
        for x0, y0, x1, y1 in boxes:
            draw.rectangle((left + x0, top + y0, left + x1 - 1, top + y1 - 1), fill=fg)
    elif not cell.data.isspace():
        image.paste(fg, (left, top), _mask(cell.data, cell.bold, width, height))
    thick = max(1, height // 16)
    for drawn, y in ((cell.underscore, height - 2 * thick), (cell.strikethrough, height // 2)):
        if drawn:
            draw.rectangle((left, top + y, left + width - 1, top + y + thick - 1), fill=fg)


@lru_cache(maxsize=8192)
def _mask(text: str, bold: bool, width: int, height: int) -> Image.Image:
    """Give a character with its marks as a mask of its cell."""
    mask = Image.new("L", (width, height), 0)
    font = _face(text[0], bold, height)
    if isinstance(font, ImageFont.FreeTypeFont):
        ascent, descent = font.getmetrics()
        baseline = (height - ascent - descent) // 2 + ascent
        left = max((width - font.getlength(text)) / 2, 0)
        ImageDraw.Draw(mask).text((left, baseline), text, fill=255, font=font, anchor="ls")
    else:
        ImageDraw.Draw(mask).text((0, 0), text, fill=255, font=font)
    return mask


@lru_cache(maxsize=4096)
def _face(char: str, bold: bool, height: int) -> Font:
    """Give the first font that has the character; the missing-glyph box of the first when none has it."""
    fonts = _fonts(bold, height)
    for font in fonts:
        if bytes(font.getmask(char)) != bytes(font.getmask("\U0010fffe")):
            return font
    return fonts[0]


@lru_cache(maxsize=16)
def _fonts(bold: bool, height: int) -> tuple[Font, ...]:
    """Load what this machine has, so large that a line fits the height (Debian: fonts-dejavu-core)."""
    names = [_FACES[0].format("-Bold" if bold else ""), *_FACES[1:]]
    found = [_FONTS / name for name in names if (_FONTS / name).exists()]
    size = round(height * 0.84)
    return tuple(ImageFont.truetype(path, size) for path in found) or (ImageFont.load_default(size),)
