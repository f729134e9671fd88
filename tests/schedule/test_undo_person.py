"""All that one person changed goes back; what others changed since stays."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.digests import digest
from festival.schedule.edits import UndoPerson, edit_from
from festival.schedule.errors import EditRefused, WouldBeEarlier
from festival.schedule.model import AS_PLANNED, UNKNOWN, Schedule
from schedule.examples import at, schedule, session, station
from schedule.logs import RAIN, Log
from schedule.strategies import edits, schedules
from schedule.test_changes import content

DAY = schedule(
    session("opening", "14:00", "15:00", title={"de": "Beginn", "en": "Start"}),
    session("band", "15:10", "16:00", room="hall"),
    station("solder"),
)


def test_one_change_puts_back_all_that_she_did_and_says_whose() -> None:
    log = Log(DAY)
    log.make("Mallory", "cancel_session", session="opening", reason=RAIN)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    log.make("Mallory", "set_station_state", station="solder", state="closed")
    log.make("Mallory", "announce", text=RAIN, expires=at("20:00"))
    log.make("Mallory", "add_session", session=session("extra", "17:00", "18:00").model_dump(mode="json"))
    change = log.undo("Mallory", reason={"en": "A stolen token"})
    assert content(log.day) == content(DAY)
    assert (change.kind, change.by, change.undoes_person) == ("undo_person", "Root", "Mallory")
    assert (change.undoes, change.reason) == (None, {"en": "A stolen token"})
    assert log.day.session_by_id["opening"].live is AS_PLANNED
    assert log.day.station_by_id["solder"].live is UNKNOWN


def test_of_one_session_her_delay_goes_and_the_others_full_stays() -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=20, reason=RAIN)
    log.make("Ben", "set_session_state", session="band", state="full")
    log.undo("Mallory")
    live = log.day.session_by_id["band"].live
    assert (live.delay_min, live.state, live.reason) == (0, "full", {})
    assert live.changed_at == at("13:01")


def test_reason_that_both_gave_stays_with_the_others_word() -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=20, reason=RAIN)
    log.make("Ben", "set_session_state", session="band", state="full", reason=RAIN)
    log.make("Ben", "extend_session", session="band", minutes=5, reason={"de": "Zugabe"})
    log.undo("Mallory")
    live = log.day.session_by_id["band"].live
    assert [live.why(one) for one in live.departures] == [{"de": "Zugabe"}, RAIN]
    assert (live.departures, live.reason) == (("overrun_min", "state"), {"de": "Zugabe"})


def test_what_another_set_in_between_is_what_it_goes_back_to() -> None:
    log = Log(DAY)
    for by in ("Mallory", "Ben", "Mallory", "Mallory"):
        log.make(by, "delay_session", session="band", minutes=5)
    log.undo("Mallory")
    assert log.day.session_by_id["band"].live.delay_min == 10


def test_her_word_goes_in_one_language_and_the_others_stays_in_the_other() -> None:
    log = Log(DAY)
    text = {"thing": "session", "id": "opening", "field": "title"}
    log.make("Mallory", "correct_text", text={"de": "Unfug"}, **text)
    log.make("Ben", "correct_text", text={"en": "Opening"}, **text)
    log.undo("Mallory")
    assert log.day.session_by_id["opening"].title == {"de": "Beginn", "en": "Opening"}


def test_a_title_never_goes_back_to_none() -> None:
    log = Log(DAY)
    text = {"thing": "session", "id": "band", "field": "title"}
    log.make("Mallory", "correct_text", text={"de": "Kapelle"}, **text)
    log.make("Ben", "correct_text", text={"und": ""}, **text)
    with pytest.raises(EditRefused, match="nothing of what Mallory changed is left to put back"):
        log.undo("Mallory")
    assert log.day.session_by_id["band"].title == {"de": "Kapelle"}


def test_how_full_a_place_is_is_one_statement() -> None:
    log = Log(DAY)
    log.make("Mallory", "set_station_state", station="solder", state="busy", wait_min=20)
    log.make("Ben", "set_station_state", station="solder", state="full", wait_min=20)
    with pytest.raises(EditRefused) as caught:
        log.undo("Mallory")
    assert str(caught.value) == (
        "nothing of what Mallory changed is left to put back: it was undone, or others changed it since"
    )
    assert log.day.station_by_id["solder"].live.wait_min == 20


def test_added_session_stays_if_somebody_else_took_it_up() -> None:
    log = Log(DAY)
    for name in ("mine", "ours"):
        added = session(name, "17:00", "18:00").model_dump(mode="json")
        log.make("Mallory", "add_session", session=added)
    log.make("Mallory", "delay_session", session="ours", minutes=10)
    log.make("Ben", "set_session_state", session="ours", state="few")
    log.undo("Mallory")
    assert "mine" not in log.day.session_by_id
    live = log.day.session_by_id["ours"].live
    assert (live.delay_min, live.state) == (0, "few")


def test_announcement_that_she_withdrew_comes_back_as_it_was_before_her() -> None:
    log = Log(DAY)
    log.make("Ben", "announce", id="storm", text=RAIN, expires=at("20:00"))
    posted = log.day.announcements
    log.make("Mallory", "withdraw", announcement="storm")
    log.make("Mallory", "announce", id="storm", text={"de": "Unfug"}, expires=at("21:00"))
    log.undo("Mallory")
    assert log.day.announcements == posted


def test_announcement_that_another_made_anew_stays() -> None:
    log = Log(DAY)
    log.make("Ben", "announce", id="storm", text=RAIN, expires=at("20:00"))
    log.make("Mallory", "withdraw", announcement="storm")
    log.make("Ben", "announce", id="storm", text={"de": "Sturm"}, expires=at("21:00"))
    with pytest.raises(EditRefused, match="is left to put back"):
        log.undo("Mallory")
    assert [one.text for one in log.day.announcements] == [{"de": "Sturm"}]


def test_what_was_undone_is_not_hers_and_not_that_of_who_undid_it() -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    later = log.make("Ben", "delay_session", session="band", minutes=10)
    log.make("Ben", "undo", change=later.revision)
    log.undo("Mallory")
    assert content(log.day) == content(DAY)
    with pytest.raises(EditRefused, match="nothing of what Mallory changed is left"):
        log.undo("Mallory")


@pytest.mark.parametrize("undone", [(1, 2), (1, 2, 1, 2)])
@pytest.mark.parametrize("other", ["Mallory", "Ben"])
def test_what_was_undone_and_done_again_is_hers_who_did_it_again(undone: tuple[int, ...], other: str) -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    for number, revision in enumerate(undone):
        log.make("Mallory" if number % 2 else other, "undo", change=revision)
    assert log.day.session_by_id["band"].live.delay_min == 5
    log.undo("Mallory")
    assert content(log.day) == content(DAY)


def test_undoing_what_another_did_and_doing_it_again_leaves_nothing_of_hers() -> None:
    log = Log(DAY)
    log.make("Ben", "delay_session", session="band", minutes=5)
    for revision in (1, 2):
        log.make("Mallory", "undo", change=revision)
    with pytest.raises(EditRefused, match="nothing of what Mallory changed is left"):
        log.undo("Mallory")


def test_only_what_she_did_since_then() -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    log.make("Mallory", "cancel_session", session="opening")
    log.undo("Mallory", since=at("13:01"))
    assert log.day.session_by_id["band"].live.delay_min == 5
    assert not log.day.session_by_id["opening"].live.cancelled


def test_who_changed_nothing_is_named() -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    with pytest.raises(EditRefused, match=r"^Malory has changed nothing: check the name in the history$"):
        log.undo("Malory")
    with pytest.raises(EditRefused, match=r"^Mallory has changed nothing since then: look into the history$"):
        log.undo("Mallory", since=at("14:00"))


def test_nobody_is_told_to_come_earlier_without_a_confirmation() -> None:
    log = Log(DAY)
    log.make("Mallory", "delay_session", session="band", minutes=5)
    with pytest.raises(WouldBeEarlier) as caught:
        log.undo("Mallory", earlier=False)
    assert caught.value.sessions == ("band",)


def drawn(data: st.DataObject, day: Schedule, people: tuple[str, ...], count: int) -> Log:
    """Return a log of `count` or fewer random edits and undos, each made by one of `people`."""
    log = Log(day)
    for _ in range(count):
        by = data.draw(st.sampled_from(people))
        if log.changes and data.draw(st.integers(0, 3)) == 0:
            known = data.draw(st.sampled_from(sorted(log.changes)))
            edit = edit_from({"kind": "undo", "change": known, "earlier": True})
        else:
            edit = data.draw(edits(log.day)).model_copy(update={"earlier": True})
        try:
            log.add(apply(log.day, edit, now=log.now, by=by, log=log.changes))
        except EditRefused:
            continue
    return log


@given(st.data(), schedules())
def test_day_of_the_only_editor_is_undone_whole(data: st.DataObject, day: Schedule) -> None:
    log = drawn(data, day, ("Mallory",), 6)
    assume(content(log.day) != content(day))
    log.undo("Mallory")
    assert content(log.day) == content(day)
    assert digest(log.day) == digest(day)


@given(st.data(), schedules())
def test_since_a_change_is_the_schedule_before_it(data: st.DataObject, day: Schedule) -> None:
    log = drawn(data, day, ("Mallory",), 6)
    assume(log.changes)
    first = data.draw(st.sampled_from(sorted(log.changes)))
    then = fold(day, [log.changes[one] for one in sorted(log.changes) if one < first])
    assume(content(log.day) != content(then))
    log.undo("Mallory", since=log.changes[first].at)
    assert content(log.day) == content(then)


@given(st.data(), schedules())
def test_things_of_others_stay_and_hers_alone_go_back(data: st.DataObject, day: Schedule) -> None:
    log = drawn(data, day, ("Mallory", "Ben"), 6)
    before = log.day
    touched = {
        who: {one.id for change in log.changes.values() if change.by == who for one in change.touches}
        for who in ("Mallory", "Ben")
    }
    try:
        edit = UndoPerson(person="Mallory", earlier=True)
        log.add(apply(log.day, edit, now=log.now, by="Root", log=log.changes))
    except EditRefused:
        assume(False)

    def session_of(one: Schedule, name: str) -> Any:
        return one.session_by_id.get(name)

    names = {one.id for known in (day, before) for one in known.sessions}
    for name in names - touched["Mallory"]:
        assert session_of(log.day, name) == session_of(before, name)
    for name in names & touched["Mallory"] - touched["Ben"]:
        assert session_of(log.day, name) == session_of(day, name)


@given(st.data(), schedules())
def test_undo_of_a_persons_day_can_be_undone(data: st.DataObject, day: Schedule) -> None:
    log = drawn(data, day, ("Mallory", "Ben"), 5)
    before = log.day
    try:
        edit = UndoPerson(person="Mallory", earlier=True)
        change = log.add(apply(log.day, edit, now=log.now, by="Root", log=log.changes))
    except EditRefused:
        assume(False)
    log.make("Root", "undo", change=change.revision)
    assert content(log.day) == content(before)
