"""Batches written as files: what is written is read back as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from festival.programme.batch_texts import batch_text
from festival.programme.batches import load_batch
from festival.schedule import edits
from festival.schedule.edits import Batch, SingleEdit
from kiosk.conftest import NOW, local, make_schedule, session

NEW = session("new", "forum", "18:00", "18:30", title={"de": 'Der "Chor" \\ [b]', "en": "Tab\u2028s"})
EXAMPLES: tuple[dict[str, Any], ...] = (
    {"kind": "delay_room", "room": "forum", "minutes": -15, "from_session": "choir", "earlier": True},
    {"kind": "delay_room", "room": "forum", "minutes": 5, "from_time": NOW},
    {"kind": "delay_session", "session": "choir", "minutes": 5},
    {"kind": "start_session", "session": "choir"},
    {"kind": "end_session", "session": "choir"},
    {"kind": "extend_session", "session": "choir", "minutes": -5},
    {"kind": "cancel_session", "session": "choir", "reason": {"de": "Regen", "zh-Hant": "雨"}},
    {"kind": "reopen_session", "session": "choir"},
    {"kind": "move_session", "session": "choir", "room": "hansaplatz", "start": local("15:30")},
    {"kind": "swap_sessions", "first": "choir", "second": "open-lab"},
    {"kind": "split_session", "session": "choir", "at": local("15:30"), "resume": local("16:30")},
    {"kind": "replace_session", "session": "choir", "by": NEW},
    {"kind": "add_session", "session": NEW | {"speakers": ["ada"], "capacity": 20}},
    {"kind": "correct_text", "thing": "session", "id": "choir", "field": "title", "text": {"de": "Chor\u00ad"}},
    {"kind": "set_session_state", "session": "choir", "state": "few"},
    {"kind": "set_room_state", "room": "forum", "state": "full", "until": NOW + timedelta(hours=1)},
    {"kind": "set_station_state", "station": "robots", "state": "busy", "wait_min": 10},
    {"kind": "announce", "text": {"en": "A\nB"}, "rooms": ["forum"], "expires": NOW + timedelta(hours=1)},
    {"kind": "withdraw", "announcement": "a1"},
)  # fmt: skip


def written(folder: Path, batch: Batch) -> Batch:
    file = folder / "plan.toml"
    file.write_text(batch_text(batch), encoding="utf-8")
    return load_batch(file, make_schedule(), None, is_draft=True)


def test_every_kind_that_a_batch_can_hold_is_among_the_examples() -> None:
    assert {one["kind"] for one in EXAMPLES} == {
        model.model_fields["kind"].default for model in get_args(SingleEdit)
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: str(one["kind"]))
def test_what_is_written_is_read_back(tmp_path: Path, example: dict[str, Any]) -> None:
    batch = Batch(name='Plan "B" \\ Regen', edits=(edits.edit_from(example),), reason={"de": "Regen"})
    assert written(tmp_path, batch) == batch


def test_the_edits_keep_their_order(tmp_path: Path) -> None:
    batch = Batch(name="All", edits=tuple(edits.edit_from(one) for one in EXAMPLES), earlier=True)
    assert written(tmp_path, batch) == batch


def test_a_draft_may_name_what_is_gone(tmp_path: Path) -> None:
    batch = Batch(name="B", edits=(edits.CancelSession(session="gone"),))
    assert written(tmp_path, batch) == batch
