"""What a search engine or a messenger reads of a page: Open Graph, and schema.org as JSON-LD."""

import json
from typing import Any, Final

from markupsafe import Markup

from festival.pages.reader import Reader
from festival.pages.things import session_code
from festival.schedule.model import Room, Session

_TERRITORIES: Final = {"de": "de_DE", "en": "en_GB"}
_ESCAPES: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029'"}


def json_ld(reader: Reader, session: Session) -> Markup:
    """Return a session as schema.org Event (https://schema.org/Event), ready to stand in a script element.

    No character that could end the element (HTML, 13.2.5.4) is left in it; JSON reads the escapes alike.
    """
    text = json.dumps(_event(reader, session), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - nothing in it can end the element


def _event(reader: Reader, session: Session) -> dict[str, Any]:
    """Return only what is known: whether it costs anything is said nowhere, so there is no offer."""
    schedule, expected, local = reader.schedule, session.expected, reader.locale.local
    festival = schedule.festival
    given: dict[str, Any] = {
        "name": reader.say(session.title),
        "description": reader.say(session.abstract),
        "startDate": local(expected.start).isoformat(),
        "endDate": local(expected.end).isoformat(),
        "previousStartDate": _previous(reader, session),
        "eventStatus": f"https://schema.org/{_status(session)}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(reader, schedule.room_by_id.get(expected.room)),
        "performer": [
            {"@type": "Person", "name": person.name}
            for one in session.speakers
            if (person := schedule.person_by_id.get(one))
        ],
        "contributor": [
            {"@type": "Organization", "name": reader.say(home.name)}
            for one in session.organisations
            if (home := schedule.organisation_by_id.get(one))
        ],
        "organizer": {"@type": "Organization", "name": reader.say(festival.host), "url": festival.url},
        "inLanguage": list(session.languages),
        "maximumAttendeeCapacity": session.capacity,
        "about": [
            {
                "@type": "Thing",
                "name": reader.say(project.name),
                **({"url": project.url} if project.url else {}),
            }
            for one in session.projects
            if (project := schedule.project_by_id.get(one))
        ],
        "superEvent": {
            "@type": "Festival",
            "name": reader.say(festival.name),
            "startDate": festival.days[0].date.isoformat(),
            "endDate": festival.days[-1].date.isoformat(),
            "location": {"@type": "City", "name": festival.city},
            "url": festival.url,
        },
        "url": reader.address("session", session_code(session)),
    }
    kept = {name: value for name, value in given.items() if value not in (None, "", [])}
    return {"@context": "https://schema.org", "@type": "Event", **kept}


def _place(reader: Reader, room: Room | None) -> dict[str, Any] | None:
    if room is None:
        return None
    address = ", ".join(filter(None, (reader.say(room.venue), reader.schedule.festival.city)))
    return {"@type": "Place", "name": reader.say(room.name), "address": address}


def _previous(reader: Reader, session: Session) -> str | None:
    """Return when it was to start, if it starts at another time, or not at all."""
    if session.live.cancelled or session.expected.start != session.start:
        return reader.locale.local(session.start).isoformat()
    return None


def _status(session: Session) -> str:
    """Return the name of its schema.org EventStatusType."""
    if session.live.cancelled:
        return "EventCancelled"
    return "EventRescheduled" if session.expected.start != session.start else "EventScheduled"


def open_graph_locale(language: str) -> str:
    """Return a language as Open Graph writes it (https://ogp.me/#optional): with a territory."""
    return _TERRITORIES.get(language, language)
