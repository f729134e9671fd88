"""Hubs that are killed at any moment, under writers and followers: nothing is lost, doubled or out of order."""

import asyncio
import contextlib
import itertools
import os
import random
import statistics
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from festival.client.editing import Editor, Tries
from festival.client.kept import Kept
from festival.clock import system_clock
from festival.hub.messages import ChangesAnswer, ScheduleAnswer
from festival.hub.tokens import TokenFile
from festival.programme import bundled, load
from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.schedule.model import Schedule
from festival.store import verify
from hub.kills import KINDS, Trail, Writer, mortal, note, running
from hub.rig import until
from store.server import PostgresServer

KILLS = int(os.environ.get("FESTIVAL_KILLS", "8"))
FOLLOWERS = 60
SOON_S = 60.0
KEEN = Tries(step_s=0.02, wait_most_s=0.2)
"""Organisers who try again at once, so that every kill finds edits under way."""


@pytest.fixture(params=["one hub, sqlite", "two hubs, postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[int, str]]:
    """How many hubs there are, and the log that they share."""
    if request.param == "one hub, sqlite":
        yield 1, str(tmp_path / "festival.sqlite")
    else:
        with PostgresServer(durable=True) as server:
            yield 2, server.url(server.new_database())


def life_s(chance: random.Random) -> float:
    """Return after how long the next kill comes: half of them strike before all followers are back."""
    return chance.choice([chance.uniform(0, 0.3), chance.uniform(0.3, 1.5)])


async def log_of(http: httpx.AsyncClient, epoch: str) -> list[Change]:
    """Return the whole log, as a follower could list it."""
    found: list[Change] = []
    while True:
        answer = await http.get(f"/api/changes?since={epoch}-{len(found)}&limit=1000")
        listed = ChangesAnswer.model_validate_json(answer.content)
        found += listed.changes
        if not listed.more:
            return found


def expect_every_edit_once(writer: Writer, log: list[Change]) -> None:
    """What was acknowledged stands in the log where the answer said, in the order in which it was asked for."""
    for cursor, change in writer.acknowledged:
        assert cursor.revision == change.revision
        assert log[change.revision - 1] == change.model_copy(update={"by": ""})
    mine = [change.reason["und"] for change in log if change.reason["und"].startswith(writer.name)]
    # One more may be on its way when the writers are stopped.
    assert mine in (
        numbered(writer, len(writer.acknowledged)),
        numbered(writer, len(writer.acknowledged) + 1),
    )


def numbered(writer: Writer, count: int) -> list[str]:
    return [f"{writer.name} {number}" for number in range(count)]


@pytest.mark.long
@pytest.mark.timeout(120 + 5 * KILLS)
async def test_a_killed_hub_loses_doubles_and_shuffles_nothing(
    tmp_path: Path, place: tuple[int, str]
) -> None:
    chance = random.Random(KILLS)
    programme = load(bundled())
    tokens = TokenFile(tmp_path / "tokens.json")
    named = {name: tokens.make("editor", now=system_clock(), label=name)[0] for name in KINDS}
    trails = [Trail() for _ in range(FOLLOWERS)]
    begun = time.monotonic()
    count, where = place
    async with contextlib.AsyncExitStack() as stack:
        hubs = [await stack.enter_async_context(mortal(tmp_path, where)) for _ in range(count)]
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=hubs[0].url, timeout=20))
        start = await schedule_of(http)
        addresses = itertools.cycle(hub.url for hub in hubs)
        writers = [
            Writer(name, Editor(url, token, tries=KEEN), start)
            for (name, token), url in zip(named.items(), addresses, strict=False)
        ]
        notes = [note(next(addresses), Kept(programme, "programme"), trail) for trail in trails]
        async with running(*notes):
            async with asyncio.TaskGroup() as writing:
                for writer in writers:
                    writing.create_task(writer.run())
                # All of them fetch and check the whole schedule in this one process: nobody else has to wait so.
                await until(lambda: all(trail.wholes for trail in trails), SOON_S)
                for _ in range(KILLS):
                    await asyncio.sleep(life_s(chance))
                    await chance.choice(hubs).kill_and_start()
                for writer in writers:
                    writer.is_enough = True
            newest = max(writer.acknowledged[-1][0] for writer in writers)
            await until(lambda: all(trail.cursor == newest for trail in trails), SOON_S)
        head = await schedule_of(http)
        log = await log_of(http, head.epoch)
    took_s = time.monotonic() - begun
    assert (head.epoch, head.revision) == (start.epoch, newest.revision)
    assert [change.revision for change in log] == list(range(1, head.revision + 1))
    assert digest(fold(start, log)) == digest(head)
    for writer in writers:
        expect_every_edit_once(writer, log)
    for trail in trails:
        expect_the_hubs_way(trail, log, head)
    assert sum(len(writer.acknowledged) for writer in writers) == len(log)
    assert await verify(where) == head.revision
    away_s = [one for hub in hubs for one in hub.away_s]
    print(  # noqa: T201 - with -s
        f"{KILLS} kills in {took_s:.0f} s, serving again after {statistics.median(away_s):.2f} s "
        f"(at most {max(away_s):.2f}); {len(log)} edits acknowledged; "
        f"{FOLLOWERS} followers took {sum(len(trail.applied) for trail in trails)} changes one by one "
        f"and {sum(trail.wholes for trail in trails)} whole schedules"
    )


async def schedule_of(http: httpx.AsyncClient) -> Schedule:
    return ScheduleAnswer.model_validate_json((await http.get("/api/schedule")).content).schedule


def expect_the_hubs_way(trail: Trail, log: list[Change], head: Schedule) -> None:
    """The follower applied only what is in the log, each change at most once and in order, and is where the hub is."""
    assert trail.faults == []
    assert all(before.revision < after.revision for before, after in pairwise(trail.applied))
    assert trail.applied == [log[change.revision - 1] for change in trail.applied]
    assert trail.last is not None
    assert digest(trail.last.schedule) == digest(head)
