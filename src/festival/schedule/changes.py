"""The record of what an edit did, and how a schedule follows such records.

A :class:`Change` is small enough to be sent to every screen: for each touched thing it holds only the fields
that changed, before and after, as JSON values. Folding all changes into a schedule gives the schedule that the
hub has; :func:`festival.schedule.digests.digest` proves it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias, get_args

from pydantic import BaseModel, Field

from festival.schedule.digests import hand_on_parts
from festival.schedule.errors import EditConflict, EditRefused, SnapshotNeeded
from festival.schedule.model import (
    AS_PLANNED,
    UNKNOWN,
    Announcement,
    Frozen,
    Id,
    Instant,
    LocalLine,
    PlaceLive,
    Room,
    Schedule,
    Session,
    SessionLive,
    Severity,
    Station,
)
from festival.schedule.text import Line
from festival.schedule.values import Overlay, Planned

Kind = Literal["session", "room", "station", "announcement"]
"""What a change can touch."""
Thing: TypeAlias = Session | Room | Station | Announcement


class Touch(Frozen):
    """What a change did to one thing: the fields that differ, as JSON values.

    A field that has its default value may be left out of a whole thing, and ``live`` holds only what is not
    default: ``{"live": {}}`` means as planned.
    """

    kind: Kind
    id: Id
    before: dict[str, Any] | None = None
    """None: the thing was added."""
    after: dict[str, Any] | None = None
    """None: the thing was withdrawn."""


class Change(Frozen):
    """What an accepted edit did."""

    revision: int = Field(ge=1)
    """That of the schedule it leads to."""
    at: Instant
    by: Line
    """Who made it, as the organisers know them; no screen for visitors shows it."""
    kind: Line
    """The kind of the edit."""
    severity: Severity = "info"
    reason: LocalLine = Field(default={})
    touches: tuple[Touch, ...] = Field(min_length=1)
    undoes: int | None = None
    """The revision of the change that it reverses."""
    undoes_person: Line = ""
    """Whose changes it puts back, where it is about all of one person."""
    digest: str = ""
    """:func:`festival.schedule.digests.digest` of the schedule it leads to, where the hub has computed it."""

    @cached_property
    def as_json(self) -> bytes:
        """The change on one line, without defaults: what the log keeps and what is sent are the same bytes."""
        return self.model_dump_json(exclude_defaults=True).encode()


_KINDS: Final[Mapping[type[BaseModel], Kind]] = {
    Session: "session",
    Room: "room",
    Station: "station",
    Announcement: "announcement",
}
_TYPES: Final[Mapping[Kind, type[Thing]]] = {
    "session": Session,
    "room": Room,
    "station": Station,
    "announcement": Announcement,
}
_HOMES: Final[Mapping[Kind, str]] = {kind: f"{kind}s" for kind in get_args(Kind)}
_INDEXES: Final[Mapping[str, str]] = {
    "sessions": "session_by_id",
    "rooms": "room_by_id",
    "stations": "station_by_id",
    "projects": "project_by_id",
    "people": "person_by_id",
    "organisations": "organisation_by_id",
    "tracks": "track_by_id",
}
_STATES: Final = "_states"
"""Where a touch that was found by comparing two states has them until it is folded, which need not read JSON then."""


def _json(thing: Thing, names: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        value = getattr(thing, name)
        if isinstance(value, Overlay):
            found[name] = value.content
        else:
            found |= thing.model_dump(mode="json", include={name})
    return found


def touch(before: Thing | None, after: Thing | None) -> Touch | None:
    """Return what parts `before` from `after` (two states of one thing), None if nothing does."""
    known = after or before
    if known is None or before is after:
        return None
    kind, id = _KINDS[type(known)], known.id  # noqa: A001 - the model's own word
    if before is None or after is None:
        whole = known.model_dump(mode="json", exclude_defaults=True)
        return Touch(
            kind=kind, id=id, before=whole if after is None else None, after=whole if before is None else None
        )
    # Looked up in the instances: a long cascade compares 2,000 fields, nearly all of them the same object.
    was, fields = before.__dict__, known.__pydantic_fields__
    names = [
        name
        for name, value in after.__dict__.items()
        if (old := was.get(name)) is not value and old != value and name in fields
    ]
    if not names:
        return None
    found = Touch(kind=kind, id=id, before=_json(before, names), after=_json(after, names))
    found.__dict__[_STATES] = (before, after)
    return found


def _live(kind: Kind, data: Mapping[str, Any]) -> SessionLive | PlaceLive:
    if kind == "session":
        return SessionLive.model_validate(data) if data else AS_PLANNED
    return PlaceLive.model_validate(data) if data else UNKNOWN


def _table(schedule: Schedule, kind: Kind) -> dict[str, Thing]:
    home = _HOMES[kind]
    if home in _INDEXES:
        return dict(getattr(schedule, _INDEXES[home]))
    return {thing.id: thing for thing in getattr(schedule, home)}


def current(schedule: Schedule, kind: Kind, id: str) -> Thing | None:  # noqa: A002 - the model's own word
    """Return the thing of that kind and id, None if there is none."""
    if kind == "announcement":
        return next((one for one in schedule.announcements if one.id == id), None)
    found: Thing | None = getattr(schedule, _INDEXES[_HOMES[kind]]).get(id)
    return found


def thing_from(kind: Kind, whole: Mapping[str, Any]) -> Thing:
    """Return the thing of that kind whose fields are `whole`, as JSON values; defaults may be left out.

    Raises :class:`pydantic.ValidationError` for values that the model forbids.
    """
    plan = {name: value for name, value in whole.items() if name != "live"}
    thing = _TYPES[kind].model_validate(plan)
    return thing.relived(_live(kind, whole.get("live", {}))) if isinstance(thing, Planned) else thing


def _touched(now: Thing | None, one: Touch) -> Thing:
    if (now is None) != (one.before is None):
        raise SnapshotNeeded(f"{one.kind} {one.id} is {'unknown' if now is None else 'there already'}")
    states: tuple[Thing, Thing] | None = one.__dict__.pop(_STATES, None)
    if states is not None and states[0] is now:
        return states[1]
    after = one.after or {}
    if now is None:
        return _TYPES[one.kind].model_validate({**after, "id": one.id})
    if isinstance(now, Planned) and after.keys() == {"live"}:
        return now.relived(_live(one.kind, after["live"]))
    return type(now).model_validate({**now.model_dump(), **after, "id": one.id})


def fold(schedule: Schedule, changes: Iterable[Change]) -> Schedule:
    """Return the schedule that `changes` lead to from `schedule`, in their order.

    Raises :class:`SnapshotNeeded` if a revision is missing or a change speaks of a thing that is not there, and
    :class:`pydantic.ValidationError` if a change holds values that the model forbids.
    """
    revision = schedule.revision
    tables: dict[Kind, dict[str, Thing]] = {}
    touched: dict[Kind, dict[str, Thing | None]] = {}
    for change in changes:
        if change.revision != revision + 1:
            raise SnapshotNeeded(f"revision {change.revision} does not follow {revision}")
        revision = change.revision
        for one in change.touches:
            if one.kind not in tables:
                tables[one.kind] = _table(schedule, one.kind)
                touched[one.kind] = {}
            table = tables[one.kind]
            was = table.get(one.id)
            thing = _touched(was, one)
            touched[one.kind].setdefault(one.id, was)
            if one.after is None:
                del table[one.id]
            else:
                table[one.id] = thing
    homes = {_HOMES[kind]: table for kind, table in tables.items()}
    folded = schedule.model_copy(
        update={"revision": revision, **{home: tuple(table.values()) for home, table in homes.items()}}
    )
    # Indexes are cached properties; what did not change, or is at hand, need not be built again.
    for home, index in _INDEXES.items():
        if home in homes:
            folded.__dict__[index] = homes[home]
        elif index in schedule.__dict__:
            folded.__dict__[index] = schedule.__dict__[index]
    if "ids_by_room" in schedule.__dict__:
        folded.__dict__["ids_by_room"] = _rehoused(
            schedule.ids_by_room, touched.get("session", {}), folded.session_by_id
        )
    hand_on_parts(schedule, folded, {_HOMES[kind]: before for kind, before in touched.items()}, homes)
    return folded


def _rehoused(
    ids_by_room: Mapping[str, frozenset[str]],
    touched: Mapping[str, Thing | None],
    sessions: Mapping[str, Session],
) -> Mapping[str, frozenset[str]]:
    """Return :attr:`Schedule.ids_by_room` after the `touched` sessions, known as they were, became those of `sessions`."""
    moved: dict[str, frozenset[str]] = {}
    for name, was in touched.items():
        now = sessions.get(name)
        old = was.slot.room if isinstance(was, Session) else None
        new = now.slot.room if now is not None else None
        if old == new:
            continue
        if old is not None:
            moved[old] = moved.get(old, ids_by_room[old]) - {name}
        if new is not None:
            moved[new] = moved.get(new, ids_by_room.get(new, frozenset())) | {name}
    return {**ids_by_room, **moved} if moved else ids_by_room


def refuse_if_stale(change: Change, since: Iterable[Change]) -> None:
    """Raise :class:`EditConflict` if something that `change` touches was touched in `since`.

    `since` are the changes made after the revision that the organiser saw, in order. The error holds the value
    that the latest of them gave to the fields it changed (None: withdrawn).
    """
    touched = {(one.kind, one.id) for one in change.touches}
    for other in reversed(tuple(since)):
        for one in other.touches:
            if (one.kind, one.id) in touched:
                raise EditConflict(
                    "{kind} {id} was changed by {by} in revision {revision} ({edit}): look at it again, then repeat the edit",
                    kind=one.kind,
                    id=one.id,
                    by=other.by,
                    revision=other.revision,
                    edit=other.kind,
                    thing=one.id,
                    current=one.after,
                )


def undo(
    schedule: Schedule, change: Change, *, now: datetime, by: str, reason: Mapping[str, str] | None = None
) -> Change:
    """Return the change that reverses `change`.

    Raises :class:`EditConflict` if something it touched has another value by now.
    """
    touches = []
    for one in change.touches:
        thing = current(schedule, one.kind, one.id)
        value = None if thing is None else _json(thing, one.after or ())
        expected = one.after
        if thing is not None and one.before is None:
            value = thing.model_dump(mode="json", exclude_defaults=True)
        if value != expected:
            raise EditConflict(
                "{kind} {id} was changed again after revision {revision}: undo that first",
                kind=one.kind,
                id=one.id,
                revision=change.revision,
                thing=one.id,
                current=value,
            )
        touches.append(Touch(kind=one.kind, id=one.id, before=one.after, after=one.before))
    if not touches:
        raise EditRefused("revision {revision} changed nothing", revision=change.revision)
    return Change(
        revision=schedule.revision + 1,
        at=now,
        by=by,
        kind="undo",
        severity=change.severity,
        reason=dict(reason or {}),
        touches=tuple(reversed(touches)),
        undoes=change.revision,
    )
