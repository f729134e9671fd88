"""The history in rows: who changed what, when and why, and what it was before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from festival.desk.state import DeskState
from festival.desk.view.change import change_words
from festival.desk.view.previewed import shift_rows
from festival.schedule.changes import Change, Touch
from festival.schedule.model import Schedule
from festival.schedule.past import Past
from festival.schedule.preview import Shift
from festival.tui.paint import Row, column, fit, spread, wrap

_NUMBER: Final = 6
_WHO: Final = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the list."""

    change: Change
    undone_by: int = 0
    """The revision that reversed it; 0: none of those that are known."""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The last line of the list: whether there is more."""

    loaded: int
    is_all: bool


def rooms_of(schedule: Schedule, change: Change) -> frozenset[str]:
    """Return the ids of the rooms in which `change` did something; those that an announcement named for it."""
    found: set[str] = set()
    for one in change.touches:
        if one.kind == "room":
            found.add(one.id)
        elif one.kind == "announcement":
            found.update((one.after or one.before or {}).get("rooms", ()))
        elif one.kind == "session":
            found |= _rooms_of_session(schedule, one)
    return frozenset(found)


def _rooms_of_session(schedule: Schedule, one: Touch) -> set[str]:
    session = schedule.session_by_id.get(one.id)
    found = {session.room} if session else set()
    for side in (one.before or {}, one.after or {}):
        moved = side.get("live", {}).get("moved")
        found |= {place for place in (side.get("room"), moved and moved["room"]) if place}
    return found


def entries(
    state: DeskState, *, person: str, room: str, marked: frozenset[int], first: int
) -> tuple[Entry | End, ...]:
    """Return the changes, newest first, that `person` made ("": anybody) in `room` ("": anywhere), and the end.

    `first` is the revision before the oldest known change.
    """
    undone = {one.undoes: one.revision for one in state.changes if one.undoes is not None}
    found = [
        Entry(one, undone.get(one.revision, 0), one.revision in marked)
        for one in state.changes
        if person in {"", one.by} and (not room or room in rooms_of(state.schedule, one))
    ]
    return (*found, End(len(state.changes), is_all=first == 0))


class EntryPainter:
    """Paints the list, for :class:`festival.tui.cards.Cards`, in one state."""

    def __init__(self, state: DeskState | None = None) -> None:
        self._state = state

    def key(self, one: Entry | End) -> str | None:
        """Return the revision."""
        return str(one.change.revision) if isinstance(one, Entry) else None

    def height(self, _one: Entry | End, _width: int) -> int:
        """Return how many rows it takes."""
        return 1

    def rows(self, one: Entry | End, width: int) -> Sequence[Row]:
        """Return its row."""
        state = self._state
        if state is None:
            return []
        return [_entry(state, one, width) if isinstance(one, Entry) else _end(state, one)]


def _entry(state: DeskState, one: Entry, width: int) -> Row:
    change, locale = one.change, state.locale
    sign = "◆" if one.is_marked else " "
    when = locale.time_beside(change.at, state.now)
    undone = locale.t("undone by {n}", n=one.undone_by) if one.undone_by else ""
    reason = state.say(change.reason)
    what: Row = [(change_words(state, change), "~muted" if one.undone_by else "")]
    if reason:
        what += [("  ", ""), (reason, "muted")]
    return spread(
        [
            *column([(sign, "*accent"), (f"{change.revision:>{_NUMBER - 2}} ", "muted")], _NUMBER),
            (f"{when} ", ""),
            *column([(fit(change.by, _WHO), "accent")], _WHO + 1),
            *what,
        ],
        [(undone, "muted")] if undone else [],
        width - 1,
    )


def _end(state: DeskState, one: End) -> Row:
    t = state.locale.t
    if one.is_all:
        return [(f"  {t('The log begins here: the programme as it was printed.')}", "muted")]
    return [
        (f"  {t('{n} changes are here; older ones come when you get to the end.', n=one.loaded)}", "muted")
    ]


def about_change(state: DeskState, past: Past, one: Entry, width: int) -> list[Row]:
    """Return everything about a change: who, when, what, why, before and after."""
    change, locale, t = one.change, state.locale, state.locale.t
    when = f"{locale.short_day(change.at)} {locale.local(change.at):%H:%M:%S}"
    rows: list[Row] = [
        spread(
            [(t("Revision {n}", n=change.revision), "*accent"), (f"  {change.by}", "*")],
            [(when, "muted")],
            width,
        ),
        [(fit(change_words(state, change), width), "*")],
    ]
    if change.reason:
        said = " / ".join(change.reason[tag] for tag in sorted(change.reason))
        rows += [[(line, "")] for line in wrap(f"{t('Reason')}: {said}", width, 2)]
    if change.undoes is not None:
        rows.append([(t("Puts back revision {n}.", n=change.undoes), "moved")])
    if change.undoes_person:
        rows += [[(line, "moved")] for line in wrap(t("Puts back what {person} did.", person=change.undoes_person), width, 2)]  # fmt: skip
    if one.undone_by:
        rows.append([(t("Undone by revision {n}.", n=one.undone_by), "late")])
    return [*rows, *shifts(state, past.did(change), width)]


def shifts(state: DeskState, found: Iterable[Shift], width: int) -> list[Row]:
    """Return the old and the new of each thing; that nothing differs is said."""
    rows = [row for one in found for row in shift_rows(state, one, width)]
    return rows or [[(state.locale.t("Nothing differs."), "muted")]]
