"""Starts the app: programme, clock, language, memory and lock put together."""

import json
import locale as system_locale
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from festival.cli.clock import clock_for
from festival.cli.options import language_of_environment
from festival.clock import Clock
from festival.kiosk.idle import Idle
from festival.kiosk.memory import Memory
from festival.kiosk.state import State
from festival.links import Links
from festival.locale import LANGUAGES, locale_for
from festival.programme import bundled, open_programme, open_rehearsal
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.settings import Settings
from festival.tui.guard import CrashGuard, configure_logging
from festival.tui.tidying import Tidying

if TYPE_CHECKING:
    from festival.cli.following import Following
    from festival.cli.rehearsing import Rehearsing
    from festival.client.followed import Freshness
    from festival.kiosk.following import Follow, KeepPicks
    from festival.schedule.rehearsal import Rehearsal


class TerminalError(FestivalError):
    """The app cannot run in this terminal."""


def run_app(
    settings: Settings,
    at: str | None,
    *,
    kiosk_id: str | None = None,
    rehearsing: "Rehearsing | None" = None,
    language: str | None = None,
    theme: str | None = None,
    large: bool = False,
) -> int:
    """Run the app until it is left; return the exit code. `rehearsing` is the day to show instead of the real one.

    Raises :class:`TerminalError` where it cannot run, :class:`~festival.schedule.errors.ProgrammeError` and
    :class:`~festival.settings.SettingsError` for what it was given.
    """
    check_terminal()
    locked = kiosk_id is not None
    memory_file = settings.state_dir / "memory.json"
    memory = Memory() if locked else Memory.read(memory_file)
    source = _rehearsed(rehearsing) if rehearsing else _open_source(settings, at)
    state = _first_state(
        settings, source, memory, kiosk_id=kiosk_id, language=language, theme=theme, large=large
    )
    log = log_file(settings.state_dir)
    configure_logging(log)

    from festival.kiosk.app import ProgrammeApp

    farewell = (
        None if locked else f"festival met a fault; {f'see {log}' if log else 'it could not be logged'}."
    )
    keeper = None if locked else _Keeper(memory_file)
    app = ProgrammeApp(
        state,
        source.clock,
        idle=Idle(time.monotonic) if locked else None,
        remember=keeper,
        rehearse=source.rehearsal,
        follow=source.follow,
        keep_picks=source.keep_picks,
        tidying=Tidying(),
        guard=CrashGuard(farewell=farewell),
        **(_gate(settings) if locked else {}),
    )
    if source.following is not None and locked:
        source.following.report = lambda: (app.state, app.size)
    app.run()
    if keeper is not None and keeper.farewell:
        click.echo(keeper.farewell, err=True)
    return app.return_code or 0


def _first_state(
    settings: Settings,
    source: "_Source",
    memory: Memory,
    *,
    kiosk_id: str | None,
    language: str | None,
    theme: str | None,
    large: bool,
) -> State:
    """Return what the first frame shows: what was asked for, else what the app remembers, else the usual."""
    schedule = source.schedule
    spoken = (
        language or memory.language or _language(schedule.festival.languages, locked=kiosk_id is not None)
    )
    return State(
        schedule=schedule,
        now=source.clock(),
        locale=locale_for(spoken, schedule.festival.zone),
        links=Links(schedule.festival, settings.base_url),
        kiosk_id=kiosk_id,
        rehearsing=source.is_made_up,
        freshness=source.freshness,
        picks=memory.picks,
        large=large or memory.large,
        theme=f"festival-{theme}" if theme else memory.theme or "festival-day",
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the schedule comes from, and by which clock it is shown."""

    schedule: Schedule
    clock: Clock
    is_made_up: bool
    """The clock shows a made-up time."""
    follow: "Follow | None" = None
    """What a hub says; None where none is followed."""
    keep_picks: "KeepPicks | None" = None
    """Has the hub keep picks for a visitor; None where it would not."""
    freshness: "Freshness | None" = None
    """How much the schedule of the first frame can be relied on, if a hub is followed."""
    following: "Following | None" = None
    """The hub that hears what a kiosk shows."""
    rehearsal: "Callable[[], Rehearsal | None] | None" = None


def _rehearsed(rehearsing: "Rehearsing") -> _Source:
    start = rehearsing.start
    return _Source(
        start.schedule,
        rehearsing.clock,
        True,
        follow=rehearsing.states,
        keep_picks=rehearsing.keep_picks if rehearsing.cast.hub is None else None,
        freshness=rehearsing.freshness,
    )


def _open_source(settings: Settings, at: str | None) -> _Source:
    folder = settings.programme or bundled()
    if settings.hub is not None:
        from festival.cli.following import following

        found = following(settings, settings.hub, folder, at)
        return _Source(
            found.start.schedule,
            found.clock,
            found.is_made_up,
            follow=found.states,
            keep_picks=found.keep_picks if found.token else None,
            freshness=found.freshness,
            following=found,
        )
    schedule = open_programme(folder, settings.cache_dir)
    clock, rehearsing = clock_for(at, schedule)

    def rehearsal() -> "Rehearsal":
        from festival.schedule.rehearsal import Rehearsal

        return Rehearsal(schedule, open_rehearsal(folder, settings.cache_dir))

    return _Source(schedule, clock, rehearsing, rehearsal=rehearsal if rehearsing else None)


def check_terminal() -> None:
    """Raise :class:`TerminalError` unless a person sits before a terminal that can show our letters."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return
    if not (sys.stdin.isatty() and sys.__stdout__ is not None and sys.__stdout__.isatty()):
        raise TerminalError(
            "This is not a terminal. For text without a screen: festival now --plain, festival agenda --plain."
        )
    if os.environ.get("TERM", "dumb") == "dumb":
        raise TerminalError("This terminal (TERM=dumb) cannot show the app. Try festival now --plain.")
    encoding = system_locale.getpreferredencoding(do_setlocale=False).lower().replace("-", "")
    if encoding not in {"utf8", "utf_8"}:
        raise TerminalError(
            f"The locale's letters are {encoding}, the app needs UTF-8. Try LC_ALL=C.UTF-8 festival, or festival now --plain."
        )


def _language(languages: tuple[str, ...], *, locked: bool) -> str:
    """Return the language to begin with: a kiosk in the festival's first, a person in the one of the environment."""
    if locked:
        return next((tag for tag in languages if tag in LANGUAGES), "en")
    return language_of_environment(*languages)


def _gate(settings: Settings) -> dict[str, Any]:
    """Return the app's options about the staff's way out: the gate, and where its state is kept.

    Raises :class:`~festival.tui.pin.PinUnusable` for a PIN that is set and cannot be used.
    """
    from festival.files import write_whole
    from festival.kiosk.pin_file import load_pin
    from festival.tui.pin import PinGate

    path = settings.state_dir / "gate.json"
    try:
        found = json.loads(path.read_bytes()[:1_000])
    except (OSError, ValueError):
        found = None

    def save(state: dict[str, object]) -> None:
        with suppress(OSError):
            write_whole(path, json.dumps(state), 0o600)

    state = found if isinstance(found, dict) else None
    gate = PinGate(load_pin(os.environ, settings.config_dir), monotonic=time.monotonic, state=state)
    return {"gate": gate, "save_gate": save}


def log_file(folder: Path) -> Path | None:
    """Return the log in `folder`, made if it is not there; None where nothing can be written."""
    path = folder / "festival.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
    except OSError:
        return None
    return path


class _Keeper:
    """Writes down what a person's own terminal remembers.

    A home that cannot be written costs the memory, not the visit; at the end the person is told.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._refusal: OSError | None = None

    def __call__(self, state: State) -> None:
        try:
            Memory(state.picks, state.locale.language, state.theme, state.large).write(self._path)
        except OSError as error:
            self._refusal = error
        else:
            self._refusal = None

    @property
    def farewell(self) -> str | None:
        """What was not written and why; None when everything was."""
        if self._refusal is None:
            return None
        return f"Picks, language and looks were not kept: {self._path}: {self._refusal.strerror}."
