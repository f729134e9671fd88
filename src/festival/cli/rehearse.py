"""``festival rehearse``: a whole festival day, hurried, on a hub of its own."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import click

from festival.cli.clock import rehearsal_start
from festival.cli.options import SPEED, look_options, programme_options
from festival.programme import bundled
from festival.programme.traces import ABOUT, OWN, open_trace
from festival.schedule.model import Schedule
from festival.schedule.timeline import day_of
from festival.settings import Settings, SettingsError, checked_hub, moment

if TYPE_CHECKING:
    from festival.cli.network import Doors
    from festival.cli.playing import Played
    from festival.cli.rehearsing import Cast
    from festival.programme.traces import Edits

EX_REFUSED: Final = 3
"""Exit code: the day was played, but the hub refused some of its edits."""
_SPEED: Final = 60.0
_BEFORE_S: Final = 0.5
"""Seconds of ours before the first edit, for the hub to be followed by then."""
_log = logging.getLogger(__name__)
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command()
@click.option(
    "--trace",
    default=OWN,
    show_default=True,
    metavar="NAME|FILE",
    help="Which day: one that --list names, or a TOML file of [[edit]] tables for the programme.",
)
@click.option("--list", "lists", is_flag=True, help="Name the traces, and end.")
@click.option("--speed", type=SPEED, metavar="N", help="How many times as fast; default: 60.")
@click.option(
    "--from", "begin", metavar="TIME", help="Begin there (festival time); what was due before is done."
)
@click.option(
    "--hub",
    metavar="URL",
    help="Play into this hub, whose day must be made up (festival hub --at), with FESTIVAL_TOKEN.",
)
@click.option("--plain", is_flag=True, help="No app: a line for each edit. So it is in a pipe.")
@click.option("--desk", is_flag=True, help="Show the organisers' desk, which edits the day as well.")
@click.option(
    "--host",
    metavar="ADDRESS",
    help="Of this machine, for phones beside it; default: that in its network. 127.0.0.1: no phone gets in.",
)
@look_options
@programme_options
def rehearse(
    settings: Settings,
    at: str | None,
    trace: str,
    lists: bool,
    speed: float | None,
    begin: str | None,
    hub: str | None,
    plain: bool,
    desk: bool,
    host: str | None,
    **look: Any,
) -> None:
    """Play a festival day with made-up changes, an hour of it in a minute, and show it.

    It starts a hub of its own and the app that follows it; both end together, and nothing is kept. A phone in the same
    network that scans a QR code of the app lands on the hub's page. With --plain, or in a pipe, it writes a line for
    each edit: time, place, what, reason, revision.

    Exit code 3: the hub refused some of the edits. 1: the day could not be played.
    """
    if lists:
        for name, about in ABOUT.items():
            click.echo(f"{name}\t{about}")
        return
    is_plain = plain or not sys.stdout.isatty()
    asked = _Asked(trace, begin or at, speed, checked_hub(hub), host)
    cast = asked.cast(settings, is_plain=is_plain, shows_codes=not is_plain and not desk)
    sys.exit(_print(cast) if is_plain else _show(settings, cast, look, desk=desk))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for."""

    trace: str
    begin: str | None
    speed: float | None
    hub: str | None
    host: str | None

    def cast(self, settings: Settings, *, is_plain: bool, shows_codes: bool) -> "Cast":
        """Return what is to be played, and open the doors to it. What phones may do is said on stderr.

        Raises a :class:`~festival.schedule.errors.FestivalError` that says why it cannot be played.
        """
        self._check(settings)
        folder = settings.programme or bundled()
        trace = open_trace(self.trace, folder, settings.cache_dir)
        programme = trace.programme()
        rate = self.speed or _SPEED
        if is_plain or self.begin or self.trace != OWN:
            start = self._start(programme, trace.edits(), rate, is_plain=is_plain)
        else:
            start = rehearsal_start(programme)  # the edits are read after the first frame

        from festival.cli.own_hub import Day
        from festival.cli.rehearsing import Cast

        doors = None if self.hub else self._doors(settings, shows_codes=shows_codes)
        base_url = (settings.base_url or doors.url) if doors and not doors.is_own else None
        day = Day(self.trace, str(folder), str(settings.cache_dir), start.isoformat(), rate, base_url)
        return Cast(programme, trace, start, day, self.hub, settings.token, doors)

    def _doors(self, settings: Settings, *, shows_codes: bool) -> "Doors":
        """Return where the hub listens: to phones only where a code could lead them to it, or somebody asks for it."""
        from festival.cli.network import LOOPBACK, Doors, own_address

        if self.host is None and (settings.base_url or not shows_codes):
            return Doors.open()
        doors = Doors.open(self.host or own_address() or LOOPBACK)
        if not doors.is_own:
            click.echo(
                f"Phones in the same network read the pages at {doors.url} (plain HTTP; nobody changes anything there"
                " without a token). To keep them out: --host 127.0.0.1.",
                err=True,
            )
        elif self.host is None:
            click.echo(
                f"This machine is in no network: no phone reaches its pages, which are at {doors.url}, and the codes"
                " lead to the projects' own sites.",
                err=True,
            )
        return doors

    def _check(self, settings: Settings) -> None:
        if self.hub is None:
            if find_spec("uvicorn") is None:
                raise SettingsError(
                    f"A rehearsal needs the hub, which is not installed: {sys.executable} -m pip install 'festival[hub]'"
                )
        elif self.begin or self.speed:
            raise SettingsError("With --hub its clock decides: leave out --from and --speed.")
        elif self.host:
            raise SettingsError(
                "With --hub phones ask that hub: leave out --host, and say its address with --base-url."
            )
        elif settings.token is None:
            raise SettingsError(
                "To edit through another hub, set FESTIVAL_TOKEN to a token of it: festival token new --role admin"
            )

    def _start(self, programme: Schedule, edits: "Edits", rate: float, *, is_plain: bool) -> datetime:
        """Return when the rehearsal begins."""
        if not edits:
            raise SettingsError(
                f"There is nothing to rehearse: no [[edit]] is there. Name a --trace: {', '.join(ABOUT)}, or a file."
            )
        zone = programme.festival.zone
        first, last = (edits[at][0].astimezone(zone) for at in (0, -1))
        if self.begin is not None:
            start = moment(self.begin, zone)
            if start >= last:
                raise SettingsError(
                    f"At {self.begin} this day is over: its changes come from {first:%Y-%m-%dT%H:%M} to {last:%Y-%m-%dT%H:%M}."
                )
            return start
        days = programme.festival.days
        start = rehearsal_start(programme)
        if not is_plain and start < last and day_of(days, start) == day_of(days, first):
            return start
        return first - max(timedelta(minutes=1), timedelta(seconds=_BEFORE_S * rate))


def _print(cast: "Cast") -> int:
    """Play the day with a line for each edit on stdout; return the exit code."""
    from festival.cli.edits_told import Teller
    from festival.cli.rehearsing import Rehearsing
    from festival.programme.report import count

    zone = cast.programme.festival.zone

    def told(played: "Played") -> None:
        teller = Teller(rehearsing.newest, played.change)
        where, what = teller.tell(played.edit)
        revision = str(played.change.revision) if played.change else "-"
        said = [f"refused: {played.refusal}"] if played.refusal else []
        cells = (f"{played.at.astimezone(zone):%H:%M}", where, what, teller.reason(played.edit), revision)
        click.echo("\t".join((*cells, *said)))
        sys.stdout.flush()

    rehearsing = Rehearsing(cast, told, is_heard=True)
    click.echo(_outlook(cast), err=True)
    try:
        stopped = asyncio.run(_until_stopped(rehearsing.play_out()))
    finally:
        rehearsing.end()
    if stopped:
        return 128 + stopped
    left_out = f", {rehearsing.left_out} left out that were due before" if rehearsing.left_out else ""
    refused = rehearsing.refused or "none"
    made = count(rehearsing.made, "edit")
    click.echo(f"The day is over: {made} made, {refused} refused{left_out}.", err=True)
    return EX_REFUSED if rehearsing.refused else 0


def _outlook(cast: "Cast") -> str:
    """Return what is to be expected, and how long nothing happens before."""
    edits = cast.trace.edits()
    zone = cast.programme.festival.zone
    first, last = (edits[at][0].astimezone(zone) for at in (0, -1))
    changes = f"Changes from {first:%Y-%m-%d %H:%M} to {last:%H:%M}"
    if cast.hub is not None:
        return f"{changes}, into {cast.hub}."
    coming = next(at for at, _ in edits if at > cast.start)
    wait_min = (coming - cast.start) / timedelta(minutes=1) / cast.day.rate
    waiting = f" The next comes in {wait_min:.0f} min." if wait_min >= 1 else ""
    return f"{changes}, {cast.day.rate:g} times as fast.{waiting}"


async def _until_stopped(work: Coroutine[Any, Any, None]) -> int:
    """Do `work`; return 0, or the number of the signal that stopped it."""
    task = asyncio.ensure_future(work)
    caught: list[int] = []

    def stop(number: int) -> None:
        caught.append(number)
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in _STOPPING:
        loop.add_signal_handler(number, stop, number)
    await asyncio.wait((task,))
    if not task.cancelled():
        task.result()
    return caught[0] if caught else 0


def _show(settings: Settings, cast: "Cast", look: dict[str, Any], *, desk: bool) -> int:
    """Open the app or the desk on the day; return its exit code."""
    from festival.cli.rehearsing import Rehearsing
    from festival.cli.start import start_app

    rehearsing = Rehearsing(cast, _log_refusal, is_heard=False, says_farewell=cast.hub is None)
    settings = replace(settings, base_url=settings.base_url or cast.day.base_url)
    try:
        if desk:
            from festival.cli.desk import rehearse_desk

            code = rehearse_desk(settings, rehearsing, language=look["language"], theme=look["theme"])
        else:
            code = start_app(settings, None, rehearsing=rehearsing, **look)
    finally:
        rehearsing.end()
    if rehearsing.trouble is not None:
        raise rehearsing.trouble
    return code


def _log_refusal(played: "Played") -> None:
    if played.change is None:
        _log.warning("an edit of the rehearsal was refused: %s", played.refusal)
