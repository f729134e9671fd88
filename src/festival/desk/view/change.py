"""What was changed, in a few words: for the history, and when another desk did it."""

from festival.desk.state import DeskState
from festival.desk.view.told import session_name
from festival.schedule.changes import Change, Touch


def change_words(state: DeskState, change: Change) -> str:
    """Return what `change` did, to what: ``+15 min · Choir and 3 more``."""
    names = [touched_name(state, one) for one in change.touches[:1]]
    rest = len(change.touches) - 1
    first = names[0] if names else ""
    things = (
        state.locale.n("{first} and {n} more", "{first} and {n} more", rest, first=first) if rest else first
    )
    return f"{kind_word(state, change)} · {things}"


def newest_of(state: DeskState, kind: str, id: str) -> Change | None:  # noqa: A002  the model's own word
    """Return the newest change of a thing that the desk knows of."""
    return next(
        (one for one in state.changes if any((it.kind, it.id) == (kind, id) for it in one.touches)), None
    )


def touched_name(state: DeskState, one: Touch) -> str:
    """Return what people call a touched thing."""
    schedule = state.schedule
    if one.kind == "session":
        return session_name(state, one.id)
    if one.kind == "announcement":
        text = (one.after or one.before or {}).get("text", {})
        known = next((known for known in schedule.announcements if known.id == one.id), None)
        return state.say(known.text if known else text) or one.id
    thing = (schedule.room_by_id if one.kind == "room" else schedule.station_by_id).get(one.id)
    return state.say(thing.name) if thing else one.id


def kind_word(state: DeskState, change: Change) -> str:
    """Return the word for the kind of edit that made `change`, with its minutes where it moved something by some."""
    t = state.locale.t
    words = {
        "delay_room": t("Delay"),
        "delay_session": t("Delay"),
        "start_session": t("Started"),
        "end_session": t("Ended"),
        "extend_session": t("Other length"),
        "cancel_session": t("Cancelled"),
        "reopen_session": t("Takes place after all"),
        "move_session": t("Moved"),
        "swap_sessions": t("Swapped"),
        "split_session": t("Interrupted"),
        "replace_session": t("Replaced"),
        "add_session": t("Added"),
        "correct_text": t("Text corrected"),
        "set_session_state": t("State"),
        "set_room_state": t("State"),
        "set_station_state": t("State"),
        "announce": t("Announced"),
        "withdraw": t("Withdrawn"),
        "batch": t("Batch"),
        "undo": t("Undone"),
        "undo_person": t("Undone"),
    }
    minutes = _minutes(change)
    if change.kind in {"delay_room", "delay_session"} and minutes:
        return t("{n:+} min", n=minutes)
    return words.get(change.kind, change.kind)


def _minutes(change: Change) -> int:
    """Return by how much the first touched session is later than before."""
    one = change.touches[0]
    before, after = ((side or {}).get("live", {}).get("delay_min", 0) for side in (one.before, one.after))
    return int(after) - int(before)
