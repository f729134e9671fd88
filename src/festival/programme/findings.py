"""What is found wrong while a programme is read, up to what anybody would read."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from festival.programme.report import count
from festival.schedule.errors import Problem, ProgrammeError

CAP: Final = 1_000
"""Errors, and warnings, that are kept."""
_QUOTED: Final = 20


class EnoughError(Exception):
    """There are more errors than anybody would read; ends the reading of the programme."""


class Findings:
    """Collects errors and warnings; one that is told twice counts once."""

    def __init__(self, errors: Iterable[Problem] = ()) -> None:
        self._errors = set(errors)
        self._warnings: set[Problem] = set()

    def error(self, problem: Problem) -> None:
        """Note an error. Raises :class:`EnoughError` when there are too many."""
        if len(self._errors) >= CAP and problem not in self._errors:
            raise EnoughError
        self._errors.add(problem)

    def warn(self, problem: Problem) -> None:
        """Note a warning; those beyond the cap are dropped."""
        if len(self._warnings) < CAP:
            self._warnings.add(problem)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """All errors, by file and line."""
        return _sorted(self._errors, "errors")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """All warnings, by file and line."""
        return _sorted(self._warnings, "warnings")


def _sorted(problems: set[Problem], word: str) -> tuple[Problem, ...]:
    found = sorted(problems)
    if len(found) >= CAP:
        found.append(Problem("", 0, "", f"{CAP} {word} or more; mend these first"))
    return tuple(found)


def unusable(path: Path, errors: Sequence[Problem], what: str = "programme") -> ProgrammeError:
    """Return the error that says what is wrong with the files of the `what` at `path`."""
    quoted = [f"  {problem}" for problem in errors[:_QUOTED]]
    if len(errors) > _QUOTED:
        quoted.append(f"  and {len(errors) - _QUOTED} more")
    first = f"{count(len(errors), 'error')} in the {what} {os.fspath(path)}:"
    return ProgrammeError("\n".join([first, *quoted]), errors)
