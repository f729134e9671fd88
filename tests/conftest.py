"""What holds for all tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more about what else the machine does than about the code; the bench measures.
settings.register_profile(
    "festival", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("festival")


@pytest.hookimpl(optionalhook=True)  # xdist may be switched off
def pytest_xdist_auto_num_workers() -> int:
    """Tests wait half of the time for a terminal, a browser or a clock: three of them keep two cores busy."""
    return max(2, 3 * len(os.sched_getaffinity(0)) // 2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits longest, one after the other in one worker: the others take over all else of its share."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
