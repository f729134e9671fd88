"""What does not fit together, in a sentence of the organiser's language."""

from collections.abc import Iterable

from festival.desk.state import DeskState
from festival.desk.view.told import session_name
from festival.locale import Locale
from festival.schedule.conflicts import Conflict, ConflictKind, Ref
from festival.schedule.model import Project, Room, Station
from festival.wording.labels import language


def conflict_sentence(state: DeskState, conflict: Conflict) -> str:
    """Return what is wrong, with the names that organisers know."""
    t = state.locale.t
    names = [ref_name(state, one) for one in conflict.things]
    first, second, third = (*names, "", "", "")[:3]
    n = conflict.minutes
    match conflict.kind:
        case ConflictKind.ROOM_OVERLAP:
            return t(
                "{first} begins {n} min before {second} ends ({third})",
                first=first,
                n=n,
                second=second,
                third=third,
            )
        case ConflictKind.CHANGEOVER:
            return t(
                "{n} min too little to change over from {second} to {first} ({third})",
                first=first,
                n=n,
                second=second,
                third=third,
            )
        case ConflictKind.FIXED_START:
            return t(
                "{first} has a fixed start, {second} before it is {n} min too late",
                first=first,
                n=n,
                second=second,
            )
        case ConflictKind.PERSON_TWICE:
            return t(
                "{third} is still in {second} when {first} begins elsewhere",
                first=first,
                second=second,
                third=third,
            )
        case ConflictKind.OUTSIDE_DAY:
            return t("{first} is outside the days of the festival", first=first)
        case ConflictKind.OUTSIDE_ROOM:
            return t("{first} is outside the opening of {second}", first=first, second=second)
        case ConflictKind.NO_TRANSLATION:
            return t(
                "{first}: {field} has no text in {languages}",
                first=first,
                field=field_name(state.locale, conflict.field),
                languages=spoken(state.locale, conflict.languages),
            )
        case ConflictKind.CODE_TWICE:
            return t(
                "{first} and {second} have the same short code {code}",
                first=first,
                second=second,
                code=conflict.code,
            )
        case ConflictKind.STAGE_WITHOUT_PROJECT:
            return t("{first} is a stage whose code leads to no page", first=first)


def ref_name(state: DeskState, ref: Ref) -> str:
    """Return what people call a thing, its id where it has no name."""
    schedule = state.schedule
    if ref.kind == "session":
        return session_name(state, ref.id)
    if ref.kind == "person":
        person = schedule.person_by_id.get(ref.id)
        return person.name if person else ref.id
    if ref.kind == "announcement":
        text = next((one.text for one in schedule.announcements if one.id == ref.id), None)
        return state.say(text) if text else ref.id
    if ref.kind == "room":
        thing: Room | Station | Project | None = schedule.room_by_id.get(ref.id)
    elif ref.kind == "station":
        thing = schedule.station_by_id.get(ref.id)
    else:
        thing = schedule.project_by_id.get(ref.id)
    return state.say(thing.name) if thing else ref.id


def field_name(locale: Locale, field: str) -> str:
    """Return what organisers call a text of the programme, by its model field."""
    t = locale.t
    return {
        "title": t("Title"),
        "name": t("Name"),
        "abstract": t("Description"),
        "summary": t("Description"),
        "venue": t("Where it is"),
        "place": t("Where it is"),
        "way": t("Step-free way"),
        "reason": t("Reason"),
        "text": t("Text"),
    }.get(field, field)


def spoken(locale: Locale, tags: Iterable[str]) -> str:
    """Return what languages are called, by their tags."""
    return ", ".join(language(locale, tag) for tag in tags)
