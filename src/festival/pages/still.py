"""A page as a file of a site that no hub serves: where it stands, and how it reaches the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from festival.schedule.model import Schedule, Session
from festival.schedule.timeline import in_order


@dataclass(frozen=True, slots=True)
class Whole:
    """All sessions of a schedule, in order, by what pages list them under; the day is over, so time leaves none out."""

    by_room: Mapping[str, Sequence[Session]]
    """By plan or as expected, under the room's id."""
    by_project: Mapping[str, Sequence[Session]]

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Sort those of `schedule`."""
        rooms: dict[str, list[Session]] = {}
        projects: dict[str, list[Session]] = {}
        for one in in_order(schedule.sessions):
            for room in {one.room, one.expected.room}:
                rooms.setdefault(room, []).append(one)
            for project in dict.fromkeys(one.projects):
                projects.setdefault(project, []).append(one)
        return cls(rooms, projects)


@dataclass(frozen=True, slots=True)
class Still:
    """Where a page stands. Its links are relative, so that the site may lie in any folder of any server, or of a disk."""

    file: str
    """Below the site's folder: ``en/P/8F3KQ/index.html``."""
    home: str
    """The language without a folder of its own: printed codes and calendars that are subscribed to lead to it."""
    whole: Whole

    def to(self, path: str) -> str:
        """Return how this page reaches the file at `path` (``/files/style.css``) of the site."""
        return "../" * self.file.count("/") + path.removeprefix("/")

    def to_page(self, path: str, language: str) -> str:
        """Return how this page reaches the one that a hub would serve at `path`, in `language`."""
        return self.to(page_file(path, language, self.home))

    @property
    def path(self) -> str:
        """The path below the site's address at which a server has this page."""
        return f"/{self.file.removesuffix('index.html')}"


def file_in(path: str, language: str, home: str) -> str:
    """Return where the file in `language` that a hub would serve at `path` stands: ``en/T/8F3KQ.ics``."""
    return path.removeprefix("/") if language == home else f"{language}{path}"


def page_file(path: str, language: str, home: str) -> str:
    """Return where a page stands: ``P/8F3KQ/index.html``, which servers find at ``/P/8F3KQ``."""
    return file_in(f"{path.rstrip('/')}/index.html", language, home)
