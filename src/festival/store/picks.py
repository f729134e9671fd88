"""What a store keeps beside its log: lists of sessions that somebody takes away, each until it ends.

They are no part of the programme: no revision, no record, no backup tells of them, and nothing in them names a person.
"""

from datetime import UTC, datetime
from typing import NamedTuple, Self


class KeptPicks(NamedTuple):
    """Sessions under a key that only their address leads to."""

    key: bytes
    codes: str
    """Of the sessions, one behind the other."""
    until: datetime
    """They hold before this instant (UTC, whole seconds)."""

    @property
    def row(self) -> tuple[bytes, str, int]:
        """The line of the table, the same in both engines: the time as seconds since 1970."""
        return self.key, self.codes, int(self.until.timestamp())

    @classmethod
    def of(cls, row: tuple[bytes, str, int]) -> Self:
        """Return what a line of the table says."""
        key, codes, until = row
        return cls(bytes(key), codes, datetime.fromtimestamp(until, UTC))
