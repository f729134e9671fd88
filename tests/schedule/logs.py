"""A day as it is made, one edit after the other."""

from datetime import datetime, timedelta
from typing import Any

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import edit_from
from festival.schedule.model import Schedule
from schedule.examples import at

RAIN = {"de": "Regen", "en": "Rain"}


class Log:
    """A day with the changes that were made to it, a minute apart from 13:00 on."""

    def __init__(self, day: Schedule) -> None:
        self.day = day
        self.changes: dict[int, Change] = {}

    @property
    def now(self) -> datetime:
        return at("13:00") + timedelta(minutes=len(self.changes))

    def add(self, change: Change) -> Change:
        self.day = fold(self.day, [change])
        self.changes[change.revision] = change
        return change

    def make(self, by: str, kind: str, *, now: str = "", **fields: Any) -> Change:
        edit = edit_from({"kind": kind, "earlier": True, **fields})
        made_at = at(now) if now else self.now
        return self.add(apply(self.day, edit, now=made_at, by=by, log=self.changes))

    def undo(self, person: str, **fields: Any) -> Change:
        return self.make("Root", "undo_person", person=person, **fields)
