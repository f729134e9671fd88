"""What edits of what is said on every screen do."""

from collections.abc import Iterable
from datetime import datetime

from festival.schedule import edits
from festival.schedule.changes import current
from festival.schedule.effects.base import Pair, pairs, room_of
from festival.schedule.errors import EditRefused
from festival.schedule.model import Announcement, Schedule


@pairs.register
def _announce(edit: edits.Announce, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    name = edit.id or f"announcement-{schedule.revision + 1}"
    if current(schedule, "announcement", name) is not None:
        raise EditRefused(f"there is an announcement {name} already: withdraw it, or choose another id")
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
def _withdraw(edit: edits.Withdraw, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    announcement = current(schedule, "announcement", edit.announcement)
    if announcement is None:
        raise EditRefused(f"there is no announcement {edit.announcement}: it may have been withdrawn already")
    return [(announcement, None)]
