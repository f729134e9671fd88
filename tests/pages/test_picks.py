"""Somebody's picks: in time order, what overlaps, and the ways between."""

from festival.pages.things import session_code
from festival.schedule.model import Map, Pin, Schedule
from pages.reading import Document, reader_of, shown
from schedule import examples


def day() -> Schedule:
    """Give two rooms on a plan, 300 m apart, and sessions that overlap or follow one another closely."""
    site = Map(
        name={"und": "Plan"}, width=400, height=100, sample=True,
        pins=(Pin(id="stage", kind="room", x=10, y=50), Pin(id="hall", kind="room", x=310, y=50)),
    )  # fmt: skip
    return examples.schedule(
        examples.session("choir", "14:00", "15:00"),
        examples.session("talk", "14:40", "15:30", room="hall"),
        examples.session("band", "15:33", "16:00"),
        examples.session("gone", "15:40", "16:00", room="hall", cancelled=True),
        examples.session("dance", "17:00", "18:00", room="hall"),
        maps=(site,),
    )


def picks(*ids: str, more: str = "") -> Document:
    schedule = day()
    codes = "".join(session_code(schedule.session_by_id[one]) for one in ids)
    return shown(reader_of(schedule, examples.at("13:00"), language="en"), f"/A/{codes}{more}")


def test_picks_stand_in_order_of_time_with_what_overlaps() -> None:
    document = picks("dance", "talk", "choir", "gone", "band")
    assert document.all("h3")[:5] == ["choir", "talk", "band", "gone", "dance"]
    assert document.by_class("lead") == ["5 sessions · ▲ 1 overlap"]
    assert [one for one in document.by_class("change") if "Overlaps" in one] == [
        "▲ Overlaps by 20 min with talk (14:40–15:30)",
        "▲ Overlaps by 20 min with choir (14:00–15:00)",
    ]


def test_a_way_that_takes_longer_than_there_is_time_is_a_warning() -> None:
    assert picks("talk", "band", "dance").by_class("between") == [
        "▲ To stage: about 300 m, 5 min on foot – only 3 min between them",
        "To hall: about 300 m, 5 min on foot",
    ]


def test_a_code_that_leads_to_nothing_is_counted_not_hidden() -> None:
    assert picks("choir", more="00000").by_class("change") == [
        "▲ 1 session that was kept is no longer in the programme."
    ]


def test_picks_offer_their_calendar_once_and_for_ever() -> None:
    code = session_code(day().session_by_id["choir"])
    links = list(picks("choir").attributes("href", "a"))
    assert f"/A/{code}.ics?l=en" in links
    assert f"webcal://fest.example/A/{code}.ics?l=en" in links


def test_without_picks_the_page_says_how_to_keep_some() -> None:
    document = shown(reader_of(day(), examples.at("13:00"), language="en"), "/A/")
    assert list(document.attributes("data-picks")) == [""]
    assert document.all("noscript") != []


def test_who_looks_later_in_the_day_is_led_past_what_is_over() -> None:
    schedule = day()
    choir, band = (session_code(schedule.session_by_id[one]) for one in ("choir", "band"))
    for time, ways in (("13:00", []), ("15:34", [f"#T-{band}"])):
        document = shown(reader_of(schedule, examples.at(time)), f"/A/{choir}{band}")
        assert [href for href in document.attributes("href", "a") if href.startswith("#T-")] == ways
        assert [one for one in document.attributes("id", "li") if one.startswith("T-")] == [
            f"T-{choir}",
            f"T-{band}",
        ]


def test_the_small_hours_belong_to_the_night_before() -> None:
    schedule = examples.schedule(
        examples.session("choir", "22:00", "23:00"), examples.session("night", "24:30", "25:00")
    )
    codes = "".join(map(session_code, schedule.sessions))
    document = shown(reader_of(schedule, examples.at("13:00"), language="en"), f"/A/{codes}")
    assert [one for one in document.all("h2") if "day" in one] == ["Friday 27 May"]


def test_next_door_is_no_way_to_warn_of() -> None:
    site = day().maps[0]
    near = tuple(pin.model_copy(update={"x": 10 + 30 * at}) for at, pin in enumerate(site.pins))
    schedule = day().model_copy(update={"maps": (site.model_copy(update={"pins": near}),)})
    tight = examples.session("tight", "15:00", "15:30", room="hall")
    schedule = schedule.model_copy(update={"sessions": (schedule.sessions[0], tight)})
    codes = "".join(map(session_code, schedule.sessions))
    document = shown(reader_of(schedule, examples.at("13:00"), language="en"), f"/A/{codes}")
    assert document.by_class("between") == ["To hall: about 30 m, 1 min on foot"]
