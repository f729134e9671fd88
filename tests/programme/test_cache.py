"""A start from the cache gives the same schedule; a snapshot in doubt is compiled again."""

import gc
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.programme import bundled, load, open_programme
from festival.programme.thaw import thaw
from festival.schedule.errors import ProgrammeError
from festival.schedule.model import AS_PLANNED, Schedule
from fixtures_programme import write_programme


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_programme(tmp_path / "programme", 20)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache"


def snapshot(cache: Path) -> Path:
    (found,) = cache.iterdir()
    return found


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Count how often a programme is compiled."""
    from festival.programme import loading

    calls: list[Path] = []
    original = loading.load

    def counted(folder: Path) -> Schedule:
        calls.append(folder)
        return original(folder)

    monkeypatch.setattr(loading, "load", counted)
    return calls


def test_second_start_compiles_nothing(folder: Path, cache: Path, compiled: list[Path]) -> None:
    first = open_programme(folder, cache)
    second = open_programme(folder, cache)
    assert len(compiled) == 1
    assert second == first == load(folder)
    assert second.model_dump_json() == first.model_dump_json()


def test_bundled_programme_comes_back_from_json_as_it_was() -> None:
    schedule = load(bundled())
    thawed = thaw(Schedule, json.loads(schedule.model_dump_json(exclude_defaults=True)))
    assert thawed == schedule
    assert thawed.model_dump_json() == schedule.model_dump_json()
    assert thawed.sessions[0].model_copy(update={"track": "x"}).track == "x"


def test_session_without_overlay_is_known_to_be_as_planned(folder: Path, cache: Path) -> None:
    open_programme(folder, cache)
    assert open_programme(folder, cache).sessions[0].live is AS_PLANNED


def _rewrite_unseen(file: Path) -> None:
    """Change a file's content, but neither its size nor the time of its last change."""
    content, before = file.read_bytes(), file.stat()
    changed = content.replace(b"08:", b"09:")
    assert (changed != content, len(changed)) == (True, len(content))
    file.write_bytes(changed)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: _rewrite_unseen(folder / "sessions-0.toml"),
        lambda folder: (folder / "new.toml").write_text("[[track]]\nid = 'new'\nname = 'New'\n"),
        lambda folder: (folder / "sessions-0.toml").unlink(),
        lambda folder: (folder / "sessions-0.toml").rename(folder / "renamed.toml"),
        lambda folder: os.utime(folder / "sessions-0.toml", ns=(1, 1)),
        lambda folder: (folder / "sessions-0.toml").write_bytes(b""),
    ],
)
def test_any_change_of_the_files_compiles_again(
    folder: Path, cache: Path, compiled: list[Path], change: Callable[[Path], object]
) -> None:
    open_programme(folder, cache)
    change(folder)
    assert open_programme(folder, cache) == load(folder)
    assert len(compiled) == 2


def test_two_programmes_have_a_snapshot_each(
    folder: Path, tmp_path: Path, cache: Path, compiled: list[Path]
) -> None:
    other = write_programme(tmp_path / "other", 5)
    for _ in range(2):
        assert len(open_programme(folder, cache).sessions) == 20
        assert len(open_programme(other, cache).sessions) == 5
    assert len(compiled) == 2


@pytest.mark.parametrize("keep", [0, 1, 40, 100, -1])
def test_truncated_snapshot_compiles_again(
    folder: Path, cache: Path, compiled: list[Path], keep: int
) -> None:
    first = open_programme(folder, cache)
    path = snapshot(cache)
    path.write_bytes(path.read_bytes()[:keep])
    assert open_programme(folder, cache) == first
    assert len(compiled) == 2
    assert open_programme(folder, cache) == first
    assert len(compiled) == 2


def test_every_flipped_bit_of_a_snapshot_is_seen(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write_programme(tmp_path_factory.mktemp("programme"), 5)
    cache = tmp_path_factory.mktemp("cache")
    first = open_programme(folder, cache)
    path = snapshot(cache)
    good = path.read_bytes()

    @given(st.integers(0, len(good) - 1), st.integers(0, 7))
    def flip(at: int, bit: int) -> None:
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :])
        assert open_programme(folder, cache) == first
        assert path.read_bytes() == good

    flip()


def _forged(payload: bytes, header: bytes) -> bytes:
    from hashlib import blake2b

    kind, key, _ = header.split()
    return b"%s %s %s\n" % (kind, key, blake2b(payload, digest_size=32).hexdigest().encode()) + payload


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"{", b"null", b"[]", b"3", b'"text"', b"{}", b'{"festival": {}}', b'{"festival": [], "sessions": 3}', b"\xff",
        b'{"festival": {"id":"f","name":{},"timezone":"UTC","languages":[],"days":[],"url":""}, "sessions": [[]]}',
        b'{"festival": {"id":"f","name":{},"timezone":"UTC","languages":[],"days":3,"url":""}}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_snapshot_of_another_shape_compiles_again(
    folder: Path, cache: Path, compiled: list[Path], payload: bytes
) -> None:
    first = open_programme(folder, cache)
    path = snapshot(cache)
    path.write_bytes(_forged(payload, path.read_bytes().split(b"\n")[0]))
    assert open_programme(folder, cache) == first
    assert len(compiled) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has neither modes nor FIFOs")
class TestPosix:
    def test_snapshot_is_private(self, folder: Path, cache: Path) -> None:
        open_programme(folder, cache)
        assert stat.S_IMODE(snapshot(cache).stat().st_mode) == 0o600
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700

    def test_snapshot_that_others_may_write_is_not_read(
        self, folder: Path, cache: Path, compiled: list[Path]
    ) -> None:
        open_programme(folder, cache)
        snapshot(cache).chmod(0o666)
        open_programme(folder, cache)
        assert len(compiled) == 2

    def test_fifo_in_place_of_a_snapshot_is_not_waited_for(self, folder: Path, cache: Path) -> None:
        first = open_programme(folder, cache)
        path = snapshot(cache)
        path.unlink()
        os.mkfifo(path)
        assert open_programme(folder, cache) == first

    def test_folder_in_place_of_a_snapshot_does_no_harm(self, folder: Path, cache: Path) -> None:
        first = open_programme(folder, cache)
        path = snapshot(cache)
        path.unlink()
        path.mkdir()
        assert open_programme(folder, cache) == first
        assert list(cache.iterdir()) == [path]


def test_cache_folder_that_cannot_be_made_does_no_harm(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert len(open_programme(folder, tmp_path / "file" / "cache").sessions) == 20


def test_mistakes_are_told_and_never_cached(folder: Path, cache: Path) -> None:
    open_programme(folder, cache)
    (folder / "bad.toml").write_text("[[")
    for _ in range(2):
        with pytest.raises(ProgrammeError):
            open_programme(folder, cache)
    (folder / "bad.toml").unlink()
    assert len(open_programme(folder, cache).sessions) == 20


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collection_stays_as_it_was(folder: Path, cache: Path, enabled: bool) -> None:
    open_programme(folder, cache)
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        open_programme(folder, cache)
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_warm_start_loads_no_compiler(folder: Path, cache: Path) -> None:
    open_programme(folder, cache)
    code = (
        "import sys; from pathlib import Path; from festival.programme import open_programme;"
        f"open_programme(Path({str(folder)!r}), Path({str(cache)!r}));"
        "print([name for name in sys.modules if name in ('tomllib', 'textual', 'httpx', 'difflib') or "
        "name.startswith('festival.programme.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    expected = ["files", "thaw", "cache", "locations"]
    assert done.stdout.strip() == str([f"festival.programme.{name}" for name in expected])
