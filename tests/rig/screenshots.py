"""Draws the pictures in assets/screenshots from the real app, pages and paper, on the bundled programme.

`make screenshots`, or `PYTHONPATH=tests python -m rig.screenshots [FOLDER [NAME ...]]`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from textual.pilot import Pilot

from desk.conftest import desk_on
from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.messages import Go
from festival.kiosk.pages.attract import AttractPage
from festival.settings import moment
from rig.drawing import pixels
from rig.handed_out import DRAWN, SHOWER
from rig.pilot import shown
from rig.programme import schedule_at, state_at

FOLDER = Path(__file__).parents[2] / "assets" / "screenshots"
AFTERNOON = "2022-05-27T14:40"
"""Something is on in every place, and one stage is late."""
EVENING = "2022-05-27T17:20"
"""The workshop is about to part into three tables."""
COLOURS = 48
"""As many as are kept as they are: those of theme and tracks, and the commonest shades at the edges of letters."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a page in a window, and what a visitor did there."""

    name: str
    size: tuple[int, int]
    page: str
    subject: str = ""
    keys: Iterable[str] = ()
    at: str = AFTERNOON
    slide: int = 0
    """How far the attract loop has turned."""
    looks: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the state."""
    is_desk: bool = False
    """The page is the organisers'."""

    @property
    def file(self) -> str:
        """Give the file's name."""
        columns, rows = self.size
        return f"{self.name}-{columns}x{rows}.png"


NIGHT = {"theme": "festival-night"}
PICKS = ("ws-runde-stadtentwicklung", "ws-runde-mobilitaet", "u-storylab")
SHOTS = (
    Shot("attract", (160, 45), "attract"),
    Shot("attract", (80, 24), "attract", slide=1),
    Shot("now", (120, 33), "now"),
    Shot("now", (80, 24), "now", at=SHOWER, looks={"language": "en"}),
    Shot("programme-grid", (160, 45), "programme", looks=NIGHT | {"layout": "grid"}),
    Shot("programme-list", (80, 24), "programme"),
    Shot("session", (120, 33), "session", "hansa-breakdance"),
    Shot("session", (80, 24), "session", "u-strasse-tanzt", at=SHOWER),
    Shot("stations", (120, 33), "stations"),
    Shot("workshop", (160, 45), "workshop", at=EVENING, looks={"picks": PICKS, "language": "en"}),
    Shot("projects", (120, 33), "projects"),
    Shot("map", (120, 33), "map"),
    Shot("search", (80, 24), "search", keys="robot", looks=NIGHT),
    Shot("picks", (80, 24), "picks", looks={"picks": PICKS}),
    Shot("code", (80, 24), "code", "room:u-stage", looks={"base_url": "https://fest.example"}),
    Shot("help", (80, 24), "help"),
    Shot("large", (80, 24), "now", looks={"large": True}),
    Shot("large", (120, 33), "session", "hansa-breakdance", looks={"large": True}),
    Shot("contrast", (120, 33), "programme", looks={"theme": "festival-contrast"}),
    Shot("portrait", (60, 80), "now", looks=NIGHT),
    Shot("portrait-project", (60, 80), "project", "nordwaerts"),
    Shot("desk-board", (120, 36), "board", at=SHOWER, is_desk=True),
    Shot("desk-preview", (120, 36), "board", at=SHOWER, keys=("down", "plus"), is_desk=True),
    Shot("desk-run", (120, 36), "run", at=AFTERNOON, looks={"language": "de"}, is_desk=True),
)


@asynccontextmanager
async def _kiosk(shot: Shot) -> AsyncIterator[Pilot[None]]:
    state = state_at(shot.at, kiosk_id="K1", **shot.looks)
    app = ProgrammeApp(state, clock_from(state.now, lambda: 0))
    async with app.run_test(size=shot.size) as pilot:
        app.post_message(Go(shot.page, shot.subject))
        await pilot.pause()
        yield pilot


@asynccontextmanager
async def _desk(shot: Shot) -> AsyncIterator[Pilot[None]]:
    schedule = schedule_at(shot.at)
    now = moment(shot.at, schedule.festival.zone)
    async with desk_on(shot.page, schedule=schedule, size=shot.size, now=now, **shot.looks) as rig:
        await rig.until(lambda: bool(rig.state.warnings))
        yield rig.pilot


async def draw(shot: Shot) -> Image.Image:
    """Run the app without a terminal and give the picture of its screen."""
    async with _desk(shot) if shot.is_desk else _kiosk(shot) as pilot:
        app = pilot.app
        await pilot.press(*shot.keys)
        if isinstance(app.screen, AttractPage):
            for _ in range(shot.slide):
                app.screen.turn()
        await pilot.pause()
        return pixels(shown(app))


def reduced(picture: Image.Image) -> Image.Image:
    """Give the picture with its commonest colours only, each pixel in the nearest of them."""
    counted: list[tuple[int, tuple[int, ...]]] = picture.getcolors(1 << 24)  # type: ignore[assignment]  # an RGB picture's
    counted.sort(reverse=True)
    kept = [channel for _count, colour in counted[:COLOURS] for channel in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(kept + kept[:3] * (256 - len(kept) // 3))
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def main(folder: Path = FOLDER, names: Iterable[str] = ()) -> None:
    """Write all pictures, or those with one of `names`."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(names)
    for shot in SHOTS:
        if not wanted or shot.name in wanted:
            _write(asyncio.run(draw(shot)), folder / shot.file)
    for file, handed_out in DRAWN.items():
        if not wanted or file.partition("-")[0] in wanted:
            _write(handed_out(), folder / file)


def _write(picture: Image.Image, file: Path) -> None:
    reduced(picture).save(file, optimize=True)
    print(f"{file.stat().st_size / 1000:5.1f} kB  {file.name}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER, sys.argv[2:])
