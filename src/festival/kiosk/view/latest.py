"""What is new: announcements in full, and what the day has changed, with the reason."""

from collections.abc import Sequence
from functools import partial

from festival.kiosk.state import State
from festival.kiosk.view.block import MARGIN, Block, heading, prose
from festival.kiosk.view.newness import is_new, marked
from festival.kiosk.view.project import station_card
from festival.kiosk.view.session import change, three_lines
from festival.schedule.model import Announcement, Room, Session, Station
from festival.tui.paint import Row, Span, spread, wrap
from festival.wording.announcements import GLYPHS, current
from festival.wording.latest import Thing, Together, changed, sentence
from festival.wording.rooms import room_status
from festival.wording.sessions import reasons, since
from festival.wording.stations import status as status_of_station


def told(state: State, one: Thing | Together) -> tuple[str, Row]:
    """Return the name of what has changed, and in a few words what has; those of several stand for themselves."""
    match one:
        case Together():
            return "", [_together_told(state, one)]
        case Session():
            return state.say(one.title), change(state, one)
        case Room():
            words, role = room_status(state, one)
            reason = state.say(one.live.reason)
            return state.say(one.name), [(f"{words} – {reason}" if reason else words, role)]
        case Station():
            return state.say(one.name), [status_of_station(state, one)]


def _together_told(state: State, one: Together) -> Span:
    """Return what became of all of them and why."""
    glyph, words, role = sentence(state, one)
    return (
        f"{glyph} {marked(state, one.newest.live, words)}{reasons(state, one.sessions[0].live)}",
        f"*{role}",
    )


def blocks(state: State) -> Sequence[Block]:
    """Return the announcements, then the changes; each change leads to its page."""
    t = state.locale.t
    announcements = current(state.schedule.announcements, state.now)
    found = changed(state, partial(is_new, state))
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
    said, role = _together_told(state, one)
    bar: Span = ("▌ ", role.lstrip("*"))
    named = " · ".join(f"{state.locale.time(it.expected.start)} {state.say(it.title)}" for it in one.sessions)

    def paint(width: int) -> list[Row]:
        room = max(10, width - 3)
        lines = [[bar, (line, role)] for line in wrap(said, room, 3)]
        return [*lines, *([bar, (line, "muted")] for line in wrap(named, room, 4))]

    return Block(paint, f"room:{one.sessions[0].expected.room}")
