"""What changed, in facts that a screen can put into words of any language.

"15:30 Bühne B (statt 15:00 Bühne A)" is the sentence of two differences, a time and a room.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from festival.schedule.changes import Kind, Thing
from festival.schedule.model import Announcement, PlaceLive, Room, Session, Station

Field = Literal["present", "cancelled", "time", "delay", "end", "room", "state", "wait", "text"]

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


def between(kind: Kind, old: Thing | None, new: Thing | None) -> tuple[Difference, ...]:
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
    return tuple(Difference(kind, known.id, field, was, now, part) for field, was, now, part in found)
