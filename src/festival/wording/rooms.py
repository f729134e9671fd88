"""One room: how full it is, and what is on there now, next and later."""

from collections.abc import Iterator

from festival.schedule.model import Room, Session
from festival.schedule.timeline import Phase, in_order, phase, up_to_next
from festival.wording import labels
from festival.wording.days import date_of, is_today
from festival.wording.reading import Reading, Span, Today
from festival.wording.sessions import has_left


def programme(reading: Today, room: Room) -> Iterator[tuple[str, list[Session]]]:
    """Yield what is on now, next, later on the day, on later days, and what was moved away; nothing empty.

    Before the day in view has come, its sessions stand below its name: nothing of it is next, or later today.
    """
    t, now, end = reading.locale.t, reading.now, reading.day.end
    ordered = in_order(reading.schedule.sessions)
    coming = [one for one in ordered if one.expected.room == room.id and one.expected.end > now]
    gone = [one for one in ordered if one.expected.room != room.id == one.room and has_left(one, now)]
    running = [one for one in coming if one.expected.start <= now and not one.live.cancelled]
    rest = [one for one in coming if one not in running]
    today = [one for one in rest if one.expected.start < end] if is_today(reading) else []
    soon = up_to_next(today)
    days: dict[str, list[Session]] = {}
    for one in rest[len(today) :]:
        days.setdefault(reading.locale.day(date_of(reading, one.expected.start)), []).append(one)
    groups = {
        t("On now"): running, t("Next"): soon, t("Later today"): today[len(soon) :], **days, t("Moved away"): gone,
    }  # fmt: skip
    yield from ((name, sessions) for name, sessions in groups.items() if sessions)


def nothing_more(reading: Today) -> str:
    """Return that nothing comes any more on the day in view."""
    locale = reading.locale
    if is_today(reading):
        return locale.t("Nothing more today")
    return locale.t("Nothing on {day}", day=locale.day(reading.day.date))


def room_status(reading: Reading, room: Room) -> Span:
    """Return how full the room is, if somebody said so and it still holds."""
    found = room.live.state_at(reading.now)
    if found is None:
        return "", ""
    role, glyph = {
        "open": ("*good", "●"),
        "few": ("*late", "▲"),
        "busy": ("*late", "▲"),
    }.get(found, ("*stop", "■"))
    wait = f" ({reading.locale.t('{n} min', n=room.live.wait_min)})" if room.live.wait_min else ""
    return f"{glyph} {labels.state(reading.locale, found)}{wait}", role


def closure(reading: Reading, session: Session) -> Span:
    """Return that nobody gets to `session`, because its room is shut: what stands of the room, said where it matters.

    A full room says nothing of what comes later, and what holds until a time nothing of what starts then.
    """
    room = reading.schedule.room_by_id.get(session.expected.room)
    known = room.live.state_at(reading.now) if room else None
    if room is None or known not in {"full", "paused", "closed"}:
        return "", ""
    here = phase(session, reading.now)
    if here not in {Phase.RUNNING, Phase.UPCOMING} or (known == "full" and here is not Phase.RUNNING):
        return "", ""
    start, until = max(reading.now, session.expected.start), room.live.until
    if date_of(reading, start) != date_of(reading, reading.now) or (until is not None and start >= until):
        return "", ""
    t, name = reading.locale.t, reading.say(room.name)
    words = {
        "full": t("{place} is full", place=name),
        "paused": t("{place} pauses", place=name),
        "closed": t("{place} is closed", place=name),
    }[known]
    return f"■ {words}", "stop"
