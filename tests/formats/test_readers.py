"""What is written is read alike by icalendar, vobject and ical.js: same dates, times, status and texts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from festival.formats.calendar import calendar
from festival.formats.dates import uid
from festival.links import Links
from festival.locale import locale_for
from festival.programme import bundled, open_programme
from festival.schedule.model import Schedule, Slot, words
from formats.readers import Readers
from schedule.examples import at, room, schedule, session

HOSTILE = (
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    'semi;colon, comma \\ back\\nslash "quote": =',
    "BEGIN:VALARM END:VCALENDAR",
    "\x00\x07\x1b[31m\x85\u2028\u202eabc",
    "\\n\\;\\,\\\\",
    "ü" * 200,
    "日本語" * 60,
    "👩‍👩‍👧" * 30,
    ";" * 200,
)


def written(day: Schedule, language: str = "de") -> bytes:
    links = Links(day.festival, "https://fest.example")
    locale = locale_for(language, day.festival.zone)
    return calendar(day, day.sessions, name="Day", links=links, locale=locale, now=at("12:00"))


def times(day: Schedule) -> list[tuple[str, datetime, datetime, str]]:
    """Return what must be read of `day`."""
    return [
        (
            uid(one, day),
            one.expected.start,
            one.expected.end,
            "CANCELLED" if one.live.cancelled else "CONFIRMED",
        )
        for one in day.sessions
    ]


def test_the_bundled_programme(readers: Readers, tmp_path: Path) -> None:
    day = open_programme(bundled(), tmp_path)
    found = readers.read(written(day))
    assert [(one.uid, one.start, one.end, one.status) for one in found] == times(day)
    assert [one.summary for one in found] == [words(one.title, ("de", "und")) for one in day.sessions]


def test_what_the_day_makes_of_sessions(readers: Readers) -> None:
    hall = Slot(room="hall", start=at("18:00"), end=at("19:00"))
    rain = {"de": "Regen; Sturm, Hagel"}
    day = schedule(
        session("late", "14:00", "15:00", delay_min=10, overrun_min=5, reason=rain),
        session("moved", "15:00", "16:00", moved=hall, delay_min=5),
        session("gone", "16:00", "17:00", cancelled=True),
        session("crowded", "17:00", "18:00", state="full"),
        revision=7,
    )
    found = readers.read(written(day))
    assert [(one.uid, one.start, one.end, one.status) for one in found] == times(day)
    assert [(one.summary, one.location, one.description.split("\n")[0]) for one in found] == [
        (
            "10 Min. später: late",
            "stage",
            "10 Min. später (statt 14:00), dauert 5 Min. länger – Regen; Sturm, Hagel",
        ),
        ("Verlegt: moved", "hall", "Verlegt (statt 15:00 stage), 5 Min. später (statt 18:00)"),
        ("Entfällt: gone", "stage", "Entfällt"),
        ("Voll: crowded", "stage", "Voll"),
    ]
    assert {one.sequence for one in found} == {7}


def test_hostile_text_stays_text(readers: Readers) -> None:
    day = schedule(
        room("stage", name={"und": HOSTILE[1]}, venue={"und": HOSTILE[0]}),
        *(
            session(f"s{at}", "14:00", "15:00", title={"und": text}, abstract={"und": f"{text}\n\n{text}"})
            for at, text in enumerate(HOSTILE)
        ),
    )
    found = readers.read(written(day))
    assert [one.summary for one in found] == [one.title["und"] for one in day.sessions]
    assert [one.description.split("\n\nBeispiel")[0] for one in found] == [
        one.abstract["und"] for one in day.sessions
    ]
    assert {one.location for one in found} == {f"{HOSTILE[1]}, a BEGIN:VEVENT SUMMARY:b"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_lines_end_and_are_folded_as_the_standard_says(language: str) -> None:
    day = schedule(
        *(session(f"s{at}", "14:00", "15:00", title={"und": text}) for at, text in enumerate(HOSTILE))
    )
    data = written(day, language)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75  # RFC 5545, 3.1: octets, without the line end
    assert [line for line in lines if b"\r" in line or b"\n" in line] == []
    assert [
        line for line in lines if line.decode(errors="replace").encode() != line
    ] == []  # no letter is parted
    assert lines.count(b"BEGIN:VEVENT") == len(HOSTILE)


def test_the_nights_in_which_the_clocks_change(readers: Readers) -> None:
    # 27 March 2022: 02:00 to 03:00 is left out. 30 October 2022: it comes twice.
    spring = [datetime(2022, 3, 27, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    autumn = [datetime(2022, 10, 30, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]
    day = schedule(
        *(
            session("night", "14:00", "15:00").model_copy(
                update={"id": f"n{number}", "start": start, "end": end}
            )
            for number, (start, end) in enumerate(
                [
                    (spring[0], spring[1]),
                    (autumn[0], autumn[1]),
                    (autumn[1], autumn[2]),
                    (autumn[0], autumn[2]),
                ]
            )
        )
    )
    found = readers.read(written(day))
    assert [(one.uid, one.start, one.end, one.status) for one in found] == times(day)
