import pytest

from festival.links import Link, Links
from festival.schedule.codes import code_for
from festival.schedule.model import Project
from schedule.examples import room, schedule, session, station

PARK = Project(
    id="park", code=code_for("project", "park"), name={"und": "Park"}, url="https://park.example", sample=True
)
IDEA = Project(id="idea", code=code_for("project", "idea"), name={"und": "Idea"}, sample=True)
DAY = schedule(
    room("stage", kind="stage", project="park"),
    room("hall"),
    session("talk", "14:00", "15:00", projects=("idea", "park")),
    session("music", "15:00", "16:00"),
    station("solder", project="park"),
    station("wall"),
    projects=(PARK, IDEA),
)
SITE = Link("https://fest.example", "site")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://www.Fest.example/", "www.fest.example"),
        ("HTTPS://FEST.EXAMPLE:8443/P/K7QX1", "fest.example:8443/P/K7QX1"),
        ("https://fest.example/a/?b=C", "fest.example/a/?b=C"),
        ("https://fest.example/#/projects/3", "fest.example/#/projects/3"),
        ("http://[2001:db8::7]/P/K7QX1", "[2001:db8::7]/P/K7QX1"),
    ],
)
def test_clear_text_leads_to_the_same_place(url: str, text: str) -> None:
    assert Link(url, "own").clear_text == text


def test_without_a_hub_a_code_leads_to_the_things_own_address_or_the_site() -> None:
    links, own = Links(DAY.festival), Link("https://park.example", "own")
    assert [links.project(one) for one in DAY.projects] == [own, SITE]
    assert [links.room(one, DAY) for one in DAY.rooms] == [own, SITE]
    assert [links.station(one, DAY) for one in DAY.stations] == [own, SITE]
    assert [links.session(one, DAY) for one in DAY.sessions] == [own, SITE]
    assert links.agenda(["talk"]) is None


def test_with_a_hub_a_code_leads_to_a_short_address_in_capitals() -> None:
    links = Links(DAY.festival, "http://fest.example:8443")
    stage, hall = DAY.rooms
    found = [
        links.project(IDEA),
        links.room(stage, DAY),
        links.room(hall, DAY),
        links.station(DAY.stations[0], DAY),
        links.session(DAY.sessions[0], DAY),
    ]
    talk = code_for("session", "talk")
    paths = [f"P/{IDEA.code}", f"P/{PARK.code}", f"S/{hall.code}", f"H/{DAY.stations[0].code}", f"T/{talk}"]
    assert found == [Link(f"HTTP://FEST.EXAMPLE:8443/{path}", "page") for path in paths]
    assert links.agenda(["talk", "music"]) == Link(
        f"HTTP://FEST.EXAMPLE:8443/A/{talk}{code_for('session', 'music')}", "page"
    )


def test_project_that_is_not_in_the_schedule_is_no_crash() -> None:
    lost = room("lost", kind="stage", project="nowhere")
    assert Links(DAY.festival).room(lost, DAY) == SITE


def test_calendars_are_there_with_a_hub_to_be_fetched_and_to_be_subscribed_to() -> None:
    links = Links(DAY.festival, "https://fest.example:8443")
    talk = code_for("session", "talk")
    found = [
        links.calendar("session", talk),
        links.calendar("day", "2022-05-27", "en"),
        links.calendar("all"),
        links.calendar("picks", talk + code_for("session", "music"), "de"),
    ]
    assert [one and one.url for one in found] == [
        f"https://fest.example:8443/T/{talk}.ics",
        "https://fest.example:8443/day/2022-05-27.ics?l=en",
        "https://fest.example:8443/all.ics",
        f"https://fest.example:8443/A/{talk}{code_for('session', 'music')}.ics?l=de",
    ]
    assert [one and one.webcal for one in found[2:3]] == ["webcal://fest.example:8443/all.ics"]
    assert Links(DAY.festival).calendar("all") is None


def test_an_address_for_a_program_has_its_host_in_lower_case() -> None:
    assert Link("HTTPS://FEST.EXAMPLE:8443/P/K7QX1", "page").href == "https://fest.example:8443/P/K7QX1"
