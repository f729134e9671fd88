"""Asking a hub for the whole schedule, or for the changes that were missed."""

from functools import partial
from http import HTTPStatus
from typing import Final

import httpx

from festival.client.errors import WrongServer
from festival.client.http import ask, check_is_here
from festival.client.messages import JSON, PROBLEM, ChangesAnswer, Gone, schedule_of
from festival.client.threads import Aside
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.model import Schedule

LIST_CAP: Final = 1_000
"""Changes in a list; the hub sends no more."""


async def fetch_schedule(
    client: httpx.AsyncClient, known: Cursor | None, *, aside: Aside, within_s: float
) -> Schedule | None:
    """Return the hub's schedule, None if it is still `known`. Checking it happens in a thread of `aside`.

    Raises :class:`HubUnreachable`, and :class:`WrongServer` for everything that is not a whole schedule.
    """
    # The hub's entity tag is its cursor (RFC 9110, 8.8.3). A cache on the way has the packed form, with a tag of its own.
    headers = {"if-none-match": f'"{known}", "{known}.gzip"'} if known else {}
    answer = await ask(client, "GET", "/api/schedule", headers=headers, within_s=within_s)
    if known and answer.status == HTTPStatus.NOT_MODIFIED:
        return None
    if (answer.status, answer.media_type) != (HTTPStatus.OK, JSON):
        check_is_here(answer)
    return await aside(partial(_checked, answer.body))


def _checked(body: bytes) -> Schedule:
    schedule = schedule_of(body)
    digest(schedule)  # each thing keeps its fingerprint, so that those of the changes to come are quick
    return schedule


async def fetch_changes(
    client: httpx.AsyncClient, since: Cursor, *, aside: Aside, within_s: float
) -> ChangesAnswer | Gone:
    """Return the changes after `since`, or the hub's newest place if it does not know that one.

    Raises :class:`HubUnreachable`, and :class:`WrongServer` for everything that is not such a list.
    """
    asked: dict[str, str | int] = {"since": str(since), "limit": LIST_CAP}
    answer = await ask(client, "GET", "/api/changes", params=asked, within_s=within_s)
    model: type[ChangesAnswer | Gone] = ChangesAnswer
    if (answer.status, answer.media_type) == (HTTPStatus.GONE, PROBLEM):
        model = Gone
    elif (answer.status, answer.media_type) != (HTTPStatus.OK, JSON):
        check_is_here(answer)
    try:
        return await aside(partial(model.model_validate_json, answer.body))
    except (ValueError, RecursionError) as error:
        raise WrongServer("this is no list of changes") from error
