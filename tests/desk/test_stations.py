"""How full stations and rooms are, said by one key, until it is unknown again."""

from typing import Any

import pytest

from desk.conftest import NOW, Rig, desk_on, live_schedule, local
from festival.client.organising import Holder
from festival.desk.pages.stations import MOST_WAIT_MIN, typed_wait
from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import Edit
from festival.schedule.model import Schedule


def said(edit: Edit, at: str = "14:00") -> Schedule:
    """Give the small festival after one edit."""
    schedule = live_schedule()
    return fold(schedule, [apply(schedule, edit, now=local(at), by="Ben")])


def row_of(rig: Rig, name: str) -> list[str]:
    return next(line for line in rig.text.splitlines() if name in line).split()


@pytest.mark.parametrize(
    ("key", "state"),
    [("o", "open"), ("w", "few"), ("b", "busy"), ("f", "full"), ("p", "paused"), ("c", "closed")],
)
async def test_a_key_and_enter_say_how_full_a_station_is_until_it_closes(key: str, state: Any) -> None:
    async with desk_on("stations") as rig:
        await rig.press(key, "enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.SetStationState(station="robots", state=state, until=local("18:00"))]


async def test_what_was_said_is_taken_back() -> None:
    busy = said(edits.SetStationState(station="robots", state="busy"))
    async with desk_on("stations", schedule=busy) as rig:
        await rig.press("u", "enter")
        await rig.shows("Revision 2")
        assert row_of(rig, "Drive a robot") == ["·", "Drive", "a", "robot", "12:00–18:00"]
    assert rig.sent == [edits.SetStationState(station="robots", state=None)]


@pytest.mark.parametrize(("presses", "until"), [(1, "14:35"), (2, "14:50"), (3, "15:20"), (4, "18:00")])
async def test_a_state_holds_as_long_as_was_chosen(presses: int, until: str) -> None:
    async with desk_on("stations") as rig:
        await rig.press(*["h"] * presses, "f", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.SetStationState(station="robots", state="full", until=local(until))]


async def test_minutes_of_waiting_make_it_busy() -> None:
    async with desk_on("stations") as rig:
        await rig.press("m")
        await rig.type("20")
        await rig.press("enter", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
        await rig.shows("Busy, 20 min")
        assert row_of(rig, "Drive a robot")[4:] == [
            "Busy,",
            "20",
            "min",
            "14:20",
            "→",
            "18:00",
            "12:00–18:00",
        ]
    assert rig.sent == [
        edits.SetStationState(station="robots", state="busy", wait_min=20, until=local("18:00"))
    ]


@pytest.mark.parametrize("text", ["0", "-5", "601", "ten", ""])
def test_what_is_no_time_to_wait_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        typed_wait(text)


def test_the_longest_wait_is_that_of_the_model() -> None:
    assert typed_wait("600") == MOST_WAIT_MIN
    assert edits.SetRoomState(room="forum", state="busy", wait_min=MOST_WAIT_MIN).wait_min == 600


async def test_a_room_is_said_to_be_full_until_the_day_ends() -> None:
    async with desk_on("stations") as rig:
        await rig.press("end", "f", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.SetRoomState(room="forum", state="full", until=local("26:00"))]


async def test_enter_offers_every_state() -> None:
    async with desk_on("stations") as rig:
        await rig.press("enter", "home", "enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.SetStationState(station="robots", state="open", until=local("18:00"))]


async def test_a_state_that_ran_out_is_unknown_again() -> None:
    paused = said(edits.SetStationState(station="robots", state="paused", until=local("14:21")))
    async with desk_on("stations", schedule=paused) as rig:
        assert row_of(rig, "Drive a robot")[4:] == ["Paused", "14:00", "→", "14:21", "12:00–18:00"]
        rig.hub.now = local("14:21")
        await rig.until(lambda: "Paused" not in rig.text.split("State: since")[1].split("Rooms")[0])
        assert row_of(rig, "Drive a robot") == ["·", "Drive", "a", "robot", "12:00–18:00"]


async def test_a_host_speaks_only_of_the_own_room() -> None:
    async with desk_on("stations", holder=Holder("Hanna", "host", "forum", None)) as rig:
        for key in ("b", "m", "enter", "end"):
            await rig.press(key)
        await rig.shows("A stage host speaks only of their own room.")
        await rig.press("f", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.SetRoomState(room="forum", state="full", until=local("26:00"))]


async def test_escape_and_arrows_change_nothing() -> None:
    async with desk_on("stations") as rig:
        await rig.press("down", "b")
        await rig.shows("Publish")
        await rig.press("escape", "up", "enter", "escape")
        await rig.until(lambda: "Publish" not in rig.text)
    assert rig.sent == []


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 20)])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_state_and_times_are_whole_at_every_size(size: tuple[int, int], language: str) -> None:
    full = said(edits.SetStationState(station="robots", state="few", wait_min=120, until=local("18:00")))
    words = {"de": "Wenige Plätze, 120 Min.", "en": "Few places left, 120 min"}
    async with desk_on("stations", schedule=full, size=size, language=language, now=NOW) as rig:
        line = next(line for line in rig.text.splitlines() if "14:00 → 18:00" in line)
    assert words[language] in line
    assert ("12:00–18:00" in line) == (size[0] >= 80)
