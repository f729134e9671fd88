"""What those get who ask for the programme while it changes."""

import asyncio
from datetime import datetime

from festival.hub.prepared import prepared
from festival.hub.snapshot import Snapshots
from hub.rig import programme
from schedule.examples import at


def clock() -> datetime:
    return at("13:00")


def test_hubs_that_share_a_log_send_the_same_bytes_under_the_same_etag() -> None:
    zipped = prepared(b"x" * 100, "text/plain", [], etag="one").zipped
    assert (zipped.etag, zipped.body[4:8]) == (b'"one.gzip"', bytes(4))  # RFC 1952, 2.3.1: no time


async def test_who_waits_while_the_log_is_replaced_gets_what_stands_in_its_place() -> None:
    newest = programme().model_copy(update={"epoch": "lost", "revision": 5})
    snapshots = Snapshots(lambda: newest, clock=clock, common=[])
    asked = asyncio.create_task(snapshots.get())
    await asyncio.sleep(0)  # it waits for a snapshot that is still to be made
    newest = newest.model_copy(update={"epoch": "restored", "revision": 2})
    async with asyncio.timeout(10):
        assert (await asked).cursor == ("restored", 2)
