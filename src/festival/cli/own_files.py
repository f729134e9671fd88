"""A folder of files that are ours: a list beside them says which, and nothing else is touched."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from festival.files import write_whole
from festival.settings import SettingsError

LIST: Final = "festival-site.sha256"
"""The list, as ``sha256sum --check`` reads it: whoever keeps the folder can prove for years that it is whole."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_LINE: Final = re.compile(rf"([0-9a-f]{{64}})  ({_NAME.pattern})")
_MODE: Final = 0o644
"""A web server may read the files, whoever runs it."""


class OwnFiles:
    """Writes files into `folder`. A file is ours if the list names it and nobody has changed it since."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[str, set[str]] = {}
        """The digests with which the list names each file: two after a run that was cut off."""
        self._written: dict[str, str] = {}
        self._sound: set[Path] = {folder}
        """Folders that are none of a link's, so that what is written there stays below `folder`."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return `folder`, made if it is not there, with what its list says. Raises OSError, and SettingsError for a link."""
        found = cls(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / LIST).is_symlink():
            raise SettingsError(_linked(folder / LIST))
        if (folder / LIST).exists():
            for line in (folder / LIST).read_text(encoding="utf-8", errors="replace").splitlines():
                if known := _LINE.fullmatch(line):
                    found._before.setdefault(known[2], set()).add(known[1])
        return found

    @property
    def before(self) -> Iterable[str]:
        """The names that the list had when it was opened."""
        return self._before.keys()

    def foreign(self, names: Iterable[str]) -> str | None:
        """Return the first of `names` that is somebody else's file, and could be replaced.

        Raises OSError, and SettingsError for the first that nothing can be called here: it would lie outside, or a
        folder stands where it would, or a file or a link where its folder would.
        """
        paths = {name: self._path(name) for name in names}
        if (self._folder / LIST).exists() and not self._before:
            return LIST
        found = (
            name
            for name, path in paths.items()
            if (path.exists() or path.is_symlink()) and not self._is_own(name, path)
        )
        return next(found, None)

    def _is_own(self, name: str, path: Path) -> bool:
        if path.is_symlink() or not path.is_file() or name not in self._before:
            return False
        return sha256(path.read_bytes()).hexdigest() in self._before[name]

    def _path(self, name: str) -> Path:
        """Return where the file called `name` stands. Raises SettingsError where none can stand."""
        if not _NAME.fullmatch(name):
            raise SettingsError(f"{name} would lie outside {self._folder}.")
        path = self._folder / name
        if in_the_way := self._in_the_way(path):
            raise SettingsError(in_the_way)
        return path

    def _in_the_way(self, path: Path) -> str | None:
        """Return the sentence that says why no file of ours can stand at `path`; None if one can."""
        for folder in reversed(path.relative_to(self._folder).parents):
            parent = self._folder / folder
            if parent in self._sound:
                continue
            if parent.is_symlink():
                return _linked(parent)
            if not parent.exists():
                return None
            if not parent.is_dir():
                return f"{parent} is a file, and a folder has to stand there. Choose another one to write to."
            self._sound.add(parent)
        if path.is_dir() and not path.is_symlink():
            return f"{path} is a folder, and a file has to stand there. Choose another one to write to."
        return None

    def write(self, name: str, contents: bytes) -> None:
        """Put `contents` into the file called `name`, whole or not at all. Raises like :meth:`foreign`."""
        path, digest = self._path(name), sha256(contents).hexdigest()
        with (self._folder / LIST).open("a", encoding="utf-8") as listed:  # first: a run may be cut off here
            listed.write(f"{digest}  {name}\n")
        write_whole(path, contents, _MODE, synced=False)
        self._written[name] = digest

    def finish(self) -> list[str]:
        """Write the list anew and remove our files that are not in it any more, with the folders that they leave empty.

        Returns the names of the files. Raises OSError.
        """
        gone = []
        for name in sorted(self._before.keys() - self._written.keys()):
            path = self._folder / name
            if self._in_the_way(path) is None and self._is_own(name, path):
                path.unlink()
                gone.append(name)
                self._remove_emptied(path.parent)
        lines = (f"{self._written[name]}  {name}\n" for name in sorted(self._written))
        write_whole(self._folder / LIST, "".join(lines), _MODE)
        return gone

    def _remove_emptied(self, folder: Path) -> None:
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _linked(path: Path) -> str:
    return f"{path} is a link: what is written there would go elsewhere."
