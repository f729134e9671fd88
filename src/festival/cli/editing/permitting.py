"""Whether the holder of the token may make an edit: found out before it is sent, by the table that the hub refuses by."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, cast, get_args

from festival.cli.editing.command import Asked
from festival.cli.editing.failing import NotKnown, NotMade, sentence
from festival.client.errors import HubUnreachable, Refused, WrongServer
from festival.schedule.access import Forbidden, Role, refuse_unless_allowed
from festival.schedule.changes import Change
from festival.schedule.edits import Edit
from festival.schedule.model import Schedule

_ROLES: Final = get_args(Role)


def refuse_unless_permitted(asked: Asked, edit: Edit, schedule: Schedule, log: Mapping[int, Change]) -> None:
    """Raise :class:`NotMade` if the holder of the token may not make `edit`, or the token is none.

    Without a token nobody can say. Raises :class:`NotKnown` if the hub does not tell whose it is; a newer hub's role is
    left to the hub.
    """
    from festival.client.organising import Organiser

    token = asked.settings.token
    if token is None:
        return
    try:
        holder = asyncio.run(Organiser(asked.hub, token).who())
        if holder.role in _ROLES:
            refuse_unless_allowed(cast("Role", holder.role), holder.room, edit, schedule, log)
    except Refused as error:
        raise NotMade(sentence(error), as_json=asked.as_json, status=error.status) from error
    except Forbidden as error:
        raise NotMade(sentence(error), as_json=asked.as_json, status=HTTPStatus.FORBIDDEN) from error
    except (HubUnreachable, WrongServer) as error:
        raise NotKnown(f"{sentence(error)} Nothing was sent.", as_json=asked.as_json) from error
