"""Screens: which kiosk shows what, and what it can be told."""

from datetime import timedelta

import pytest

from desk.conftest import ADA, NOW, Rig, desk_on
from festival.client.followed import Freshness
from festival.client.orders import Identify, Reload, Speak
from festival.client.organising import Holder, Screens, ScreenSeen
from festival.desk.widgets.split import Split
from festival.schedule import edits
from festival.schedule.cursor import Cursor

HERE = Cursor("e1", 0)


def kiosk(
    name: str, cursor: Cursor | None = HERE, *, ago_s: float = 3, skew_ms: float | None = 120
) -> ScreenSeen:
    return ScreenSeen(name, cursor, 80, 24, skew_ms, "0.4", NOW - timedelta(seconds=ago_s), is_behind=False)


def line(rig: Rig, text: str) -> str:
    return " ".join(next(one for one in rig.text.splitlines() if text in one).split())


async def opened(rig: Rig) -> None:
    await rig.press("6")
    await rig.until(lambda: rig.state.screens is not None)
    await rig.pilot.pause()


MIXED = Screens(
    Cursor("e1", 2),
    (
        kiosk("A1", Cursor("e1", 2)),
        kiosk("B2", Cursor("e1", 0)),
        kiosk("C3", Cursor("e1", 2), ago_s=70),
        kiosk("D4", None, skew_ms=None),
        kiosk("E[b]", Cursor("old", 2)),
    ),
)


async def test_how_each_kiosk_stands_is_said_in_words() -> None:
    async with desk_on(seen=MIXED) as rig:
        await opened(rig)
        assert [line(rig, f" {one.id}") for one in MIXED.screens] == [
            "A1 2 ✓ up to date 3 s ago",
            "B2 0 ◷ 2 revisions behind 3 s ago",
            "C3 2 ✕ silent 70 s ago",
            "D4 — ✕ shows the printed programme 3 s ago",
            "E[b] 2 ✕ shows another programme 3 s ago",
        ]


async def test_how_many_show_the_newest_is_counted() -> None:
    async with desk_on(seen=MIXED) as rig:
        await opened(rig)
        assert line(rig, "show revision") == "2 of 5 show revision 2 · 1 silent"
        assert "◷ 2/5 kiosks" in rig.text.splitlines()[1]


async def test_after_an_edit_of_mine_it_says_how_many_show_it() -> None:
    async with desk_on(seen=MIXED) as rig:
        rig.hub.make(edits.DelayRoom(room="hansaplatz", minutes=5), ADA.name)
        rig.hub.make(edits.DelayRoom(room="forum", minutes=5), "Ben")
        await rig.until(lambda: rig.state.schedule.revision == 2 and all(one.by for one in rig.state.changes))
        await opened(rig)
        assert line(rig, "Your last edit") == "Your last edit (revision 1) is on 2 of 5: +5 min · Open lab"


async def test_a_kiosk_of_the_map_that_does_not_report_is_listed() -> None:
    async with desk_on(seen=Screens(HERE, (kiosk("Z9"),))) as rig:
        await opened(rig)
        assert line(rig, "✕ does not report") == "K1 Kiosk 1 · Square ✕ does not report"


@pytest.mark.parametrize(
    ("skew_ms", "said"),
    [(1_900.0, "right"), (5_400.0, "5.4 s slow"), (-5_400.0, "5.4 s fast"), (None, "not known yet")],
)
async def test_how_wrong_its_clock_is(skew_ms: float | None, said: str) -> None:
    async with desk_on(seen=Screens(HERE, (kiosk("A1", skew_ms=skew_ms),))) as rig:
        await opened(rig)
        assert line(rig, "Its clock") == f"Its clock {said}"


async def test_in_a_rehearsal_clocks_are_not_measured() -> None:
    async with desk_on(seen=Screens(HERE, (kiosk("A1", skew_ms=None),))) as rig:
        rig.hub.say(Freshness("live", rehearsed=True))
        await rig.until(lambda: rig.state.freshness.rehearsed)
        await opened(rig)
        assert line(rig, "Its clock") == "Its clock not measured in a rehearsal"


async def test_each_order_goes_to_the_kiosk_under_the_cursor() -> None:
    async with desk_on(seen=MIXED) as rig:
        await opened(rig)
        await rig.press("down", "i", "r", "a", "enter")
        await rig.until(lambda: len(rig.hub.orders) == 3)
        await rig.shows("B2 was told.")
    assert rig.hub.orders == [("B2", Identify()), ("B2", Reload()), ("B2", Speak("de"))]


async def test_all_are_reloaded_only_after_a_question() -> None:
    async with desk_on(seen=MIXED) as rig:
        await opened(rig)
        await rig.press("R", "enter")
        assert rig.hub.orders == [], "the first answer leaves them alone"
        await rig.press("R", "down", "enter")
        await rig.until(lambda: len(rig.hub.orders) == 5)
    assert rig.hub.orders == [(one.id, Reload()) for one in MIXED.screens]


async def test_a_kiosk_that_does_not_report_is_told_nothing() -> None:
    async with desk_on(seen=Screens(HERE, (kiosk("Z9"),))) as rig:
        await opened(rig)
        await rig.press("home", "i", "enter", "r")
        assert rig.app.screen.query_one(Split).cards.cursor_key == "K1"
        assert rig.hub.orders == []


async def test_without_kiosks_it_says_how_they_come_to_report() -> None:
    async with desk_on() as rig:
        await opened(rig)
        assert line(rig, "token new") == "festival token new --role kiosk --label K1"
        assert line(rig, "FESTIVAL_TOKEN") == (
            "FESTIVAL_TOKEN=… festival kiosk --id K1 --hub http://hub.example"
        )


async def test_a_host_is_told_who_may_see_them() -> None:
    async with desk_on(holder=Holder("Hans", "host", "hansaplatz", None), seen=MIXED) as rig:
        await rig.press("6")
        await rig.shows("The kiosks are seen by editors and admins only.")
        assert rig.state.screens is None


async def test_they_are_asked_again_while_the_page_is_shown() -> None:
    async with desk_on(seen=Screens(HERE, (kiosk("A1"),))) as rig:
        await opened(rig)
        rig.hub.seen = Screens(HERE, (kiosk("A1", None),))
        await rig.shows("◷ 0/1 kiosks")
        assert line(rig, " A1") == "A1 — ✕ shows the printed programme 3 s ago"


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_german_fits(size: tuple[int, int]) -> None:
    async with desk_on(seen=MIXED, size=size, language="de") as rig:
        await opened(rig)
        assert line(rig, "zeigen Stand") == "2 von 5 zeigen Stand 2 · 1 stumm"
        assert "…" not in rig.text
