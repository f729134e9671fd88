"""Making edits through a hub: each of them once, however often it has to be sent."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from itertools import count
from typing import Any, Final, TypeAlias
from uuid import uuid4

import httpx

from festival.client.errors import HubUnreachable, Unanswered, WrongServer
from festival.client.http import Answer, ask, client_for, url_of
from festival.client.messages import JSON, EditAnswer
from festival.client.problems import problem_of
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit, data_of
from festival.schedule.errors import FestivalError

_Made: TypeAlias = tuple[Cursor, Change]

ANSWER_CAP: Final = 8 * 2**20
"""Bytes; a change that moves a whole day has half a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How an edit is sent again while it is not known whether it was made; in seconds."""

    connect_s: float = 5.0
    answer_s: float = 15.0
    """The hub answers 503 after ten."""
    step_s: float = 0.25
    wait_most_s: float = 5.0
    within_s: float = 60.0
    """For all tries together."""


class Editor:
    """Makes edits at the hub at the http(s) address `hub` with an organiser's `token`.

    Raises ValueError for an address that cannot be one.
    """

    def __init__(
        self, hub: str, token: str, *, tries: Tries | None = None, chance: Callable[[], float] = random.random
    ) -> None:
        url_of(hub)
        self._hub = hub
        self._token = token
        self._tries = tries or Tries()
        self._chance = chance

    async def edit(self, edit: Edit, based_on: Cursor, *, key: str | None = None) -> tuple[Cursor, Change]:
        """Make `edit`, which was thought out on the schedule at `based_on`; return where it led, and the change.

        When this returns, the change is on the hub's disk. It is sent with one idempotency key until the hub has said
        yes or no, so that it is made once; `key` is that of an earlier call which raised :class:`Unanswered`.

        Raises :class:`Refused` if the hub does not make it, :class:`Unanswered` if that cannot be known by now.
        """
        key = key or uuid4().hex
        body = {
            "edit": data_of(edit),
            "based_on": str(based_on),
        }
        post = partial(self._post, body=body, key=key)
        async with await client_for(self._hub, connect_s=self._tries.connect_s, token=self._token) as client:
            return await self._until_answered(partial(post, client), key)

    async def _until_answered(self, post: Callable[[], Awaitable[_Made]], key: str) -> _Made:
        problem: FestivalError | None = None
        try:
            async with asyncio.timeout(self._tries.within_s):
                for number in count():
                    try:
                        return await post()
                    except HubUnreachable as error:
                        problem, wait_s = error, error.retry_after_s
                    except WrongServer as error:
                        problem, wait_s = error, 0.0
                    await asyncio.sleep(wait_s + self._jitter(number))
        except TimeoutError:
            pass
        why = problem or "it does not answer in time"
        raise Unanswered(
            f"it is not known whether the edit was made ({why}): send it again with the same key", key=key
        ) from problem

    def _jitter(self, number: int) -> float:
        tries = self._tries
        wait_s: float = min(tries.wait_most_s, tries.step_s * 2.0 ** min(number, 32))
        return self._chance() * wait_s

    async def _post(self, client: httpx.AsyncClient, *, body: dict[str, Any], key: str) -> _Made:
        answer = await ask(
            client,
            "POST",
            "/api/edits",
            json=body,
            headers={"idempotency-key": key},
            within_s=self._tries.answer_s,
            cap=ANSWER_CAP,
        )
        if answer.status in {HTTPStatus.OK, HTTPStatus.CREATED} and answer.media_type == JSON:
            return _made(answer)
        raise problem_of(answer)


def _made(answer: Answer) -> _Made:
    try:
        made = EditAnswer.model_validate_json(answer.body)
    except ValueError as error:
        raise WrongServer("what answers is not the hub: it speaks of no change") from error
    cursor = Cursor.parse(made.cursor)
    if cursor.revision != made.change.revision:
        raise WrongServer("what answers contradicts itself")
    return cursor, made.change
