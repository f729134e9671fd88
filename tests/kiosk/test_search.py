"""What a search offers, and the page that is typed into by finger, by arrows and by hardware keyboard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot

from festival.kiosk.app import ProgrammeApp
from festival.kiosk.messages import Back, Go
from festival.kiosk.pages.search import Found, SearchPage
from festival.kiosk.state import Filters, State
from festival.kiosk.view.found import MOST, CardPainter, instead, results
from festival.kiosk.view.hit import Card, Leads, Target, card
from festival.kiosk.view.keys import units
from festival.kiosk.view.starts import starts
from festival.kiosk.widgets.keypad import Keypad
from festival.kiosk.widgets.query import Query
from festival.schedule.search import Hit, SearchIndex
from kiosk.conftest import grid, local, make_schedule, make_state, opened, session

KIOSK: dict[str, Any] = {"kiosk_id": "K1"}


def found(state: State, hit: Hit) -> Card:
    one = card(state, hit, Leads(state.schedule))
    assert one is not None
    return one


def many(count: int) -> State:
    """Give a state with `count` sessions whose titles all hold "Walk"."""
    return make_state(
        make_schedule(
            sessions=[session(f"walk-{n}", "forum", "15:00", "16:00") for n in range(count)],
        )
    )


def test_a_session_leads_to_itself_and_says_when_and_where() -> None:
    one = found(make_state(), Hit("session", "choir"))
    assert one.target == Target("session", "choir")
    assert (one.title, one.when[0], one.about) == ("Choir", "15:20", "Forum · Music")


def test_a_station_says_what_it_says_everywhere() -> None:
    early = make_state(now=local("11:00"))
    assert found(early, Hit("station", "robots")).status == ("○ opens 12:00", "*accent")
    assert found(make_state(now=local("18:00")), Hit("station", "robots")).status == ("✕ Closed", "*muted")


def test_a_session_of_another_day_says_the_day() -> None:
    later = {
        **session("far", "forum", "10:00", "11:00"),
        "start": local("10:00", 28),
        "end": local("11:00", 28),
    }
    one = found(make_state(make_schedule(sessions=[later])), Hit("session", "far"))
    assert one.when[0] == "Sat 28 May 10:00"


@pytest.mark.parametrize(
    ("hit", "target", "about"),
    [
        (Hit("station", "print"), Target("station", "print"), "Station"),
        (Hit("project", "lab"), Target("project", "lab"), "No. 9 · Project"),
        (Hit("room", "hansaplatz"), Target("room", "hansaplatz"), "Stage · City centre"),
        (Hit("person", "ada"), Target("session", "open-lab"), "Engineer · Espoo"),
        (Hit("organisation", "espoo"), Target("session", "open-lab"), "City"),
        (Hit("landmark", "water"), Target("map", "water"), "On the map"),
    ],
)
def test_what_a_hit_leads_to(hit: Hit, target: Target, about: str) -> None:
    one = found(make_state(), hit)
    assert (one.target, one.about) == (target, about)


def test_a_person_says_where_the_choice_leads() -> None:
    one = found(make_state(), Hit("person", "ada"))
    assert one.more == [("➜ 15:00 Open lab", "accent")]


def test_a_person_without_sessions_is_only_read() -> None:
    one = found(make_state(make_schedule(sessions=[])), Hit("person", "ben"))
    assert one.target is None
    assert CardPainter().key(one) is None


def test_an_organisation_without_sessions_leads_to_its_station() -> None:
    one = found(make_state(make_schedule(sessions=[])), Hit("organisation", "espoo"))
    assert one.target == Target("station", "robots")


@pytest.mark.parametrize(
    "kind", ["session", "station", "project", "room", "person", "organisation", "landmark"]
)
def test_a_thing_that_is_gone_gives_no_card(kind: Any) -> None:
    state = make_state()
    assert card(state, Hit(kind, "gone"), Leads(state.schedule)) is None


@pytest.mark.parametrize(
    ("count", "rows", "last"), [(MOST, MOST, "Walk"), (MOST + 12, MOST + 1, "and 12 more")]
)
def test_more_hits_than_anybody_reads_are_counted(count: int, rows: int, last: str) -> None:
    state = many(count)
    hits = SearchIndex(state.schedule).search("walk")
    cards = results(state, hits, Leads(state.schedule))
    assert len(cards) == rows
    assert cards[-1].title.startswith(last)


def test_a_miss_offers_three_things() -> None:
    state = make_state()
    offered = instead(state, SearchIndex(state.schedule), "zzz", Leads(state.schedule))
    assert offered[0].title == "Nothing found."
    assert [one.about.split(" · ")[0] for one in offered[1:]] == ["On now", "Next", "Next"]
    assert all(one.target for one in offered[1:])


def test_starts_are_families_of_today_and_no_toilet_that_no_map_knows() -> None:
    cards = starts(make_state())
    assert Target("programme", "", Filters(day=make_state().day.date, audience="families")) in [
        one.target for one in cards
    ]
    assert not any("toilet" in one.title for one in cards)


def test_starts_lead_to_the_pins_that_a_map_knows() -> None:
    pins = [
        {"id": "wc", "kind": "toilet", "x": 1, "y": 1},
        {"id": "aid", "kind": "first_aid", "x": 1, "y": 1},
    ]
    site = {"name": {"und": "Square"}, "width": 9, "height": 9, "pins": pins}
    state = make_state(make_schedule(maps=[site]))
    assert {one.target.subject for one in starts(state) if one.target and one.target.page == "map"} == {
        "wc",
        "aid",
    }


@pytest.mark.parametrize("width", [20, 30, 55, 56, 120])
@pytest.mark.parametrize("large", [False, True])
def test_a_card_is_never_wider_than_its_width(width: int, large: bool) -> None:
    state = make_state()
    painter = CardPainter()
    painter.large = large
    for hit in SearchIndex(state.schedule).search("o"):
        one = found(state, hit)
        rows = painter.rows(one, width)
        assert len(rows) == painter.height(one, width) >= 2
        assert all(sum(len(text) for text, _ in row) <= width for row in rows)


@asynccontextmanager
async def searching(size: tuple[int, int] = (80, 24), **fields: Any) -> AsyncIterator[Pilot[None]]:
    async with opened("search", state=make_state(**fields), size=size) as pilot:
        yield pilot


def query(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(Query).text


def note(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(Query).note


def page_of(pilot: Pilot[None]) -> str | None:
    return getattr(pilot.app.screen, "NAME", None)


def subject_of(pilot: Pilot[None]) -> str | None:
    return getattr(pilot.app.screen, "subject", None)


def app_of(pilot: Pilot[None]) -> ProgrammeApp:
    app = pilot.app
    assert isinstance(app, ProgrammeApp)
    return app


@pytest.mark.parametrize("fields", [{}, KIOSK])
async def test_typing_finds_and_enter_opens(fields: dict[str, Any]) -> None:
    async with searching(**fields) as pilot:
        await pilot.press("c", "h", "o", "i")
        assert (query(pilot), note(pilot)) == ("choi", "1 hit")
        await pilot.press("enter")
        await pilot.pause()
        assert (page_of(pilot), subject_of(pilot)) == ("session", "choir")


async def test_the_way_back_leads_to_what_was_found() -> None:
    async with searching() as pilot:
        await pilot.press(*"choi", "enter")
        await pilot.pause()
        pilot.app.post_message(Back())
        await pilot.pause()
        await pilot.pause()
        assert (page_of(pilot), query(pilot), note(pilot)) == ("search", "choi", "1 hit")


async def test_a_space_is_a_letter() -> None:
    async with searching() as pilot:
        await pilot.press("space", *"open", "space", *"lab")
        assert query(pilot) == "open lab"
        assert "Open lab" in grid(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 80)])
async def test_fingers_alone_find_and_open(size: tuple[int, int]) -> None:
    async with searching(size, **KIOSK) as pilot:
        keypad = pilot.app.screen.query_one(Keypad)
        wide, high = keypad.key_size
        for letter in "CHO":
            row, place = divmod(ord(letter) - ord("A"), 7)
            await pilot.click(Keypad, offset=(place * wide + 1, row * high + 1))
        await pilot.pause()
        assert query(pilot) == "Cho"
        await pilot.click(Found, offset=(4, 0))
        await pilot.pause()
        assert (page_of(pilot), subject_of(pilot)) == ("session", "choir")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_arrows_and_enter_alone_find_and_open(size: tuple[int, int]) -> None:
    async with searching(size, **KIOSK) as pilot:
        await pilot.press("right", "right", "enter", "down", "left", "left", "enter", "left")
        assert query(pilot) == "Ch"
        await pilot.press("enter")
        await pilot.pause()
        assert (page_of(pilot), subject_of(pilot)) == ("session", "choir")


async def test_arrows_lead_back_to_the_keys_and_to_the_row_of_pages() -> None:
    async with searching(**KIOSK) as pilot:
        await pilot.press("left", "right", "enter")
        assert query(pilot) == "A"
        await pilot.press("down", "down", "down", "down", "down")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "nav"


async def test_escape_clears_and_then_goes_back() -> None:
    async with searching() as pilot:
        await pilot.press(*"choir", "escape")
        assert (page_of(pilot), query(pilot)) == ("search", "")
        await pilot.press("escape")
        await pilot.pause()
        assert page_of(pilot) == "now"


async def test_a_held_backspace_clears_but_does_not_leave() -> None:
    async with searching() as pilot:
        await pilot.press(*"ab", *["backspace"] * 5)
        await pilot.pause()
        assert (page_of(pilot), query(pilot)) == ("search", "")


async def test_backspace_goes_back_where_nothing_was_typed() -> None:
    async with searching() as pilot:
        await pilot.press("backspace")
        await pilot.pause()
        assert page_of(pilot) == "now"


async def test_letters_count_wherever_the_focus_is() -> None:
    async with searching(**KIOSK) as pilot:
        await pilot.press("up", "q", "k")
        assert (page_of(pilot), query(pilot)) == ("search", "qk")


@pytest.mark.parametrize("page", ["now", "programme", "workshop", "session", "picks"])
async def test_letters_begin_a_search_on_other_pages(page: str) -> None:
    async with opened(page, "choir" if page == "session" else "") as pilot:
        for letter in "choir":  # a burst, as when somebody pastes or a slow line catches up
            pilot.app.post_message(Key(letter, letter))
        await pilot.pause()
        await pilot.pause()
        assert (page_of(pilot), query(pilot)) == ("search", "choir")
        assert "Choir" in grid(pilot)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert page_of(pilot) == page
        await pilot.press("x")
        await pilot.pause()
        assert (page_of(pilot), query(pilot)) == ("search", "x")


async def test_keys_come_and_go_in_a_persons_own_terminal() -> None:
    async with searching() as pilot:
        assert not pilot.app.screen.query_one(Keypad).display
        await pilot.click("#toggle")
        await pilot.pause()
        assert pilot.app.screen.query_one(Keypad).display
        await pilot.click("#toggle")
        await pilot.pause()
        assert not pilot.app.screen.query_one(Keypad).display


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", [(80, 24), (120, 33), (160, 45), (60, 80)])
async def test_all_keys_are_in_sight_below_an_announcement(size: tuple[int, int], large: bool) -> None:
    alarm = {
        "id": "rain", "severity": "warning", "text": {"und": "Rain is coming, please go inside. " * 5},
        "at": local("14:00"), "expires": local("15:00"),
    }  # fmt: skip
    state = make_state(make_schedule(announcements=[alarm]), large=large, **KIOSK)
    async with opened("search", state=state, size=size) as pilot:
        keypad = pilot.app.screen.query_one(Keypad)
        wide, high = keypad.key_size
        assert keypad.region.size == (wide * units(keypad.caps), high * len(keypad.caps))
        assert pilot.app.screen.query_one("#body").region.contains_region(keypad.region)


async def test_large_text_shows_keys_and_hits_in_turn() -> None:
    async with searching(large=True, **KIOSK) as pilot:
        screen = pilot.app.screen
        await pilot.press("right", "right", "enter")
        assert (screen.query_one(Keypad).display, screen.query_one(Found).display) == (True, False)
        await pilot.click("#toggle")
        await pilot.pause()
        assert (screen.query_one(Keypad).display, screen.query_one(Found).display) == (False, True)
        await pilot.press("h")
        assert query(pilot) == "Ch"
        await pilot.press("enter")
        await pilot.pause()
        assert page_of(pilot) == "session"


async def test_a_hardware_letter_leads_from_the_large_keys_to_the_hits() -> None:
    async with searching(large=True, **KIOSK) as pilot:
        await pilot.press("c", "h")
        assert pilot.app.screen.query_one(Found).has_focus
        assert query(pilot) == "ch"


async def test_the_next_visitor_finds_nothing_typed() -> None:
    async with searching(**KIOSK) as pilot:
        await pilot.press(*"choir")
        page = pilot.app.screen
        assert isinstance(page, SearchPage)
        page.subject = ""
        await pilot.pause()
        assert query(pilot) == ""
        assert "choir" not in grid(pilot).lower()
        assert page.query_one(Keypad).has_focus


async def test_a_start_narrows_the_programme() -> None:
    async with searching() as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert page_of(pilot) == "programme"
        assert app_of(pilot).state.filters.audience == "families"


async def test_a_new_schedule_is_searched_at_once() -> None:
    async with searching() as pilot:
        await pilot.press(*"polka")
        assert note(pilot) == "0 hits"
        sessions = [session("polka", "forum", "15:00", "16:00")]
        app_of(pilot).state = app_of(pilot).state.with_(schedule=make_schedule(sessions=sessions))
        await pilot.pause()
        assert note(pilot) == "1 hit"


async def test_hostile_text_is_only_text() -> None:
    hostile = session("bad", "forum", "15:00", "16:00", title={"und": "[@click=app.quit]polka[/] [/b] [red]"})
    async with opened("search", state=make_state(make_schedule(sessions=[hostile]))) as pilot:
        await pilot.press(*"polka")
        assert "[@click=app.quit]polka[/] [/b] [red]" in grid(pilot)
        await pilot.press("[", "/", "]")
        assert query(pilot) == "polka[/]"


async def test_one_letter_is_painted_in_one_frame() -> None:
    async with searching(**KIOSK) as pilot:
        await pilot.press("c", "h")
        frames: list[str] = []
        screen = pilot.app.screen
        paint = screen._compositor_refresh

        def note_frame() -> None:
            paint()
            frames.append(grid(pilot))

        screen._compositor_refresh = note_frame  # type: ignore[method-assign]
        await pilot.press("o")
        await pilot.pause()
        first = next(frame for frame in frames if "⌕ cho" in frame)
        assert "1 hit" in first
        assert "15:20 Forum" in first


async def test_who_comes_back_finds_what_was_typed_and_who_comes_anew_does_not() -> None:
    async with searching() as pilot:
        await pilot.press(*"choir", "enter")
        await pilot.pause()
        assert page_of(pilot) == "session"
        await pilot.press("escape")
        assert query(pilot) == "choir"
        pilot.app.post_message(Go("now"))
        pilot.app.post_message(Go("search"))
        await pilot.pause()
        assert query(pilot) == ""
