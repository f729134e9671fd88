"""What a command without a screen speaks of: the programme, or what a hub has, and the time."""

from datetime import datetime
from typing import Final, NamedTuple

import click

from festival.clock import system_clock
from festival.programme import bundled, open_programme, open_rehearsal
from festival.schedule.model import Schedule
from festival.settings import Settings, SettingsError, moment

_PATIENCE_S: Final = 5.0
"""So long a command waits for the hub."""


class Newest(NamedTuple):
    """A schedule and the instant at which it is read."""

    schedule: Schedule
    now: datetime
    is_made_up: bool
    """The clock or the changes are those of a rehearsal."""
    is_behind: bool = False
    """A hub is followed and does not answer: what it has now is not known."""


def newest(settings: Settings, at: str | None) -> Newest:
    """Return what the hub has, if one is followed, else the programme, at the time that the app would show.

    What a reader should know of both is said on stderr. Raises :class:`~festival.schedule.errors.ProgrammeError`, and
    :class:`~festival.settings.SettingsError` if `at` names no time.
    """
    found, note = _read(settings, at)
    if note:
        click.echo(note, err=True)
    return found


def lasting(settings: Settings, at: str | None) -> Newest:
    """Return what may be printed or kept: what the hub has, if one is followed, else the programme as it is planned now.

    What a rehearsal makes up is taken from a hub that plays one, or where `at` asks for it, and no hub's last known
    day for its newest. Raises like :func:`newest`, and :class:`~festival.settings.SettingsError` if the hub does not
    answer.
    """
    if settings.hub is None and at is None:
        programme = open_programme(settings.programme or bundled(), settings.cache_dir)
        return Newest(programme, system_clock(), is_made_up=False)
    found, note = _read(settings, at)
    if found.is_behind:
        raise SettingsError(
            f"The hub at {settings.hub} does not answer, and what outlasts the moment has to be what it has now."
            " Nothing was written. Try again when it answers; without --hub (and FESTIVAL_HUB) the plan is taken."
        )
    if note:
        click.echo(note, err=True)
    return found


def _read(settings: Settings, at: str | None) -> tuple[Newest, str]:
    """Return what there is, and what is to be said of it."""
    return _from_hub(settings, settings.hub, at) if settings.hub else _from_files(settings, at)


def _from_files(settings: Settings, at: str | None) -> tuple[Newest, str]:
    """Return the schedule of the programme files, the time, and what is to be said of both."""
    from festival.cli.clock import clock_for

    folder = settings.programme or bundled()
    schedule = open_programme(folder, settings.cache_dir)
    clock, rehearsed = clock_for(at, schedule)
    now = clock()
    if not rehearsed:
        return Newest(schedule, now, is_made_up=False), ""
    from festival.schedule.rehearsal import Rehearsal

    note = "No festival day is today: this is the first day as it is rehearsed. Set the clock with --at."
    schedule = Rehearsal(schedule, open_rehearsal(folder, settings.cache_dir)).at(now)
    return Newest(schedule, now, is_made_up=True), "" if at else note


def _from_hub(settings: Settings, hub: str, at: str | None) -> tuple[Newest, str]:
    """Return what the hub has, its time (but `at` if that is given), and what is to be said of both."""
    import asyncio

    from festival.cli.following import following

    asked = following(settings, hub, settings.programme or bundled(), at)
    found = asyncio.run(asked.newest(_PATIENCE_S))
    schedule, fresh = found.schedule, found.freshness
    present = moment(at, schedule.festival.zone) if at else asked.clock()
    is_behind = fresh.contact != "dated"
    seen = Newest(schedule, present, is_made_up=bool(at) or fresh.rehearsed, is_behind=is_behind)
    if not is_behind:
        return seen, "The hub's day is made up." if fresh.rehearsed else ""
    if fresh.at is None:
        return seen, f"The hub at {hub} does not answer: this is the printed programme."
    known = f"{fresh.at.astimezone(schedule.festival.zone):%Y-%m-%d %H:%M}"
    return seen, f"The hub at {hub} does not answer: this is as of {known}."
