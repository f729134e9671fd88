"""Random festival days: over midnight, and over both nights in which the clocks change in Dortmund."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import AS_PLANNED, Day, Festival, Schedule, Session, SessionLive, Slot, Track
from schedule.examples import BERLIN, room, station

DATES = (date(2022, 5, 27), date(2022, 3, 26), date(2022, 10, 29))
"""An ordinary one; one before the night to summer time; one before the night back."""


def opening(day: date) -> datetime:
    """Return ten in the morning of `day` (UTC); a festival day is 18 hours long."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=BERLIN).astimezone(UTC)


def minutes(low: int, high: int) -> st.SearchStrategy[int]:
    """Return numbers of minutes, mostly multiples of five."""
    fives = st.integers(-(-low // 5), high // 5).map(lambda five: five * 5)
    return st.one_of(fives, st.integers(low, high))


@st.composite
def sessions(draw: st.DrawFn, id: str, rooms: tuple[str, ...], start: datetime) -> Session:  # noqa: A002
    """Return a session at some time of the day, late or cancelled or moved now and then."""
    planned = start + timedelta(minutes=draw(minutes(0, 900)))
    length = timedelta(minutes=draw(minutes(5, 120)))
    moved = None
    if draw(st.integers(0, 7)) == 0:
        begin = start + timedelta(minutes=draw(minutes(0, 900)))
        moved = Slot(room=draw(st.sampled_from(rooms)), start=begin, end=begin + length)
    return Session(
        id=id,
        room=draw(st.sampled_from(rooms)),
        track="music",
        kind="music",
        title={"de": draw(st.sampled_from(("Größe", "Straße", "Fest"))), "en": id},
        start=planned,
        end=planned + length,
        fixed_start=draw(st.integers(0, 5)) == 0,
        sample=True,
        live=SessionLive(
            moved=moved,
            delay_min=draw(st.sampled_from((0, 0, 0, 5, 12, 40))),
            overrun_min=draw(st.sampled_from((0, 0, 0, 0, 10, -10))),
            cancelled=draw(st.integers(0, 9)) == 0,
        ),
    )


@st.composite
def schedules(draw: st.DrawFn, *, most: int = 8) -> Schedule:
    """Return a day with up to `most` sessions in one to three rooms, and a station."""
    day = draw(st.sampled_from(DATES))
    start = opening(day)
    ids = ("r0", "r1", "r2")[: draw(st.integers(1, 3))]
    rooms = tuple(
        room(
            id,
            kind=draw(st.sampled_from(("stage", "room", "area"))),
            changeover_min=draw(st.sampled_from((0, 0, 5, 15))),
        )
        for id in ids  # noqa: A001
    )
    count = draw(st.integers(1, most))
    return Schedule(
        revision=draw(st.integers(0, 3)),
        festival=Festival(
            id="day",
            name={"und": "Day"},
            timezone="Europe/Berlin",
            languages=("de", "en"),
            days=(Day(date=day, start=start, end=start + timedelta(hours=18)),),
            url="https://fest.example",
        ),
        tracks=(Track(id="music", name={"und": "Music"}),),
        rooms=rooms,
        sessions=tuple(draw(sessions(f"s{number}", ids, start)) for number in range(count)),
        stations=(station(),),
    )


def _kinds(schedule: Schedule) -> dict[str, dict[str, st.SearchStrategy[Any]]]:
    start = schedule.festival.days[0].start
    session_ids = st.sampled_from([one.id for one in schedule.sessions])
    room_ids = st.sampled_from([one.id for one in schedule.rooms])
    instants = minutes(0, 1080).map(lambda after: start + timedelta(minutes=after))
    states = st.sampled_from(("open", "few", "busy", "full", "paused", "closed", None))
    delays = minutes(-60, 90)
    added = sessions("extra", tuple(one.id for one in schedule.rooms), start).map(
        lambda one: one.model_copy(update={"live": AS_PLANNED}).model_dump(mode="json")
    )
    return {
        "delay_room": {"room": room_ids, "minutes": delays, "from_time": instants},
        "delay_session": {"session": session_ids, "minutes": delays},
        "start_session": {"session": session_ids, "at": st.none() | instants},
        "end_session": {"session": session_ids},
        "extend_session": {"session": session_ids, "minutes": delays},
        "swap_sessions": {"first": session_ids, "second": session_ids},
        "split_session": {
            "session": session_ids,
            "at": instants,
            "resume": st.just(start + timedelta(hours=17)),
        },
        "replace_session": {"session": session_ids, "by": added},
        "add_session": {"session": added},
        "cancel_session": {"session": session_ids},
        "reopen_session": {"session": session_ids},
        "move_session": {"session": session_ids, "room": room_ids, "start": st.none() | instants},
        "correct_text": {
            "thing": st.just("session"),
            "id": session_ids,
            "field": st.just("title"),
            "text": st.fixed_dictionaries({"de": st.sampled_from(("Straßenfest", "Größer", ""))}),
        },
        "set_session_state": {
            "session": session_ids,
            "state": st.sampled_from(("open", "few", "full", None)),
        },
        "set_room_state": {"room": room_ids, "state": states},
        "set_station_state": {
            "station": st.just("solder"),
            "state": states,
            "wait_min": st.none() | st.integers(0, 60),
        },
        "announce": {"text": st.just({"de": "Regen"}), "expires": instants, "level": st.just("urgent")},
        "withdraw": {"announcement": st.just(f"announcement-{schedule.revision}")},
    }


@st.composite
def edits(draw: st.DrawFn, schedule: Schedule) -> Edit:
    """Return an edit of things that `schedule` has, now and then a batch; it may be refused."""
    kinds = _kinds(schedule)

    def one() -> dict[str, Any]:
        kind = draw(st.sampled_from(sorted(kinds)))
        reason = draw(st.sampled_from(({}, {"de": "Regen", "en": "Rain"})))
        return {"kind": kind, "reason": reason, **{name: draw(value) for name, value in kinds[kind].items()}}

    earlier = draw(st.booleans())
    if draw(st.integers(0, 4)) == 0:
        several = [one() for _ in range(draw(st.integers(1, 3)))]
        data = {"kind": "batch", "name": "Plan B", "edits": several, "earlier": earlier}
    else:
        data = one() | {"earlier": earlier}
    try:
        return edit_from(data)
    except ValidationError:  # two sessions that are one
        return edit_from({"kind": "delay_room", "room": schedule.rooms[0].id, "minutes": 5})
