"""Calendars as a subscriber meets them: she subscribes, the day changes, her program asks again."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from festival.formats.calendar import bound
from festival.schedule.codes import code_for
from formats.readers import dates
from hub.memory_store import MemoryStore
from hub.rig import Served, programme, running
from schedule.examples import at

BAND = code_for("session", "band")
CHOIR = code_for("session", "choir")
STAGE = code_for("room", "stage")
HALL = code_for("room", "hall")


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(
        tmp_path, MemoryStore(), clock=lambda: at("13:00"), base_url="https://fest.example"
    ) as one:
        yield one


class Subscriber:
    """A calendar program that asks for one address again and again."""

    def __init__(self, served: Served, path: str) -> None:
        self._served = served
        self._path = path
        self._etag = ""
        self.status = 0
        self.events: dict[str, Any] = {}

    async def refresh(self) -> dict[str, Any]:
        """Ask for what is new; return the events by the id of their session."""
        answer = await self._served.http.get(self._path, headers={"if-none-match": self._etag})
        self.status = answer.status_code
        if self.status == 200:
            self._etag = answer.headers["etag"]
            self.events = {str(one["uid"]).partition("@")[0]: one for one in dates(answer.content)}
        return self.events


def seen(event: Any) -> tuple[datetime, datetime, str, str, str]:
    """Return what a person sees first: start, end, title, place, status."""
    texts = (str(event[name]) for name in ("summary", "location", "status"))
    start, end, (summary, location, status) = event.start, event.end, texts
    return start, end, summary, location, status


async def changed(served: Served, kind: str, **edit: Any) -> None:
    answer = await served.edit(served.token(), {"kind": kind, **edit})
    assert answer.status_code == 201


async def test_who_subscribed_sees_a_delay(served: Served) -> None:
    phone = Subscriber(served, f"/T/{BAND}.ics?l=en")
    before = (await phone.refresh())["band"]
    assert seen(before) == (at("15:00"), at("16:00"), "band", "stage", "CONFIRMED")
    await changed(served, "delay_session", session="band", minutes=15, reason={"en": "Rain"})
    after = (await phone.refresh())["band"]
    assert seen(after) == (at("15:15"), at("16:15"), "15 min later: band", "stage", "CONFIRMED")
    assert str(after["description"]).startswith("15 min later (instead of 15:00) – Rain\n\n")
    assert (before["uid"], before["sequence"]) == (after["uid"], 0)
    assert after["sequence"] == 1
    await phone.refresh()
    assert phone.status == 304


async def test_who_subscribed_to_the_old_room_sees_a_move(served: Served) -> None:
    old, new = Subscriber(served, f"/S/{STAGE}.ics?l=de"), Subscriber(served, f"/S/{HALL}.ics?l=de")
    before = (await old.refresh())["band"]
    assert "band" not in await new.refresh()
    await changed(served, "move_session", session="band", room="hall", start=at("17:00").isoformat())
    after = (await old.refresh())["band"]
    assert seen(after) == (at("17:00"), at("18:00"), "Verlegt: band", "hall", "CONFIRMED")
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)
    assert (await new.refresh())["band"] == after


async def test_what_is_cancelled_stays_and_says_so(served: Served) -> None:
    phone = Subscriber(served, "/day/2022-05-27.ics?l=de")
    before = (await phone.refresh())["band"]
    await changed(served, "cancel_session", session="band", reason={"de": "Sturm"})
    after = (await phone.refresh())["band"]
    assert seen(after) == (at("15:00"), at("16:00"), "Entfällt: band", "stage", "CANCELLED")
    assert (after["transp"], str(after["description"]).partition("\n")[0]) == (
        "TRANSPARENT",
        "Entfällt – Sturm",
    )
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)


async def test_an_undo_is_news_too(served: Served) -> None:
    phone = Subscriber(served, "/track/music.ics")
    before = (await phone.refresh())["band"]
    await changed(served, "delay_session", session="band", minutes=15)
    await changed(served, "undo", change=1, earlier=True)
    after = (await phone.refresh())["band"]
    assert seen(after) == seen(before)
    assert (phone.status, before["sequence"], after["sequence"]) == (200, 0, 2)


async def test_what_somebody_else_went_through_is_no_news(served: Served) -> None:
    phone = Subscriber(served, f"/T/{CHOIR}.ics")
    await phone.refresh()
    await changed(served, "cancel_session", session="band")
    await phone.refresh()
    assert phone.status == 304


async def test_only_what_changed_gets_a_higher_number(served: Served) -> None:
    phone = Subscriber(served, "/all.ics")
    await changed(served, "cancel_session", session="choir")
    await changed(served, "extend_session", session="band", minutes=5)
    events = await phone.refresh()
    found = {name: (one["sequence"], one["last-modified"].dt) for name, one in events.items()}
    one_o_clock = at("13:00")
    assert found == {
        "opening": (0, one_o_clock), "talk": (0, one_o_clock), "panel": (0, one_o_clock),
        "choir": (1, one_o_clock), "band": (2, one_o_clock),
    }  # fmt: skip


async def test_a_hub_that_starts_again_goes_on_counting(tmp_path: Path) -> None:
    async with running(tmp_path, clock=lambda: at("13:00")) as served:
        for _ in range(3):
            await changed(served, "delay_session", session="band", minutes=5)
        before = (await Subscriber(served, "/all.ics").refresh())["band"]
    async with running(tmp_path, clock=lambda: at("14:00")) as served:
        again = (await Subscriber(served, "/all.ics").refresh())["band"]
        await changed(served, "delay_session", session="band", minutes=5)
        after = (await Subscriber(served, "/all.ics").refresh())["band"]
    assert again == before
    assert [one["sequence"] for one in (before, again, after)] == [3, 3, 4]


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


async def test_a_withdrawn_session_is_gone_and_its_code_says_so(served: Served) -> None:
    extra = programme().session_by_id["band"].model_copy(update={"id": "extra"}).model_dump(mode="json")
    del extra["live"]
    await changed(served, "add_session", session=extra)
    path = f"/T/{code_for('session', 'extra')}.ics"
    assert (await served.http.get(path)).status_code == 200
    await changed(served, "undo", change=1, earlier=True)
    answer = await served.http.get(path)
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:festival:problem:withdrawn")


async def test_an_unknown_language_is_the_festivals_first(served: Served) -> None:
    await changed(served, "cancel_session", session="band")
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
