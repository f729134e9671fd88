"""What a kiosk asks of a hub for a visitor: to keep more picks than fit a code, under an address that does."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Final, NamedTuple

from festival.client.errors import WrongServer
from festival.client.http import ask, client_for
from festival.client.messages import JSON, PicksAnswer
from festival.client.problems import problem_of

CONNECT_S: Final = 1.0
WITHIN_S: Final = 3.0
"""A visitor who stands before a code does not wait long for a smaller one."""
ANSWER_CAP: Final = 64 * 1024


class Kept(NamedTuple):
    """Where picks are to be found, and until when (UTC)."""

    secret: str
    """What follows in the path of their page (:meth:`festival.links.Links.secret_agenda`)."""
    until: datetime


async def keep_picks(hub: str, token: str, sessions: Sequence[str]) -> Kept:
    """Have the hub at the http(s) address `hub` keep the sessions with these ids; `token` is that of a kiosk.

    Raises :class:`HubUnreachable` if it does not answer in time (or not now), :class:`Refused` if it does not keep
    them, :class:`WrongServer` for what no hub says, ValueError for an address that cannot be one.
    """
    async with await client_for(hub, connect_s=CONNECT_S, token=token) as client:
        answer = await ask(
            client,
            "POST",
            "/api/picks",
            json={"sessions": list(sessions)},
            within_s=WITHIN_S,
            cap=ANSWER_CAP,
        )
    if (answer.status, answer.media_type) != (HTTPStatus.CREATED, JSON):
        raise problem_of(answer)
    try:
        said = PicksAnswer.model_validate_json(answer.body)
    except (ValueError, RecursionError) as error:
        raise WrongServer("what answers is not the hub: it does not say where it keeps picks") from error
    return Kept(said.secret, said.until)
