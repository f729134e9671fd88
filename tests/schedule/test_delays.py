from collections.abc import Iterable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.schedule.delays import Blocked, Cascade, cascade
from festival.schedule.model import Schedule, Session
from schedule.examples import at, session
from schedule.strategies import schedules

A = session("a", "14:00", "15:00")
B = session("b", "15:00", "16:00")
C = session("c", "16:20", "17:00")


def late(one: Session, delay_min: int) -> Session:
    return one.model_copy(update={"live": one.live.model_copy(update={"delay_min": delay_min})})


def after(sessions: Iterable[Session], found: Cascade) -> list[Session]:
    """Return the sessions with the delays that a cascade gave them."""
    return [late(one, found.delays.get(one.id, one.live.delay_min)) for one in sessions]


def test_delay_runs_on_until_a_gap_absorbs_it() -> None:
    assert cascade([A, B, C], "a", 15).delays == {"a": 15, "b": 15}
    assert cascade([A, B, C], "a", 30).delays == {"a": 30, "b": 30, "c": 10}


def test_delay_keeps_the_changeover_of_the_room() -> None:
    assert cascade([A, B, C], "a", 15, changeover_min=10).delays == {"a": 15, "b": 15, "c": 5}


def test_delay_from_an_instant_begins_with_what_starts_then_or_later() -> None:
    assert cascade([A, B, C], at("14:01"), 5).delays == {"b": 5}
    assert cascade([A, B, C], at("16:30"), 5) == Cascade({})


def test_sessions_that_start_together_are_delayed_together() -> None:
    b2 = session("b2", "15:00", "15:10")
    assert cascade([A, B, b2, C], at("15:00"), 5).delays == {"b": 5, "b2": 5}


def test_fixed_start_stays_and_is_reported() -> None:
    fixed = session("b", "15:00", "16:00", fixed_start=True)
    assert cascade([A, fixed, C], "a", 15) == Cascade({"a": 15}, (Blocked("b", 15),))


def test_fixed_start_moves_when_it_is_named() -> None:
    fixed = session("b", "15:00", "16:00", fixed_start=True)
    assert cascade([A, fixed, C], "b", 15) == Cascade({"b": 15})


def test_delay_longer_than_a_fixed_session_goes_on_behind_it() -> None:
    fixed = session("b", "15:00", "15:30", fixed_start=True)
    last = session("c", "15:30", "16:00")
    assert cascade([A, fixed, last], "a", 45) == Cascade({"a": 45, "c": 15}, (Blocked("b", 45),))


def test_cancelled_sessions_are_slack() -> None:
    gone = session("b", "15:00", "16:00", cancelled=True)
    assert cascade([A, gone, C], "a", 30).delays == {"a": 30}


def test_taking_delay_back_lets_later_sessions_follow_but_never_before_their_plan() -> None:
    delayed = [late(A, 30), late(B, 30), late(C, 10)]
    assert cascade(delayed, "a", -15).delays == {"a": 15, "b": 15, "c": 0}
    assert cascade(delayed, "a", -30).delays == {"a": 0, "b": 0, "c": 0}
    assert cascade(delayed, "a", -90).delays == {"a": 0, "b": 0, "c": 0}


def test_taking_delay_back_stops_at_the_session_before() -> None:
    assert cascade([late(A, 30), late(B, 30)], "b", -30) == Cascade({})
    assert cascade([late(A, 10), late(B, 30)], "b", -30).delays == {"b": 10}


def test_delay_crosses_midnight() -> None:
    late_show = session("late", "23:30", "24:00")
    last = session("last", "24:00", "25:00")
    assert cascade([late_show, last], "late", 20).delays == {"late": 20, "last": 20}


def room_of(schedule: Schedule) -> list[Session]:
    return [one for one in schedule.sessions if one.slot.room == "r0" and not one.live.cancelled]


def in_order(sessions: Iterable[Session]) -> list[Session]:
    return sorted(sessions, key=lambda one: (one.expected.start, one.expected.end, one.id))


def overlap(one: Session, other: Session) -> timedelta:
    """Return for how long two sessions take place at the same time."""
    start = max(one.expected.start, other.expected.start)
    return max(timedelta(0), min(one.expected.end, other.expected.end) - start)


cases = given(schedules(), st.integers(1, 120), st.integers(0, 1080), st.sampled_from((0, 5, 15)))


@cases
def test_order_of_a_room_is_kept_except_at_a_fixed_start(
    schedule: Schedule, by: int, minute: int, changeover_min: int
) -> None:
    ordered = in_order(room_of(schedule))
    start = schedule.festival.days[0].start + timedelta(minutes=minute)
    found = cascade(ordered, start, by, changeover_min)
    blocked = {one.session for one in found.blocked}
    starts = [one.expected.start for one in after(ordered, found) if one.id not in blocked]
    assert starts == sorted(starts)


@cases
def test_no_overlap_is_made_or_grows_except_at_a_reported_fixed_start(
    schedule: Schedule, by: int, minute: int, changeover_min: int
) -> None:
    before = in_order(room_of(schedule))
    start = schedule.festival.days[0].start + timedelta(minutes=minute)
    found = cascade(before, start, by, changeover_min)
    blocked = {one.session for one in found.blocked}
    then = after(before, found)
    for i in range(len(before)):
        for j in range(i):
            if not blocked & {before[i].id, before[j].id}:
                assert overlap(then[i], then[j]) <= overlap(before[i], before[j])


@cases
def test_delays_never_grow_on_their_way(
    schedule: Schedule, by: int, minute: int, changeover_min: int
) -> None:
    ordered = in_order(room_of(schedule))
    start = schedule.festival.days[0].start + timedelta(minutes=minute)
    found = cascade(ordered, start, by, changeover_min)
    added = [found.delays[one.id] - one.live.delay_min for one in ordered if one.id in found.delays]
    assert all(0 < minutes <= by for minutes in added)
    assert all(minutes <= max(added[:index], default=by) for index, minutes in enumerate(added))
    assert all(0 < one.minutes <= by for one in found.blocked)


@cases
def test_slack_after_the_last_delayed_session_ends_the_delay(
    schedule: Schedule, by: int, minute: int, changeover_min: int
) -> None:
    ordered = in_order(room_of(schedule))
    start = schedule.festival.days[0].start + timedelta(minutes=minute)
    found = cascade(ordered, start, by, changeover_min)
    need = timedelta(minutes=changeover_min)
    for index, one in enumerate(ordered):
        began_here = one.expected.start == next(
            (other.expected.start for other in ordered if other.expected.start >= start), None
        )
        reach = [other.expected.end for other in after(ordered, found)[:index] if other.id in found.delays]
        if not began_here and all(end + need <= one.expected.start for end in reach):
            assert one.id not in found.delays


@cases
def test_taking_back_never_goes_before_the_plan_or_makes_an_overlap_the_plan_has_not(
    schedule: Schedule, by: int, minute: int, changeover_min: int
) -> None:
    before = in_order(room_of(schedule))
    start = schedule.festival.days[0].start + timedelta(minutes=minute)
    found = cascade(before, start, -by, changeover_min)
    then = after(before, found)
    assert all(0 <= found.delays[one.id] < one.live.delay_min for one in before if one.id in found.delays)
    assert found.blocked == ()
    starts = [one.expected.start for one in then]
    assert starts == sorted(starts)
    for i in range(len(before)):
        for j in range(i):
            planned = max(timedelta(0), before[j].slot.end - before[i].slot.start)
            assert overlap(then[i], then[j]) <= max(overlap(before[i], before[j]), planned)


@given(schedules(), st.integers(1, 120))
def test_delay_given_and_taken_back_leaves_an_undelayed_room_as_planned(schedule: Schedule, by: int) -> None:
    planned = [late(one, 0) for one in room_of(schedule) if not one.live.moved and not one.fixed_start]
    if not planned:
        return
    first = in_order(planned)[0].expected.start
    there = after(planned, cascade(planned, first, by))
    seeds = [one for one in there if one.slot.start == first]
    back = after(there, cascade(there, seeds[0].expected.start, -by))
    assert [one.live.delay_min for one in back] == [0] * len(planned)
