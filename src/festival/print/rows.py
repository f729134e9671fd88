"""What a list of sessions says on paper, where nothing counts down: the plan, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from festival.locale.told import told
from festival.print.reader import Data, Reader
from festival.schedule.editions import shut_at
from festival.schedule.live import SessionLive
from festival.schedule.model import Day, Room, Schedule, Session, Slot
from festival.schedule.timeline import sessions_of
from festival.wording import labels
from festival.wording.people import speakers
from festival.wording.sessions import about, reasons, whereto

Places = Mapping[tuple[str, date], Sequence[Session]]
"""The sessions by room id and date of the festival day, in order of :func:`slot_in`; a moved one stands where it was, too."""


def by_place(schedule: Schedule) -> Places:
    """Return the sessions of every room and day that has some."""
    found: dict[tuple[str, date], list[Session]] = defaultdict(list)
    for day in schedule.festival.days:
        for session in sessions_of(schedule, day):
            for room in dict.fromkeys((session.expected.room, session.room)):
                if _is_here(session, room, day) or _was_here(session, room, day):
                    found[room, day.date].append(session)
        for place in schedule.rooms:
            # What was moved away stands among the others where people look for it.
            found.get((place.id, day.date), []).sort(key=lambda one: slot_in(one, place.id, day).start)
    return found


def _is_here(session: Session, room: str, day: Day) -> bool:
    return session.expected.room == room and day.start <= session.expected.start < day.end


def _was_here(session: Session, room: str, day: Day) -> bool:
    return session.room == room and day.start <= session.start < day.end


def slot_in(session: Session, room: str, day: Day) -> Slot:
    """Return where `session` stands in the list of `room` on `day`: where it is expected, or was, if it left for elsewhere."""
    return session.planned if has_gone(session, room, day) else session.expected


def has_gone(session: Session, room: str, day: Day) -> bool:
    """Return whether `session` was moved away from the list of `room` on `day`."""
    return session.live.moved is not None and not _is_here(session, room, day)


def row(reader: Reader, session: Session, room: str, day: Day, *, with_room: bool = False) -> Data:
    """Return a session as the list of `room` on `day` says it: where it stands now, or where it went from there."""
    locale = reader.locale
    gone, slot = has_gone(session, room, day), slot_in(session, room, day)
    if gone and not session.live.cancelled:
        change = f"{locale.t('Moved')}: {whereto(reader, session)}{reasons(reader, session.live)}"
    else:
        change = told(session, reader.schedule, locale)
    return {
        "time": locale.time(slot.start),
        "until": locale.time(slot.end),
        "title": reader.say(session.title),
        "about": about(reader, session, with_room=with_room),
        "people": speakers(reader, session.speakers),
        "change": change,
        "sign": _sign(session.live),
        "struck": gone or session.live.cancelled,
    }


def _sign(live: SessionLive) -> str:
    """Return the sign before what became of a session: it says in black and white what a colour says on a screen."""
    signs = {"cancelled": "✕", "moved": "➜", "state": "■"}
    return signs.get(next(iter(live.departures), ""), "▲")


def rows(reader: Reader, places: Places, room: str, day: Day) -> list[Data]:
    """Return the list of one room on one day."""
    return [row(reader, one, room, day) for one in places.get((room, day.date), ())]


def days_of(reader: Reader, places: Places, room: Room) -> list[Day]:
    """Return the festival days on which there is something in `room`, or was to be."""
    return [one for one in reader.schedule.festival.days if (room.id, one.date) in places]


def shut(reader: Reader, places: Places, room: Room, day: Day) -> str:
    """Return that `room` is closed or pauses on `day`, until when and why; "" if not, or nobody knows.

    What nobody said an end of stands on the first of the room's days that is not over.
    """
    live, locale = shut_at(room, reader.now), reader.locale
    if live is None or day.end <= reader.now:
        return ""
    days = days_of(reader, places, room) or [day]
    first = next(one for one in days if reader.now < one.end)
    if day != first and (live.until is None or live.until <= day.start):
        return ""
    said = labels.state(locale, live.state) if live.state else ""
    if live.until is not None:
        said += f", {locale.t('until {time}', time=locale.time_beside(live.until, reader.now))}"
    return " – ".join(filter(None, (said, reader.say(live.reason))))
