"""Filters: laws of narrowing, counts that keep their word, and their words."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from festival.kiosk.state import Filters
from festival.kiosk.view.filters import (
    FIELDS,
    Index,
    active,
    chosen_day,
    cleared,
    in_words,
    options,
    rescues,
    toggled,
    without,
)
from festival.schedule.model import Schedule, Session, SessionLive, Slot
from kiosk.conftest import local, make_schedule, make_state, session

DAY = date(2022, 5, 27)
VALUES = {
    "room": ["hansaplatz", "forum"],
    "track": ["dortbunt", "ecosystems"],
    "audience": ["families", "children", "youth"],
    "language": ["de", "en", "tr"],
    "access": ["step_free", "captions"],
}
CHOICES = st.builds(
    Filters, st.sampled_from([None, DAY]), *(st.sampled_from(["", *VALUES[field]]) for field in FIELDS)
)


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    sessions = []
    for number in range(draw(st.integers(0, 8))):
        day = draw(st.sampled_from([27, 28]))
        hour = draw(st.integers(10, 15))
        fields = {
            "track": draw(st.sampled_from(VALUES["track"])),
            "audience": draw(some(VALUES["audience"])),
            "languages": draw(some(VALUES["language"])),
            "access": draw(some(VALUES["access"])),
        }
        times = {"start": local(f"{hour}:00", day), "end": local(f"{hour + 1}:00", day)}
        room = draw(st.sampled_from(VALUES["room"]))
        sessions.append(session(f"s{number}", room, "9:00", "10:00", **fields) | times)
    return make_schedule(sessions=sessions)


def ids(sessions: list[Session]) -> list[str]:
    return [one.id for one in sessions]


@given(schedules(), CHOICES)
def test_filters_are_conjunctive(schedule: Schedule, filters: Filters) -> None:
    index = Index(schedule)
    each = [set(ids(index.narrowed(Filters(day=filters.day))))]
    each += [
        set(ids(index.narrowed(Filters(**{"day": filters.day, field: getattr(filters, field)}))))
        for field in active(filters)
    ]
    assert set(ids(index.narrowed(filters))) == set.intersection(*each)


@given(schedules(), CHOICES)
def test_clearing_gives_all_of_the_day(schedule: Schedule, filters: Filters) -> None:
    index = Index(schedule)
    assert index.narrowed(cleared(filters)) == index.all_of(filters)
    assert sorted(ids(index.narrowed(Filters()))) == sorted(one.id for one in schedule.sessions)


@given(schedules(), CHOICES)
def test_an_option_leaves_as_many_as_it_says(schedule: Schedule, filters: Filters) -> None:
    index = Index(schedule)
    state = make_state(schedule, filters=filters)
    for field in ("day", *FIELDS):
        for option in options(state, index, field):
            base = without(filters, field) if field != "day" else filters
            chosen = toggled(replace(base, day=filters.day or DAY), field, option.value)
            assert len(index.narrowed(chosen)) == option.count


@given(schedules(), CHOICES)
def test_a_rescue_brings_what_it_says_and_the_dearest_is_first(schedule: Schedule, filters: Filters) -> None:
    index = Index(schedule)
    found = rescues(index, filters)
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)
    for field, count in found:
        assert len(index.narrowed(without(filters, field))) == count > 0


def test_music_without_words_suits_every_language() -> None:
    index = Index(make_schedule())
    assert ids(index.narrowed(Filters(day=DAY, language="de"))) == [
        "brass-band",
        "open-lab",
        "choir",
        "late-show",
    ]


def test_access_of_the_room_counts_for_its_sessions() -> None:
    index = Index(make_schedule())
    assert ids(index.narrowed(Filters(access="step_free"))) == ["brass-band", "open-lab", "late-show"]
    assert ids(index.narrowed(Filters(access="captions"))) == ["open-lab"]


def test_a_moved_session_is_found_at_both_places() -> None:
    schedule = make_schedule()
    choir = schedule.session_by_id["choir"]
    moved = Slot(room="hansaplatz", start=choir.start, end=choir.end)
    gone = choir.model_copy(update={"live": SessionLive(moved=moved)})
    index = Index(
        schedule.model_copy(
            update={"sessions": tuple(gone if one is choir else one for one in schedule.sessions)}
        )
    )
    assert "choir" in ids(index.narrowed(Filters(room="forum")))
    assert "choir" in ids(index.narrowed(Filters(room="hansaplatz")))


def test_a_day_that_the_festival_does_not_have_is_the_present_one() -> None:
    state = make_state(filters=Filters(day=date(1999, 1, 1)))
    assert chosen_day(state).date == DAY


def test_filters_are_said_in_words_of_the_visitors_language() -> None:
    filters = Filters(room="forum", audience="families", language="tr", access="captions")
    assert in_words(make_state(filters=filters), filters) == ["Forum", "Families", "Turkish", "Captions"]


def test_an_unknown_value_stays_what_it_is() -> None:
    filters = Filters(room="nowhere", track="no-track")
    assert in_words(make_state(), filters) == ["nowhere", "no-track"]
