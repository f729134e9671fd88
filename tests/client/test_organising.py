"""What organisers ask of a real hub besides edits, and of servers that are none."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from client.rig import faking, http, make_changes
from festival.client.errors import HubUnreachable, Refused, WrongServer
from festival.client.organising import Holder, Organiser, Screens, ScreenSeen
from festival.hub.messages import ScreenReport
from festival.schedule.cursor import Cursor
from hub.rig import Served, running
from schedule.examples import at

NOW = at("13:00")


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=lambda: NOW, token_clock=lambda: NOW) as one:
        yield one


def organiser(served: Served, token: str | None = None) -> Organiser:
    return Organiser(f"http://127.0.0.1:{served.port}", token or served.token("editor"))


async def test_a_token_tells_its_holder_what_it_is(served: Served) -> None:
    until = NOW + timedelta(hours=1)
    token = served.tokens.make("host", now=NOW, room="stage", label="Ada", until=until)[0]
    assert await organiser(served, token).who() == Holder("Ada", "host", "stage", until)


async def test_a_token_that_opens_nothing_is_refused(served: Served) -> None:
    with pytest.raises(Refused, match="not valid") as caught:
        await organiser(served, "fest_x_y").who()
    assert (caught.value.status, caught.value.kind) == (401, "token-invalid")


async def test_screens_say_how_many_show_the_newest(served: Served) -> None:
    await make_changes(served.hub.publisher, 2)
    newest = served.hub.publisher.cursor
    for name, cursor in [("K1", newest), ("K2", Cursor(newest.epoch, 1)), ("K3", None)]:
        said = str(cursor) if cursor else None
        served.hub.screens.hear(ScreenReport(id=name, cursor=said, columns=120, rows=33, skew_ms=1.5))
    found = await organiser(served).screens()
    assert found == Screens(
        newest,
        (
            ScreenSeen("K1", newest, 120, 33, 1.5, "", NOW, is_behind=False),
            ScreenSeen("K2", Cursor(newest.epoch, 1), 120, 33, 1.5, "", NOW, is_behind=True),
            ScreenSeen("K3", None, 120, 33, 1.5, "", NOW, is_behind=True),
        ),
    )
    assert found.showing_newest == 1


async def test_history_is_read_page_by_page_from_the_newest_to_the_first(served: Served) -> None:
    await make_changes(served.hub.publisher, 7)
    one, epoch = organiser(served), served.hub.publisher.cursor.epoch
    pages = [await one.history(limit=3)]
    while pages[-1]:
        pages.append(await one.history(Cursor(epoch, pages[-1][-1].revision), limit=3))
    assert [[change.revision for change in page] for page in pages] == [[7, 6, 5], [4, 3, 2], [1], []]
    assert {change.by for page in pages for change in page} == {"Ada"}


async def test_history_of_another_log_is_refused(served: Served) -> None:
    with pytest.raises(Refused) as caught:
        await organiser(served).history(Cursor("other", 3))
    assert (caught.value.status, caught.value.cursor) == (410, str(served.hub.publisher.cursor))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", HubUnreachable),
        (http(b"{}", status="503 Service Unavailable", Retry_After="3"), HubUnreachable),
        (http(b"<html>", kind="text/html"), WrongServer),
        (http(b'{"name":1}'), WrongServer),
        (http(b"[" * 100_000), WrongServer),
        (http(b"no", status="404 Not Found", kind="text/plain"), WrongServer),
    ],
    ids=["nothing", "busy", "a captive portal", "a foreign JSON", "a deep JSON", "another site"],
)
async def test_what_is_no_answer_of_a_hub_is_told_apart(answer: bytes, error: type[Exception]) -> None:
    async with faking(lambda _asked: answer) as fake:
        with pytest.raises(error) as caught:
            await Organiser(fake.address, "t", within_s=1).who()
    assert getattr(caught.value, "retry_after_s", 0) == (3 if b"Retry" in answer else 0)


async def test_what_a_hub_says_of_a_token_cannot_write_to_the_terminal() -> None:
    said = {"name": "Ada\x1b]0;x\x07", "role": "ed\x9bitor", "room": "\x1b[2Jstage"}
    async with faking(lambda _asked: http(json.dumps(said).encode())) as fake:
        assert await Organiser(fake.address, "t").who() == Holder("Ada]0;x", "editor", "[2Jstage", None)


def test_an_address_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        Organiser("hub", "t")
