"""One room in words: how full it is, what is on there now, next and later today, and the step-free way to it."""

from festival.kiosk.state import State
from festival.kiosk.view.block import Block, heading, prose, table, title
from festival.kiosk.view.project import session_card
from festival.schedule.model import Room
from festival.tui.paint import Row, spread
from festival.wording import labels
from festival.wording.provenance import origin
from festival.wording.rooms import programme, room_status


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


def way(state: State, room: Room, width: int) -> list[Row]:
    """Return the step-free way in words, and what the place offers."""
    t = state.locale.t
    words = state.say(room.way)
    rows = [*heading(t("Step-free way")), *prose(words, width), []] if words else []
    access = ", ".join(labels.access(state.locale, one) for one in room.access)
    return [*rows, *table([(t("Access"), access), (t("Capacity"), str(room.capacity or ""))], width)]
