"""A small festival, and the app on it: for every test of a page.

Import what is needed: ``from kiosk.conftest import grid, make_state, opened``.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from textual.pilot import Pilot

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.messages import Go
from festival.kiosk.state import State
from festival.links import Links
from festival.locale import locale_for
from festival.schedule.codes import code_for
from festival.schedule.model import Schedule

ZONE = ZoneInfo("Europe/Berlin")


@dataclass
class Seconds:
    """A monotonic clock that tests turn."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


async def pass_time(pilot: Pilot[Any], seconds: Seconds, time_s: float) -> None:
    """Let time go by, and the app notice it."""
    seconds.now += time_s
    assert isinstance(pilot.app, ProgrammeApp)
    pilot.app.tick()
    await pilot.pause()


def local(time: str, day: int = 27) -> datetime:
    """Give a local time of the festival's days in May 2022 as an instant: ``local("14:20")``."""
    hour, minute = map(int, time.split(":"))
    return datetime(2022, 5, day, tzinfo=ZONE).astimezone(UTC) + timedelta(hours=hour, minutes=minute)


NOW = local("14:20")


def session(id: str, room: str, start: str, end: str, **fields: Any) -> dict[str, Any]:  # noqa: A002
    """Give a session of 27 May for :func:`make_schedule`."""
    given = {
        "title": {"und": id.replace("-", " ").title()},
        "track": "dortbunt",
        "kind": "music",
        "sample": True,
    }
    return {"id": id, "room": room, "start": local(start), "end": local(end)} | given | fields


SESSIONS = (
    session("brass-band", "hansaplatz", "14:00", "14:50", audience=["families"]),
    session(
        "open-lab", "hansaplatz", "15:00", "15:40", kind="talk", languages=["de", "en"],
        title={"de": "Offenes Labor", "en": "Open lab"},
        abstract={"de": "Wie aus Abfall Strom wird.", "en": "How waste becomes power."},
        speakers=["ada", "ben"], organisations=["espoo"], projects=["lab"], capacity=120,
        access=["captions"], track="ecosystems", source="S0", sample=False,
    ),
    session("late-show", "hansaplatz", "20:00", "21:00", kind="show"),
    session("choir", "forum", "15:20", "16:00", highlight=True),
    session("round-table", "forum", "16:00", "17:00", kind="workshop", languages=["en"], track="ecosystems"),
)  # fmt: skip


def make_schedule(**changes: Any) -> Schedule:
    """Give the small festival; `changes` replace whole fields of the schedule (as JSON-like values)."""
    whole = {"start": local("8:00"), "end": local("26:00")}
    content: dict[str, Any] = {
        "festival": {
            "id": "small",
            "name": {"und": "Small festival"},
            "timezone": "Europe/Berlin",
            "languages": ["de", "en"],
            "days": [
                {"date": "2022-05-27", **whole},
                {"date": "2022-05-28", "start": local("9:00", 28), "end": local("18:00", 28)},
            ],
            "url": "https://small.example",
            "country": "DE",
            "workshop": "ecosystems",
            "sources": {"S0": {"title": "Press release 726"}},
            "note": {"de": "Beispieldaten", "en": "Sample data"},
        },
        "tracks": [
            {"id": "dortbunt", "name": {"und": "DORTBUNT!"}, "color": "#b0217a"},
            {"id": "ecosystems", "name": {"de": "Innovationsökosysteme", "en": "Innovation Ecosystems"}},
        ],
        "rooms": [
            {
                "id": "hansaplatz", "kind": "stage", "name": {"und": "Hansaplatz"},
                "venue": {"de": "Innenstadt", "en": "City centre"}, "project": "square", "capacity": 1500,
                "access": ["step_free"], "way": {"de": "Ohne Stufen.", "en": "Over the ramp, no steps."},
            },
            {"id": "forum", "kind": "room", "name": {"und": "Forum"}, "capacity": 80},
        ],
        "sessions": list(SESSIONS),
        "stations": [
            {
                "id": "robots", "track": "dortbunt", "name": {"de": "Roboter steuern", "en": "Drive a robot"},
                "host": "espoo", "project": "lab", "open": [{"start": local("12:00"), "end": local("18:00")}],
                "round_min": 15, "every_min": 20, "capacity": 8, "min_age": 8, "audience": ["children"],
            },
            {
                "id": "print", "track": "dortbunt", "name": {"de": "Drucken", "en": "Printing"},
                "open": [{"start": local("13:00"), "end": local("17:00")}], "access": ["step_free"],
            },
        ],
        "projects": [
            {
                "id": "lab", "number": 9, "name": {"de": "Offenes Labor", "en": "Open lab"}, "kind": "project",
                "summary": {"de": "Forschen für alle.", "en": "Research for everybody."},
                "facts": [{"text": {"de": "Es gibt Kaffee.", "en": "There is coffee."}, "source": "S0"}],
                "url": "https://lab.example/about",
            },
            {"id": "square", "name": {"und": "Hansaplatz"}, "kind": "place"},
            {"id": "garden", "number": 16, "name": {"de": "Garten", "en": "Garden"}, "kind": "project"},
        ],
        "people": [
            {"id": "ada", "name": "Ada Example", "role": {"en": "Engineer"}, "organisation": "espoo"},
            {"id": "ben", "name": "Ben Sample"},
        ],
        "organisations": [{"id": "espoo", "name": {"und": "Espoo"}, "kind": "city", "country": "FI"}],
        "maps": [
            {
                "name": {"und": "Square"}, "width": 200, "height": 100,
                "pins": [
                    {"id": "hansaplatz", "kind": "room", "x": 150, "y": 80},
                    {"id": "water", "kind": "water", "name": {"en": "Fountain"}, "x": 60, "y": 50},
                ],
                "kiosks": [{"id": "K1", "name": {"en": "Kiosk 1"}, "x": 20, "y": 20, "bearing_deg": 0}],
            },
        ],
    }  # fmt: skip
    content |= changes
    for kind in ("room", "station", "project"):
        for thing in content[f"{kind}s"]:
            thing.setdefault("code", code_for(kind, thing["id"]))
    for kind in ("rooms", "stations", "projects", "people", "organisations", "maps"):
        for thing in content[kind]:
            thing.setdefault("sample", True)
    return Schedule.model_validate(content)


def make_state(
    schedule: Schedule | None = None, *, language: str = "en", base_url: str | None = None, **fields: Any
) -> State:
    """Give the state at 14:20 on 27 May in English; `fields` are those of :class:`State`."""
    schedule = schedule or make_schedule()
    given: dict[str, Any] = {
        "now": NOW,
        "locale": locale_for(language, schedule.festival.zone),
        "links": Links(schedule.festival, base_url),
    }
    return State(schedule=schedule, **given | fields)


def make_app(state: State | None = None) -> ProgrammeApp:
    """Give the app; its clock stands still at the state's time."""
    state = state or make_state()
    return ProgrammeApp(state, clock_from(state.now, lambda: 0))


def run(app: ProgrammeApp, size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Pilot[None]]:
    """Run the app without a terminal: ``async with run(make_app()) as pilot``."""
    return app.run_test(size=size)


@asynccontextmanager
async def opened(
    page: str, subject: str = "", *, state: State | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    """Run the app on one page: ``async with opened("session", "open-lab") as pilot``."""
    app = make_app(state)
    async with run(app, size) as pilot:
        app.post_message(Go(page, subject))
        await pilot.pause()
        await pilot.pause()
        yield pilot


def grid(app: object) -> str:
    """Give the text that the screen shows, line by line; `app` is the app or its pilot."""
    shown: Any = app.app if isinstance(app, Pilot) else app
    return "\n".join(strip.text.rstrip() for strip in shown.screen._compositor.render_strips())
