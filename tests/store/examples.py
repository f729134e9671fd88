"""A small programme and changes to it, of the kind that a hub would append."""

from collections.abc import Iterable
from datetime import timedelta

from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import SetStationState
from festival.schedule.model import Schedule
from festival.store.log import Pending, Record, Store
from schedule.examples import at, schedule, session, station

PROGRAMME = schedule(session("opening", "10:00", "11:00"), station("solder"))
"""What the logs of the tests begin with."""


def drafted(head: Schedule, keys: Iterable[str], *, by: str = "desk") -> tuple[list[Pending], Schedule]:
    """Return a change for each of `keys`, to be appended after `head`, and the schedule that they lead to."""
    batch = []
    for key in keys:
        # The waiting time follows the revision, so that no two changes in a row are the same.
        edit = SetStationState(
            station="solder", state="busy", wait_min=(head.revision + 1) % 600, reason={"de": f"Grund: {key}"}
        )
        change = apply(head, edit, now=at("12:00") + timedelta(seconds=head.revision), by=by)
        batch.append(Pending(change, key, f"digest of {key}".encode()))
        head = fold(head, [change])
    return batch, head


async def append(store: Store, head: Schedule, *keys: str) -> Schedule:
    """Append a batch of changes with these keys; return the schedule after it."""
    batch, after = drafted(head, keys)
    assert await store.append(batch) is True
    return after


def outline(records: Iterable[Record]) -> list[tuple[int, str]]:
    """Return revision and key of each record."""
    return [(one.revision, one.key) for one in records]
