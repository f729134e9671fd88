"""Draws what visitors hold in their hands or find on a wall: a page as a phone shows it, a poster as it is printed."""

import io
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

import pypdfium2
from PIL import Image
from playwright.sync_api import Route

from festival.pages.assets import ASSETS
from festival.pages.making import page
from festival.print import pdf
from festival.settings import moment
from pages.reading import asked, reader_of
from print.paper import only, reader_at
from rig.browser import chromium
from rig.programme import schedule_at

SHOWER = "2022-05-27T16:20"
"""A warning stands on every screen, and two sessions have moved indoors."""
SITE: Final = "https://fest.example"
PHONE: Final = (390, 844)
POSTER_WIDTH: Final = 400


def phone() -> Image.Image:
    """Give the page of today as Chromium draws it, without a hub and so without scripts, which would look for one."""
    schedule = schedule_at(SHOWER)
    reader = reader_of(schedule, moment(SHOWER, schedule.festival.zone), language="en", base_url=SITE)
    today = page(reader, asked("/"))

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=today.body, content_type="text/html; charset=utf-8")
        elif asset := ASSETS.get(path):
            route.fulfill(body=asset.body, content_type=asset.media_type)
        else:
            route.abort()

    width, height = PHONE
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": width, "height": height}, java_script_enabled=False)
        tab.route("**/*", answer)
        tab.goto(SITE)
        return Image.open(io.BytesIO(tab.screenshot())).convert("RGB")


def poster() -> Image.Image:
    """Give the first page of a stage's poster."""
    made = pdf(only("posters", reader_at(SHOWER, base_url=SITE), "u-stage"))
    with pypdfium2.PdfDocument(made.contents) as opened:
        first = opened[0]
        drawn: Image.Image = first.render(scale=POSTER_WIDTH / first.get_width()).to_pil()
        return drawn.convert("RGB")


DRAWN: Final[Mapping[str, Callable[[], Image.Image]]] = {
    f"phone-{PHONE[0]}x{PHONE[1]}.png": phone,
    f"poster-{POSTER_WIDTH}.png": poster,
}
"""How the picture in each file is drawn."""
