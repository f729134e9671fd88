"""The visitor's picks as codes to take away: a page's address where there is a hub, else plain text.

Without a hub no page could show the picks, so the codes hold the lines themselves, which a phone shows as it
is. What does not fit one code goes on in the next, unless a hub keeps it under a short address.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from festival.kiosk.state import State
from festival.schedule.model import Session
from festival.schedule.timeline import in_order

_BYTES: Final = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
_CAPITALS: Final = (20, 38, 61, 90, 122, 154, 178, 221, 262, 311)
"""What the versions 1 to 10 hold at error correction M (ISO/IEC 18004, table 7)."""
_ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_QUIET: Final = 2
"""Modules of the narrowest margin, on each side."""
_LONGEST_TITLE: Final = 44

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the codes: what it holds, and the lines that stand beside it."""

    text: str
    lines: tuple[str, ...]
    is_page: bool
    """Whether it leads to a page, or is plain text."""
    until: datetime | None = None
    """They are to be found at the address until then; None: as long as there is a hub."""


def largest_version(columns: int, rows: int) -> int:
    """Return the largest version (1 to 10) whose code fits `columns` and `rows` of half blocks; 1 at least."""
    side = min(columns, rows * 2) - 2 * _QUIET
    return max(1, min((side - 17) // 4, len(_BYTES)))


def holds(version: int, text: str) -> bool:
    """Return whether a code of `version` at level M holds `text`."""
    capacity = _CAPITALS if set(text) <= _ALPHANUMERIC else _BYTES
    return len(text.encode()) <= capacity[version - 1]


def take_away(state: State, columns: int, rows: int) -> list[Part]:
    """Return the picks in time order, in as few codes as fit `columns` and `rows`.

    What needs several codes needs one if a hub keeps the picks (:attr:`State.taken`).
    """
    version = largest_version(columns, rows)
    picks = in_order(state.picked())
    if state.links.base_url is not None:
        groups = _groups(picks, lambda group: holds(version, _address(state, group)))
        if len(groups) > 1 and (one := _kept_by_hub(state)):
            return [one]
        return [
            Part(_address(state, group), tuple(line(state, one) for one in group), is_page=True)
            for group in groups
        ]
    lines = [_shortened(line(state, session), version) for session in picks]
    return [
        Part("\n".join(group), tuple(group), is_page=False)
        for group in _groups(lines, lambda group: holds(version, "\n".join(group)))
    ]


def line(state: State, session: Session) -> str:
    """Return a session in one line: ``Fr. 27.5. 14:20 Hansaplatz: Title``."""
    locale, start = state.locale, session.expected.start
    room = state.schedule.room_by_id.get(session.expected.room)
    place = f" {state.say(room.name)}" if room else ""
    cancelled = f" ({locale.t('Cancelled')})" if session.live.cancelled else ""
    title = state.say(session.title)
    short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
    return f"{locale.short_day(start)} {locale.time(start)}{place}: {short}{cancelled}"


def _kept_by_hub(state: State) -> Part | None:
    taken = state.taken
    link = state.links.secret_agenda(taken.secret) if taken and taken.picks == state.picks else None
    return Part(link.url, (link.clear_text,), is_page=True, until=taken.until) if taken and link else None


def _address(state: State, sessions: Sequence[Session]) -> str:
    link = state.links.agenda(session.id for session in sessions)
    return link.url if link else ""


def _shortened(text: str, version: int) -> str:
    """Return as much of `text` as a code of `version` holds; a place and a title may be long."""
    while text and not holds(version, text):
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def _groups(things: Sequence[_Thing], fits: Callable[[Sequence[_Thing]], bool]) -> list[list[_Thing]]:
    """Return `things` in order, in groups as large as fit; one that does not fit alone is a group of its own."""
    groups: list[list[_Thing]] = []
    for thing in things:
        if groups and fits([*groups[-1], thing]):
            groups[-1].append(thing)
        else:
            groups.append([thing])
    return groups
