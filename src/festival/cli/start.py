"""The way to the app, which spares the start what it can."""

import gc
from typing import Any

from festival.settings import Settings


def start_app(settings: Settings, at: str | None, **options: Any) -> int:
    """Load and run the app like :func:`festival.cli.app.run_app`, and return its exit code.

    Hardly anything that is made while starting becomes garbage; looking for it costs a twentieth of the start,
    most of that while modules are loaded. After the first frame the collector works again.
    """
    gc.disable()
    from festival.cli.app import run_app

    return run_app(settings, at, **options)
