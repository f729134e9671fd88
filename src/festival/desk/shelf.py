"""Where drafts of batches outlive the desk: one TOML file each, such as ``festival edit batch FILE`` reads."""

from datetime import date
from pathlib import Path
from typing import Final

from festival.desk.drafts import Draft
from festival.files import write_whole
from festival.programme.batch_texts import batch_text
from festival.programme.batches import load_batch
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
                found.append(Draft.of(file.stem, batch))
        return tuple(found), tuple(complaints)

    def put(self, draft: Draft) -> None:
        """Write `draft`; an empty one has no file."""
        if (batch := draft.batch) is None:
            self.remove(draft.key)
        else:
            write_whole(self._file(draft.key), batch_text(batch), _OWN)

    def remove(self, key: str) -> None:
        """Throw the file of a draft away, if it has one."""
        self._file(key).unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.toml"
