from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from festival.schedule.apply import apply
from festival.schedule.changes import Change, Thing, current, fold, refuse_if_stale, undo
from festival.schedule.delays import cascade
from festival.schedule.digests import digest
from festival.schedule.edits import AddSession, Batch, DelaySession, Undo, edit_from
from festival.schedule.effects import pairs
from festival.schedule.errors import EditConflict, EditRefused, SnapshotNeeded
from festival.schedule.model import Announcement, Room, Schedule, Session, Station
from festival.schedule.values import Planned
from schedule.examples import at, schedule, session, station
from schedule.strategies import edits, schedules

NOW = at("13:30")
DAY = schedule(session("a", "14:00", "15:00"), session("b", "15:00", "16:00"), station())


def change(kind: str, on: Schedule = DAY, by: str = "Anna", **fields: Any) -> Change:
    return apply(on, edit_from({"kind": kind, **fields}), now=NOW, by=by)


HOMES: dict[type, str] = {
    Session: "sessions",
    Room: "rooms",
    Station: "stations",
    Announcement: "announcements",
}


def by_id(things: Iterable[Thing]) -> list[Thing]:
    return sorted(things, key=lambda one: one.id)


def content(schedule: Schedule) -> dict[str, Any]:
    """Return all of a schedule but the revision, things by id: undoing a withdrawal may change their order."""
    parts = {name: getattr(schedule, name) for name in Schedule.model_fields if name != "revision"}
    return parts | {home: by_id(parts[home]) for home in HOMES.values()}


def applied(data: st.DataObject, schedule: Schedule, count: int) -> tuple[list[Change], Schedule]:
    """Return `count` or fewer random edits of `schedule` that were accepted, as changes, and where they lead."""
    made = []
    for number in range(count):
        edit = data.draw(edits(schedule))
        now = schedule.festival.days[0].start + timedelta(minutes=number)
        try:
            made.append(apply(schedule, edit, now=now, by="Anna"))
        except EditRefused:
            continue
        schedule = fold(schedule, made[-1:])
    return made, schedule


@given(st.data(), schedules())
def test_folding_a_change_gives_what_the_edit_intended(data: st.DataObject, day: Schedule) -> None:
    edit = data.draw(edits(day))
    assume(not isinstance(edit, Batch))
    now = day.festival.days[0].start
    try:
        made = apply(day, edit, now=now, by="Anna")
    except EditRefused:
        assume(False)
    wanted = content(day)
    for before, after in pairs(edit, day, now):
        home = HOMES[type(before or after)]
        known = [one for one in wanted[home] if before is None or one.id != before.id]
        wanted[home] = by_id([*known, after] if after else known)
    assert content(fold(day, [made])) == wanted


@given(st.data(), schedules())
def test_folding_all_changes_at_once_as_json_gives_the_same_as_one_by_one(
    data: st.DataObject, day: Schedule
) -> None:
    made, end = applied(data, day, 5)
    sent = [Change.model_validate_json(one.model_dump_json()) for one in made]
    assert fold(day, sent) == end
    assert digest(fold(day, sent)) == digest(end)
    assert end.revision == day.revision + len(made)
    assert digest(Schedule.model_validate_json(end.model_dump_json())) == digest(end)


@given(st.data(), schedules(), st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_digest_that_is_carried_along_is_the_one_of_the_whole(
    data: st.DataObject, day: Schedule, asked: list[bool]
) -> None:
    made, _ = applied(data, day, 6)
    carried = day
    for change, is_asked in zip([*made, *reversed(made)], asked * 2, strict=False):
        if change.revision > carried.revision:
            carried = fold(carried, [change])
        else:
            carried = fold(carried, [undo(carried, change, now=NOW, by="Anna")])
        if is_asked or change is made[0]:
            assert digest(carried) == digest(Schedule.model_validate_json(carried.model_dump_json()))


def test_a_change_is_folded_while_another_thread_computes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    day = DAY.model_copy()
    digest(day)
    parts = day.digest_parts
    rooms = parts.pop("rooms")
    print_of = vars(Planned)["fingerprint"].func

    def meanwhile(one: Session) -> bytes:
        parts["rooms"] = rooms
        found: bytes = print_of(one)
        return found

    made = change("delay_session", day, session="a", minutes=5)
    monkeypatch.setattr(Session, "fingerprint", property(meanwhile))
    folded = fold(day, [made])
    monkeypatch.undo()
    assert digest(folded) == digest(Schedule.model_validate_json(folded.model_dump_json()))


@given(st.data(), schedules())
def test_undo_of_each_change_in_turn_gives_the_beginning(data: st.DataObject, day: Schedule) -> None:
    made, end = applied(data, day, 4)
    for one in reversed(made):
        back = undo(end, one, now=NOW, by="Anna")
        assert (back.undoes, back.revision) == (one.revision, end.revision + 1)
        end = fold(end, [back])
    assert content(end) == content(day)
    assert digest(end) == digest(day)


@given(st.data(), schedules())
def test_planned_times_survive_every_edit(data: st.DataObject, day: Schedule) -> None:
    _, end = applied(data, day, 5)
    known = {one.id: one.planned for one in end.sessions if one.id in day.session_by_id}
    assert known == {one.id: one.planned for one in day.sessions}


@given(st.data(), schedules())
def test_nobody_is_told_to_come_earlier_unless_somebody_confirmed_it(
    data: st.DataObject, day: Schedule
) -> None:
    for _ in range(4):
        edit = data.draw(edits(day))
        try:
            end = fold(day, [apply(day, edit, now=NOW, by="Anna")])
        except EditRefused:
            continue
        taking_place = [one for one in day.sessions if not one.live.cancelled]
        for before in taking_place:
            after = end.session_by_id[before.id]
            assert edit.earlier or after.live.cancelled or after.expected.start >= before.expected.start
        day = end


@given(st.data(), schedules())
def test_batch_leads_where_its_edits_lead_one_by_one(data: st.DataObject, day: Schedule) -> None:
    drawn = data.draw(st.lists(edits(day), min_size=1, max_size=4))
    confirmed = [one.model_copy(update={"earlier": True}) for one in drawn if not isinstance(one, Batch)]
    assume(confirmed)
    end = day
    try:
        for edit in confirmed:
            end = fold(end, [apply(end, edit, now=NOW, by="Anna")])
    except EditRefused:
        assume(False)
    assume(content(end) != content(day))
    batch = Batch(name="Plan B", edits=tuple(confirmed), earlier=True)
    whole = apply(day, batch, now=NOW, by="Anna")
    after = fold(day, [whole])
    assert content(after) == content(end)
    assert content(fold(after, [undo(after, whole, now=NOW, by="Anna")])) == content(day)


@given(st.data(), schedules())
def test_indexes_that_are_handed_on_are_those_that_would_be_built(data: st.DataObject, day: Schedule) -> None:
    indexes = ("session_by_id", "room_by_id", "station_by_id", "track_by_id", "ids_by_room")
    for index in indexes:
        getattr(day, index)  # fills the caches
    _, end = applied(data, day, 4)
    fresh = Schedule.model_validate(end.model_dump())
    emptied = {room: ids for room, ids in end.ids_by_room.items() if ids}
    assert emptied == fresh.ids_by_room
    for index in indexes[:-1]:
        assert getattr(end, index) == getattr(fresh, index)
    assert [one.expected for one in end.sessions] == [one.expected for one in fresh.sessions]


@given(schedules(), st.integers(1, 90))
def test_room_delay_is_the_cascade(day: Schedule, minutes: int) -> None:
    start = day.festival.days[0].start
    here = [one for one in day.sessions if one.slot.room == "r0"]
    edit = edit_from({"kind": "delay_room", "room": "r0", "minutes": minutes, "from_time": start})
    found = cascade(here, start, minutes, day.room_by_id["r0"].changeover_min)
    assume(found.delays)
    end = fold(day, [apply(day, edit, now=start, by="Anna")])
    expected = {one.id: found.delays.get(one.id, one.live.delay_min) for one in day.sessions}
    assert {one.id: one.live.delay_min for one in end.sessions} == expected


def test_change_is_small_and_holds_only_what_differs() -> None:
    (touch,) = change("delay_session", session="a", minutes=15, reason={"de": "Regen"}).touches
    assert touch.before == {"live": {}}
    assert touch.after == {
        "live": {"delay_min": 15, "reason": {"de": "Regen"}, "changed_at": "2022-05-27T11:30:00Z"}
    }


def test_undo_as_an_edit_needs_the_log() -> None:
    made = change("cancel_session", session="a")
    day = fold(DAY, [made])
    back = apply(day, Undo(change=1, reason={"en": "Mistake"}), now=NOW, by="Ben", log={1: made})
    assert (back.kind, back.by, back.reason, back.severity) == ("undo", "Ben", {"en": "Mistake"}, "warning")
    assert content(fold(day, [back])) == content(DAY)


def test_undo_of_an_undo_does_it_again() -> None:
    made = change("cancel_session", session="a")
    once = fold(DAY, [made])
    back = undo(once, made, now=NOW, by="Anna")
    again = undo(fold(once, [back]), back, now=NOW, by="Anna")
    assert content(fold(once, [back, again])) == content(once)


def test_undo_is_refused_when_what_it_touched_has_changed_since() -> None:
    made = change("delay_session", session="a", minutes=5)
    day = fold(DAY, [made])
    day = fold(day, [change("delay_session", on=day, session="a", minutes=5)])
    with pytest.raises(
        EditConflict, match="session a was changed again after revision 1: undo that first"
    ) as caught:
        undo(day, made, now=NOW, by="Anna")
    assert caught.value.thing == "a"
    assert caught.value.current["live"]["delay_min"] == 10


def test_undo_of_an_addition_is_refused_when_the_session_was_changed() -> None:
    made = change("add_session", session=session("c", "17:00", "18:00").model_dump(mode="json"))
    day = fold(DAY, [made])
    assert content(fold(day, [undo(day, made, now=NOW, by="Anna")])) == content(DAY)
    day = fold(day, [change("cancel_session", on=day, session="c")])
    with pytest.raises(EditConflict):
        undo(day, made, now=NOW, by="Anna")


def test_undo_of_a_withdrawal_is_refused_when_the_id_is_taken_again() -> None:
    words: dict[str, Any] = {"text": {"de": "x"}, "expires": at("20:00"), "id": "rain"}
    day = fold(DAY, [change("announce", **words)])
    gone = change("withdraw", on=day, announcement="rain")
    day = fold(day, [gone])
    day = fold(day, [change("announce", on=day, **words)])
    with pytest.raises(EditConflict):
        undo(day, gone, now=NOW, by="Anna")


def test_stale_edit_conflicts_only_where_it_touches_what_changed_since() -> None:
    first = change("delay_session", session="a", minutes=5, by="Ben")
    day = fold(DAY, [first])
    second = change("cancel_session", on=day, session="b")
    third = apply(fold(day, [second]), DelaySession(session="a", minutes=5), now=NOW, by="Anna")
    refuse_if_stale(third, [])
    refuse_if_stale(third, [second])
    with pytest.raises(EditConflict) as caught:
        refuse_if_stale(third, [first, second])
    assert str(caught.value) == (
        "session a was changed by Ben in revision 1 (delay_session): look at it again, then repeat the edit"
    )
    assert (caught.value.thing, caught.value.current["live"]["delay_min"]) == ("a", 5)


def test_missing_revision_needs_a_snapshot() -> None:
    made = change("cancel_session", session="a")
    with pytest.raises(SnapshotNeeded, match="revision 1 does not follow 1"):
        fold(DAY, [made, made])
    with pytest.raises(SnapshotNeeded, match="revision 3 does not follow 0"):
        fold(DAY, [made.model_copy(update={"revision": 3})])


def test_change_of_a_thing_that_is_not_there_needs_a_snapshot() -> None:
    made = change("cancel_session", session="b")
    with pytest.raises(SnapshotNeeded, match="session b is unknown"):
        fold(schedule(session("a", "14:00", "15:00")), [made])
    extra = session("c", "17:00", "18:00")
    made = apply(DAY, AddSession(session=extra), now=NOW, by="Anna")
    with pytest.raises(SnapshotNeeded, match="session c is there already"):
        fold(schedule(extra), [made])


def test_a_change_gives_no_thing_the_id_of_another() -> None:
    said = {"kind": "session", "id": "a", "before": {}, "after": {"id": "b", "title": {"und": "A"}}}
    made = Change.model_validate({"revision": 1, "at": NOW, "by": "", "kind": "k", "touches": [said]})
    assert sorted(one.id for one in fold(DAY, [made]).sessions) == ["a", "b"]


def test_a_change_is_kept_as_the_json_that_it_is_read_from() -> None:
    made = change("delay_session", session="a", minutes=15, reason={"de": "Regen"})
    assert Change.model_validate_json(made.as_json) == made
    assert made.model_copy(update={"by": "Ben"}).as_json == made.as_json.replace(b'"Anna"', b'"Ben"')


def test_digest_tells_a_changed_word_and_not_the_order_of_languages() -> None:
    one = schedule(session("a", "14:00", "15:00", title={"de": "Fest", "en": "Fair"}))
    same = schedule(session("a", "14:00", "15:00", title={"en": "Fair", "de": "Fest"}))
    other = schedule(session("a", "14:00", "15:00", title={"de": "Fest", "en": "Fairs"}))
    assert digest(one) == digest(same)
    assert digest(one) != digest(other)
    why = [
        schedule(session("a", "14:00", "15:00", cancelled=True, reason=reason))
        for reason in ({"de": "Regen", "en": "Rain"}, {"en": "Rain", "de": "Regen"}, {"de": "Regen"})
    ]
    assert digest(why[0]) == digest(why[1]) != digest(why[2])
    assert len(digest(one)) == 32


def test_current_finds_every_kind_of_thing() -> None:
    day = fold(DAY, [change("announce", text={"de": "x"}, expires=at("20:00"))])
    assert current(day, "announcement", "announcement-1") == day.announcements[0]
    assert current(day, "station", "solder") == day.stations[0]
    assert current(day, "room", "x") is None
