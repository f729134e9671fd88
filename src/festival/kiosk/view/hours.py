"""A day's sessions in order, under headings by the hour or half hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from festival.kiosk.state import State
from festival.kiosk.view.session import change, three_lines, track_colour
from festival.schedule.model import Session
from festival.schedule.timeline import Phase, phase
from festival.tui.bigtext import SMALL, big
from festival.tui.paint import Row, column, fit, spread
from festival.wording.sessions import about, status

BUSY = 6
"""More sessions than these in an hour, on average, are parted by half hours."""
LATELY = timedelta(minutes=45)
"""A list that opens at now begins with what is running and began within this time."""
BIG_TIME = 14
"""Columns of a time in large letters."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A heading: the sessions below it begin in this hour or half hour."""

    start: datetime
    end: datetime
    """When the next heading begins; after the last one, the end of its hour or half hour."""


def by_hour(sessions: Sequence[Session], state: State) -> list[Hour | Session]:
    """Return `sessions`, which are in order, with a heading before the first of each hour."""
    if not sessions:
        return []
    starts = [session.expected.start for session in sessions]
    hours = max(1.0, (starts[-1] - starts[0]) / timedelta(hours=1))
    step = timedelta(minutes=30 if len(sessions) / hours > BUSY else 60)
    found: list[Hour | Session] = []
    hour: Hour | None = None
    place = 0
    for session in sessions:
        start = session.expected.start
        if hour is None or start >= hour.end:
            local = state.locale.local(start)
            into = timedelta(minutes=local.minute, seconds=local.second) % step
            if hour is not None:
                found[place] = replace(hour, end=start - into)
            hour, place = Hour(start - into, start - into + step), len(found)
            found.append(hour)
        found.append(session)
    return found


def first_current(sessions: Sequence[Session], now: datetime) -> Session | None:
    """Return the session that a list opened at `now` begins with; the last one when all are over."""
    for session in sessions:
        expected = session.expected
        if expected.end > now and expected.start > now - LATELY:
            return session
    return sessions[-1] if sessions else None


class HourPainter:
    """A heading, or a session in three lines; in large letters when the visitor wants them."""

    state: State
    lines = 2
    """Of a title in large letters."""

    def key(self, item: Hour | Session) -> str | None:
        """Return the session's id, None for a heading."""
        return item.id if isinstance(item, Session) else None

    def height(self, item: Hour | Session, width: int) -> int:
        """Return the lines of a heading or a session."""
        if isinstance(item, Hour):
            return 1
        return large_height(self.lines) if self.state.large else 3

    def rows(self, item: Hour | Session, width: int) -> Sequence[Row]:
        """Return the heading or the session."""
        if isinstance(item, Hour):
            return [self._heading(item, width)]
        return (
            large(self.state, item, width, self.lines)
            if self.state.large
            else three_lines(self.state, item, width)
        )

    def _heading(self, hour: Hour, width: int) -> Row:
        locale, now = self.state.locale, self.state.now
        if hour.start <= now < hour.end:
            words = f" {locale.time(hour.start)} · {locale.t('now {time}', time=locale.time(now))} "
            return [(words, "*accent"), ("━" * max(0, width - len(words) - 1), "accent")]
        words = f" {locale.time(hour.start)} "
        role = "muted" if hour.end <= now else "*"
        return [(words, role), ("─" * max(0, width - len(words) - 1), "line")]


def large_title(state: State, session: Session, width: int, role: str, late: str, *, lines: int) -> list[Row]:
    """Return the time and beside it the title in `lines` lines of large letters; short titles take as many rows."""
    time = big(state.locale.time(session.expected.start), BIG_TIME, late, 1)
    title = big(state.say(session.title), width - BIG_TIME - 1, role, lines)
    title += [[] for _ in range(lines * SMALL.rows - len(title))]
    beside: list[Row] = [[] for _ in range(len(title) - len(time))]
    return [
        [*column(left, BIG_TIME), (" ", ""), *right]
        for left, right in zip([*time, *beside], title, strict=True)
    ]


def large_height(lines: int) -> int:
    """Return the rows of :func:`large`: state, time and title, a line about it, and a gap."""
    return lines * SMALL.rows + 3


def large(state: State, session: Session, width: int, lines: int) -> list[Row]:
    """Return a session with time and title in large letters, and small ones for the rest: when and where, then what has changed."""
    locale, expected = state.locale, session.expected
    over = phase(session, state.now) in {Phase.OVER, Phase.CANCELLED}
    bar = ("▌ ", track_colour(state, session))
    star: Row = [("★ ", "*accent")] if session.id in state.picks else []
    times = (locale.times(expected.start, expected.end), "muted" if over else "*accent")
    room = state.schedule.room_by_id.get(expected.room)
    place = (f"  {state.say(room.name)}" if room else "", "muted" if over else "")
    said = change(state, session) or [(about(state, session, with_room=False), "muted")]
    late = "late" if session.live.delay_min and not over else "muted" if over else "accent"
    body = [spread([*star, times, place], [status(state, session), (" ", "")], width - 2)]
    body += large_title(state, session, width - 3, "muted" if over else "", late, lines=lines)
    body.append([(fit("".join(part for part, _ in said), width - 4), said[0][1])])
    return [[bar, *row] for row in body]
