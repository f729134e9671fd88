"""The files that make a computer a kiosk: what they are, and how they get to their places."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from festival.files import write_whole
from festival.programme.locations import bundled_asset
from festival.schedule.errors import FestivalError

UNIT: Final = Path("/etc/systemd/system/festival-kiosk.service")
SESSION: Final = Path("/usr/local/lib/festival/kiosk-session")
SETTINGS: Final = Path("/etc/festival/kiosk.env")
"""What differs between kiosks; an installation keeps it when it is there."""
_FILES: Final = (
    (UNIT, 0o644, "festival-kiosk.service"),
    (SESSION, 0o755, "kiosk-session"),
    (Path("/etc/festival/foot.ini"), 0o644, "foot.ini"),
    (SETTINGS, 0o600, "kiosk.env"),
    (Path("/etc/pam.d/festival-kiosk"), 0o644, "festival-kiosk.pam"),
    (Path("/etc/sysusers.d/festival-kiosk.conf"), 0o644, "festival-kiosk.sysusers"),
)
NEXT_STEPS: Final = (
    "systemd-sysusers",
    "systemctl daemon-reload",
    "systemctl set-default graphical.target",
    "systemctl enable --now festival-kiosk",
)
"""Commands that put the files to work, as root, in this order."""
_PLACEHOLDER: Final = re.compile(r"@([A-Z]+)@")


class InstallError(FestivalError):
    """The kiosk's files cannot be written; says why and what to do."""


class PlannedFile(NamedTuple):
    """One file of an installation."""

    path: Path
    """Where it belongs, absolute."""
    mode: int
    """Permission bits."""
    text: str


@dataclass(frozen=True, slots=True)
class KioskOptions:
    """What differs between machines. Raises InstallError for a value that would break a file it stands in."""

    kiosk_id: str = "K1"
    program: str = "/opt/festival/bin/festival"
    """The installed `festival` command, an absolute path."""
    user: str = "festival"
    tty: str = "tty1"
    hub: str | None = None
    """The hub that it follows, an address that :func:`festival.settings.checked_hub` has let pass."""
    font_px: int = 37
    """Size of the font in pixels; see assets/kiosk/README.md for the right one."""

    def __post_init__(self) -> None:
        checks = (
            ("--id", self.kiosk_id, r"[A-Za-z0-9_-]{1,32}", "letters, digits, - and _"),
            ("--program", self.program, r"(/[A-Za-z0-9_.+-]+)+", "an absolute path without blanks"),
            ("--user", self.user, r"[a-z_][a-z0-9_-]{0,30}", "a user name in small letters"),
            ("--tty", self.tty, r"tty[1-9][0-9]?", "a virtual console, tty1 to tty63"),
            ("--font-px", str(self.font_px), r"[1-9][0-9]|[12][0-9][0-9]", "10 to 299 pixels"),
        )
        for option, value, pattern, wanted in checks:
            if not re.fullmatch(pattern, value):
                raise InstallError(f"{option} {value!r} cannot be used. Give {wanted}.")


def plan(options: KioskOptions) -> list[PlannedFile]:
    """Give every file of an installation, in the order in which it is written. Reads only festival's own assets."""
    values = {
        "KIOSK": options.kiosk_id,
        "PROGRAM": options.program,
        "USER": options.user,
        # Without a hub the line stays there to be filled in.
        "HUB": f"FESTIVAL_HUB={options.hub}" if options.hub else "#FESTIVAL_HUB=https://hub.example",
        "TTY": options.tty,
        "VT": options.tty.removeprefix("tty"),
        "FONT": str(options.font_px),
        # DejaVu's own line is 1.164 of the size, rounded up; 43 for 37 makes room for the 25th line of 1080 pixels.
        "LINE": str(options.font_px * 43 // 37),
    }
    return [PlannedFile(path, mode, _rendered(name, values)) for path, mode, name in _FILES]


def _rendered(name: str, values: dict[str, str]) -> str:
    template = bundled_asset(f"kiosk/{name}").read_text(encoding="utf-8")
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def listing(files: Iterable[PlannedFile]) -> Iterator[str]:
    """Give what a dry run prints: a line with path and mode before each text."""
    for path, mode, text in files:
        yield f"==> {path} (mode {mode:04o})\n{text}"


def write(files: Iterable[PlannedFile], root: Path = Path("/"), *, user_id: int | None = None) -> list[Path]:
    """Write the files below `root`, each whole or not at all, and give the paths that were written.

    An existing :data:`SETTINGS` is kept. Raises InstallError, before anything is written, when the machine itself is
    meant and `user_id` (the effective one, by default) is not root; and when a file cannot be written.
    """
    user_id = os.geteuid() if user_id is None else user_id
    if root == Path("/") and user_id != 0:
        raise InstallError(
            "Only root can install a kiosk. Use sudo, --root DIR to write below another folder, "
            "or --dry-run to see the files."
        )
    written = []
    for path, mode, text in files:
        target = root / path.relative_to("/")
        if path == SETTINGS and target.exists():
            continue
        try:
            write_whole(target, text, mode)
        except OSError as error:
            raise InstallError(f"{target}: cannot be written ({error.strerror}).") from error
        written.append(target)
    return written
