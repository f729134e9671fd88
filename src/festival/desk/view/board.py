"""The board: what each room has behind and before it, and how one session looks there."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from festival.desk.state import DeskState
from festival.desk.view.standing import Phase, Standing, fullness, standing, standing_words
from festival.schedule.model import Day, Room, Schedule, Session
from festival.schedule.timeline import place_of, sessions_of
from festival.tui.paint import Row, fit, spread, width_of


@dataclass(frozen=True, slots=True)
class Column:
    """One room: what is past, and what is on or to come, in order of time."""

    room: Room
    past: tuple[Session, ...]
    ahead: tuple[Session, ...]

    def at(self, place: int) -> Session | None:
        """Return the session at a place: 0 is the first that is not past, -1 the last that is."""
        if place >= 0:
            return self.ahead[place] if place < len(self.ahead) else None
        return self.past[place] if -place <= len(self.past) else None

    def place_of(self, session: str) -> int | None:
        """Return the place of a session, None if it is not here."""
        for place, one in enumerate(self.ahead):
            if one.id == session:
                return place
        return next((at - len(self.past) for at, one in enumerate(self.past) if one.id == session), None)

    def nearest(self, place: int) -> int | None:
        """Return the place nearest to `place` that has a session, None for an empty room."""
        if not self.past and not self.ahead:
            return None
        return max(-len(self.past), min(place, len(self.ahead) - 1))


def columns(schedule: Schedule, day: Day, now: datetime) -> tuple[Column, ...]:
    """Return the rooms that have something on `day`, in programme order, as they stand at `now`."""
    rooms: dict[str, list[Session]] = defaultdict(list)
    for session in sessions_of(schedule, day):
        rooms[place_of(session).room].append(session)
    return tuple(_column(room, rooms[room.id], now) for room in schedule.rooms if room.id in rooms)


def _column(room: Room, sessions: list[Session], now: datetime) -> Column:
    """Part what is past from what is not: nothing that is past stands after something that is on."""
    followed = followed_of(sessions)
    past: list[Session] = []
    ahead: list[Session] = []
    for session in sessions:
        where = standing(session, now, was_followed=session.id in followed)
        is_past = where.is_past or (where.phase is Phase.CANCELLED and place_of(session).end <= now)
        (past if is_past else ahead).append(session)
    return Column(room, tuple(past), tuple(ahead))


def followed_of(sessions: Iterable[Session]) -> frozenset[str]:
    """Return the ids of those `sessions` of one room after which another has begun: they are over, said or not."""
    known = list(sessions)
    starts = sorted(one.live.started_at for one in known if one.live.started_at is not None)
    if not starts:
        return frozenset()
    return frozenset(
        one.id
        for one in known
        if place_of(one).end <= starts[-1] and bisect_right(starts, place_of(one).start) < len(starts)
    )


def now_line(state: DeskState, day: Day, width: int, before: int, after: int) -> Row:
    """Return the line between what is past and what is not, with how many rooms are beyond either edge."""
    locale = state.locale
    left = f"◂ {before} " if before else ""
    right = f" {after} ▸" if after else ""
    is_today = day.start <= state.now < day.end
    word = f" {locale.time(state.now) if is_today else locale.day(day.date)} "
    rule = width - len(left) - len(right) - len(word) - 6
    return [
        (left, "*accent"), ("━━━━━━", "accent"), (word, "*chosen_text@chosen"), ("━" * max(0, rule), "accent"), (right, "*accent"),
    ]  # fmt: skip


def room_heading(state: DeskState, room: Room, width: int, *, is_here: bool) -> Row:
    """Return the head of a column."""
    holder = state.holder
    own = "◆ " if holder is not None and holder.room == room.id else ""
    name = f"{own}{state.say(room.name)}"
    known = room.live.state_at(state.now)
    shut: Row = [("✕", "*stop")] if known in {"closed", "paused", "full"} else []
    return spread([(" ", ""), (fit(name, width - 3), "*_accent" if is_here else "*accent")], shut, width)


def session_rows(
    state: DeskState, session: Session, where: Standing, width: int, *, is_marked: bool
) -> list[Row]:
    """Return the three rows of a session: its times, its title, where it stands and the key that is next."""
    edge: Row = [
        ("▌" if where.phase in {Phase.RUNNING, Phase.OVERRUNNING, Phase.DUE} else "▏", _EDGES[where.phase])
    ]
    mark: Row = [("⇄ ", "*moved")] if is_marked else []
    title = state.say(session.title)
    quiet = where.is_past or where.phase is Phase.CANCELLED
    words, role = standing_words(state.locale, where)
    full, full_role = fullness(state, session)
    right: Row = [(full, full_role)] if full else _next_key(where)
    if len(words) + width_of(right) + 2 > width:
        right = []
    return [
        [*edge, *times(state, session, width - 1)],
        [
            *edge,
            *mark,
            (
                fit(title, width - 1 - width_of(mark)),
                "~muted" if where.phase is Phase.CANCELLED else "muted" if quiet else "*",
            ),
        ],
        [*edge, *spread([(fit(words, width - 1), role)], right, width - 1)],
    ]


def _next_key(where: Standing) -> Row:
    """Return the key that somebody should press next: it begins, it has ended."""
    key = {Phase.DUE: "s", Phase.OVERRUNNING: "e"}.get(where.phase)
    return [(f" {key} ", "*chosen_text@chosen")] if key else []


_EDGES = {
    Phase.CANCELLED: "stop",
    Phase.ENDED: "line",
    Phase.OVER: "line",
    Phase.RUNNING: "good",
    Phase.OVERRUNNING: "late",
    Phase.DUE: "late",
    Phase.COMING: "accent",
}


def times(state: DeskState, session: Session, width: int) -> Row:
    """Return when it is expected, and by how much that departs from the plan: ``15:05–15:45 +5``."""
    locale, live = state.locale, session.live
    place = place_of(session)
    row: Row = [(locale.times(place.start, place.end), "~muted" if live.cancelled else "")]
    if place.start != session.start and width >= 18:
        row = [(locale.time(session.start), "~muted"), (" ", ""), *row]
    late = round((place.start - session.start) / timedelta(minutes=1))
    signs: Row = []
    if live.moved is not None and live.moved.room != session.room:
        signs.append(("⇢", "*moved"))
    if late and not live.cancelled:
        signs.append((f"{late:+}", "*late" if late > 0 else "*moved"))
    elif live.overrun_min and not live.cancelled:
        signs.append((f"…{live.overrun_min:+}", "*late" if live.overrun_min > 0 else "*moved"))
    elif session.fixed_start:
        signs.append(("▪", "muted"))
    return spread(row, signs, width)
