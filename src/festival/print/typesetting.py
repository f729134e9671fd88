"""Sets a template with its data: the only place that knows typst."""

import json
import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from festival.print.kinds import Print
from festival.schedule.errors import FestivalError

if TYPE_CHECKING:
    import typst

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MARK: Final = "festival print"
"""Stands among the keywords of every PDF of ours, and so tells it from a stranger's. The fingerprint of what it says follows."""
_LACKING: Final = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class PrintExtraMissing(FestivalError):
    """The typesetter is not installed."""


class CannotBeSet(FestivalError):
    """The typesetter refuses a sheet."""


class Pdf(NamedTuple):
    """A file that is set."""

    contents: bytes
    lacking: tuple[str, ...] = ()
    """Letters, each once, for which this machine has no font: a crossed box stands in the place of each, and the file
    is tagged, but not PDF/UA-1, which forbids that (ISO 14289-1, 7.21.8)."""


def pdf(one: Print) -> Pdf:
    """Return the PDF of `one`, tagged for screen readers (PDF/UA-1, ISO 14289-1).

    It bears no date but that of its edition: the same input on the same machine gives the same bytes, whenever it is
    made. No network is asked.

    Raises :class:`PrintExtraMissing`, and :class:`CannotBeSet`, which names the file.
    """
    refused = _typst().TypstError
    lacking: tuple[str, ...] = ()
    try:
        try:
            return Pdf(_compiled(one, f"{_MARK} {fingerprint(one)}", "ua-1"))
        except refused as error:
            lacking = tuple(dict.fromkeys(_lacking(error.diagnostic)))
            if not lacking:
                raise
        return Pdf(_compiled(one, _MARK, None), lacking)
    except refused as error:
        raise CannotBeSet(f"{one.file} cannot be set: {error.message}") from None


def _compiled(one: Print, mark: str, standard: "typst.PDFStandard | None") -> bytes:
    made = _compiler().compile(  # to no file, so that it is given
        input=_TEMPLATES / f"{one.template}.typ",
        format="pdf",
        pdf_standards=standard,
        sys_inputs={"data": json.dumps(one.data | {"mark": mark}, ensure_ascii=False)},
    )
    return cast("bytes", made)


def _lacking(diagnostic: str) -> Iterator[str]:
    """Yield the letters of which typst says that no font has them; it writes them as Rust does."""
    for text in _LACKING.findall(diagnostic):
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


@cache
def _compiler() -> "typst.Compiler":
    """Return the typesetter; it knows the fonts that it brings, and for other scripts those of the machine."""
    library = _typst()
    compiler: typst.Compiler = library.Compiler(root=_TEMPLATES, font_paths=library.Fonts())
    return compiler


def _typst() -> ModuleType:
    try:
        import typst  # noqa: PLC0415  an extra, and 30 MB
    except ImportError:
        raise PrintExtraMissing(
            "Printed matter needs the typesetter typst. Install it with: pip install 'festival[print]'"
        ) from None
    return typst


def fingerprint(one: Print) -> str:
    """Return a digest of all that `one` says and how it is set: files that share it are the same on the same machine."""
    templates = [(_TEMPLATES / f"{name}.typ").read_text(encoding="utf-8") for name in (one.template, "look")]
    whole = json.dumps([one.data, templates, _typst().__version__], sort_keys=True)
    return blake2b(whole.encode(), digest_size=16).hexdigest()


def is_ours(path: Path) -> bool:
    """Return whether the file at `path` is a PDF that was made here. Raises OSError when it cannot be read."""
    return _has(path, _MARK)


def still_holds(path: Path, one: Print) -> bool:
    """Return whether the file at `path` is what `one` would be. Raises OSError when it cannot be read."""
    return path.exists() and _has(path, f"{_MARK} {fingerprint(one)}")


def _has(path: Path, mark: str) -> bool:
    found = path.read_bytes()
    return found.startswith(b"%PDF-") and mark.encode() in found
