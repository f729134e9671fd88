"""Sets a template with its data: the only place that knows typst."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from festival.print.kinds import Print
from festival.schedule.errors import FestivalError

if TYPE_CHECKING:
    import typst

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MARK: Final = "festival print"
"""Stands among the keywords of every PDF of ours, and so tells it from a stranger's."""


class PrintExtraMissing(FestivalError):
    """The typesetter is not installed."""


def pdf(one: Print, now: datetime) -> bytes:
    """Return the PDF of `one`, dated `now` (aware), tagged for screen readers (PDF/UA-1, ISO 14289-1).

    The same input gives the same bytes. No network is asked.

    Raises :class:`PrintExtraMissing`.
    """
    return _compiled(one, now, format="pdf", pdf_standards="ua-1")[0]


def pictures(one: Print, now: datetime, ppi: int) -> list[bytes]:
    """Return each page as a PNG with so many pixels an inch; raises like :func:`pdf`."""
    return _compiled(one, now, format="png", ppi=ppi)


def _compiled(one: Print, now: datetime, **options: Any) -> list[bytes]:
    compiler = _compiler()
    data = json.dumps(one.data | {"mark": _MARK}, ensure_ascii=False)
    made = compiler.compile(
        input=_TEMPLATES / f"{one.template}.typ",
        sys_inputs={"data": data},
        timestamp=int(now.timestamp()),
        **options,
    )
    return made if isinstance(made, list) else [made or b""]


@cache
def _compiler() -> "typst.Compiler":
    """Return the typesetter; it knows the fonts that it brings, and for other scripts those of the machine."""
    try:
        import typst  # noqa: PLC0415  an extra, and 30 MB
    except ImportError:
        raise PrintExtraMissing(
            "Printed matter needs the typesetter typst. Install it with: pip install 'festival[print]'"
        ) from None
    return typst.Compiler(root=_TEMPLATES, font_paths=typst.Fonts())


def is_ours(path: Path) -> bool:
    """Return whether the file at `path` is a PDF that was made here. Raises OSError when it cannot be read."""
    found = path.read_bytes()
    return found.startswith(b"%PDF-") and _MARK.encode() in found
