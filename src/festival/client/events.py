"""Server-sent events from bytes: the format ``text/event-stream`` of the WHATWG HTML standard, section 9.2.6.

Two things are stricter than the standard. Lines and events have a greatest size, so that a server that never ends one
cannot fill the memory; and text that is not UTF-8 is an error, where the standard would put a replacement character
into somebody's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from festival.client.errors import WrongServer

LINE_CAP: Final = 4 * 2**20
"""Bytes in a line; a change that moves a whole day is one of half a megabyte."""
EVENT_CAP: Final = 8 * 2**20
"""Bytes in the data of an event."""
_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream."""

    name: str
    """``message`` if the stream says nothing."""
    data: str
    last_id: str
    """The newest id that the stream gave, with this event or before it; "" if none."""


class Decoder:
    """Reads one stream. It has no end: what is not followed by an empty line is no event."""

    def __init__(self, *, line_cap: int = LINE_CAP, event_cap: int = EVENT_CAP) -> None:
        self._line_cap = line_cap
        self._event_cap = event_cap
        self._begun: list[bytes] = []
        """Pieces of a line whose end has not come."""
        self._begun_size = 0
        self._after_cr = False
        """The last byte was a carriage return: a line feed now belongs to it."""
        self._is_first_line = True
        self._name = b""
        self._data: list[bytes] = []
        self._data_size = 0
        self._last_id = b""

    def feed(self, data: bytes) -> Iterator[Event]:
        """Read `data` and give the events that end in it.

        Raises :class:`WrongServer` for a line or an event that is too long, or text that is not UTF-8.
        """
        if self._after_cr and data:
            data = data.removeprefix(b"\n")
            self._after_cr = False
        self._after_cr = self._after_cr or data.endswith(b"\r")
        *lines, rest = _LINE_END.split(data)
        for line in lines:
            self._keep(line)
            whole = b"".join(self._begun)
            self._begun, self._begun_size = [], 0
            event = self._read(whole)
            if event is not None:
                yield event
        self._keep(rest)

    def _keep(self, piece: bytes) -> None:
        if piece:
            self._begun.append(piece)
            self._begun_size += len(piece)
        if self._begun_size > self._line_cap:
            raise WrongServer(f"a line of the stream is longer than {self._line_cap} bytes")

    def _read(self, line: bytes) -> Event | None:
        if self._is_first_line:
            line = line.removeprefix(_BOM)
            self._is_first_line = False
        if not line:
            return self._dispatch()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
            self._data_size += len(value) + 1
            if self._data_size > self._event_cap:
                raise WrongServer(f"an event of the stream is larger than {self._event_cap} bytes")
        elif field == b"event":
            self._name = value
        elif field == b"id" and b"\0" not in value:
            self._last_id = value
        return (
            None  # a comment (":" first), "retry" (the follower has waits of its own), or what is not known
        )

    def _dispatch(self) -> Event | None:
        name, data = self._name, self._data
        self._name, self._data, self._data_size = b"", [], 0
        if data in ([], [b""]):
            return None
        try:
            return Event(name.decode() or "message", b"\n".join(data).decode(), self._last_id.decode())
        except UnicodeDecodeError as error:
            raise WrongServer("the stream is not UTF-8") from error
