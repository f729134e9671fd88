"""Announcements in a list: those on the screens, those that were, and those that somebody took back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from festival.desk.state import DeskState
from festival.desk.view.announcing import language_name, places, severity_span
from festival.schedule.changes import Change, Touch
from festival.schedule.model import UNDETERMINED, Announcement
from festival.tui.paint import Row, join, spread, wrap
from festival.wording.announcements import current

_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above some announcements."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One announcement, and whether it is on the screens."""

    one: Announcement
    fate: Literal["shown", "expired", "withdrawn"]
    gone_at: datetime | None = None
    """When it was withdrawn (UTC)."""


def announced(state: DeskState, gone: Iterable[Said]) -> tuple[Heading | Said, ...]:
    """Return what is on the screens, most severe first, then what was, with those that are `gone`, newest first."""
    t, now = state.locale.t, state.now
    known = state.schedule.announcements
    shown = [Said(one, "shown") for one in current(known, now)]
    past = [Said(one, "expired", one.expires) for one in known if one.expires <= now]
    past += gone
    past.sort(key=lambda said: said.one.at, reverse=True)
    found: list[Heading | Said] = []
    if shown:
        found += [Heading(t("On the screens")), *shown]
    if past:
        found += [Heading(t("Earlier")), *past]
    return tuple(found)


def withdrawn(changes: Iterable[Change]) -> tuple[Said, ...]:
    """Return the announcements that `changes` took off the screens."""
    return tuple(
        Said(one, "withdrawn", change.at)
        for change in changes
        for touch in change.touches
        if touch.kind == "announcement" and touch.after is None and (one := _before(touch)) is not None
    )


def _before(touch: Touch) -> Announcement | None:
    try:
        return Announcement.model_validate({"id": touch.id, **(touch.before or {})})
    except ValueError:
        return None


class SaidPainter:
    """Paints an announcement, for :class:`festival.tui.cards.Cards`."""

    def __init__(self, state: DeskState) -> None:
        self._state = state

    def key(self, item: Heading | Said) -> str | None:
        """Return what names it: its id, as often as it stands in the list."""
        if isinstance(item, Heading):
            return None
        return f"{item.one.id} {item.one.at.isoformat()} {item.fate}"

    def height(self, item: Heading | Said, width: int) -> int:
        """Return how many rows it takes."""
        return len(self.rows(item, width))

    def rows(self, item: Heading | Said, width: int) -> Sequence[Row]:
        """Return its rows: how urgent and since when; the text; where, and in which languages."""
        if isinstance(item, Heading):
            return [[(f" {item.text}", "*accent")]]
        state, one = self._state, item.one
        is_shown = item.fate == "shown"
        word, role = severity_span(state.locale, one.severity)
        head: Row = [
            (f" {word}", role if is_shown else "muted"),
            (f"  {state.locale.time_beside(one.at, state.now)}", "muted"),
        ]
        text = "" if is_shown else "muted"
        lines = wrap(state.say(one.text), width - 4, _MOST_LINES)
        return [
            spread(head, [self._fate(item), (" ", "")], width),
            *([("   ", ""), (line, f"*{text}" if is_shown else text)] for line in lines),
            [("   ", ""), *join([[(places(state, one.rooms), "muted")], self._languages(one)], (" · ", "muted"))],
        ]  # fmt: skip

    def _fate(self, item: Said) -> tuple[str, str]:
        state, t, locale = self._state, self._state.locale.t, self._state.locale
        if item.fate == "shown":
            left = locale.duration(item.one.expires - state.now)
            until = locale.time_beside(item.one.expires, state.now)
            words = t("until {time}, {left} left", time=until, left=left)
            return words, "*late" if item.one.expires - state.now <= _SOON else "*"
        when = locale.time_beside(item.gone_at or item.one.expires, state.now)
        if item.fate == "withdrawn":
            return t("withdrawn {time}", time=when), "muted"
        return t("expired {time}", time=when), "muted"

    def _languages(self, one: Announcement) -> Row:
        tags = [tag for tag, text in one.text.items() if text and tag != UNDETERMINED]
        missing = [
            tag for tag in self._state.schedule.festival.languages
            if UNDETERMINED not in one.text and tag not in tags
        ]  # fmt: skip
        row: Row = [(", ".join(map(language_name, tags)), "muted")] if tags else []
        if missing:
            names = ", ".join(map(language_name, missing))
            lack = self._state.locale.t("not in {languages}", languages=names)
            row = join([row, [(f"▲ {lack}", "late")]], (" · ", "muted"))
        return row


_SOON = timedelta(minutes=5)
