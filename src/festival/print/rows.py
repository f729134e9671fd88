"""What a list of sessions says on paper, where nothing counts down: the plan, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from festival.locale.told import told
from festival.print.reader import Data, Reader
from festival.schedule.live import SessionLive
from festival.schedule.model import Day, Schedule, Session
from festival.schedule.timeline import sessions_of
from festival.wording.people import speakers
from festival.wording.sessions import about, reasons, whereto

Places = Mapping[tuple[str, date], Sequence[Session]]
"""The sessions by room id and date of the festival day, in order; a moved one stands where it was, too."""


def by_place(schedule: Schedule) -> Places:
    """Return the sessions of every room and day that has some."""
    found: dict[tuple[str, date], list[Session]] = defaultdict(list)
    for day in schedule.festival.days:
        for session in sessions_of(schedule, day):
            for room in dict.fromkeys((session.expected.room, session.room)):
                if _is_here(session, room, day) or _was_here(session, room, day):
                    found[room, day.date].append(session)
    return found


def _is_here(session: Session, room: str, day: Day) -> bool:
    return session.expected.room == room and day.start <= session.expected.start < day.end


def _was_here(session: Session, room: str, day: Day) -> bool:
    return session.room == room and day.start <= session.start < day.end


def row(reader: Reader, session: Session, room: str, day: Day, *, with_room: bool = False) -> Data:
    """Return a session as the list of `room` on `day` says it: where it stands now, or where it went from there."""
    locale = reader.locale
    gone = session.live.moved is not None and not _is_here(session, room, day)
    slot = session.planned if gone else session.expected
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
