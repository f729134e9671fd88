"""What edits of what is said on every screen do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from festival.schedule import edits
from festival.schedule.changes import current
from festival.schedule.effects.base import Pair, pairs, room_of
from festival.schedule.errors import EditRefused
from festival.schedule.model import Announcement, Schedule

ALL_CLEAR: Final = timedelta(minutes=15)
"""So long it is said that a warning holds no longer."""


@pairs.register
def _announce(edit: edits.Announce, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    name = edit.id or _free_name("announcement", schedule)
    if current(schedule, "announcement", name) is not None:
        raise EditRefused("there is an announcement {id} already: withdraw it, or choose another id", id=name)
    if edit.expires <= now:
        raise EditRefused("the announcement would have expired already: give a later end")
    if not any(edit.text.values()):
        raise EditRefused("the announcement has no text: write one")
    rooms = tuple(room_of(schedule, room).id for room in edit.rooms)
    return [
        (
            None,
            Announcement(
                id=name, severity=edit.level, text=edit.text, rooms=rooms, at=now, expires=edit.expires
            ),
        )
    ]


@pairs.register
def _withdraw(edit: edits.Withdraw, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    announcement = next((one for one in schedule.announcements if one.id == edit.announcement), None)
    if announcement is None:
        raise EditRefused(
            "there is no announcement {id}: it may have been withdrawn already", id=edit.announcement
        )
    found: list[Pair] = [(announcement, None)]
    if announcement.severity != "info" and announcement.expires > now and any(edit.reason.values()):
        found.append((None, _all_clear(announcement, edit.reason, schedule, now)))
    return found


def _all_clear(
    announcement: Announcement, reason: dict[str, str], schedule: Schedule, now: datetime
) -> Announcement:
    """Return what tells those who have read `announcement`, and went to where it is dry, that it is over, and why."""
    return Announcement(
        id=_free_name("over", schedule),
        severity="info",
        text=reason,
        rooms=announcement.rooms,
        at=now,
        expires=now + ALL_CLEAR,
    )


def _free_name(kind: str, schedule: Schedule) -> str:
    """Return an id by the revision that comes next, or the first after it: a batch may have made several at one."""
    taken = {one.id for one in schedule.announcements}
    names = (f"{kind}-{number}" for number in count(schedule.revision + 1))
    return next(name for name in names if name not in taken)
