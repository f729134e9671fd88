"""What an edit does, in a few English words for whoever watches a day go by."""

from datetime import datetime
from functools import singledispatchmethod
from typing import NamedTuple

from festival.schedule import edits
from festival.schedule.changes import Change
from festival.schedule.model import Schedule, words

_EVERYWHERE = "everywhere"
_STATES = {None: "nothing known any more", "few": "few places left"}


class Told(NamedTuple):
    """Where, and what."""

    place: str
    what: str


class Teller:
    """Tells edits of one schedule; a thing that it does not know goes by its id."""

    def __init__(self, schedule: Schedule, change: Change | None = None) -> None:
        self._schedule = schedule
        self._change = change
        self._languages = ("en", *schedule.festival.languages)

    def _words(self, text: dict[str, str]) -> str:
        return words(text, self._languages)

    def _room(self, name: str) -> str:
        room = self._schedule.room_by_id.get(name)
        return self._words(room.name) if room else name

    def _at(self, name: str, what: str) -> Told:
        """Tell of a session, whose place is its room."""
        session = self._schedule.session_by_id.get(name)
        if session is None:
            return Told(name, what)
        return Told(self._room(session.room), f"{self._words(session.title)}: {what}")

    def _time(self, instant: datetime, before: datetime | None = None) -> str:
        """Return the local time, with the day of the week if that is not the one of `before`."""
        zone = self._schedule.festival.zone
        local = instant.astimezone(zone)
        is_other_day = before is not None and before.astimezone(zone).date() != local.date()
        return f"{local:%a %H:%M}" if is_other_day else f"{local:%H:%M}"

    def reason(self, edit: edits.BaseEdit) -> str:
        """Return why `edit` is made, "" if nobody said it."""
        return self._words(edit.reason)

    @singledispatchmethod
    def tell(self, edit: edits.BaseEdit) -> Told:
        """Return where `edit` is made and what it does."""
        return Told(_EVERYWHERE, type(edit).__name__)

    @tell.register
    def _(self, edit: edits.DelayRoom) -> Told:
        first = self._schedule.session_by_id.get(edit.from_session or "")
        begins = f" from {self._words(first.title)} on" if first else ""
        count = len(self._change.touches) if self._change else 0
        touched = f" ({count} sessions)" if count > 1 else ""
        return Told(self._room(edit.room), f"{edit.minutes:+d} min{begins}{touched}")

    @tell.register
    def _(self, edit: edits.DelaySession) -> Told:
        return self._at(edit.session, f"{edit.minutes:+d} min")

    @tell.register
    def _(self, edit: edits.StartSession) -> Told:
        return self._at(edit.session, f"began at {self._time(edit.at)}" if edit.at else "starts now")

    @tell.register
    def _(self, edit: edits.EndSession) -> Told:
        return self._at(edit.session, "has ended")

    @tell.register
    def _(self, edit: edits.ExtendSession) -> Told:
        return self._at(
            edit.session, f"takes {abs(edit.minutes)} min {'longer' if edit.minutes > 0 else 'less'}"
        )

    @tell.register
    def _(self, edit: edits.SwapSessions) -> Told:
        other = self._schedule.session_by_id.get(edit.second)
        return self._at(
            edit.first, f"changes places with {self._words(other.title) if other else edit.second}"
        )

    @tell.register
    def _(self, edit: edits.SplitSession) -> Told:
        return self._at(
            edit.session, f"stops at {self._time(edit.at)}, goes on at {self._time(edit.resume, edit.at)}"
        )

    @tell.register
    def _(self, edit: edits.ReplaceSession) -> Told:
        return self._at(
            edit.session, f"replaced by {self._words(edit.by.title)}, {self._time(edit.by.start)}"
        )

    @tell.register
    def _(self, edit: edits.Batch) -> Told:
        count = len(edit.edits)
        return Told(_EVERYWHERE, f"{edit.name} ({count} edit{'' if count == 1 else 's'})")

    @tell.register
    def _(self, edit: edits.CancelSession) -> Told:
        return self._at(edit.session, "cancelled")

    @tell.register
    def _(self, edit: edits.ReopenSession) -> Told:
        return self._at(edit.session, "takes place after all")

    @tell.register
    def _(self, edit: edits.MoveSession) -> Told:
        known = self._schedule.session_by_id.get(edit.session)
        where = [self._room(edit.room)] if edit.room else []
        when = [self._time(edit.start, known.start if known else None)] if edit.start else []
        return self._at(edit.session, f"moved to {', '.join(where + when)}")

    @tell.register
    def _(self, edit: edits.AddSession) -> Told:
        one = edit.session
        return Told(self._room(one.room), f"{self._words(one.title)}: added, {self._time(one.start)}")

    @tell.register
    def _(self, edit: edits.CorrectText) -> Told:
        what = f"{edit.field} corrected: {self._words(edit.text)}"
        if edit.thing == "session":
            return self._at(edit.id, what)
        return Told(self._room(edit.id) if edit.thing == "room" else self._station(edit.id), what)

    def _station(self, name: str) -> str:
        station = self._schedule.station_by_id.get(name)
        return self._words(station.name) if station else name

    @tell.register
    def _(self, edit: edits.SetSessionState) -> Told:
        return self._at(edit.session, _STATES.get(edit.state) or str(edit.state))

    @tell.register
    def _(self, edit: edits.SetRoomState) -> Told:
        return Told(self._room(edit.room), self._state(edit))

    @tell.register
    def _(self, edit: edits.SetStationState) -> Told:
        return Told(self._station(edit.station), self._state(edit))

    def _state(self, edit: edits.SetRoomState | edits.SetStationState) -> str:
        parts = [_STATES.get(edit.state) or str(edit.state)]
        if edit.wait_min:
            parts.append(f"{edit.wait_min} min wait")
        if edit.until:
            parts.append(f"until {self._time(edit.until)}")
        return ", ".join(parts)

    @tell.register
    def _(self, edit: edits.Announce) -> Told:
        where = ", ".join(self._room(room) for room in edit.rooms) or _EVERYWHERE
        return Told(where, f"{edit.level}: {self._words(edit.text)}")

    @tell.register
    def _(self, edit: edits.Withdraw) -> Told:
        return Told(_EVERYWHERE, f"announcement {edit.announcement} withdrawn")

    @tell.register
    def _(self, edit: edits.Undo) -> Told:
        what = f"revision {edit.change} undone"
        touched = self._change.touches if self._change else ()
        if len(touched) == 1 and touched[0].kind == "session":
            return self._at(touched[0].id, what)
        return Told(_EVERYWHERE, what)

    @tell.register
    def _(self, edit: edits.UndoPerson) -> Told:
        since = f" since {self._time(edit.since)}" if edit.since else ""
        return Told(_EVERYWHERE, f"what {edit.person} changed{since} undone")
