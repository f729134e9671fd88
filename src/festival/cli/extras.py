"""Commands whose parts are an extra of the package: what is missing is said in one sentence."""

import shlex
import sys
from typing import Final

from festival.settings import SettingsError

HUB: Final = frozenset(
    {"starlette", "uvicorn", "uvloop", "httptools", "prometheus_client", "icalendar", "jinja2"}
)
"""What the extra ``hub`` installs."""


def without_hub(error: ModuleNotFoundError, command: str) -> Exception:
    """Return what to raise in place of `error`: how to install what `command` needs, if that is in the extra ``hub``."""
    if error.name not in HUB:
        return error
    install = f"{shlex.quote(sys.executable)} -m pip install 'festival[hub]'"
    return SettingsError(f"{command} needs {error.name}, which is not installed: {install}")
