"""Where the staff PIN comes from, and how it is set."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from festival.files import write_whole
from festival.locale import Locale
from festival.tui.pin import PinHash, PinUnusable

VARIABLE: Final = "FESTIVAL_KIOSK_PIN_HASH"
"""Environment variable with the hash; it wins over the file."""
FILE_NAME: Final = "kiosk-pin"
"""File in the configuration folder, one line, readable by its owner only."""


def load_pin(environ: Mapping[str, str], config_folder: Path) -> PinHash | None:
    """Give the PIN's hash from the environment or the file; None when neither is there.

    Raises PinUnusable when one is there and cannot be used: a kiosk that silently had no PIN would lock staff out.
    """
    if text := environ.get(VARIABLE, "").strip():
        return PinHash.parse(text)
    path = config_folder / FILE_NAME
    try:
        return PinHash.parse(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PinUnusable(f"{path}: the staff PIN cannot be read ({error.strerror}).") from error


def choose_pin(ask: Callable[[str], str], locale: Locale) -> PinHash:
    """Ask for a new PIN twice; `ask` shows a prompt and gives what was typed, without echo.

    Raises PinUnusable when it is not 4 to 12 digits, or not the same twice.
    """
    first = PinHash.of(ask(locale.t("New staff PIN (4 to 12 digits)")))
    if not first.matches(ask(locale.t("The same PIN again"))):
        raise PinUnusable(locale.t("The two PINs differ. Nothing was changed."))
    return first


def save_pin(pin: PinHash, config_folder: Path) -> Path:
    """Write the hash atomically with mode 0600 and give the file's path. Raises OSError."""
    path = config_folder / FILE_NAME
    write_whole(path, f"{pin}\n", 0o600)
    return path
