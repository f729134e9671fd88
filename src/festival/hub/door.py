"""The door: finds out whose token a request carries, and counts what must not happen too often."""

import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Final

from festival.clock import Clock
from festival.hub.limits import Buckets, address_of
from festival.hub.metrics import Metrics
from festival.hub.problems import Problem
from festival.hub.tokens import Token, TokenFile, TokensUnusable
from festival.schedule.access import Role

Scope = Mapping[str, Any]

HOLDER: Final = "festival.holder"
"""Where the scope of an admitted request has its :class:`Token`."""
REPORTS: Final = 1_000
"""Reports that may come at once with one token; :data:`REPORTS_PER_S` come back. A venue may give all its kiosks the same."""
REPORTS_PER_S: Final = 200.0
"""Kiosks report with a beat, every 5 s: those that a hub knows at a time (512) come to half of it."""
WRITES: Final = 10
"""Edits that a token may make at once; one a second comes back (in a rehearsal, one a second of its day)."""
ORDERS: Final = 64
"""Orders to kiosks that a token may give at once, so that all kiosks of a festival can be told together, and that does not
keep their organiser from editing. Each is sent to every stream; :data:`ORDERS_PER_S` come back."""
ORDERS_PER_S: Final = 2.0
PICKS: Final = 100
"""Lists of picks that may come at once with one token; :data:`PICKS_PER_S` come back. All kiosks of a venue may have the same,
and few visitors keep more than one code holds."""
PICKS_PER_S: Final = 2.0
WORK_S: Final = 20.0
"""Seconds of processor time that may be spent at once for one address on pages and calendars that are not at hand;
:data:`WORK_PER_S` come back. All phones on the wifi of a festival may have one: 2,000 with an agenda of their own take two
or three after each change."""
WORK_PER_S: Final = 0.5
FAILURES: Final = 10
"""Wrong tokens from one address in a minute that are answered 401; after them it is 429."""
_CHALLENGE: Final = {"www-authenticate": 'Bearer realm="festival"'}


class Payer:
    """Who has the hub work: one address (:data:`WORK_S`)."""

    __slots__ = ("_address", "_work")

    def __init__(self, work: Buckets, address: str) -> None:
        self._work = work
        self._address = address

    def refuse_if_owing(self) -> None:
        """Raise :class:`Problem` 429 if too much was done for this address already."""
        if wait_s := self._work.owes_s(self._address):
            raise _too_many("too much that only this address wants was asked for", wait_s)

    def pay(self, took_s: float) -> None:
        """Note that a piece of work took so many seconds."""
        self._work.pay(self._address, took_s)


class Door:
    """Tokens in the Authorization header (RFC 6750, 2.1), and nowhere else: so no other site can make a browser send one."""

    def __init__(
        self,
        tokens: TokenFile,
        *,
        clock: Clock,
        metrics: Metrics,
        proxies: Collection[IPv4Network | IPv6Network] = (),
        writes_per_s: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tokens = tokens
        self._clock = clock
        self._metrics = metrics
        self._proxies = proxies
        self._writes = Buckets(WRITES, writes_per_s, monotonic=monotonic)
        self._reports = Buckets(REPORTS, REPORTS_PER_S, monotonic=monotonic)
        self._orders = Buckets(ORDERS, ORDERS_PER_S, monotonic=monotonic)
        self._picks = Buckets(PICKS, PICKS_PER_S, monotonic=monotonic)
        self._work = Buckets(WORK_S, WORK_PER_S, monotonic=monotonic)
        self._failures = Buckets(FAILURES, FAILURES / 60, monotonic=monotonic)

    def holder(self, scope: Scope) -> Token | None:
        """Return whose token the request carries, None if it carries none.

        Raises :class:`Problem` 401 for a token that is not valid, 429 if too many came from the same address. A valid
        token always opens: a whole venue has one address, and a guess at 256 bits needs no brake.
        """
        given = _authorization(scope)
        if not given:
            return None
        if (token := self._valid(given)) is not None:
            return token
        self._metrics.unauthorised.inc()
        if wait_s := self._failures.take(self.address(scope)):
            raise _too_many("too many requests with a wrong token came from this address", wait_s)
        raise _invalid()

    def is_known(self, scope: Scope) -> bool:
        """Return whether the request carries a valid token. One that is none, or cannot be looked up, is as good as no token."""
        try:
            return self._valid(_authorization(scope)) is not None
        except TokensUnusable:
            return False

    def _valid(self, given: Sequence[bytes]) -> Token | None:
        if len(given) != 1:
            return None
        scheme, _, text = given[0].decode("latin-1").partition(" ")
        return self.tokens.holder(text.strip(), self._clock()) if scheme.lower() == "bearer" else None

    def admit(self, scope: Scope, roles: Collection[Role]) -> Token:
        """Return the holder of the request's token; raises :class:`Problem` 401, 403 or 429 unless it has one of `roles`."""
        token = self.holder(scope)
        if token is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "token-missing", "This needs a token.", headers=_CHALLENGE)
        if token.role not in roles:
            raise Problem(
                HTTPStatus.FORBIDDEN, "forbidden", f"A token of the role {token.role} does not allow this."
            )
        return token

    def count_write(self, token: Token) -> None:
        """Count an edit; raises :class:`Problem` 429 when there were too many."""
        if wait_s := self._writes.take(token.id):
            raise _too_many("too many edits at once", wait_s)

    def count_order(self, token: Token) -> None:
        """Count an order to a kiosk; raises :class:`Problem` 429 when there were too many."""
        if wait_s := self._orders.take(token.id):
            raise _too_many("too many orders at once", wait_s)

    def count_report(self, token: Token) -> None:
        """Count a kiosk's report; raises :class:`Problem` 429 when there were too many."""
        if wait_s := self._reports.take(token.id):
            raise _too_many("too many reports at once", wait_s)

    def count_picks(self, token: Token) -> None:
        """Count a list of picks that is to be kept; raises :class:`Problem` 429 when there were too many."""
        if wait_s := self._picks.take(token.id):
            raise _too_many("too many lists of picks at once", wait_s)

    def payer(self, scope: Scope) -> Payer:
        """Return who pays for the work that a request makes."""
        return Payer(self._work, self.address(scope))

    def refuse_if_ended(self, token: Token) -> None:
        """Raise :class:`Problem` 401 if `token`, which was admitted before, is revoked or has ended by now."""
        if not self.tokens.holds(token, self._clock()):
            raise _invalid()

    def address(self, scope: Scope) -> str:
        """Return whom to hold responsible for a request (:func:`festival.hub.limits.address_of`)."""
        client = scope.get("client")
        header = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        forwarded = [part.strip() for part in header.decode("latin-1").split(",") if part.strip()]
        return address_of(client[0] if client else "", forwarded, self._proxies)


def _authorization(scope: Scope) -> list[bytes]:
    return [value for name, value in scope["headers"] if name == b"authorization"]


def _invalid() -> Problem:
    headers = {"www-authenticate": f'{_CHALLENGE["www-authenticate"]}, error="invalid_token"'}
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "token-invalid",
        "This token is not valid, or no longer: ask an admin for a new one.",
        headers=headers,
    )


def _too_many(what: str, wait_s: float) -> Problem:
    after_s = max(1, math.ceil(wait_s))
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many",
        f"Wait {after_s} s: {what}.",
        headers={"retry-after": str(after_s)},
    )
