"""Announcements on the pages: who must know something finds it on whatever page is open."""

from functools import cache

from festival.links import page_path
from festival.pages import site
from festival.pages.making import missing, withdrawn
from festival.pages.things import session_code
from festival.schedule.model import Announcement, Map, Pin, Project, Schedule, Severity
from pages.reading import Document, asked, reader_of, shown, taken_apart
from schedule import examples

CHOIR, TALK = (
    examples.session("choir", "14:00", "15:00"),
    examples.session("talk", "14:00", "15:00", room="hall", projects=("bridge",)),
)
BRIDGE = Project(id="bridge", code="8F3KQ", name={"und": "Bridge"}, summary={"en": "It spans."}, source="x")


def announced(*rooms: str, severity: Severity = "urgent") -> Schedule:
    one = Announcement(
        id="leave",
        severity=severity,
        text={"en": "Please leave."},
        rooms=rooms,
        at=examples.at("13:55"),
        expires=examples.at("18:00"),
    )
    site_plan = Map(
        name={"und": "Plan"}, width=400, height=100, sample=True,
        pins=(Pin(id="hall", kind="room", x=10, y=50), Pin(id="solder", kind="station", x=310, y=50)),
    )  # fmt: skip
    return examples.schedule(
        CHOIR, TALK, examples.station(), announcements=(one,), maps=(site_plan,), projects=(BRIDGE,)
    )


@cache
def pages(*rooms: str, severity: Severity = "urgent") -> dict[str, Document]:
    reader = reader_of(announced(*rooms, severity=severity), examples.at("14:10"), language="en")
    found = {path: shown(reader, path) for path in site.pages(reader.schedule)}
    found["/Q?q=choir"] = shown(reader, "/Q", "choir")
    found["picks of choir"] = shown(reader, f"/A/{session_code(CHOIR)}")
    found["picks of talk"] = shown(reader, f"/A/{session_code(TALK)}")
    found["404"] = taken_apart(missing(reader, "00000"))
    found["410 of talk"] = taken_apart(withdrawn(reader, asked(f"/T/{session_code(TALK)}"), TALK))
    return found


def said_on(found: dict[str, Document]) -> set[str]:
    return {path for path, document in found.items() if document.by_class("notices")}


def test_what_is_said_to_all_stands_on_every_page_and_is_read_out() -> None:
    found = pages()
    assert said_on(found) == found.keys()
    for document in found.values():
        assert document.by_class("notices") == ["■ Urgent · 13:55 Please leave."]
        assert "Urgent: Please leave." in document.attributes("data-says")
        assert "announcements" in document.attributes("id")


def test_what_is_said_to_one_room_stands_wherever_something_of_it_stands() -> None:
    hall = announced().room_by_id["hall"]
    of_hall = {page_path("S", hall.code), page_path("T", session_code(TALK)), page_path("P", BRIDGE.code)}
    everywhere = {"/", "/M", "picks of talk", "410 of talk", "/day/2022-05-27"}
    around = {page_path("H", announced().stations[0].code)}
    assert said_on(pages("hall")) == of_hall | everywhere | around
    assert said_on(pages("hall", severity="info")) == of_hall | everywhere
    for path in (*of_hall, "/", "410 of talk"):
        assert "Urgent: hall: Please leave." in pages("hall")[path].attributes("data-says")
    assert said_on(pages(severity="warning")) == pages().keys()
    assert said_on(pages(severity="info")) == {"/", "/M", "/day/2022-05-27"}


def test_a_danger_looks_unlike_a_warning() -> None:
    urgent, warning = (pages(severity=one)["/"] for one in ("urgent", "warning"))
    classes = [[one for one in page.attributes("class", "li") if "is-" in one] for page in (urgent, warning)]
    assert classes == [["is-stop"], ["is-late"]]
    assert [[*page.attributes("tabindex", "section")] for page in (urgent, warning)] == [["0"], []]
    assert warning.by_class("notices") == ["▲ 13:55 Please leave."]
