"""Reads PDF files as a printer and its reader would: sizes, pictures, texts, and the codes in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from festival.links import Links
from festival.locale import locale_for
from festival.print import Kind, Paper, Print, Reader, pdf, prints
from festival.schedule.model import Schedule
from rig.programme import schedule_at

NOON = "2022-05-27T12:00"
BASE = "https://fest.example"
DPI = 120
_MM = 25.4


def reader_of(
    schedule: Schedule, now: datetime, *, language: str = "de", base_url: str | None = BASE
) -> Reader:
    locale = locale_for(language, schedule.festival.zone)
    return Reader(schedule, now, locale, Links(schedule.festival, base_url), rehearsing=True)


def reader_at(at: str = NOON, **fields: Any) -> Reader:
    schedule = schedule_at(at)
    now = datetime.fromisoformat(at).replace(tzinfo=schedule.festival.zone)
    return reader_of(schedule, now, **fields)


def only(kind: Kind, reader: Reader, room: str | None = None, paper: Paper = "a4") -> Print:
    """Give the first file of a kind, that of `room` if one is named."""
    rooms = (reader.schedule.room_by_id[room],) if room else ()
    return next(prints((kind,), reader, rooms=rooms, paper=paper))


@dataclass(frozen=True)
class Code:
    """A code in a picture."""

    text: str
    side_mm: float
    left_mm: float
    top_mm: float


@dataclass(frozen=True)
class Page:
    width_mm: float
    height_mm: float
    image: Image.Image
    text: str
    """In the order of the file, a space where lines end."""
    outside: str
    """The characters that are not wholly on the paper."""

    @property
    def codes(self) -> list[Code]:
        formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
        found = zxingcpp.read_barcodes(self.image, formats=formats, try_invert=False, try_rotate=False)
        return [
            Code(
                one.text,
                *(
                    px * _MM / DPI
                    for px in (
                        one.position.top_right.x - one.position.top_left.x,
                        one.position.top_left.x,
                        one.position.top_left.y,
                    )
                ),
            )
            for one in found
        ]


def pages(document: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF file, rendered by another program than the one that made it."""
    with pypdfium2.PdfDocument(document) as opened:
        for page in opened:
            width, height = page.get_size()
            text = page.get_textpage()
            said = text.get_text_bounded()
            outside = "".join(
                text.get_text_range(at, 1)
                for at in range(text.count_chars())
                if not _within(text.get_charbox(at), width, height)
            )
            image = page.render(scale=DPI / 72, grayscale=True).to_pil()
            yield Page(width / 72 * _MM, height / 72 * _MM, image, " ".join(said.split()), outside)


def _within(box: tuple[float, float, float, float], width: float, height: float) -> bool:
    left, bottom, right, top = box
    return left >= 0 and bottom >= 0 and right <= width and top <= height


def printed(one: Print) -> list[Page]:
    return list(pages(pdf(one).contents))


def letters(document: bytes) -> list[float]:
    """Give the sizes in which the letters of a PDF file are set, in points, the smallest first."""
    found = set()
    with pypdfium2.PdfDocument(document) as opened:
        for page in opened:
            text = page.get_textpage()
            found |= {
                round(pypdfium2.raw.FPDFText_GetFontSize(text.raw, at), 1)
                for at, letter in enumerate(text.get_text_range())
                if letter.isalnum()
            }
    return sorted(found)
