from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.client.clock import HEARD, HubClock
from schedule.examples import at

HUB = at("14:00")
OWN = at("13:00")


class Times:
    """A machine whose clock shows OWN at second 0, and a hub's that shows HUB then."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.clock = HubClock(lambda: OWN + timedelta(seconds=self.now_s - 100), lambda: self.now_s)

    def hub(self, rate: float = 1.0) -> datetime:
        return HUB + timedelta(seconds=(self.now_s - 100) * rate)

    def error_s(self, rate: float = 1.0) -> float:
        return (self.clock() - self.hub(rate)).total_seconds()


def test_before_the_hub_is_heard_it_is_the_machines_clock() -> None:
    times = Times()
    assert (times.clock(), times.clock.skew, times.clock.rate) == (OWN, None, 1.0)


def test_it_is_the_hubs_clock_and_runs_on_without_the_hub() -> None:
    times = Times()
    times.clock.hear(HUB)
    times.now_s += 3_600
    assert times.clock() == HUB + timedelta(hours=1)
    assert times.clock.skew == timedelta(hours=1)


def test_a_rehearsal_hurries() -> None:
    times = Times()
    times.clock.hear(HUB, rate=60)
    times.now_s += 10
    assert (times.clock(), times.clock.rate) == (HUB + timedelta(minutes=10), 60)
    times.clock.hear(times.hub(60))
    assert (times.clock(), times.clock.rate) == (HUB + timedelta(minutes=10), 1)


def test_a_machine_that_runs_for_a_year_hears_a_day_that_hurries() -> None:
    clock = HubClock(lambda: OWN, lambda: 365 * 86_400.0)
    clock.hear(HUB, rate=3_600.0)
    assert clock() == HUB


@given(st.lists(st.floats(0, 20), min_size=1, max_size=60), st.sampled_from([1.0, 60.0]))
def test_delays_make_it_late_by_the_least_of_them_and_never_go_back(delays: list[float], rate: float) -> None:
    times = Times()
    shown = datetime.min.replace(tzinfo=OWN.tzinfo)
    for number, delay_s in enumerate(delays):
        sent = times.hub(rate)
        times.now_s += delay_s
        times.clock.hear(sent, rate=rate)
        least_s = min(delays[max(0, number - HEARD + 1) : number + 1])
        now = times.clock()
        assert times.error_s(rate) >= -least_s * rate - 0.01
        assert times.error_s(rate) <= 0.01 or now == shown
        if now < shown:  # only what is no jitter any more
            assert (shown - now).total_seconds() > 2 * rate
        shown = now
        times.now_s += 5


def test_a_moment_that_was_shown_stands_still_rather_than_come_again() -> None:
    times = Times()
    times.clock.hear(HUB + timedelta(seconds=1))
    first = times.clock()
    for _ in range(HEARD):
        times.clock.hear(times.hub())
    assert times.clock() == first
    times.now_s += 1.5
    assert times.error_s() == 0


def test_a_hub_whose_clock_was_set_forward_is_believed_at_once() -> None:
    times = Times()
    times.clock.hear(HUB)
    times.clock.hear(HUB + timedelta(hours=1))
    assert times.clock() == HUB + timedelta(hours=1)


def test_a_hub_whose_clock_was_set_back_is_believed_when_it_says_so_often_enough() -> None:
    times = Times()
    times.clock.hear(HUB + timedelta(hours=1))
    for _ in range(HEARD - 1):
        times.clock.hear(times.hub())
        assert times.error_s() == 3_600
        times.now_s += 5
    times.clock.hear(times.hub())
    assert times.error_s() == 0


def test_an_answer_that_was_quick_is_believed_at_once() -> None:
    times = Times()
    times.clock.hear(HUB + timedelta(hours=1), took_s=0.1)
    times.clock.hear(HUB, took_s=0.1)
    assert times.clock() == HUB


def test_an_answer_that_was_slow_is_no_proof() -> None:
    times = Times()
    times.clock.hear(HUB, took_s=0.1)
    sent = times.hub()
    times.now_s += 20
    times.clock.hear(sent, took_s=20)
    assert times.error_s() == 0
