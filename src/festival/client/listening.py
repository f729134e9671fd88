"""One stream of a hub, from its hello to its end."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from http import HTTPStatus

import httpx

from festival.client.errors import HubUnreachable, WrongServer
from festival.client.events import Decoder
from festival.client.http import in_our_words, media_type, opened, retry_after_s
from festival.client.messages import EVENTS, Beat, Hello, Message, message_of
from festival.client.pulse import Pulse
from festival.client.timings import Timings
from festival.schedule.cursor import Cursor


class Stream:
    """An open stream whose hub has said `hello`, `took_s` seconds after it was asked.

    `asked_at` is when that was, as a time of the event loop.
    """

    def __init__(self, response: httpx.Response, timings: Timings, asked_at: float) -> None:
        self._response = response
        self._parts = response.aiter_raw()
        self._decoder = Decoder()
        self._read: deque[Message] = deque()
        self._timings = timings
        self._loop = asyncio.get_running_loop()
        self._left_at = asked_at
        self._pulse: Pulse | None = None
        self.hello: Hello
        self.took_s = 0.0

    async def begin(self) -> None:
        """Wait for the hello."""
        asked_at = self._left_at
        message = await self.next()
        if not isinstance(message, Hello):
            raise WrongServer("the stream does not begin as that of a hub")
        now = self._loop.time()
        self.hello = message
        self.took_s = now - asked_at
        self._pulse = Pulse(self._timings.silence_s(message.beat_s), message.rate)
        self._pulse.hear(message.server_time, now)

    async def next(self) -> Message | None:
        """Return what the hub says next, None at the end of the stream.

        Neither bytes nor changes are a sign of life, only beats that come in time. Raises :class:`HubUnreachable`, and
        :class:`WrongServer` for what no hub says.
        """
        if self._pulse is not None:
            self._pulse.excuse(self._loop.time() - self._left_at)
        with in_our_words(self._response.request.url):
            while not self._read:
                async with asyncio.timeout_at(self._due()):
                    part = await anext(self._parts, None)
                if part is None:
                    return None
                self._take(part)
        self._left_at = self._loop.time()
        return self._read.popleft()

    def _due(self) -> float:
        return self._pulse.due if self._pulse else self._left_at + self._timings.answer_s

    def _take(self, part: bytes) -> None:
        for event in self._decoder.feed(part):
            message = message_of(event)
            if message is not None:
                self._read.append(message)
            if self._pulse and isinstance(message, Beat):
                self._pulse.hear(message.server_time, self._loop.time())


@contextlib.asynccontextmanager
async def listening(
    client: httpx.AsyncClient, since: Cursor | None, timings: Timings, token: str | None = None
) -> AsyncIterator[Stream]:
    """Open a stream that goes on after `since`; the hub keeps some free for those with a `token`.

    Raises what :meth:`Stream.next` raises.
    """
    headers = {"accept": EVENTS, "accept-encoding": "identity", "cache-control": "no-store"}
    if since is not None:
        headers["last-event-id"] = str(since)
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = client.build_request("GET", "/api/stream", headers=headers)
    async with opened(client, request, within_s=timings.answer_s) as one:
        response = one.response
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            raise HubUnreachable("the hub has no stream free", retry_after_s=retry_after_s(response))
        if response.status_code != HTTPStatus.OK or media_type(response) != EVENTS:
            raise WrongServer(f"what answers says {response.status_code}, not a stream")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise WrongServer("the stream is packed, which was not asked for")
        stream = Stream(response, timings, one.sent_at)
        await stream.begin()
        yield stream
