"""A project in words: what kind of thing it is, what the sources say, what of the programme belongs to it."""

from collections.abc import Callable, Sequence

from festival.kiosk.state import State
from festival.kiosk.view.block import Block, heading, prose, title
from festival.kiosk.view.session import three_lines
from festival.kiosk.view.station_card import StationPainter
from festival.schedule.model import Project, Session, Station
from festival.schedule.timeline import in_order
from festival.tui.paint import Row, fit, spread, wrap
from festival.wording.people import city
from festival.wording.projects import kind_words, project_label
from festival.wording.provenance import origin, source_title


def project_rows(state: State, project: Project, width: int) -> list[Row]:
    """Return three lines for a list: name and kind, and the beginning of the summary."""
    number = f"{project.number:>2}  " if project.number else ""
    name: Row = [("▌ ", "accent"), (number, "*accent"), (state.say(project.name), "*")]
    kind = kind_words(state.locale, project.kind)[0]
    first = spread(name, [(f"  {kind} ", "muted")], width)
    indent = "▌ " + " " * len(number)
    summary = wrap(state.say(project.summary), max(1, width - len(indent) - 2), 2)
    lines: list[Row] = [[("▌ ", "accent"), (" " * len(number), ""), (line, "muted")] for line in summary]
    return [first, *lines, *([[("▌", "accent")]] * (2 - len(lines)))]


def project_card(state: State, project: Project) -> Block:
    """Return the project as a target that leads to its page."""
    return Block(lambda width: project_rows(state, project, width), f"project:{project.id}")


def project_blocks(state: State, project: Project) -> list[Block]:
    """Return everything about `project`; the sessions and stations that belong to it are targets."""
    blocks = [Block(lambda width: head(state, project, width))]
    if summary := state.say(project.summary):
        blocks.append(Block(lambda width: prose(summary, width)))
    if project.facts:
        blocks.append(Block(lambda width: facts(state, project, width)))
    rooms = {room.id for room in state.schedule.rooms if room.project == project.id}
    sessions = in_order(
        session
        for session in state.schedule.sessions
        if project.id in session.projects and session.expected.end > state.now
    )
    stations = [station for station in state.schedule.stations if station.project == project.id]
    t = state.locale.t
    groups: list[tuple[str, list[Block]]] = [
        (t("Stage and programme here"), [room_card(state, room) for room in sorted(rooms)]),
        (t("In the programme"), [session_card(state, session) for session in sessions]),
        (t("To try out"), [station_card(state, station) for station in stations]),
    ]
    for name, cards in groups:
        if cards:
            blocks += [Block(_heading(name)), *cards]
    blocks.append(Block(lambda width: prose(origin(state, project), width, "muted")))
    return blocks


def _heading(name: str) -> Callable[[int], list[Row]]:
    return lambda _width: heading(name)


def head(state: State, project: Project, width: int) -> list[Row]:
    """Return name, number, kind, place and who is responsible."""
    rows = title(state, state.say(project.name), width, bar="accent")
    rows.append([("▌ ", "accent"), (project_label(state, project), "muted")])
    organisation = state.schedule.organisation_by_id.get(project.organisation or "")
    about = [state.say(project.place), city(state, organisation, short=True) if organisation else ""]
    if line := " · ".join(part for part in about if part):
        rows.append([("▌ ", "accent"), (fit(line, width - 3), "muted")])
    return rows


def facts(state: State, project: Project, width: int) -> list[Row]:
    """Return what the sources state, each statement with its source."""
    rows = heading(state.locale.t("What the sources say"))
    for fact in project.facts:
        rows += prose(f"● {state.say(fact.text)}", width)
        rows += prose(f"  {source_title(state, fact.source)}", width, "muted")
    return rows


def session_card(state: State, session: Session, *, with_room: bool = True) -> Block:
    """Return the session as a target that leads to its page."""
    return Block(
        lambda width: three_lines(state, session, width, with_room=with_room), f"session:{session.id}"
    )


def room_card(state: State, id_: str) -> Block:
    """Return the place as a target that leads to its page."""
    room = state.schedule.room_by_id[id_]
    rows: list[Row] = [
        [("▌", "accent")],
        [("▌ ", "accent"), (state.say(room.name), "*"), (f"  {state.say(room.venue)}", "muted")],
        [("▌", "accent")],
    ]
    return Block(lambda _width: rows, f"room:{id_}")


def station_card(state: State, station: Station) -> Block:
    """Return the station as a target that leads to its page."""

    def paint(width: int) -> Sequence[Row]:
        painter = StationPainter()
        painter.state = state
        return painter.rows(station, width)

    return Block(paint, f"station:{station.id}")
