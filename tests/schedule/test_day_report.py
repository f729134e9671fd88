"""What a day became of what was planned."""

from datetime import date, timedelta
from typing import Any

from festival.schedule.changes import Change
from festival.schedule.day_report import Basis, KindRow, day_report
from festival.schedule.model import Day, Schedule
from schedule.examples import at, room, schedule, session
from schedule.logs import RAIN, Log

DAY = schedule(
    room("stage"),
    room("hall"),
    room("tent"),
    session("opening", "14:00", "15:00"),
    session("band", "15:10", "16:00"),
    session("choir", "16:30", "17:00"),
    session("talk", "15:00", "15:30", room="hall"),
)
(FRIDAY,) = DAY.festival.days


def a_day() -> Log:
    log = Log(DAY)
    log.make("Ben", "delay_session", session="opening", minutes=10, reason=RAIN)
    log.make("Ben", "start_session", session="talk", now="15:04")
    log.make("Ben", "end_session", session="talk", now="15:31")
    log.make("Ben", "move_session", session="choir", room="hall", start=at("18:00"))
    log.make("Ben", "cancel_session", session="band", reason=RAIN)
    extra = session("extra", "19:00", "20:00").model_dump(mode="json")
    log.make("Ada", "add_session", session=extra)
    return log


def of(log: Log, day: Day = FRIDAY) -> Any:
    return day_report(log.day, day, [log.changes[one] for one in sorted(log.changes)])


def test_session_is_told_with_what_was_planned_and_how_its_times_are_known() -> None:
    rows = {one.session: one for one in of(a_day()).sessions}
    assert [*rows] == ["opening", "talk", "band", "choir", "extra"]
    talk = rows["talk"]
    assert (talk.start, talk.start_basis, talk.late_min) == (at("15:04"), Basis.SAID, 4)
    assert (talk.end, talk.end_basis) == (at("15:31"), Basis.SAID)
    assert (talk.planned.start, talk.planned.end) == (at("15:00"), at("15:30"))
    opening = rows["opening"]
    assert (opening.start, opening.start_basis, opening.late_min) == (at("14:10"), Basis.EXPECTED, 10)
    assert (opening.end, opening.end_basis, opening.reason) == (at("15:10"), Basis.EXPECTED, RAIN)
    choir = rows["choir"]
    assert (choir.room, choir.planned.room, choir.is_moved, choir.late_min) == ("hall", "stage", True, 0)
    flags = {name: (one.is_cancelled, one.is_added) for name, one in rows.items() if name != "choir"}
    assert flags == {
        "opening": (False, False),
        "talk": (False, False),
        "band": (True, False),
        "extra": (False, True),
    }


def test_room_sums_up_its_sessions() -> None:
    stage, hall, tent = of(a_day()).rooms
    assert (stage.held, stage.said, stage.delay_min, stage.worst_min) == (2, 0, 10, 10)
    assert (stage.cancelled, stage.moved_away, stage.moved_here, stage.added) == (1, 1, 0, 1)
    assert (hall.held, hall.said, hall.delay_min, hall.worst_min) == (2, 1, 4, 4)
    assert (hall.cancelled, hall.moved_away, hall.moved_here, hall.added) == (0, 0, 1, 0)
    assert (tent.held, tent.delay_min, tent.worst_min) == (0, 0, 0)


def test_kinds_of_edits_are_counted() -> None:
    log = a_day()
    log.make("Ben", "delay_session", session="opening", minutes=5)
    assert of(log).kinds[:2] == (KindRow("delay_session", 2), KindRow("add_session", 1))
    assert sum(one.changes for one in of(log).kinds) == 7


def test_announcement_is_told_with_who_made_it_and_when_it_went() -> None:
    log = Log(DAY)
    log.make("Ada", "announce", id="rain", text=RAIN, expires=at("20:00"), rooms=["hall"])
    gone = log.make("Ben", "withdraw", announcement="rain")
    (row,) = of(log).announcements
    assert (row.announcement, row.by, row.at, row.withdrawn_at) == ("rain", "Ada", at("13:00"), at("13:01"))
    assert (row.text, row.rooms, row.severity) == (RAIN, ("hall",), "info")
    log.make("Ben", "undo", change=gone.revision)
    (row,) = of(log).announcements
    assert (row.by, row.withdrawn_at) == ("Ada", None)
    log.make("Ben", "withdraw", announcement="rain")
    log.make("Ben", "announce", id="rain", text={"de": "Sturm"}, expires=at("21:00"))
    again = of(log).announcements
    assert [(one.by, one.at, one.withdrawn_at) for one in again] == [
        ("Ada", at("13:00"), at("13:03")),
        ("Ben", at("13:04"), None),
    ]


def test_announcement_that_a_batch_replaces_by_another_of_its_name_went_then() -> None:
    log = Log(DAY)
    log.make("Ada", "announce", id="rain", text=RAIN, expires=at("20:00"), rooms=["hall"])
    new = {"kind": "announce", "id": "rain", "text": {"de": "Sturm"}, "expires": at("21:00")}
    log.make("Ben", "batch", name="Sturm", edits=[{"kind": "withdraw", "announcement": "rain"}, new])
    rows = of(log).announcements
    assert [(one.by, one.text, one.rooms, one.withdrawn_at) for one in rows] == [
        ("Ada", RAIN, ("hall",), at("13:01")),
        ("Ben", {"de": "Sturm"}, (), None),
    ]


def test_announcement_of_the_programme_has_no_maker() -> None:
    log = Log(DAY)
    log.make("Ada", "announce", id="rain", text=RAIN, expires=at("20:00"))
    (row,) = day_report(log.day, FRIDAY, []).announcements
    assert (row.announcement, row.by) == ("rain", "")
    gone = log.make("Ben", "withdraw", announcement="rain")
    (row,) = day_report(log.day, FRIDAY, [gone]).announcements
    assert (row.by, row.withdrawn_at) == ("", at("13:01"))


def two_days() -> tuple[Schedule, Day]:
    """Return the day, which ends at three in the morning, with another one after it."""
    saturday = Day(date=date(2022, 5, 28), start=at("34:00"), end=at("48:00"))
    festival = DAY.festival.model_copy(update={"days": (FRIDAY, saturday)})
    return DAY.model_copy(update={"festival": festival}), saturday


def test_night_belongs_to_the_day_before_and_the_morning_to_the_day() -> None:
    whole, saturday = two_days()
    log = Log(whole)
    made: list[Change] = [
        log.make("Ben", "delay_session", session="opening", minutes=1, now=now)
        for now in ("00:30", "26:59", "27:00", "30:00")
    ]
    counts = [sum(one.changes for one in day_report(log.day, day, made).kinds) for day in (FRIDAY, saturday)]
    assert counts == [2, 2]
    assert saturday.start - FRIDAY.end == timedelta(hours=7)


def test_session_that_went_to_another_day_is_on_both() -> None:
    whole, saturday = two_days()
    log = Log(whole)
    log.make("Ben", "move_session", session="choir", start=at("40:00"))
    assert [one.session for one in of(log, saturday).sessions] == ["choir"]
    assert "choir" in {one.session for one in of(log, FRIDAY).sessions}
