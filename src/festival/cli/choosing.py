"""Which sessions a plain command is about."""

from festival.schedule.model import Schedule, Session
from festival.schedule.timeline import in_order, sessions_of
from festival.settings import SettingsError


def chosen(schedule: Schedule, *, day: str | None, room: str | None, track: str | None) -> list[Session]:
    """Return the sessions of a day (as ``2022-05-27``), a room and a track, in order; None: of any.

    One that was moved is among those of both rooms. Raises :class:`SettingsError` if there is no such thing.
    """
    days = {one.date.isoformat(): one for one in schedule.festival.days}
    for given, ids, kind in ((room, schedule.room_by_id, "room"), (track, schedule.track_by_id, "track")):
        if given and given not in ids:
            raise SettingsError(f"There is no {kind} {given!r}. There are: {', '.join(ids)}.")
    if day and day not in days:
        raise SettingsError(f"{day!r} is no day of the festival. There are: {', '.join(days)}.")
    found = sessions_of(schedule, days[day]) if day else in_order(schedule.sessions)
    if room:
        found = [one for one in found if room in {one.room, one.expected.room}]
    return [one for one in found if one.track == track] if track else found
