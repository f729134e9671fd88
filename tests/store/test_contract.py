"""What both engines promise: the tests of :class:`festival.store.log.Store`, run against SQLite and PostgreSQL."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from festival.schedule.changes import fold
from festival.schedule.digests import digest
from festival.store import backup, open_store, restore, verify
from festival.store.log import KeyTaken, Pending, StoreDamaged, StoreError
from festival.store.picks import KeptPicks
from schedule.examples import at, schedule, station
from store.conftest import Opened, tamper
from store.examples import PROGRAMME, append, drafted, outline


async def test_a_new_log_begins_with_the_programme(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await store.open(PROGRAMME)
    assert head == PROGRAMME.model_copy(update={"epoch": store.epoch})
    assert (len(store.epoch), await store.head(), await store.since(0)) == (16, 0, [])


async def test_what_was_appended_is_there_after_opening_again(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    head = await append(store, head, "c")
    await store.close()
    again = opened(where)
    assert await again.open(PROGRAMME) == head
    assert (again.epoch, await again.head()) == (store.epoch, 3)
    assert outline(await again.since(0)) == [(1, "a"), (2, "b"), (3, "c")]


async def test_the_log_keeps_its_own_programme(where: str, opened: Opened) -> None:
    first = opened(where)
    head = await append(first, await first.open(PROGRAMME), "a")
    await first.close()
    again = opened(where)
    assert await again.open(schedule(station("another"))) == head


async def test_a_log_knows_the_programme_that_it_began_with(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    other = schedule(station("another"))
    assert [await store.begins_with(one) for one in (PROGRAMME, other, head)] == [True, False, False]
    await store.keep(head)
    assert await store.begins_with(PROGRAMME.model_copy(update={"epoch": "else", "revision": 7}))


async def test_a_restored_log_still_knows_its_programme(
    new_address: Callable[[], str], opened: Opened, tmp_path: Path
) -> None:
    store = opened(where := new_address())
    await append(store, await store.open(PROGRAMME), "a")
    await store.close()
    await backup(where, tmp_path / "backup.db")
    await restore(tmp_path / "backup.db", where)
    again = opened(where)
    await again.open(PROGRAMME)
    assert again.epoch != store.epoch
    assert await again.begins_with(PROGRAMME)


async def test_a_log_that_is_opened_anew_is_at_its_head(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    assert await store.reopen() == head
    assert (await append(store, head, "c")).revision == await store.probe() == 3


async def test_a_record_gives_back_what_was_appended(where: str, opened: Opened) -> None:
    store = opened(where)
    batch, _ = drafted(
        await store.open(PROGRAMME), ["ключ-\N{ZERO WIDTH JOINER}-'; DROP TABLE log; --"], by="Ærin"
    )
    await store.append(batch)
    (record,) = await store.since(0)
    assert Pending(record.change, record.key, record.request) == batch[0]
    assert await store.find(batch[0].key) == record
    assert await store.find("unheard of") is None


async def test_since_gives_at_most_the_limit_in_order(where: str, opened: Opened) -> None:
    store = opened(where)
    await append(store, await store.open(PROGRAMME), *"abcdef")
    assert outline(await store.since(2, limit=3)) == [(3, "c"), (4, "d"), (5, "e")]
    assert await store.since(6) == []


async def test_a_batch_that_does_not_follow_the_head_is_not_appended(where: str, opened: Opened) -> None:
    store = opened(where)
    start = await store.open(PROGRAMME)
    behind, head = drafted(start, ["late"])
    _, ahead_of = drafted(head, ["b"])
    ahead, _ = drafted(ahead_of, ["early"])
    await append(store, start, "a")
    assert [await store.append(behind), await store.append(ahead)] == [False, False]
    assert outline(await store.since(0)) == [(1, "a")]


@pytest.mark.parametrize("keys", [("b", "a"), ("b", "b")])
async def test_a_batch_with_a_taken_key_is_not_appended_at_all(
    where: str, opened: Opened, keys: tuple[str, ...]
) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a")
    batch, _ = drafted(head, keys)
    with pytest.raises(KeyTaken):
        await store.append(batch)
    assert outline(await store.since(0)) == [(1, "a")]
    await append(store, head, "b")


async def test_a_batch_with_a_gap_is_a_mistake(where: str, opened: Opened) -> None:
    store = opened(where)
    batch, _ = drafted(await store.open(PROGRAMME), "abc")
    with pytest.raises(ValueError, match="revision 3 cannot follow 1"):
        await store.append([batch[0], batch[2]])
    assert await store.head() == 0


async def test_many_tasks_may_use_a_store_at_a_time(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await store.open(PROGRAMME)
    batches = [drafted(head, [key])[0] for key in "abcdefgh"]
    appended = await asyncio.gather(*map(store.append, batches))
    assert sorted(appended) == [False] * 7 + [True]
    await asyncio.gather(*(store.since(0) for _ in range(8)), store.head(), store.find("a"), store.verify())


async def test_opening_begins_with_the_newest_snapshot(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    await store.keep(head)
    await store.keep(head)
    head = await append(store, head, "c")
    assert await store.verify() == 3
    await store.close()
    tamper(
        where, "UPDATE log SET body = ? WHERE revision = 1", b"{}"
    )  # before the snapshot: need not be read
    assert await opened(where).open(PROGRAMME) == head


async def test_a_snapshot_of_another_epoch_is_not_kept(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a")
    await store.keep(head.model_copy(update={"epoch": "another", "rooms": ()}))
    await store.keep(head.model_copy(update={"revision": 5, "rooms": ()}))
    assert await store.verify() == 1


TAMPERING = {
    "another body": ("UPDATE log SET body = ? WHERE revision = 2", (b"{}",), 2),
    "another key": ("UPDATE log SET key = ? WHERE revision = 2", ("x",), 2),
    "another request": ("UPDATE log SET request = ? WHERE revision = 2", (b"x",), 2),
    "another hash": ("UPDATE log SET hash = ? WHERE revision = 2", (b"x" * 32,), 2),
    "a record is missing": ("DELETE FROM log WHERE revision = 2", (), 2),
    "the last record is missing": ("DELETE FROM log WHERE revision = 4", (), 4),
    "one record more": (
        "INSERT INTO log SELECT 5, 'e', request, body, hash FROM log WHERE revision = ?", (4,), 5
    ),
    "another epoch": ("UPDATE head SET epoch = ?", ("x",), 0),
    "an older head": ("UPDATE head SET revision = ?", (3,), 3),
    "another hash at the head": ("UPDATE head SET hash = ?", (b"x" * 32,), 4),
    "another programme": ("UPDATE snapshot SET body = ? WHERE revision = 0", (b"x",), 0),
    "another snapshot": ("UPDATE snapshot SET body = ? WHERE revision = 3", (b"x",), 3),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERING)
async def test_verifying_names_the_first_revision_that_does_not_fit(
    where: str, opened: Opened, what: str
) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), *"abc")
    await store.keep(head)
    await append(store, head, "d")
    await store.close()
    assert await verify(where) == 4
    statement, values, revision = TAMPERING[what]
    tamper(where, statement, *values)
    with pytest.raises(StoreDamaged, match=rf"damaged at revision {revision}: .* festival hub restore\."):
        await verify(where)


@pytest.mark.parametrize(
    "what", ["the last record is missing", "one record more", "an older head", "another hash at the head"]
)
async def test_a_log_whose_end_does_not_fit_is_not_opened(where: str, opened: Opened, what: str) -> None:
    store = opened(where)
    await append(store, await store.open(PROGRAMME), *"abcd")
    await store.close()
    statement, values, revision = TAMPERING[what]
    tamper(where, statement, *values)
    with pytest.raises(StoreDamaged, match=f"damaged at revision {revision}"):
        await opened(where).open(PROGRAMME)


@pytest.mark.parametrize("table", ["head", "snapshot"])
async def test_a_log_without_its_beginning_is_damaged(where: str, opened: Opened, table: str) -> None:
    store = opened(where)
    await store.open(PROGRAMME)
    await store.close()
    tamper(where, f"DELETE FROM {table}")
    with pytest.raises(StoreDamaged, match="is missing"):
        await opened(where).open(PROGRAMME)


async def test_waiting_ends_after_the_time(where: str, opened: Opened) -> None:
    store = opened(where)
    await store.open(PROGRAMME)
    loop, lasted = asyncio.get_running_loop(), []
    async with asyncio.timeout(10):
        for _ in range(2):  # PostgreSQL tells of the opening, once
            begun = loop.time()
            await store.wait(0.05)
            lasted.append(loop.time() - begun)
    assert max(lasted) >= 0.05 - time.get_clock_info("monotonic").resolution


async def test_a_store_that_is_not_open_says_so(where: str, opened: Opened) -> None:
    store = opened(where)
    await store.open(PROGRAMME)
    with pytest.raises(StoreError, match="is open already"):
        await store.open(PROGRAMME)
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="is closed"):
        await store.head()


async def test_a_log_that_is_not_there_is_neither_verified_nor_backed_up(where: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no log"):
        await verify(where)
    with pytest.raises(StoreError, match="There is no log"):
        await backup(where, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_restored_log_is_the_same_in_a_new_epoch(
    new_address: Callable[[], str], opened: Opened, tmp_path: Path
) -> None:
    first, second = new_address(), new_address()
    store = opened(first)
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    await store.keep(head)
    head = await append(store, head, "c")
    assert await backup(first, tmp_path / "copy.db") == 3  # the store is open meanwhile
    assert await restore(tmp_path / "copy.db", second) == 3
    again = opened(second)
    restored = await again.open(PROGRAMME)
    assert restored.epoch != store.epoch
    assert (restored.revision, digest(restored)) == (head.revision, digest(head))
    assert [(one.key, one.body) for one in await again.since(0)] == [
        (one.key, one.body) for one in await store.since(0)
    ]
    await append(again, restored, "d")
    assert await again.verify() == 4


async def test_a_log_moves_from_one_engine_to_the_other(
    database: str, opened: Opened, tmp_path: Path
) -> None:
    file = str(tmp_path / "festival.db")
    store = opened(file)
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    await backup(file, tmp_path / "one.db")
    await restore(tmp_path / "one.db", database)
    await backup(database, tmp_path / "two.db")
    await restore(tmp_path / "two.db", tmp_path / "again.db")
    assert digest(await opened(str(tmp_path / "again.db")).open(PROGRAMME)) == digest(head)


async def test_a_backup_is_one_private_file_that_is_not_overwritten(
    where: str, opened: Opened, tmp_path: Path
) -> None:
    store = opened(where)
    await append(store, await store.open(PROGRAMME), "a")
    target = tmp_path / "backups" / "copy.db"
    target.parent.mkdir()
    await backup(where, target)
    assert [one.name for one in target.parent.iterdir()] == ["copy.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="already: choose another name"):
        await backup(where, target)
    assert await verify(target) == 1


async def test_a_damaged_log_is_not_backed_up_and_a_damaged_backup_not_restored(
    where: str, opened: Opened, tmp_path: Path
) -> None:
    store = opened(where)
    await append(store, await store.open(PROGRAMME), "a", "b")
    await backup(where, tmp_path / "copy.db")
    tamper(where, "UPDATE log SET body = ? WHERE revision = 1", b"{}")
    tamper(str(tmp_path / "copy.db"), "UPDATE log SET body = ? WHERE revision = 2", b"{}")
    with pytest.raises(StoreDamaged, match="revision 1"):
        await backup(where, tmp_path / "other.db")
    with pytest.raises(StoreDamaged, match="revision 2"):
        await restore(tmp_path / "copy.db", where)
    assert not (tmp_path / "other.db").exists()
    assert await store.head() == 2


async def test_an_edit_of_a_random_batch_size_is_never_lost(where: str, opened: Opened) -> None:
    store = opened(where)
    head = await store.open(PROGRAMME)
    for size in (1, 2, 3, 5, 8, 13, 21):
        head = await append(store, head, *(f"{size}-{number}" for number in range(size)))
    records = await store.since(0)
    assert [one.revision for one in records] == list(range(1, 54))
    assert fold(PROGRAMME, [one.change for one in records]).stations == head.stations


def kept(number: int, until: str = "18:00") -> KeptPicks:
    return KeptPicks(bytes([number]) * 16, "8F3KQ" * number, at(until))


async def test_picks_are_there_after_opening_again_and_the_log_does_not_tell(
    where: str, opened: Opened
) -> None:
    store = opened(where)
    head = await append(store, await store.open(PROGRAMME), "a")
    assert await store.put_picks(kept(60), now=at("12:00"), most=9)
    await store.close()
    again = opened(where)
    assert await again.open(PROGRAMME) == head
    assert await again.find_picks(kept(60).key) == kept(60)
    assert await again.find_picks(kept(1).key) is None
    assert await again.verify() == await verify(where) == 1


async def test_picks_that_have_ended_make_room_and_others_do_not(where: str, opened: Opened) -> None:
    store = opened(where)
    await store.open(PROGRAMME)
    asked = [(kept(1), "12:00"), (kept(2, "19:00"), "12:00"), (kept(3), "17:59"), (kept(4), "18:00")]
    done = [await store.put_picks(one, now=at(time), most=2) for one, time in asked]
    assert done == [True, True, False, True]
    found = [await store.find_picks(one.key) for one, _ in asked]
    assert found == [None, kept(2, "19:00"), None, kept(4)]


async def test_picks_outlive_a_restore_and_a_log_that_knew_none_gets_them(
    where: str, opened: Opened, tmp_path: Path
) -> None:
    store = opened(where)
    await append(store, await store.open(PROGRAMME), "a")
    await backup(where, tmp_path / "copy.db")
    await store.put_picks(kept(1), now=at("12:00"), most=9)
    await store.close()
    await restore(tmp_path / "copy.db", where)
    again = opened(where)
    await again.open(PROGRAMME)
    assert await again.find_picks(kept(1).key) == kept(1)
    await again.close()
    tamper(where, "DROP TABLE picks")
    older = opened(where)
    await older.open(PROGRAMME)
    assert await older.find_picks(kept(1).key) is None
    assert await older.put_picks(kept(2), now=at("12:00"), most=9)
    await restore(tmp_path / "copy.db", tmp_path / "elsewhere.db")
    assert await verify(tmp_path / "elsewhere.db") == 1


async def test_an_unknown_address_is_refused() -> None:
    for where in ("mysql://host/db", "", "sqlite:"):
        with pytest.raises(StoreError, match=r"give a path, sqlite:PATH or postgresql://\.\.\."):
            open_store(where)
