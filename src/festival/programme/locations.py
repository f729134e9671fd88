"""Where the bundled programme and the assets are: in an installed wheel, or in a checkout."""

from pathlib import Path
from typing import Final

import festival

_PACKAGE: Final = Path(festival.__file__).parent
_WHEEL_DATA: Final = _PACKAGE / "_data"
_CHECKOUT: Final = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    installed = _WHEEL_DATA / name
    return installed if installed.exists() else _CHECKOUT / name


def bundled() -> Path:
    """Return the folder of the programme that comes with festival."""
    return _folder("programme")


def bundled_asset(name: str) -> Path:
    """Return the asset `name`, with slashes: ``kiosk/foot.ini``. It need not exist."""
    return _folder("assets") / name
