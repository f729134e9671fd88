import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.hub.deciding import Accepted, Intent, KeyReused, Unavailable
from festival.hub.feed import Feed
from festival.hub.history import AT_HAND
from festival.hub.metrics import Metrics
from festival.hub.publisher import Publisher
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.edits import edit_from
from festival.schedule.errors import EditConflict, EditRefused
from festival.schedule.model import Schedule
from festival.store.log import Record, Store, StoreDamaged
from hub.memory_store import MemoryLog, MemoryStore
from hub.rig import programme, until
from schedule.examples import at


def clock() -> datetime:
    return at("13:00")


@contextlib.asynccontextmanager
async def publishing(store: Store) -> AsyncIterator[Publisher]:
    publisher, _ = await Publisher.open(store, programme(), clock=clock, metrics=Metrics(), beat_s=5)
    workers = [asyncio.create_task(publisher.write()), asyncio.create_task(publisher.watch())]
    try:
        yield publisher
    finally:
        await publisher.close()
        for worker in workers:
            worker.cancel()


def anything(schedule: Schedule, log: Mapping[int, Change]) -> None:
    """Allow it."""


def intent(key: str, based_on: int = 0, request: bytes = b"same", **edit: Any) -> Intent:
    known = edit or {"kind": "delay_session", "session": "band", "minutes": 5}
    cursor = Cursor("memory", based_on)
    return Intent(edit_from(known), cursor, "Ada", key, request, anything)


def revision(change: bytes) -> int:
    return Change.model_validate_json(change).revision


def delay(key: str, session: str, based_on: int = 0, minutes: int = 5) -> Intent:
    return intent(key, based_on, kind="delay_session", session=session, minutes=minutes, earlier=minutes < 0)


async def test_an_edit_is_appended_before_it_is_answered_and_published() -> None:
    store = MemoryStore()
    async with publishing(store) as publisher:
        store.gate.clear()
        answer = asyncio.create_task(publisher.submit(intent("a")))
        await until(publisher._turn.locked)
        assert (answer.done(), publisher.schedule.revision) == (False, 0)
        store.gate.set()
        accepted = await answer
    assert (accepted.is_replay, accepted.change.revision) == (False, 1)
    assert accepted.change.digest == digest(publisher.schedule)
    assert [record.change for record in store.log.records] == [accepted.change]


async def test_edits_that_come_during_an_append_go_into_the_next_one() -> None:
    store = MemoryStore()
    async with publishing(store) as publisher:
        store.gate.clear()
        first = asyncio.create_task(publisher.submit(delay("first", "opening")))
        await until(publisher._turn.locked)
        others = [
            asyncio.create_task(publisher.submit(delay(name, name)))
            for name in ("band", "choir", "talk", "panel")
        ]
        await until(lambda: len(publisher._jobs) == 4)
        store.gate.set()
        answers = await asyncio.gather(first, *others)
    assert store.batches == [1, 4]
    assert [one.change.revision for one in answers] == [1, 2, 3, 4, 5]


async def test_an_edit_that_the_hub_cannot_handle_fails_alone() -> None:
    def fault(schedule: Schedule, log: Mapping[int, Change]) -> None:
        raise RuntimeError

    store = MemoryStore()
    async with publishing(store) as publisher:
        wrong = delay("wrong", "band")._replace(check=fault)
        together = (delay("first", "opening"), wrong, delay("last", "choir"))
        first, failed, last = await asyncio.gather(*map(publisher.submit, together), return_exceptions=True)
        assert publisher.trouble == ""
    assert isinstance(failed, Unavailable)
    assert [one.change.revision for one in (first, last) if isinstance(one, Accepted)] == [1, 2]
    assert store.batches == [2]


async def test_a_repeated_key_gets_the_first_answer() -> None:
    store = MemoryStore()
    async with publishing(store) as publisher:
        first = await publisher.submit(intent("a"))
        again = await publisher.submit(intent("a"))
        assert again == Accepted(first.change, "memory", is_replay=True)
    assert len(store.log.records) == 1


async def test_a_key_repeated_while_the_first_is_under_way_is_one_edit() -> None:
    store = MemoryStore()
    async with publishing(store) as publisher:
        answers = await asyncio.gather(*(publisher.submit(intent("a")) for _ in range(5)))
    assert sorted(one.is_replay for one in answers) == [False, True, True, True, True]
    assert {one.change.revision for one in answers} == {1}
    assert len(store.log.records) == 1


async def test_a_repeated_key_that_would_be_refused_now_gets_the_first_answer() -> None:
    cancel = intent("a", kind="cancel_session", session="band")
    async with publishing(MemoryStore()) as publisher:
        first = await publisher.submit(cancel)
        assert await publisher.submit(cancel) == Accepted(first.change, "memory", is_replay=True)


async def test_a_key_with_another_request_is_refused() -> None:
    async with publishing(MemoryStore()) as publisher:
        await publisher.submit(intent("a"))
        with pytest.raises(KeyReused):
            await publisher.submit(intent("a", request=b"other"))


async def test_what_has_changed_since_is_a_conflict_with_its_value() -> None:
    async with publishing(MemoryStore()) as publisher:
        await publisher.submit(delay("a", "band"))
        with pytest.raises(EditConflict) as caught:
            await publisher.submit(delay("b", "band"))
    assert (caught.value.thing, caught.value.current["live"]["delay_min"]) == ("band", 5)


async def test_what_has_not_changed_since_is_no_conflict() -> None:
    async with publishing(MemoryStore()) as publisher:
        await publisher.submit(delay("a", "band"))
        assert (await publisher.submit(delay("b", "choir"))).change.revision == 2


async def test_of_two_who_race_for_one_thing_one_is_told() -> None:
    async with publishing(MemoryStore()) as publisher:
        answers = await asyncio.gather(
            publisher.submit(delay("a", "band")), publisher.submit(delay("b", "band")), return_exceptions=True
        )
    assert [type(answer) for answer in answers] == [Accepted, EditConflict]


@pytest.mark.parametrize("based_on", [Cursor("memory", 7), Cursor("other", 0)])
async def test_an_edit_based_on_what_never_was_is_a_conflict(based_on: Cursor) -> None:
    one = Intent(
        edit_from({"kind": "cancel_session", "session": "band"}), based_on, "Ada", "a", b"", anything
    )
    async with publishing(MemoryStore()) as publisher:
        with pytest.raises(EditConflict):
            await publisher.submit(one)


async def test_an_undo_finds_its_change() -> None:
    async with publishing(MemoryStore()) as publisher:
        before = digest(publisher.schedule)
        await publisher.submit(delay("a", "band"))
        undone = await publisher.submit(intent("b", 1, kind="undo", change=1, earlier=True))
        assert (undone.change.undoes, undone.change.digest) == (1, before)


async def test_one_refused_edit_does_not_harm_its_batch() -> None:
    async with publishing(MemoryStore()) as publisher:
        answers = await asyncio.gather(
            publisher.submit(delay("a", "band")),
            publisher.submit(delay("b", "nowhere")),
            publisher.submit(delay("c", "choir")),
            return_exceptions=True,
        )
    assert [type(answer) for answer in answers] == [Accepted, EditRefused, Accepted]


async def test_what_another_hub_appended_is_followed_before_the_edit() -> None:
    log = MemoryLog()
    async with publishing(MemoryStore(log)) as here, publishing(MemoryStore(log)) as there:
        await here.submit(delay("a", "band"))
        second = await there.submit(delay("b", "choir"))
        await here.pull()
        assert second.change.revision == 2
        assert here.schedule == there.schedule


async def test_an_edit_of_what_only_another_hub_knows_is_not_refused() -> None:
    log = MemoryLog()
    async with publishing(MemoryStore(log)) as here, publishing(MemoryStore(log)) as there:
        await here.submit(intent("a", kind="cancel_session", session="band"))
        reopened = await there.submit(intent("b", 1, kind="reopen_session", session="band"))
        assert reopened.change.revision == 2


async def test_a_hub_that_is_told_follows_by_itself() -> None:
    log = MemoryLog()
    other = MemoryStore(log)
    async with publishing(MemoryStore(log)) as here, publishing(other) as there:
        await here.submit(delay("a", "band"))
        other.told.set()
        await until(lambda: there.schedule.revision == 1)
        assert there.schedule == here.schedule


async def test_a_store_that_fails_answers_unavailable_until_it_works_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("festival.hub.publisher.RETRY_S", 0.01)
    store = MemoryStore()
    async with publishing(store) as publisher:
        store.broken = "no room on the disk"
        with pytest.raises(Unavailable, match="no room"):
            await publisher.submit(intent("a"))
        assert (publisher.trouble, publisher.schedule.revision) == ("no room on the disk", 0)
        store.broken = ""
        store.told.set()
        await until(lambda: not publisher.trouble)
        assert (await publisher.submit(intent("a"))).change.revision == 1


async def test_a_change_that_only_a_newer_hub_can_read_is_trouble_and_no_end() -> None:
    store = MemoryStore()
    async with publishing(store) as publisher:
        body = b'{"revision":1,"a":"field that this hub does not know"}'
        store.log.records.append(Record(1, "k", b"", body, b""))
        store.told.set()
        await until(lambda: "does not follow revision 0" in publisher.trouble)
        with pytest.raises(StoreDamaged):
            await publisher.pull()
        store.log.records.clear()
        assert (await publisher.submit(intent("a"))).change.revision == 1


async def test_too_many_waiting_edits_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.hub.publisher.WAITING", 3)
    store = MemoryStore()
    async with publishing(store) as publisher:
        store.gate.clear()
        tasks = [asyncio.create_task(publisher.submit(intent(str(number)))) for number in range(3)]
        await until(publisher._turn.locked)
        tasks += [asyncio.create_task(publisher.submit(intent(f"x{number}"))) for number in range(3)]
        await until(lambda: len(publisher._jobs) == 3)
        with pytest.raises(Unavailable):
            await publisher.submit(intent("z"))
        store.gate.set()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_edits_that_wait_when_the_hub_stops_are_answered() -> None:
    store = MemoryStore()
    async with publishing(store) as publisher:
        store.gate.clear()
        first = asyncio.create_task(publisher.submit(delay("a", "band")))
        await until(publisher._turn.locked)
        second = asyncio.create_task(publisher.submit(delay("b", "choir")))
        await until(lambda: len(publisher._jobs) == 1)
        closing = asyncio.create_task(publisher.close())
        await until(lambda: publisher._closed)
        store.gate.set()
        await closing
        assert (await first).change.revision == 1
        with pytest.raises(Unavailable):
            await second
    assert store.kept == 1


async def test_a_new_hub_has_the_last_changes_for_those_who_missed_them() -> None:
    log = MemoryLog()
    async with publishing(MemoryStore(log)) as publisher:
        for number in range(3):
            await publisher.submit(delay(str(number), "band", number))
    publisher, feed = await Publisher.open(
        MemoryStore(log), programme(), clock=clock, metrics=Metrics(), beat_s=5
    )
    assert (feed.head, feed.can_replay(Cursor("memory", 0))) == (3, True)
    assert [revision(one) for one in await publisher.changes(1, 10)] == [2, 3]


async def test_changes_that_are_no_longer_at_hand_come_from_the_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("festival.hub.history.AT_HAND", 2)
    assert AT_HAND > 2
    async with publishing(MemoryStore()) as publisher:
        for number in range(6):
            await publisher.submit(delay(str(number), "band", number))
        assert [revision(one) for one in await publisher.changes(0, 4)] == [1, 2, 3, 4]
        assert (await publisher.submit(delay("x", "choir", 0))).change.revision == 7
        with pytest.raises(EditConflict):
            await publisher.submit(delay("y", "band", 0))


SESSIONS = ("opening", "band", "choir", "talk", "panel")


@settings(max_examples=60, deadline=None)
@given(
    wishes=st.lists(st.tuples(st.sampled_from(SESSIONS), st.integers(-10, 20)), min_size=1, max_size=12),
    doubled=st.sets(st.integers(0, 11)),
    order=st.randoms(use_true_random=False),
)
def test_shuffled_and_doubled_edits_of_two_hubs_end_in_one_log(
    wishes: list[tuple[str, int]], doubled: set[int], order: Any
) -> None:
    keys = [*range(len(wishes)), *(key for key in doubled if key < len(wishes))]
    order.shuffle(keys)
    first_hub = [order.random() < 0.5 for _ in keys]

    async def play() -> None:
        log = MemoryLog()
        async with publishing(MemoryStore(log)) as one, publishing(MemoryStore(log)) as two:
            answers = await asyncio.gather(
                *(
                    (one if here else two).submit(delay(str(key), wishes[key][0], minutes=wishes[key][1]))
                    for key, here in zip(keys, first_hub, strict=True)
                ),
                return_exceptions=True,
            )
            await one.pull()
            await two.pull()
            accepted = {one.change.revision: one.change for one in answers if isinstance(one, Accepted)}
            assert {type(one) for one in answers} <= {Accepted, EditConflict, EditRefused}
            changes = [record.change for record in log.records]
            assert [accepted[revision] for revision in sorted(accepted)] == changes
            start = programme().model_copy(update={"epoch": "memory"})
            assert one.schedule == two.schedule == fold(start, changes)
            assert not changes or changes[-1].digest == digest(one.schedule)

    asyncio.run(play())


async def test_the_feed_is_told_only_what_is_on_disk() -> None:
    store = MemoryStore()
    publisher, feed = await Publisher.open(store, programme(), clock=clock, metrics=Metrics(), beat_s=5)
    assert isinstance(feed, Feed)
    writer = asyncio.create_task(publisher.write())
    store.gate.clear()
    answer = asyncio.create_task(publisher.submit(intent("a")))
    await until(publisher._turn.locked)
    assert feed.head == 0
    store.broken = "power cut"
    store.gate.set()
    with pytest.raises(Unavailable):
        await answer
    assert (feed.head, publisher.schedule.revision) == (0, 0)
    writer.cancel()
