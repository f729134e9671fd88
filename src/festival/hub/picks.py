"""Picks that are too many for the code on a kiosk: the hub keeps them for a time, under an address that nobody guesses.

The store has a hash of the address, as it has of tokens: who reads a copy of it still cannot open a page.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from secrets import randbits
from typing import Final, NamedTuple

from festival.clock import Clock
from festival.schedule.codes import SECRET_BITS, code_for, secret_for
from festival.schedule.model import Festival
from festival.store.log import Store
from festival.store.picks import KeptPicks

DAYS: Final = 7
"""After the last day of the festival, or after the day on which they were taken away if that is later."""
MOST: Final = 100_000
"""Lists of picks that a store keeps at a time: some 35 MB."""


class Kept(NamedTuple):
    """Where picks are to be found, and until when (UTC)."""

    secret: str
    until: datetime


class Picks:
    """The picks that `store` keeps, until a time of `clock`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def keep(self, sessions: Iterable[str], festival: Festival) -> Kept | None:
        """Keep the sessions with these ids; None if there is no room. Raises :class:`festival.store.log.StoreError`."""
        now = self._clock()
        kept = Kept(secret_for(randbits(SECRET_BITS)), last_second(festival, now))
        codes = "".join(dict.fromkeys(code_for("session", one) for one in sessions))
        picks = KeptPicks(_key(kept.secret), codes, kept.until)
        return kept if await self._store.put_picks(picks, now=now, most=MOST) else None

    async def find(self, secret: str) -> KeptPicks | None:
        """Return what is kept under `secret`, as :func:`crockford` reads it; without codes if it has ended. Raises StoreError."""
        kept = await self._store.find_picks(_key(secret))
        return kept._replace(codes="") if kept and self._clock() >= kept.until else kept


def last_second(festival: Festival, now: datetime) -> datetime:
    """Return the end (UTC) of the last local day on which picks are kept that are taken away `now`."""
    today = now.astimezone(festival.zone).date()
    last = max(today, *(day.date for day in festival.days)) + timedelta(days=DAYS)
    return datetime.combine(last, time(23, 59, 59), festival.zone).astimezone(UTC)


def _key(secret: str) -> bytes:
    return blake2b(secret.encode(), digest_size=16).digest()
