"""Reads the terminal in a thread of its own, and hands events to the app no faster than it deals with them."""

import logging
import os
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final

from textual import events
from textual.message import Message

from festival.tui.input_filter import ESC, InputFilter
from festival.tui.internals import TextParser

_log = logging.getLogger(__name__)

BATCH: Final = 8
"""Events handed to the app at once; the next follow when it has dealt with these. Bounds the event loop's stall."""
BACKLOG: Final = 256
"""Events that may wait. Surplus input is dropped: nobody means a thousand keys."""
ANSWER_S: Final = 0.25
"""How long a batch may stay without an answer before the next is sent all the same."""
BREATH_S: Final = 0.01
"""Pause after a read of which something was dropped: in a flood the processor belongs to the app."""
_TICK_S: Final = 0.05
_REST_S: Final = 0.1


class InputReader:
    """One terminal's input, from bytes to events.

    `deliver` takes one event. `when_dealt_with` takes a callable that the app must call, from any thread, when it
    has dealt with all that was delivered before. Both are called in the thread of :meth:`run`.
    """

    def __init__(
        self,
        descriptor: int,
        *,
        paste: bool,
        deliver: Callable[[Message], None],
        when_dealt_with: Callable[[Callable[[], None]], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._descriptor = descriptor
        self._deliver = deliver
        self._when_dealt_with = when_dealt_with
        self._monotonic = monotonic
        self._filter = InputFilter(paste=paste)
        self._parser = TextParser()
        self._backlog: deque[Message] = deque()
        self._last_read_s = monotonic()
        self._sent = self._answered = 0
        self._sent_s = self._last_read_s

    def run(self, stop: threading.Event) -> None:
        """Read until `stop` is set. Raises OSError or EOFError when the terminal is gone."""
        answers, answering = socket.socketpair()
        answering.setblocking(False)
        with answers, answering, selectors.DefaultSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_READ)
            selector.register(answers, selectors.EVENT_READ)
            while not stop.is_set():
                waiting = self._backlog or self._filter.patience_s is not None
                for key, _mask in selector.select(_TICK_S if waiting else _REST_S):
                    if key.fileobj is answers:
                        self._answered = answers.recv(4096)[-1]
                    elif self._read():
                        stop.wait(BREATH_S)
                self._catch_up()
                self._hand_on(answering)

    def _read(self) -> bool:
        """Read once; True when some of it had to be dropped."""
        data = os.read(self._descriptor, 1 << 16)
        if not data:
            raise EOFError
        self._last_read_s = self._monotonic()
        return not self._keep(self._parsed(self._filter.feed(data)))

    def _parsed(self, text: str) -> Iterator[Message]:
        """Parse; a fault in the parser costs the rest of this text, and is logged without a word of it."""
        try:
            yield from self._parser.feed(text) if text else ()
        except Exception as error:  # noqa: BLE001  whatever is typed, the input goes on
            _log.warning("the terminal parser failed: %s", type(error).__name__)
            self._parser = TextParser()

    def _keep(self, messages: Iterable[Message]) -> bool:
        """Put events into the backlog; False when it is full, and the rest is left unparsed."""
        for message in messages:
            if self._supersedes_last(message):
                self._backlog[-1] = message
            elif len(self._backlog) >= BACKLOG:
                return False
            else:
                self._backlog.append(message)
        return True

    def _supersedes_last(self, message: Message) -> bool:
        """Whether it is one more move of the pointer after a move: only where it ends matters."""
        last = self._backlog[-1] if self._backlog else None
        return (
            isinstance(message, events.MouseMove)
            and isinstance(last, events.MouseMove)
            and message.button == last.button
        )

    def _catch_up(self) -> None:
        """Conclude what silence concludes: the escape key, an unfinished sequence, Alt and a key."""
        patience_s = self._filter.patience_s
        if patience_s is not None and self._monotonic() - self._last_read_s >= patience_s:
            text = self._filter.idle()
            self._keep([events.Key("escape", ESC)] if text == ESC else self._parsed(text))
        self._keep(self._parser.tick())

    def _hand_on(self, answering: socket.socket) -> None:
        """Deliver the next batch, if the app has dealt with the one before (or has had time enough)."""
        now_s = self._monotonic()
        if not self._backlog or (self._answered != self._sent and now_s - self._sent_s < ANSWER_S):
            return
        for _ in range(min(BATCH, len(self._backlog))):
            self._deliver(self._backlog.popleft())
        self._sent, self._sent_s = (self._sent + 1) % 256, now_s
        serial = bytes([self._sent])

        def answer() -> None:
            with suppress(OSError):  # the reader has ended
                answering.send(serial)

        self._when_dealt_with(answer)
