"""The speaker's timer: digits as large as the screen allows, words besides the colour, and on without a hub."""

import pytest

from desk.conftest import NOW, Rig, desk_on, live_schedule, local, session
from festival.client.followed import Freshness
from festival.desk.dialogs.timer import TimerDialog
from festival.desk.view.countdown import Countdown
from festival.desk.view.timer import digit_rows
from festival.locale import locale_for
from festival.tui.paint import width_of
from kiosk.conftest import make_schedule


def is_open(rig: Rig) -> bool:
    return isinstance(rig.app.screen, TimerDialog)


@pytest.mark.parametrize("text", ["29:59", "+3:05", "1:30:00", "0:00"])
@pytest.mark.parametrize("size", [(78, 14), (158, 26), (58, 10)])
def test_digits_are_as_large_as_fits(text: str, size: tuple[int, int]) -> None:
    rows = digit_rows(text, *size, "good")
    found = max(map(width_of, rows)), len(rows)
    bigger = found[0] * 2 > size[0] or found[1] * 2 > size[1]
    assert (found[0] <= size[0], found[1] <= size[1], bigger) == (True, True, True)


@pytest.mark.parametrize(
    ("time", "english", "german"),
    [
        ("14:44", "", ""),
        ("14:45", "5 minutes left", "Noch 5 Minuten"),
        ("14:46", "4 minutes left", "Noch 4 Minuten"),
        ("14:48", "Please come to an end", "Bitte zum Ende kommen"),
        ("14:50", "Time is up", "Zeit ist um"),
        ("14:53", "Time is up: +3", "Zeit ist um: +3"),
    ],
)
def test_words_say_what_the_colour_does(time: str, english: str, german: str) -> None:
    left, zone = local("14:50") - local(time), live_schedule().festival.zone
    found = [Countdown(left).plea(locale_for(tag, zone)) for tag in ("en", "de")]
    assert found == [english, german]


@pytest.mark.parametrize("key", ["escape", "space", "t", "x", "enter", "plus"])
async def test_any_key_leaves_it_and_does_nothing_else(key: str) -> None:
    async with desk_on("run") as rig:
        await rig.press("t")
        await rig.until(lambda: is_open(rig))
        await rig.press(key)
        await rig.until(lambda: not is_open(rig))
        assert "Publish" not in rig.text
    assert rig.sent == []


async def test_it_goes_on_by_the_clock_when_the_hub_is_gone() -> None:
    async with desk_on("run") as rig:
        await rig.press("t")
        await rig.until(lambda: is_open(rig))
        before = rig.text
        rig.hub.say(Freshness("offline", NOW))
        await rig.shows("offline since 14:20")
        rig.hub.now = local("14:21")
        await rig.until(lambda: rig.state.now == rig.hub.now)
        await rig.shows("14:21:00")
        after = rig.text
    digits = [[line for line in text.splitlines() if "▀" in line] for text in (before, after)]
    assert digits[0] != digits[1]


async def test_a_live_hub_is_not_worth_a_word() -> None:
    async with desk_on("run") as rig:
        await rig.press("t")
        await rig.until(lambda: is_open(rig))
        assert "live" not in rig.text


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 20)])
async def test_the_title_and_what_comes_next_are_there(size: tuple[int, int]) -> None:
    async with desk_on("run", size=size) as rig:
        await rig.press("t")
        await rig.until(lambda: is_open(rig))
        lines = rig.text.splitlines()
    assert "Next 15:00 Open lab" in lines[-2]
    assert len(lines) == size[1]


async def test_before_the_first_session_it_counts_down_to_it() -> None:
    async with desk_on("run", now=local("13:30")) as rig:
        await rig.press("t")
        await rig.until(lambda: is_open(rig))
        assert "Brass Band" in rig.text


async def test_a_day_that_is_over_counts_nothing() -> None:
    late = make_schedule(sessions=[session("last", "hansaplatz", "14:00", "14:05")])
    async with desk_on("run", schedule=live_schedule(late), now=local("20:00")) as rig:
        await rig.press("t")
        await rig.until(lambda: is_open(rig))
        assert "Next" not in rig.text
        assert "20:00:00" in rig.text
