"""``festival kiosk pin`` and ``festival install kiosk``."""

import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from festival.cli.machine import serve
from festival.kiosk.pin_file import load_pin
from festival.settings import Settings
from rig import Terminal


def test_the_dry_run_prints_every_file_and_writes_none(festival: Run, tmp_path: Path) -> None:
    done = festival("install", "kiosk", "--dry-run", "--id", "K7", "--root", str(tmp_path / "root"))
    assert done.returncode == 0
    headers = [line for line in done.stdout.splitlines() if line.startswith("==> /")]
    assert len(headers) == 6
    assert "K7" in done.stdout
    assert not (tmp_path / "root").exists()


def test_an_installation_below_another_root_writes_what_the_dry_run_said(
    festival: Run, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    said = festival("install", "kiosk", "--dry-run").stdout
    done = festival("install", "kiosk", "--root", str(root))
    written = [Path(line) for line in done.stdout.splitlines()]
    assert len(written) == 6
    assert all(path.read_text() in said for path in written)
    assert "systemctl" in done.stderr


def test_a_value_that_would_break_a_file_is_refused(festival: Run, tmp_path: Path) -> None:
    done = festival("install", "kiosk", "--root", str(tmp_path), "--user", "x; reboot")
    assert done.returncode == 1
    assert "--user" in done.stderr
    assert list(tmp_path.glob("etc")) == []


def test_the_hub_that_an_installed_kiosk_follows_stands_among_its_settings(
    festival: Run, tmp_path: Path
) -> None:
    settings = tmp_path / "etc" / "festival" / "kiosk.env"
    assert festival("install", "kiosk", "--root", str(tmp_path)).returncode == 0
    assert "\n#FESTIVAL_HUB=https://hub.example\n" in settings.read_text()
    settings.unlink()
    festival("install", "kiosk", "--root", str(tmp_path), "--hub", "http://10.0.0.5:8022")
    assert "\nFESTIVAL_HUB=http://10.0.0.5:8022\n" in settings.read_text()
    done = festival("install", "kiosk", "--root", str(tmp_path), "--hub", "10.0.0.5:8022")
    assert done.returncode == 1
    assert "The hub '10.0.0.5:8022' is not an address" in done.stderr


@pytest.mark.parametrize("command", [(), ("kiosk",)])
def test_a_hub_that_is_no_address_is_refused_before_anything_is_shown(
    festival: Run, command: tuple[str, ...]
) -> None:
    done = festival(*command, "--hub", "http://hub.example/path")
    assert done.returncode == 1
    assert "The hub 'http://hub.example/path' is not an address" in done.stderr


def test_a_kiosk_in_a_browser_follows_the_same_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served: list[str] = []

    class Server:
        def __init__(self, command: str, **_options: object) -> None:
            served.append(command)

        def serve(self) -> None:
            """Serve nobody."""

    monkeypatch.setattr("textual_serve.server.Server", Server)
    settings = Settings(tmp_path, tmp_path, tmp_path, hub="http://10.0.0.5:8022")
    serve(settings, None, "K1", 8000, language=None, theme=None, large=False)
    assert "--hub http://10.0.0.5:8022" in served[0]


def test_a_pin_is_asked_for_twice_and_only_its_hash_is_kept(tmp_path: Path) -> None:
    home = {"FESTIVAL_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    with Terminal(
        [sys.executable, "-m", "festival", "kiosk", "pin"], columns=80, rows=24, env=home
    ) as terminal:
        terminal.wait_for("New staff PIN")
        terminal.send("246810\r")
        terminal.wait_for("again")
        terminal.send("246810\r")
        terminal.wait_exit()
        assert "246810" not in terminal.text()
    found = load_pin({}, tmp_path / "config")
    assert found is not None
    assert found.matches("246810")
    assert "246810" not in (tmp_path / "config" / "kiosk-pin").read_text()
