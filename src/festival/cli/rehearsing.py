"""A rehearsal under way: a hub whose day is made up, what follows it, and who edits it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Final

from festival.cli.following import keep_picks
from festival.cli.network import Doors
from festival.cli.own_hub import Address, Day, NoHubError, OwnHub
from festival.client.clock import HubClock
from festival.client.followed import Followed, Freshness
from festival.client.kept import Kept
from festival.clock import clock_from
from festival.programme.traces import Trace
from festival.schedule.cursor import Cursor
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.schedule.timeline import day_of

if TYPE_CHECKING:
    from festival.cli.playing import Due, Played
    from festival.client.picks import Kept as KeptPicks
    from festival.programme.traces import Edits

ANSWER_S: Final = 20.0
"""After which a hub that does not answer is given up."""
_FAREWELL: Final = {
    "de": "Ende des Probelaufs: Es kommt keine Änderung mehr. Strg+Q beendet ihn.",
    "en": "End of the rehearsal: no more changes will come. Ctrl+Q ends it.",
}
_FAREWELL_STAYS: Final = timedelta(days=2)


class NothingPlayedError(FestivalError):
    """The trace cannot be played into this hub: says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What is played, and where."""

    programme: Schedule
    trace: Trace
    start: datetime
    """When the rehearsal begins (aware); a hub of its own has done by then what was due before."""
    day: Day
    """The hub of its own."""
    hub: str | None = None
    """The address of another's hub, which is played into instead."""
    token: str | None = None
    """What that one lets edit."""
    doors: Doors | None = None
    """Where the hub of its own listens; None: where only this machine reaches it."""


@dataclass(slots=True)
class Rehearsing:
    """Plays a day. `told` hears of each edit; `is_heard` says whether its hub may write to stderr."""

    cast: Cast
    told: "Callable[[Played], None]"
    is_heard: bool
    says_farewell: bool = False
    """When the day is over, an announcement on every screen says so."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Every edit was made or refused, or nothing more can be done: then `trouble` says why."""
    trouble: FestivalError | None = None
    made: int = 0
    refused: int = 0
    left_out: int = 0
    """Edits that another's hub was too late for."""
    clock: HubClock = field(init=False)
    newest: Schedule = field(init=False)
    """What the hub has, as far as it was heard."""
    _own: OwnHub | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time waits for what the hub says."""
    _player: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.clock = HubClock(clock_from(self.cast.start))
        self.newest = self.cast.programme

    @property
    def start(self) -> Kept:
        """What a screen shows before the hub answers."""
        return Kept(self.cast.programme, "programme", rehearsed=True)

    @property
    def freshness(self) -> Freshness:
        """How much that can be relied on."""
        return Freshness("dated", origin="programme", rehearsed=True)

    async def states(self, last: Followed | None = None) -> AsyncGenerator[Followed, None]:
        """Yield what the hub says, for ever; the day begins when it is followed.

        Raises :class:`~festival.cli.own_hub.NoHubError`.
        """
        follower, (hub, tokens) = await asyncio.gather(
            asyncio.to_thread(import_module, "festival.client.follower"), self._hub()
        )
        start = self.start if last is None else Kept.of(last)
        states: AsyncGenerator[Followed, None] = follower.follow(
            hub, start, clock=self.clock, token=tokens[0] if tokens else None
        )
        async with aclosing(states):
            async for followed in states:
                self.newest = followed.schedule
                if followed.freshness.contact == "live" and self._player is None:
                    self._player = asyncio.create_task(self._perform(hub, tokens, followed))
                yield followed

    async def play_out(self) -> None:
        """Play the whole day without a screen.

        Raises what kept it from being played, :class:`NothingPlayedError` if the hub does not answer.
        """
        following = asyncio.create_task(self._follow())
        over = asyncio.create_task(self.over.wait())
        try:
            await asyncio.wait((following, over), timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
            if self._player is None and not following.done():
                raise NothingPlayedError(f"The hub {self.cast.hub or 'of the rehearsal'} does not answer.")
            await asyncio.wait((following, over), return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                following.result()
            if self._player is not None:
                await self._player
        finally:
            following.cancel()
            over.cancel()
            await asyncio.wait((following, over))
        if self._own is not None:
            self._check_hub(self._own)
        if self.trouble is not None:
            raise self.trouble

    async def _follow(self) -> None:
        async with aclosing(self.states()) as states:
            async for _ in states:
                pass

    async def _hub(self) -> tuple[str, Sequence[str]]:
        if self.cast.hub is not None:
            return self.cast.hub, (self.cast.token or "",)
        address = await self._own_address()
        return address.url, address.tokens

    async def desk(self) -> tuple[str, str]:
        """Return address and token for a desk beside what is played. Raises :class:`~festival.cli.own_hub.NoHubError`."""
        if self.cast.hub is not None:
            return self.cast.hub, self.cast.token or ""
        address = await self._own_address()
        return address.url, address.desk

    async def keep_picks(self, sessions: tuple[str, ...]) -> "KeptPicks | None":
        """Have the hub of its own keep the sessions with these ids; return where, None if it does not."""
        try:
            address = await self._own_address()
        except NoHubError:
            return None
        return await keep_picks(address.url, address.kiosk, sessions)

    async def _own_address(self) -> Address:
        if self._own is None:
            self._own = OwnHub(self.cast.day, self.cast.doors, is_heard=self.is_heard)
        try:
            async with self._starting:
                return await self._own.address()
        except NoHubError as error:
            self.trouble = error
            raise

    async def _perform(self, hub: str, tokens: Sequence[str], first: Followed) -> None:
        """Play the day, once."""
        editing, playing = [
            await asyncio.to_thread(import_module, name)
            for name in ("festival.client.editing", "festival.cli.playing")
        ]
        tries = editing.Tries(within_s=ANSWER_S)
        try:
            due, revisions = self._due(first, self.cast.trace.edits())
            play = playing.play(
                due,
                clock=self.clock,
                editors=[editing.Editor(hub, token, tries=tries) for token in tokens],
                newest=self._seen,
                revisions=revisions,
            )
            async for played in play:
                self.made += played.change is not None
                self.refused += played.change is None
                self.told(played)
        except FestivalError as error:
            self.trouble = error
        finally:
            self.over.set()

    def _seen(self) -> Cursor:
        return Cursor(self.newest.epoch, self.newest.revision)

    def _due(self, first: Followed, edits: "Edits") -> "tuple[list[Due], dict[int, int]]":
        """Return the edits still to be made, and the revisions of those that the hub was begun with.

        Raises :class:`NothingPlayedError` for a hub of others that must not, or cannot, be played into.
        """
        from festival.cli.playing import Due
        from festival.schedule.rehearsal import Rehearsal

        if self.cast.hub is None:
            rehearsal = Rehearsal(self.cast.programme, edits)
            rehearsal.at(self.cast.start)
            behind = rehearsal.played
            revisions = {place: change.revision for place, change in rehearsal.made.items()}
        else:
            self._check(first, edits)
            now = self.clock()
            behind = self.left_out = sum(at < now for at, _ in edits)
            revisions = {}
        due = [Due(place, *one) for place, one in enumerate(edits, 1) if place > behind]
        return [*due, *([self._farewell(edits)] if self.says_farewell else ())], revisions

    def _check(self, first: Followed, edits: "Edits") -> None:
        zone = first.schedule.festival.zone
        begins, ends = (edits[at][0].astimezone(zone) for at in (0, -1))
        start = f"festival hub --at {begins - timedelta(minutes=10):%Y-%m-%dT%H:%M} --speed 60 --store FILE"
        if not first.freshness.rehearsed:
            raise NothingPlayedError(
                "The day of this hub is a real one: a rehearsal would show its visitors changes that are made up. "
                f"One to play into is started with: {start}"
            )
        now = self.clock().astimezone(zone)
        if now >= ends or now < begins - timedelta(days=1):
            raise NothingPlayedError(
                f"By the clock of this hub it is {now:%Y-%m-%d %H:%M}; the trace goes from {begins:%Y-%m-%d %H:%M} "
                f"to {ends:%Y-%m-%d %H:%M}. One that fits is started with: {start}"
            )

    def _farewell(self, edits: "Edits") -> "Due":
        """Return the announcement that the day is over, due after its last session."""
        from festival.cli.playing import Due
        from festival.schedule.edits import Announce

        last = edits[-1][0] if edits else self.cast.start
        day = day_of(self.cast.programme.festival.days, last)
        ends = [one.end for one in self.cast.programme.sessions if day and day.start <= one.start < day.end]
        end = max([last, *ends])
        return Due(len(edits) + 1, end, Announce(text=_FAREWELL, expires=end + _FAREWELL_STAYS))

    def end(self) -> None:
        """End the hub of its own; if that had ended already, this is the `trouble`."""
        if self._own is not None:
            self._check_hub(self._own)
            self._own.end()

    def _check_hub(self, own: OwnHub) -> None:
        """Note that the hub has ended: what came of that, edits that found no hub, is not what a person has to know."""
        try:
            own.check()
        except NoHubError as error:
            if not isinstance(self.trouble, NoHubError):
                self.trouble = error
