"""The files for a server with systemd: what they say, and what systemd thinks of them."""

import re
import shutil
import subprocess
from pathlib import Path

from click.testing import CliRunner

from festival.cli import main
from festival.programme import bundled_asset
from festival.settings import Settings

UNIT = bundled_asset("hub/festival-hub.service").read_text()
SETTINGS = bundled_asset("hub/hub.env").read_text()
PROGRAM = "/opt/festival/bin/festival"


def values(key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", UNIT, re.MULTILINE)


def analyze(*command: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is missing: apt install systemd"
    return subprocess.run(
        [program, *map(str, command)], capture_output=True, text=True, check=False, timeout=30
    )


def test_systemd_accepts_the_unit_and_finds_it_hardened(tmp_path: Path) -> None:
    unit = tmp_path / "festival-hub.service"
    unit.write_text(UNIT.replace(PROGRAM, "/bin/true"))
    verified = analyze("verify", "--man=no", "--recursive-errors=no", unit)
    assert (verified.returncode, verified.stderr) == (0, "")
    rated = analyze("security", "--offline=true", "--threshold=15", unit)
    assert rated.returncode == 0, rated.stdout[-200:]


def test_the_unit_starts_the_hub_and_waits_until_it_is_ready() -> None:
    assert values("ExecStart") == [f"{PROGRAM} hub $FESTIVAL_HUB_OPTIONS"]
    assert (values("Type"), values("Restart"), values("StartLimitIntervalSec")) == (
        ["notify"],
        ["always"],
        ["0"],
    )
    assert values("User") == re.findall(
        r"^u (\S+) ", bundled_asset("hub/festival-hub.sysusers").read_text(), re.MULTILINE
    )


def test_the_log_is_in_the_folder_that_the_unit_may_write() -> None:
    (home,) = values("Environment")
    settings = Settings.from_environment(dict([home.split("=", 1)]))
    assert settings.default_store.is_relative_to(Path("/var/lib", *values("StateDirectory")))


def test_every_setting_is_one_that_the_hub_reads() -> None:
    given = dict(line.removeprefix("#").split("=", 1) for line in SETTINGS.splitlines() if "=" in line)
    options = given.pop("FESTIVAL_HUB_OPTIONS").split()
    found = Settings.from_environment(given)
    assert (found.base_url, str(found.programme), found.store, str(found.tokens)) == (
        given["FESTIVAL_BASE_URL"],
        given["FESTIVAL_PROGRAMME"],
        given["FESTIVAL_STORE"],
        given["FESTIVAL_TOKENS"],
    )
    done = CliRunner().invoke(main, ["hub", *options, "--speed", "2"])
    assert "--speed needs --at" in done.stderr  # all others were understood
