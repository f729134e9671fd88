"""A cache gives back what was kept, or what was kept before, or nothing; never anything else."""

import json
import os
import random
import socket
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest

from client.rig import following
from client.saver import CONFIRMED, state
from festival.client.cache import FORMAT, Cache
from festival.client.followed import Followed, Freshness
from festival.client.kept import Kept
from festival.programme import bundled, open_programme, open_rehearsal
from festival.schedule.digests import digest
from festival.schedule.model import Schedule
from festival.schedule.rehearsal import Rehearsal
from store.writers import Writers, environment

KILLS = int(os.environ.get("FESTIVAL_KILLS", "40"))
LONGEST_LIFE_S = 0.05
FLIPS = 1_000
OLDER = Kept(state(1), "older cache", CONFIRMED)
PRINTED = Kept(state(0), "programme")
NEWEST = Kept(state(3), "cache", CONFIRMED + timedelta(minutes=5), rehearsed=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two generations."""
    folder = tmp_path / "state" / "hub-1"
    for kept in (OLDER, NEWEST):
        assert save(folder, kept)
    return folder


def save(folder: Path, kept: Kept) -> bool:
    assert kept.confirmed is not None
    return Cache(folder).save(kept.schedule, kept.confirmed, rehearsed=kept.rehearsed)


def load(folder: Path) -> Kept | None:
    return Cache(folder).load()


def forged(contents: bytes, form: str = FORMAT) -> bytes:
    return f"{form} {blake2b(contents, digest_size=32).hexdigest()}\n".encode() + contents


def contents(path: Path) -> tuple[dict[str, object], bytes]:
    """Return what a generation says about itself, and its schedule."""
    _, about, payload = path.read_bytes().split(b"\n")
    return json.loads(about), payload


def test_newest_generation_comes_back_as_it_was(folder: Path) -> None:
    assert load(folder) == NEWEST


def test_first_start_has_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "hub-1") is None
    assert list(tmp_path.iterdir()) == []


def test_one_generation_is_enough(tmp_path: Path) -> None:
    save(tmp_path, OLDER)
    assert load(tmp_path) == replace(OLDER, origin="cache")


def test_bundled_programme_after_its_rehearsal_comes_back_with_the_same_digest(tmp_path: Path) -> None:
    planned = open_programme(bundled(), tmp_path / "cache")
    edits = open_rehearsal(bundled(), tmp_path / "cache")
    played = Rehearsal(planned, edits).at(edits[-1][0])
    assert digest(played) != digest(planned)
    for schedule in (planned, played):
        assert Cache(tmp_path / "hub-1").save(schedule, CONFIRMED, rehearsed=False)
        kept = load(tmp_path / "hub-1")
        assert kept is not None
        assert kept.schedule == schedule
        assert digest(kept.schedule) == digest(schedule)


def test_instant_in_another_zone_comes_back_in_utc(tmp_path: Path) -> None:
    local = datetime.fromisoformat("2022-05-27T14:00:00+02:00")
    assert Cache(tmp_path).save(state(1), local, rehearsed=False)
    kept = load(tmp_path)
    assert kept is not None
    assert kept.confirmed is not None
    assert kept.confirmed.isoformat() == "2022-05-27T12:00:00+00:00"


def test_every_flipped_bit_is_seen(folder: Path) -> None:
    good = {name: (folder / name).read_bytes() for name in ("newest", "older")}
    chance = random.Random(1)
    found = []
    for _ in range(FLIPS):
        names = chance.choice((("newest",), ("older",), ("newest", "older")))
        for name, data in good.items():
            flipped = bytearray(data)
            if name in names:
                flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            (folder / name).write_bytes(flipped)
        expected = NEWEST if "newest" not in names else OLDER if "older" not in names else None
        found.append(load(folder) == expected)
    assert found == [True] * FLIPS


def test_every_truncation_is_seen(folder: Path) -> None:
    good = (folder / "newest").read_bytes()
    found = []
    for length in range(len(good)):
        (folder / "newest").write_bytes(good[:length])
        found.append(load(folder) == OLDER)
    assert found == [True] * len(good)


def test_what_follows_the_end_is_seen(folder: Path) -> None:
    with (folder / "newest").open("ab") as file:
        file.write(b"\n")
    assert load(folder) == OLDER


@pytest.mark.parametrize("damage", [b"", b"\n", b"\0" * 4096, FORMAT.encode(), b"{}", b"[" * 100_000])
def test_two_damaged_generations_are_none(folder: Path, damage: bytes) -> None:
    for name in ("newest", "older"):
        (folder / name).write_bytes(damage)
    assert load(folder) is None
    assert save(folder, NEWEST)
    assert load(folder) == NEWEST


def test_newer_format_is_left_to_those_who_know_it(folder: Path) -> None:
    _, _, rest = (folder / "newest").read_bytes().partition(b"\n")
    (folder / "newest").write_bytes(forged(rest))
    assert load(folder) == NEWEST
    (folder / "newest").write_bytes(forged(rest, "festival-hub-2"))
    assert load(folder) == OLDER


@pytest.mark.parametrize(
    "rest",
    [
        b"", b"\n", b"{}\n{}", b"[]\n[]", b"null\nnull", b"\xff\n\xff", b'{"folder": "hub-1"}\n{}', b"[" * 100_000,
        b'{"folder": "hub-1", "code": "", "confirmed": "", "rehearsed": false}\n{}',
        b'{"folder": "hub-1", "code": "", "confirmed": 3, "rehearsed": false}\n' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_another_shape_with_a_right_checksum_is_refused(folder: Path, rest: bytes) -> None:
    (folder / "newest").write_bytes(forged(rest))
    assert load(folder) == OLDER


def test_generation_of_another_hub_is_refused(folder: Path) -> None:
    other = folder.with_name("hub-2")
    save(other, NEWEST)
    (other / "newest").replace(folder / "newest")
    assert load(folder) == OLDER


def written_by_other_code(folder: Path, change: dict[str, object]) -> None:
    about, payload = contents(folder / "newest")
    schedule = json.loads(payload) | change
    data = json.dumps(about | {"code": "other"}) + "\n" + json.dumps(schedule)
    (folder / "newest").write_bytes(forged(data.encode()))


def test_what_other_code_wrote_is_validated(folder: Path) -> None:
    written_by_other_code(folder, {})
    assert load(folder) == NEWEST
    written_by_other_code(folder, {"revision": -1})
    assert load(folder) == OLDER


def test_damaged_generation_never_pushes_a_whole_one_out(folder: Path) -> None:
    (folder / "newest").write_bytes(b"damage")
    assert save(folder, NEWEST)
    (folder / "newest").write_bytes(b"damage")
    assert load(folder) == OLDER


def test_files_are_private_and_no_others_are_left(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "newest": 0o600,
        "older": 0o600,
    }


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_generation_that_others_may_write_is_not_read(folder: Path, mode: int) -> None:
    (folder / "newest").chmod(mode)
    assert load(folder) == OLDER


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_generation_of_another_user_is_not_read(folder: Path) -> None:
    os.chown(folder / "newest", 65534, 65534)
    assert load(folder) == OLDER


def test_link_in_place_of_a_generation_is_neither_followed_nor_written_through(
    folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (folder / "newest").rename(elsewhere)
    (folder / "newest").symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert load(folder) == OLDER
    assert Cache(folder).save(state(5), CONFIRMED, rehearsed=False)
    assert load(folder) == Kept(state(5), "cache", CONFIRMED)
    assert elsewhere.read_bytes() == before


def test_pipe_in_place_of_a_generation_is_not_waited_for(folder: Path) -> None:
    (folder / "newest").unlink()
    os.mkfifo(folder / "newest")
    assert load(folder) == OLDER
    assert save(folder, NEWEST)
    assert load(folder) == NEWEST


def test_folder_in_place_of_a_generation_does_no_harm(folder: Path) -> None:
    (folder / "newest").unlink()
    (folder / "newest").mkdir()
    assert load(folder) == OLDER
    assert save(folder, NEWEST) is False
    assert load(folder) == OLDER


@pytest.mark.parametrize("name", ["state", "state/hub-1"])
def test_file_in_place_of_the_folder_does_no_harm(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert load(tmp_path / "state" / "hub-1") is None
    assert save(tmp_path / "state" / "hub-1", NEWEST) is False


def test_schedule_that_is_no_text_is_not_kept(folder: Path) -> None:
    broken = NEWEST.schedule.model_copy(update={"epoch": "\ud800"})
    assert Cache(folder).save(broken, CONFIRMED, rehearsed=False) is False
    assert load(folder) == NEWEST


def test_schedule_beyond_the_cap_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.client.cache.CAP", (folder / "newest").stat().st_size)
    assert Cache(folder).save(state(2), CONFIRMED, rehearsed=False) is False
    assert load(folder) == NEWEST
    assert Cache(folder).save(state(5), CONFIRMED, rehearsed=False) is True


def test_savers_at_the_same_time_leave_whole_generations(tmp_path: Path) -> None:
    start = threading.Barrier(4)

    def work(number: int) -> list[bool]:
        start.wait()
        cache = Cache(tmp_path)
        return [cache.save(state(10 * number + n), CONFIRMED, rehearsed=False) for n in range(10)]

    with ThreadPoolExecutor(4) as pool:
        said = [one for found in pool.map(work, range(4)) for one in found]
    assert any(said)
    kept = load(tmp_path)
    assert kept is not None
    assert kept == Kept(state(kept.schedule.revision), "cache", CONFIRMED)
    assert {path.name for path in tmp_path.iterdir()} == {"newest", "older"}


def test_full_and_read_only_disks_and_those_of_others_keep_what_they_have(tmp_path: Path) -> None:
    # A disk of its own needs root, or a name space in which anybody is.
    is_root = os.geteuid() == 0
    namespace = ["--mount"] if is_root else ["--user", "--map-root-user", "--mount"]
    done = subprocess.run(
        ["unshare", *namespace, sys.executable, "-m", "client.small_disk", tmp_path, *["others"] * is_root],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("damaged", "expected"), [((), NEWEST), (("newest",), OLDER), (("newest", "older"), None)]
)
async def test_a_start_without_a_hub_says_what_it_shows_and_keeps_it(
    folder: Path, damaged: tuple[str, ...], expected: Kept | None
) -> None:
    for name in damaged:
        (folder / name).write_bytes(b"damage")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    start = load(folder) or PRINTED
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        async with following(nobody.getsockname()[1], start, cache=Cache(folder)) as one:
            await one.until(lambda: one.contact == "offline")
    shown = expected or PRINTED
    freshness = Freshness("dated", shown.confirmed, shown.origin, shown.rehearsed)
    assert one.states == [
        Followed(shown.schedule, freshness),
        Followed(shown.schedule, replace(freshness, contact="offline")),
    ]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.timeout(60 + KILLS)
def test_killed_follower_leaves_what_it_kept(tmp_path: Path) -> None:
    folder = tmp_path / "hub-1"
    chance = random.Random(KILLS)
    last = 0
    with Writers(str(folder), "client.saver") as savers:
        for _ in range(KILLS):
            savers.start()
            threading.Event().wait(chance.uniform(0, LONGEST_LIFE_S))
            savers.kill()
            kept = load(folder)
            assert kept is not None
            revision = kept.schedule.revision
            assert kept.schedule == state(revision)
            # What was killed after it was in place, and before it could say so, is one more.
            assert revision in {savers.acknowledged[-1][0], savers.acknowledged[-1][0] + 1}
            assert revision >= last
            last = revision
    assert save(folder, NEWEST)
    assert {path.name for path in folder.iterdir()} == {"newest", "older"}
    print(f"{KILLS} kills, {len(savers.acknowledged)} saved")  # noqa: T201 - with -s


def test_a_start_from_disk_loads_neither_network_nor_compiler(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from festival.client.cache import Cache;"
        f"assert Cache(Path({str(folder)!r})).load().origin == 'cache';"
        "print({'httpx', 'textual', 'tomllib', 'sqlite3', 'festival.schedule.edits'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_schedule_is_frozen_like_one_that_was_validated(folder: Path) -> None:
    kept = load(folder)
    assert kept is not None
    assert isinstance(kept.schedule, Schedule)
    with pytest.raises(ValueError, match="frozen"):
        kept.schedule.revision = 7  # type: ignore[misc]
