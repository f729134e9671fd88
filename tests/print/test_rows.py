"""What a list of sessions says on paper of those that are not as planned."""

from datetime import timedelta

from festival.print.rows import by_place, rows
from festival.schedule.live import SessionLive
from festival.schedule.model import Session, Slot
from print.paper import reader_at, reader_of


def told(live: SessionLive) -> list[list[tuple[str, str, str, bool, str]]]:
    """Give the row of the first session of the Forum on each day, after this has become of it."""
    planned = reader_at("2022-05-27T08:00", language="en")
    first = next(one for one in planned.schedule.sessions if one.room == "ws-forum")

    def changed(session: Session) -> Session:
        return session.model_copy(update={"live": live}) if session is first else session

    schedule = planned.schedule.model_copy(
        update={"sessions": tuple(map(changed, planned.schedule.sessions))}
    )
    reader, title = reader_of(schedule, planned.now, language="en"), first.title["en"]
    places = by_place(schedule)
    return [
        [
            (row["time"], row["until"], row["sign"], row["struck"], row["change"])
            for row in rows(reader, places, "ws-forum", day)
            if row["title"] == title
        ]
        for day in schedule.festival.days
    ]


def test_what_went_to_another_day_stands_on_both() -> None:
    next_day = reader_at().schedule.festival.days[1].start
    slot = Slot(room="ws-forum", start=next_day, end=next_day + timedelta(minutes=20))
    assert told(SessionLive(moved=slot)) == [
        [("09:00", "09:20", "➜", True, "Moved: Sat 28 May 08:30")],
        [("08:30", "08:50", "➜", False, "Moved (instead of Fri 27 May 09:00 Forum)")],
    ]


def test_what_is_only_late_is_never_struck_even_after_the_end_of_its_day() -> None:
    assert told(SessionLive(delay_min=30, reason={"en": "Fog"})) == [
        [("09:30", "09:50", "▲", False, "30 min later (instead of 09:00) – Fog")],
        [],
    ]
    assert told(SessionLive(delay_min=18 * 60)) == [
        [("03:00", "03:20", "▲", False, "1080 min later (instead of 09:00)")],
        [],
    ]


def test_what_is_cancelled_stays_at_its_time() -> None:
    assert told(SessionLive(cancelled=True, reason={"en": "Ill"})) == [
        [("09:00", "09:20", "✕", True, "Cancelled – Ill")],
        [],
    ]
