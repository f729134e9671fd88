"""Calendars as a subscriber meets them: she subscribes, the day changes, her program asks again."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from festival.formats.calendar import MEDIA_TYPE, bound
from festival.formats.dates import Dates
from festival.hub.calendars import Calendars
from festival.schedule.codes import code_for
from festival.schedule.model import Day, Schedule, Session
from formats.readers import Readers, Seen, dates, three_readers
from hub.memory_store import MemoryStore
from hub.rig import Served, programme, running
from schedule.examples import MIDNIGHT, at

BAND, CHOIR, EXTRA = (code_for("session", name) for name in ("band", "choir", "extra"))
STAGE, HALL = (code_for("room", name) for name in ("stage", "hall"))
TOMORROW = (MIDNIGHT + timedelta(days=1)).date()
SUBSCRIBED = {
    "session": f"/T/{BAND}.ics",
    "stage": f"/S/{STAGE}.ics",
    "hall": f"/S/{HALL}.ics",
    "today": f"/day/{MIDNIGHT.date()}.ics",
    "tomorrow": f"/day/{TOMORROW}.ics",
    "track": "/track/music.ics",
    "picks": f"/A/{BAND}{EXTRA}{CHOIR}.ics",
    "all": "/all.ics",
    "choir": f"/T/{CHOIR}.ics",
}


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    with three_readers(tmp_path_factory.mktemp("ical-js")) as found:
        yield found


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(
        tmp_path, MemoryStore(), clock=lambda: at("13:00"), base_url="https://fest.example"
    ) as one:
        yield one


class Subscriber:
    """A calendar program that asks for one address again and again."""

    def __init__(self, served: Served, path: str, readers: Readers) -> None:
        self._served = served
        self._path = path
        self._readers = readers
        self._etag = ""
        self.dates: dict[str, tuple[Seen, bytes]] = {}
        """By the session's id: what three programs read, and the bytes that they read it from."""

    async def refresh(self) -> bool:
        """Ask for what is new; return whether there was anything."""
        answer = await self._served.http.get(f"{self._path}?l=en", headers={"if-none-match": self._etag})
        if answer.status_code == 304:
            return False
        assert answer.status_code == 200
        self._etag = answer.headers["etag"]
        seen = self._readers.read(answer.content)
        written = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", answer.content, re.DOTALL)
        self.dates = {one.uid.partition("@")[0]: (one, data) for one, data in zip(seen, written, strict=True)}
        return True


class Audience:
    """Subscribers to everything that may tell of the band."""

    def __init__(self, served: Served, readers: Readers, clock: list[datetime]) -> None:
        self._served = served
        self._readers = readers
        self._clock = clock
        self._known: dict[str, tuple[Seen, bytes]] = {}
        self.all = {name: Subscriber(served, path, readers) for name, path in SUBSCRIBED.items()}

    async def publish(self, kind: str, **edit: Any) -> None:
        """Make an edit, a minute after the last."""
        self._clock[0] += timedelta(minutes=1)
        answer = await self._served.edit(self._served.token(), {"kind": kind, **edit})
        assert answer.status_code == 201, answer.text

    async def news(self) -> tuple[set[str], str]:
        """Return whose session's date is another one than before, and in which calendars there was news of it.

        What all of them owe to the standard is asserted here: a date is the same bytes in each of them, and those that
        nothing happened to still are; what is new bears a higher number and the time at which it was made.
        """
        heard = {name for name, one in self.all.items() if await one.refresh()}
        everywhere = [date for one in self.all.values() for date in one.dates.items()]
        found = dict(everywhere)
        assert [date for date in everywhere if found[date[0]] != date[1]] == []
        changed = {name for name, date in found.items() if self._known.get(name) != date}
        for name in changed & self._known.keys():
            old, new = self._known[name][0], found[name][0]
            assert new.uid == old.uid
            assert new.sequence > old.sequence
            assert new.stamp == new.modified == self._clock[0]
        self._known |= found
        return changed, " ".join(name for name in self.all if name in heard)

    async def subscribe(self, name: str, path: str) -> Subscriber:
        """Follow one more calendar."""
        self.all[name] = Subscriber(self._served, path, self._readers)
        assert await self.all[name].refresh()
        return self.all[name]

    def seen(self, name: str) -> Seen:
        """Return what the three programs make of a session's date."""
        return self._known[name][0]

    def date(self, name: str = "band") -> tuple[datetime, datetime, str, str, str, str]:
        """Return what a person sees first: start, end, title, place, status, and the first line of the description."""
        one = self.seen(name)
        return one.start, one.end, one.summary, one.location, one.status, one.description.partition("\n")[0]

    async def page(self, name: str = "band") -> str:
        """Return the page that the date of a session leads to."""
        address = urlsplit(self.seen(name).url)
        assert (address.scheme, address.netloc) == ("https", "fest.example")
        answer = await self._served.http.get(address.path, headers={"accept-language": "en"})
        return answer.text


def two_days() -> Schedule:
    first = programme()
    tomorrow = Day(date=TOMORROW, start=at("33:00"), end=at("48:00"))
    festival = first.festival.model_copy(update={"days": (*first.festival.days, tomorrow)})
    return first.model_copy(update={"festival": festival})


@pytest.fixture
async def audience(tmp_path: Path, readers: Readers) -> AsyncIterator[Audience]:
    clock = [at("13:00")]
    async with running(
        tmp_path, MemoryStore(), two_days(), clock=lambda: clock[0], base_url="https://fest.example"
    ) as served:
        one = Audience(served, readers, clock)
        await one.news()
        assert one.date() == PLANNED
        yield one


PLANNED = (
    at("15:00"),
    at("16:00"),
    "band",
    "stage",
    "CONFIRMED",
    "Sample entry, made up for this rehearsal.",
)


async def test_a_delay(audience: Audience) -> None:
    await audience.publish("delay_session", session="band", minutes=15, reason={"en": "Rain"})
    assert await audience.news() == ({"band"}, "session stage today track picks all")
    assert audience.date() == (
        at("15:15"), at("16:15"), "15 min later: band", "stage", "CONFIRMED",
        "15 min later (instead of 15:00) – Rain",
    )  # fmt: skip
    assert re.search(r"15:15–16:15.*15:00.*15 min later.*Rain", await audience.page(), re.DOTALL)
    assert await audience.news() == (set(), "")
    await audience.publish("undo", change=1, earlier=True)
    assert await audience.news() == ({"band"}, "session stage today track picks all")
    assert audience.date() == PLANNED


async def test_a_delay_that_runs_on_in_its_room(audience: Audience) -> None:
    await audience.publish("delay_room", room="stage", minutes=45, from_time=at("15:00").isoformat())
    assert await audience.news() == ({"band", "choir"}, "session stage today track picks all choir")
    assert [audience.date(name)[:3] for name in ("band", "choir")] == [
        (at("15:45"), at("16:45"), "45 min later: band"),
        (at("16:45"), at("17:15"), "15 min later: choir"),
    ]


async def test_a_move_to_another_stage_and_time(audience: Audience) -> None:
    await audience.publish("move_session", session="band", room="hall", start=at("17:00").isoformat())
    assert await audience.news() == ({"band"}, "session stage hall today track picks all")
    assert audience.date() == (
        at("17:00"), at("18:00"), "Moved: band", "hall", "CONFIRMED", "Moved (instead of 15:00 stage)",
    )  # fmt: skip
    assert re.search(r"17:00–18:00.*hall.*Moved.*instead of 15:00", await audience.page(), re.DOTALL)
    await audience.publish("undo", change=1, earlier=True)
    # The hall's calendar has it no more: there a program takes away what vanished.
    assert await audience.news() == ({"band"}, "session stage hall today track picks all")
    assert (audience.date(), "band" in audience.all["hall"].dates) == (PLANNED, False)


async def test_a_move_to_another_day(audience: Audience) -> None:
    await audience.publish("move_session", session="band", start=at("39:00").isoformat())
    assert await audience.news() == ({"band"}, "session stage today tomorrow track picks all")
    assert audience.date() == (
        at("39:00"), at("40:00"), "Moved: band", "stage", "CONFIRMED",
        "Moved (instead of Fri 27 May 15:00 stage)",
    )  # fmt: skip
    assert re.search(r"Saturday 28 May.*15:00–16:00.*Fri 27 May 15:00", await audience.page(), re.DOTALL)


async def test_a_cancellation(audience: Audience) -> None:
    await audience.publish("cancel_session", session="band", reason={"en": "Storm"})
    assert await audience.news() == ({"band"}, "session stage today track picks all")
    assert audience.date() == (
        at("15:00"), at("16:00"), "Cancelled: band", "stage", "CANCELLED", "Cancelled – Storm",
    )  # fmt: skip
    assert audience.seen("band").transparent == "TRANSPARENT"  # it takes nobody's time any more
    assert re.search(r"<s>15:00–16:00</s>.*Cancelled.*Storm", await audience.page(), re.DOTALL)
    await audience.publish("reopen_session", session="band")
    assert await audience.news() == ({"band"}, "session stage today track picks all")
    assert (audience.date(), audience.seen("band").transparent) == (PLANNED, "OPAQUE")


async def test_a_session_that_is_added_and_withdrawn(audience: Audience) -> None:
    extra = programme().session_by_id["talk"].model_copy(update={"id": "extra"}).model_dump(mode="json")
    del extra["live"]
    await audience.publish("add_session", session=extra)
    assert await audience.news() == ({"extra"}, "hall today track picks all")
    extra_too = await audience.subscribe("extra", f"/T/{EXTRA}.ics")
    await audience.publish("undo", change=1, earlier=True, reason={"en": "A mistake"})
    # Who asked for it by name is told. All others had a list, in which it is no more.
    assert await audience.news() == ({"extra"}, "hall today track picks all extra")
    assert [name for name, one in audience.all.items() if "extra" in one.dates] == ["picks", "extra"]
    assert audience.date("extra")[2:] == ("Cancelled: talk", "hall", "CANCELLED", "Cancelled – A mistake")
    assert extra_too.dates["extra"] == audience.all["picks"].dates["extra"]
    assert "was taken from the programme" in await audience.page("extra")


async def test_what_is_corrected(audience: Audience) -> None:
    await audience.publish("correct_text", thing="session", id="choir", field="title", text={"und": "Chor"})
    assert await audience.news() == ({"choir"}, "stage today track picks all choir")
    assert audience.date("choir")[2] == "Chor"
    await audience.publish("correct_text", thing="room", id="hall", field="name", text={"und": "Große Halle"})
    assert await audience.news() == ({"talk", "panel"}, "hall today track all")
    assert audience.date("panel")[3] == "Große Halle"


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_page_offers_every_calendar_to_be_taken_and_to_be_followed(
    served: Served, language: str
) -> None:
    every = ["/all", f"/day/{MIDNIGHT.date()}", "/track/music"]
    offered = {
        "/A": every,
        f"/A/{BAND}{CHOIR}": [f"/A/{BAND}{CHOIR}", *every],
        f"/T/{BAND}": [f"/T/{BAND}"],
        f"/S/{STAGE}": [f"/S/{STAGE}"],
    }
    answers = [await served.http.get(f"{page}?l={language}") for page in offered]
    taken = [re.findall(r'href="(/[^"]+\.ics[^"]*)"', one.text) for one in answers]
    followed = [re.findall(r'href="webcal://fest\.example([^"]+)"', one.text) for one in answers]
    assert taken == followed
    assert taken == [[f"{path}.ics?l={language}" for path in paths] for paths in offered.values()]
    found = [await served.http.get(address) for addresses in taken for address in addresses]
    assert {(one.status_code, one.headers["content-type"]) for one in found} == {(200, MEDIA_TYPE)}


async def test_a_hub_that_starts_again_goes_on_counting_and_has_no_news(tmp_path: Path) -> None:
    found, etags = [], set()
    for hour in ("13:00", "14:00"):
        async with running(tmp_path, clock=lambda: at(hour)) as served:  # noqa: B023 - it ends with the turn
            found.append(await band(served))
            await delayed(served)
            found.append(await band(served))
            etags.add((await served.http.get(f"/T/{CHOIR}.ics")).headers["etag"])
    assert len(etags) == 1
    assert found[1] == found[2]
    midnight = datetime(2022, 5, 27, tzinfo=UTC)
    assert [(one["sequence"], one["dtstamp"].dt) for one in found] == [
        (0, midnight), (1, at("13:00")), (1, at("13:00")), (2, at("14:00")),
    ]  # fmt: skip


async def band(served: Served) -> Any:
    (date,) = dates((await served.http.get(f"/T/{BAND}.ics")).content)
    return date


async def delayed(served: Served) -> None:
    assert (await served.edit(served.token())).status_code == 201


async def test_picks_are_in_any_case_and_what_there_is_not_is_left_out(served: Served) -> None:
    answer = await served.http.get(f"/a/{CHOIR.lower()}ZZZZZ{BAND}{BAND}12.ics?l=en")
    assert [str(one["summary"]) for one in dates(answer.content)] == ["band", "choir"]
    assert Calendar.from_ical(answer.content)["source"] == f"https://fest.example/A/{BAND}{CHOIR}.ics?l=en"


async def test_it_is_sent_as_a_calendar_with_a_name(served: Served) -> None:
    answer = await served.http.get(f"/T/{BAND}.ics", headers={"accept-encoding": "gzip"})
    plain = await served.http.get(f"/T/{BAND}.ics", headers={"accept-encoding": "identity"})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == f'inline; filename="day-{BAND}.ics"'
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == plain.content
    assert answer.headers["etag"] != plain.headers["etag"]
    assert int((await served.http.head(f"/T/{BAND}.ics")).headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path", ["/T/ZZZZZ.ics", "/T/band.ics", "/S/ZZZZZ.ics", "/day/2022-05-28.ics", "/day/x.ics",
             "/track/none.ics", "/A/ZZZZZ.ics", "/A/%00.ics", "/track/%0d%0aset-cookie:x.ics", "/T/..ics"],
)  # fmt: skip
async def test_there_is_no_such_calendar(served: Served, path: str) -> None:
    answer = await served.http.get(path)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:festival:problem:not-found")


async def test_an_unknown_language_is_the_festivals_first(served: Served) -> None:
    assert (
        await served.edit(served.token(), {"kind": "cancel_session", "session": "band"})
    ).status_code == 201
    answers = [await served.http.get(f"/T/{BAND}.ics{query}") for query in ("", "?l=xx", "?l=de", "?l=en")]
    titles = [str(dates(one.content)[0]["summary"]) for one in answers]
    assert titles == ["Entfällt: band", "Entfällt: band", "Entfällt: band", "Cancelled: band"]


async def test_of_calendars_that_nobody_else_has_only_some_are_kept(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festival.hub.calendars.KEPT", 2)
    made: list[str] = []

    def counted(*parts: Any, name: str, **options: Any) -> bytes:
        made.append(name.rpartition(" ")[2])
        return bound(*parts, name=name, **options)

    monkeypatch.setattr("festival.hub.calendars.bound", counted)
    for name in ("band", "choir", "band", "panel", "panel", "band", "choir"):
        assert (await served.http.get(f"/T/{code_for('session', name)}.ics")).status_code == 200
    assert made == ["band", "choir", "panel", "band", "choir"]


async def test_nobody_waits_for_the_largest_calendar_to_be_written(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festival.hub.calendars.SLICE", 1)
    may, written = threading.Event(), list[str]()
    date = Calendars._date

    def slow(calendars: Calendars, session: Session, dates: Dates) -> bytes:
        assert may.wait(20)
        written.append(session.id)
        return date(calendars, session, dates)

    monkeypatch.setattr(Calendars, "_date", slow)
    asked = [asyncio.create_task(served.http.get(path)) for path in ("/all.ics", f"/T/{BAND}.ics")]
    mistyped = await served.http.get("/T/00000", headers={"accept": "text/html"})
    assert (mistyped.status_code, written) == (404, [])
    may.set()
    assert [(await one).status_code for one in asked] == [200, 200]
    assert sorted(written) == ["band", "band", "choir", "opening", "panel", "talk"]
    assert written[-1] == "choir"  # of the large one
