"""A desk on a real hub: what it sends is what everybody else would, and what others do appears by itself."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from client.rig import FAST
from desk.conftest import FakeHub, Rig, Seconds
from festival.client.clock import HubClock
from festival.client.followed import Followed, Freshness
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.clock import clock_from
from festival.desk.app import DeskApp
from festival.desk.dialogs.repeats import Repeats
from festival.desk.hub import HubAt
from festival.desk.state import DeskState
from festival.locale import locale_for
from festival.schedule.access import Role
from hub.rig import Served, programme, running
from schedule.examples import at

NOW = at("14:20")


@asynccontextmanager
async def desk_of(served: Served, *, role: Role = "admin", room: str | None = None) -> AsyncIterator[Rig]:
    """Run a desk that follows a hub on a loopback port."""
    url = f"http://127.0.0.1:{served.port}"
    start = Kept(programme(), "programme")
    clock = HubClock(clock_from(NOW, lambda: 0))
    token = served.token(role, room)

    async def states(last: Followed | None) -> AsyncGenerator[Followed, None]:
        kept = start if last is None else Kept.of(last)
        async for one in follow(url, kept, clock=clock, timings=FAST):
            yield one

    async def where() -> tuple[str, str]:
        return url, token

    state = DeskState(
        schedule=start.schedule,
        now=NOW,
        locale=locale_for("en", start.schedule.festival.zone),
        freshness=Freshness("dated"),
        hub=url,
    )
    seconds = Seconds()
    app = DeskApp(state, clock, HubAt(where, answer_s=5), states, repeats=Repeats(seconds))
    async with app.run_test(size=(80, 24)) as pilot:
        rig = Rig(app, FakeHub(start.schedule), pilot, seconds)
        await rig.until(lambda: rig.state.holder is not None and rig.state.freshness.contact == "live")
        yield rig


async def test_the_desk_and_http_make_the_same_change(tmp_path: Path) -> None:
    for name in ("desk", "http"):
        (tmp_path / name).mkdir()
    clock = clock_from(NOW, lambda: 0)
    edit = {
        "kind": "delay_room",
        "room": "stage",
        "minutes": 5,
        "from_session": "opening",
        "reason": {"de": "Regen", "en": "Rain"},
    }
    async with (
        running(tmp_path / "desk", clock=clock) as one,
        running(tmp_path / "http", clock=clock) as other,
    ):
        await other.edit(other.token(), edit)
        async with desk_of(one) as rig:
            await rig.press("plus", "1", "enter")
            await rig.until(lambda: rig.state.schedule.revision == 1)
            (by_desk,) = rig.state.changes
        answer = await other.http.get(
            "/api/changes", params={"since": f"{other.hub.publisher.cursor.epoch}-0"}
        )
    by_http = answer.json()["changes"][0]
    said = by_desk.model_dump(mode="json", exclude_defaults=True)
    for change in (said, by_http):
        change.pop("by")
        change.pop("digest")
    assert said == by_http


async def test_what_another_does_appears_with_who_did_it(tmp_path: Path) -> None:
    async with running(tmp_path, clock=clock_from(NOW, lambda: 0)) as served, desk_of(served) as rig:
        token = served.tokens.make("editor", now=NOW, label="Ben")[0]
        await served.edit(token, {"kind": "delay_session", "session": "choir", "minutes": 10})
        await rig.shows("Ben: +10 min · choir (revision 1)")
        assert rig.state.changes[0].by == "Ben"


async def test_a_late_edit_is_a_conflict_with_both_values_and_then_made_anew(tmp_path: Path) -> None:
    async with running(tmp_path, clock=clock_from(NOW, lambda: 0)) as served, desk_of(served) as rig:
        await rig.press("down", "plus")
        await rig.shows("Publish")
        await served.edit(served.token("editor"))  # five minutes for the band
        await rig.until(lambda: rig.state.schedule.revision == 1)
        await rig.press("enter")
        await rig.shows("Your edit was not made")
        assert "Now: 15:05–16:05" in rig.text
        assert "Yours: 15:10–16:10" in rig.text
        await rig.press("r")
        await rig.shows("Revision 2")
        assert rig.state.schedule.session_by_id["band"].live.delay_min == 10


async def test_a_host_is_refused_beyond_the_own_room(tmp_path: Path) -> None:
    async with (
        running(tmp_path, clock=clock_from(NOW, lambda: 0)) as served,
        desk_of(served, role="host", room="stage") as rig,
    ):
        assert rig.state.room is not None
        assert rig.state.room.id == "stage"
        await rig.press("right", "plus")
        await rig.shows("Your token is for stage alone: ask an editor.")
        await rig.press("enter")
        assert rig.state.waiting == ()
        await rig.press("escape", "left", "plus", "enter")
        await rig.shows("Revision 1")
