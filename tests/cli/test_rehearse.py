"""``festival rehearse`` in a pipe: what it writes, how it ends, and that nothing of it is left."""

import asyncio
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from festival.cli.following import keep_picks
from festival.cli.own_hub import PREFIX, Day, NoHubError, OwnHub
from festival.programme import bundled
from fixtures_programme import write_programme
from rig.home import warm

LINE = re.compile(r"\d\d:\d\d\t[^\t]+\t[^\t]+\t[^\t]*\t(\d+|-)(\trefused: .+)?")
EDIT = '[[edit]]\nat = "2022-05-27T{}"\nby = "A"\nkind = "{}"\n{}\n'


def environment(folder: Path, **more: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("FESTIVAL_")}
    return {
        **bare,
        "FESTIVAL_HOME": str(warm(folder / "home")),
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(folder),
        **more,
    }


def rehearse(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "festival", "rehearse", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment(folder, **more),
        timeout=100,
    )


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


def wait_ended(pid: int, within_s: float = 20) -> None:
    """Wait until a process has ended, also one that is no child of ours."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([process], [], [], within_s)[0], f"process {pid} still runs after {within_s} s"
    finally:
        os.close(process)


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def first_line(folder: Path, *arguments: str) -> str:
    """Return what is said before anything is played."""
    with subprocess.Popen(
        [sys.executable, "-m", "festival", "rehearse", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(folder),
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        process.terminate()
        return said


@contextmanager
def rehearsing(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Give a rehearsal that has played its first edits, and the process of its hub."""
    with subprocess.Popen(
        [sys.executable, "-m", "festival", "rehearse", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(folder),
    ) as process:
        try:
            assert process.stdout is not None
            assert LINE.fullmatch(process.stdout.readline().rstrip("\n"))
            (hub,) = children(process.pid)
            assert len(left_in(folder)) == 1
            yield process, hub
        finally:
            process.kill()


def test_list_names_each_trace_in_a_line(tmp_path: Path) -> None:
    done = rehearse(tmp_path, "--list")
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["day", "35c3", "36c3"]
    assert all(len(line.split("\t")) == 2 for line in done.stdout.splitlines())


def test_a_day_is_a_line_for_each_edit_and_nothing_is_left(tmp_path: Path) -> None:
    done = rehearse(tmp_path, "--speed", "1800", "--from", "2022-05-27T16:30")
    lines = done.stdout.splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert [line.split("\t")[4] for line in lines] == [str(number) for number in range(18, 46)]
    times = [line.split("\t")[0] for line in lines]
    assert times == sorted(times)
    assert times[0] >= "16:36"
    first = lines[0].split("\t")
    assert first[1] == "everywhere"
    assert first[2].startswith("urgent: Thunderstorm with strong gusts")
    (undone,) = [line.split("\t") for line in lines if "undone" in line]
    assert undone[1:4] == ["Hansaplatz", "Finn & Jonas: revision 26 undone", "The storm is passing: Finn & Jonas will play"]  # fmt: skip
    assert done.stderr.splitlines() == [
        "Changes from 2022-05-27 11:00 to 23:50, 1800 times as fast.",
        "The day is over: 28 edits made, none refused.",
    ]
    assert done.returncode == 0
    assert left_in(tmp_path) == []


def test_an_edit_that_is_refused_is_told_with_its_reason_and_the_day_goes_on(tmp_path: Path) -> None:
    cancel = 'session = "u-quiz"\nreason.en = "Rain"'
    trace = tmp_path / "trace.toml"
    trace.write_text(
        EDIT.format("18:00", "cancel_session", cancel)
        + EDIT.format("18:05", "cancel_session", cancel)
        + EDIT.format("18:10", "reopen_session", 'session = "u-quiz"')
    )
    done = rehearse(tmp_path, "--trace", str(trace), "--speed", "3600", "--plain")
    cells = [line.split("\t")[1:] for line in done.stdout.splitlines()]
    quiz = "The big neighbourhood quiz"
    assert cells == [
        ["U Stage", f"{quiz}: cancelled", "Rain", "1"],
        [
            "U Stage",
            f"{quiz}: cancelled",
            "Rain",
            "-",
            "refused: everything is so already: nothing to change",
        ],
        ["U Stage", f"{quiz}: takes place after all", "", "2"],
    ]
    assert done.stderr.splitlines()[-1] == "The day is over: 2 edits made, 1 refused."
    assert done.returncode == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--trace", "37c3"], "the traces are day, 35c3, 36c3"),
        (["--from", "2022-05-28T10:00"], "At 2022-05-28T10:00 this day is over"),
        (["--from", "noon"], "is not a date and time like"),
        (["--hub", "http://127.0.0.1:1", "--speed", "9"], "leave out --from and --speed"),
        (["--hub", "http://127.0.0.1:1"], "set FESTIVAL_TOKEN"),
        (["--hub", "ftp://x"], "is not an address like"),
        (["--host", "0.0.0.0"], "is no address that a phone could ask"),
    ],
)
def test_what_cannot_be_played_is_said_in_a_sentence(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = rehearse(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_day_that_begins_long_before_its_changes_says_how_long(tmp_path: Path) -> None:
    assert first_line(tmp_path, "--from", "2022-05-27T04:00") == (
        "Changes from 2022-05-27 11:00 to 23:50, 60 times as fast. The next comes in 7 min.\n"
    )


def test_a_speed_that_no_clock_can_run_at_is_refused(tmp_path: Path) -> None:
    assert [rehearse(tmp_path, "--speed", speed).returncode for speed in ("0.5", "3601", "nan")] == [2, 2, 2]


def test_a_programme_without_edits_has_nothing_to_rehearse(tmp_path: Path) -> None:
    folder = write_programme(tmp_path / "programme", 5)
    done = rehearse(tmp_path, "--programme", str(folder))
    assert done.returncode == 1
    assert "no [[edit]] is there" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_rehearsal_and_its_hub(number: signal.Signals, tmp_path: Path) -> None:
    with rehearsing(tmp_path, "--speed", "600") as (process, hub):
        process.send_signal(number)
        assert process.wait(10) == 128 + number
        assert not lives(hub)
        assert left_in(tmp_path) == []


def test_killed_at_once_it_leaves_neither_a_process_nor_a_folder(tmp_path: Path) -> None:
    with rehearsing(tmp_path, "--speed", "600") as (process, hub):
        process.kill()
        process.wait()
        wait_ended(hub)
        assert left_in(tmp_path) == []


def test_a_reader_that_goes_away_ends_it(tmp_path: Path) -> None:
    with rehearsing(tmp_path, "--speed", "3600") as (process, hub):
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(20) == 1
        assert not lives(hub)
        assert left_in(tmp_path) == []


def day(folder: Path, **changes: object) -> Day:
    given = {
        "trace": "day",
        "programme": str(bundled()),
        "cache": str(folder / "cache"),
        "start": "2022-05-27T13:20:00+02:00",
        "rate": 60.0,
    }
    return Day(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def hub_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_of_a_hub_that_was_killed_goes_with_its_parent(hub_folder: Path) -> None:
    hub = OwnHub(day(hub_folder), is_heard=True)
    try:
        address = asyncio.run(hub.address())
        assert left_in(hub_folder) == [hub.folder]
        tokens = json.loads((hub.folder / "tokens.json").read_text())
        assert len(tokens) == len({*address.tokens, address.desk, address.kiosk}) == 18
        kept = asyncio.run(keep_picks(address.url, address.kiosk, ("hansa-breakdance",)))
        assert kept is not None
        assert len(kept.secret) == 26
        os.kill(hub.pid, signal.SIGKILL)
        wait_ended(hub.pid)
        with pytest.raises(NoHubError, match=r"has ended of itself \(SIGKILL\)"):
            hub.check()
    finally:
        hub.end()
    assert left_in(hub_folder) == []


def test_a_hub_that_cannot_start_says_why(hub_folder: Path) -> None:
    hub = OwnHub(day(hub_folder, trace="37c3"), is_heard=True)
    with pytest.raises(NoHubError, match="cannot start: There is no trace and no file '37c3'"):
        asyncio.run(hub.address())
    hub.end()
    assert left_in(hub_folder) == []


def test_a_hub_that_is_given_up_before_it_is_ready_ends(hub_folder: Path) -> None:
    hub = OwnHub(day(hub_folder), is_heard=True)
    hub.end()
    assert not lives(hub.pid)
    assert left_in(hub_folder) == []
    with pytest.raises(NoHubError, match="ended before it was ready"):
        asyncio.run(hub.address())


def test_a_hub_that_hangs_before_it_is_ready_can_be_given_up_and_asked_again(hub_folder: Path) -> None:
    hub = OwnHub(day(hub_folder), is_heard=True)
    try:
        os.kill(hub.pid, signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            asyncio.run(asyncio.wait_for(hub.address(), 0.1))
        os.kill(hub.pid, signal.SIGCONT)
        address = asyncio.run(hub.address())
        assert asyncio.run(hub.address()) == address
    finally:
        hub.end()
    assert left_in(hub_folder) == []


def test_without_the_hub_installed_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['uvicorn'] = None; from festival.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "rehearse", "--plain"],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'festival[hub]'" in done.stderr
