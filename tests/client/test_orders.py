"""Orders on their way from an organiser over a real hub to the screen that they are for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from client.rig import FAST, Asked, Following, faking, following, http, make_changes, unchunked
from festival.client.errors import Refused
from festival.client.events import Event
from festival.client.followed import Followed, Freshness
from festival.client.kept import Kept
from festival.client.messages import Ordered, message_of
from festival.client.orders import Identify, Order, Reload, Speak
from festival.client.organising import Organiser
from festival.client.outlet import ORDERS_CAP, Outlet
from festival.client.reports import Report
from festival.hub import frames
from festival.schedule.cursor import Cursor
from hub.memory_store import MemoryStore
from hub.rig import Served, programme, running, until
from schedule.examples import at


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(), beat_s=0.2) as one:
        yield one


def report() -> Report:
    return Report("K1", None, 120, 33, None, "0")


def organiser(served: Served) -> Organiser:
    return Organiser(f"http://127.0.0.1:{served.port}", served.token("editor"))


def obeyed(one: Following) -> list[Order]:
    return [order for state in one.states for order in state.orders]


async def test_a_kiosk_hears_its_own_orders_in_their_order_and_nobody_else_does(served: Served) -> None:
    token = served.token("kiosk")
    async with (
        following(served.port, token=token, report=report, screen="K1") as kiosk,
        following(served.port, screen="K2") as other,
        following(served.port) as person,
    ):
        for one in (kiosk, other, person):
            await one.until_live()
        await until(lambda: served.hub.screens.knows("K1"))
        desk = organiser(served)
        given: list[Order] = [Identify(), Speak("de"), Reload()]
        for order in given:
            await desk.order("K1", order)
        await kiosk.until(lambda: len(obeyed(kiosk)) == len(given))
        await make_changes(served.hub.publisher, 1)
        for one in (kiosk, other, person):
            await one.until_live(served.hub.publisher.cursor)
        assert [obeyed(one) for one in (kiosk, other, person)] == [given, [], []]
        assert {one.contact for one in (kiosk, other, person)} == {"live"}
        assert kiosk.revisions == [1]


async def test_a_screen_that_does_not_report_cannot_be_ordered(served: Served) -> None:
    with pytest.raises(Refused, match="No screen") as caught:
        await organiser(served).order("K1", Identify())
    assert (caught.value.status, caught.value.kind) == (404, "screen-unknown")


async def test_a_reload_takes_the_schedule_whole_although_it_is_the_newest(served: Served) -> None:
    async with following(served.port, token=served.token("kiosk"), report=report, screen="K1") as kiosk:
        await kiosk.until_live()
        await until(lambda: served.hub.screens.knows("K1"))
        before = kiosk.newest.schedule
        await organiser(served).order("K1", Reload())
        await kiosk.until(lambda: obeyed(kiosk) == [Reload()])
        after = kiosk.newest.schedule
        assert after is not before
        assert (after, kiosk.contact, kiosk.newest.changes) == (before, "live", ())


async def test_a_reload_that_fails_is_passed_on_and_harms_nothing() -> None:
    schedule = programme().model_copy(update={"epoch": "e1", "revision": 3})
    head = Cursor("e1", 3)

    def answer(asked: Asked) -> bytes:
        if asked.path != "/api/stream":
            return http(b"gone", status="500 Internal Server Error", kind="text/plain")
        said = [
            frames.hello(head, head, now=at("13:00"), beat_s=5),
            frames.ordered("K1", {"order": "reload"}),
            frames.beat(head, now=at("13:00")),
        ]
        return http(b"".join(map(unchunked, said)), kind="text/event-stream", length=-1)

    async with (
        faking(answer) as fake,
        following(fake.port, Kept(schedule, "cache"), screen="K1", timings=FAST) as kiosk,
    ):
        await kiosk.until(lambda: Reload() in obeyed(kiosk))
        assert kiosk.newest.schedule is schedule


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        ('{"screen":"K1","order":"identify"}', Identify()),
        ('{"screen":"K1","order":"language","language":"de"}', Speak("de")),
        ('{"screen":"K1","order":"language"}', None),
        ('{"screen":"K1","order":"dance","tempo":120}', None),
    ],
)
def test_orders_of_a_newer_hub_mean_nothing(data: str, meaning: Order | None) -> None:
    said = message_of(Event("order", data, ""))
    assert isinstance(said, Ordered)
    assert said.meaning == meaning


def test_a_follower_that_knows_no_orders_passes_over_them() -> None:
    """Older followers had no such kind of message: what they do not know is None, as any other name is."""
    assert message_of(Event("order-of-tomorrow", '{"screen":"K1"}', "")) is None


async def test_orders_wait_with_what_came_before_them_and_the_newest_count() -> None:
    outlet, state = Outlet(), Followed(programme(), Freshness("live"))
    for number in range(ORDERS_CAP + 2):
        order = Speak(f"x{chr(97 + number)}")
        outlet.put(Followed(state.schedule, state.freshness, (), (order,)), is_whole=False)
    outlet.put(state, is_whole=False)
    found = await outlet.take()
    assert found.orders == tuple(Speak(f"x{chr(97 + number)}") for number in range(2, ORDERS_CAP + 2))
