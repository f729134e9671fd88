"""A screen that follows a hub: what arrives, what it says of its freshness, and what a finger on it does not lose."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from textual.events import MouseDown, MouseUp

from festival.client.followed import Contact, Followed, Freshness, Origin
from festival.client.kept import Kept
from festival.client.orders import Order
from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.arrivals import HOLD_S, Arrivals, cut_off, followed_by
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Go
from festival.kiosk.state import State
from festival.kiosk.view.freshness import freshness
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import Announce, CancelSession, DelaySession, Edit, MoveSession
from festival.schedule.model import Schedule
from festival.tui import following as following_module
from festival.tui.cards import Cards
from festival.tui.guard import CrashGuard
from kiosk.conftest import NOW, SESSIONS, grid, local, make_schedule, make_state, run, session

LIVE = Freshness("live")


class Hub:
    """Hands out states like a follower, one for each call of :meth:`edit` or :meth:`say`."""

    def __init__(self, schedule: Schedule | None = None) -> None:
        self.schedule = schedule or make_schedule(epoch="e1")
        self.begun: list[Followed | None] = []
        self._waiting: asyncio.Queue[Followed | Exception] = asyncio.Queue()

    async def follow(self, last: Followed | None) -> AsyncGenerator[Followed, None]:
        self.begun.append(last)
        while True:
            found = await self._waiting.get()
            if isinstance(found, Exception):
                raise found
            yield found

    def say(self, fresh: Freshness, *changes: Change) -> None:
        self._waiting.put_nowait(Followed(self.schedule, fresh, changes))

    def edit(self, *edits: Edit, at: datetime = NOW) -> None:
        changes = []
        for edit in edits:
            changes.append(apply(self.schedule, edit, now=at, by="test"))
            self.schedule = fold(self.schedule, changes[-1:])
        self.say(LIVE, *changes)

    def order(self, *orders: Order) -> None:
        self._waiting.put_nowait(Followed(self.schedule, LIVE, (), orders))

    def fail(self) -> None:
        self._waiting.put_nowait(RuntimeError("a fault of the follower"))


def following(hub: Hub, **fields: Any) -> ProgrammeApp:
    start = Freshness("dated", local("14:00"), "cache")
    given = {"freshness": start} | fields
    idle = Idle(lambda: 0.0) if "kiosk_id" in given else None
    return ProgrammeApp(
        make_state(hub.schedule, **given), clock_from(NOW, lambda: 0), idle=idle, follow=hub.follow
    )


async def settled(pilot: Any, holds: Callable[[], bool] = lambda: True) -> str:
    """Return what is shown, once a condition holds."""
    async with asyncio.timeout(10):
        await pilot.pause()
        while not holds():
            await pilot.pause(0.01)
    await pilot.pause()
    return grid(pilot)


async def finger(pilot: Any, kind: type[MouseDown | MouseUp], y: int) -> None:
    """Put a finger on the screen, or take it away, as a terminal says so."""
    pilot.app.post_message(kind(None, 20, y, 0, 0, 1, False, False, False, 20, y))
    await pilot.pause()


# Freshness in words


@pytest.mark.parametrize(
    ("contact", "at", "origin", "english", "german"),
    [
        ("live", None, "hub", "● live", "● live"),
        ("dated", "14:32", "cache", "◐ as of 14:32", "◐ Stand 14:32"),
        ("offline", "14:32", "hub", "○ offline since 14:32", "○ offline seit 14:32"),
        (
            "dated", None, "programme",
            "◐ printed programme, not yet confirmed", "◐ gedrucktes Programm, noch nicht bestätigt",
        ),
        ("offline", None, "programme", "○ offline, printed programme", "○ offline, gedruckter Stand"),
    ],
)  # fmt: skip
def test_freshness_is_said_in_words(
    contact: Contact, at: str | None, origin: Origin, english: str, german: str
) -> None:
    fresh = Freshness(contact, local(at) if at else None, origin)
    for language, words in (("en", english), ("de", german)):
        assert freshness(make_state(freshness=fresh, language=language))[0] == words


def test_freshness_of_another_day_says_which() -> None:
    fresh = Freshness("offline", local("14:32", 26))
    assert freshness(make_state(freshness=fresh))[0] == "○ offline since Thu 26 May 14:32"


def test_without_a_hub_there_is_nothing_to_say_of_freshness() -> None:
    assert freshness(make_state()) == ("", "")


PAGES = [
    ("now", ""), ("latest", ""), ("room", "forum"), ("session", "choir"), ("programme", ""), ("stations", ""),
    ("station", "robots"), ("workshop", ""), ("projects", ""), ("project", "lab"), ("map", ""), ("search", ""),
    ("picks", ""), ("help", ""),
]  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (60, 80)])
async def test_every_page_says_how_fresh_it_is(size: tuple[int, int]) -> None:
    hub = Hub()
    app = following(hub, rehearsing=True)
    async with run(app, size) as pilot:
        hub.say(Freshness("offline", local("14:20"), rehearsed=True))
        await settled(pilot, lambda: app.state.freshness != Freshness("dated", local("14:00"), "cache"))
        for page, subject in PAGES:
            app.post_message(Go(page, subject))
            assert "○ offline since 14:20 · Rehearsal 2022" in await settled(pilot), page


async def test_the_attract_loop_says_how_fresh_it_is() -> None:
    hub = Hub()
    app = following(hub, kiosk_id="K1")
    async with run(app) as pilot:
        assert "◐ as of 14:00" in grid(pilot)
        hub.say(LIVE)
        assert "● live" in await settled(pilot, lambda: app.state.freshness == LIVE)


# What arrives


async def test_a_change_is_shown_with_old_value_and_reason_and_as_new() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app) as pilot:
        hub.edit(DelaySession(session="open-lab", minutes=15, reason={"en": "Sound check"}))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        app.post_message(Go("session", "open-lab"))
        assert "▲ New: 15 min later (instead of 15:00) – Sound check" in await settled(pilot)


async def test_what_is_new_is_new_for_five_minutes() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app) as pilot:
        hub.edit(CancelSession(session="choir", reason={"en": "Rain"}))
        assert "✕ New: Cancelled – Rain" in await settled(pilot, lambda: app.state.schedule.revision == 1)
        app.state = app.state.with_(now=NOW + timedelta(minutes=4, seconds=59))
        assert "New:" in await settled(pilot)
        app.state = app.state.with_(now=NOW + timedelta(minutes=5))
        shown = await settled(pilot)
        assert "New:" not in shown
        assert "✕ Cancelled – Rain" in shown


async def test_what_is_new_has_a_sign_where_there_is_no_room_for_the_word() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app, (120, 33)) as pilot:
        hub.edit(DelaySession(session="open-lab", minutes=15))
        shown = await settled(pilot, lambda: app.state.schedule.revision == 1)
        assert "✱ ▲ +15 min" in shown
        app.post_message(Go("programme"))
        app.state = app.state.with_(layout="grid")
        assert "✱ ▲ 15:15" in await settled(pilot)
        app.state = app.state.with_(now=NOW + timedelta(minutes=5))
        assert "✱" not in await settled(pilot)


async def test_nothing_is_new_on_a_first_load_and_in_a_new_epoch() -> None:
    hub = Hub(make_schedule())
    app = following(hub)
    async with run(app) as pilot:
        hub.schedule = make_schedule(epoch="e2")
        change = apply(hub.schedule, CancelSession(session="choir"), now=NOW, by="test")
        hub.schedule = fold(hub.schedule, [change])
        hub.say(LIVE)
        shown = await settled(pilot, lambda: app.state.schedule.epoch == "e2")
        assert "✕ Cancelled" in shown
        assert "New:" not in shown
        hub.edit(DelaySession(session="open-lab", minutes=5), at=NOW + timedelta(seconds=1))
        assert "New:" in await settled(pilot, lambda: app.state.schedule.revision == 2)


async def test_what_is_as_planned_again_is_said_for_a_while() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app) as pilot:
        hub.edit(
            DelaySession(session="choir", minutes=15),
            DelaySession(session="choir", minutes=-15, earlier=True),
        )
        await settled(pilot, lambda: app.state.schedule.revision == 2)
        app.post_message(Go("session", "choir"))
        assert "✓ New: as planned again" in await settled(pilot)


async def test_a_cancelled_session_says_so_at_once_to_who_has_read_on() -> None:
    long = session("choir", "forum", "15:20", "16:00", abstract={"en": "A song. " * 400})
    hub = Hub(make_schedule(epoch="e1", sessions=[*SESSIONS[:3], long, SESSIONS[4]]))
    app = following(hub)
    async with run(app) as pilot:
        app.post_message(Go("session", "choir"))
        await settled(pilot)
        text = app.screen.query_one("Article", Cards)
        text.scroll_by(20)
        hub.edit(DelaySession(session="open-lab", minutes=5))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        assert text.top == 20
        hub.edit(CancelSession(session="choir", reason={"en": "Rain"}))
        assert "✕ New: Cancelled – Rain" in await settled(pilot, lambda: app.state.schedule.revision == 2)


async def test_another_festival_brings_its_time_zone_and_its_addresses() -> None:
    hub = Hub(make_schedule())
    app = following(hub)
    async with run(app) as pilot:
        festival = hub.schedule.festival.model_copy(
            update={"timezone": "Europe/Lisbon", "url": "https://other.example"}
        )
        hub.schedule = make_schedule(epoch="e1").model_copy(update={"festival": festival})
        hub.say(LIVE)
        await settled(pilot, lambda: app.state.schedule.epoch == "e1")
        assert app.state.links.festival.url == "https://other.example"
        assert "13:20" in grid(pilot)


async def test_a_made_up_day_of_the_hub_is_said_and_a_real_one_is_not() -> None:
    hub = Hub()
    app = following(hub, rehearsing=True)
    async with run(app) as pilot:
        hub.say(Freshness("dated", None, "programme"))
        assert "Rehearsal 2022" in await settled(
            pilot, lambda: app.state.freshness == Freshness("dated", None, "programme")
        )
        hub.say(LIVE)
        assert "Rehearsal" not in await settled(pilot, lambda: app.state.freshness == LIVE)
        hub.say(Freshness("live", rehearsed=True))
        assert "Rehearsal 2022" in await settled(pilot, lambda: app.state.rehearsing)


async def test_the_next_visitor_finds_what_the_hub_said() -> None:
    hub = Hub()
    app = following(hub, kiosk_id="K1")
    async with run(app) as pilot:
        await pilot.press("enter")
        hub.edit(CancelSession(session="choir"))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        app.forget_the_visitor()
        assert app.state.schedule.revision == 1
        assert app.state.freshness == LIVE


async def test_a_fault_of_the_follower_is_said_and_it_begins_again_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following_module, "AGAIN_S", 0.0)
    hub = Hub()
    app = following(hub)
    app.guard = CrashGuard()
    async with run(app) as pilot:
        hub.edit(CancelSession(session="choir"))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        hub.fail()
        shown = await settled(pilot, lambda: len(hub.begun) == 2)
        assert "○ offline since 14:20" in shown
        last = hub.begun[1]
        assert last is not None
        assert Kept.of(last) == Kept(hub.schedule, "hub", NOW)
        hub.edit(DelaySession(session="open-lab", minutes=5))
        assert "● live" in await settled(pilot, lambda: app.state.schedule.revision == 2)


def test_without_contact_the_time_of_the_last_one_stays() -> None:
    dated = make_state(freshness=Freshness("dated", local("14:00"), "cache"))
    assert cut_off(dated).freshness == Freshness("offline", local("14:00"), "cache")
    offline = cut_off(dated)
    assert cut_off(offline) is offline
    assert cut_off(make_state()).freshness is None


# A finger on the screen


def test_nothing_arrives_under_a_finger_but_not_for_long() -> None:
    seconds = [0.0]
    arrivals = Arrivals(lambda: seconds[0])
    step: Callable[[State], State] = lambda state: state  # noqa: E731
    arrivals.add(step)
    arrivals.hold()
    assert arrivals.take() == []
    seconds[0] += HOLD_S
    assert arrivals.take() == [step]
    assert arrivals.take() == []
    arrivals.hold()
    arrivals.add(step)
    arrivals.let_go()
    assert arrivals.take() == [step]


async def test_a_touch_during_an_update_opens_what_it_began_on() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app) as pilot:
        cards = app.screen.query_one(Cards)
        y = cards.region.y + 6
        assert "Forum" in grid(pilot).splitlines()[y - 1]
        await finger(pilot, MouseDown, y)
        hub.edit(Announce(level="info", text={"en": "Hello"}, expires=local("20:00")))
        hub.edit(CancelSession(session="open-lab"))
        await settled(pilot)
        assert app.state.schedule.revision == 0
        await finger(pilot, MouseUp, y)
        await settled(pilot, lambda: app.state.schedule.revision == 2)
        assert (type(app.screen).__name__, app.screen.subject) == ("RoomPage", "forum")  # type: ignore[attr-defined]


async def test_a_finger_that_rests_does_not_keep_news_away_and_then_opens_nothing_else() -> None:
    hub = Hub()
    app = following(hub)
    seconds = [0.0]
    app._arrivals = Arrivals(lambda: seconds[0])
    async with run(app) as pilot:
        cards = app.screen.query_one(Cards)
        y = cards.region.y + 1
        await finger(pilot, MouseDown, y)
        hub.edit(CancelSession(session="open-lab"))
        await settled(pilot)
        seconds[0] += HOLD_S
        app.tick()
        assert "1 change" in await settled(pilot, lambda: app.state.schedule.revision == 1)
        await finger(pilot, MouseUp, y)
        await settled(pilot)
        assert type(app.screen).__name__ == "NowPage"


async def test_a_finger_that_leaves_beside_the_screen_is_no_fault() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app) as pilot:
        await finger(pilot, MouseDown, 5)
        await finger(pilot, MouseUp, 500)
        hub.edit(CancelSession(session="choir"))
        assert "1 change" in await settled(pilot, lambda: app.state.schedule.revision == 1)
        assert type(app.screen).__name__ == "NowPage"


def many(count: int, first: str = "14:30") -> Schedule:
    hour, minute = map(int, first.split(":"))
    begin = hour * 60 + minute

    def at(number: int) -> str:
        total = begin + number * 20
        return f"{total // 60}:{total % 60:02}"

    sessions = [session(f"act-{n:02}", "forum", at(n), at(n + 1)) for n in range(count)]
    return make_schedule(epoch="e1", sessions=sessions)


async def test_focus_and_place_on_the_screen_stay_with_the_session() -> None:
    hub = Hub(many(20))
    app = following(hub)
    async with run(app) as pilot:
        app.post_message(Go("programme"))
        await settled(pilot)
        cards = app.screen.query_one("#list", Cards)
        cards.go_to("act-12")
        await settled(pilot)
        cards.scroll_by(4)
        await settled(pilot)

        def line() -> int:
            return next(n for n, row in enumerate(grid(pilot).splitlines()) if "Act 12" in row)

        before = line()
        hub.edit(
            MoveSession(session="act-00", start=local("21:40")),
            MoveSession(session="act-01", start=local("22:00")),
        )
        await settled(pilot, lambda: app.state.schedule.revision == 2)
        assert cards.cursor_key == "act-12"
        assert line() == before


async def test_a_list_that_was_scrolled_away_from_its_cursor_stays_there() -> None:
    hub = Hub(many(20))
    app = following(hub)
    async with run(app) as pilot:
        app.post_message(Go("programme"))
        await settled(pilot)
        cards = app.screen.query_one("#list", Cards)
        cards.action_jump(0)
        cards.scroll_by(30)
        await settled(pilot)
        top = cards.top
        hub.edit(CancelSession(session="act-19"))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        assert cards.top == top


async def test_a_focused_card_is_still_the_one_that_enter_opens() -> None:
    hub = Hub()
    app = following(hub)
    async with run(app) as pilot:
        await pilot.press("down")
        hub.edit(CancelSession(session="brass-band"))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen.subject == "forum"  # type: ignore[attr-defined]


def test_a_whole_schedule_of_the_same_epoch_keeps_what_is_new() -> None:
    state = make_state(make_schedule(epoch="e1"), news_after=local("14:00"))
    change = apply(state.schedule, CancelSession(session="choir"), now=NOW, by="test")
    missed = followed_by(state, Followed(fold(state.schedule, [change]), LIVE), NOW)
    assert missed.news_after == local("14:00")
