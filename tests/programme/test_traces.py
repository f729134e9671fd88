"""Days to rehearse: an undo by name, edits in a file of their own, and the festivals made up from numbers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from festival.programme import bundled, check, load, load_rehearsal
from festival.programme.traces import ABOUT, open_trace
from festival.schedule.conflicts import find_conflicts
from festival.schedule.digests import digest
from festival.schedule.edits import Announce, Undo, Withdraw
from festival.schedule.errors import ProgrammeError
from festival.schedule.rehearsal import Rehearsal

LATE = datetime(2100, 1, 1, tzinfo=UTC)
CANCEL = (
    '[[edit]]\nat = "2022-05-27T{}"\nby = "A"\nkind = "cancel_session"\nsession = "u-brass"\nname = "early"\n'
)
UNDO = '[[edit]]\nat = "2022-05-27T{}"\nby = "A"\nkind = "undo"\nedit = "{}"\n'


@pytest.mark.parametrize("name", ABOUT)
def test_every_bundled_trace_is_played_without_a_refusal(name: str, tmp_path: Path) -> None:
    trace = open_trace(name, bundled(), tmp_path)
    rehearsal = Rehearsal(trace.programme(), trace.edits())
    rehearsal.at(LATE)
    assert rehearsal.refused == []
    assert len(rehearsal.made) == len(trace.edits()) > 40


@pytest.mark.parametrize("name", ["35c3", "36c3"])
def test_a_festival_of_numbers_is_the_same_every_time_fits_and_says_that_it_is_made_up(
    name: str, tmp_path: Path
) -> None:
    one, other = (open_trace(name, bundled(), tmp_path) for _ in range(2))
    assert digest(one.programme()) == digest(other.programme())
    assert one.edits() == other.edits()
    assert list(find_conflicts(one.programme())) == []
    assert all(session.sample for session in one.programme().sessions)
    assert all(set(session.title) == {"und"} for session in one.programme().sessions)
    starts = [session.start for session in one.programme().sessions]
    days = one.programme().festival.days
    assert len(starts) > 900
    assert days[0].start <= min(starts) < max(starts) < days[-1].end


def test_what_is_undone_in_the_bundled_day_is_as_it_was_before() -> None:
    programme, edits = load(bundled()), load_rehearsal(bundled())
    undo_at, undo = next((at, edit) for at, edit in edits if isinstance(edit, Undo))
    rehearsal = Rehearsal(programme, edits)
    cancelled = rehearsal.at(edits[undo.change - 1][0]).session_by_id["hansa-finn-jonas"]
    restored = rehearsal.at(undo_at).session_by_id["hansa-finn-jonas"]
    assert (cancelled.live.cancelled, cancelled.live.delay_min) == (True, 10)
    assert (restored.live.cancelled, restored.live.delay_min) == (False, 10)


def test_a_lost_child_is_announced_without_anything_that_tells_who_it_is() -> None:
    told = [edit for _, edit in load_rehearsal(bundled()) if isinstance(edit, Announce)]
    texts = [edit.text for edit in told if "Kind" in edit.text["de"]]
    assert len(texts) == 2
    telling = (
        "Jahre",
        "years",
        "Junge",
        "Mädchen",
        "boy",
        "girl",
        "heißt",
        "name",
        "trägt",
        "wearing",
        "hair",
    )
    assert [word for text in texts for said in text.values() for word in telling if word in said] == []


def test_edits_of_another_file_are_made_to_the_programme_in_order_of_time(tmp_path: Path) -> None:
    file = tmp_path / "rain.toml"
    file.write_text(UNDO.format("19:00", "early") + CANCEL.format("18:00"))
    trace = open_trace(str(file), bundled(), tmp_path)
    assert [edit.kind for _, edit in trace.edits()] == ["cancel_session", "undo"]
    rehearsal = Rehearsal(trace.programme(), trace.edits())
    assert digest(rehearsal.at(LATE)) == digest(trace.programme())
    assert list(rehearsal.made) == [1, 2]


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        (UNDO.format("18:00", "early") + CANCEL.format("19:00"), 5, "edit[0].edit", "is the name of no edit before this one"),
        (CANCEL.format("18:00") + UNDO.format("19:00", "earli"), 11, "edit[1].edit", "did you mean 'early'?"),
        (CANCEL.format("18:00") * 2, 12, "edit[1].name", "no other edit"),
        (CANCEL.format("noon").replace("u-brass", "u-bras"), 5, "edit[0].session", "did you mean 'u-brass'?"),
        ('[[room]]\nid = "tent"\n', 1, "room.tent", "only [[edit]] belongs here"),
        ("[[edit]]\nat = 3 o'clock\n", 2, "", "not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_of_edits_is_found_at_its_place(
    text: str, line: int, key: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "rain.toml"
    file.write_text(text)
    with pytest.raises(ProgrammeError) as raised:
        open_trace(str(file), bundled(), tmp_path).edits()
    found = [(one.line, one.key) for one in raised.value.problems if said in one.message]
    assert found == [(line, key)]


@pytest.mark.parametrize("name", ["37c3", "3" * 300])
def test_a_trace_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProgrammeError, match="35c3, 36c3"):
        open_trace(name, bundled(), tmp_path)


def test_an_undo_of_an_edit_that_was_refused_is_refused() -> None:
    at, _ = load_rehearsal(bundled())[0]
    nothing = Withdraw(announcement="nothing")
    rehearsal = Rehearsal(load(bundled()), [(at, nothing), (at, Undo(change=1))])
    rehearsal.at(LATE)
    assert rehearsal.refused[1] == (at, "edit 1 of the rehearsal was not made: nothing to undo")


def test_the_bundled_day_has_no_warning() -> None:
    assert check(bundled()).warnings == ()
