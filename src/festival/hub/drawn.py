"""Pages that were drawn, so that a change draws anew only what it lets look different: of most pages nothing."""

import threading
from collections.abc import Hashable
from typing import Final, NamedTuple

from festival.pages.making import Page
from festival.schedule.cursor import Cursor

KEPT: Final = 1_024
"""Pages that are remembered."""


class _One(NamedTuple):
    look: tuple[object, ...]
    cursor: Cursor
    body: bytes


class Drawn:
    """The newest body of each page. To find out what one says takes a fifth of the time that drawing it takes."""

    def __init__(self) -> None:
        self._known: dict[Hashable, _One] = {}
        """The one that was drawn first is forgotten first."""
        self._turn = threading.Lock()

    def body(self, name: Hashable, page: Page, cursor: Cursor) -> bytes:
        """Return the body of `page`, which is that of the schedule at `cursor`; `name` is the same for its later ones."""
        look = page.look
        with self._turn:
            before = self._known.pop(name, None)
        if before is not None and before.look == look:
            body = before.body.replace(_mark(before.cursor), _mark(cursor), 1)
        else:
            body = page.body
        with self._turn:
            if len(self._known) >= KEPT:
                del self._known[next(iter(self._known))]
            self._known[name] = _One(look, cursor, body)
        return body


def _mark(cursor: Cursor) -> bytes:
    """Return how a page names the revision that it shows (templates/base.html)."""
    return f'data-cursor="{cursor}"'.encode()
