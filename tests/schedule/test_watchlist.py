"""What an organiser is warned of while the day runs."""

from typing import Any

import pytest

from festival.kiosk.view.block import MARGIN
from festival.schedule import kiosk_room
from festival.schedule.conflicts import ConflictKind, Ref
from festival.schedule.model import Announcement, Room, Schedule, Session, Slot, Station, Window
from festival.schedule.watchlist import WatchKind, watchlist
from festival.tui.bigtext import SMALL, lines
from festival.tui.paint import wrap
from schedule.examples import at, room, schedule, session, station

WORDS = "Zukunft " * 40


def told(day: Schedule, now: str = "13:30") -> list[tuple[str, str]]:
    return [(one.severity, one.sentence()) for one in watchlist(day, at(now))]


def kinds(*things: Room | Session | Station, now: str = "13:30", **fields: Any) -> list[str]:
    return [one.kind for one in watchlist(schedule(*things, **fields), at(now))]


def announcement(text: dict[str, str], severity: Any = "warning") -> Announcement:
    return Announcement(id="rain", severity=severity, text=text, at=at("13:00"), expires=at("18:00"))


def test_calm_day_warns_nobody() -> None:
    assert told(schedule(session("a", "14:00", "15:00"), session("b", "15:00", "16:00"))) == []


def test_worst_comes_first_and_then_what_is_soonest() -> None:
    day = schedule(
        session("a", "13:00", "15:00", title={"de": "Fest"}),
        session("b", "14:50", "15:30"),
        session("c", "16:00", "17:00", capacity=50, room="hall"),
        session("d", "15:40", "27:10", room="hall", started_at=at("15:40")),
        room("stage"),
        room("hall", capacity=40, kind="area"),
    )
    assert told(day) == [
        (
            "urgent",
            "session b starts 10 minutes before session a ends, both in room stage: change a time or a room",
        ),
        (
            "warning",
            "session a should have begun 30 minutes ago in room stage, and nobody said so: start, delay or cancel it",
        ),
        ("warning", "session d ends 10 minutes after the day closes: shorten or move it"),
        (
            "warning",
            "session c is for 50 people, and room hall has room for 40: move it, or announce that it may be full",
        ),
        ("info", "title of session a has no text in en: translate it"),
    ]


@pytest.mark.parametrize(("now", "count"), [("14:05", 0), ("14:06", 1), ("14:59", 1), ("15:00", 0)])
def test_start_is_asked_for_after_five_minutes_until_the_end(now: str, count: int) -> None:
    found = watchlist(schedule(session("a", "14:00", "15:00")), at(now))
    assert [one.kind for one in found] == [WatchKind.PAST_START] * count


@pytest.mark.parametrize(
    "fields", [{"started_at": at("14:02")}, {"delay_min": 10}, {"cancelled": True}, {"kind": "break"}]
)
def test_start_that_was_said_put_off_or_is_none_is_not_asked_for(fields: dict[str, Any]) -> None:
    assert kinds(session("a", "14:00", "15:00", **fields), now="14:10") == []


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        ({}, "info"),
        ({"started_at": at("13:00")}, "warning"),
        ({"ended_at": at("13:55")}, "warning"),
        ({"cancelled": True}, "warning"),
        ({"kind": "break"}, "warning"),
    ],
)
def test_start_can_wait_where_nobody_says_what_begins(before: dict[str, Any], severity: str) -> None:
    day = schedule(session("a", "13:00", "13:55", **before), session("b", "14:00", "15:00"))
    found = watchlist(day, at("14:20"))
    assert [(one.kind, one.severity, one.minutes) for one in found] == [(WatchKind.PAST_START, severity, 20)]


def test_silence_of_one_room_says_nothing_of_another() -> None:
    day = schedule(
        session("a", "13:00", "13:55"),
        session("b", "14:00", "15:00", room="hall"),
        room("stage"),
        room("hall", kind="area"),
    )
    assert [one.severity for one in watchlist(day, at("14:20"))] == ["warning"]


def test_curfew_of_the_room_is_told_once_with_its_minutes() -> None:
    closes = room("stage", open=(Window(start=at("10:00"), end=at("22:00")),))
    late = session("a", "21:00", "22:00", delay_min=7)
    (found,) = watchlist(schedule(closes, late), at("20:00"))
    assert (found.kind, found.minutes) == (WatchKind.CURFEW, 7)
    assert found.things == (Ref("session", "a"), Ref("room", "stage"))
    until_night = session("b", "21:00", "27:30")
    (both,) = watchlist(schedule(closes, until_night), at("20:00"))
    assert (both.kind, both.minutes) == (WatchKind.CURFEW, 330)
    assert kinds(closes, session("c", "09:10", "09:40"), now="09:00") == [ConflictKind.OUTSIDE_ROOM]
    assert kinds(closes, late, now="22:07") == []


def test_crowd_of_the_old_room_may_not_fit_the_new_one() -> None:
    rooms = room("stage", capacity=300), room("hall", capacity=40)
    moved = Slot(room="hall", start=at("14:00"), end=at("15:00"))
    (found,) = watchlist(schedule(*rooms, session("a", "14:00", "15:00", moved=moved)), at("13:00"))
    assert (found.kind, found.size, found.most) == (WatchKind.CAPACITY, 300, 40)
    small = session("a", "14:00", "15:00", moved=moved, capacity=30)
    assert kinds(*rooms, small) == []
    assert kinds(*rooms, session("a", "14:00", "15:00", capacity=301)) == [WatchKind.CAPACITY]


def test_what_is_over_warns_nobody() -> None:
    day = [session("a", "10:00", "11:00", title={"de": "Fest"}), session("b", "10:30", "12:00")]
    assert kinds(*day, now="10:15") == ["room_overlap", "past_start", "no_translation"]
    assert kinds(*day, now="11:30") == [WatchKind.PAST_START]
    assert kinds(*day, now="12:00") == []


def test_change_over_matters_until_the_later_one_begins() -> None:
    day = room("stage", changeover_min=15), session("a", "13:00", "14:00"), session("b", "14:05", "15:00")
    assert kinds(*day, now="14:02") == [ConflictKind.CHANGEOVER]
    assert kinds(*day, now="14:05") == []


def test_words_of_the_day_in_one_language_are_a_warning() -> None:
    said = {"de": "Regen"}
    day = schedule(
        session("a", "14:00", "15:00", cancelled=True, reason=said),
        room("stage"),
        announcements=(announcement(said),),
    )
    assert told(day) == [
        ("warning", "reason of session a has no text in en: translate it"),
        ("warning", "text of announcement rain has no text in en: translate it"),
    ]
    assert told(day, "15:00") == [("warning", "text of announcement rain has no text in en: translate it")]


def test_text_that_a_kiosk_cuts_says_where_and_by_how_much() -> None:
    long = {"de": WORDS[:150].strip(), "en": "Future"}
    (title,) = watchlist(schedule(session("a", "14:00", "15:00", title=long)), at("13:00"))
    assert (title.kind, title.field, title.languages) == (WatchKind.TOO_LONG, "title", ("de",))
    assert title.sentence() == ("title of session a is too long for a kiosk in de: 150 letters where 90 fit")
    assert kinds(announcements=(announcement(long),)) == [WatchKind.TOO_LONG]
    assert kinds(announcements=(announcement(long, "urgent"),)) == []
    why = {"und": WORDS}
    assert kinds(session("a", "14:00", "15:00", delay_min=5, reason=why)) == [WatchKind.TOO_LONG]


def test_station_whose_code_leads_nowhere() -> None:
    (found,) = watchlist(schedule(station("solder")), at("13:00"))
    assert (found.severity, found.sentence()) == (
        "info",
        "station solder has a QR code that leads to no project: name one",
    )


def test_room_for_texts_is_that_of_the_kiosk() -> None:
    assert kiosk_room.TITLE.letters == SMALL.fits(80 - MARGIN - 1)
    for length in range(20, 200, 7):
        text = WORDS[:length].strip()
        assert kiosk_room.TITLE.holds(text) == (
            not lines(text, kiosk_room.TITLE.letters, kiosk_room.TITLE.lines)[-1].endswith("…")
        )
        for plain in (kiosk_room.REASON, kiosk_room.ANNOUNCEMENT):
            assert plain.holds(text) == (len(wrap(text, plain.letters)) <= plain.lines)
