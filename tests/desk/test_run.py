"""One room: what is on, how long it has left, and the keys of a stage host."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.conftest import NOW, Rig, desk_on, live_schedule, local, make_schedule, session
from festival.client.followed import Freshness
from festival.client.organising import Holder
from festival.desk.notes import MOST_LETTERS, Notes
from festival.desk.state import DeskState
from festival.desk.view.countdown import Countdown
from festival.desk.view.course import Cues, course, cues
from festival.desk.view.run import off_min
from festival.locale import locale_for
from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.model import Schedule

HOST = Holder("Hanna", "host", "forum", None)


def after(*made: tuple[str, edits.Edit], schedule: Schedule | None = None) -> Schedule:
    """Give the small festival after edits, each made at a local time."""
    schedule = schedule or live_schedule()
    for time, edit in made:
        schedule = fold(schedule, [apply(schedule, edit, now=local(time), by="Ben")])
    return schedule


def stands(schedule: Schedule, time: str, room: str = "hansaplatz") -> tuple[str | None, ...]:
    """Give what is on, what follows, and with what a delay begins."""
    day = schedule.festival.days[0]
    found = course(cues(schedule, room, day), schedule.room_by_id[room], local(time))
    return tuple(one.id if one else None for one in (found.present, found.following, found.begins_with))


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("13:59", (None, "brass-band", "brass-band")),
        ("14:00", ("brass-band", "open-lab", "brass-band")),  # late to begin: it is what waits
        ("14:10", ("brass-band", "open-lab", "open-lab")),
        ("14:55", ("brass-band", "open-lab", "open-lab")),  # over its time, and nothing else is on
        ("15:00", ("open-lab", "late-show", "open-lab")),
        ("16:00", (None, "late-show", "late-show")),
        ("23:00", (None, None, None)),
    ],
)
def test_the_clock_says_what_is_on(time: str, expected: tuple[str | None, ...]) -> None:
    assert stands(live_schedule(), time) == expected


def test_what_was_said_to_have_begun_is_on_past_the_start_of_the_next() -> None:
    begun = after(("14:00", edits.StartSession(session="brass-band")))
    found = [stands(begun, time) for time in ("14:01", "15:05", "15:19", "15:20")]
    assert found == [
        ("brass-band", "open-lab", "open-lab"),
        ("brass-band", "open-lab", "open-lab"),
        ("brass-band", "open-lab", "open-lab"),
        ("open-lab", "late-show", "late-show"),  # half an hour over: nobody believes that any more
    ]


def test_what_was_said_to_have_ended_is_over_before_its_time() -> None:
    ended = after(("14:30", edits.EndSession(session="brass-band")))
    assert stands(ended, "14:31") == (None, "open-lab", "open-lab")


def test_a_cancelled_session_stays_in_the_list_and_is_never_next() -> None:
    cancelled = after(("14:00", edits.CancelSession(session="open-lab")))
    assert stands(cancelled, "14:20") == ("brass-band", "late-show", "late-show")
    listed = [one.id for one in cues(cancelled, "hansaplatz", cancelled.festival.days[0])]
    assert listed == ["brass-band", "open-lab", "late-show"]


def test_a_session_that_moved_is_listed_where_it_was_and_where_it_is() -> None:
    moved = after(("14:00", edits.MoveSession(session="open-lab", room="forum")))
    day = moved.festival.days[0]
    lists = {room: [one.id for one in cues(moved, room, day)] for room in ("hansaplatz", "forum")}
    assert lists == {
        "hansaplatz": ["brass-band", "open-lab", "late-show"],
        "forum": ["open-lab", "choir", "round-table"],
    }
    assert stands(moved, "14:20") == ("brass-band", "late-show", "late-show")


@pytest.mark.parametrize(
    ("seconds", "stage", "english", "german"),
    [
        (1800, "calm", "30 min left", "noch 30 Min."),
        (301, "calm", "6 min left", "noch 6 Min."),
        (300, "warning", "5 min left", "noch 5 Min."),
        (1, "warning", "1 min left", "noch 1 Min."),
        (0, "danger", "time is up", "Zeit ist um"),
        (-59, "danger", "time is up", "Zeit ist um"),
        (-180, "danger", "3 min over", "3 Min. drüber"),
    ],
)
def test_a_countdown_in_words(seconds: int, stage: str, english: str, german: str) -> None:
    found = Countdown(timedelta(seconds=seconds))
    zone = live_schedule().festival.zone
    assert (found.stage, *(found.words(locale_for(tag, zone)) for tag in ("en", "de"))) == (
        stage,
        english,
        german,
    )


# The page


async def test_three_keys_delay_my_stage_by_five_minutes() -> None:
    keys = ("2", "plus", "enter")
    async with desk_on("board") as rig:
        await rig.press(*keys)
        await rig.shows("Revision 1")
    assert len(keys) == 3
    assert rig.sent == [edits.DelayRoom(room="hansaplatz", minutes=5, from_session="open-lab")]


@pytest.mark.parametrize(
    ("keys", "edit"),
    [
        (("e",), edits.EndSession(session="brass-band")),
        (("asterisk",), edits.DelayRoom(room="hansaplatz", minutes=15, from_session="open-lab")),
        (("full_stop",), edits.DelayRoom(room="hansaplatz", minutes=1, from_session="open-lab")),
        (("l", "7", "enter"), edits.ExtendSession(session="brass-band", minutes=7)),
        (("f", "enter"), edits.SetSessionState(session="brass-band", state="full")),
    ],
)
async def test_a_key_makes_its_edit(keys: tuple[str, ...], edit: edits.Edit) -> None:
    async with desk_on("run") as rig:
        await rig.press(*keys)
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edit]


async def test_what_is_due_starts_by_a_key() -> None:
    ended = after(("14:50", edits.EndSession(session="brass-band")))
    async with desk_on("run", schedule=ended, now=local("15:02")) as rig:
        await rig.press("s")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.StartSession(session="open-lab")]


LATER = ("14:00", edits.DelayRoom(room="hansaplatz", minutes=10, from_session="open-lab"))
LONGER = ("14:01", edits.ExtendSession(session="open-lab", minutes=15))
BEGUN = ("15:10", edits.StartSession(session="open-lab"))


@pytest.mark.parametrize(
    ("made", "minutes", "words"),
    [
        ((LATER,), 10, "· 10 min late"),
        ((LATER, LONGER), 10, "· 10 min late"),
        ((LONGER,), 15, "· ends 15 min late"),
        ((LATER, LONGER, BEGUN), 25, "· ends 25 min late"),
    ],
)
async def test_a_cue_is_as_late_as_it_begins_until_it_has_begun(
    made: tuple[tuple[str, edits.Edit], ...], minutes: int, words: str
) -> None:
    late = after(*made)
    assert off_min(late.session_by_id["open-lab"]) == minutes
    async with desk_on("run", schedule=late, now=local("15:12")) as rig:
        await rig.shows(words)
        line = next(one for one in rig.text.splitlines() if "Open lab" in one and "min" in one)
        assert f"+{minutes} min" in line


async def test_the_list_of_what_can_be_done_to_a_cue_obeys_the_keys_that_it_shows() -> None:
    async with desk_on("run") as rig:
        await rig.press("down", "down", "enter")
        await rig.shows("It takes some minutes longer")
        await rig.press("f")
        await rig.shows("How full is it? Late Show")
        await rig.press("enter", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.SetSessionState(session="late-show", state="full")]


async def test_focus_and_arrows_publish_nothing() -> None:
    async with desk_on("run") as rig:
        await rig.press("down", "up", "tab", "down", "end", "home")
        await rig.shows("Brass Band")
    assert rig.sent == []


async def test_delay_is_taken_back() -> None:
    late = after(("14:00", edits.DelayRoom(room="hansaplatz", minutes=10, from_session="open-lab")))
    async with desk_on("run", schedule=late) as rig:
        await rig.press("minus")
        await rig.shows("Earlier all the same")
        await rig.press("e", "enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.DelayRoom(room="hansaplatz", minutes=-5, from_session="open-lab", earlier=True)]


async def test_a_session_of_the_list_is_changed_by_enter() -> None:
    async with desk_on("run") as rig:
        await rig.press("down", "down", "enter")
        await rig.shows("It takes some minutes longer")
        await rig.press("down", "down", "down", "down", "enter")
        await rig.shows("How full is it? Late Show")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.until(lambda: len(rig.sent) == 1)
    assert rig.sent == [edits.SetSessionState(session="late-show", state="full")]


async def test_a_delay_when_nothing_more_begins_says_so() -> None:
    async with desk_on("run", now=local("23:00")) as rig:
        await rig.press("plus")
        await rig.shows("Nothing more begins here today.")
    assert rig.sent == []


async def test_a_host_has_one_room_and_no_key_for_another() -> None:
    async with desk_on("run", holder=HOST) as rig:
        await rig.shows("Choir")
        keys = rig.text.splitlines()[-2:]
        await rig.press("r")
        assert "Which room?" not in rig.text
    assert not any(" Room" in line for line in keys)


async def test_others_choose_the_room_by_a_key() -> None:
    async with desk_on("run") as rig:
        await rig.press("r", "down", "enter")
        await rig.shows("Choir")
        assert rig.state.chosen.room == "forum"


async def test_a_page_says_planned_and_expected_over_and_under() -> None:
    changed = after(
        ("14:00", edits.DelayRoom(room="hansaplatz", minutes=10, from_session="open-lab")),
        ("14:10", edits.ExtendSession(session="brass-band", minutes=-5)),
        ("14:10", edits.CancelSession(session="late-show")),
    )
    async with desk_on("run", schedule=changed) as rig:
        lines = [line.split() for line in rig.text.splitlines()]
    assert ["▶", "14:00", "14:00–14:45", "Brass", "Band", "−5", "min"] in lines
    assert ["›", "15:00", "15:10–15:50", "Open", "lab", "+10", "min"] in lines
    assert ["✕", "20:00", "Late", "Show", "cancelled"] in lines


async def test_too_little_time_to_change_over_is_said() -> None:
    rooms = [{**one, "changeover_min": 20} for one in make_schedule().model_dump(mode="json")["rooms"]]
    async with desk_on("run", schedule=live_schedule(make_schedule(rooms=rooms))) as rig:
        assert "▲ 10 min to change over, 20 needed" in rig.text


# Notes for the crew


async def write_note(rig: Rig, text: str) -> None:
    await rig.press("n")
    await rig.shows("Note for the crew, Hansaplatz")
    await rig.type(text)
    await rig.press("enter")


async def test_a_note_for_the_crew_stays_on_this_computer(tmp_path: Path) -> None:
    async with desk_on("run", notes_in=Notes(tmp_path)) as rig:
        await write_note(rig, "mic 3 is broken")
        await rig.shows("✎ mic 3 is broken")
        await rig.until(lambda: Notes(tmp_path).all() == {"hansaplatz": "mic 3 is broken"})
    assert rig.sent == []
    assert (tmp_path / "hansaplatz.txt").stat().st_mode & 0o777 == 0o600


async def test_a_note_that_was_left_is_read_and_an_empty_one_thrown_away(tmp_path: Path) -> None:
    Notes(tmp_path).put("hansaplatz", "Mic 3")
    async with desk_on("run", notes_in=Notes(tmp_path)) as rig:
        await rig.shows("✎ Mic 3")
        await rig.press("n", *["backspace"] * 5, "enter")
        await rig.until(lambda: Notes(tmp_path).all() == {})
        assert "✎" not in rig.text


async def test_a_note_that_cannot_be_kept_says_so_and_stays_in_sight(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    async with desk_on("run", notes_in=Notes(in_the_way)) as rig:
        await write_note(rig, "Mic 3")
        await rig.shows("Notes are not on disk and end with this desk")
        assert "✎ Mic 3" in rig.text


def test_what_others_put_into_the_folder_of_notes_is_cleaned_or_left_out(tmp_path: Path) -> None:
    (tmp_path / "forum.txt").write_text("a\x1b[31mb\u202e" + "c" * 1_000)
    (tmp_path / "broken.txt").write_bytes(b"\xff\xfe\xff")
    found = Notes(tmp_path).all()
    assert (list(found), found["forum"][:6], len(found["forum"])) == (["forum"], "a[31mb", MOST_LETTERS)


HOSTILE = "[red]Evil[/] \N{RIGHT-TO-LEFT OVERRIDE}[@click=app.quit]x[/]"


@pytest.mark.parametrize("page", ["run", "stations", "announcements"])
async def test_text_of_other_people_stays_text(page: str) -> None:
    title: dict[str, Any] = {"title": {"und": HOSTILE}}
    content = make_schedule().model_dump(mode="json")
    stations = [{**one, "name": {"und": HOSTILE}} for one in content["stations"]]
    said = {"id": "a", "severity": "info", "text": {"und": HOSTILE}, "at": NOW, "expires": local("18:00")}
    schedule = make_schedule(
        sessions=[session("evil", "hansaplatz", "14:00", "14:50", **title)],
        stations=stations,
        announcements=[said],
    )
    async with desk_on(page, schedule=live_schedule(schedule)) as rig:
        assert "[red]Evil[/] [@click=app.quit]x[/]" in rig.text


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 20)])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_time_left_is_large_and_the_list_is_there(size: tuple[int, int], language: str) -> None:
    async with desk_on("run", size=size, language=language) as rig:
        shown = rig.text
    assert "▶ 14:00" in shown
    assert sum("█" in line or "▌" in line for line in shown.splitlines()) >= 2


def test_the_list_is_sought_once_for_each_schedule() -> None:
    schedule = live_schedule()
    room, kept = schedule.rooms[0], Cues()
    state = DeskState(
        schedule, NOW, locale_for("en", schedule.festival.zone), Freshness("live"), "http://hub.example"
    )
    first = kept.course(state, room).cues
    assert kept.course(state.with_(now=NOW + timedelta(seconds=1)), room).cues is first
    moved = after(("14:00", edits.CancelSession(session="open-lab")))
    assert [one.live.cancelled for one in kept.course(state.with_(schedule=moved), room).cues] == [
        False,
        True,
        False,
    ]
