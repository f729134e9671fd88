"""One thing that a search found, as a card that looks alike whatever it is, and where it leads."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from festival.kiosk.state import Filters, State
from festival.kiosk.view.session import change, track_colour
from festival.schedule.model import Organisation, Person, Pin, Project, Room, Schedule, Session, Station
from festival.schedule.search import Hit
from festival.schedule.timeline import Phase, in_order, phase
from festival.tui.paint import Span
from festival.wording.projects import project_label
from festival.wording.sessions import about, status
from festival.wording.stations import status as station_status


class Target(NamedTuple):
    """A page and its subject, and what the programme is narrowed to on the way."""

    page: str
    subject: str = ""
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in a list; without a target it is only read."""

    title: str
    target: Target | None = None
    colour: str = "accent"
    """The role of the bar at its left."""
    role: str = "*"
    glyph: str = ""
    when: Span = ("", "")
    about: str = ""
    status: Span = ("", "")
    more: Sequence[Span] = ()
    """The third line: what has changed, or where it leads."""


class Leads:
    """Where people and organisations lead: to what they take part in."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule

    @cached_property
    def _sessions(self) -> dict[tuple[str, str], list[Session]]:
        found: dict[tuple[str, str], list[Session]] = defaultdict(list)
        for session in self._schedule.sessions:
            for id_ in session.speakers:
                found["person", id_].append(session)
            for id_ in session.organisations:
                found["organisation", id_].append(session)
        return found

    @cached_property
    def _others(self) -> dict[str, Station | Project]:
        """The first station, else the first project, of each organisation id."""
        found: dict[str, Station | Project] = {}
        for station in self._schedule.stations:
            found.setdefault(station.host or "", station)
        for project in self._schedule.projects:
            found.setdefault(project.organisation or "", project)
        return found

    def session(self, state: State, kind: str, id_: str) -> Session | None:
        """Return the session that runs or comes next, else the last one that was."""
        sessions = in_order(self._sessions.get((kind, id_), ()))
        ahead = (one for one in sessions if phase(one, state.now) in {Phase.RUNNING, Phase.UPCOMING})
        return next(ahead, sessions[-1] if sessions else None)

    def other(self, id_: str) -> Station | Project | None:
        """Return a station or a project of the organisation `id_`."""
        return self._others.get(id_)


def card(state: State, hit: Hit, leads: Leads) -> Card | None:
    """Return the card for `hit`, None if the schedule does not have it any more."""
    schedule = state.schedule
    match hit.kind:
        case "session" if session := schedule.session_by_id.get(hit.id):
            return _session(state, session)
        case "station" if station := schedule.station_by_id.get(hit.id):
            return _station(state, station)
        case "project" if project := schedule.project_by_id.get(hit.id):
            return _project(state, project)
        case "room" if room := schedule.room_by_id.get(hit.id):
            return _room(state, room)
        case "person" if person := schedule.person_by_id.get(hit.id):
            return _person(state, person, leads)
        case "organisation" if organisation := schedule.organisation_by_id.get(hit.id):
            return _organisation(state, organisation, leads)
        case "landmark" if landmark := schedule.landmark_by_id.get(hit.id):
            return _landmark(state, landmark)
    return None


def joined(*parts: str) -> str:
    """Return the non-empty `parts` in one line."""
    return " · ".join(part for part in parts if part)


def _when(state: State, session: Session) -> str:
    """Return the expected start, with the day unless it is the one that is shown everywhere."""
    start, day = session.expected.start, state.day
    time = state.locale.time(start)
    return time if day.start <= start < day.end else f"{state.locale.short_day(start)} {time}"


def _session(state: State, session: Session) -> Card:
    stage = phase(session, state.now)
    past = stage in {Phase.OVER, Phase.CANCELLED}
    struck = "~" if session.live.cancelled else "*"
    return Card(
        title=state.say(session.title),
        target=Target("session", session.id),
        colour=track_colour(state, session),
        role=f"{struck}muted" if past else "*",
        glyph="★" if session.id in state.picks else "",
        when=(_when(state, session), "*muted" if past else "*late" if session.live.delay_min else "*accent"),
        about=about(state, session),
        status=status(state, session),
        more=change(state, session),
    )


def _station(state: State, station: Station) -> Card:
    return Card(
        title=state.say(station.name),
        target=Target("station", station.id),
        colour="good",
        glyph="◎",
        about=joined(state.locale.t("Station"), state.say(station.venue)),
        status=station_status(state, station),
    )


def _project(state: State, project: Project) -> Card:
    return Card(
        title=state.say(project.name),
        target=Target("project", project.id),
        glyph="❖",
        about=joined(project_label(state, project), state.say(project.place)),
    )


def _room(state: State, room: Room) -> Card:
    t = state.locale.t
    word = t("Stage") if room.kind == "stage" else t("Place")
    return Card(
        title=state.say(room.name),
        target=Target("room", room.id),
        colour="moved",
        glyph="⊞",
        about=joined(word, state.say(room.venue)),
    )


def _landmark(state: State, landmark: Pin) -> Card:
    return Card(
        title=state.say(landmark.name),
        target=Target("map", landmark.id),
        glyph="⊞",
        about=state.locale.t("On the map"),
    )


def _person(state: State, person: Person, leads: Leads) -> Card:
    home = state.schedule.organisation_by_id.get(person.organisation or "")
    target, more = _lead(state, leads.session(state, "person", person.id), None)
    return Card(
        title=person.name,
        target=target,
        colour="late",
        glyph="◇",
        about=joined(
            state.say(person.role) or state.locale.t("Person"), state.say(home.name) if home else ""
        ),
        more=more,
    )


def _organisation(state: State, organisation: Organisation, leads: Leads) -> Card:
    t = state.locale.t
    word = {
        "city": t("City"),
        "university": t("University"),
        "company": t("Company"),
        "association": t("Association"),
        "office": t("Office of the city"),
        "other": t("Organisation"),
    }[organisation.kind]
    session = leads.session(state, "organisation", organisation.id)
    target, more = _lead(state, session, leads.other(organisation.id))
    return Card(
        title=state.say(organisation.name), target=target, colour="late", glyph="□", about=word, more=more
    )


def _lead(
    state: State, session: Session | None, other: Station | Project | None
) -> tuple[Target | None, Sequence[Span]]:
    """Return where somebody without a page leads, and the line that says so."""
    if session is not None:
        words = f"➜ {_when(state, session)} {state.say(session.title)}"
        return Target("session", session.id), [(words, "accent")]
    if other is not None:
        page = "station" if isinstance(other, Station) else "project"
        return Target(page, other.id), [(f"➜ {state.say(other.name)}", "accent")]
    return None, ()
