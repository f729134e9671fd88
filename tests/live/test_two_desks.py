"""The bundled days as edits of two desks and a command line at once: nothing is lost, and every warning is found."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatch
from itertools import pairwise
from pathlib import Path
from typing import Final, Protocol

import pytest
from click.testing import CliRunner

from client.rig import Following, following
from festival.cli import main
from festival.client.editing import Editor
from festival.client.errors import Refused
from festival.client.kept import Kept
from festival.hub import door
from festival.hub.hub import Hub
from festival.hub.options import Options
from festival.hub.server import prepared_socket, serving
from festival.hub.tokens import TokenFile
from festival.programme import bundled
from festival.programme.traces import ABOUT, open_trace
from festival.schedule import edits
from festival.schedule.changes import Change, fold
from festival.schedule.conflicts import ConflictKind
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.edits import Edit
from festival.schedule.model import Schedule
from festival.schedule.rehearsal import Rehearsal, by_revision
from festival.schedule.watchlist import watchlist
from festival.store import open_store
from festival.store.log import Record, Store
from live.plain_findings import assert_found, findings, made_strict

CONFLICT: Final = 3
TRIES: Final = 5
EVERY: Final = 20
"""So many revisions apart are those whose warnings are found a second time, in the plainest way."""


class Day:
    """A hub's clock: it runs as ours does, and is put forward when the day has come further."""

    def __init__(self, start: datetime) -> None:
        self._start = start - timedelta(hours=1)
        self._since = time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def reach(self, instant: datetime) -> None:
        if self() < instant:
            self._start, self._since = instant, time.monotonic()


class Stale(Exception):
    """The edit was refused because of what others did meanwhile."""


class Writer(Protocol):
    """Who makes edits, each from what is seen."""

    def can(self, edit: Edit) -> bool: ...

    async def make(self, edit: Edit, key: str) -> Change:
        """Raises :class:`Stale`."""


@dataclass
class Desk:
    """An organiser who follows the hub, and makes edits from what was on the screen when she last looked."""

    editor: Editor
    following: Following
    looks_away: bool
    seen: Cursor = field(init=False)

    def __post_init__(self) -> None:
        self.seen = self.following.cursor

    def can(self, edit: Edit) -> bool:
        return True

    async def make(self, edit: Edit, key: str) -> Change:
        if not self.looks_away:
            self.seen = self.following.cursor
        try:
            return (await self.editor.edit(edit, self.seen, key=key))[1]
        except Refused as error:
            if error.status != 409:
                raise
            newest = Cursor.parse(error.cursor)
            await self.following.until(lambda: self.following.cursor >= newest)
            self.seen = self.following.cursor
            raise Stale from error


@singledispatch
def words(edit: object) -> list[str]:
    """Return what is typed after ``festival edit`` for an edit; nothing for one that would need a page of options."""
    del edit
    return []


@words.register
def _(edit: edits.CancelSession) -> list[str]:
    return ["cancel", edit.session]


@words.register
def _(edit: edits.ReopenSession) -> list[str]:
    return ["reopen", edit.session]


@words.register
def _(edit: edits.DelaySession) -> list[str]:
    return ["delay", edit.session, str(edit.minutes)]


@words.register
def _(edit: edits.MoveSession) -> list[str]:
    where = ["--to", edit.room] if edit.room else []
    return ["move", edit.session, *where, *(["--at", edit.start.isoformat()] if edit.start else [])]


@words.register
def _(edit: edits.CorrectText) -> list[str]:
    return ["correct", edit.id, edit.field, *(f"{tag}={text}" for tag, text in edit.text.items())]


@words.register
def _(edit: edits.Withdraw) -> list[str]:
    return ["withdraw", edit.announcement]


@words.register
def _(edit: edits.Undo) -> list[str]:
    return ["undo", "--change", str(edit.change)]


@dataclass
class CommandLine:
    """A script that runs ``festival edit``, which looks at the hub before each edit."""

    hub: str
    token: str
    home: Path

    def can(self, edit: Edit) -> bool:
        return bool(words(edit))

    async def make(self, edit: Edit, key: str) -> Change:
        typed = [*words(edit), "--json", "--hub", self.hub, "--key", key]
        for tag, text in edit.reason.items():
            typed += ["--reason", f"{tag}={text}"]
        typed += ["--earlier"] if edit.earlier else []
        env = {"FESTIVAL_HOME": str(self.home), "FESTIVAL_TOKEN": self.token}
        done = await asyncio.to_thread(CliRunner().invoke, main, ["edit", *typed], env=env)
        if done.exit_code == CONFLICT:
            raise Stale
        assert done.exit_code == 0, (typed, done.output)
        return Change.model_validate(json.loads(done.stdout)["change"])


@dataclass
class Played:
    """What became of a day."""

    made: dict[str, Change] = field(default_factory=dict)
    """By the key under which it was accepted."""
    conflicts: int = 0

    async def make(self, writer: Writer, edit: Edit, place: int) -> Change:
        for attempt in range(TRIES):
            try:
                change = await writer.make(edit, key := f"{place}-{attempt}")
            except Stale:
                self.conflicts += 1
            else:
                self.made[key] = change
                return change
        raise AssertionError(f"edit {place} was in conflict {TRIES} times: {edit}")


async def play(trace: Sequence[tuple[datetime, Edit]], writers: Sequence[Writer], day: Day) -> Played:
    """Make all edits of a trace: as many at once as there are writers, each by the one whose turn it is."""
    played, revisions = Played(), dict[int, int]()
    news = asyncio.Condition()
    for first in range(0, len(trace), len(writers)):
        together = trace[first : first + len(writers)]
        day.reach(together[0][0])

        async def one(number: int, edit: Edit, first: int = first) -> None:
            place, writer = first + number + 1, writers[number]
            writer = writer if writer.can(edit) else writers[0]
            if isinstance(edit, edits.Undo):  # nobody undoes what is not made yet
                async with news:
                    await news.wait_for(lambda: edit.change in revisions)
            change = await played.make(writer, by_revision(edit, revisions), place)
            async with news:
                revisions[place] = change.revision
                news.notify_all()

        await asyncio.gather(*(one(number, edit) for number, (_, edit) in enumerate(together)))
    return played


@asynccontextmanager
async def hub_of(programme: Schedule, folder: Path, day: Day) -> AsyncIterator[tuple[Hub, Store, int]]:
    store = open_store(folder / "log.sqlite")
    asked = Options(tokens=folder / "tokens.json", disk=folder, port=0, clock=day, beat_s=0.2)
    async with Hub.open(asked, store, programme) as hub:
        listener = prepared_socket(asked.host, 0)
        async with serving(hub, listener):
            yield hub, store, listener.getsockname()[1]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ABOUT)
async def test_a_day_of_two_desks_and_a_command_line_loses_nothing_and_finds_every_warning(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "WRITES", 1_000)  # a whole day in a minute
    trace = open_trace(name, bundled(), tmp_path / "cache")
    programme, edited = trace.programme(), trace.edits()
    day = Day(edited[0][0])
    tokens = TokenFile(tmp_path / "tokens.json")
    ada, ben, script = (tokens.make("admin", now=day(), label=one)[0] for one in ("Ada", "Ben", "script"))
    start = Kept(programme, "programme")
    async with (
        hub_of(programme, tmp_path, day) as (hub, store, port),
        following(port, start) as first,
        following(port, start) as second,
    ):
        url = f"http://127.0.0.1:{port}"
        for one in (first, second):
            await one.until_live()
        writers = (
            Desk(Editor(url, ada), first, looks_away=False),
            Desk(Editor(url, ben), second, looks_away=True),
            CommandLine(url, script, tmp_path / "home"),
        )
        played = await play(edited, writers, day)
        for one in (first, second):
            await one.until_live(hub.publisher.cursor)
        records = await store.since(0, 2 * len(edited))
        seen = [one.newest.schedule for one in (first, second)]
        newest = hub.publisher.schedule
    assert played.conflicts > 0  # else nobody was asked to look again
    assert len(played.made) == len(edited)
    assert_in_log(played, records)
    folded = list(one_by_one(programme, [record.change for record in records]))
    assert {digest(one) for one in (folded[-1], newest, *seen)} == {records[-1].change.digest}
    assert {record.change.by for record in records} == {"Ada", "Ben", "script"}
    assert outcome(newest) == outcome(Rehearsal(programme, edited).at(edited[-1][0]))
    assert warned(first) == {
        (change.revision, warning)
        for change, schedule in zip((one.change for one in records), folded[1:], strict=True)
        for warning in watchlist(schedule, change.at)
    }
    looked_at = [*zip((record.change.at for record in records), folded[1:], strict=True)]
    for now, schedule in (*looked_at[::EVERY], (day(), newest)):
        assert_found(schedule, now)
        assert_found(made_strict(schedule), now)
    assert {one.kind for one in findings(made_strict(newest))} >= {
        ConflictKind.CHANGEOVER,
        ConflictKind.PERSON_TWICE,
        ConflictKind.OUTSIDE_ROOM,
    }


def assert_in_log(played: Played, records: Sequence[Record]) -> None:
    """Every edit that was answered with yes is in the log once, as it was answered, and nothing else is."""
    told = {key: change.model_dump(exclude_defaults=True) for key, change in played.made.items()}
    assert {one.key: one.change.model_dump(exclude_defaults=True) for one in records} == told
    assert [one.revision for one in records] == list(range(1, len(told) + 1))


def outcome(schedule: Schedule) -> dict[str, object]:
    """Return what became of each session: as if one organiser alone had made all edits, one after the other."""
    return {
        one.id: (one.title, one.expected, one.live.cancelled, one.live.state, one.live.reason)
        for one in schedule.sessions
    }


def one_by_one(programme: Schedule, changes: Sequence[Change]) -> Iterator[Schedule]:
    yield programme
    for change in changes:
        programme = fold(programme, [change])
        yield programme


def warned(desk: Following) -> set[tuple[int, object]]:
    """Return the warnings of every revision that a desk was shown."""
    found: set[tuple[int, object]] = set()
    for before, state in pairwise(desk.states):
        shown = one_by_one(before.schedule, state.changes)
        next(shown)
        for change, schedule in zip(state.changes, shown, strict=True):
            found |= {(change.revision, warning) for warning in watchlist(schedule, change.at)}
    return found
