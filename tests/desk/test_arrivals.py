"""Which changes the desk knows, whatever comes in which order."""

from dataclasses import replace

import pytest

from desk.conftest import NOW, live_schedule
from festival.client.followed import Followed, Freshness
from festival.client.organising import Holder
from festival.desk.arrivals import followed_by, named_by, unnamed, with_older
from festival.desk.state import DeskState
from festival.locale import locale_for
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import DelayRoom
from festival.schedule.model import Schedule

LIVE = Freshness("live")
PAGE = 100


def made(count: int) -> tuple[list[Schedule], list[Change]]:
    """Return so many changes by Ben, the oldest first, and the schedules before, between and after them."""
    days, changes = [live_schedule()], list[Change]()
    for _ in range(count):
        edit = DelayRoom(room="hansaplatz", minutes=1, from_session="brass-band")
        changes.append(apply(days[-1], edit, now=NOW, by="Ben"))
        days.append(fold(days[-1], changes[-1:]))
    return days, changes


DAYS, CHANGES = made(6)
NAMELESS = [one.model_copy(update={"by": ""}) for one in CHANGES]


def state_at(revision: int, *known: int) -> DeskState:
    schedule = DAYS[revision]
    return DeskState(
        schedule=schedule,
        now=NOW,
        locale=locale_for("en", schedule.festival.zone),
        freshness=LIVE,
        hub="",
        changes=tuple(CHANGES[one - 1] for one in known),
    )


def revisions(state: DeskState) -> list[int]:
    return [one.revision for one in state.changes]


def test_a_change_comes_before_those_that_are_known() -> None:
    state = followed_by(state_at(2, 2, 1), Followed(DAYS[3], LIVE, (NAMELESS[2],)), NOW)
    assert (revisions(state), unnamed(state, PAGE)) == ([3, 2, 1], 1)


def test_what_lies_before_a_gap_is_not_kept() -> None:
    state = followed_by(state_at(2, 2, 1), Followed(DAYS[5], LIVE, (NAMELESS[3], NAMELESS[4])), NOW)
    assert revisions(state) == [5, 4]


@pytest.mark.parametrize("epoch", ["e1", "e2"])
def test_of_a_schedule_that_came_whole_or_of_another_log_the_changes_are_fetched_anew(epoch: str) -> None:
    whole = DAYS[5].model_copy(update={"epoch": epoch})
    state = followed_by(state_at(2, 2, 1), Followed(whole, LIVE), NOW)
    assert (revisions(state), unnamed(state, PAGE)) == ([], 5)


def test_changes_that_were_fetched_and_are_not_on_the_screen_yet_come_by_themselves() -> None:
    state = with_older(state_at(4), tuple(reversed(CHANGES)))
    assert revisions(state) == [4, 3, 2, 1]


def test_changes_that_were_fetched_too_early_change_nothing() -> None:
    before = state_at(6)
    assert with_older(before, tuple(reversed(CHANGES[:4]))) is before


def test_only_what_somebody_else_made_just_now_is_told() -> None:
    state = followed_by(state_at(2, 2, 1), Followed(DAYS[3], LIVE, (NAMELESS[2],)), NOW)
    told = named_by(state, tuple(reversed(CHANGES[:3])))
    assert told.notice is not None
    assert told.notice.text.startswith("Ben: +1 min · ")
    assert told.notice.text.endswith(" (revision 3)")
    assert unnamed(told, PAGE) == 0
    ben = replace(state, holder=Holder("Ben", "editor", None, None))
    assert named_by(ben, tuple(reversed(CHANGES[:3]))).notice is None
