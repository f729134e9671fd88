"""What is new: announcements in full, and what the day has changed, with the reason."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from festival.kiosk.state import State
from festival.kiosk.view.block import MARGIN, Block, heading, prose
from festival.kiosk.view.newness import LONG_AGO, is_new, marked
from festival.kiosk.view.place import room_status
from festival.kiosk.view.project import station_card
from festival.kiosk.view.session import change, since, three_lines
from festival.kiosk.view.station import status as status_of_station
from festival.schedule.model import Announcement, Room, Session, Station
from festival.schedule.timeline import in_order
from festival.tui.announcements import GLYPHS, current
from festival.tui.paint import Row, Span, spread, wrap

TOGETHER: Final = 3
"""So many sessions that the day changed alike are one piece of news."""
_SHUT: Final = {"full", "paused", "closed"}
_SOONEST: Final = timedelta(hours=24)
"""A change of what begins later is not news yet."""


Thing = Session | Room | Station


@dataclass(frozen=True, slots=True)
class Together:
    """Sessions told in one sentence: all moved from one room to one other, or all of one room are as much later."""

    sessions: tuple[Session, ...]
    """In order of time."""

    @property
    def changed_at(self) -> datetime:
        """When the last of them was changed."""
        return max(_when(one) for one in self.sessions)


def changed(state: State) -> list[Thing | Together]:
    """Return what is not as planned and still matters at this time, the newest change first, of one change what is soonest."""
    now, schedule = state.now, state.schedule
    sessions = in_order(one for one in schedule.sessions if _matters(state, one))
    places: list[Thing] = [one for one in schedule.rooms if one.live.state_at(now) in _SHUT]
    places += [
        one
        for one in schedule.stations
        if one.live.state_at(now) in _SHUT and any(now < span.end for span in one.open)
    ]
    return sorted([*_grouped(sessions), *places], key=_when, reverse=True)


def _when(one: Thing | Together) -> datetime:
    return one.changed_at if isinstance(one, Together) else one.live.changed_at or LONG_AGO


def _matters(state: State, session: Session) -> bool:
    live, now = session.live, state.now
    is_news = session.is_changed or live.state == "full" or is_new(state, live)
    last = max(session.end, session.expected.end)
    return is_news and last > now and min(session.start, session.expected.start) < now + _SOONEST


def _grouped(sessions: Sequence[Session]) -> Iterator[Session | Together]:
    """Put together what moved alike, if it is so much that a list of it would hide the rest."""
    groups: dict[object, list[Session]] = defaultdict(list)
    for one in sessions:
        groups[_likeness(one)].append(one)
    for group in groups.values():
        if len(group) < TOGETHER:
            yield from group
        else:
            yield Together(tuple(in_order(group)))


def _likeness(session: Session) -> object:
    """Return what is equal for sessions that are told together: moved at their times, or delayed by one change, for one reason."""
    live, expected = session.live, session.expected
    reason = tuple(sorted(live.reason.items()))
    if live.departures == ("delay_min",):
        return session.room, live.delay_min, live.changed_at, reason
    if not live.cancelled and expected.room != session.room and expected.start == session.start:
        return session.room, expected.room, reason
    return session.id


def told(state: State, one: Thing | Together) -> tuple[str, Row]:
    """Return the name of what has changed, and in a few words what has; those of several stand for themselves."""
    match one:
        case Together():
            return "", [_sentence(state, one)]
        case Session():
            return state.say(one.title), change(state, one)
        case Room():
            words, role = room_status(state, one)
            reason = state.say(one.live.reason)
            return state.say(one.name), [(f"{words} – {reason}" if reason else words, role)]
        case Station():
            return state.say(one.name), [status_of_station(state, one)]


def _sentence(state: State, one: Together) -> Span:
    """Return what became of all of them and why, with the role of its colour."""
    first, rooms, count = one.sessions[0], state.schedule.room_by_id, len(one.sessions)
    old, new = (state.say(rooms[id_].name) for id_ in (first.room, first.expected.room))
    if first.live.moved is None:
        glyph, role = "▲", "late"
        words = state.locale.n(
            "{room}: {min} min later from {time} on ({n} session)",
            "{room}: {min} min later from {time} on ({n} sessions)",
            count,
            room=old,
            min=first.live.delay_min,
            time=state.locale.time_beside(first.start, state.now),
        )
    else:
        glyph, role = "➜", "moved"
        words = state.locale.n(
            "{n} session moved: {old} → {new}", "{n} sessions moved: {old} → {new}", count, old=old, new=new
        )
    newest = max(one.sessions, key=_when)
    reason = state.say(first.live.reason)
    return f"{glyph} {marked(state, newest.live, words)}" + (f" – {reason}" if reason else ""), f"*{role}"


def blocks(state: State) -> Sequence[Block]:
    """Return the announcements, then the changes; each change leads to its page."""
    t = state.locale.t
    announcements = current(state.schedule.announcements, state.now)
    found = changed(state)
    shown: list[Block] = []
    if announcements:
        shown.append(Block(lambda _width: heading(t("Announcements"))))
        shown += [_announcement(state, one) for one in announcements]
    if found:
        count = state.locale.n("{n} change", "{n} changes", len(found))
        shown.append(Block(lambda _width: heading(count)))
        shown += [_change(state, one) for one in found]
    if not shown:
        calm = t("Nothing has changed: everything takes place as planned.")
        shown.append(Block(lambda width: prose(calm, width, "*")))
    return shown


def _announcement(state: State, one: Announcement) -> Block:
    role = "*accent" if one.severity == "info" else "*stop"
    head = f"{GLYPHS[one.severity]} {state.locale.time(one.at)}  "

    def paint(width: int) -> list[Row]:
        lines = wrap(state.say(one.text), max(10, width - MARGIN - len(head) - 1))
        return [
            [(" " * MARGIN, ""), (head if at == 0 else " " * len(head), role), (line, "*")]
            for at, line in enumerate(lines)
        ]

    return Block(paint)


def _change(state: State, one: Thing | Together) -> Block:
    match one:
        case Station():
            return station_card(state, one)
        case Room():
            return _room(state, one)
        case Together():
            return _together(state, one)
        case Session():
            return _session(state, one)


def _session(state: State, one: Session) -> Block:
    def paint(width: int) -> list[Row]:
        first, second, third = three_lines(state, one, width)
        news = change(state, one)
        indent = "         "
        text = "".join(part for part, _ in news)
        lines = wrap(text, max(10, width - len(indent) - 1), 3)
        bar = third[0]
        second = spread(second, [since(state, one.live), (" ", "")], width)
        return [first, second, *([bar, (indent[1:], ""), (line, news[0][1])] for line in lines if news)]

    return Block(paint, f"session:{one.id}")


def _room(state: State, one: Room) -> Block:
    bar: Span = ("▌ ", "accent")
    how_full, role = room_status(state, one)
    sign = "✱ " if is_new(state, one.live) else ""
    reason = state.say(one.live.reason)

    def paint(width: int) -> list[Row]:
        head = spread([bar, (state.say(one.name), "*")], [(f"{sign}{how_full}", role), (" ", "")], width)
        return [head, spread([bar, (reason, "late")], [since(state, one.live), (" ", "")], width), [bar]]

    return Block(paint, f"room:{one.id}")


def _together(state: State, one: Together) -> Block:
    """Return the sentence, and below it what it is about; it leads to where that takes place."""
    sentence, role = _sentence(state, one)
    bar: Span = ("▌ ", role.lstrip("*"))
    named = " · ".join(f"{state.locale.time(it.expected.start)} {state.say(it.title)}" for it in one.sessions)

    def paint(width: int) -> list[Row]:
        room = max(10, width - 3)
        lines = [[bar, (line, role)] for line in wrap(sentence, room, 3)]
        return [*lines, *([bar, (line, "muted")] for line in wrap(named, room, 4))]

    return Block(paint, f"room:{one.sessions[0].expected.room}")
