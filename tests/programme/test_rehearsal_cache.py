"""A rehearsal from the cache is the one that the files describe, and reading it compiles nothing."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from festival.files import sealed
from festival.programme import bundled, cache, load_rehearsal, open_rehearsal
from festival.schedule import edits as kinds
from festival.schedule.edits import Edit
from festival.schedule.model import Session

START = datetime(2022, 5, 27, 12, tzinfo=UTC)
END = datetime(2022, 5, 27, 13, tzinfo=UTC)
EXTRA = Session(
    id="extra",
    room="hall",
    track="talks",
    kind="talk",
    title={"de": "Größe"},
    start=START,
    end=END,
    sample=True,
)
EDITS: list[Edit] = [
    kinds.DelayRoom(room="hall", minutes=15, from_time=START, reason={"de": "Regen"}),
    kinds.DelaySession(session="one", minutes=-5),
    kinds.CancelSession(session="one"),
    kinds.ReopenSession(session="one"),
    kinds.MoveSession(session="one", start=END),
    kinds.AddSession(session=EXTRA),
    kinds.StartSession(session="one"),
    kinds.EndSession(session="one", earlier=True),
    kinds.ExtendSession(session="one", minutes=10),
    kinds.SwapSessions(first="one", second="two"),
    kinds.SplitSession(session="one", at=START, resume=END),
    kinds.ReplaceSession(session="one", by=EXTRA),
    kinds.Batch(
        name="Plan B", edits=(kinds.CancelSession(session="one"), kinds.DelayRoom(room="hall", minutes=5))
    ),
    kinds.CorrectText(thing="session", id="one", field="title", text={"de": "Neu", "en": "New"}),
    kinds.SetSessionState(session="one", state=None),
    kinds.SetRoomState(room="hall", state="full", until=END, wait_min=20),
    kinds.SetStationState(station="solder", state=None),
    kinds.Announce(level="urgent", text={"de": "Gewitter"}, rooms=("hall", "stage"), expires=END),
    kinds.Withdraw(announcement="storm"),
    kinds.Undo(change=3),
    kinds.UndoPerson(person="Ada", since=START),
]


def test_every_kind_of_edit_is_tried() -> None:
    assert {type(edit) for edit in EDITS} == set(get_args(get_args(Edit)[0]))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.kind)
def test_an_edit_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit) -> None:
    from festival.programme import loading

    monkeypatch.setattr(loading, "load_rehearsal", lambda _folder: ((START, edit),))
    first = open_rehearsal(bundled(), tmp_path)
    monkeypatch.delattr(loading, "load_rehearsal")
    ((at, second),) = open_rehearsal(bundled(), tmp_path)
    assert (at, second) == first[0]
    assert second.model_dump_json() == edit.model_dump_json()


def test_the_bundled_rehearsal_comes_back_as_it_was(tmp_path: Path) -> None:
    first = open_rehearsal(bundled(), tmp_path)
    assert first == open_rehearsal(bundled(), tmp_path) == load_rehearsal(bundled())
    assert [path.name.partition("-")[0] for path in tmp_path.iterdir()] == ["rehearsal"]


@pytest.mark.parametrize("rows", [b"3", b"[[]]", b'[["noon", "undo", {}]]', b'[["2022-05-27", "dance", {}]]'])
def test_a_snapshot_of_another_shape_is_compiled_again(tmp_path: Path, rows: bytes) -> None:
    first = open_rehearsal(bundled(), tmp_path)
    (path,) = tmp_path.iterdir()
    key = path.read_text().split(" ", 2)[1]
    path.write_bytes(sealed(f"{cache._FORMAT} {key}", rows))
    assert open_rehearsal(bundled(), tmp_path) == first


def test_reading_it_back_loads_no_compiler(tmp_path: Path) -> None:
    open_rehearsal(bundled(), tmp_path)
    code = (
        "import sys; from pathlib import Path; from festival.programme import bundled, open_rehearsal;"
        f"open_rehearsal(bundled(), Path({str(tmp_path)!r}));"
        "print('tomllib' in sys.modules, 'festival.programme.loading' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
