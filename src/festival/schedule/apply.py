"""What an edit does to a schedule, as the record that everybody follows.

The functions for the kinds of edit are in :mod:`festival.schedule.effects`. Nothing here changes a schedule: that is
:func:`festival.schedule.changes.fold`, for the hub as for every screen.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import ValidationError

from festival.schedule import edits
from festival.schedule.changes import Change, Kind, current, fold, touch, undo
from festival.schedule.effects import Pair, pairs
from festival.schedule.errors import EditRefused, WouldBeEarlier
from festival.schedule.model import Schedule, Session
from festival.schedule.undoing import pairs_of_person


def apply(
    schedule: Schedule,
    edit: edits.Edit,
    *,
    now: datetime,
    by: str,
    log: Mapping[int, Change] | None = None,
) -> Change:
    """Return the change that `edit`, made at `now` (aware) by the person `by`, makes to `schedule`.

    `log` holds changes by revision: for :class:`~festival.schedule.edits.Undo` the one that it reverses, for
    :class:`~festival.schedule.edits.UndoPerson` all from that person's first on. Raises :class:`EditRefused` with
    a sentence that says what is wrong and what to do, :class:`WouldBeEarlier` if only a confirmation is missing,
    :class:`EditConflict` if an undo comes too late.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    if isinstance(edit, edits.Undo):
        return _undone(schedule, edit, now=now, by=by, log=log or {})
    if isinstance(edit, edits.UndoPerson):
        found = pairs_of_person(edit, schedule, log or {})
        change = _change(schedule, edit, found, now=now, by=by)
        return change.model_copy(update={"undoes_person": edit.person})
    if isinstance(edit, edits.Batch):
        return _together(schedule, edit, now=now, by=by)
    return _change(schedule, edit, _pairs(schedule, edit, now), now=now, by=by)


def _pairs(schedule: Schedule, edit: edits.SingleEdit, now: datetime) -> list[Pair]:
    """Return the things that `edit` touches, before and after. Raises :class:`EditRefused`, for what no thing can be too."""
    try:
        return list(pairs(edit, schedule, now))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = first["msg"].removeprefix("Value error, ")
        raise EditRefused(
            "{kind} would make something that cannot be: {where}: {why}",
            kind=edit.kind,
            where=where,
            why=message,
        ) from error


def _change(schedule: Schedule, edit: edits.Edit, found: list[Pair], *, now: datetime, by: str) -> Change:
    touches = tuple(one for pair in found if (one := touch(*pair)))
    if not touches:
        raise EditRefused("everything is so already: nothing to change")
    if not edit.earlier:
        _refuse_earlier(found)
    return Change(
        revision=schedule.revision + 1,
        at=now,
        by=by,
        kind=edit.kind,
        severity=edit.severity,
        reason=edit.reason,
        touches=touches,
    )


def _refuse_earlier(found: list[Pair]) -> None:
    """Raise :class:`WouldBeEarlier` if a session that takes place would start earlier than was last said."""
    early = [
        after.id
        for before, after in found
        if isinstance(before, Session) and isinstance(after, Session)
        if not before.live.cancelled and not after.live.cancelled
        if after.expected.start < before.expected.start
    ]
    if len(early) > 1:
        raise WouldBeEarlier(
            "session {session} and {n} more would start earlier than was said: confirm it with earlier",
            sessions=early,
        )
    if early:
        raise WouldBeEarlier(
            "session {session} would start earlier than was said: confirm it with earlier", sessions=early
        )


def _together(schedule: Schedule, batch: edits.Batch, *, now: datetime, by: str) -> Change:
    """Return all edits of `batch` as one change. Raises what the first that is refused raises, with its number."""
    after = schedule
    touched: dict[tuple[Kind, str], None] = {}
    for number, edit in enumerate(batch.edits, 1):
        asked = edit.model_copy(
            update={"reason": edit.reason or batch.reason, "earlier": True}  # judged as a whole, below
        )
        try:
            change = apply(after, asked, now=now, by=by)
        except EditRefused as error:
            raise EditRefused(
                "edit {n} of {name} ({kind}): {why}", n=number, name=batch.name, kind=edit.kind, why=error
            ) from error
        touched |= dict.fromkeys((one.kind, one.id) for one in change.touches)
        after = fold(after, [change])
    found = [(current(schedule, *one), current(after, *one)) for one in touched]
    return _change(schedule, batch, found, now=now, by=by)


def _undone(
    schedule: Schedule, edit: edits.Undo, *, now: datetime, by: str, log: Mapping[int, Change]
) -> Change:
    change = log.get(edit.change)
    if change is None:
        raise EditRefused(
            "there is no change with revision {revision}: choose one from the history", revision=edit.change
        )
    undone = undo(schedule, change, now=now, by=by, reason=edit.reason)
    if not edit.earlier:
        after = fold(schedule, [undone])
        _refuse_earlier(
            [
                (current(schedule, one.kind, one.id), current(after, one.kind, one.id))
                for one in undone.touches
            ]
        )
    return undone
