"""What an edit does, in a few words of the organiser's language."""

from datetime import datetime

from festival.desk.state import DeskState
from festival.schedule import edits


def told(state: DeskState, edit: edits.Edit) -> str:
    """Return what `edit` does, and to what: ``+15 min · Hansaplatz, from Choir on``."""
    match edit:
        case edits.AddSession() | edits.Announce() | edits.Withdraw() | edits.Batch() | edits.Undo():
            return _of_the_whole(state, edit)
        case edits.SetRoomState() | edits.SetStationState() | edits.CorrectText():
            return _of_a_place(state, edit)
        case edits.DelayRoom():
            return _delay(state, edit)
        case edits.UndoPerson():
            return state.locale.t("Undo all that {person} did", person=edit.person)
        case _:
            return _of_a_session(state, edit)


def _room(state: DeskState, name: str) -> str:
    room = state.schedule.room_by_id.get(name)
    return state.say(room.name) if room else name


def session_name(state: DeskState, name: str) -> str:
    """Return the title of a session, its id if there is none."""
    session = state.schedule.session_by_id.get(name)
    return state.say(session.title) if session else name


def _delay(state: DeskState, edit: edits.DelayRoom) -> str:
    t, room = state.locale.t, _room(state, edit.room)
    if edit.from_session:
        first = session_name(state, edit.from_session)
        return t(
            "{minutes:+} min · {room}, from {session} on", minutes=edit.minutes, room=room, session=first
        )
    if edit.from_time:
        time = state.locale.time(edit.from_time)
        return t("{minutes:+} min · {room}, from {time} on", minutes=edit.minutes, room=room, time=time)
    return t("{minutes:+} min · {room}, from now on", minutes=edit.minutes, room=room)


def _begins(state: DeskState, edit: edits.StartSession, session: str) -> str:
    if edit.at is None:
        return state.locale.t("Starts now · {session}", session=session)
    return state.locale.t("Began {time} · {session}", time=_moment(state, edit.at), session=session)


def _of_a_session(state: DeskState, edit: edits.Edit) -> str:  # noqa: C901  one line for each kind
    t, locale = state.locale.t, state.locale

    def name(one: str) -> str:
        return session_name(state, one)

    match edit:
        case edits.DelaySession():
            return t("{minutes:+} min · {session} alone", minutes=edit.minutes, session=name(edit.session))
        case edits.StartSession():
            return _begins(state, edit, name(edit.session))
        case edits.EndSession():
            return t("Has ended · {session}", session=name(edit.session))
        case edits.ExtendSession():
            return t("{minutes:+} min longer · {session}", minutes=edit.minutes, session=name(edit.session))
        case edits.CancelSession():
            return t("Cancel · {session}", session=name(edit.session))
        case edits.ReopenSession():
            return t("Takes place after all · {session}", session=name(edit.session))
        case edits.MoveSession():
            where = _room(state, edit.room) if edit.room else ""
            when = _moment(state, edit.start) if edit.start else ""
            to = ", ".join(part for part in (when, where) if part)
            return t("Move to {to} · {session}", to=to, session=name(edit.session))
        case edits.SwapSessions():
            return t("Swap · {first} and {second}", first=name(edit.first), second=name(edit.second))
        case edits.SplitSession():
            at, resume = locale.time(edit.at), locale.time(edit.resume)
            return t(
                "Stops at {at}, goes on at {resume} · {session}",
                at=at,
                resume=resume,
                session=name(edit.session),
            )
        case edits.ReplaceSession():
            return t(
                "Replace · {session} by {other}", session=name(edit.session), other=state.say(edit.by.title)
            )
        case edits.SetSessionState():
            return t("{state} · {place}", state=state_word(state, edit.state), place=name(edit.session))
        case _:
            return edit.kind


def _of_a_place(
    state: DeskState, edit: edits.SetRoomState | edits.SetStationState | edits.CorrectText
) -> str:
    t = state.locale.t
    if isinstance(edit, edits.CorrectText):
        thing = (
            session_name(state, edit.id) if edit.thing == "session" else _place(state, edit.thing, edit.id)
        )
        return t("Correct the text ({field}) · {thing}", field=edit.field, thing=thing)
    kind, name = ("room", edit.room) if isinstance(edit, edits.SetRoomState) else ("station", edit.station)
    word = state_word(state, edit.state)
    if edit.wait_min:
        word = t("{state}, {n} min wait", state=word, n=edit.wait_min)
    if edit.until:
        word = t("{state} until {time}", state=word, time=_moment(state, edit.until))
    return t("{state} · {place}", state=word, place=_place(state, kind, name))


def _place(state: DeskState, kind: str, name: str) -> str:
    if kind == "room":
        return _room(state, name)
    station = state.schedule.station_by_id.get(name)
    return state.say(station.name) if station else name


def _of_the_whole(
    state: DeskState, edit: edits.AddSession | edits.Announce | edits.Withdraw | edits.Batch | edits.Undo
) -> str:
    t, locale = state.locale.t, state.locale
    match edit:
        case edits.AddSession():
            one = edit.session
            when = _moment(state, one.start)
            return t(
                "Add · {session}, {time}, {room}",
                session=state.say(one.title),
                time=when,
                room=_room(state, one.room),
            )
        case edits.Announce():
            where = ", ".join(_room(state, room) for room in edit.rooms) or t("everywhere")
            return t("Announce ({where}) · {text}", where=where, text=state.say(edit.text))
        case edits.Withdraw():
            known = next((one for one in state.schedule.announcements if one.id == edit.announcement), None)
            return t("Withdraw · {text}", text=state.say(known.text) if known else edit.announcement)
        case edits.Batch():
            return locale.n("{name} · {n} edit", "{name} · {n} edits", len(edit.edits), name=edit.name)
        case edits.Undo():
            return t("Undo revision {revision}", revision=edit.change)


def _moment(state: DeskState, instant: datetime) -> str:
    return state.locale.time_beside(instant, state.now)


def state_word(state: DeskState, known: str | None) -> str:
    """Return the word for the state of a session, a room or a station."""
    t = state.locale.t
    words = {
        None: t("Nothing known any more"),
        "open": t("Open"),
        "few": t("Few places left"),
        "busy": t("Busy"),
        "full": t("Full"),
        "paused": t("Paused"),
        "closed": t("Closed"),
    }
    return words.get(known, str(known))
