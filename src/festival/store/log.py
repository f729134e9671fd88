"""The log of changes: what a store keeps, and the chain of hashes that shows whether anybody has touched it.

Every record holds the change as the bytes that were written, the key under which it was asked for, a digest of the
request, and a hash over all that and the hash before it. Revisions are dense: 1, 2, 3 ... within one epoch. The first
link hangs on the epoch and the programme that the log begins with.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple, Protocol

from festival.schedule.changes import Change
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.store.picks import KeptPicks

HASH_BYTES = 32


RESTORE: Final = "Restore a backup: festival hub restore."
"""What to do with a damaged log; the last words of its error."""


class StoreError(FestivalError):
    """The store cannot be used: says which, why, and what to do."""


class StoreBusy(StoreError):
    """Another hub has the file."""


class StoreDamaged(StoreError):
    """The log is not what was written."""


class StoreReplaced(StoreError):
    """A backup was restored over the log, which has another epoch now: :meth:`Store.reopen` it."""


class KeyTaken(FestivalError):
    """An idempotency key of the batch is in the log already; the batch was not appended."""


class Pending(NamedTuple):
    """A change to be appended."""

    change: Change
    key: str
    """The idempotency key of the request."""
    request: bytes
    """A digest of the request, so that a key that comes again with another request is told apart."""


class Record(NamedTuple):
    """One line of the log."""

    revision: int
    key: str
    request: bytes
    body: bytes
    """The change as JSON, as it was written."""
    hash: bytes

    @property
    def change(self) -> Change:
        """The change."""
        return Change.model_validate_json(self.body)


def first_link(epoch: str, programme: Schedule) -> bytes:
    """Return the hash that the first record follows; `programme` bears no epoch and revision 0."""
    return blake2b(epoch.encode() + b"\0" + programme.fingerprint, digest_size=HASH_BYTES).digest()


def link(before: bytes, revision: int, key: str, request: bytes, body: bytes) -> bytes:
    """Return the hash of a record; lengths stand before the parts, so that no two records give the same bytes."""
    parts = (before, str(revision).encode(), key.encode(), request, body)
    framed = [piece for part in parts for piece in (len(part).to_bytes(8), part)]
    return blake2b(b"".join(framed), digest_size=HASH_BYTES).digest()


def records(before: bytes, batch: Iterable[Pending]) -> list[Record]:
    """Return `batch` as records that follow the hash `before`. Raises :class:`ValueError` if a revision is left out."""
    made: list[Record] = []
    for pending in batch:
        if made and pending.change.revision != made[-1].revision + 1:
            raise ValueError(f"revision {pending.change.revision} cannot follow {made[-1].revision}")
        revision, body = pending.change.revision, pending.change.as_json
        before = link(before, revision, pending.key, pending.request, body)
        made.append(Record(revision, pending.key, pending.request, body, before))
    return made


class Store(Protocol):
    """A log of changes on disk. All methods may be awaited by several tasks at a time.

    Errors of the engine come out as :class:`StoreError` with a sentence for a person.
    """

    epoch: str
    """Random when the log was made, and made anew when it is restored: revisions compare only within one."""

    async def open(self, programme: Schedule) -> Schedule:
        """Make the log if there is none, beginning with `programme`; return the schedule at its head.

        The schedule carries the store's epoch and the head's revision.
        Raises :class:`StoreBusy`, :class:`StoreDamaged`.
        """

    async def reopen(self) -> Schedule:
        """Return the schedule at the head of the log that stands in the place of ours, in its epoch, and go on with it.

        Raises as :meth:`open`, but makes no log where there is none: what was promised would be forgotten.
        """

    async def begins_with(self, programme: Schedule) -> bool:
        """Return whether the open log began with this `programme`, whatever its revision and epoch."""

    async def append(self, batch: Sequence[Pending]) -> bool:
        """Append `batch`, whole or not at all; after True it is on disk.

        False: another hub has appended meanwhile, so the first revision of `batch` is not the next one; read
        :meth:`since` and try again. Raises :class:`KeyTaken`.
        """

    async def since(self, revision: int, limit: int = 1_000) -> list[Record]:
        """Return the records after `revision`, in order, at most `limit`."""

    async def find(self, key: str) -> Record | None:
        """Return the record of an idempotency key."""

    async def head(self) -> int:
        """Return the newest revision."""

    async def probe(self) -> int:
        """Return the newest revision, after finding out whether something could be appended to it.

        Raises :class:`StoreError` when not. Nothing is written; that the disk has room is not found out.
        """

    async def wait(self, timeout_s: float) -> None:
        """Return when another hub may have appended, at the latest after `timeout_s`."""

    async def keep(self, schedule: Schedule) -> None:
        """Keep `schedule` as a snapshot, so that opening need not fold the whole log.

        It is written even if there is one of that revision: so a hub learns whether the store can be written again.
        """

    async def put_picks(self, kept: KeptPicks, *, now: datetime, most: int) -> bool:
        """Keep picks, on disk after True, beside the log, which does not tell of them; those ended by `now` are removed.

        False: `most` others have not ended.
        """

    async def find_picks(self, key: bytes) -> KeptPicks | None:
        """Return the picks with that key; those that have ended too, until others are put."""

    async def verify(self) -> int:
        """Check the chain of hashes and that folding the log gives each snapshot; return how many records there are.

        Raises :class:`StoreDamaged` with the first revision that does not fit.
        """

    async def close(self) -> None:
        """Write what is to be written, and let go of the store."""
