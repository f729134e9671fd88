import pytest

from festival.kiosk.view.code import leads_to
from festival.wording.projects import kind_words
from kiosk.conftest import grid, make_schedule, make_state, opened
from rig import decode, pixels
from rig.pilot import shown

LONG = "Zentrum für angewandte Nachbarschaftsinnovation und gemeinschaftliche Energieversorgung " * 2


async def test_project_says_what_sources_state_and_where() -> None:
    async with opened("project", "lab", size=(120, 45)) as pilot:
        lines = [line.split("     ")[0].strip("▌ ") for line in grid(pilot).splitlines()]
        assert "No. 9 · Project" in lines
        assert "Research for everybody." in lines
        at = lines.index("What the sources say")
        assert lines[at + 1 : at + 3] == ["● There is coffee.", "Press release 726"]
        assert lines[lines.index("In the programme") + 2] == "15:00  Open lab"
        assert lines[lines.index("To try out") + 2] == "Drive a robot"


async def test_code_stands_beside_the_text_at_80_by_24() -> None:
    async with opened("project", "lab") as pilot:
        assert decode(pixels(shown(pilot.app))) == ["https://lab.example/about"]


async def test_code_below_the_text_in_a_tall_window() -> None:
    async with opened("project", "lab", size=(60, 80)) as pilot:
        assert decode(pixels(shown(pilot.app))) == ["https://lab.example/about"]


async def test_code_that_an_announcement_leaves_no_room_for_is_one_touch_away() -> None:
    state = make_state()
    shout = {
        "id": "storm", "severity": "warning", "text": {"en": "Storm: leave the square now. " * 6},
        "at": state.now, "expires": state.day.end,
    }  # fmt: skip
    state = make_state(make_schedule(announcements=[shout]))
    async with opened("project", "lab", state=state) as pilot:
        assert "▲ 14:20  Storm: leave the square now." in grid(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert decode(pixels(shown(pilot.app))) == ["https://lab.example/about"]


async def test_code_that_does_not_fit_beside_is_left_to_its_own_page() -> None:
    project = {"id": "far", "name": {"und": "Far"}, "url": "https://far.example/" + "a" * 60}
    async with opened("project", "far", state=make_state(make_schedule(projects=[project]))) as pilot:
        assert decode(pixels(shown(pilot.app))) == []
        await pilot.press("enter")
        await pilot.pause()
        assert decode(pixels(shown(pilot.app))) == [project["url"]]


@pytest.mark.parametrize(
    ("id", "base_url", "sentence"),
    [
        ("lab", None, "The code leads to the project's own website."),
        ("garden", None, "No address of its own is known; the code leads to the festival's site."),
        ("garden", "https://fest.example", "The code opens a page about it on your phone."),
    ],
)
def test_sentence_says_honestly_where_the_code_leads(id: str, base_url: str | None, sentence: str) -> None:  # noqa: A002
    state = make_state(base_url=base_url)
    assert leads_to(state, state.links.project(state.schedule.project_by_id[id])) == sentence


async def test_sentence_and_address_are_at_the_end_of_the_text_where_no_row_is_left() -> None:
    async with opened("project", "lab") as pilot:
        await pilot.press("up", "end")
        text = " ".join(line[:40].strip() for line in grid(pilot).splitlines())
        assert "QR code The code leads to the project's own website. lab.example/about" in " ".join(
            text.split()
        )


async def test_arrows_and_enter_lead_to_session_and_station() -> None:
    async with opened("project", "lab", size=(120, 45)) as pilot:
        await pilot.press("up", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "open-lab"  # type: ignore[attr-defined]


async def test_code_target_opens_the_code_page() -> None:
    async with opened("project", "garden") as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert (pilot.app.screen.NAME, pilot.app.screen.subject) == ("code", "project:garden")  # type: ignore[attr-defined]


@pytest.mark.parametrize("large", [False, True])
async def test_very_long_name_is_wrapped(large: bool) -> None:
    project = {"id": "long", "name": {"und": LONG}, "kind": "strange"}
    state = make_state(make_schedule(projects=[project]), large=large)
    async with opened("project", "long", state=state, size=(60, 24)) as pilot:
        assert "Strange" in grid(pilot) or large
        assert "Back" in grid(pilot)


def test_unknown_kind_is_shown_as_it_is_written() -> None:
    assert kind_words(make_state().locale, "laboratory") == ("Laboratory", "Laboratory")
