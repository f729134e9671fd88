"""``festival qr``: the list, one code in the terminal, files."""

import json
import sys
from pathlib import Path

from PIL import Image

from cli.conftest import Run
from festival.programme import bundled, load
from festival.schedule.codes import code_for
from rig import Terminal, decode, pixels


def test_every_place_and_project_is_listed_with_where_it_leads(festival: Run) -> None:
    records = json.loads(festival("qr", "--json").stdout)
    schedule = load(bundled())
    expected = {f"room:{one}" for one in schedule.room_by_id}
    expected |= {f"project:{one}" for one in schedule.project_by_id}
    refs = {record["ref"] for record in records}
    assert {ref for ref in refs if ref.startswith(("room:", "project:"))} == expected
    assert all(record["url"].startswith("https://") for record in records)
    assert {record["leads_to"] for record in records} == {"own", "site"}


def test_with_a_base_url_codes_are_short_and_in_capitals(festival: Run) -> None:
    records = json.loads(
        festival("qr", "--json", "--kind", "project", "--base-url", "https://fest.example").stdout
    )
    assert {record["leads_to"] for record in records} == {"page"}
    for record in records:
        code = code_for("project", record["ref"].partition(":")[2])
        assert record["url"] == f"HTTPS://FEST.EXAMPLE/P/{code}"


def test_a_code_printed_in_a_terminal_can_be_scanned(festival: Run, tmp_path: Path) -> None:
    with Terminal(
        [sys.executable, "-m", "festival", "qr", "u-stage"],
        columns=80,
        rows=30,
        env={"FESTIVAL_HOME": str(tmp_path)},
    ) as terminal:
        terminal.wait_exit()
        assert decode(pixels(terminal.screen)) == ["https://www.innovation-next-door.de"]


def test_files_hold_the_same_codes(festival: Run, tmp_path: Path) -> None:
    out = tmp_path / "codes"
    done = festival("qr", "--out", str(out), "--kind", "room", "--print")
    assert done.returncode == 0
    assert decode(Image.open(out / "room-u-stage.png").convert("RGB")) == [
        "https://www.innovation-next-door.de"
    ]
    assert (out / "room-u-stage.svg").read_text().startswith("<")


def test_a_folder_that_cannot_be_written_is_named(festival: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = festival("qr", "--out", str(tmp_path / "file"))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "file" in done.stderr
