"""Every kind of edit, as it is typed and as it is meant: shared by the tests of all ways that lead to the hub."""

from dataclasses import dataclass
from typing import Any

from cli.editing import NOW
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import edit_from
from hub.rig import programme
from schedule.examples import at

REASON = {"de": "Regen", "en": "Rain"}
BECAUSE = ("--reason", "de=Regen", "--reason", "en=Rain")
BATCH = """
name = "Plan B"
reason = { de = "Regen", en = "Rain" }

[[edit]]
name = "The band goes inside"
kind = "move_session"
session = "band"
room = "hall"

[[edit]]
kind = "announce"
id = "inside"
text.de = "Die Band spielt drinnen."
expires = "16:00"
"""
DELAYED = {"kind": "delay_session", "session": "band", "minutes": 10}
STORM = {
    "kind": "announce",
    "id": "storm",
    "level": "urgent",
    "text": {"de": "Sturm"},
    "expires": at("18:00").isoformat(),
}
TEA: dict[str, Any] = {
    "id": "tea",
    "room": "stage",
    "track": "music",
    "kind": "music",
    "title": {"de": "Tanztee", "en": "Tea dance"},
    "start": at("15:00").isoformat(),
    "end": at("16:00").isoformat(),
}
TITLE = ("--title", "de=Tanztee", "--title", "en=Tea dance")


def iso(time: str) -> str:
    return at(time).isoformat()


@dataclass(frozen=True)
class Case:
    """What is typed, and the edit that is meant."""

    typed: tuple[str, ...]
    edit: dict[str, Any]
    before: tuple[dict[str, Any], ...] = ()


CASES = [
    Case(("delay", "stage", "+15", *BECAUSE), {"kind": "delay_room", "room": "stage", "minutes": 15, "reason": REASON}),
    Case(("delay", "stage", "15m", "--from", "now"), {"kind": "delay_room", "room": "stage", "minutes": 15}),
    Case(("delay", "stage", "1h", "--from", "choir"), {"kind": "delay_room", "room": "stage", "minutes": 60, "from_session": "choir"}),
    Case(("delay", "stage", "5", "--from", "16:00"), {"kind": "delay_room", "room": "stage", "minutes": 5, "from_time": iso("16:00")}),
    Case(("delay", "stage", "-5", "--earlier"), {"kind": "delay_room", "room": "stage", "minutes": -5, "earlier": True}, (DELAYED,)),
    Case(("delay", "band", "+5", *BECAUSE), {"kind": "delay_session", "session": "band", "minutes": 5, "reason": REASON}),
    Case(("delay", "--earlier", "band", "-10"), {"kind": "delay_session", "session": "band", "minutes": -10, "earlier": True}, (DELAYED,)),
    Case(("start", "opening"), {"kind": "start_session", "session": "opening"}),
    Case(("start", "opening", "--at", "14:10"), {"kind": "start_session", "session": "opening", "at": iso("14:10")}),
    Case(("end", "opening", *BECAUSE), {"kind": "end_session", "session": "opening", "reason": REASON}),
    Case(("extend", "opening", "+20"), {"kind": "extend_session", "session": "opening", "minutes": 20}),
    Case(("extend", "opening", "-10m"), {"kind": "extend_session", "session": "opening", "minutes": -10}),
    Case(("cancel", "band", *BECAUSE), {"kind": "cancel_session", "session": "band", "reason": REASON}),
    Case(("reopen", "band"), {"kind": "reopen_session", "session": "band"}, ({"kind": "cancel_session", "session": "band"},)),
    Case(("move", "band", "--to", "hall", *BECAUSE), {"kind": "move_session", "session": "band", "room": "hall", "reason": REASON}),
    Case(("move", "band", "--at", "25:30"), {"kind": "move_session", "session": "band", "start": iso("25:30")}),
    Case(("move", "band", "--to", "hall", "--at", "2022-05-27T17:00+02:00"), {"kind": "move_session", "session": "band", "room": "hall", "start": iso("17:00")}),
    Case(("swap", "choir", "panel", "--earlier"), {"kind": "swap_sessions", "first": "choir", "second": "panel", "earlier": True}),
    Case(("split", "opening", "--at", "14:40", "--resume", "17:30"), {"kind": "split_session", "session": "opening", "at": iso("14:40"), "resume": iso("17:30")}),
    Case(("split", "opening", "--at", "14:40", "--resume", "17:30", "--id", "encore"), {"kind": "split_session", "session": "opening", "at": iso("14:40"), "resume": iso("17:30"), "id": "encore"}),
    Case(("replace", "band", "tea", *TITLE, *BECAUSE), {"kind": "replace_session", "session": "band", "by": TEA, "reason": REASON}),
    Case(("add", "tea", *TITLE, "--room", "hall", "--at", "17:00", "--minutes", "1h", "--track", "music", "--form", "dance", "--abstract", "de=Mit Kuchen", "--capacity", "40", "--fixed"), {"kind": "add_session", "session": {**TEA, "room": "hall", "kind": "dance", "start": iso("17:00"), "end": iso("18:00"), "abstract": {"de": "Mit Kuchen"}, "capacity": 40, "fixed_start": True}}),
    Case(("correct", "band", "title", "de=Die Band", "en=The band"), {"kind": "correct_text", "thing": "session", "id": "band", "field": "title", "text": {"de": "Die Band", "en": "The band"}}),
    Case(("correct", "hall", "way", "Left, then left"), {"kind": "correct_text", "thing": "room", "id": "hall", "field": "way", "text": {"und": "Left, then left"}}),
    Case(("correct", "solder", "name", "de=Löten"), {"kind": "correct_text", "thing": "station", "id": "solder", "field": "name", "text": {"de": "Löten"}}),
    Case(("state", "band", "full"), {"kind": "set_session_state", "session": "band", "state": "full"}),
    Case(("state", "band", "unknown"), {"kind": "set_session_state", "session": "band", "state": None}, ({"kind": "set_session_state", "session": "band", "state": "few"},)),
    Case(("state", "hall", "closed", "--until", "15:00", *BECAUSE), {"kind": "set_room_state", "room": "hall", "state": "closed", "until": iso("15:00"), "reason": REASON}),
    Case(("state", "solder", "busy", "--wait", "25", "--until", "15:30"), {"kind": "set_station_state", "station": "solder", "state": "busy", "wait_min": 25, "until": iso("15:30")}),
    Case(("announce", "de=Sturm", "en=Storm", "--level", "urgent", "--until", "17:15", "--room", "hall", "--id", "storm"), {"kind": "announce", "id": "storm", "level": "urgent", "text": {"de": "Sturm", "en": "Storm"}, "rooms": ["hall"], "expires": iso("17:15")}),
    Case(("announce", "Hello", "--until", "26:30"), {"kind": "announce", "text": {"und": "Hello"}, "expires": iso("26:30")}),
    Case(("withdraw", "storm", *BECAUSE), {"kind": "withdraw", "announcement": "storm", "reason": REASON}, (STORM,)),
    Case(("undo", "--change", "1", "--earlier"), {"kind": "undo", "change": 1, "earlier": True}, (DELAYED, STORM)),
    Case(("undo", "--person", "Ada", "--since", "14:00", "--earlier"), {"kind": "undo_person", "person": "Ada", "since": iso("14:00"), "earlier": True}, (DELAYED, STORM)),
    Case(("batch", "plan.toml"), {"kind": "batch", "name": "Plan B", "reason": REASON, "edits": [
        {"kind": "move_session", "session": "band", "room": "hall"},
        {"kind": "announce", "id": "inside", "text": {"de": "Die Band spielt drinnen."}, "expires": iso("16:00")},
    ]}),
]  # fmt: skip


def bare(change: Change) -> str:
    """Return what two ways to make one edit must agree in."""
    return change.model_dump_json(exclude={"at", "by", "digest", "revision"})


def decided(case: Case) -> Change:
    """Return the change that the pure functions make of the edit."""
    schedule, log = programme(), {}
    for edit in case.before:
        change = apply(schedule, edit_from(edit), now=NOW, by="Ada")
        schedule, log[change.revision] = fold(schedule, [change]), change
    return apply(schedule, edit_from(case.edit), now=NOW, by="Ada", log=log)
