"""What an edit does, thing by thing, in English words: before and after."""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import click

from festival.cli.edits_told import Teller
from festival.cli.lines import Fact, aligned, has_colour
from festival.schedule.changes import Change, Thing, current
from festival.schedule.edits import Edit
from festival.schedule.model import Announcement, PlaceLive, Room, Schedule, Session, Station, words

_ARROW: Final = "→"
_STATES: Final = {None: "nothing known", "few": "few places left"}
_TEXTS: Final = ("title", "name", "abstract", "venue", "way")
_LONGEST: Final = 60
"""Characters of a text that is quoted."""


class Told:
    """Tells of the things of a festival: names, and what may differ between two states of one."""

    def __init__(self, schedule: Schedule) -> None:
        self._places: Mapping[str, Room | Station] = {**schedule.station_by_id, **schedule.room_by_id}
        self._tags = ("en", *schedule.festival.languages)
        self._zone = schedule.festival.zone

    def words(self, text: Mapping[str, str]) -> str:
        """Return `text` in English, else in the festival's first language."""
        return words(text, self._tags)

    def place(self, name: str) -> str:
        """Return what the room or station with that id is called."""
        return self.words(self._places[name].name) if name in self._places else name

    def name(self, thing: Thing) -> str:
        """Return what visitors call it."""
        match thing:
            case Session():
                return self.words(thing.title)
            case Room() | Station():
                return self.words(thing.name)
            case Announcement():
                return f"announcement {thing.id}"

    def _time(self, instant: datetime) -> str:
        return f"{instant.astimezone(self._zone):%H:%M}"

    def aspects(self, thing: Thing) -> dict[str, str]:
        """Return what may differ between two states of `thing`, by a name."""
        match thing:
            case Session():
                return self._session(thing)
            case Announcement():
                where = ", ".join(map(self.place, thing.rooms)) or "everywhere"
                until = f"until {self._time(thing.expires)}, {where}"
                return {"text": f"{thing.severity}: {self._quoted(thing.text)} {until}"}
            case Room() | Station():
                return (
                    {"state": self._place(thing.live)} | self._texts(thing) | self._reason(thing.live.reason)
                )

    def whole(self, thing: Thing) -> str:
        """Return what is said of a thing that is new, or gone."""
        aspects = self.aspects(thing)
        names = ("day", "when", "where") if isinstance(thing, Session) else list(aspects)[:1]
        return ", ".join(aspects[name] for name in names)

    def _session(self, session: Session) -> dict[str, str]:
        slot, live = session.expected, session.live
        start, end = (one.astimezone(self._zone) for one in (slot.start, slot.end))
        found = {
            "when": f"{start:%H:%M}–{end:%H:%M}",
            "day": f"{start:%a %d %b}",
            "where": self.place(slot.room),
            "cancelled": "cancelled" if live.cancelled else "takes place",
            "state": _STATES.get(live.state) or str(live.state),
        }
        for name, words_of_it in (("started_at", "started"), ("ended_at", "ended")):
            said = getattr(live, name)
            found[name] = f"{words_of_it} {self._time(said)}" if said else f"not said to have {words_of_it}"
        return found | self._texts(session) | self._reason(live.reason)

    def _place(self, live: PlaceLive) -> str:
        parts = [_STATES.get(live.state) or str(live.state)]
        if live.wait_min:
            parts.append(f"{live.wait_min} min wait")
        if live.until:
            parts.append(f"until {self._time(live.until)}")
        return ", ".join(parts)

    def _texts(self, thing: Session | Room | Station) -> dict[str, str]:
        return {name: self._all(getattr(thing, name)) for name in _TEXTS if hasattr(thing, name)}

    def _reason(self, text: Mapping[str, str]) -> dict[str, str]:
        return {"reason": f"because: {self.words(text)}" if any(text.values()) else "no reason given"}

    def _all(self, text: Mapping[str, str]) -> str:
        """Return `text` in all its languages: a correction may be of any."""
        return " ".join(f"{tag}: {self._cut(said)}" for tag, said in sorted(text.items())) or "no text"

    def _quoted(self, text: Mapping[str, str]) -> str:
        return f"“{self._cut(self.words(text))}”"

    @staticmethod
    def _cut(text: str) -> str:
        line = " ".join(text.split())
        return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def tell(before: Schedule, after: Schedule, change: Change, edit: Edit, *, to_stderr: bool) -> None:
    """Write what `change`, made of `edit`, does on its way from `before` to `after`: a line for all, and one for each thing."""
    teller = Teller(before, change)
    place, what = teller.tell(edit)
    reason = teller.reason(edit)
    click.echo(f"{place}: {what}{f' – {reason}' if reason else ''}", err=to_stderr)
    stream = sys.stderr if to_stderr else sys.stdout
    for line in aligned(list(_shifts(before, after, change)), colour=has_colour(stream)):
        click.echo(line, err=to_stderr)


def _shifts(before: Schedule, after: Schedule, change: Change) -> Iterator[Fact]:
    told = Told(after)
    for one in change.touches:
        was, now = (current(which, one.kind, one.id) for which in (before, after))
        known = now or was
        if known is not None:
            old, new = shift_of(told, was, now)
            cells = ((f"  {told.name(known)}", "title"), (old, "muted"), (_ARROW, "muted"), (new, "time"))
            yield Fact(cells)


def shift_of(told: Told, was: Thing | None, now: Thing | None) -> tuple[str, str]:
    """Return what differs between two states of a thing (None: not there), before and after."""
    if was is None or now is None:
        return (told.whole(was) if was else "new"), (told.whole(now) if now else "withdrawn")
    before, after = told.aspects(was), told.aspects(now)
    differing = [name for name in before if before[name] != after[name]]
    said = [name for name in differing if name != "reason"]
    if isinstance(now, Session) and not set(said) <= set(_TEXTS):
        said = ["when", *(name for name in said if name != "when")]
    said = said or differing
    return ", ".join(before[name] for name in said), ", ".join(after[name] for name in said)
