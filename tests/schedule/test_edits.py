from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from festival.desk.new_sessions import free_id
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.codes import code_for
from festival.schedule.digests import digest
from festival.schedule.edits import BaseEdit, Batch, Edit, Undo, UndoPerson, edit_from
from festival.schedule.effects import pairs
from festival.schedule.errors import EditRefused
from festival.schedule.model import AS_PLANNED, UNKNOWN, Schedule, SessionLive, Slot
from schedule.examples import at, room, schedule, session, station

NOW = at("13:30")
RAIN = {"de": "Regen", "en": "Rain"}
DAY = schedule(
    room("stage", changeover_min=10),
    room("hall"),
    session("opening", "14:00", "15:00", abstract={"de": "Zum Beginn"}),
    session("band", "15:10", "16:00"),
    session("late", "16:30", "17:00"),
    session("gone", "18:00", "19:00", cancelled=True, reason=RAIN),
    station("solder"),
)


def change(kind: str, on: Schedule = DAY, **fields: Any) -> Change:
    return apply(on, edit_from({"kind": kind, **fields}), now=NOW, by="Anna")


def after(kind: str, on: Schedule = DAY, **fields: Any) -> Schedule:
    return fold(on, [change(kind, on, **fields)])


def live(schedule: Schedule, session: str) -> SessionLive:
    return schedule.session_by_id[session].live


def test_every_kind_of_edit_can_be_applied() -> None:
    kinds = {kind for kind in get_args(get_args(Edit)[0]) if kind not in {Undo, UndoPerson, Batch}}
    assert kinds == pairs.registry.keys() - {object, BaseEdit}


def test_room_delay_reaches_later_sessions_and_says_why() -> None:
    day = after("delay_room", room="stage", minutes=30, reason=RAIN)
    assert [live(day, one).delay_min for one in ("opening", "band", "late")] == [30, 30, 10]
    assert live(day, "late").reason == RAIN
    assert live(day, "late").changed_at == NOW


def test_plan_can_be_read_after_every_edit() -> None:
    day = after("move_session", on=after("delay_room", room="stage", minutes=30), session="band", room="hall")
    band, planned = day.session_by_id["band"], DAY.session_by_id["band"]
    assert band.planned == planned.planned
    assert band.model_copy(update={"live": AS_PLANNED}) == planned


def test_delay_taken_back_wholly_leaves_no_reason() -> None:
    day = after("delay_session", session="band", minutes=10, reason=RAIN)
    back = live(after("delay_session", on=day, session="band", minutes=-60, earlier=True), "band")
    assert (back.delay_min, back.reason) == (0, {})


def test_single_delay_leaves_what_follows() -> None:
    day = after("delay_session", session="opening", minutes=30)
    assert [live(day, one).delay_min for one in ("opening", "band")] == [30, 0]


def test_move_to_a_room_keeps_the_delay_and_a_new_start_is_exact() -> None:
    late = after("delay_session", session="band", minutes=10)
    moved = after("move_session", on=late, session="band", room="hall")
    assert moved.session_by_id["band"].expected == Slot(room="hall", start=at("15:20"), end=at("16:10"))
    timed = after("move_session", on=late, session="band", start=at("16:00"))
    assert timed.session_by_id["band"].expected == Slot(room="stage", start=at("16:00"), end=at("16:50"))


def test_move_back_is_as_planned() -> None:
    there = after("move_session", session="band", room="hall", reason=RAIN)
    back = after("move_session", on=there, session="band", room="stage")
    assert live(back, "band").moved is None
    assert not back.session_by_id["band"].is_changed


def test_cancelled_and_reopened() -> None:
    assert live(after("cancel_session", session="band", reason=RAIN), "band").cancelled
    reopened = live(after("reopen_session", session="gone"), "gone")
    assert (reopened.cancelled, reopened.reason) == (False, {})


def test_states_are_set_and_taken_back() -> None:
    day = after("set_session_state", session="band", state="full")
    assert live(day, "band").state == "full"
    assert live(after("set_session_state", on=day, session="band", state=None), "band").state is None
    day = after("set_station_state", station="solder", state="busy", wait_min=20, until=at("14:00"))
    busy = day.station_by_id["solder"].live
    assert (busy.state_at(at("13:59")), busy.state_at(at("14:00")), busy.wait_min) == ("busy", None, 20)
    assert after("set_room_state", room="hall", state="full").room_by_id["hall"].live.state == "full"
    assert DAY.room_by_id["hall"].live is UNKNOWN


def test_announcement_comes_and_goes() -> None:
    day = after("announce", text=RAIN, level="urgent", expires=at("15:00"), rooms=["hall"])
    (announcement,) = day.announcements
    assert (announcement.id, announcement.rooms, announcement.at) == ("announcement-1", ("hall",), NOW)
    assert after("withdraw", on=day, announcement="announcement-1").announcements == ()


def test_a_warning_that_is_withdrawn_with_a_reason_is_followed_by_an_all_clear() -> None:
    storm = {"de": "Gewitter", "en": "Storm"}
    day = after("announce", id="storm", text=storm, level="urgent", expires=at("15:00"), rooms=["hall"])
    passed = {"de": "Entwarnung", "en": "All clear"}
    (said,) = after("withdraw", on=day, announcement="storm", reason=passed).announcements
    assert (said.severity, said.text, said.rooms) == ("info", passed, ("hall",))
    assert (said.at, said.expires) == (NOW, NOW + timedelta(minutes=15))
    assert after("withdraw", on=day, announcement="storm").announcements == ()
    news = after("announce", id="news", text=storm, level="info", expires=at("15:00"))
    assert after("withdraw", on=news, announcement="news", reason=passed).announcements == ()


def test_text_is_corrected_in_one_language_and_cleaned() -> None:
    day = after("correct_text", thing="session", id="opening", field="abstract", text={"en": "Begin\x1b[2J"})
    assert day.session_by_id["opening"].abstract == {"de": "Zum Beginn", "en": "Begin[2J"}


def test_session_is_added() -> None:
    extra = session("extra", "17:00", "17:30", room="hall")
    day = after("add_session", session=extra.model_dump(mode="json"))
    assert day.session_by_id["extra"] == extra


@pytest.mark.parametrize(
    ("kind", "severity", "fields"),
    [
        ("cancel_session", "warning", {"session": "band"}),
        ("set_session_state", "info", {"session": "band", "state": "few"}),
        ("set_session_state", "warning", {"session": "band", "state": "full"}),
        ("set_station_state", "info", {"station": "solder", "state": "busy"}),
        ("set_station_state", "warning", {"station": "solder", "state": "closed"}),
        ("announce", "urgent", {"text": RAIN, "level": "urgent", "expires": at("15:00")}),
        ("correct_text", "info", {"thing": "room", "id": "hall", "field": "name", "text": {"de": "Saal"}}),
    ],
)
def test_change_is_as_severe_as_what_it_does(kind: str, severity: str, fields: dict[str, Any]) -> None:
    assert change(kind, **fields).severity == severity


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("delay_room", {"room": "x", "minutes": 5}, "there is no room x: check its id"),
        ("delay_room", {"room": "hall", "minutes": 5}, "no session in room hall starts from then on"),
        (
            "delay_room",
            {"room": "stage", "minutes": -5},
            "no session in room stage has a delay that could be taken back",
        ),
        (
            "delay_room",
            {"room": "hall", "minutes": 5, "from_session": "band"},
            "session band is not in room hall but in stage",
        ),
        ("delay_session", {"session": "x", "minutes": 5}, "there is no session x: check its id"),
        ("delay_session", {"session": "gone", "minutes": 5}, "session gone is cancelled: reopen it first"),
        (
            "delay_session",
            {"session": "band", "minutes": -5},
            "session band has no delay that could be taken back",
        ),
        ("delay_session", {"session": "band", "minutes": 0}, "everything is so already: nothing to change"),
        ("cancel_session", {"session": "gone"}, "everything is so already: nothing to change"),
        ("reopen_session", {"session": "band"}, "session band is not cancelled: nothing to reopen"),
        ("move_session", {"session": "band", "room": "x"}, "there is no room x: check its id"),
        ("set_station_state", {"station": "x", "state": "full"}, "there is no station x: check its id"),
        (
            "set_station_state",
            {"station": "solder", "state": None},
            "everything is so already: nothing to change",
        ),
        (
            "set_station_state",
            {"station": "solder", "state": "full", "until": at("13:00")},
            "the state of solder would have expired already: give a later end",
        ),
        (
            "announce",
            {"text": RAIN, "expires": at("13:00")},
            "the announcement would have expired already: give a later end",
        ),
        (
            "announce",
            {"text": {"de": "\x07"}, "expires": at("14:00")},
            "the announcement has no text: write one",
        ),
        (
            "withdraw",
            {"announcement": "x"},
            "there is no announcement x: it may have been withdrawn already",
        ),
        (
            "correct_text",
            {"thing": "session", "id": "band", "field": "name", "text": {"de": "x"}},
            "a session has no name: choose another field",
        ),
        (
            "correct_text",
            {"thing": "session", "id": "band", "field": "title", "text": {"und": ""}},
            "session band would have no title: give one in some language",
        ),
        ("undo", {"change": 7}, "there is no change with revision 7: choose one from the history"),
    ],
)
def test_edit_is_refused_with_what_is_wrong_and_what_to_do(
    kind: str, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(EditRefused) as caught:
        change(kind, **fields)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"room": "x"}, "there is no room x: check its id"),
        ({"track": "x"}, "there is no track x: check its id"),
        ({"speakers": ("x",)}, "there is no person x: check its id"),
        ({"organisations": ("x",)}, "there is no organisation x: check its id"),
        ({"projects": ("x",)}, "there is no project x: check its id"),
        ({"title": {"de": ""}}, "session extra has no title: give one in some language"),
        ({"delay_min": 5}, "session extra is new, nothing can have become of it: leave out live"),
    ],
)
def test_session_that_names_what_is_not_there_is_not_added(fields: dict[str, Any], sentence: str) -> None:
    extra = session("extra", "17:00", "17:30", **fields)
    with pytest.raises(EditRefused) as caught:
        change("add_session", session=extra.model_dump(mode="json"))
    assert str(caught.value) == sentence


def test_session_is_not_added_twice_or_when_it_would_be_over() -> None:
    with pytest.raises(EditRefused, match="there is a session band already: choose another id"):
        change("add_session", session=session("band", "17:00", "17:30").model_dump(mode="json"))
    with pytest.raises(EditRefused, match="session extra would be over already: check its times"):
        change("add_session", session=session("extra", "12:00", "13:30").model_dump(mode="json"))


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "add_session", "session": session("s2339", "19:00", "19:30").model_dump(mode="json")},
        {
            "kind": "split_session",
            "session": "band",
            "at": at("15:20").isoformat(),
            "resume": at("19:00").isoformat(),
            "id": "s2339",
        },
    ],
    ids=lambda edit: edit["kind"],
)
def test_session_whose_code_another_has_is_not_added(edit: dict[str, Any]) -> None:
    other = after("add_session", session=session("s2336", "18:00", "18:30").model_dump(mode="json"))
    assert code_for("session", "s2336") == code_for("session", "s2339")
    with pytest.raises(EditRefused, match="session s2339 would have the short code of s2336"):
        apply(other, edit_from(edit), now=NOW, by="Anna")
    assert free_id(other, {"und": "S2339"}) == "s2339-2"


def test_change_and_undo_are_made_at_a_whole_second_in_utc() -> None:
    local = datetime(2022, 5, 27, 15, 30, 5, 999, tzinfo=timezone(timedelta(hours=2)))
    made = apply(DAY, edit_from({"kind": "cancel_session", "session": "band"}), now=local, by="Anna")
    back = apply(fold(DAY, [made]), Undo(change=1), now=local, by="Anna", log={1: made})
    assert {made.at, back.at} == {datetime(2022, 5, 27, 13, 30, 5, tzinfo=UTC)}


def test_delay_of_more_than_a_day_is_refused() -> None:
    with pytest.raises(EditRefused, match="session band would be 1445 minutes late, more than a day"):
        after(
            "delay_session",
            on=after("delay_session", session="band", minutes=1440),
            session="band",
            minutes=5,
        )


def test_fixed_start_is_delayed_only_by_name() -> None:
    day = schedule(session("live", "14:00", "15:00", fixed_start=True))
    with pytest.raises(EditRefused, match="session live has a fixed start: name it to delay it all the same"):
        change("delay_room", on=day, room="stage", minutes=5)
    assert (
        live(after("delay_room", on=day, room="stage", minutes=5, from_session="live"), "live").delay_min == 5
    )


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "explode"},
        {"kind": "delay_room", "room": "stage", "minutes": 1441},
        {"kind": "delay_room", "room": "stage", "minutes": 5, "from_session": "a", "from_time": NOW},
        {"kind": "move_session", "session": "band"},
        {"kind": "cancel_session", "session": "band", "colour": "red"},
        {"kind": "announce", "text": {}, "expires": NOW},
        {"kind": "announce", "text": {"de": "x"}, "expires": "2022-05-27T15:00:00"},
    ],
)
def test_malformed_edit_is_no_edit(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        edit_from(data)


def test_each_departure_keeps_its_own_reason() -> None:
    sound = {"en": "Sound check"}
    there = after("move_session", session="band", room="hall", reason=RAIN)
    later = after("delay_session", on=there, session="band", minutes=15, reason=sound)
    band = live(later, "band")
    assert (band.why("moved"), band.why("delay_min"), band.reason) == (RAIN, sound, RAIN)
    again = live(after("delay_session", on=later, session="band", minutes=5), "band")
    assert (again.why("moved"), again.why("delay_min")) == (RAIN, sound)
    other = live(after("delay_session", on=later, session="band", minutes=5, reason=RAIN), "band")
    assert (other.why("delay_min"), other.reasons) == (RAIN, {})


def test_what_nobody_explained_has_no_reason_of_something_else() -> None:
    late = after("delay_session", session="band", minutes=15, reason=RAIN)
    gone = live(after("cancel_session", on=late, session="band"), "band")
    assert (gone.why("cancelled"), gone.why("delay_min"), gone.why("moved")) == ({}, RAIN, {})


def test_what_is_taken_back_leaves_the_reason_of_what_still_holds() -> None:
    moved = after("move_session", session="band", room="hall", reason=RAIN)
    late = after("delay_session", on=moved, session="band", minutes=15, reason={"en": "Sound check"})
    back = after("delay_session", on=late, session="band", minutes=-15, earlier=True)
    assert live(back, "band") == live(moved, "band")
    gone = after("cancel_session", on=late, session="band", reason={"en": "Illness"})
    assert live(after("reopen_session", on=gone, session="band"), "band") == live(late, "band")


def test_reasons_travel_and_are_undone_like_all_of_an_overlay() -> None:
    moved = after("move_session", session="band", room="hall", reason=RAIN)
    made = change("delay_session", on=moved, session="band", minutes=15, reason={"en": "Sound", "de": "Ton"})
    sent = Change.model_validate_json(made.as_json)
    late = fold(moved, [sent])
    assert live(late, "band").why("moved") == RAIN
    assert digest(late) == digest(fold(moved, [made]))
    back = apply(
        late, Undo(change=sent.revision, earlier=True), now=NOW, by="Anna", log={sent.revision: sent}
    )
    assert digest(fold(late, [back])) != digest(late)
    assert live(fold(late, [back]), "band") == live(moved, "band")


def test_reasons_have_one_fingerprint_whatever_their_order() -> None:
    both = {"moved": RAIN, "cancelled": RAIN}
    one = SessionLive(cancelled=True, reasons=both)
    turned = {"cancelled": dict(reversed(RAIN.items())), "moved": RAIN}
    assert one.fingerprint == SessionLive(cancelled=True, reasons=turned).fingerprint
    assert one.fingerprint != SessionLive(cancelled=True, reasons={"moved": RAIN}).fingerprint
