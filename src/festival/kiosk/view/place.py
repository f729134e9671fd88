"""One room in words: how full it is, what is on there now, next and later today, and the step-free way to it."""

from collections.abc import Iterator

from festival.kiosk.state import State
from festival.kiosk.view import labels
from festival.kiosk.view.block import Block, heading, prose, table, title
from festival.kiosk.view.project import session_card
from festival.kiosk.view.provenance import origin
from festival.kiosk.view.session import has_left
from festival.schedule.model import Room, Session
from festival.schedule.timeline import in_order
from festival.tui.paint import Row, Span, spread


def place_blocks(state: State, room: Room) -> list[Block]:
    """Return what there is to read about `room`; its sessions are targets."""
    blocks = [Block(lambda width: head(state, room, width))]
    for name, sessions in programme(state, room):
        blocks.append(Block(lambda _width, name=name: heading(name)))  # type: ignore[misc]
        blocks += [
            session_card(state, session, with_room=session.expected.room != room.id) for session in sessions
        ]
    if len(blocks) == 1:
        nothing = state.locale.t("Nothing more here today.")
        blocks.append(Block(lambda width: prose(nothing, width)))
    blocks.append(Block(lambda width: way(state, room, width)))
    blocks.append(Block(lambda width: prose(origin(state, room), width, "muted")))
    return blocks


def programme(state: State, room: Room) -> Iterator[tuple[str, list[Session]]]:
    """Yield what is on now, next, later on the day, on later days, and what was moved away; nothing empty."""
    t, now, end = state.locale.t, state.now, state.day.end
    ordered = in_order(state.schedule.sessions)
    coming = [one for one in ordered if one.expected.room == room.id and one.expected.end > now]
    gone = [one for one in ordered if one.expected.room != room.id == one.room and has_left(one, now)]
    running = [one for one in coming if one.expected.start <= now and not one.live.cancelled]
    rest = [one for one in coming if one not in running]
    today = [one for one in rest if one.expected.start < end]
    days: dict[str, list[Session]] = {}
    for one in rest[len(today) :]:
        days.setdefault(state.locale.day(one.expected.start), []).append(one)
    groups = {
        t("On now"): running, t("Next"): today[:1], t("Later today"): today[1:], **days, t("Moved away"): gone,
    }  # fmt: skip
    yield from ((name, sessions) for name, sessions in groups.items() if sessions)


def head(state: State, room: Room, width: int) -> list[Row]:
    """Return name and venue, and how full it is with the reason."""
    rows = title(state, state.say(room.name), width, bar="accent")
    rows.append(
        spread(
            [("▌ ", "accent"), (state.say(room.venue), "muted")],
            [room_status(state, room), ("  ", "")],
            width,
        )
    )
    if room.live.state_at(state.now) is not None and (reason := state.say(room.live.reason)):
        rows += prose(reason, width, "*late")
    return rows


def room_status(state: State, room: Room) -> Span:
    """Return how full the room is, if somebody said so and it still holds."""
    found = room.live.state_at(state.now)
    if found is None:
        return "", ""
    role, glyph = {
        "open": ("*good", "●"),
        "few": ("*late", "▲"),
        "busy": ("*late", "▲"),
    }.get(found, ("*stop", "■"))
    wait = f" ({state.locale.t('{n} min', n=room.live.wait_min)})" if room.live.wait_min else ""
    return f"{glyph} {labels.state(state.locale, found)}{wait}", role


def way(state: State, room: Room, width: int) -> list[Row]:
    """Return the step-free way in words, and what the place offers."""
    t = state.locale.t
    words = state.say(room.way)
    rows = [*heading(t("Step-free way")), *prose(words, width), []] if words else []
    access = ", ".join(labels.access(state.locale, one) for one in room.access)
    return [*rows, *table([(t("Access"), access), (t("Capacity"), str(room.capacity or ""))], width)]
