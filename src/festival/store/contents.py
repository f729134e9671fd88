"""What a log holds, as plain values, and the one check of it: following the changes from a snapshot to the head.

Both engines read into :class:`Contents` and write from it, so that making, opening, verifying, backing up and
restoring a log are the same for both.
"""

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_hex

from pydantic import ValidationError

from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.schedule.errors import SnapshotNeeded
from festival.schedule.model import Schedule
from festival.store.log import HASH_BYTES, RESTORE, Record, StoreDamaged, first_link, link

FORMAT = 1
"""The version of the tables, the same number for both engines; a store refuses any other."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log stands."""

    epoch: str
    revision: int
    hash: bytes
    """That of the newest record; :func:`first_link` while there is none."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The schedule at one revision."""

    revision: int
    hash: bytes
    """That of the record with this revision."""
    body: bytes
    """The schedule as JSON, without its epoch, deflated (RFC 1950)."""
    seal: bytes
    """A hash over `hash` and `body`: the chain alone does not cover the body."""

    @property
    def is_whole(self) -> bool:
        """Whether the body is the one that was written for this place in the chain."""
        return self.seal == _seal(self.hash, self.body)

    def schedule(self) -> Schedule:
        """Return the schedule, without an epoch. Raises :class:`ValueError` or :class:`zlib.error` if it is none."""
        return Schedule.model_validate_json(zlib.decompress(self.body))


@dataclass(frozen=True, slots=True)
class Contents:
    """A log, or the part of it that begins with a snapshot."""

    head: Head
    snapshots: Sequence[Snapshot]
    """In order; the first is the one that the records follow, of a whole log the programme at revision 0."""
    records: Sequence[Record]
    """In order, without a gap, from the first snapshot to the head."""


def _seal(hash: bytes, body: bytes) -> bytes:  # noqa: A002 - the word of the log
    return blake2b(hash + body, digest_size=HASH_BYTES).digest()


def snapshot(schedule: Schedule, hash: bytes) -> Snapshot:  # noqa: A002 - the word of the log
    """Return `schedule`, to which the record with this hash led, as it is to be kept."""
    bare = schedule.model_copy(update={"epoch": ""})
    body = zlib.compress(bare.model_dump_json(exclude_defaults=True).encode())
    return Snapshot(schedule.revision, hash, body, _seal(hash, body))


def began_with(epoch: str, programme: Schedule, first: bytes | None) -> bool:
    """Return whether a log of that epoch, with the hash `first` at revision 0, began with `programme`."""
    return first == first_link(epoch, _bare(programme))


def new_epoch() -> str:
    """Return a name that no other log has: 64 random bits."""
    return token_hex(8)


def beginning(programme: Schedule) -> Contents:
    """Return a new log that begins with `programme`."""
    bare = _bare(programme)
    head = Head(epoch := new_epoch(), 0, first_link(epoch, bare))
    return Contents(head, (snapshot(bare, head.hash),), ())


def _bare(programme: Schedule) -> Schedule:
    return programme.model_copy(update={"epoch": "", "revision": 0})


def followed(contents: Contents, name: str) -> Schedule:
    """Return the schedule at the head, after checking every hash and every snapshot on the way to it.

    Raises :class:`StoreDamaged` with the first revision that does not fit; `name` says which log that is.
    """
    first, *others = contents.snapshots
    schedule = _unpacked(first, name)
    if first.revision == 0 and first.hash != first_link(contents.head.epoch, schedule):
        raise _damaged(name, 0, "the programme is not the one that the log began with")
    before = first.hash
    records = contents.records
    for kept in (*others, None):
        upto = len(records) if kept is None else bisect_right(records, kept.revision, key=_revision)
        start = schedule.revision - first.revision
        stretch = records[start:upto]
        before = _linked(before, schedule.revision, stretch, name)
        schedule = _folded(schedule, stretch, name)
        if kept is not None:
            _compare(kept, schedule, before, name)
    if (schedule.revision, before) != (contents.head.revision, contents.head.hash):
        raise _damaged(name, contents.head.revision, f"the records end with revision {schedule.revision}")
    return schedule.model_copy(update={"epoch": contents.head.epoch})


def check_digests(contents: Contents, name: str) -> None:
    """Play the whole log again, change by change. `name` says which log that is.

    Raises :class:`StoreDamaged` with the first change that leads elsewhere than the hub said which made it: no hash
    shows that this program and that one do not agree.
    """
    schedule = _unpacked(contents.snapshots[0], name)
    for one in contents.records:
        schedule = _folded(schedule, [one], name)
        if one.change.digest not in {"", digest(schedule)}:
            raise _damaged(name, one.revision, "it leads to another schedule than was said when it was made")


def renewed(contents: Contents) -> Contents:
    """Return the whole log `contents` under a new epoch: the same changes and snapshots, another chain."""
    programme = contents.snapshots[0].schedule()
    hashes = [first_link(epoch := new_epoch(), programme)]
    records = []
    for one in contents.records:
        hashes.append(link(hashes[-1], one.revision, one.key, one.request, one.body))
        records.append(Record(one.revision, one.key, one.request, one.body, hashes[-1]))
    snapshots = [
        Snapshot(one.revision, hashes[one.revision], one.body, _seal(hashes[one.revision], one.body))
        for one in contents.snapshots
    ]
    return Contents(Head(epoch, contents.head.revision, hashes[-1]), snapshots, records)


def _revision(record: Record) -> int:
    return record.revision


def _damaged(name: str, revision: int, what: str) -> StoreDamaged:
    return StoreDamaged(f"The log {name} is damaged at revision {revision}: {what}. {RESTORE}")


def _unpacked(kept: Snapshot, name: str) -> Schedule:
    try:
        if kept.is_whole and (schedule := kept.schedule()).revision == kept.revision:
            return schedule
    except (ValueError, zlib.error) as error:
        raise _damaged(name, kept.revision, "this version of festival cannot read its snapshot") from error
    raise _damaged(name, kept.revision, "its snapshot is not the one that was written")


def _linked(before: bytes, revision: int, records: Sequence[Record], name: str) -> bytes:
    """Return the last hash, after checking that `records` follow `revision` and the hash `before`."""
    for one in records:
        revision += 1
        if one.revision != revision:
            raise _damaged(name, revision, f"revision {one.revision} stands in its place")
        before = link(before, revision, one.key, one.request, one.body)
        if one.hash != before:
            raise _damaged(name, revision, "its hash does not fit")
    return before


def _folded(schedule: Schedule, records: Sequence[Record], name: str) -> Schedule:
    reached = schedule.revision

    def changes() -> Iterator[Change]:
        nonlocal reached
        for one in records:
            reached = one.revision
            yield one.change

    try:
        return fold(schedule, changes())
    except (SnapshotNeeded, ValidationError) as error:
        raise _damaged(name, reached, "its change cannot be applied") from error


def _compare(kept: Snapshot, schedule: Schedule, before: bytes, name: str) -> None:
    if kept.hash != before or digest(_unpacked(kept, name)) != digest(schedule):
        raise _damaged(name, kept.revision, "its snapshot is not what the changes lead to")
