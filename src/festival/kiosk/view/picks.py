"""The visitor's picks in time order: who speaks, and what cannot be attended both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from festival.kiosk.state import State
from festival.kiosk.view.block import heading, title
from festival.kiosk.view.session import change, three_lines, track_colour
from festival.schedule.model import Session
from festival.schedule.timeline import in_order, overlaps
from festival.tui.paint import Row, crop, wrap
from festival.wording.clashes import clash, clashes
from festival.wording.people import speakers


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept session, and the other kept ones that take place at the same time."""

    session: Session
    others: tuple[Session, ...] = ()


def kept(state: State) -> list[Kept | str]:
    """Return the picks in time order, with the name of each day before them if there are several."""
    picks = in_order(state.picked())
    found = clashes(state.picked())
    days = [state.locale.day(session.expected.start) for session in picks]
    kept_by_day: list[Kept | str] = []
    for number, session in enumerate(picks):
        if len(set(days)) > 1 and (number == 0 or days[number] != days[number - 1]):
            kept_by_day.append(days[number])
        kept_by_day.append(Kept(session, tuple(found.get(session.id, ()))))
    return kept_by_day


def summary(state: State) -> str:
    """Return how many sessions are kept, how long they take together, and how many overlaps there are."""
    locale, picks = state.locale, [one for one in state.picked() if not one.live.cancelled]
    length = sum((one.expected.end - one.expected.start for one in picks), timedelta(0))
    parts = [locale.n("{n} session", "{n} sessions", len(state.picked()))]
    if length:
        parts.append(locale.t("{time} in all", time=locale.duration(length)))
    if count := len(overlaps(picks)):
        parts.append(f"▲ {locale.n('{n} overlap', '{n} overlaps', count)}")
    return " · ".join(parts)


REMOVE_WIDTH: Final = 13
"""Columns of a card's second target, the gap on its left included."""


class KeptPainter:
    """Paints kept sessions."""

    state: State

    def key(self, item: Kept | str) -> str | None:
        """Return the session's id."""
        return item.session.id if isinstance(item, Kept) else None

    def height(self, item: Kept | str, width: int) -> int:
        """Return the lines of a card, three at least; `width` is that of the card and its second target."""
        return len(self.rows(item, width - REMOVE_WIDTH))

    def rows(self, item: Kept | str, width: int) -> Sequence[Row]:
        """Return the card."""
        if isinstance(item, str):
            return heading(item)
        state, session = self.state, item.session
        bar = ("▌ ", track_colour(state, session))
        rows = [crop(row, width - 1) for row in three_lines(state, session, width)[:2]]
        room = max(1, width - 3)
        if state.large:
            rows[0:0] = title(state, state.say(session.title), room, bar=bar[1], most=1)
        news = change(state, session)
        extra = [("".join(text for text, _ in news), news[0][1])] if news else []
        extra.append((speakers(state, session.speakers), "muted"))
        extra += [(clash(state, other, session), "*late") for other in item.others]
        for text, role in extra:
            rows += [[bar, (line, role)] for line in wrap(text, room, 3) if line]
        return [*rows, *([[bar]] * (3 - len(rows)))]
