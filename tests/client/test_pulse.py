"""By when a hub must be heard: reckoned from when its beats were sent, not from when something came."""

from datetime import UTC, datetime, timedelta

import pytest

from festival.client.pulse import Pulse

NOON = datetime(2022, 5, 27, 12, tzinfo=UTC)
SILENCE_S = 12.5


def sent(seconds: float) -> datetime:
    """Return what the hub's clock shows; its hour is another than ours."""
    return NOON + timedelta(hours=3, seconds=seconds)


def heard(*beats: tuple[float, float], rate: float = 1.0) -> float:
    """Return when the hub counts as silent after beats that were sent and came at those seconds."""
    pulse = Pulse(SILENCE_S, rate)
    for at, came in beats:
        pulse.hear(sent(at * rate), came)
    return pulse.due


def test_a_beat_that_comes_in_time_gives_the_hub_as_long_again() -> None:
    assert heard((0, 0)) == pytest.approx(12.5)
    assert heard((0, 0), (5, 5)) == pytest.approx(17.5)


def test_a_late_beat_gives_no_time_for_what_it_was_late() -> None:
    assert heard((0, 0), (5, 9)) == pytest.approx(17.5)
    assert heard((0, 0), (5, 40)) == pytest.approx(17.5)


def test_the_quickest_beat_shows_how_long_the_way_is() -> None:
    assert heard((0, 2), (5, 5)) == pytest.approx(17.5)
    assert heard((0, 2), (5, 7)) == pytest.approx(19.5)


def test_a_rehearsal_that_hurries_is_reckoned_in_our_seconds() -> None:
    assert heard((0, 0), (5, 5), rate=60.0) == pytest.approx(17.5)


def test_a_clock_that_is_set_forward_costs_nothing_and_one_set_back_no_more_than_the_stream() -> None:
    assert heard((0, 0), (3605, 5)) == pytest.approx(17.5)
    assert heard((3600, 0), (5, 5)) == pytest.approx(12.5)


def test_time_in_which_nobody_listened_is_excused() -> None:
    pulse = Pulse(SILENCE_S, 1.0)
    pulse.hear(sent(0), 0)
    pulse.excuse(30)
    assert pulse.due == pytest.approx(42.5)
    pulse.hear(sent(5), 30)
    assert pulse.due == pytest.approx(42.5)
