"""What can go wrong between a hub and those who follow or edit it.

FestivalError
├── HubUnreachable   it does not answer, or not now: try again
│   ├── HubSilent    nothing came in time
│   └── Unanswered   an edit may have been made or not: send it again with the same key
├── WrongServer      what answers is not the hub: keep what you have
└── Refused          the hub understood what an organiser asked for and does not do it
"""

from typing import Any

from festival.schedule.errors import FestivalError


class HubUnreachable(FestivalError):
    """The hub does not answer, or says that it cannot now; `retry_after_s` (0: it said nothing) is its own wish."""

    def __init__(self, message: str, *, retry_after_s: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class HubSilent(HubUnreachable):
    """Nothing came in time, or not all of it."""


class Unanswered(HubUnreachable):
    """It is not known whether an edit was made. The same edit with the same `key` is made once at most."""

    def __init__(self, message: str, *, key: str) -> None:
        super().__init__(message)
        self.key = key


class WrongServer(FestivalError):
    """What answers at the hub's address is something else: a captive portal, another site, a broken hub."""


class Refused(FestivalError):
    """The hub did not do what was asked. Its text says why; `status` is that of HTTP, `kind` the sort of problem.

    For 409, `thing` has changed since, `current` is the value its last change gave it (None: it is gone), and
    `cursor` the hub's newest place, as text. For 422, `errors` says where the edit is wrong; with the kind
    "would-be-earlier", `sessions` are those that would start earlier than was said.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        thing: str = "",
        current: Any = None,
        cursor: str = "",
        errors: tuple[dict[str, str], ...] = (),
        kind: str = "",
        sessions: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.thing = thing
        self.current = current
        self.cursor = cursor
        self.errors = errors
        self.kind = kind
        self.sessions = sessions
