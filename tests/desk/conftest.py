"""A desk on a small festival, without a network: for every test of a page.

``async with desk_on("board") as rig:`` gives a :class:`Rig`: the pilot, the hub that stands still (:class:`FakeHub`), and
what the screen shows. What the desk sends, the hub makes with the pure functions, or answers as `FakeHub.answers` says.
Tests against a real hub are in ``test_real_hub.py``.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from festival.client.errors import Refused
from festival.client.followed import Followed, Freshness
from festival.client.organising import Holder, Screens
from festival.desk.app import DeskApp
from festival.desk.dialogs.preview import asks_twice
from festival.desk.dialogs.repeats import Repeats
from festival.desk.messages import Go, Propose
from festival.desk.notes import Notes
from festival.desk.shelf import Shelf
from festival.desk.state import DeskState
from festival.locale import locale_for
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit
from festival.schedule.model import Schedule
from kiosk.conftest import NOW, grid, local, make_schedule, session
from live.programs import HubProcess

__all__ = ["NOW", "FakeHub", "Rig", "desk_on", "grid", "local", "make_schedule", "session"]

ADA = Holder("Ada", "admin", None, None)


def live_schedule(schedule: Schedule | None = None) -> Schedule:
    """Give the small festival as a hub has it: in an epoch."""
    return (schedule or make_schedule()).model_copy(update={"epoch": "e1"})


@dataclass
class FakeHub:
    """Makes edits at once, and tells who follows; `answers` may raise, or wait, before an edit is made."""

    schedule: Schedule
    now: datetime = NOW
    holder: Holder = ADA
    seen: Screens | None = None
    answers: Callable[[Edit], Any] | None = None
    edits: list[tuple[Edit, Cursor, str]] = field(default_factory=list)
    """What was sent: edit, based on, key."""
    orders: list[tuple[str, Any]] = field(default_factory=list)
    is_open: bool = True
    """Whether the desk's token is valid."""
    log: list[Change] = field(default_factory=list)
    _news: asyncio.Queue[Followed] = field(default_factory=asyncio.Queue)

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.schedule.epoch, self.schedule.revision)

    def make(self, edit: Edit, by: str = "Ben") -> Change:
        """Make an edit as somebody else does, and tell."""
        log = {one.revision: one for one in self.log}
        change = apply(self.schedule, edit, now=self.now, by=by, log=log)
        self.schedule = fold(self.schedule, [change])
        self.log.append(change)
        nameless = change.model_copy(update={"by": ""})  # as on the stream, which visitors hear
        self._news.put_nowait(Followed(self.schedule, Freshness("live"), (nameless,)))
        return change

    def say(self, freshness: Freshness) -> None:
        """Tell how fresh it is."""
        self._news.put_nowait(Followed(self.schedule, freshness))

    async def follow(self, _last: Followed | None) -> AsyncGenerator[Followed, None]:
        yield Followed(self.schedule, Freshness("live"))
        while True:
            yield await self._news.get()

    async def edit(self, edit: Edit, based_on: Cursor, *, key: str) -> tuple[Cursor, Change]:
        self.edits.append((edit, based_on, key))
        if self.answers is not None and (waiting := self.answers(edit)) is not None:
            await waiting
        change = self.make(edit, self.holder.name)
        return self.cursor, change

    async def who(self) -> Holder:
        return self.holder

    async def screens(self) -> Screens:
        self._admit()
        return self.seen or Screens(self.cursor, ())

    async def order(self, screen: str, order: Any) -> None:
        self.orders.append((screen, order))

    def _admit(self) -> None:
        if not self.is_open:
            raise Refused("This token is not valid, or no longer.", status=401)

    async def history(self, before: Cursor | None, limit: int) -> tuple[Change, ...]:
        self._admit()
        older = [one for one in reversed(self.log) if before is None or one.revision < before.revision]
        return tuple(older[:limit])


@dataclass
class Seconds:
    """A monotonic clock that a test moves by hand."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += seconds


@dataclass
class Rig:
    """A desk under test."""

    app: DeskApp
    hub: FakeHub
    pilot: Pilot[None]
    seconds: Seconds
    """What tells a second Enter from one that is held down."""

    @property
    def state(self) -> DeskState:
        return self.app.state

    @property
    def text(self) -> str:
        """What the screen shows."""
        return grid(self.app)

    @property
    def sent(self) -> list[Edit]:
        """The edits that the hub was sent."""
        return [edit for edit, _, _ in self.hub.edits]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each once a person has read the screen."""
        for key in keys:
            self.seconds.pass_(5)
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        names = {" ": "space", "-": "minus", "/": "slash", ":": "colon", ".": "full_stop", "+": "plus"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def until(self, holds: Callable[[], bool], within_s: float = 10) -> None:
        """Wait for a condition. Raises TimeoutError with what the screen shows."""
        try:
            async with asyncio.timeout(within_s):
                while not holds():
                    await self.pilot.pause(0.01)
        except TimeoutError as error:
            raise TimeoutError(self.text) from error

    async def publish(self, edit: Edit) -> None:
        """Propose an edit, answer all that is asked about it, and wait until it is made."""
        revision = self.state.schedule.revision
        self.app.post_message(Propose(edit.model_copy(update={"earlier": False})))
        await self.shows("Esc")
        if edit.earlier:
            await self.shows("Earlier all the same")
            await self.press("e")
        await self.shows("Publish")
        await self.press("enter")
        if asks_twice(edit):
            await self.shows("Really?")
            assert self.state.waiting == ()
            await self.press("enter")
        await self.until(lambda: self.state.schedule.revision == revision + 1)

    async def shows(self, text: str) -> None:
        """Wait until the screen shows `text`."""
        await self.until(lambda: text in self.text)


@asynccontextmanager
async def desk_on(
    page: str = "board",
    *,
    schedule: Schedule | None = None,
    size: tuple[int, int] = (80, 24),
    language: str = "en",
    holder: Holder = ADA,
    now: datetime = NOW,
    seen: Screens | None = None,
    log: Iterable[Change] = (),
    shelf: Shelf | None = None,
    notes_in: Notes | None = None,
    **fields: Any,
) -> AsyncIterator[Rig]:
    """Run a desk on one page; `fields` are those of :class:`~festival.desk.state.DeskState`.

    `log` is what led to `schedule`; `shelf` keeps batches, `notes_in` notes.
    """
    live = live_schedule(schedule)
    hub = FakeHub(live, now=now, holder=holder, seen=seen, log=list(log))
    state = DeskState(
        schedule=live,
        now=now,
        locale=locale_for(language, live.festival.zone),
        freshness=Freshness("dated"),
        hub="http://hub.example",
        **fields,
    )
    seconds = Seconds()
    app = DeskApp(
        state, lambda: hub.now, hub, hub.follow, repeats=Repeats(seconds), shelf=shelf, notes=notes_in
    )
    async with app.run_test(size=size) as pilot:
        rig = Rig(app, hub, pilot, seconds)
        await rig.until(lambda: rig.state.holder is not None and rig.state.freshness.contact == "live")
        if page != "board":
            app.post_message(Go(page))
            await rig.until(lambda: app.page is not None and page == app.page.NAME)
        await pilot.pause()
        yield rig


def later(moment: datetime, minutes: float) -> datetime:
    """Return `moment` and so many minutes."""
    return moment + timedelta(minutes=minutes)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """Give a hub in a process of its own."""
    with HubProcess(tmp_path / "hub") as one:
        yield one
