"""Sessions that a schedule has forgotten: they were added, and taken back. Only the changes know them."""

from collections.abc import Iterable, Mapping
from typing import Any

from festival.schedule.changes import Change, thing_from
from festival.schedule.model import Session


def withdrawn_after(known: Mapping[str, Session], changes: Iterable[Change]) -> dict[str, Session]:
    """Return, by their ids, the sessions that are there no more after `changes`; `known` were there no more before.

    Each is as it was last, but cancelled, for the reason that the change gave: so says every page and calendar of it.
    One that came back is not among them. Raises :class:`pydantic.ValidationError` for values that the model forbids.
    """
    gone = dict(known)
    for change in changes:
        for one in change.touches:
            if one.kind != "session":
                continue
            gone.pop(one.id, None)
            if one.after is None and one.before is not None:
                gone[one.id] = _cancelled(one.before, change.reason)
    return gone


def _cancelled(whole: Mapping[str, Any], reason: Mapping[str, str]) -> Session:
    live = {**whole.get("live", {}), "cancelled": True, "reason": reason, "reasons": {}}
    session = thing_from("session", {**whole, "live": live})
    assert isinstance(session, Session)  # noqa: S101 - as that kind of thing is
    return session
