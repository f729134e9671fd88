"""The keys of everything that can be done to a session."""

from typing import Final

from festival.desk.commands import Command

DELAY_KEYS: Final = (
    Command(key="plus", action="delay(5)", makes="delay_room", name="5 later", help="The room is five minutes later from this session on; gaps absorb it."),
    Command(key="asterisk", action="delay(15)", makes="delay_room", name="15 later", help="The room is a quarter of an hour later from this session on."),
    Command(key="full_stop", action="delay(1)", makes="delay_room", name="1 later", help="The room is one minute later from this session on."),
    Command(key="minus", action="delay(-5)", makes="delay_room", name="5 earlier", help="Five minutes of the room's delay are taken back from this session on."),
    Command(key="underscore", action="delay(-15)", makes="delay_room", name="15 earlier", help="A quarter of an hour of the delay is taken back.", is_shown=False),
    Command(key="comma", action="delay(-1)", makes="delay_room", name="1 earlier", help="One minute of the delay is taken back.", is_shown=False),
)  # fmt: skip
STAGE_KEYS: Final = (
    Command(key="s", action="start", makes="start_session", name="Starts now", help="It begins now; what it is late by becomes the room's delay."),
    Command(key="S", action="begun", makes="start_session", name="Began at …", help="It has begun, and nobody said so then: say since when.", is_shown=False),
    Command(key="e", action="end", makes="end_session", name="Has ended", help="It is over now; an overrun becomes the room's delay."),
    Command(key="l", action="extend", makes="extend_session", name="Longer", help="It takes some minutes longer (or, with a minus, less) than its slot."),
    Command(key="f", action="fullness", makes="set_session_state", name="Full …", help="Say how full it is: open, few places left, full."),
)  # fmt: skip
CHANGE_KEYS: Final = (
    Command(key="c", action="cancel", makes="cancel_session", name="Cancel", help="It does not take place; it stays visible, marked. Asks twice."),
    Command(key="r", action="reopen", makes="reopen_session", name="Reopen", help="A cancelled session takes place after all."),
    Command(key="m", action="move_session", makes="move_session", name="Move", help="Another room, another time, or both."),
    Command(key="w", action="swap", makes="swap_sessions", name="Swap", help="Mark a session, then press it on another: the two change places. Asks twice."),
    Command(key="d", action="split", makes="split_session", name="Split", help="It stops at one time and goes on at another."),
    Command(key="p", action="replace", makes="replace_session", name="Replace", help="Something else takes place instead; it is kept who replaces whom. Asks twice."),
    Command(key="a", action="add", makes="add_session", name="Add", help="A session that was not planned, in this room."),
    Command(key="t", action="correct", makes="correct_text", name="Text", help="Correct the title or the description."),
    Command(key="u", action="undo", makes="undo", name="Undo", help="Take back the newest change of this session."),
    Command(key="y", action="copy_id", name="Copy id", help="Put its id on the clipboard, and show it.", is_shown=False),
)  # fmt: skip
SESSION_KEYS: Final = (*DELAY_KEYS, *STAGE_KEYS, *CHANGE_KEYS)
