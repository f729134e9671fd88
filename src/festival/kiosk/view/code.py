"""What a QR code is about and where it leads, in words, and how it fits a screen."""

from dataclasses import dataclass

from festival.kiosk.state import State
from festival.kiosk.view.block import prose
from festival.links import Link
from festival.qr import matrix
from festival.tui.paint import Row, wrap


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that has a code: its name, its kind in words, and the code's address."""

    name: str
    what: str
    link: Link


def subject_of(state: State, key: str) -> Subject | None:
    """Return what ``kind:id`` stands for; None when the programme has no such thing (any more)."""
    kind, _, id_ = key.partition(":")
    schedule, links, t, say = state.schedule, state.links, state.locale.t, state.say
    if kind == "project" and (project := schedule.project_by_id.get(id_)):
        number = f" {project.number}" if project.number else ""
        return Subject(say(project.name), f"{t('Project')}{number}", links.project(project))
    if kind == "room" and (room := schedule.room_by_id.get(id_)):
        return Subject(say(room.name), say(room.venue), links.room(room, schedule))
    if kind == "station" and (station := schedule.station_by_id.get(id_)):
        return Subject(say(station.name), t("Station"), links.station(station, schedule))
    if kind == "session" and (session := schedule.session_by_id.get(id_)):
        when = (
            f"{state.locale.short_day(session.expected.start)}, {state.locale.time(session.expected.start)}"
        )
        return Subject(say(session.title), when, links.session(session, schedule))
    return None


def leads_to(state: State, link: Link) -> str:
    """Return the sentence that says honestly where a code leads."""
    t = state.locale.t
    match link.leads_to:
        case "page":
            return t("The code opens a page about it on your phone.")
        case "own":
            return t("The code leads to the project's own website.")
        case "site":
            return t("No address of its own is known; the code leads to the festival's site.")


def caption(state: State, link: Link, width: int) -> list[Row]:
    """Return where the code leads and its address in clear text, for beside or below it."""
    room = max(1, width - 3)
    return [
        *prose(leads_to(state, link), width, "muted"),
        *([("  ", ""), (line, "*accent")] for line in wrap(link.clear_text, room)),
    ]


def panel_width(text: str, columns: int, rows: int) -> int | None:
    """Return the cells for a code of `text` beside or below other things, with the widest margin that fits.

    None when it does not fit `columns` and `rows` even with the narrowest margin that phones read.
    """
    code = matrix(text)
    quiet = code.quiet_zone(columns, rows)
    return None if quiet is None else code.cells(quiet)[0]
