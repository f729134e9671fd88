"""What short addresses lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from festival.pages.kinds import KINDS, Name
from festival.schedule.codes import code_for
from festival.schedule.model import Project, Room, Schedule, Session, Station

Thing = Project | Room | Station | Session


@dataclass(frozen=True, slots=True)
class Things:
    """The things of one schedule by kind of page and code."""

    by_code: Mapping[Name, Mapping[str, Thing]]

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Return those of `schedule`."""
        return cls(
            {
                "project": {one.code: one for one in schedule.projects},
                "room": {one.code: one for one in schedule.rooms},
                "station": {one.code: one for one in schedule.stations},
                "session": {session_code(one): one for one in schedule.sessions},
            }
        )

    def thing(self, kind: Name, code: str) -> Thing | None:
        """Return what `code` leads to among the things that this kind of page shows."""
        return self.by_code.get(kind, {}).get(code)

    def elsewhere(self, code: str) -> tuple[Name, Thing] | None:
        """Return what `code` leads to in another kind of page: somebody mistook the letter before it."""
        return next(((kind, found) for kind in KINDS if (found := self.thing(kind, code))), None)


def session_code(session: Session) -> str:
    """Return the code of a session's page."""
    return code_for("session", session.id)
