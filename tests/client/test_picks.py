"""Having a hub keep picks: a real one, one that refuses, is slow or gone, and servers that are none."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from client.rig import Asked, faking, http
from festival.cli.following import Following
from festival.client import picks
from festival.client.cache import Cache
from festival.client.clock import HubClock
from festival.client.errors import HubSilent, HubUnreachable, Refused, WrongServer
from festival.client.kept import Kept
from festival.client.picks import keep_picks
from hub.memory_store import MemoryStore
from hub.rig import programme, running
from schedule.examples import at

CREATED = "201 Created"
UNTIL = "2022-06-03T21:59:59Z"


async def test_a_hub_says_where_it_keeps_picks_and_whom_it_refuses(tmp_path: Path) -> None:
    async with running(tmp_path, MemoryStore(), clock=lambda: at("13:00")) as served:
        hub = f"http://127.0.0.1:{served.port}"
        kept = await keep_picks(hub, served.token("kiosk"), ["band", "choir"])
        assert (len(kept.secret), kept.until.isoformat()) == (26, "2022-06-03T21:59:59+00:00")
        assert (await served.http.get(f"/A/{kept.secret}")).text.count("data-keep=") == 2
        with pytest.raises(Refused) as caught:
            await keep_picks(hub, served.token("editor"), ["band"])
        assert caught.value.status == 403


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", HubUnreachable),
        (http(b"{}", status="503 Service Unavailable"), HubUnreachable),
        (http(b"<html>", status=CREATED, kind="text/html"), WrongServer),
        (http(json.dumps({"secret": "../../evil", "until": UNTIL}).encode(), status=CREATED), WrongServer),
        (http(json.dumps({"secret": "0" * 26, "until": "soon"}).encode(), status=CREATED), WrongServer),
        (http(json.dumps({"secret": "0" * 26 + "\n", "until": UNTIL}).encode(), status=CREATED), WrongServer),
    ],
    ids=["nothing", "busy", "a captive portal", "another path", "no time", "a line end"],
)
async def test_what_is_no_answer_of_a_hub_is_told_apart(answer: bytes, error: type[Exception]) -> None:
    async with faking(lambda _asked: answer) as fake:
        with pytest.raises(error):
            await keep_picks(fake.address, "t", ["band"])


async def test_a_kiosk_is_told_nothing_by_a_hub_that_is_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picks, "WITHIN_S", 0.1)
    start, clock = Kept(programme(), "programme"), HubClock(lambda: at("13:00"))

    async def silence(_asked: Asked) -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    async with faking(silence) as fake:
        with pytest.raises(HubSilent):
            await keep_picks(fake.address, "t", ["band"])
        found = Following(fake.address, "t", Cache(tmp_path), start, clock, is_made_up=False)
        assert await found.keep_picks(("band",)) is None
