"""What a screen that follows a hub shows first, and by which clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from festival.cli.following import Following, following
from festival.client.cache import Cache
from festival.clock import system_clock
from festival.programme import bundled
from festival.schedule.errors import ProgrammeError
from festival.schedule.model import Schedule
from festival.settings import Settings
from kiosk.conftest import local, make_schedule

HUB = "http://hub.example:8022"


def begin(folder: Path, programme: Path | None = None, *, hub: str = HUB, at: str | None = None) -> Following:
    settings = Settings(folder / "state", folder / "cache", folder / "config")
    return following(settings, hub, programme or bundled(), at)


def keep(folder: Path, confirmed: datetime, *, rehearsed: bool = False) -> Schedule:
    """Leave on disk what a former run was told by the hub."""
    schedule = make_schedule(epoch="e1", revision=7)
    cache: Cache = begin(folder).cache
    assert cache.save(schedule, confirmed, rehearsed=rehearsed)
    return schedule


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(minutes=1)


def test_without_a_former_run_it_is_the_programme_as_printed(tmp_path: Path) -> None:
    found = begin(tmp_path, at="2022-05-27T14:20")
    assert (found.start.origin, found.start.schedule.epoch) == ("programme", "")
    assert (found.freshness.contact, found.freshness.at) == ("dated", None)
    assert near(found.clock(), local("14:20"))
    assert found.is_made_up


def test_after_a_former_run_it_is_what_the_hub_said_last(tmp_path: Path) -> None:
    confirmed = system_clock() - timedelta(hours=1)
    schedule = keep(tmp_path, confirmed)
    found = begin(tmp_path)
    assert found.start.schedule == schedule
    assert (found.freshness.at, found.freshness.origin) == (confirmed, "cache")
    assert near(found.clock(), system_clock())
    assert not found.is_made_up


def test_it_is_there_even_if_the_programme_is_broken(tmp_path: Path) -> None:
    broken = tmp_path / "programme"
    broken.mkdir()
    (broken / "festival.toml").write_text("[[[")
    with pytest.raises(ProgrammeError):
        begin(tmp_path, broken)
    schedule = keep(tmp_path, system_clock())
    assert begin(tmp_path, broken).start.schedule == schedule


def test_what_one_hub_said_is_not_shown_for_another(tmp_path: Path) -> None:
    keep(tmp_path, system_clock())
    assert begin(tmp_path, hub="http://other.example:8022").start.origin == "programme"
    assert begin(tmp_path, hub="HTTP://HUB.example:8022").start.origin == "cache"


def test_a_made_up_day_goes_on_where_it_was(tmp_path: Path) -> None:
    keep(tmp_path, local("15:37"), rehearsed=True)
    found = begin(tmp_path)
    assert near(found.clock(), local("15:37"))
    assert found.is_made_up


def test_a_machine_that_lost_the_time_begins_when_the_hub_was_last_heard(tmp_path: Path) -> None:
    keep(tmp_path, datetime(2100, 5, 27, tzinfo=UTC))
    assert near(begin(tmp_path).clock(), datetime(2100, 5, 27, tzinfo=UTC))
