"""What an edit does, in words for whoever watches a rehearsal."""

from typing import Any, get_args

import pytest

from festival.cli.edits_told import Teller
from festival.programme import bundled, load
from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import Schedule
from festival.settings import moment

NOON = "2022-05-27T12:00:00+02:00"
EVENING = "2022-05-27T19:25:00+02:00"
SATURDAY = "2022-05-28T10:00:00+02:00"
NEW: dict[str, Any] = {
    "id": "second-try",
    "room": "platz-von-netanya",
    "track": "dortbunt",
    "kind": "dance",
    "title": {"de": "Tanztee", "en": "Tea dance"},
    "start": EVENING,
    "end": "2022-05-27T19:55:00+02:00",
    "sample": True,
}
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "delay_room", "room": "hansaplatz", "minutes": 15, "from_session": "hansa-breakdance"}, "Hansaplatz", "+15 min from Breakdance: headstands for beginners on (9 sessions)"),
    ({"kind": "delay_session", "session": "u-quiz", "minutes": 5}, "U Stage", "The big neighbourhood quiz: +5 min"),
    ({"kind": "start_session", "session": "u-quiz"}, "U Stage", "The big neighbourhood quiz: starts now"),
    ({"kind": "start_session", "session": "u-quiz", "at": EVENING}, "U Stage", "The big neighbourhood quiz: began at 19:25"),
    ({"kind": "end_session", "session": "u-quiz"}, "U Stage", "The big neighbourhood quiz: has ended"),
    ({"kind": "extend_session", "session": "u-quiz", "minutes": 10}, "U Stage", "The big neighbourhood quiz: takes 10 min longer"),
    ({"kind": "extend_session", "session": "u-quiz", "minutes": -5}, "U Stage", "The big neighbourhood quiz: takes 5 min less"),
    ({"kind": "swap_sessions", "first": "u-quiz", "second": "hansa-breakdance"}, "U Stage", "The big neighbourhood quiz: changes places with Breakdance: headstands for beginners"),
    ({"kind": "split_session", "session": "u-quiz", "at": EVENING, "resume": SATURDAY}, "U Stage", "The big neighbourhood quiz: stops at 19:25, goes on at Sat 10:00"),
    ({"kind": "replace_session", "session": "u-quiz", "by": NEW}, "U Stage", "The big neighbourhood quiz: replaced by Tea dance, 19:25"),
    ({"kind": "batch", "name": "Plan B", "edits": [{"kind": "cancel_session", "session": "u-quiz"}]}, "everywhere", "Plan B (1 edit)"),
    ({"kind": "cancel_session", "session": "u-quiz"}, "U Stage", "The big neighbourhood quiz: cancelled"),
    ({"kind": "reopen_session", "session": "u-quiz"}, "U Stage", "The big neighbourhood quiz: takes place after all"),
    ({"kind": "move_session", "session": "u-quiz", "room": "ws-forum"}, "U Stage", "The big neighbourhood quiz: moved to Forum"),
    ({"kind": "move_session", "session": "u-quiz", "start": EVENING}, "U Stage", "The big neighbourhood quiz: moved to 19:25"),
    ({"kind": "move_session", "session": "u-quiz", "room": "ws-forum", "start": SATURDAY}, "U Stage", "The big neighbourhood quiz: moved to Forum, Sat 10:00"),
    ({"kind": "add_session", "session": NEW}, "Platz von Netanya", "Tea dance: added, 19:25"),
    ({"kind": "correct_text", "thing": "session", "id": "u-quiz", "field": "title", "text": {"en": "A quiz"}}, "U Stage", "The big neighbourhood quiz: title corrected: A quiz"),
    ({"kind": "correct_text", "thing": "room", "id": "ws-lab", "field": "name", "text": {"de": "Werkstatt"}}, "Lab", "name corrected: Werkstatt"),
    ({"kind": "correct_text", "thing": "station", "id": "vr-quartier", "field": "venue", "text": {"en": "Tent D6"}}, "Through the goggles: tomorrow's quarter", "venue corrected: Tent D6"),
    ({"kind": "set_session_state", "session": "u-quiz", "state": "few"}, "U Stage", "The big neighbourhood quiz: few places left"),
    ({"kind": "set_room_state", "room": "ws-forum", "state": "full"}, "Forum", "full"),
    ({"kind": "set_station_state", "station": "vr-quartier", "state": "busy", "wait_min": 15, "until": EVENING}, "Through the goggles: tomorrow's quarter", "busy, 15 min wait, until 19:25"),
    ({"kind": "set_station_state", "station": "vr-quartier", "state": None}, "Through the goggles: tomorrow's quarter", "nothing known any more"),
    ({"kind": "announce", "level": "urgent", "text": {"en": "Storm"}, "expires": EVENING}, "everywhere", "urgent: Storm"),
    ({"kind": "announce", "text": {"en": "Hello"}, "rooms": ["u-stage", "ws-forum"], "expires": EVENING}, "U Stage, Forum", "info: Hello"),
    ({"kind": "withdraw", "announcement": "storm"}, "everywhere", "announcement storm withdrawn"),
    ({"kind": "undo", "change": 7}, "everywhere", "revision 7 undone"),
    ({"kind": "undo_person", "person": "Ada", "since": EVENING}, "everywhere", "what Ada changed since 19:25 undone"),
    ({"kind": "undo_person", "person": "Ada"}, "everywhere", "what Ada changed undone"),
]  # fmt: skip


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return load(bundled())


def test_every_kind_of_edit_is_told() -> None:
    assert {one["kind"] for one, _, _ in CASES} == {
        kind.model_fields["kind"].default for kind in get_args(get_args(Edit)[0])
    }


@pytest.mark.parametrize(
    ("data", "place", "what"), CASES, ids=lambda one: one["kind"] if isinstance(one, dict) else ""
)
def test_an_edit_is_told(data: dict[str, Any], place: str, what: str, schedule: Schedule) -> None:
    edit = edit_from(data)
    change = None
    if isinstance(edit, edits.DelayRoom):
        change = apply(schedule, edit, now=moment(NOON, schedule.festival.zone), by="A")
    assert Teller(schedule, change).tell(edit) == (place, what)


def test_an_undo_is_told_with_the_session_that_it_restores(schedule: Schedule) -> None:
    now = moment(NOON, schedule.festival.zone)
    cancelled = apply(schedule, edits.CancelSession(session="u-quiz"), now=now, by="A")
    after = fold(schedule, [cancelled])
    undo = edits.Undo(change=1, reason={"de": "Irrtum", "en": "A mistake"})
    change = apply(after, undo, now=now, by="A", log={1: cancelled})
    teller = Teller(after, change)
    assert teller.tell(undo) == ("U Stage", "The big neighbourhood quiz: revision 1 undone")
    assert teller.reason(undo) == "A mistake"


def test_what_the_schedule_does_not_know_goes_by_its_id(schedule: Schedule) -> None:
    teller = Teller(schedule)
    assert teller.tell(edits.CancelSession(session="gone")) == ("gone", "cancelled")
    assert teller.tell(edits.SetRoomState(room="nowhere", state="full")) == ("nowhere", "full")
