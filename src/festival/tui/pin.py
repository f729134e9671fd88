"""The staff PIN: how it is kept, and how often it may be tried. Pure: no file, no screen, time is passed in."""

import hashlib
import hmac
import math
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from festival.schedule.errors import FestivalError

TRIES: Final = 3
"""Wrong tries before each lock-out."""
FIRST_LOCKOUT_S: Final = 30.0
LONGEST_LOCKOUT_S: Final = 3600.0
SHORTEST_PIN: Final = 4
LONGEST_PIN: Final = 12
_PIN: Final = re.compile(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}")
# 10 ms on a desktop, 50 ms on a Raspberry Pi: a try does not freeze the screen. Ten thousand PINs are few whatever
# the cost of one; what protects them is the lock-out.
_N, _R, _P = 2**12, 8, 1


class PinUnusable(FestivalError):
    """A PIN or a stored hash that cannot be used; says why and what to do."""


class Answer(Enum):
    """What a try brought."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    """Not even looked at: there is a lock-out, see :attr:`PinGate.wait_s`."""


@dataclass(frozen=True, slots=True)
class PinHash:
    """A salted hash (RFC 7914, scrypt).

    Written as ``scrypt:SALT:HASH`` in hexadecimal: nothing that a shell or an environment file would change.
    """

    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, pin: str, *, salt: bytes | None = None) -> Self:
        """Hash a PIN of 4 to 12 digits. Raises PinUnusable for any other text."""
        if not _PIN.fullmatch(pin):
            raise PinUnusable(
                f"A PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits: it is typed on the screen's keypad."
            )
        salt = secrets.token_bytes(16) if salt is None else salt
        return cls(salt, _scrypt(pin, salt))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what :meth:`__str__` wrote. Raises PinUnusable, without quoting the text."""
        kind, _, rest = text.strip().partition(":")
        salt, _, digest = rest.partition(":")
        try:
            parsed = cls(bytes.fromhex(salt), bytes.fromhex(digest))
        except ValueError:
            parsed = cls(b"", b"")
        if kind != "scrypt" or len(parsed.salt) < 8 or len(parsed.digest) != 32:
            raise PinUnusable("The stored PIN cannot be read. Make a new one with: festival kiosk pin")
        return parsed

    def __str__(self) -> str:
        return f"scrypt:{self.salt.hex()}:{self.digest.hex()}"

    def matches(self, pin: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.digest, _scrypt(pin, self.salt))


class PinGate:
    """Lets staff leave the kiosk.

    Without a PIN there is no way out by keys at all: every try is wrong. Three wrong tries lock for 30 s, three more
    for 60 s, and so on doubling up to an hour; a right one starts anew. `state` is what :attr:`state` gave before a
    restart. A lock-out that was running then begins again in full, because a monotonic clock ends with the machine.
    """

    def __init__(
        self,
        pin: PinHash | None,
        *,
        monotonic: Callable[[], float],
        state: Mapping[str, object] | None = None,
    ) -> None:
        self._pin = pin
        self._monotonic = monotonic
        self._failures = _count(state)
        self._open_at_s = monotonic() + self._lockout_s() if _locked(state) else monotonic()

    @property
    def enabled(self) -> bool:
        """Whether a PIN is set; a screen that asks for one makes no sense otherwise."""
        return self._pin is not None

    @property
    def wait_s(self) -> int:
        """Whole seconds until the next try is looked at, rounded up; 0 when it would be now."""
        return max(0, math.ceil(self._open_at_s - self._monotonic()))

    @property
    def tries_left(self) -> int:
        """Tries until the next lock-out; 0 during one."""
        return 0 if self.wait_s else TRIES - self._failures % TRIES

    @property
    def state(self) -> dict[str, object]:
        """What must survive a restart; plain values for JSON. It says nothing about the PIN. Save it after each try."""
        return {"failures": self._failures, "locked": self.wait_s > 0}

    def attempt(self, pin: str) -> Answer:
        """Try a PIN. Takes some 10 to 50 ms, except during a lock-out."""
        if self.wait_s:
            return Answer.LOCKED
        if self._pin is not None and self._pin.matches(pin):
            self._failures = 0
            return Answer.RIGHT
        self._failures += 1
        if self._failures % TRIES == 0:
            self._open_at_s = self._monotonic() + self._lockout_s()
        return Answer.WRONG

    def _lockout_s(self) -> float:
        doublings = min(self._failures // TRIES - 1, 16)
        return min(FIRST_LOCKOUT_S * (1 << doublings), LONGEST_LOCKOUT_S)


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode("utf-8", "replace"), salt=salt, n=_N, r=_R, p=_P, dklen=32)


def _count(state: Mapping[str, object] | None) -> int:
    """Give the wrong tries so far; a state that makes no sense counts as none."""
    failures = (state or {}).get("failures")
    return failures if isinstance(failures, int) and not isinstance(failures, bool) and failures > 0 else 0


def _locked(state: Mapping[str, object] | None) -> bool:
    return _count(state) >= TRIES and (state or {}).get("locked") is True
