"""What changed, in facts that a screen can put into words of any language.

"15:30 Bühne B (statt 15:00 Bühne A) - Regen" is the sentence of two differences, a time and a room, and a reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from festival.schedule.changes import Change, Kind, Thing, current
from festival.schedule.live import Departure
from festival.schedule.model import AS_PLANNED, Announcement, PlaceLive, Room, Schedule, Session, Station

Field = Literal["present", "cancelled", "time", "delay", "end", "room", "state", "wait", "text"]

_DEPARTURES: Final[Mapping[Field, Departure]] = {
    "cancelled": "cancelled",
    "time": "moved",
    "room": "moved",
    "delay": "delay_min",
    "end": "overrun_min",
    "state": "state",
}
"""Of a session: what the overlay says where something differs."""
_OVERLAY: Final = frozenset({"id", "live", "room", "start", "end", "code", "source", "sample"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is no longer as it was.

    ``old`` and ``new`` by field: ``present`` and ``cancelled`` bool; ``time`` expected start (UTC) of a session
    that moved; ``delay`` total minutes of one that did not; ``end`` expected end of one whose length changed;
    ``room`` room ids; ``state`` a :data:`~festival.schedule.model.State` or None; ``wait`` minutes or None;
    ``text`` the value of the model field named in ``part``.
    """

    kind: Kind
    id: str
    field: Field
    old: Any
    new: Any
    reason: Mapping[str, str]
    part: str = ""
    """For ``text`` the name of the model field: title, abstract, speakers, ..."""


Found = Iterator[tuple[Field, Any, Any, str]]


def _texts(old: Thing, new: Thing) -> Found:
    for name in type(new).model_fields:
        if name not in _OVERLAY and (was := getattr(old, name)) != (now := getattr(new, name)):
            yield "text", was, now, name


def _of_session(old: Session, new: Session) -> Found:
    was, now = old.live, new.live
    if was.cancelled != now.cancelled:
        yield "cancelled", was.cancelled, now.cancelled, ""
    before, after = old.expected, new.expected
    if old.slot.start != new.slot.start:
        if before.start != after.start:
            yield "time", before.start, after.start, ""
    elif was.delay_min != now.delay_min:
        yield "delay", was.delay_min, now.delay_min, ""
    if before.end - before.start != after.end - after.start:
        yield "end", before.end, after.end, ""
    if before.room != after.room:
        yield "room", before.room, after.room, ""
    if was.state != now.state:
        yield "state", was.state, now.state, ""


def _of_place(old: PlaceLive, new: PlaceLive) -> Found:
    if old.state != new.state:
        yield "state", old.state, new.state, ""
    if old.wait_min != new.wait_min:
        yield "wait", old.wait_min, new.wait_min, ""


def between(
    kind: Kind, old: Thing | None, new: Thing | None, reason: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return what parts two states of one thing; None where it is not there."""
    known = new or old
    if known is None:
        return ()
    found: list[tuple[Field, Any, Any, str]] = []
    if old is None or new is None:
        found.append(("present", old is not None, new is not None, ""))
    else:
        if isinstance(old, Session) and isinstance(new, Session):
            found += _of_session(old, new)
        elif isinstance(old, Room | Station) and isinstance(new, Room | Station):
            found += _of_place(old.live, new.live)
        if not isinstance(new, Announcement) or old != new:
            found += _texts(old, new)
    return tuple(Difference(kind, known.id, field, was, now, reason, part) for field, was, now, part in found)


def explained(found: Iterable[Difference], session: Session) -> tuple[Difference, ...]:
    """Return what was `found` of `session`, each with the reason that holds for it now, if there is one."""
    return tuple(
        replace(one, reason=session.live.why(_DEPARTURES[one.field]) or one.reason)
        if one.field in _DEPARTURES
        else one
        for one in found
    )


def describe(change: Change, before: Schedule, after: Schedule) -> tuple[Difference, ...]:
    """Return what `change` did on the way from `before` to `after`, thing by thing."""
    return tuple(
        difference
        for one in change.touches
        for difference in between(
            one.kind, current(before, one.kind, one.id), current(after, one.kind, one.id), change.reason
        )
    )


def differences(session: Session) -> tuple[Difference, ...]:
    """Return how the day departs from the plan of `session`: for a screen that knows no changes."""
    if session.live is AS_PLANNED:
        return ()
    planned = session.model_copy(update={"live": AS_PLANNED})
    return explained(between("session", planned, session, {}), session)
