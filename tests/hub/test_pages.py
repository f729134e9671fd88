"""Pages over HTTP: encodings, validators, languages, headers, and addresses that nobody would type."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from festival.hub.door import WORK_PER_S, WORK_S, Payer
from festival.hub.limits import Buckets
from festival.hub.pages import Pages
from festival.hub.prepared import Prepared
from festival.hub.wishes import Wish
from festival.pages.assets import ASSETS, WORKER
from festival.schedule.codes import code_for
from hub.rig import Raw, Served, Time, running, until
from schedule.examples import at

BAND = f"/T/{code_for('session', 'band')}"
STAGE = f"/S/{code_for('room', 'stage')}"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def served(tmp_path: Path, clock: Time) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=clock) as one:
        yield one


async def test_a_page_is_html_in_the_language_that_is_preferred(served: Served) -> None:
    for header, language in (("en-GB, de;q=0.5", "en"), ("fr", "en"), ("", "de")):
        answer = await served.http.get("/", headers={"accept-language": header})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}"' in answer.text
    chosen = await served.http.get("/?l=en", headers={"accept-language": "de"})
    assert chosen.headers["content-language"] == "en"
    german = (await served.http.get("/", headers={"accept-language": "de"})).headers["etag"]
    other = await served.http.get("/", headers={"accept-language": "en", "if-none-match": german})
    assert (other.status_code, other.headers["content-language"]) == (200, "en")


async def test_a_made_up_day_is_said_so(served: Served, tmp_path: Path, clock: Time) -> None:
    (tmp_path / "rehearsal").mkdir()
    async with running(tmp_path / "rehearsal", clock=clock, rate=1.0) as made_up:
        said = [NOINDEX in (await hub.http.get("/")).text for hub in (served, made_up)]
    assert said == [False, True]


async def test_a_page_sets_no_cookie_and_allows_nothing_from_elsewhere(served: Served) -> None:
    for path in ("/", BAND, "/P/00000", WORKER.path, *ASSETS):
        headers = (await served.http.get(path)).headers
        assert headers["content-security-policy"] == POLICY
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "set-cookie" not in headers


async def test_the_files_of_a_page_are_kept_for_ever(served: Served) -> None:
    page = (await served.http.get("/M")).text
    named = re.findall(r'(?:href|src)="(/files/[^"]+)"', page)
    assert sorted(named) == sorted(ASSETS)
    for path in named:
        answer = await served.http.get(path)
        assert answer.content == ASSETS[path].body
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    worker = await served.http.get(WORKER.path)  # at an address that stays
    assert (worker.content, worker.headers["cache-control"]) == (WORKER.body, "no-cache")


async def test_one_who_has_a_page_is_told_so_until_it_changes(served: Served, clock: Time) -> None:
    first = await served.http.get(BAND)
    again = await served.http.get(BAND, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    clock.now = at("14:21")
    minute = await served.http.get(BAND, headers={"if-none-match": first.headers["etag"]})
    assert minute.status_code == 200
    assert (await served.edit(served.token())).status_code == 201
    changed = await served.http.get(BAND, headers={"if-none-match": minute.headers["etag"]})
    assert changed.status_code == 200
    assert "5 Min. später" in changed.text


async def test_both_encodings_hold_the_same_page(served: Served) -> None:
    plain = await served.http.get(STAGE, headers={"accept-encoding": "identity"})
    zipped = await served.http.get(STAGE, headers={"accept-encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.text == plain.text
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert plain.headers["vary"] == "Accept-Encoding, Accept-Language"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """Give what is made from now on, in order."""
    wishes: list[Wish] = []
    make = Pages._made

    def noted(pages: Pages, wish: Wish, *more: Any) -> tuple[Prepared, bool]:
        wishes.append(wish)
        return make(pages, wish, *more)

    monkeypatch.setattr(Pages, "_made", noted)
    return wishes


async def test_a_page_is_made_once_for_all_who_ask_at_the_same_time(served: Served, made: list[Wish]) -> None:
    answers = await asyncio.gather(*(served.http.get(path) for path in [STAGE, STAGE.lower()] * 8))
    assert len({answer.text for answer in answers}) == 1
    assert len(made) == 1


async def test_a_slow_page_of_the_minute_before_takes_nothing_from_this_one(
    served: Served, clock: Time, made: list[Wish], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, payer = served.hub.pages, Payer(Buckets(1, 1, monotonic=lambda: 0.0), "")
    may = {at("14:20"): asyncio.Event(), at("14:21"): asyncio.Event()}
    begun: list[datetime] = []
    do = pages._lane.do

    async def slow(kind: str, make: Any, **options: Any) -> Any:
        minute = make.args[1].minute
        begun.append(minute)
        await may[minute].wait()
        return await do(kind, make, **options)

    monkeypatch.setattr(pages._lane, "do", slow)
    wish = pages.wish(STAGE, b"", b"")
    old = asyncio.create_task(pages.get(wish, payer))
    await until(lambda: len(begun) == 1)
    clock.now = at("14:21")
    new = asyncio.create_task(pages.get(wish, payer))
    await until(lambda: len(begun) == 2)
    may[at("14:20")].set()
    await old
    newer = asyncio.create_task(pages.get(wish, payer))
    may[at("14:21")].set()
    bodies = [(await one).plain.body for one in (old, new, newer)]
    assert (len(made), bodies[1] == bodies[2] != bodies[0]) == (2, True)


async def test_pages_that_only_one_visitor_wants_take_no_place_of_those_that_many_do(
    served: Served, made: list[Wish], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KEPT", "KEPT_OWN"):
        monkeypatch.setattr(f"festival.hub.pages.{name}", 2)

    async def count(*paths: str) -> int:
        before = len(made)
        for path in paths:
            await served.http.get(path)
        return len(made) - before

    assert await count(STAGE, "/Q?q=a", "/Q?q=b", f"/A/{BAND[3:]}") == 4
    assert await count("/P/00000", "/T/00000", "/A/" + "0" * 26, "/P/00000") == 4  # nobody keeps those
    assert await count(STAGE, "/Q?q=b", f"/A/{BAND[3:]}") == 0
    assert await count("/Q?q=a", BAND, "/", STAGE) == 4


async def test_who_has_the_hub_work_too_much_waits_alone_and_what_is_for_all_is_free(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, nothing, dead_hour = f"/A/{BAND[3:]}", "/P/00000", "/day/2022-05-27T77"
    work = served.hub.door._work
    work._monotonic = lambda: 0.0  # nothing comes back
    await served.http.get(STAGE)
    assert work._held("127.0.0.1") == WORK_S
    assert [(await served.http.get(path)).status_code for path in (nothing, dead_hour)] == [404, 404]
    assert 0 < work._held("127.0.0.1") < WORK_S
    work.pay("127.0.0.1", WORK_S + 10 * WORK_PER_S)
    paths = ("/Q?q=a", mine, nothing, dead_hour, f"{mine}.ics")
    refused = [await served.http.get(path) for path in paths]
    assert [one.status_code for one in refused] == [429] * 5
    assert {int(one.headers["retry-after"]) for one in refused} <= {11, 12}
    shared = ("/", BAND, "/Q", "/day/2022-05-27", f"{STAGE}?l=en", "/all.ics", "/readyz")
    assert [(await served.http.get(path)).status_code for path in shared] == [200] * 7
    # There are more than can be kept: whoever asks for these pays.
    monkeypatch.setattr(served.hub.pages._now().shared, "_most", 1)
    answers = [await served.http.get(path) for path in ("/M", BAND, f"/S/{code_for('room', 'hall')}")]
    assert [one.status_code for one in answers] == [200, 200, 429]


async def test_a_person_who_is_to_wait_gets_a_page_that_tries_again(served: Served) -> None:
    work = served.hub.door._work
    work._monotonic = lambda: 0.0
    work.pay("127.0.0.1", WORK_S + 10 * WORK_PER_S)
    browser = {"accept": "text/html,*/*;q=0.8"}
    page = await served.http.get("/Q?q=a")
    assert (page.status_code, page.headers["content-type"]) == (429, "text/html; charset=utf-8")
    named = {name: page.headers.get_list(name) for name in ("cache-control", "content-security-policy")}
    assert named == {"cache-control": ["no-store"], "content-security-policy": [POLICY]}
    assert page.headers["retry-after"] == "10"
    assert '<meta http-equiv="refresh" content="10">' in page.text
    assert re.findall(r'<section lang="(..)">\n<h1>(.+)</h1>', page.text) == [
        ("de", "Einen Moment bitte"), ("en", "One moment, please"),
    ]  # fmt: skip
    dates = [await served.http.get(f"/A/{BAND[3:]}.ics", headers=one) for one in ({}, browser)]
    kinds = ["application/problem+json", "text/html; charset=utf-8"]
    assert [one.headers["content-type"] for one in dates] == kinds


async def test_a_cache_keeps_for_a_second_what_many_want_and_nothing_of_one_visitor(tmp_path: Path) -> None:
    async with running(tmp_path, cache_control="s-maxage=1, stale-while-revalidate=5") as served:
        mine, found = f"/A/{BAND[3:]}", dict[str, list[str]]()
        for path in ("/api/schedule", "/", BAND, "/Q", "/all.ics", mine, "/Q?q=a", f"{mine}.ics", "/T/00000"):
            found.setdefault((await served.http.get(path)).headers["cache-control"], []).append(path)
    assert found == {
        "s-maxage=1, stale-while-revalidate=5": ["/api/schedule"],
        "s-maxage=1": ["/", BAND, "/Q", "/all.ics"],
        "private, no-cache": [mine, "/Q?q=a", f"{mine}.ics"],
        "no-store": ["/T/00000"],
    }


async def test_a_page_is_asked_for_in_any_case_and_never_written_to(served: Served) -> None:
    assert (await served.http.get(BAND.lower())).text == (await served.http.get(BAND)).text
    head = await served.http.head(BAND)
    assert (head.status_code, head.content) == (200, b"")
    refused = await served.http.post(BAND)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


async def test_an_unknown_code_has_a_page_that_helps_and_is_kept_by_nobody(served: Served) -> None:
    answer = await served.http.get("/P/00000", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert "The code 00000 leads to nothing here." in answer.text


def encore(name: str) -> dict[str, Any]:
    """Give the edit that adds a session which nobody planned."""
    return {
        "kind": "add_session",
        "session": {
            "id": name, "room": "stage", "track": "music", "kind": "music", "sample": True,
            "title": {"und": "Encore"}, "start": at("18:00").isoformat(), "end": at("19:00").isoformat(),
        },
    }  # fmt: skip


async def test_a_withdrawn_session_is_gone_for_good_and_keeps_its_address(
    tmp_path: Path, clock: Time
) -> None:
    path = f"/T/{code_for('session', 's2336')}"
    assert path == f"/T/{code_for('session', 's2339')}"  # one of 33 million pairs of names
    async with running(tmp_path, clock=clock) as first:
        token = first.token()
        revision = (await first.edit(token, encore("s2336"))).json()["change"]["revision"]
        assert (await first.http.get(path)).status_code == 200
        refused = await first.edit(token, encore("s2339"))
        assert (refused.status_code, "would have the short code of s2336" in refused.text) == (422, True)
        assert (await first.edit(token, {"kind": "undo", "change": revision})).status_code == 201
    async with running(tmp_path, clock=clock) as again:
        answer = await again.http.get(path, headers={"accept-language": "en"})
        assert (answer.status_code, "was taken from the programme" in answer.text) == (410, True)
        assert "<s>Encore</s>" in answer.text
        refused = await again.edit(token, encore("s2339"))
        assert (refused.status_code, "would have the short code of s2336" in refused.text) == (422, True)
        assert (await again.edit(token, encore("s2336"))).status_code == 201  # it comes back
        assert (await again.http.get(path)).status_code == 200


async def test_who_is_lost_with_a_browser_gets_a_page_and_a_program_a_problem(served: Served) -> None:
    person = await served.http.get("/nowhere", headers={"accept": "text/html,*/*;q=0.8"})
    assert (person.status_code, person.headers["content-type"]) == (404, "text/html; charset=utf-8")
    program = await served.http.get("/nowhere")
    assert (program.status_code, program.headers["content-type"]) == (404, "application/problem+json")


async def test_a_search_takes_what_was_typed_as_text(served: Served) -> None:
    typed = "<script>alert('1')</script>\r\nx: y"
    answer = await served.http.get("/Q", params={"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "x" not in answer.headers
    odd = [await served.http.get(f"/Q?q={code}&q=b&l=../..&l=%0d%0a") for code in ("%ff%fe", "%ff%00")]
    assert [one.status_code for one in odd] == [200, 404]


ODD = (
    *("/P/..", "/P/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/files/../pages.py", "/files/style.css"),
    *("/P/%00", "/T/8F3K%00", "/P/%0d%0aset-cookie:%20a=b", "/P/%", "/P/%zz", "/P/%ff%fe", "//evil.example/"),
    *("/A/" + "A" * 4_000, "/P/" + "%41" * 400, "/T/%F0%9F%92%A9", "/\\evil.example", "/P;a=b/8F3K0"),
)


async def test_what_nobody_would_type_is_answered_and_goes_into_no_header(served: Served) -> None:
    for target in ODD:
        raw = await Raw.connect(served.port)
        said = await raw.answer(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head, _, body = said.partition(b"\r\n\r\n")
        assert head.split()[1] in {b"400", b"404"}, target
        names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")}
        assert not {b"set-cookie", b"location"} & names, target
        assert b"evil" not in head + body, target


async def test_the_first_page_and_all_its_files_are_small_on_the_wire(served: Served) -> None:
    sizes = []
    async with httpx.AsyncClient(base_url=served.http.base_url) as browser:
        for path in ("/", WORKER.path, *ASSETS):
            async with browser.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
                assert gzip.decompress(raw)
                sizes.append(len(raw))
    assert sum(sizes) < 20_000
