"""One room: how full it is, and what is on there now, next and later."""

from collections.abc import Iterator

from festival.schedule.model import Room, Session
from festival.schedule.timeline import in_order
from festival.wording import labels
from festival.wording.reading import Reading, Span, Today
from festival.wording.sessions import has_left


def programme(reading: Today, room: Room) -> Iterator[tuple[str, list[Session]]]:
    """Yield what is on now, next, later on the day, on later days, and what was moved away; nothing empty."""
    t, now, end = reading.locale.t, reading.now, reading.day.end
    ordered = in_order(reading.schedule.sessions)
    coming = [one for one in ordered if one.expected.room == room.id and one.expected.end > now]
    gone = [one for one in ordered if one.expected.room != room.id == one.room and has_left(one, now)]
    running = [one for one in coming if one.expected.start <= now and not one.live.cancelled]
    rest = [one for one in coming if one not in running]
    today = [one for one in rest if one.expected.start < end]
    days: dict[str, list[Session]] = {}
    for one in rest[len(today) :]:
        days.setdefault(reading.locale.day(one.expected.start), []).append(one)
    groups = {
        t("On now"): running, t("Next"): today[:1], t("Later today"): today[1:], **days, t("Moved away"): gone,
    }  # fmt: skip
    yield from ((name, sessions) for name, sessions in groups.items() if sessions)


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
