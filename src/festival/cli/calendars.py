"""``festival calendar``: the programme as a file that calendar programs read."""

import sys
from collections.abc import Collection
from datetime import date

import click

from festival.cli.choosing import chosen
from festival.cli.newest import lasting
from festival.cli.options import hub_option, language_of_environment, site_options
from festival.links import CalendarKind, Links
from festival.locale import LANGUAGES, Locale, locale_for
from festival.schedule.codes import code_for, crockford
from festival.schedule.model import Schedule, words
from festival.settings import Settings, SettingsError


@click.command()
@click.option("--day", metavar="DATE", help="Only this day, e.g. 2022-05-27.")
@click.option("--room", metavar="ID", help="Only this place.")
@click.option("--track", metavar="ID", help="Only this line of the programme.")
@click.option(
    "--pick",
    "picks",
    metavar="ID",
    multiple=True,
    help="Only this session, and others so named; a code will do.",
)
@click.option("--language", "-l", type=click.Choice(list(LANGUAGES)), help="Language of the texts.")
@site_options
@hub_option
def calendar(
    settings: Settings,
    at: str | None,
    day: str | None,
    room: str | None,
    track: str | None,
    picks: tuple[str, ...],
    language: str | None,
) -> None:
    """Write the programme as a calendar (iCalendar) to stdout.

    A calendar program opens the file (festival calendar > day.ics) and takes the dates as they are now. To have it
    follow the day, subscribe to a calendar of the hub instead: its pages offer them, and /all.ics has everything.
    """
    if sys.stdout.isatty():
        raise SettingsError("This is for a calendar program, not to be read: festival calendar > day.ics")
    try:
        from festival.formats.calendar import calendar as write
    except ModuleNotFoundError as error:
        from festival.cli.extras import without_hub

        raise without_hub(error, "festival calendar") from None

    seen = lasting(settings, at)
    schedule = seen.schedule
    tag = language or language_of_environment(*schedule.festival.languages)
    locale = locale_for(tag, schedule.festival.zone)
    found = chosen(schedule, day=day, room=room, track=track)
    wanted = dict.fromkeys(_picked(schedule, one) for one in picks)
    if wanted:
        found = [one for one in found if one.id in wanted]
    if not found:
        raise SettingsError("Nothing matches: there would be no date in the calendar.")
    # Who reached the hub at an address reaches its pages there.
    links = Links(schedule.festival, settings.base_url or settings.hub)
    data = write(
        schedule,
        found,
        name=_called(schedule, locale, day=day, room=room, track=track),
        links=links,
        locale=locale,
        now=seen.now.replace(microsecond=0),
    )
    click.echo(data, nl=False)  # bytes, so that line ends stay as they are
    same = _same(schedule, day=day, room=room, track=track, picks=wanted)
    if settings.hub and same and (followed := links.calendar(*same, locale.language)):
        click.echo(
            f"These dates stay as they are. To follow the day, subscribe to {followed.webcal}", err=True
        )


def _picked(schedule: Schedule, name: str) -> str:
    """Return the id of the session that `name`, its id or its code, means. Raises :class:`SettingsError`."""
    if name in schedule.session_by_id:
        return name
    code = crockford(name)
    for session in schedule.sessions:
        if code == code_for("session", session.id):
            return session.id
    raise SettingsError(f"There is no session {name!r}. festival agenda --json lists them with their ids.")


def _called(
    schedule: Schedule, locale: Locale, *, day: str | None, room: str | None, track: str | None
) -> str:
    parts = [schedule.festival.name]
    parts += [schedule.room_by_id[room].name] if room else []
    parts += [schedule.track_by_id[track].name] if track else []
    on = [locale.day(date.fromisoformat(day))] if day else []
    return " – ".join([*(words(part, locale.languages) for part in parts), *on])


def _same(
    schedule: Schedule, *, day: str | None, room: str | None, track: str | None, picks: Collection[str]
) -> tuple[CalendarKind, str] | None:
    """Return which calendar of a hub has the same sessions; None if there is no such one."""
    narrowed: list[tuple[CalendarKind, str]] = []
    narrowed += [("day", day)] if day else []
    narrowed += [("room", schedule.room_by_id[room].code)] if room else []
    narrowed += [("track", track)] if track else []
    narrowed += [("picks", "".join(code_for("session", one) for one in picks))] if picks else []
    return (narrowed or [("all", "")])[0] if len(narrowed) < 2 else None
