"""Whatever stands in a folder, a check says it in one sentence, and soon."""

import os
import sys
import time
from pathlib import Path

import pytest

from festival.programme import Problem, check, load
from festival.programme.files import ProgrammeFile, read_text
from festival.schedule.errors import ProgrammeError
from programme.conftest import Write

LINUX = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither FIFOs nor links for everybody"
)


def errors(folder: Path) -> tuple[Problem, ...]:
    started = time.perf_counter()
    found = check(folder).errors
    assert time.perf_counter() - started < 5
    with pytest.raises(ProgrammeError) as raised:
        load(folder)
    assert raised.value.problems == found
    return found


def test_missing_folder_is_named(tmp_path: Path) -> None:
    message = "no such folder; name one that holds *.toml files"
    assert errors(tmp_path / "no") == (Problem("", 0, "", message),)


def test_file_instead_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = "not a folder; name the folder that holds the *.toml files"
    assert errors(tmp_path / "file") == (Problem("", 0, "", message),)


def test_folder_name_with_a_nul_byte_is_named() -> None:
    assert errors(Path("a\0b")) == (Problem("", 0, "", "the folder cannot be read (embedded null byte)"),)


def test_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").touch()
    (tmp_path / ".hidden.toml").write_text("broken")
    message = "no *.toml file in it; see programme/ for an example"
    assert errors(tmp_path) == (Problem("", 0, "", message),)


def test_file_of_50_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.toml").open("wb") as file:
        file.truncate(50 * 10**6)
    assert errors(tmp_path) == (Problem("big.toml", 0, "", "47.7 MiB, at most 4.0 MiB; split it"),)


def test_files_of_40_megabytes_together_are_not_read(tmp_path: Path) -> None:
    for number in range(10):
        with (tmp_path / f"{number}.toml").open("wb") as file:
            file.truncate(4 * 2**20)
    assert errors(tmp_path) == (Problem("", 0, "", "40.0 MiB in all files, at most 32.0 MiB"),)


def test_ten_thousand_files_are_not_read(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.toml").touch()
    assert errors(tmp_path) == (Problem("", 0, "", "more than 1000 TOML files; join some of them"),)


def test_folder_full_of_other_things_is_no_programme(tmp_path: Path) -> None:
    for number in range(20_001):
        (tmp_path / f"{number}").touch()
    message = "more than 20000 names in it; this is not a programme's folder"
    assert errors(tmp_path) == (Problem("", 0, "", message),)


def test_deep_folders_are_not_followed(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"abcdefghijklmnopqrstuvwxyz")
    deep.mkdir(parents=True)
    (problem,) = errors(tmp_path)
    assert problem.message == "folders nested more than 16 deep; keep the programme flat"


def test_text_in_latin_1_is_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("# ok\nname = 'Größe'".encode("latin-1"))
    assert errors(tmp_path) == (Problem("a.toml", 2, "", "not UTF-8 (byte 0xF6); save the file as UTF-8"),)


def test_nul_byte_is_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"a = 1\n\n\0")
    assert errors(tmp_path) == (Problem("a.toml", 3, "", "holds a NUL byte; this is not a text file"),)


def test_byte_order_mark_does_no_harm(write: Write) -> None:
    folder = write("")
    (folder / "base.toml").write_bytes(b"\xef\xbb\xbf" + (folder / "base.toml").read_bytes())
    assert check(folder).errors == ()


def test_folder_that_ends_in_toml_is_looked_into(write: Write, session: str) -> None:
    folder = write("")
    (folder / "x.toml").unlink()
    (folder / "x.toml").mkdir()
    (folder / "x.toml" / "y.toml").write_text(session, encoding="utf-8")
    assert check(folder).summary == "1 session, 2 rooms, 0 stations, 1 project in 2 files"


@LINUX
def test_link_to_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("a.toml")
    (tmp_path / "b").symlink_to("b")
    (problem,) = errors(tmp_path)
    assert problem == Problem("a.toml", 0, "", "cannot be read (too many levels of symbolic links)")


@LINUX
def test_link_to_the_folder_around_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "loop").symlink_to(tmp_path)
    message = "a link to a folder; put the files themselves here"
    assert errors(tmp_path) == (Problem("inner/loop", 0, "", message),)


@LINUX
def test_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    assert errors(tmp_path) == (Problem("a.toml", 0, "", "not a file; remove it or rename it"),)


def test_file_that_goes_away_meanwhile_is_named(tmp_path: Path) -> None:
    gone = ProgrammeFile(tmp_path / "a.toml", "a.toml", 1, 1, 1)
    assert read_text(gone) == Problem("a.toml", 0, "", "cannot be read (no such file or directory)")


@LINUX
def test_file_that_becomes_a_fifo_meanwhile_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    changed = ProgrammeFile(tmp_path / "a.toml", "a.toml", 1, 1, 1)
    assert read_text(changed) == Problem("a.toml", 0, "", "cannot be read (not a regular file)")


@LINUX
def test_file_name_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff\x1b.toml")).write_text("a = ")
    (problem,) = errors(tmp_path)
    assert problem.message == "not TOML at the end of the file: invalid value"
