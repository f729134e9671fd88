"""Pages that a change leaves as they were are not drawn again, and are right all the same; slow ones keep nobody waiting."""

import asyncio
import re
import threading
import time
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from itertools import chain

import pytest

from festival.hub.drawn import Drawn
from festival.hub.lane import SLOW_S, Lane
from festival.hub.problems import Problem
from festival.pages.cards import Card, session_card
from festival.pages.drawing import draw
from festival.pages.kinds import KINDS
from festival.pages.making import page
from festival.pages.reader import Reader
from festival.pages.site import pages
from festival.pages.things import session_code
from festival.programme import bundled, load, load_rehearsal
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Announce
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule, Session
from pages.reading import asked, reader_of

SAMPLE = 3
"""Pages of each kind."""


def _some_paths(schedule: Schedule) -> list[str]:
    found: dict[str, list[str]] = {name: [] for name in KINDS}
    for path in pages(schedule):
        found[asked(path).kind.name].append(path)
    return [path for paths in found.values() for path in paths[:: max(1, len(paths) // SAMPLE)]]


def test_templates_draw_nothing_of_the_schedule_itself_but_its_revision() -> None:
    folder = files("festival.pages") / "templates"
    found = (
        re.findall(r"reader\.(?:schedule|things)\b\.?(\w*)", one.read_text()) for one in folder.iterdir()
    )
    assert sorted(chain.from_iterable(found)) == ["epoch", "revision"]


def test_after_each_change_of_a_day_each_page_is_as_if_drawn_anew() -> None:
    schedule, drawn, log = load(bundled()), Drawn(), dict[int, Change]()
    paths = _some_paths(schedule)
    trace = load_rehearsal(bundled())
    noon = trace[len(trace) // 2][0]  # one minute for all: with another one every page is another
    before: dict[str, tuple[object, ...]] = {}
    for at, edit in trace[::3]:
        try:
            change = apply(schedule, edit, now=at, by="Ada", log=log)
        except EditRefused:
            continue
        log[change.revision] = change
        schedule = fold(schedule, [change])
        reader, cursor = reader_of(schedule, noon), Cursor(schedule.epoch, schedule.revision)
        looks = {}
        for path in paths:
            made = page(reader, asked(path))
            assert drawn.body(path, made, cursor) == made.body, (change, path)
            looks[path] = made.look
        kept = sum(look == before.get(path) for path, look in looks.items())
        # What is announced stands on every page.
        assert not before or change.kind == "announce" or kept > len(paths) / 2, change
        before = looks
    assert len(log) > 10


def test_agendas_share_what_they_say_of_a_session_and_are_as_if_drawn_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schedule, made = load(bundled()), list[str]()
    now = load_rehearsal(bundled())[0][0]
    warned = Announce(level="urgent", text={"en": "Beware"}, expires=now + timedelta(hours=1))
    schedule = fold(schedule, [apply(schedule, warned, now=now, by="Ada")])
    reader = reader_of(schedule, now)
    codes = [session_code(one) for one in schedule.sessions]
    picks = [asked(f"/A/{''.join(codes[start : start + 12])}") for start in range(0, 60, 6)]
    single = [page(replace(reader), one) for one in picks]
    alone = [draw(one.template, {**one.values, "reader": one.reader}) for one in single]

    def counted(reader: Reader, session: Session) -> Card:
        made.append(session.id)
        return session_card(reader, session)

    monkeypatch.setattr("festival.pages.lists.session_card", counted)
    assert [page(reader, one).body for one in picks] == alone
    assert min(body.count(b"Beware") for body in alone) > 0
    assert sum(body.count(b"clash") for body in alone) > len(alone)
    assert sorted(made) == sorted(one.id for one in schedule.sessions[:66])


async def test_only_what_was_slow_the_last_time_is_done_in_a_thread() -> None:
    lane, here = Lane("test"), threading.get_ident()

    def work(seconds: float) -> int:
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            pass
        return threading.get_ident()

    assert await lane.do("room", lambda: work(0)) == here
    assert await lane.do("room", lambda: work(2 * SLOW_S)) == here
    assert await lane.do("room", lambda: work(0)) != here
    assert await lane.do("room", lambda: work(0)) == here
    assert await lane.do("search", lambda: work(0), aside=True) != here


async def test_when_too_much_work_waits_nobody_more_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.hub.lane.MOST_AHEAD_S", 0.05)
    lane, may, paid = Lane("test"), threading.Event(), list[float]()
    pieces = [asyncio.create_task(lane.do("room", may.wait, aside=True, pay=paid.append)) for _ in range(51)]
    await asyncio.sleep(0)
    with pytest.raises(Problem) as refused:
        lane.refuse_if_full()
    may.set()
    await asyncio.gather(*pieces)
    lane.refuse_if_full()
    assert (refused.value.status, refused.value.headers) == (503, {"retry-after": "1"})
    assert (len(paid), min(paid) > 0) == (51, True)
