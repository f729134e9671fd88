"""Files that prove to be whole and ours."""

from pathlib import Path

import pytest

from festival.files import read_sealed, sealed, write_whole

CONTENTS = "Größe\n\nzwei".encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "file"
    write_whole(path, sealed("one 1", CONTENTS), 0o600)
    return path


def test_what_was_sealed_is_read_again(file: Path) -> None:
    assert read_sealed(file, "one 1", len(CONTENTS)) == CONTENTS
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_another_label_or_more_than_is_wanted_is_not_read(file: Path) -> None:
    assert read_sealed(file, "one 2", 100) is None
    assert read_sealed(file, "one", 100) is None
    assert read_sealed(file, "one 1", len(CONTENTS) - 1) is None


def test_a_file_that_was_cut_or_changed_anywhere_is_not_read(file: Path) -> None:
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at])
        assert read_sealed(file, "one 1", 100) is None
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_sealed(file, "one 1", 100) is None
    file.write_bytes(whole + b"x")
    assert read_sealed(file, "one 1", 100) is None


def test_a_file_that_others_may_write_or_that_is_a_link_is_not_read(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    assert read_sealed(link, "one 1", 100) is None
    assert read_sealed(file.with_name("none"), "one 1", 100) is None
    file.chmod(0o622)
    assert read_sealed(file, "one 1", 100) is None


def test_a_text_and_its_bytes_are_written_alike(tmp_path: Path) -> None:
    write_whole(tmp_path / "text", CONTENTS.decode(), 0o600)
    write_whole(tmp_path / "bytes", CONTENTS, 0o600)
    assert (tmp_path / "text").read_bytes() == (tmp_path / "bytes").read_bytes() == CONTENTS
