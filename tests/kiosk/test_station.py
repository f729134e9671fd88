"""The page about one station."""

from typing import Any

import pytest
from textual.pilot import Pilot

from festival.kiosk.state import State
from festival.kiosk.view.station_detail import station_blocks, way_to
from festival.tui.choices import Choices
from festival.tui.paint import width_of
from kiosk.conftest import NOW, grid, local, make_schedule, make_state, opened


def state_of(language: str = "en", kiosk_id: str | None = "K1", **fields: Any) -> State:
    """Give a state in which the station "robots" has `fields`, and stands on the map, north of the kiosk."""
    content = make_schedule().model_dump(mode="json")
    content["stations"][0] |= fields
    content["maps"][0]["pins"].append({"id": "robots", "kind": "station", "x": 20, "y": 58})
    return make_state(
        make_schedule(stations=content["stations"], maps=content["maps"]),
        language=language,
        kiosk_id=kiosk_id,
    )


def text(state: State, width: int = 76) -> list[str]:
    """Give everything that the page of "robots" has to say."""
    station = state.schedule.station_by_id["robots"]
    rows = [row for block in station_blocks(state, station) for row in block.paint(width)]
    return [" ".join("".join(words for words, _ in row).split()).strip("▌ ") for row in rows]


def test_text_says_everything() -> None:
    way = {"en": "Over the mats, no steps."}
    assert text(
        state_of(abstract={"en": "Steer it."}, venue={"en": "Tent 4"}, languages=["de"], way=way)
    ) == [
        "Drive a robot",
        "next round 14:20, now ● Open",
        "Tent 4 · DORTBUNT!",
        "Steer it.",
        "11 rounds left today",
        "14:20 14:40 15:00 15:20 15:40 16:00 16:20 16:40 17:00",
        "17:20 17:40",
        "Open today 12:00–18:00",
        "Time a round takes 15 min",
        "Age from 8 years",
        "Places 8",
        "Languages German",
        "Access Not step-free",
        "Host Espoo",
        "The way there",
        "From this kiosk: straight ahead, about 40 m, 1 min on foot",
        "Over the mats, no steps.",
        "9 Open lab Project",
        "Research for everybody.",
        "",
        "Sample entry, made up for this rehearsal.",
    ]


def test_reported_state_has_its_time_and_reason() -> None:
    live = {
        "state": "busy",
        "wait_min": 25,
        "changed_at": local("13:20").isoformat(),
        "reason": {"en": "Popular"},
    }
    said = text(state_of(live=live))
    assert said[1] == "next round 14:20, now ▲ Busy, about 25 min"
    assert "Busy since 13:20 – Popular" in said


def test_several_windows_are_all_given() -> None:
    spans = [("9:00", "10:00"), ("13:00", "15:00"), ("16:00", "17:00")]
    windows = [{"start": local(a).isoformat(), "end": local(b).isoformat()} for a, b in spans]
    assert "Open today 09:00–10:00, 13:00–15:00, 16:00–17:00" in text(state_of(open=windows))


def test_way_needs_a_kiosk_and_a_place_on_its_map() -> None:
    there = state_of()
    assert (
        way_to(there, there.schedule.station_by_id["robots"]) == "straight ahead, about 40 m, 1 min on foot"
    )
    assert way_to(there, there.schedule.station_by_id["print"]) == ""
    own = state_of(kiosk_id=None)
    assert way_to(own, own.schedule.station_by_id["robots"]) == ""


@pytest.mark.parametrize("width", [40, 56, 80, 120])
@pytest.mark.parametrize("large", [False, True])
def test_no_row_is_wider_than_its_place(width: int, large: bool) -> None:
    state = state_of(abstract={"en": "Steer it. " * 20}).with_(large=large)
    blocks = station_blocks(state, state.schedule.station_by_id["robots"])
    assert [width_of(row) for block in blocks for row in block.paint(width) if width_of(row) > width] == []


def page_of(pilot: Pilot[None]) -> Any:
    """Give the page that is shown."""
    return pilot.app.screen


async def test_keys_lead_to_the_map() -> None:
    async with opened("station", "robots", state=state_of()) as pilot:
        assert "Drive a robot" in grid(pilot)
        actions = pilot.app.screen.query_one("#actions", Choices)
        steps = [choice.key for choice in actions.choices].index("map") - actions.cursor
        await pilot.press(*(["right"] * steps or ["left"] * -steps), "enter")
        await pilot.pause()
        assert (page_of(pilot).NAME, page_of(pilot).subject) == ("map", "robots")


async def test_touch_on_the_project_opens_it() -> None:
    async with opened("station", "robots", state=state_of(), size=(60, 80)) as pilot:
        lines = grid(pilot).split("\n")
        row = next(number for number, line in enumerate(lines) if "Open lab" in line)
        await pilot.click(offset=(lines[row].index("Open lab"), row))
        await pilot.pause()
        assert (page_of(pilot).NAME, page_of(pilot).subject) == ("project", "lab")


async def test_station_that_is_on_no_map_offers_none() -> None:
    async with opened("station", "print") as pilot:
        assert "Show on the map" not in grid(pilot)
        assert "QR code" in grid(pilot)


async def test_station_that_has_left_the_programme_is_missed_politely() -> None:
    async with opened("station", "gone", state=make_state(now=NOW)) as pilot:
        assert "This is not in the programme any more." in grid(pilot)
