"""Notes for the crew of a room: a text file each, on this computer alone. The hub never hears of them."""

from pathlib import Path
from typing import Final

from festival.files import write_whole
from festival.schedule.text import clean_line

MOST_LETTERS: Final = 400
"""Letters of a note; a longer one is cut."""
_OWN: Final = 0o600


class Notes:
    """The notes in `folder`, one file for each room. Everything raises OSError for what the system refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> dict[str, str]:
        """Return the notes by the ids of their rooms; a file that is no text is left out."""
        found: dict[str, str] = {}
        for file in sorted(self.folder.glob("*.txt")):
            try:
                text = clean_note(file.read_text("utf-8"))
            except UnicodeDecodeError:
                continue
            if text:
                found[file.stem] = text
        return found

    def put(self, room: str, text: str) -> None:
        """Keep the note of `room` (an id, which is a safe name); an empty one has no file."""
        file = self.folder / f"{room}.txt"
        if text:
            write_whole(file, f"{text}\n", _OWN)
        else:
            file.unlink(missing_ok=True)


def clean_note(text: str) -> str:
    """Return `text` as one line that any terminal can show."""
    return clean_line(text, MOST_LETTERS)
