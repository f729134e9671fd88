"""Sessions that nobody planned, made from a title and a place: no source has them, and nobody made them up for a rehearsal."""

import re
from datetime import datetime
from itertools import count
from typing import Final
from unicodedata import normalize

from festival.schedule.addresses import holder
from festival.schedule.model import Room, Schedule, Session

_LONGEST_ID: Final = 40


def free_id(schedule: Schedule, title: dict[str, str]) -> str:
    """Return an id made of `title`, whose short code is free too: ``regen-choir``, ``regen-choir-2``."""
    plain = normalize("NFKD", next(iter(title.values()), "")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-") or "session"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in schedule.session_by_id and not holder(schedule, name))


def replacement(schedule: Schedule, session: Session, title: dict[str, str]) -> Session:
    """Return a session of another `title` in the place of `session`, at the time that it is expected.

    Who speaks, what it is about and how full it is are those of the old one, so they are left out.
    """
    slot = session.expected
    return Session(
        id=free_id(schedule, title),
        room=slot.room,
        track=session.track,
        kind=session.kind,
        title=title,
        start=slot.start,
        end=slot.end,
    )


def added(schedule: Schedule, room: Room, title: dict[str, str], start: datetime, end: datetime) -> Session:
    """Return a session of that `title` in `room`, of the kind and track that the room has most of.

    Raises ValueError if it would end before it starts.
    """
    there = [one for one in schedule.sessions if one.room == room.id]
    track = _most([one.track for one in there]) or schedule.tracks[0].id
    kind = _most([one.kind for one in there]) or "meet"
    return Session.model_validate(
        {
            "id": free_id(schedule, title),
            "room": room.id,
            "track": track,
            "kind": kind,
            "title": title,
            "start": start,
            "end": end,
        }
    )


def _most(values: list[str]) -> str | None:
    return max(values, key=values.count, default=None)
