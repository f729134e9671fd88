"""A folder of files that are ours: a list beside them says which, and nothing else is touched."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from festival.settings import SettingsError

LIST: Final = "festival-site.sha256"
"""The list, as ``sha256sum --check`` reads it: whoever keeps the folder can prove for years that it is whole."""
_PART: Final = ".festival-part"
"""What is being written; it becomes the file when it is whole."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_LINE: Final = re.compile(rf"([0-9a-f]{{64}})  ({_NAME.pattern})")


class OwnFiles:
    """Writes files into `folder`. A file is ours if the list names it and nobody has changed it since."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[str, set[str]] = {}
        """The digests with which the list names each file: two after a run that was cut off."""
        self._written: dict[str, str] = {}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return `folder`, made if it is not there, with what its list says. Raises OSError, and SettingsError for a link."""
        found = cls(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / LIST).is_symlink():
            raise SettingsError(f"{folder / LIST} is a link: what is written there would go elsewhere.")
        if (folder / LIST).exists():
            for line in (folder / LIST).read_text(encoding="utf-8", errors="replace").splitlines():
                if known := _LINE.fullmatch(line):
                    found._before.setdefault(known[2], set()).add(known[1])
        return found

    def foreign(self, names: Iterable[str]) -> str | None:
        """Return the first of `names` that is somebody else's. Raises OSError, and SettingsError for one outside."""
        if (self._folder / LIST).exists() and not self._before:
            return LIST
        found = (name for name in names if not self._may_write(name))
        return next(found, None)

    def _may_write(self, name: str) -> bool:
        path = self._path(name)
        return not (path.exists() or path.is_symlink()) or self._is_own(name, path)

    def _is_own(self, name: str, path: Path) -> bool:
        if path.is_symlink() or not path.is_file() or name not in self._before:
            return False
        return sha256(path.read_bytes()).hexdigest() in self._before[name]

    def _path(self, name: str) -> Path:
        """Return where the file called `name` stands. Raises SettingsError if that is not below the folder."""
        path = self._folder / name
        if not _NAME.fullmatch(name) or not path.parent.resolve().is_relative_to(self._folder.resolve()):
            raise SettingsError(f"{name} would lie outside {self._folder}.")
        return path

    def write(self, name: str, contents: bytes) -> None:
        """Put `contents` into the file called `name`, whole or not at all. Raises OSError."""
        path, digest = self._path(name), sha256(contents).hexdigest()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = self._part(contents)
        with (self._folder / LIST).open("a", encoding="utf-8") as listed:  # first: a run may be cut off here
            listed.write(f"{digest}  {name}\n")
        part.replace(path)
        self._written[name] = digest

    def finish(self) -> list[str]:
        """Write the list anew and remove our files that are not in it any more; return their names. Raises OSError."""
        gone = []
        for name in sorted(self._before.keys() - self._written.keys()):
            if self._is_own(name, path := self._path(name)):
                path.unlink()
                gone.append(name)
        lines = (f"{self._written[name]}  {name}\n" for name in sorted(self._written))
        self._part("".join(lines).encode()).replace(self._folder / LIST)
        return gone

    def _part(self, contents: bytes) -> Path:
        part = self._folder / _PART
        part.unlink(missing_ok=True)  # of a run that was cut off
        with part.open("xb") as file:
            file.write(contents)
        return part
