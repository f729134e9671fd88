"""Every kind of edit, by every role, in its own room and in another: what the one table says is what the hub does."""

from pathlib import Path
from typing import Any, get_args

import pytest

from festival.schedule.access import POLICY, ROLES, Role
from festival.schedule.edits import Edit
from hub.memory_store import MemoryStore
from hub.rig import Served, programme, running
from schedule.examples import at

NOW = at("14:10")
KINDS = sorted(model.model_fields["kind"].default for model in get_args(get_args(Edit)[0]))
ROOMS = {"stage": ("opening", "band"), "hall": ("talk", "panel")}
"""Each with the two sessions that the samples are about."""
WHO = [(role, own) for role in ROLES for own in (ROOMS if role == "host" else (None,))]
"""Roles, a host's with its room."""
ADMIN = "Chief"


def samples(room: str) -> dict[str, list[dict[str, Any]]]:
    """Return for each kind an edit that touches `room` and nothing else, after those that have to be made before it."""
    first, second = ROOMS[room]
    new = programme().session_by_id[first].model_dump(mode="json", exclude_defaults=True)
    new |= {"id": "new", "start": at("18:00").isoformat(), "end": at("18:30").isoformat()}
    evening = {"session": second, "start": at("19:00").isoformat()}
    said = {
        "kind": "announce",
        "id": "a",
        "text": {"de": "x"},
        "rooms": [room],
        "expires": at("18:00").isoformat(),
    }
    delay = {"kind": "delay_session", "session": first, "minutes": 5}
    cancel = {"kind": "cancel_session", "session": first}
    last: list[list[dict[str, Any]]] = [
        [{"kind": "delay_room", "room": room, "minutes": 5}],
        [delay],
        [{"kind": "start_session", "session": first}],
        [{"kind": "end_session", "session": first}],
        [{"kind": "extend_session", "session": first, "minutes": 5}],
        [cancel],
        [cancel, {"kind": "reopen_session", "session": first}],
        [{"kind": "move_session", **evening}],
        [{"kind": "swap_sessions", "first": first, "second": second, "earlier": True}],
        [{"kind": "split_session", "session": second, "at": at("15:45").isoformat(), "resume": at("18:00").isoformat()}],
        [{"kind": "replace_session", "session": first, "by": new}],
        [{"kind": "add_session", "session": new}],
        [{"kind": "correct_text", "thing": "room", "id": room, "field": "name", "text": {"de": "Neu"}}],
        [{"kind": "set_session_state", "session": first, "state": "full"}],
        [{"kind": "set_room_state", "room": room, "state": "full"}],
        [{"kind": "set_station_state", "station": "solder", "state": "full"}],
        [said],
        [said, {"kind": "withdraw", "announcement": "a"}],
        [{"kind": "batch", "name": "Plan B", "edits": [delay]}],
        [delay, {"kind": "undo", "change": 1, "earlier": True}],
        [delay, {"kind": "undo_person", "person": ADMIN, "earlier": True}],
    ]  # fmt: skip
    return {edits[-1]["kind"]: edits for edits in last}


def test_there_is_a_sample_of_every_kind() -> None:
    assert [sorted(samples(room)) for room in ROOMS] == [KINDS, KINDS]


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(("role", "own"), WHO)
@pytest.mark.parametrize("kind", KINDS)
async def test_the_hub_makes_what_the_table_allows_and_refuses_the_rest(
    tmp_path: Path, kind: str, role: Role, own: str | None, room: str
) -> None:
    *before, edit = samples(room)[kind]
    async with running(tmp_path, MemoryStore(), clock=lambda: NOW, token_clock=lambda: NOW) as served:
        await make_all(served, before)
        answer = await served.edit(served.token(role, own), edit)
        reach = POLICY[kind].get(role, "never")
        wanted = 201 if reach == "any" or (reach == "own" and own == room) else 403
        assert answer.status_code == wanted, answer.text
        assert served.hub.publisher.cursor.revision == len(before) + (wanted == 201)


async def make_all(served: Served, edits: list[dict[str, Any]]) -> None:
    chief = served.tokens.make("admin", now=NOW, label=ADMIN)[0]
    for edit in edits:
        answer = await served.edit(chief, edit)
        assert answer.status_code == 201, answer.text
