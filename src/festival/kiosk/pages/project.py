"""One project: what it is, what the sources say, where it can be met, and its code."""

from collections.abc import Sequence
from typing import Any, ClassVar

from festival.kiosk.state import State
from festival.kiosk.thing import ThingPage
from festival.kiosk.view.block import Block
from festival.kiosk.view.project import project_blocks
from festival.links import Link
from festival.schedule.model import Project


class ProjectPage(ThingPage):
    """Opened with a project's id."""

    NAME: ClassVar[str] = "project"
    NAV: ClassVar[str] = "projects"
    KIND: ClassVar[str] = "project"
    TEXT_MIN: ClassVar[int] = 42

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Projects")

    def find(self, state: State) -> Project | None:
        """Return the project."""
        return state.schedule.project_by_id.get(self.subject)

    def blocks(self, state: State, thing: Any) -> Sequence[Block]:
        """Return what there is to read."""
        return project_blocks(state, thing)

    def link(self, state: State, thing: Any) -> Link:
        """Return where its code leads."""
        return state.links.project(thing)
