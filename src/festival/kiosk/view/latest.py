"""What is new: announcements in full, and what the day has changed, with the reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from festival.kiosk.state import State
from festival.kiosk.view.block import MARGIN, Block, heading, prose
from festival.kiosk.view.newness import LONG_AGO
from festival.kiosk.view.project import station_card
from festival.kiosk.view.session import change, three_lines
from festival.kiosk.widgets.news import GLYPHS, current
from festival.schedule.model import Announcement, Session, Station
from festival.tui.paint import Row, wrap

_SOONEST = timedelta(hours=24)
"""A change of what begins later is not news yet."""


def changed(state: State) -> list[Session | Station]:
    """Return what is not as planned and still matters at this time, the newest change first."""
    now = state.now
    sessions = [one for one in state.schedule.sessions if _matters(one, now)]
    stations = [
        one
        for one in state.schedule.stations
        if one.live.state_at(now) in {"full", "paused", "closed"} and any(now < span.end for span in one.open)
    ]
    found: list[Session | Station] = [*sessions, *stations]
    return sorted(found, key=lambda one: one.live.changed_at or LONG_AGO, reverse=True)


def _matters(session: Session, now: datetime) -> bool:
    is_news = session.is_changed or session.live.state == "full"
    last = max(session.end, session.expected.end)
    return is_news and last > now and min(session.start, session.expected.start) < now + _SOONEST


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


def _change(state: State, one: Session | Station) -> Block:
    if isinstance(one, Station):
        return station_card(state, one)

    def paint(width: int) -> list[Row]:
        first, second, third = three_lines(state, one, width)
        news = change(state, one)
        indent = "         "
        text = "".join(part for part, _ in news)
        lines = wrap(text, max(10, width - len(indent) - 1), 3)
        bar = third[0]
        return [first, second, *([bar, (indent[1:], ""), (line, news[0][1])] for line in lines if news)]

    return Block(paint, f"session:{one.id}")
