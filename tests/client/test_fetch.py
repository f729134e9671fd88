"""What is taken for an answer of the hub, and what is not."""

import asyncio
import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from functools import partial

import httpx
import pytest

from client.rig import Answering, Asked, faking, http
from festival.client.errors import HubSilent, HubUnreachable, WrongServer
from festival.client.fetching import fetch_changes, fetch_schedule
from festival.client.http import Answer, ask, client_for, retry_after_s
from festival.client.messages import ChangesAnswer, Gone
from festival.client.threads import Aside
from festival.hub.snapshot import build
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule
from hub.rig import programme
from schedule.examples import at

WITHIN_S = 1.0
PROGRAMME = programme().model_copy(update={"epoch": "e", "revision": 7})
SNAPSHOT = build(PROGRAMME, at("13:00"), [], "no-cache")
BODY = SNAPSHOT.plain.body
ELSEWHERE = "http://127.0.0.1:9/api/schedule"


@pytest.fixture
def aside() -> Iterator[Aside]:
    one = Aside("test")
    yield one
    one.close()


async def schedule_from(
    answer: Answering | bytes, aside: Aside, known: Cursor | None = None
) -> Schedule | None:
    answering = answer if callable(answer) else lambda _asked: answer
    async with faking(answering) as fake, await client_for(fake.address, connect_s=1) as client:
        try:
            return await fetch_schedule(client, known, aside=aside, within_s=WITHIN_S)
        finally:
            assert fake.asked["/api/schedule"] == sum(fake.asked.values()) == 1


def changed(**fields: object) -> bytes:
    """Return the body of a snapshot with other members."""
    return json.dumps(json.loads(BODY) | fields).encode()


async def test_a_schedule_is_taken_plain_and_packed(aside: Aside) -> None:
    assert await schedule_from(http(BODY), aside) == PROGRAMME
    packed = http(SNAPSHOT.zipped.body, Content_Encoding="gzip")
    assert await schedule_from(packed, aside) == PROGRAMME
    assert (
        await schedule_from(http(BODY, length=-1, kind="application/json; charset=utf-8"), aside) == PROGRAMME
    )


async def test_one_who_has_it_is_told_so(aside: Aside) -> None:
    def answer(asked: Asked) -> bytes:
        assert asked.headers["if-none-match"] == '"e-7", "e-7.gzip"'
        return http(status="304 Not Modified")

    assert await schedule_from(answer, aside, Cursor("e", 7)) is None


async def test_nothing_is_told_or_kept_that_the_hub_needs_not(aside: Aside) -> None:
    seen: list[dict[str, str]] = []

    def answer(asked: Asked) -> bytes:
        seen.append(asked.headers)
        return http(BODY, Set_Cookie="a=b; Path=/")

    async with (
        faking(answer) as fake,
        await client_for(fake.address, connect_s=1) as client,
    ):
        for _ in range(2):
            await fetch_schedule(client, None, aside=aside, within_s=WITHIN_S)
    assert [headers.keys() & {"cookie", "authorization", "if-none-match"} for headers in seen] == [set()] * 2


NESTED = b'{"epoch":"e","revision":7,"server_time":"2022-05-27T10:00:00Z","schedule":' + b"[" * 100_000

WRONG = {
    "a page": http(b"<html>Welcome to our WLAN</html>", kind="text/html"),
    "a page that says it is JSON": http(b"<html>Welcome to our WLAN</html>"),
    "nothing": http(b""),
    "a redirect": http(status="302 Found", Location=ELSEWHERE),
    "a permanent redirect": http(BODY, status="308 Permanent Redirect", Location=ELSEWHERE),
    "a captive portal": http(b"{}", status="511 Network Authentication Required"),
    "not found": http(b"{}", status="404 Not Found"),
    "a 304 that was not asked for": http(status="304 Not Modified"),
    "no content": http(status="204 No Content"),
    "a part": http(BODY, status="206 Partial Content"),
    "a foreign JSON": http(b'{"status":"ok"}'),
    "a list": http(b"[]"),
    "a number": http(b"9" * 100_000),
    "deep nesting": http(NESTED),
    "another kind": http(BODY, kind="text/plain"),
    "another epoch inside": http(changed(epoch="f")),
    "another revision inside": http(changed(revision=8)),
    "a huge revision": http(changed(revision=10**30)),
    "a revision that is no number": http(BODY.replace(b'"revision":7', b'"revision":NaN')),
    "no epoch": http(changed(epoch="")),
    "a schedule that cannot be": http(changed(schedule={"epoch": "e", "revision": 7})),
    "a room that is nowhere": http(BODY.replace(b'"room":"hall"', b'"room":"cellar"')),
    "a time zone that is nowhere": http(BODY.replace(b"Europe/Berlin", b"Europe/Nowhere")),
    "a member too many": http(changed(schedule=json.loads(BODY)["schedule"] | {"x": 1})),
    "not UTF-8": http(BODY.replace(b"Day", b"D\xff\xff")),
    "half a gzip": http(SNAPSHOT.zipped.body[:-9], Content_Encoding="gzip"),
    "a broken gzip": http(SNAPSHOT.zipped.body[:40] + b"x" * 200, Content_Encoding="gzip"),
    "more than a gzip": http(SNAPSHOT.zipped.body * 2, Content_Encoding="gzip"),
    "an encoding that was not asked for": http(BODY, Content_Encoding="br"),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG.keys())
async def test_what_is_not_the_hub_is_refused(answer: bytes, aside: Aside) -> None:
    with pytest.raises(WrongServer):
        await schedule_from(answer, aside)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000,
        http(BODY[:-1], length=len(BODY)),
        http(status="503 Service Unavailable", Retry_After="7"),
        http(b"<html>", status="502 Bad Gateway", kind="text/html"),
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
    ids=["nothing", "no HTTP", "endless headers", "cut", "busy", "gateway", "SSH"],
)
async def test_what_passes_is_tried_again(answer: bytes, aside: Aside) -> None:
    with pytest.raises(HubUnreachable) as caught:
        await schedule_from(answer, aside)
    assert caught.value.retry_after_s == (7 if b"Retry-After" in answer else 0)


async def test_a_hub_that_is_not_there_and_a_name_that_is_none(aside: Aside) -> None:
    for hub in ("http://127.0.0.1:9", "http://hub.invalid", "https://127.0.0.1:9", "http://["):
        async with await client_for(hub, connect_s=1) as client:
            with pytest.raises(HubUnreachable):
                await fetch_schedule(client, None, aside=aside, within_s=WITHIN_S)


async def test_another_machine_with_tls_is_not_the_hub(aside: Aside) -> None:
    async with (
        faking(lambda _asked: http(BODY)) as fake,
        await client_for(f"https://127.0.0.1:{fake.port}", connect_s=1) as client,
    ):
        with pytest.raises(HubUnreachable):
            await fetch_schedule(client, None, aside=aside, within_s=WITHIN_S)


async def drip(answer: bytes) -> AsyncIterator[bytes]:
    for number in range(len(answer)):
        yield answer[number : number + 1]
        await asyncio.sleep(WITHIN_S / 20)


async def silent(answer: bytes) -> AsyncIterator[bytes]:
    yield answer
    await asyncio.Event().wait()


async def endless(answer: bytes) -> AsyncIterator[bytes]:
    yield answer
    while True:
        yield b" " * 65_536


HEAD = http(length=-1)


@pytest.mark.parametrize(
    "answer", [partial(drip, http(BODY)), partial(silent, b""), partial(silent, HEAD), partial(silent, http(BODY, length=10**9))]
)  # fmt: skip
async def test_one_deadline_holds_for_the_whole(answer: partial[AsyncIterator[bytes]], aside: Aside) -> None:
    begun = asyncio.get_running_loop().time()
    with pytest.raises(HubSilent):
        await schedule_from(lambda _asked: answer(), aside)
    assert asyncio.get_running_loop().time() - begun < WITHIN_S * 3


CAP = 1_000_000


async def body_from(answer: Answering) -> Answer:
    async with (
        faking(answer) as fake,
        await client_for(fake.address, connect_s=1) as client,
    ):
        return await ask(client, "GET", "/", within_s=20, cap=CAP)


async def test_an_answer_may_be_as_large_as_the_cap() -> None:
    assert (await body_from(lambda _asked: http(b"x" * CAP))).body == b"x" * CAP
    packed = http(gzip.compress(b"x" * CAP), Content_Encoding="gzip")
    assert (await body_from(lambda _asked: packed)).body == b"x" * CAP


def bomb() -> bytes:
    """Return some 200 kB that become 200 MB."""
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(bytes(CAP)) for _ in range(200)) + pack.flush()


@pytest.mark.parametrize(
    "answer",
    [
        lambda _asked: http(b"x" * (CAP + 1)),
        lambda _asked: endless(HEAD),
        lambda _asked: http(gzip.compress(b"x" * (CAP + 1)), Content_Encoding="gzip"),
        lambda _asked: http(bomb(), Content_Encoding="gzip"),
        lambda _asked: endless(http(gzip.compress(b"{}"), length=-1, Content_Encoding="gzip")),
    ],
    ids=["plain", "endless", "gzip", "a bomb", "endless behind a gzip"],
)
async def test_more_than_the_cap_is_not_taken_and_fills_no_memory(answer: Answering) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(WrongServer):
            await body_from(answer)
        # The server's own answer is in it too: at most once in bytes and once in the transport.
        assert tracemalloc.get_traced_memory()[1] < 12 * CAP
    finally:
        tracemalloc.stop()


EMPTY = b'"epoch":"e","revision":7,"server_time":"2022-05-27T10:00:00Z","changes":[],"more":false'


async def list_from(answer: bytes, aside: Aside) -> ChangesAnswer | Gone:
    async with faking(lambda _asked: answer) as fake, await client_for(fake.address, connect_s=1) as client:
        found = await fetch_changes(client, Cursor("e", 7), aside=aside, within_s=WITHIN_S)
        assert fake.requests[0].query == "since=e-7&limit=1000"
        return found


async def test_a_list_is_taken_and_so_is_the_answer_that_there_is_none(aside: Aside) -> None:
    found = await list_from(http(b"{%b}" % EMPTY), aside)
    assert found == ChangesAnswer(epoch="e", revision=7, server_time=at("12:00"), changes=(), more=False)
    gone = http(b'{"title":"Gone","cursor":"f-9"}', status="410 Gone", kind="application/problem+json")
    assert await list_from(gone, aside) == Gone(cursor="f-9")


@pytest.mark.parametrize(
    "answer",
    [
        http(b"{}"),
        http(b"{%b}" % EMPTY.replace(b"[]", b'[{"revision":8}]')),
        http(b"{%b}" % EMPTY.replace(b"T10:00:00Z", b"T10:00:00")),
        http(b'{%b,"rate":0}' % EMPTY),
        http(b"{%b}" % EMPTY, kind="text/html"),
        http(b"{%b}" % EMPTY.replace(b"[]", b"[" * 50_000)),
        http(b"<html>", status="410 Gone", kind="text/html"),
        http(b"{}", status="410 Gone", kind="application/problem+json"),
        http(b'{"cursor":"nonsense"}', status="410 Gone", kind="application/problem+json"),
        http(b"{}", status="401 Unauthorized", kind="application/problem+json"),
    ],
)
async def test_what_is_no_list_is_refused(answer: bytes, aside: Aside) -> None:
    with pytest.raises(WrongServer):
        await list_from(answer, aside)


@pytest.mark.parametrize(
    ("text", "seconds"), [("7", 7.0), ("0", 0.0), ("-1", 0.0), ("1e9", 0.0), ("٣", 0.0), ("9" * 9, 0.0), ("Fri, 27 May 2022 10:00:00 GMT", 0.0)]
)  # fmt: skip
def test_what_a_server_may_ask_for_is_a_number_of_seconds(text: str, seconds: float) -> None:
    response = httpx.Response(503, headers=[(b"retry-after", text.encode())])
    assert retry_after_s(response) == seconds
