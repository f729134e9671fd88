"""What parts two states of a thing, as facts."""

from typing import Any

import pytest

from festival.schedule.apply import apply
from festival.schedule.changes import current, fold
from festival.schedule.differences import Difference, between
from festival.schedule.edits import edit_from
from schedule.examples import at, schedule, session, station

DAY = schedule(session("soon", "15:00", "16:00"), station("solder"))
EXTRA = session("extra", "17:00", "18:00").model_dump(mode="json")
JAZZ = {"thing": "session", "id": "soon", "field": "title", "text": {"und": "Jazz"}}
SPLIT = {"session": "soon", "at": at("15:40"), "resume": at("16:30")}


@pytest.mark.parametrize(
    ("kind", "fields", "found"),
    [
        (
            "move_session",
            {"session": "soon", "room": "hall", "start": at("15:30")},
            [("soon", "time", at("15:00"), at("15:30"), ""), ("soon", "room", "stage", "hall", "")],
        ),
        ("delay_session", {"session": "soon", "minutes": 15}, [("soon", "delay", 0, 15, "")]),
        (
            "extend_session",
            {"session": "soon", "minutes": 10},
            [("soon", "end", at("16:00"), at("16:10"), "")],
        ),
        ("cancel_session", {"session": "soon"}, [("soon", "cancelled", False, True, "")]),
        ("correct_text", JAZZ, [("soon", "text", {"und": "soon"}, {"und": "Jazz"}, "title")]),
        ("add_session", {"session": EXTRA}, [("extra", "present", False, True, "")]),
        (
            "split_session",
            SPLIT,
            [("soon", "end", at("16:00"), at("15:40"), ""), ("soon-rest", "present", False, True, "")],
        ),
        ("set_session_state", {"session": "soon", "state": "full"}, [("soon", "state", None, "full", "")]),
        (
            "set_station_state",
            {"station": "solder", "state": "busy", "wait_min": 30},
            [("solder", "state", None, "busy", ""), ("solder", "wait", None, 30, "")],
        ),
        ("set_room_state", {"room": "hall", "state": "full"}, [("hall", "state", None, "full", "")]),
    ],
    ids=str,
)
def test_each_edit_makes_the_differences_that_it_names(
    kind: str, fields: dict[str, Any], found: list[tuple[Any, ...]]
) -> None:
    change = apply(DAY, edit_from({"kind": kind, **fields}), now=at("13:30"), by="Anna")
    after = fold(DAY, [change])
    told = [
        (difference.id, difference.field, difference.old, difference.new, difference.part)
        for one in change.touches
        for difference in between(one.kind, current(DAY, one.kind, one.id), current(after, one.kind, one.id))
    ]
    assert told == found


def test_what_is_the_same_has_none() -> None:
    soon = DAY.session_by_id["soon"]
    assert between("session", soon, soon) == ()
    assert between("session", None, None) == ()
    assert between("session", soon, None) == (Difference("session", "soon", "present", True, False),)
