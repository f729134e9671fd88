"""What a check of the programme files found, and how it is printed."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from festival.schedule.errors import Problem
from festival.schedule.text import clean_line

_RED: Final = "\x1b[31m"
_YELLOW: Final = "\x1b[33m"
_PLAIN: Final = "\x1b[0m"
_MESSAGE_CAP: Final = 500


@dataclass(frozen=True)
class Report:
    """All problems of one programme, each kind sorted by file and line."""

    folder: str
    """The folder as it was named by the caller."""
    errors: tuple[Problem, ...] = ()
    """They keep the programme from being used."""
    warnings: tuple[Problem, ...] = ()
    """It can be used; somebody should look."""
    summary: str = ""
    """What the programme holds, in words; "" when it cannot be used."""

    @property
    def exit_code(self) -> int:
        """0 when the programme can be used, else 1."""
        return 1 if self.errors else 0


def count(number: int, word: str) -> str:
    """Return ``1 error`` or ``2 errors``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _line(folder: str, problem: Problem, label: str) -> str:
    place = str(PurePath(folder, problem.file))
    if problem.line:
        place += f":{problem.line}"
    parts = [clean_line(place, _MESSAGE_CAP), label]
    parts += [clean_line(part, _MESSAGE_CAP) for part in (problem.key, problem.message) if part]
    return ": ".join(parts)


def format_report(report: Report, *, color: bool) -> str:
    """Return the report as lines ``path:line: error: key: message``, and a last line that sums it up.

    Nothing from a file reaches the terminal unclean; `color` adds SGR sequences around "error" and "warning".
    """
    error, warning = ("error", "warning")
    if color:
        error, warning = f"{_RED}error{_PLAIN}", f"{_YELLOW}warning{_PLAIN}"
    lines = [_line(report.folder, problem, error) for problem in report.errors]
    lines += [_line(report.folder, problem, warning) for problem in report.warnings]
    total = f"{count(len(report.errors), 'error')}, {count(len(report.warnings), 'warning')}"
    lines.append(f"{total}: {report.summary}" if report.summary else total)
    return "\n".join(lines)
