import os
import select
import sys
from pathlib import Path

import pytest
from PIL import Image

from rig import Terminal
from rig.shot import main

ECHO_KEYS = """
import os, sys, tty
tty.setraw(0)
sys.stdout.write("ready"); sys.stdout.flush()
while (data := os.read(0, 99)) != b"q":
    sys.stdout.write("\\r\\n" + data.hex(" ")); sys.stdout.flush()
"""
SIZES = """
import os, signal
def say(*_):
    os.write(1, b"%d %d\\r\\n" % os.get_terminal_size())  # print cannot be interrupted by itself
signal.signal(signal.SIGWINCH, say)
say()
while True:
    signal.pause()
"""
CHILD = """
import os, signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.signal(1, signal.SIG_IGN); signal.pause()"])
print("child", child.pid, flush=True)
signal.pause()
"""


def python(program: str, **options: object) -> Terminal:
    return Terminal([sys.executable, "-c", program], **options)  # type: ignore[arg-type]  # passed on as they are


@pytest.mark.parametrize(
    ("keys", "sent"),
    [
        (("up",), "1b 5b 41"),
        (("ctrl+c",), "03"),
        (("ä",), "c3 a4"),
        (("enter",), "0d"),
        (("alt+x",), "1b 78"),
    ],
)
def test_keys_arrive_as_bytes(keys: tuple[str, ...], sent: str) -> None:
    with python(ECHO_KEYS) as terminal:
        terminal.wait_for("ready").press(*keys)
        terminal.wait_for(sent).press("q")
        assert terminal.wait_exit() == 0
        assert terminal.text().strip() == f"ready\n{sent}"


def test_click_on_a_text_is_an_sgr_mouse_report() -> None:
    with python(ECHO_KEYS) as terminal:
        terminal.wait_for("ready").click("ady")
        report = b"\x1b[<0;3;1M\x1b[<0;3;1m".hex(" ").split()  # in one read of the program's or in two
        terminal.wait_for(lambda now: len(now.text().split()) > len(report))
        assert terminal.text().split() == ["ready", *report]


def test_unknown_key_is_an_error() -> None:
    with python(ECHO_KEYS) as terminal, pytest.raises(ValueError, match="no key is named 'hyper'"):
        terminal.press("hyper")


def test_program_learns_its_size_and_each_change() -> None:
    with python(SIZES, columns=60, rows=80) as terminal:
        terminal.wait_for("60 80")
        terminal.resize(33, 18)
        terminal.wait_for("33 18")
        assert terminal.text().split("\n")[:2] == ["60 80", "33 18"]


def test_environment_is_that_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("SECRET", "1")
    program = (
        "import os; print([os.environ.get(n) for n in ('NO_COLOR', 'TERM', 'SECRET', 'EXTRA')], os.isatty(2))"
    )
    with python(program, env={"SECRET": None, "EXTRA": "x"}) as terminal:
        assert terminal.wait_exit() == 0
        assert terminal.text().strip() == "[None, 'xterm-256color', None, 'x'] True"


@pytest.mark.parametrize(
    ("program", "status"), [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", -9)]
)
def test_exit_status_is_that_of_the_program(program: str, status: int) -> None:
    with python(program) as terminal:
        assert terminal.wait_exit() == status
        assert terminal.returncode == status


def test_waiting_in_vain_shows_the_screen() -> None:
    with python("print('hello'); input()") as terminal:
        terminal.wait_for("hello")
        with pytest.raises(
            AssertionError, match=r"(?s)waited 0.1 s for 'bye'; program running; screen:.*hello"
        ):
            terminal.wait_for("bye", timeout=0.1)


def test_waiting_for_a_program_that_ended_does_not_wait() -> None:
    with (
        python("print('hello')") as terminal,
        pytest.raises(AssertionError, match="the program ended before 'bye'"),
    ):
        terminal.wait_for("bye")


def test_large_input_and_output_do_not_block_each_other() -> None:
    program = (
        "import os, tty; tty.setraw(0); os.write(1, b'ready'); n = 0\n"
        "while n < 100_000:\n    n += len(os.read(0, 4096)); os.write(1, b'.' * 1024)\n"
        "os.write(1, b'done')"
    )
    with python(program) as terminal:
        terminal.wait_for("ready").send("x" * 100_000)
        terminal.wait_for("done")
        assert terminal.wait_exit() == 0
        assert len(terminal.log) > 20_000


def test_close_ends_the_whole_process_group() -> None:
    with python(CHILD) as terminal:
        terminal.wait_for(lambda now: now.screen.cursor.y == 1)
        child = int(terminal.text().split()[1])
        end = os.pidfd_open(child)
        assert select.select([end], [], [], 0) == ([], [], [])
    try:
        assert select.select([end], [], [], 20) == ([end], [], [])
    finally:
        os.close(end)


def test_shot_writes_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "shot.png"
    act = ["--wait", "ready", "--keys", "x type:yz click:3,2", "--cell", "5x10", "--text"]
    main([str(out), "60x5", *act, "--", sys.executable, "-c", ECHO_KEYS])
    click = b"\x1b[<0;4;3M\x1b[<0;4;3m"
    with Image.open(out) as image:
        assert image.size == (300, 50)
    assert capsys.readouterr().out.split() == ["ready", "78", "79", "7a", *click.hex(" ").split()]
