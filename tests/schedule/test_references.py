import pytest

from festival.schedule.model import Announcement, Map, Person, Pin, Project, Schedule, Session, Slot
from festival.schedule.references import dangling, dangling_in
from schedule.examples import at, room, schedule, session, station

DAY = schedule(session("a", "14:00", "15:00"), room("stage"), room("hall"), station())
PROJECT = Project(id="p", code="00000", name={"und": "P"}, organisation="nobody", sample=True)
PERSON = Person(id="x", name="X", organisation="nobody", sample=True)
MOVED = Slot(room="cellar", start=at("14:00"), end=at("15:00"))
NEWS = Announcement(
    id="n", severity="info", text={"und": "N"}, rooms=("cellar",), at=at("12:00"), expires=at("13:00")
)
MAP = Map(name={"und": "M"}, width=9, height=9, sample=True)


def of(kind: str) -> Map:
    return MAP.model_copy(update={"pins": (Pin(id="cellar", x=1, y=1, kind=kind),)})


def with_session(**fields: object) -> Schedule:
    return DAY.model_copy(update={"sessions": (session("a", "14:00", "15:00", **fields),)})


def with_festival(**fields: object) -> Schedule:
    return DAY.model_copy(update={"festival": DAY.festival.model_copy(update=fields)})


WRONG = {
    "a room": with_session(room="cellar"),
    "a new room": with_session(moved=MOVED),
    "a track": with_session(track="cellar"),
    "a speaker": with_session(speakers=("x",)),
    "a host": with_session(organisations=("x",)),
    "a project": with_session(projects=("x",)),
    "a room's project": DAY.model_copy(update={"rooms": (*DAY.rooms, room("loft", project="x"))}),
    "a station's track": DAY.model_copy(update={"stations": (station(track="x"),)}),
    "a station's host": DAY.model_copy(update={"stations": (station(host="x"),)}),
    "a station's project": DAY.model_copy(update={"stations": (station(project="x"),)}),
    "an announcement's room": DAY.model_copy(update={"announcements": (NEWS,)}),
    "a project's organisation": DAY.model_copy(update={"projects": (PROJECT,)}),
    "a person's organisation": DAY.model_copy(update={"people": (PERSON,)}),
    "a room on the map": DAY.model_copy(update={"maps": (of("room"),)}),
    "a station on the map": DAY.model_copy(update={"maps": (of("station"),)}),
    "a time zone": with_festival(timezone="Europe/Nowhere"),
    "a time zone that is a path": with_festival(timezone="../../etc/passwd"),
    "no time zone": with_festival(timezone=""),
    "a workshop": with_festival(workshop="x"),
    "an id twice": DAY.model_copy(update={"sessions": DAY.sessions * 2}),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_names_something_that_is_nowhere_is_found(wrong: Schedule) -> None:
    assert dangling(wrong) is not None


@pytest.mark.parametrize(
    "right", [DAY, with_festival(workshop="music"), DAY.model_copy(update={"maps": (of("toilet"),)})]
)
def test_what_holds_together_is_not_complained_about(right: Schedule) -> None:
    assert dangling(right) is None


def test_only_what_is_asked_about_is_looked_at() -> None:
    wrong = WRONG["a speaker"]
    assert dangling_in(wrong, wrong.rooms) is None
    assert dangling_in(wrong, wrong.sessions) == "a session names x, which is nowhere"
    assert isinstance(wrong.sessions[0], Session)
