"""Batches in files: what can be prepared, and what is said of mistakes."""

from datetime import date
from pathlib import Path

import pytest

from festival.programme.batches import load_batch
from festival.schedule.edits import Batch, data_of
from festival.schedule.errors import ProgrammeError
from hub.rig import programme

DAY = date(2022, 5, 27)


def load(folder: Path, text: str) -> Batch:
    file = folder / "plan.toml"
    file.write_text(text)
    return load_batch(file, programme(), DAY)


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProgrammeError) as caught:
        load(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_times_without_a_day_are_on_the_day_it_is_read_for(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        'name = "B"\nearlier = true\n[[edit]]\nname = "later"\nkind = "move_session"\nsession = "band"\nstart = "24:30"\n',
    )
    assert data_of(batch) == {
        "kind": "batch",
        "name": "B",
        "earlier": True,
        "edits": [{"kind": "move_session", "session": "band", "start": "2022-05-27T22:30:00Z"}],
    }


def test_an_edit_may_name_what_an_earlier_one_adds(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        """name = "B"
[[edit]]
kind = "split_session"
session = "opening"
at = "14:40"
resume = "17:30"
[[edit]]
kind = "replace_session"
session = "band"
[edit.by]
id = "tea"
room = "stage"
track = "music"
kind = "dance"
title = "Tea"
start = "15:00"
minutes = 30
[[edit]]
kind = "delay_session"
session = "opening-rest"
minutes = 5
[[edit]]
kind = "set_session_state"
session = "tea"
state = "few"
""",
    )
    assert [edit.kind for edit in batch.edits] == [
        "split_session",
        "replace_session",
        "delay_session",
        "set_session_state",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["plan.toml:1: batch.edit: there is no [[edit]]: write one"]),
        ("edit = 5", ["plan.toml:1: batch.edit: write [[edit]], with double brackets, once for each"]),
        ('[[edit]]\nkind = "cancel_session"\nsession = "band"', ["plan.toml:1: batch.name: is missing"]),
        ('name = "B"\n[[edit]]\nkind = "batch"\n[[edit]]\nkind = "cancel_session"\nsession = "band"', ["plan.toml:3: edit[0].kind: 'batch' is no kind of edit"]),
        ('name = "B"\n[[edit]]\nname = 1\nkind = "cancel_session"\nsession = "band"', ["plan.toml:3: edit[0].name: must be a text in quotes"]),
        ("name = ", ["plan.toml:1: not TOML at the end of the file: invalid value"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, said: list[str]) -> None:
    assert complaints(tmp_path, text) == said
