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

from festival.hub.pages import Pages
from festival.hub.prepared import Prepared
from festival.pages.assets import ASSETS
from festival.schedule.codes import code_for
from hub.rig import Raw, Served, running
from schedule.examples import at

BAND = f"/T/{code_for('session', 'band')}"
STAGE = f"/S/{code_for('room', 'stage')}"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = at("14:20")

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def served(tmp_path: Path, clock: Time) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=clock) as one:
        yield one


async def test_a_page_is_html_in_the_language_that_is_preferred(served: Served) -> None:
    for header, language in (("en-GB, de;q=0.5", "en"), ("fr", "de"), ("", "de")):
        answer = await served.http.get("/", headers={"accept-language": header})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}"' in answer.text
    chosen = await served.http.get("/?l=en", headers={"accept-language": "de"})
    assert chosen.headers["content-language"] == "en"


async def test_a_page_sets_no_cookie_and_allows_nothing_from_elsewhere(served: Served) -> None:
    for path in ("/", BAND, "/P/00000", *ASSETS):
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


async def test_a_page_is_made_once_for_all_who_ask_at_the_same_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    pages = served.hub.pages
    prepare = pages._prepared

    def counted(_: Pages, *what: Any) -> Prepared:
        made.append(what)
        return prepare(*what)

    monkeypatch.setattr(Pages, "_prepared", counted)
    answers = await asyncio.gather(*(served.http.get(path) for path in [STAGE, STAGE.lower()] * 8))
    assert len({answer.text for answer in answers}) == 1
    assert len(made) == 1


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
    assert (await served.http.get("/Q?q=%ff%fe%00&q=b&l=../..&l=%0d%0a")).status_code == 200


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
        for path in ("/", *ASSETS):
            async with browser.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
                assert gzip.decompress(raw)
                sizes.append(len(raw))
    assert sum(sizes) < 20_000
