"""Where drafts of batches outlive the desk: one TOML file each, such as ``festival edit batch FILE`` reads.

Where one was published stands in a file beside it, for it says nothing about what the batch would do.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from festival.desk.drafts import Draft
from festival.files import write_whole
from festival.programme.batch_texts import batch_text
from festival.programme.batches import load_batch
from festival.schedule.cursor import Cursor
from festival.schedule.errors import ProgrammeError
from festival.schedule.model import Schedule

_OWN: Final = 0o600


class Shelf:
    """The drafts in `folder`. Everything raises OSError for what the system refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def drafts(self, schedule: Schedule, day: date) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
        """Return all drafts by name of file, and a sentence for each file that cannot be read.

        What they name need not be in `schedule` any more; times without a day are on `day`.
        """
        found: list[Draft] = []
        complaints: list[str] = []
        for file in sorted(self.folder.glob("*.toml")):
            try:
                batch = load_batch(file, schedule, day, is_draft=True)
            except ProgrammeError as error:
                complaints.append(str(next(iter(error.problems), error)))
            else:
                found.append(replace(Draft.of(file.stem, batch), published=self._published(file.stem)))
        return tuple(found), tuple(complaints)

    def put(self, draft: Draft) -> None:
        """Write `draft`; an empty one has no file."""
        if (batch := draft.batch) is None:
            self.remove(draft.key)
        else:
            write_whole(self._file(draft.key), batch_text(batch), _OWN)
            if draft.published is None:
                self._mark(draft.key).unlink(missing_ok=True)
            else:
                write_whole(self._mark(draft.key), f"{draft.published}\n", _OWN)

    def remove(self, key: str) -> None:
        """Throw the file of a draft away, if it has one."""
        self._file(key).unlink(missing_ok=True)
        self._mark(key).unlink(missing_ok=True)

    def _published(self, key: str) -> Cursor | None:
        with suppress(FileNotFoundError, ValueError):  # not published, or not a mark
            return Cursor.parse(self._mark(key).read_text("ascii").strip())
        return None

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.toml"

    def _mark(self, key: str) -> Path:
        return self.folder / f"{key}.published"
