"""The files of a kiosk: what they say, what their own programs think of them, and how they are written."""

import configparser
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from festival.kiosk.install import (
    SESSION,
    SETTINGS,
    UNIT,
    InstallError,
    KioskOptions,
    PlannedFile,
    listing,
    plan,
    write,
)
from festival.tui.guard import EX_STAFF

FOOT_INI = Path("/etc/festival/foot.ini")
FILES = {file.path: file for file in plan(KioskOptions())}


def tool(name: str, package: str) -> str:
    """Give a program's path. A check that cannot be made is a failure, not a skip."""
    found = shutil.which(name)
    assert found, f"{name} is missing: apt install {package}"
    return found


def run(*command: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, env=env, timeout=30
    )


def unit_values(key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", FILES[UNIT].text, re.MULTILINE)


def test_the_plan_lists_every_file_with_its_mode() -> None:
    assert {str(path): oct(file.mode) for path, file in FILES.items()} == {
        "/etc/systemd/system/festival-kiosk.service": "0o644",
        "/usr/local/lib/festival/kiosk-session": "0o755",
        "/etc/festival/foot.ini": "0o644",
        "/etc/festival/kiosk.env": "0o600",
        "/etc/pam.d/festival-kiosk": "0o644",
        "/etc/sysusers.d/festival-kiosk.conf": "0o644",
    }


def test_no_placeholder_is_left_and_every_option_is_used() -> None:
    options = KioskOptions(kiosk_id="K7", program="/srv/f/bin/festival", user="kiosk", tty="tty7", font_px=74)
    texts = {file.path: file.text for file in plan(options)}
    assert not re.search(r"@[A-Z]+@", "".join(texts.values()))
    assert "FESTIVAL_KIOSK_ID=K7\n" in texts[SETTINGS]
    assert '/srv/f/bin/festival kiosk --id "${FESTIVAL_KIOSK_ID:-K7}"' in texts[SESSION]
    assert "User=kiosk\n" in texts[UNIT]
    assert "Conflicts=getty@tty7.service\n" in texts[UNIT]
    assert "chvt 7\n" in texts[UNIT]
    assert "pixelsize=74\nline-height=86px\n" in texts[FOOT_INI]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("kiosk_id", 'K1"; reboot #'),
        ("kiosk_id", ""),
        ("program", "festival"),
        ("program", "/opt/a b"),
        ("user", "root\nExecStart=/bin/sh"),
        ("tty", "tty0"),
        ("tty", "pts/1"),
        ("font_px", 9),
        ("font_px", 300),
    ],
)
def test_a_value_that_would_break_a_file_is_refused(option: str, value: str | int) -> None:
    with pytest.raises(InstallError, match=r"cannot be used\. Give"):
        KioskOptions(**{option: value})  # type: ignore[arg-type]


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    session = tmp_path / "kiosk-session"
    session.write_text(FILES[SESSION].text)
    session.chmod(0o755)
    unit = tmp_path / UNIT.name
    unit.write_text(FILES[UNIT].text.replace(str(SESSION), str(session)))
    analyze = tool("systemd-analyze", "systemd")
    verified = run(analyze, "verify", "--man=no", "--recursive-errors=no", unit)
    assert (verified.returncode, verified.stderr) == (0, "")
    rated = run(analyze, "security", "--offline=true", "--threshold=30", unit)
    assert rated.returncode == 0, rated.stdout[-200:]


def test_the_unit_restarts_after_faults_and_not_after_staff_left() -> None:
    assert unit_values("Restart") == ["always"]
    assert unit_values("RestartPreventExitStatus") == [str(EX_STAFF)]
    assert unit_values("StartLimitIntervalSec") == ["0"]
    assert unit_values("NoNewPrivileges") == ["yes"]
    assert unit_values("ProtectSystem") == ["strict"]
    assert unit_values("StateDirectory") == ["festival"]


def test_foot_accepts_its_configuration(tmp_path: Path) -> None:
    path = tmp_path / "foot.ini"
    path.write_text(FILES[FOOT_INI].text)
    checked = run(tool("foot", "foot"), "--check-config", f"--config={path}")
    assert checked.returncode == 0, checked.stderr
    assert " err:" not in checked.stderr
    assert "warn:" not in checked.stderr


def test_no_key_of_the_terminal_does_anything() -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.read_string("[main]\n" + FILES[FOOT_INI].text)
    assert {*parser["key-bindings"].values(), *parser["mouse-bindings"].values()} == {"none"}
    assert {
        "spawn-terminal", "show-urls-launch", "show-urls-copy", "search-start", "clipboard-copy",
        "clipboard-paste", "primary-paste", "pipe-visible", "pipe-scrollback", "pipe-selected", "font-increase",
        "font-decrease", "font-reset", "unicode-input", "fullscreen", "minimize", "maximize",
    } <= {*parser["key-bindings"]}  # fmt: skip
    assert parser["scrollback"]["lines"] == "0"


def test_foot_has_no_default_binding_that_is_not_taken_away() -> None:
    """Compares with the bindings that the installed foot lists, commented out, in its own example."""
    example = Path("/etc/xdg/foot/foot.ini")
    assert example.exists(), "foot's example configuration is missing: apt install foot"
    section, bound = "", []
    for line in example.read_text().splitlines():
        if header := re.fullmatch(r"\[([a-z-]+)\]", line):
            section = header[1]
        elif section in {"key-bindings", "mouse-bindings"} and (
            entry := re.fullmatch(r"# ?([a-z-]+)=(.*)", line)
        ):
            bound += [(section, entry[1])] if entry[2] not in {"none", ""} else []
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string("[main]\n" + FILES[FOOT_INI].text)
    assert bound
    assert [
        (section, name) for section, name in bound if name not in parser[section] and name != "noop"
    ] == []


def test_shellcheck_accepts_the_session() -> None:
    checked = subprocess.run(
        [tool("shellcheck", "shellcheck"), "-"],
        input=FILES[SESSION].text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout == ""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment in which cage forgets the status of its program, as the real one does."""
    stubs = {
        "cage": 'while [ "$1" != -- ]; do shift; done; shift; "$@"; exit 0',
        "foot": 'shift; "$@"',
        "systemctl": 'echo "$@" >"$RUNTIME_DIRECTORY/asked"',
        "festival": 'echo "$@" >"$RUNTIME_DIRECTORY/said"; exit "${STUB_STATUS}"',
    }
    (tmp_path / "run").mkdir()
    for name, body in stubs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    script = next(f for f in plan(KioskOptions(program=f"{tmp_path}/festival")) if f.path == SESSION)
    write([script], tmp_path / "root")
    return {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "RUNTIME_DIRECTORY": str(tmp_path / "run"),
        "FESTIVAL_KIOSK_OPTIONS": "--large --theme contrast",
        "SESSION": str(tmp_path / "root" / SESSION.relative_to("/")),
    }


@pytest.mark.parametrize("status", [0, 1, 10, 70])
def test_the_session_hands_on_the_status_of_the_kiosk(machine: dict[str, str], status: int) -> None:
    ended = run(machine["SESSION"], "start", env={**machine, "STUB_STATUS": str(status)})
    assert ended.returncode == status
    said = Path(machine["RUNTIME_DIRECTORY"], "said").read_text()
    assert said == "kiosk --id K1 --large --theme contrast\n"


def test_a_compositor_that_fails_is_not_staff_leaving(machine: dict[str, str], tmp_path: Path) -> None:
    run(machine["SESSION"], "start", env={**machine, "STUB_STATUS": "10"})
    (tmp_path / "cage").write_text("#!/bin/sh\nexit 0\n")
    assert run(machine["SESSION"], "start", env=machine).returncode == 1


@pytest.mark.parametrize(("status", "login"), [("10", True), ("70", False), ("0", False)])
def test_a_login_appears_when_staff_left(machine: dict[str, str], status: str, login: bool) -> None:
    ended = run(machine["SESSION"], "left", env={**machine, "EXIT_STATUS": status})
    assert ended.returncode == 0
    asked = Path(machine["RUNTIME_DIRECTORY"], "asked")
    assert asked.exists() == login
    if login:
        assert asked.read_text() == "--no-block start getty@tty1.service\n"


def test_writing_puts_every_file_below_the_root_with_its_mode(tmp_path: Path) -> None:
    written = write(FILES.values(), tmp_path, user_id=1000)
    assert [Path("/", path.relative_to(tmp_path)) for path in written] == [*FILES]
    for path in written:
        planned = FILES[Path("/", path.relative_to(tmp_path))]
        assert path.read_text() == planned.text
        assert stat.S_IMODE(path.stat().st_mode) == planned.mode
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(written)


def test_a_second_installation_keeps_the_settings_and_replaces_the_rest(tmp_path: Path) -> None:
    write(FILES.values(), tmp_path)
    settings = tmp_path / SETTINGS.relative_to("/")
    settings.write_text("FESTIVAL_KIOSK_ID=K9\n")
    (tmp_path / FOOT_INI.relative_to("/")).write_text("")
    assert settings not in write(FILES.values(), tmp_path)
    assert settings.read_text() == "FESTIVAL_KIOSK_ID=K9\n"
    assert (tmp_path / FOOT_INI.relative_to("/")).read_text() == FILES[FOOT_INI].text


def test_only_root_installs_on_the_machine_itself(tmp_path: Path) -> None:
    harmless = [PlannedFile(tmp_path / "file", 0o644, "")]
    with pytest.raises(InstallError, match=r"Only root .* --root DIR .* --dry-run"):
        write(harmless, user_id=1000)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("not a folder")
    with pytest.raises(
        InstallError, match=f"^{tmp_path}/etc/systemd/system/festival-kiosk.service: cannot be written"
    ):
        write(FILES.values(), tmp_path)


def test_a_dry_run_shows_path_mode_and_text() -> None:
    shown = "".join(listing(FILES.values()))
    for path, file in FILES.items():
        assert f"==> {path} (mode {file.mode:04o})\n{file.text}" in shown
