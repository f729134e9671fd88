"""What a search engine or a messenger reads of a page: Open Graph, and schema.org as JSON-LD."""

import json
from typing import Any

from markupsafe import Markup

from festival.pages.reader import Reader
from festival.schedule.model import Session

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029'"}


def json_ld(reader: Reader, session: Session) -> Markup:
    """Return a session as schema.org Event (https://schema.org/Event), ready to stand in a script element.

    No character that could end the element (HTML, 13.2.5.4) is left in it; JSON reads the escapes alike.
    """
    text = json.dumps(_event(reader, session), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - nothing in it can end the element


def _event(reader: Reader, session: Session) -> dict[str, Any]:
    schedule, expected, local = reader.schedule, session.expected, reader.locale.local
    room = schedule.room_by_id.get(expected.room)
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": reader.say(session.title),
        "startDate": local(expected.start).isoformat(),
        "endDate": local(expected.end).isoformat(),
        "eventStatus": f"https://schema.org/{_status(session)}",
        "superEvent": {"@type": "Festival", "name": reader.say(schedule.festival.name)},
    }
    if expected.start != session.start:
        event["previousStartDate"] = local(session.start).isoformat()
    if abstract := reader.say(session.abstract):
        event["description"] = abstract
    if room is not None:
        place = ", ".join(filter(None, (reader.say(room.venue), schedule.festival.city)))
        event["location"] = {"@type": "Place", "name": reader.say(room.name), "address": place}
    people = [schedule.person_by_id[one].name for one in session.speakers if one in schedule.person_by_id]
    if people:
        event["performer"] = [{"@type": "Person", "name": name} for name in people]
    if session.languages:
        event["inLanguage"] = list(session.languages)
    if address := reader.links.session(session, schedule).href if reader.links.base_url else None:
        event["url"] = address
    return event


def _status(session: Session) -> str:
    """Return the name of its schema.org EventStatusType."""
    if session.live.cancelled:
        return "EventCancelled"
    return "EventRescheduled" if session.expected.start != session.start else "EventScheduled"
