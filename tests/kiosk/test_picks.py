import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from festival.cli.following import Following
from festival.client.cache import Cache
from festival.client.clock import HubClock
from festival.client.kept import Kept
from festival.client.picks import Kept as KeptPicks
from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.following import KeepPicks
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Go
from festival.kiosk.state import TakenAway
from festival.kiosk.view.picks import kept, summary
from festival.kiosk.view.take_away import holds, largest_version, take_away
from festival.qr import matrix
from hub.rig import running
from kiosk.conftest import (
    NOW,
    SESSIONS,
    Seconds,
    grid,
    local,
    make_schedule,
    make_state,
    opened,
    pass_time,
    run,
    session,
)
from kiosk.test_following import settled
from rig import decode, pixels
from rig.pilot import shown

PICKS = ("late-show", "choir", "open-lab")


def picks(pilot: Pilot[None]) -> tuple[str, ...]:
    app = pilot.app
    assert isinstance(app, ProgrammeApp)
    return app.state.picks


def many(count: int) -> Any:
    sessions = [
        session(f"s-{n}", "hansaplatz", f"{10 + n // 4}:{n % 4 * 15:02}", f"{11 + n // 4}:{n % 4 * 15:02}")
        for n in range(count)
    ]
    return make_schedule(sessions=sessions), tuple(one["id"] for one in sessions)


async def test_picks_stand_in_order_of_time_with_overlaps_in_words() -> None:
    async with opened("picks", state=make_state(picks=PICKS), size=(120, 33)) as pilot:
        lines = grid(pilot).splitlines()
        names = [
            name for line in lines for name in ("Open lab  ", "Choir  ", "Late Show  ") if f"★ {name}" in line
        ]
        assert names == ["Open lab  ", "Choir  ", "Late Show  "]
        assert "3 sessions · 2 h 20 in all · ▲ 1 overlap" in grid(pilot)
        assert "▲ Overlaps by 20 min with Choir (15:20–16:00)" in grid(pilot)
        assert "▲ Overlaps by 20 min with Open lab (15:00–15:40)" in grid(pilot)
        assert "Ada Example, Espoo (FI) · Ben Sample" in grid(pilot)


async def test_only_picks_that_the_programme_has_are_counted() -> None:
    async with opened("picks", state=make_state(picks=("choir", "of-another-festival"))) as pilot:
        assert "Picks 1" in grid(pilot)
        assert "1 session · " in grid(pilot)


async def test_nothing_kept_explains_how_and_leads_there() -> None:
    async with opened("picks") as pilot:
        assert "Nothing is kept yet." in grid(pilot)
        assert "choose “Keep”" in grid(pilot)
        await pilot.press("right", "right", "enter")
        await pilot.pause()
        assert pilot.app.screen.NAME == "now"  # type: ignore[attr-defined]


async def test_kiosk_says_that_it_forgets() -> None:
    async with opened("picks", state=make_state(kiosk_id="K1")) as pilot:
        assert "This kiosk forgets everything when you leave." in grid(pilot)


async def test_keys_open_and_let_go() -> None:
    async with opened("picks", state=make_state(picks=PICKS)) as pilot:
        await pilot.press("right", "enter")
        assert picks(pilot) == ("late-show", "choir")
        await pilot.press("delete")
        assert picks(pilot) == ("late-show",)
        await pilot.press("left", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "late-show"  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (60, 80)])
async def test_mouse_lets_go_and_opens(size: tuple[int, int]) -> None:
    async with opened("picks", state=make_state(picks=PICKS), size=size) as pilot:
        lines = grid(pilot).splitlines()
        row = next(n for n, line in enumerate(lines) if "Remove" in line)
        await pilot.click(offset=(lines[row].index("Remove") + 2, row))
        assert picks(pilot) == ("late-show", "choir")
        await pilot.click(offset=(12, row))
        await pilot.pause()
        assert pilot.app.screen.subject == "choir"  # type: ignore[attr-defined]


async def test_letting_go_of_the_last_one_leaves_a_way_on() -> None:
    async with opened("picks", state=make_state(picks=("choir",))) as pilot:
        await pilot.press("delete")
        assert picks(pilot) == ()
        assert "Nothing is kept yet." in grid(pilot)
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "actions"


def test_days_are_named_when_there_are_several() -> None:
    tomorrow = session("tomorrow", "forum", "9:00", "10:00") | {
        "start": local("9:00", 28), "end": local("10:00", 28),
    }  # fmt: skip
    state = make_state(make_schedule(sessions=[*SESSIONS, tomorrow]), picks=("tomorrow", "choir"))
    assert [entry if isinstance(entry, str) else entry.session.id for entry in kept(state)] == [
        "Friday 27 May", "choir", "Saturday 28 May", "tomorrow",
    ]  # fmt: skip


def test_cancelled_session_neither_counts_nor_overlaps() -> None:
    sessions = [one | ({"live": {"cancelled": True}} if one["id"] == "choir" else {}) for one in SESSIONS]
    state = make_state(make_schedule(sessions=sessions), picks=("open-lab", "choir"))
    assert summary(state) == "2 sessions · 40 min in all"


def test_without_a_hub_the_codes_hold_the_lines_as_text() -> None:
    state = make_state(picks=PICKS)
    parts = take_away(state, 50, 24)
    assert "\n".join(part.text for part in parts).split("\n") == [
        f"{state.locale.short_day(state.now)} 15:00 Hansaplatz: Open lab",
        f"{state.locale.short_day(state.now)} 15:20 Forum: Choir",
        f"{state.locale.short_day(state.now)} 20:00 Hansaplatz: Late Show",
    ]
    assert [part.is_page for part in parts] == [False] * len(parts)


def test_with_a_hub_one_address_holds_them_all() -> None:
    state = make_state(picks=PICKS, base_url="https://fest.example")
    (part,) = take_away(state, 50, 24)
    link = state.links.agenda(["open-lab", "choir", "late-show"])
    assert link is not None
    assert (part.text, part.is_page) == (link.url, True)


@pytest.mark.parametrize("base_url", [None, "https://festival.dortmund.example"])
@pytest.mark.parametrize(("columns", "rows"), [(50, 24), (90, 33), (130, 45), (60, 65)])
def test_every_code_fits_the_room_it_was_made_for(columns: int, rows: int, base_url: str | None) -> None:
    schedule, ids = many(40)
    state = make_state(schedule, picks=ids, base_url=base_url)
    parts = take_away(state, columns, rows)
    assert [matrix(part.text).quiet_zone(columns, rows) is not None for part in parts] == [True] * len(parts)
    assert sum(len(part.lines) for part in parts) == 40


@pytest.mark.parametrize("version", range(1, 11))
@pytest.mark.parametrize("letter", ["A", "a", "ü"])
def test_capacity_is_that_of_the_standard(version: int, letter: str) -> None:
    length = max(n for n in range(1, 320) if holds(version, letter * n))
    assert matrix(letter * length).version == version
    assert matrix(letter * (length + 1)).version == version + 1


def test_very_long_line_is_shortened_to_what_a_code_holds() -> None:
    schedule = make_schedule(
        rooms=[{"id": "forum", "kind": "room", "name": {"und": "Ü" * 200}}],
        sessions=[session("odd", "forum", "15:00", "16:00", title={"und": "ß" * 200})],
    )
    (part,) = take_away(make_state(schedule, picks=("odd",)), 50, 24)
    assert part.text.endswith("…")
    assert holds(largest_version(50, 24), part.text)


class Visit:
    """A kiosk with somebody before it who keeps more than its code holds."""

    def __init__(self, schedule: Any, base_url: str, keep_picks: KeepPicks) -> None:
        self.seconds = Seconds()
        state = make_state(schedule, kiosk_id="K1", base_url=base_url)
        idle = Idle(self.seconds)
        self.app = ProgrammeApp(state, clock_from(NOW, lambda: 0), idle=idle, keep_picks=keep_picks)

    async def begin(self, pilot: Pilot[None], ids: tuple[str, ...]) -> str:
        """Wake the kiosk, keep sessions and open their code; return what is shown."""
        await pilot.press("enter")
        self.app.state = self.app.state.with_(picks=ids)
        self.app.post_message(Go("code", "picks"))
        return await settled(pilot)

    async def leave(self, pilot: Pilot[None]) -> None:
        await pass_time(pilot, self.seconds, 81)
        assert (self.app.state.picks, self.app.state.taken) == ((), None)


async def test_thirty_picks_leave_by_one_code_for_the_page_that_names_them_all(tmp_path: Path) -> None:
    schedule, ids = many(30)
    async with running(tmp_path, day=schedule, clock=lambda: NOW) as served:
        hub = f"http://127.0.0.1:{served.port}"
        cache, start = Cache(tmp_path / "cache"), Kept(schedule, "programme")
        found = Following(hub, served.token("kiosk"), cache, start, HubClock(lambda: NOW), is_made_up=False)
        visit, addresses = Visit(schedule, hub, found.keep_picks), []
        async with run(visit.app) as pilot:
            for _ in range(2):  # the second visitor happens to keep the same
                await visit.begin(pilot, ids)
                said = await settled(pilot, lambda: visit.app.state.taken is not None)
                wide = visit.app.screen.query_one("#side").size.width
                side = " ".join(line[:wide].strip() for line in said.splitlines())
                assert "on your phone, until Saturday 4 June." in side
                addresses += decode(pixels(shown(visit.app), (8, 16)))
                await visit.leave(pilot)
        assert [re.sub("[^/]{26}$", "…", one) for one in addresses] == [f"{hub.upper()}/A/…"] * 2
        assert len(set(addresses)) == 2
        for address in addresses:
            page = (await served.http.get(address.removeprefix(hub.upper()))).text
            named = re.findall(r'<h3><a href="/T/.{5}">S (\d+)</a></h3>', page)
            assert sorted(map(int, named)) == list(range(30))


async def test_without_an_address_the_codes_are_there_at_once_and_stay() -> None:
    schedule, ids = many(40)
    asked: list[tuple[str, ...]] = []

    async def refuse(picks: tuple[str, ...]) -> None:
        asked.append(picks)

    visit = Visit(schedule, "https://fest.example", refuse)
    async with run(visit.app) as pilot:
        assert "Code 1 of 2" in await visit.begin(pilot, ids)
        visit.app.state = visit.app.state.with_(now=local("14:21"))
        assert "Code 1 of 2" in await settled(pilot)
        assert asked == [ids]
        for page, subject in (("picks", ""), ("code", "picks")):  # who opens it again may have more luck
            visit.app.post_message(Go(page, subject))
            await settled(pilot)
        assert asked == [ids, ids]


async def test_an_address_that_comes_late_is_not_shown_to_the_next_visitor() -> None:
    schedule, ids = many(40)
    answers: list[asyncio.Future[KeptPicks]] = []

    async def dawdle(_: tuple[str, ...]) -> KeptPicks:
        answers.append(asyncio.get_running_loop().create_future())
        return await asyncio.shield(answers[-1])

    visit = Visit(schedule, "https://fest.example", dawdle)
    async with run(visit.app) as pilot:
        assert "Code 1 of 2" in await visit.begin(pilot, ids)
        await visit.leave(pilot)
        assert "Code 1 of 2" in await visit.begin(pilot, ids)
        for number, answer in enumerate(answers):
            answer.set_result(KeptPicks(str(number) * 26, local("23:00")))
        said = await settled(pilot, lambda: visit.app.state.taken is not None)
        assert visit.app.state.taken == TakenAway(ids, "1" * 26, local("23:00"))
        assert "Code 1 of 2" not in said


async def test_code_target_leads_to_the_codes() -> None:
    async with opened("picks", state=make_state(picks=PICKS)) as pilot:
        while pilot.app.focused is None or pilot.app.focused.id != "actions":
            await pilot.press("down")
        await pilot.press("enter")
        await pilot.pause()
        assert (pilot.app.screen.NAME, pilot.app.screen.subject) == ("code", "picks")  # type: ignore[attr-defined]


async def test_large_letters_and_long_texts() -> None:
    odd = session("odd", "forum", "15:00", "16:00", title={"und": "Endlos " * 28})
    state = make_state(make_schedule(sessions=[odd]), picks=("odd",), large=True)
    async with opened("picks", state=state, size=(60, 24)) as pilot:
        assert "Remove" in grid(pilot)
        assert "Take away as QR code" in grid(pilot)
