from datetime import timedelta

import pytest

from festival.clock import clock_from
from schedule.examples import at


@pytest.mark.parametrize("rate", [1, 60, 0.5])
def test_a_clock_runs_on_from_its_start_at_its_rate(rate: float) -> None:
    now_s = [100.0]
    clock = clock_from(at("13:00"), lambda: now_s[0], rate=rate)
    assert clock() == at("13:00")
    now_s[0] += 90
    assert clock() == at("13:00") + timedelta(seconds=90 * rate)
