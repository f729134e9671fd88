"""Batches: collected from previews, checked, ordered, kept on disk, published whole or not at all."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.conftest import NOW, Rig, desk_on, local, make_schedule
from festival.client.organising import Holder
from festival.desk.drafts import Draft, key_for, moved_edit
from festival.desk.messages import TakeIn
from festival.desk.shelf import Shelf
from festival.desk.state import Notice
from festival.desk.widgets.split import Split
from festival.schedule import edits
from festival.schedule.cursor import Cursor

MOVE = edits.MoveSession(session="choir", start=local("17:30"))
GONE = edits.CancelSession(session="gone")
LATER = edits.DelayRoom(room="hansaplatz", minutes=15)
PLAN = Draft("plan-b", "Plan B [b]Regen[/b]", (MOVE, LATER))


def line(rig: Rig, text: str) -> str:
    return " ".join(next(one for one in rig.text.splitlines() if text in one).split())


async def opened(rig: Rig) -> None:
    await rig.press("8")
    await rig.until(lambda: "…" not in rig.text)


async def test_an_edit_goes_from_its_preview_into_the_batch_and_nowhere_else() -> None:
    async with desk_on() as rig:
        await rig.press("plus", "1", "b")
        await rig.shows("In the batch Plan B: 1 so far.")
        assert rig.sent == []
        (draft,) = rig.state.drafts
        (edit,) = draft.edits
    assert isinstance(edit, edits.DelayRoom)
    assert (edit.minutes, edit.reason["en"]) == (5, "Rain")


async def test_it_goes_into_the_batch_that_is_worked_on() -> None:
    other = Draft("other", "Other", (MOVE,))
    async with desk_on(drafts=(PLAN, other)) as rig:
        await opened(rig)
        await rig.press("g", "home", "enter", "1", "plus", "b")
        await rig.until(lambda: len(rig.state.drafts[0].edits) == 3)
        assert rig.state.drafts[1] == other


async def test_a_host_collects_nothing() -> None:
    async with desk_on(holder=Holder("Hans", "host", "hansaplatz", None)) as rig:
        await rig.press("plus")
        await rig.shows("Publish")
        assert "Into the batch" not in rig.text
        await rig.press("b")
        assert rig.state.drafts == ()


async def test_each_edit_and_the_whole_say_whether_they_fit() -> None:
    async with desk_on(drafts=(PLAN,)) as rig:
        await opened(rig)
        assert line(rig, "2 edits") == "2 edits · ✓ all of it fits"
        assert line(rig, "Choir").startswith("1 ✓ Move to 17:30 · Choir")
        assert line(rig, "15 min") == "2 ✓ +15 min · Hansaplatz, from now on"


async def test_an_edit_that_applies_no_more_is_marked_and_stays() -> None:
    async with desk_on(drafts=(Draft("b", "B", (GONE, MOVE)),)) as rig:
        await opened(rig)
        assert line(rig, "2 edits") == "2 edits · ✕ 1 edit does not fit any more"
        assert line(rig, "does not fit any more: There") == (
            "does not fit any more: There is no session gone: check its id"
        )
        assert rig.state.drafts[0].edits == (GONE, MOVE)


async def test_it_is_looked_at_again_when_the_day_changes() -> None:
    cancel = edits.CancelSession(session="choir")
    async with desk_on(drafts=(Draft("b", "B", (cancel,)),)) as rig:
        await opened(rig)
        assert line(rig, "1 edit") == "1 edit · ✓ all of it fits"
        rig.hub.make(cancel, "Ben")
        await rig.shows("✕ 1 edit does not fit any more")
        assert rig.state.drafts[0].edits == (cancel,)


async def test_what_would_begin_earlier_is_said() -> None:
    early = edits.MoveSession(session="choir", start=local("15:00"))
    async with desk_on(drafts=(Draft("b", "B", (early,)),)) as rig:
        await opened(rig)
        assert line(rig, "1 edit") == "1 edit · ✓ all of it fits · ▲ something would begin earlier"


async def test_it_is_published_as_one_change_after_two_questions() -> None:
    async with desk_on(drafts=(PLAN,)) as rig:
        await opened(rig)
        await rig.press("p")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Really?")
        assert rig.sent == []
        await rig.press("enter")
        await rig.until(lambda: rig.state.schedule.revision == 1)
    assert rig.sent == [edits.Batch(name=PLAN.name, edits=PLAN.edits)]


async def test_what_was_published_says_so_and_is_published_again_only_after_a_question(
    tmp_path: Path,
) -> None:
    draft = Draft("plan-b", "Plan B", (edits.DelaySession(session="choir", minutes=5),))
    Shelf(tmp_path).put(draft)
    async with desk_on(shelf=Shelf(tmp_path)) as rig:
        await rig.until(lambda: rig.state.drafts != ())
        await opened(rig)
        await rig.press("p", "enter", "enter")
        await rig.shows("◷ Published as revision 1 already")
        await rig.until(lambda: [one.published for one in shelved(tmp_path)] == [Cursor("e1", 1)])
        await rig.press("p")
        await rig.shows("Publish all of it once more")
        await rig.press("enter")
        assert (rig.app.is_asking, len(rig.sent)) == (False, 1)
        await rig.press("p", "down", "enter")
        await rig.shows("Seen at")
        await rig.press("enter", "enter")
        await rig.shows("◷ Published as revision 2 already")
        assert len(rig.sent) == 2
        assert rig.state.schedule.session_by_id["choir"].live.delay_min == 10


async def test_what_was_published_at_a_rehearsal_is_not_published_here() -> None:
    rehearsed = Draft("plan-b", "Plan B", (MOVE,), published=Cursor("rehearsal", 7))
    async with desk_on(drafts=(rehearsed,)) as rig:
        await opened(rig)
        assert line(rig, "1 edit") == "1 edit · ✓ all of it fits"
        assert "already" not in rig.text
        await rig.press("p")
        await rig.shows("Seen at")


async def test_what_is_published_is_marked_in_the_list_of_batches() -> None:
    both = (Draft("a", "A", (MOVE,), published=Cursor("e1", 18)), Draft("b", "B", (LATER,)))
    async with desk_on(drafts=both) as rig:
        await opened(rig)
        await rig.press("g")
        await rig.shows("Which batch?")
        assert line(rig, "revision 18") == "│ A Published as revision 18 already │"


async def test_it_is_not_published_with_an_edit_that_does_not_fit() -> None:
    async with desk_on(drafts=(Draft("b", "B", (MOVE, GONE)),)) as rig:
        await opened(rig)
        await rig.press("p", "enter", "enter")
        assert line(rig, "Edit 2 of B") == (
            "│ Edit 2 of B (cancel_session): There is no session gone: check its id │"
        )
        assert rig.sent == []


async def test_the_order_is_changed_and_the_cursor_goes_along() -> None:
    async with desk_on(drafts=(PLAN,)) as rig:
        await opened(rig)
        await rig.press("right_square_bracket")
        await rig.until(lambda: rig.state.drafts[0].edits == (LATER, MOVE))
        assert rig.app.screen.query_one(Split).cards.cursor_key == "1"
        await rig.press("left_square_bracket")
        await rig.until(lambda: rig.state.drafts[0].edits == (MOVE, LATER))
        assert rig.app.screen.query_one(Split).cards.cursor_key == "0"


def test_an_edit_cannot_be_moved_out_of_the_batch() -> None:
    assert moved_edit(PLAN, 0, -1) is PLAN
    assert moved_edit(PLAN, 1, 1) is PLAN


async def test_an_edit_is_removed() -> None:
    async with desk_on(drafts=(PLAN,)) as rig:
        await opened(rig)
        await rig.press("down", "d")
        await rig.until(lambda: len(rig.state.drafts[0].edits) == 1)
        assert rig.state.drafts[0].edits == (MOVE,)


async def test_it_is_renamed_and_a_name_is_needed() -> None:
    async with desk_on(drafts=(PLAN,)) as rig:
        await opened(rig)
        await rig.press("e", "ctrl+u", "backspace", "enter")
        await rig.shows("Type a name.")
        await rig.type("Storm")
        await rig.press("enter")
        await rig.shows("Batch · Storm")
        assert (rig.state.drafts[0].name, rig.state.drafts[0].key) == ("Storm", "plan-b")


async def test_a_new_one_is_worked_on_at_once() -> None:
    async with desk_on(drafts=(PLAN,)) as rig:
        await opened(rig)
        await rig.press("n")
        await rig.type("Storm")
        await rig.press("enter")
        await rig.shows("There is no edit in Storm yet.")
        assert [one.key for one in rig.state.drafts] == ["plan-b", "storm"]


async def test_it_is_thrown_away_only_after_a_question(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(PLAN)
    async with desk_on(shelf=shelf) as rig:
        await rig.until(lambda: rig.state.drafts != ())
        await opened(rig)
        await rig.press("D", "enter")
        assert [one.key for one in rig.state.drafts] == ["plan-b"]
        await rig.press("D", "down", "enter")
        await rig.shows("No batch is being prepared.")
        await rig.until(lambda: not list(tmp_path.iterdir()))
        assert rig.state.drafts == ()


async def test_batches_outlive_the_desk_with_what_applies_no_more(tmp_path: Path) -> None:
    draft = Draft("plan-b", "Plan B", (GONE, MOVE), {"de": "Regen"})
    Shelf(tmp_path).put(draft)
    async with desk_on(shelf=Shelf(tmp_path)) as rig:
        await rig.until(lambda: rig.state.drafts != ())
        await rig.press("plus", "b")
        await rig.until(lambda: len(rig.state.drafts[0].edits) == 3)
        await rig.until(lambda: len(shelved(tmp_path)[0].edits) == 3)
    async with desk_on(shelf=Shelf(tmp_path)) as rig:
        await rig.until(lambda: rig.state.drafts != ())
        (again,) = rig.state.drafts
    assert (again.name, again.reason, again.edits[:2]) == ("Plan B", {"de": "Regen"}, (GONE, MOVE))


def shelved(folder: Path) -> tuple[Draft, ...]:
    schedule = make_schedule()
    return Shelf(folder).drafts(schedule, schedule.festival.days[0].date)[0]


async def test_a_file_that_cannot_be_read_is_named_and_hides_no_other(tmp_path: Path) -> None:
    Shelf(tmp_path).put(PLAN)
    (tmp_path / "bad.toml").write_text("name = ")
    async with desk_on(shelf=Shelf(tmp_path)) as rig:
        await rig.shows("bad.toml:1")
        assert [one.key for one in rig.state.drafts] == ["plan-b"]


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with desk_on(shelf=Shelf(tmp_path / "file")) as rig:
        await rig.press("plus", "b")
        await rig.shows("The batch is not on disk and ends with this desk")
        assert len(rig.state.drafts) == 1


async def test_a_file_that_somebody_wrote_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        'name = "Storm"\n[[edit]]\nkind = "move_session"\nsession = "choir"\nstart = "17:30"\n'
    )
    async with desk_on("batch") as rig:
        await rig.press("l")
        await rig.type(str(tmp_path / "none.toml").replace("_", "-"))
        await rig.press("enter")
        await rig.until(lambda: rig.state.notice is not None and rig.state.notice.role == "stop")
        rig.app.post_message(TakeIn(str(tmp_path / "plan.toml")))
        await rig.shows("Taken in: Storm")
        assert [(one.name, one.edits) for one in rig.state.drafts] == [("Storm", (MOVE,))]


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Plan B Regen!", (), "plan-b-regen"),
        ("Plan B", ("plan-b",), "plan-b-2"),
        ("雨", (), "batch"),
        ("../../etc/passwd", (), "etc-passwd"),
        ("x" * 90, (), "x" * 40),
    ],
)
def test_a_key_is_a_plain_word(name: str, taken: tuple[str, ...], key: str) -> None:
    assert key_for(name, taken) == key


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_german_fits(size: tuple[int, int]) -> None:
    late = edits.Announce(text={"de": "Regen"}, expires=NOW + timedelta(hours=1))
    async with desk_on(drafts=(Draft("b", "Regen", (MOVE, late)),), size=size, language="de") as rig:
        await opened(rig)
        assert line(rig, "2 Änderungen") == "2 Änderungen · ✓ alles passt"


async def test_a_file_that_is_not_there_is_said_so_in_words(tmp_path: Path) -> None:
    async with desk_on("batch") as rig:
        rig.app.post_message(TakeIn(str(tmp_path / "none.toml")))
        await rig.until(lambda: rig.state.notice is not None)
        said = f"{tmp_path / 'none.toml'} cannot be read: No such file or directory"
        assert rig.state.notice == Notice(said, "stop")
