"""What a refusal of the hub means to whoever typed the edit."""

from http import HTTPStatus
from typing import Final

from festival.cli.editing.command import Asked
from festival.cli.editing.failing import Conflicting, EditFailed, NotConfirmed, NotMade, sentence
from festival.cli.editing.looking import log_for, look
from festival.cli.editing.telling import Told, shift_of
from festival.client.errors import Refused
from festival.schedule.changes import current
from festival.schedule.edits import Edit
from festival.schedule.errors import EditRefused
from festival.schedule.preview import preview

_EARLIER: Final = "would-be-earlier"
_YOU: Final = "you"


def failure(asked: Asked, edit: Edit, error: Refused) -> EditFailed:
    """Return the error to be raised for `error`, which says more than the hub: both values of a conflict, what to do."""
    if error.status == HTTPStatus.CONFLICT:
        return _conflicting(asked, edit, error)
    if error.kind == _EARLIER:
        return not_confirmed(asked, error, error.sessions)
    wrong = [": ".join(filter(None, one.values())) for one in error.errors]
    return NotMade(
        sentence(error), *wrong, as_json=asked.as_json, status=error.status, errors=list(error.errors)
    )


def not_confirmed(asked: Asked, error: Exception, sessions: tuple[str, ...]) -> NotConfirmed:
    """Return the error that says how to confirm that `sessions` start earlier than was said."""
    return NotConfirmed(
        sentence(error),
        "If that is meant, and people know: the same command with --earlier.",
        as_json=asked.as_json,
        sessions=list(sessions),
    )


def _conflicting(asked: Asked, edit: Edit, error: Refused) -> Conflicting:
    told: dict[str, str] = {}
    cursor = error.cursor
    try:
        newest = look(asked)
        cursor = str(newest.cursor)
        log = log_for(asked, newest.cursor, edit)
        found = preview(newest.schedule, edit, now=newest.now, by=_YOU, log=log)
    except EditRefused as refusal:
        way_out = "" if str(refusal) == str(error) else f"From what is there now: {sentence(refusal)}"
    except EditFailed:  # the hub is gone since: what it said is all there is
        way_out = ""
    else:
        way_out = f"To make it all the same: the same command with --based-on {cursor}"
        for one in found.change.touches:
            if one.id == error.thing:
                was, now = (current(which, one.kind, one.id) for which in (newest.schedule, found.after))
                told["now"], told["yours"] = shift_of(Told(found.after), was, now)
    return Conflicting(
        sentence(error),
        f"It is now: {told['now']}" if told else "",
        f"Yours would make it: {told['yours']}" if told else "",
        way_out,
        as_json=asked.as_json,
        thing=error.thing,
        current=error.current,
        told=told,
        cursor=cursor,
    )
