"""Times and texts as people type them, midnight and both changes of the clock included."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.conftest import local
from festival.desk.typed import typed_languages, typed_minutes, typed_time, typed_times
from festival.schedule import edits

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("text", ["14:30", "1430", "14.30", " 14:30 "])
def test_a_time_is_written_in_many_ways(text: str) -> None:
    assert typed_time(text, local("15:00"), BERLIN) == local("14:30")


def test_a_time_after_midnight_is_in_the_night_of_the_session() -> None:
    assert typed_time("0:15", local("23:30"), BERLIN) == local("24:15")


def test_a_time_before_midnight_is_in_the_night_of_the_session() -> None:
    assert typed_time("23:45", local("24:15"), BERLIN) == local("23:45")


@pytest.mark.parametrize("text", ["", "25:00", "14:60", "noon", "-1:00", "14:3"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        typed_time(text, local("15:00"), BERLIN)


def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    near = datetime(2022, 3, 27, 0, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="2:30"):
        typed_time("2:30", near, BERLIN)


@pytest.mark.parametrize(("near_hour", "hour"), [(0, 0), (2, 1)])
def test_of_a_time_that_comes_twice_the_nearer_is_meant(near_hour: int, hour: int) -> None:
    near = datetime(2022, 10, 30, near_hour, 0, tzinfo=UTC)
    assert typed_time("2:30", near, BERLIN) == datetime(2022, 10, 30, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["15:10 15:30", "15:10-15:30", "15:10 – 15:30"])
def test_two_times_are_parted_by_space_or_dash(text: str) -> None:
    assert typed_times(text, local("15:00"), BERLIN) == (local("15:10"), local("15:30"))


@pytest.mark.parametrize(("text", "minutes"), [("10", 10), ("+10", 10), ("-5", -5), ("- 5", -5)])
def test_minutes_have_a_sign(text: str, minutes: int) -> None:
    assert typed_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "1441", "ten", "5.5"])
def test_what_are_no_minutes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        typed_minutes(text)


def test_a_text_in_one_language_is_in_none_that_is_known() -> None:
    assert typed_languages("Encore", ("de", "en")) == {"und": "Encore"}


def test_a_text_is_parted_by_slashes_between_spaces() -> None:
    assert typed_languages("Ja/Nein / Yes/No", ("de", "en")) == {"de": "Ja/Nein", "en": "Yes/No"}


def test_what_is_pasted_is_cleaned_and_cut_as_every_line() -> None:
    pasted = "Storm\x1b[2J\u202e  " + "x" * 2_000
    (text,) = typed_languages(pasted, ("de", "en")).values()
    assert text == edits.CancelSession(session="choir", reason={"und": pasted}).reason["und"]
    assert text.startswith("Storm[2J xxx")
