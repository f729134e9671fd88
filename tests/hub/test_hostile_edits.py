"""Hostile text of every kind, in every text field of every edit: refused at the door, or cleaned there."""

import json
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from pydantic import ValidationError

from festival.hub.messages import EditRequest
from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import Frozen
from festival.schedule.text import clean_block
from hub.rig import Served, running
from schedule.examples import at, session
from stress.poison import as_text, filled_fields, is_shown_text, kinds_of, poisoned_value
from stress.texts import HOSTILE

TEXT = {"de": "x", "en": "x"}
EXAMPLES: list[dict[str, Any]] = [
    {"kind": "delay_room", "room": "stage", "minutes": 5},
    {"kind": "delay_session", "session": "band", "minutes": 5},
    {"kind": "cancel_session", "session": "choir"},
    {"kind": "reopen_session", "session": "choir"},
    {"kind": "move_session", "session": "talk", "room": "stage"},
    {"kind": "start_session", "session": "opening"},
    {"kind": "end_session", "session": "opening"},
    {"kind": "extend_session", "session": "opening", "minutes": 5},
    {"kind": "swap_sessions", "first": "opening", "second": "band", "earlier": True},
    {"kind": "split_session", "session": "panel", "at": at("15:40"), "resume": at("17:00")},
    {"kind": "replace_session", "session": "panel", "by": session("instead", "18:00", "19:00").model_dump()},
    {"kind": "batch", "name": "x", "edits": [{"kind": "set_room_state", "room": "hall", "state": "few"}]},
    {"kind": "add_session", "session": session("extra", "18:00", "19:00").model_dump()},
    {"kind": "correct_text", "thing": "session", "id": "band", "field": "title", "text": TEXT},
    {"kind": "set_session_state", "session": "panel", "state": "full"},
    {"kind": "set_room_state", "room": "hall", "state": "full"},
    {"kind": "set_station_state", "station": "solder", "state": "full"},
    {"kind": "announce", "id": "news", "text": TEXT, "expires": at("23:00")},
    {"kind": "withdraw", "announcement": "news"},
    {"kind": "undo", "change": 1},
    {"kind": "undo_person", "person": "x"},
]
KINDS: tuple[type[Frozen], ...] = get_args(get_args(Edit)[0])


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a value from JSON, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def unclean(value: Any) -> list[str]:
    """Return the strings in a value from JSON that a screen must not get."""
    return [text for text in strings(value) if clean_block(text) != text]


def poisoned(text: str) -> list[dict[str, Any]]:
    """Return every kind of edit, with `text` in every text field."""
    edits = [poisoned_value(edit_from(example), text) for example in EXAMPLES]
    found: list[dict[str, Any]] = json.loads(json.dumps(edits, default=as_text))
    return found


def test_every_text_field_of_every_edit_is_tried() -> None:
    assert {example["kind"] for example in EXAMPLES} == {kind.model_fields["kind"].default for kind in KINDS}
    declared = {
        f"{part.__name__}.{name}"
        for kind in KINDS
        for part in kinds_of(kind)
        for name in part.model_fields
        if is_shown_text(part, name)
    }
    tried = {name for example in EXAMPLES for name in filled_fields(edit_from(example))}
    assert tried == declared
    assert {"AddSession.reason", "Announce.text", "CorrectText.text", "Session.abstract"} <= declared


@pytest.mark.parametrize("name", HOSTILE)
def test_no_edit_takes_hostile_text_as_it_is(name: str) -> None:
    taken = []
    for edit in poisoned(HOSTILE[name]):
        body = json.dumps({"edit": edit, "based_on": "e-1"})
        try:
            taken.append(EditRequest.model_validate_json(body, strict=True))
        except ValidationError:
            continue
    assert [unclean(json.loads(request.model_dump_json())) for request in taken] == [[]] * len(taken)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=lambda: at("13:00"), rate=3600) as one:
        yield one


async def posted(served: Served, token: str, edit: dict[str, Any]) -> httpx.Response:
    """Post an edit with everything beyond ASCII escaped, so that a lone surrogate gets as far as the hub."""
    return await served.http.post(
        "/api/edits",
        content=json.dumps({"edit": edit, "based_on": str(served.hub.publisher.cursor)}),
        headers={"authorization": f"Bearer {token}", "idempotency-key": uuid.uuid4().hex},
    )


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_the_hub_hands_out_is_clean(served: Served, name: str) -> None:
    token, epoch = served.token(), served.hub.publisher.cursor.epoch
    stream = await served.stream(f"{epoch}-0")
    answers = [await posted(served, token, edit) for edit in poisoned(HOSTILE[name])]
    statuses = {answer.status_code for answer in answers}
    if len(json.dumps(HOSTILE[name])) > 60_000:
        assert statuses == {413}
    elif any("\ud800" <= letter <= "\udfff" for letter in HOSTILE[name]):
        assert statuses == {400}
    else:
        assert statuses <= {
            201,
            409,
            422,
        }  # 409: what the first edit touched was touched again before its undo
        assert answers[0].status_code == 201
    assert [unclean(answer.json()) for answer in answers] == [[]] * len(answers)
    made = served.hub.publisher.cursor.revision
    assert [unclean((await stream.next("change")).data) for _ in range(made)] == [[]] * made
    stream.close()
    for path in ("/api/schedule", f"/api/changes?since={epoch}-0"):
        answer = await served.http.get(path, headers={"authorization": f"Bearer {token}"})
        assert unclean(answer.json()) == []
