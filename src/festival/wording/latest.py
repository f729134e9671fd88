"""What the day has changed: which things, and those together that changed alike."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from festival.schedule.live import PlaceLive, SessionLive
from festival.schedule.model import Room, Session, Station
from festival.schedule.timeline import in_order
from festival.wording.reading import Reading

TOGETHER: Final = 3
"""So many sessions that moved alike are one piece of news; what one change delayed in one room is one in any number."""


_SHUT: Final = {"full", "paused", "closed"}


_SOONEST: Final = timedelta(hours=24)
"""A change of what begins later is not news yet."""
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


Thing = Session | Room | Station


@dataclass(frozen=True, slots=True)
class Together:
    """Sessions told in one sentence: all moved from one room to one other, or one change made all of one room later."""

    sessions: tuple[Session, ...]
    """In order of time."""

    @property
    def newest(self) -> Session:
        """The one that was changed last."""
        return max(self.sessions, key=_when)

    @property
    def changed_at(self) -> datetime:
        """When the last of them was changed."""
        return _when(self.newest)


def changed(
    reading: Reading, is_new: Callable[[SessionLive | PlaceLive], bool] = lambda _live: False
) -> list[Thing | Together]:
    """Return what is not as planned and still matters at this time, the newest change first, of one change what is soonest.

    `is_new` says whether something has just changed, even if it is as planned again.
    """
    now, schedule = reading.now, reading.schedule
    sessions = in_order(one for one in schedule.sessions if _matters(one, now, is_new=is_new(one.live)))
    places: list[Thing] = [one for one in schedule.rooms if one.live.state_at(now) in _SHUT]
    places += [
        one
        for one in schedule.stations
        if one.live.state_at(now) in _SHUT and any(now < span.end for span in one.open)
    ]
    return sorted([*_grouped(sessions), *places], key=_when, reverse=True)


def _when(one: Thing | Together) -> datetime:
    return one.changed_at if isinstance(one, Together) else one.live.changed_at or LONG_AGO


def _matters(session: Session, now: datetime, *, is_new: bool) -> bool:
    is_news = session.is_changed or session.live.state == "full" or is_new
    last = max(session.end, session.expected.end)
    return is_news and last > now and min(session.start, session.expected.start) < now + _SOONEST


def _grouped(sessions: Sequence[Session]) -> Iterator[Session | Together]:
    """Put together what moved alike, if it is so much that a list of it would hide the rest."""
    groups: dict[object, list[Session]] = defaultdict(list)
    for one in sessions:
        groups[_likeness(one)].append(one)
    for group in groups.values():
        if len(group) < (2 if group[0].live.departures == ("delay_min",) else TOGETHER):
            yield from group
        else:
            yield Together(tuple(in_order(group)))


def _likeness(session: Session) -> object:
    """Return what is equal for sessions that are told together: moved at their times, or delayed by one change, for one reason."""
    live, expected = session.live, session.expected
    reason = tuple(sorted(live.reason.items()))
    if live.departures == ("delay_min",):
        return session.room, live.changed_at, reason
    if not live.cancelled and expected.room != session.room and expected.start == session.start:
        return session.room, expected.room, reason
    return session.id


def sentence(reading: Reading, one: Together, *, with_room: bool = True) -> tuple[str, str, str]:
    """Return a sign, what became of all of them, and the role of its colour; without the room of a delay if that stands above."""
    first, rooms, count = one.sessions[0], reading.schedule.room_by_id, len(one.sessions)
    old, new = (reading.say(rooms[id_].name) for id_ in (first.room, first.expected.room))
    if first.live.moved is None:
        glyph, role = "▲", "late"
        delays = [it.live.delay_min for it in one.sessions]
        later = reading.locale.t("up to {n}", n=max(delays)) if min(delays) < max(delays) else max(delays)
        words = reading.locale.n(
            "{min} min later from {time} on ({n} session)",
            "{min} min later from {time} on ({n} sessions)",
            count,
            min=later,
            time=reading.locale.time_beside(first.start, reading.now),
        )
        words = f"{old}: {words}" if with_room else words
    else:
        glyph, role = "➜", "moved"
        words = reading.locale.n(
            "{n} session moved: {old} → {new}", "{n} sessions moved: {old} → {new}", count, old=old, new=new
        )
    return glyph, words, role
