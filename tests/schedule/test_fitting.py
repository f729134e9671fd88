"""Whether prepared edits still fit: each after those before it, and all of them together."""

from datetime import timedelta

from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import Batch, SingleEdit
from festival.schedule.fitting import fitting
from kiosk.conftest import NOW, local, make_schedule

MOVE = edits.MoveSession(session="choir", start=local("17:30"))
GONE = edits.CancelSession(session="gone")
REOPEN = edits.ReopenSession(session="choir")
CANCEL = edits.CancelSession(session="choir")


def batch(*single: SingleEdit) -> Batch:
    return Batch(name="B", edits=single)


def test_an_edit_is_judged_after_those_before_it() -> None:
    schedule = make_schedule()
    first = fitting(schedule, batch(CANCEL, REOPEN), now=NOW, by="Ada")
    assert [one.preview is not None for one in first.fits] == [True, True]
    second = fitting(schedule, batch(REOPEN, CANCEL), now=NOW, by="Ada")
    assert [one.preview is not None for one in second.fits] == [False, True]


def test_one_that_does_not_fit_says_why_and_the_others_are_looked_at() -> None:
    found = fitting(make_schedule(), batch(GONE, MOVE), now=NOW, by="Ada")
    assert [str(one.refused) for one in found.fits] == ["there is no session gone: check its id", "None"]
    assert found.whole is None


def test_the_whole_is_what_the_hub_would_make() -> None:
    schedule, asked = make_schedule(), batch(MOVE, edits.DelayRoom(room="forum", minutes=10))
    found = fitting(schedule, asked, now=NOW, by="Ada")
    change = apply(schedule, asked, now=NOW, by="Ada")
    assert found.whole is not None
    assert found.whole.change == change
    assert found.whole.after == fold(schedule, [change])


def test_an_earlier_start_of_the_whole_is_said_and_refuses_nothing() -> None:
    early = edits.MoveSession(session="choir", start=local("15:00"))
    found = fitting(make_schedule(), batch(early), now=NOW, by="Ada")
    assert found.is_earlier
    assert found.fits[0].preview is not None
    back = fitting(make_schedule(), batch(early, MOVE), now=NOW, by="Ada")
    assert not back.is_earlier


def test_the_reason_of_the_batch_is_that_of_edits_without_one() -> None:
    own = edits.CancelSession(session="round-table", reason={"en": "Ill"})
    asked = Batch(name="B", edits=(CANCEL, own), reason={"en": "Rain"})
    found = fitting(make_schedule(), asked, now=NOW, by="Ada")
    reasons = [one.preview.change.reason for one in found.fits if one.preview]
    assert reasons == [{"en": "Rain"}, {"en": "Ill"}]


def test_what_is_so_already_fits_no_more() -> None:
    schedule = fold(make_schedule(), [apply(make_schedule(), CANCEL, now=NOW, by="Ada")])
    found = fitting(schedule, batch(CANCEL), now=NOW + timedelta(hours=1), by="Ada")
    assert [one.preview for one in found.fits] == [None]
    assert found.whole is None
