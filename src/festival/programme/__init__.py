"""The programme: TOML files that people write, checked and made into a :class:`~festival.schedule.model.Schedule`.

A start with a warm cache needs neither a TOML parser nor the compiler; they are loaded when they are asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from festival.programme.cache import open_programme, open_rehearsal
from festival.programme.locations import bundled, bundled_asset

if TYPE_CHECKING:
    from festival.programme.loading import check, load, load_rehearsal
    from festival.programme.report import Report, format_report
    from festival.schedule.errors import Problem

__all__ = [
    "Problem",
    "Report",
    "bundled",
    "bundled_asset",
    "check",
    "format_report",
    "load",
    "load_rehearsal",
    "open_programme",
    "open_rehearsal",
]

_HOMES: Final = {
    "Problem": "festival.schedule.errors",
    "Report": "festival.programme.report",
    "check": "festival.programme.loading",
    "format_report": "festival.programme.report",
    "load": "festival.programme.loading",
    "load_rehearsal": "festival.programme.loading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
