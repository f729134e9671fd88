"""What a hub says instead of doing what an organiser asked for, in our words."""

from http import HTTPStatus
from typing import Final

from festival.client.errors import HubUnreachable, Refused, WrongServer
from festival.client.http import Answer
from festival.client.messages import PROBLEM, ProblemAnswer

_PASSING: Final = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
"""Statuses that do not say whether it was done (500: the mistake may come after it): it may be asked again."""


def problem_of(answer: Answer) -> HubUnreachable | WrongServer | Refused:
    """Return what to raise for an answer that is not what was asked for."""
    if answer.status in _PASSING:
        return HubUnreachable(f"the hub says {answer.status}", retry_after_s=answer.retry_after_s)
    if answer.media_type != PROBLEM:
        return WrongServer(f"what answers says {answer.status}, and is not the hub")
    try:
        said = ProblemAnswer.model_validate_json(answer.body)
    except ValueError:
        return WrongServer("what answers is not the hub: its problem cannot be read")
    return Refused(
        said.detail or f"the hub says {answer.status}",
        status=answer.status,
        thing=said.thing or "",
        current=said.current,
        cursor=said.cursor or "",
        errors=said.errors,
        kind=said.type.rpartition(":")[2],
        sessions=said.sessions,
    )
