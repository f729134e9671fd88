"""Warnings: what is wrong, worst first, and the edit that solves it."""

from datetime import UTC, timedelta

import pytest

from desk.conftest import NOW, Rig, desk_on, make_schedule, session
from festival.client.organising import Holder
from festival.desk.view.conflict import field_name, spoken
from festival.desk.view.warnings import advice, chosen
from festival.desk.widgets.split import Split
from festival.locale import locale_for
from festival.schedule import edits
from festival.schedule.conflicts import TEXTS, ConflictKind
from festival.schedule.model import Schedule
from festival.schedule.watchlist import WatchKind
from kiosk.conftest import SESSIONS

BEGUN = session("brass-band", "hansaplatz", "14:00", "14:50", live={"started_at": NOW})


def troubled() -> Schedule:
    """Give a day with an overlap, a fixed start, a curfew, too many people and a session that nobody began."""
    return make_schedule(
        sessions=[
            *SESSIONS[1:],
            session("brass-band", "hansaplatz", "14:00", "14:50"),
            session("debate", "forum", "14:30", "15:30", title={"und": "De[b]ate"}),
            session("broadcast", "hansaplatz", "15:30", "16:00", fixed_start=True),
            session("night", "hansaplatz", "25:00", "26:30"),
            session("crowd", "forum", "18:00", "19:00", capacity=500),
        ]
    )


async def opened(rig: Rig) -> None:
    await rig.until(lambda: rig.state.warnings != ())
    await rig.press("5")


def line(rig: Rig, text: str) -> str:
    return " ".join(next(one for one in rig.text.splitlines() if text in one).split())


async def go_to(rig: Rig, kind: str) -> None:
    """Put the cursor on the first warning of a kind."""
    cards = rig.app.screen.query_one(Split).cards
    cards.go_to(next(key for key in cards.deck.keys if key is not None and key.startswith(kind)))
    await rig.pilot.pause()


async def test_the_worst_is_first_and_all_are_counted() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        assert line(rig, "‼ 2") == "‼ 2 urgent ▲ 3 soon · 1 when there is time"
        assert [one.severity for one in rig.state.warnings] == ["urgent"] * 2 + ["warning"] * 3 + ["info"]
        assert "‼ 6 warnings" in rig.text.splitlines()[1]


async def test_a_warning_says_when_what_and_where() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        assert line(rig, "Choir begins") == "‼ 15:20 Choir begins 10 min before De[b]ate ends (Forum)"


SOLUTIONS = [
    (
        ConflictKind.ROOM_OVERLAP,
        "choir",
        edits.DelayRoom(room="forum", minutes=10, from_session="choir"),
    ),
    (ConflictKind.ROOM_OVERLAP, "broadcast", edits.ExtendSession(session="open-lab", minutes=-10)),
    (WatchKind.PAST_START, "brass-band", edits.StartSession(session="brass-band")),
    (WatchKind.CURFEW, "night", edits.ExtendSession(session="night", minutes=-30)),
]


@pytest.mark.parametrize(("kind", "about", "edit"), SOLUTIONS)
async def test_one_key_proposes_what_solves_it(kind: str, about: str, edit: edits.Edit) -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        key = f"{kind} session {about}"
        await go_to(rig, key)
        await rig.press("z")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: rig.state.schedule.revision == 1)
        await rig.until(
            lambda: all((one.kind, one.things[0].id) != (kind, about) for one in rig.state.warnings)
        )
        assert rig.sent == [edit]


async def test_what_no_edit_solves_proposes_none() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        await go_to(rig, WatchKind.CAPACITY)
        await rig.press("z")
        assert "z Solve" not in rig.text
        assert "Publish" not in rig.text


async def test_the_keys_of_a_session_are_about_the_one_to_be_changed() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        await go_to(rig, WatchKind.CAPACITY)
        await rig.press("plus", "enter")
        await rig.until(lambda: rig.state.schedule.revision == 1)
    assert rig.sent == [edits.DelayRoom(room="forum", minutes=5, from_session="crowd")]


async def test_enter_goes_to_the_session_on_the_board() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        await go_to(rig, WatchKind.CAPACITY)
        await rig.press("enter")
        await rig.until(lambda: rig.app.page is not None and rig.app.page.NAME == "board")
        await rig.until(lambda: rig.state.chosen.session == "crowd")
        page = rig.app.page
        assert page is not None
        assert page.session.id == "crowd"  # type: ignore[attr-defined]


async def test_only_one_severity_is_shown() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        await rig.press("v", "down", "enter")
        await rig.shows("Warnings · urgent")
        assert len(rig.app.screen.query_one(Split).cards.items) == 2
        await rig.press("x")
        assert len(rig.app.screen.query_one(Split).cards.items) == 6


async def test_only_one_room_is_shown() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        await rig.press("h", "end", "enter")
        await rig.shows("Warnings · Forum")
        assert {one.things[0].id for one in rig.app.screen.query_one(Split).cards.items} == {"choir", "crowd"}


async def test_what_is_solved_elsewhere_goes_away_by_itself() -> None:
    async with desk_on(schedule=troubled()) as rig:
        await opened(rig)
        rig.hub.make(edits.CancelSession(session="crowd"), "Ben")
        await rig.until(lambda: len(rig.state.warnings) == 5)
        assert "500 people" not in rig.text


async def test_a_minute_later_it_is_looked_at_again() -> None:
    async with desk_on(schedule=make_schedule(sessions=[SESSIONS[1]])) as rig:
        await rig.press("5")
        assert all(one.kind != WatchKind.PAST_START for one in rig.state.warnings)
        rig.hub.now = NOW + timedelta(minutes=46)
        await rig.shows("Open lab should have begun 6 min ago (Hansaplatz)")
        assert rig.state.warnings[0].kind == WatchKind.PAST_START


async def test_a_good_day_says_so() -> None:
    async with desk_on("warnings", schedule=make_schedule(sessions=[SESSIONS[3]], stations=[])) as rig:
        await rig.shows("Nothing is wrong with the day as it stands.")
        assert rig.state.warnings == ()


@pytest.mark.parametrize("language", ["de", "en"])
async def test_there_is_advice_about_every_kind(language: str) -> None:
    async with desk_on(language=language) as rig:
        said = [advice(rig.state, kind) for kind in (*ConflictKind, *WatchKind)]
    assert all(one.endswith(".") for one in said)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_german_fits(size: tuple[int, int]) -> None:
    async with desk_on(schedule=troubled(), size=size, language="de") as rig:
        await opened(rig)
        assert line(rig, "‼ 2") == "‼ 2 dringend ▲ 3 bald · 1 wenn Zeit ist"
        assert line(rig, "Lösen:").endswith("z Lösen: +10 Min. · Forum, ab Choir")


def test_texts_and_languages_have_the_organisers_names_for_them() -> None:
    locale = locale_for("de", UTC)
    assert field_name(locale, "reason") == "Grund"
    assert spoken(locale, ("en", "de")) == "Englisch, Deutsch"
    assert {
        field for _, _, fields in TEXTS for field in fields if field_name(locale, field) == field
    } == set()


async def test_a_host_sees_the_own_room_first_and_all_on_demand() -> None:
    host = Holder("Hanna", "host", "forum", None)
    async with desk_on("warnings", schedule=troubled(), holder=host) as rig:
        await rig.until(lambda: bool(rig.state.warnings))
        about_forum = chosen(rig.state, severity="", room="forum")
        assert 0 < len(about_forum) < len(rig.state.warnings)
        await rig.shows(f"{len(about_forum)} warning")
        await rig.shows("Warnings · Forum")
        await rig.press("x")
        assert "Warnings · Forum" not in rig.text
