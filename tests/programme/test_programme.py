"""Whole programmes: the bundled one, synthetic ones, rehearsals, reports, and any text at all."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import festival.programme
from festival.programme import (
    Problem,
    Report,
    bundled,
    bundled_asset,
    check,
    format_report,
    load,
    load_rehearsal,
)
from festival.schedule.edits import AddSession, DelayRoom
from festival.schedule.errors import ProgrammeError
from fixtures_programme import write_programme
from programme.conftest import Write


def test_bundled_programme_is_without_mistakes() -> None:
    report = check(bundled())
    assert (report.errors, report.exit_code) == ((), 0)


def test_bundled_rehearsal_is_in_order_of_time() -> None:
    instants = [at for at, _ in load_rehearsal(bundled())]
    assert instants == sorted(instants)


def test_bundled_asset_is_beside_the_programme() -> None:
    assert bundled_asset("kiosk/foot.ini") == bundled().parent / "assets" / "kiosk" / "foot.ini"


def test_synthetic_programme_is_without_mistakes(tmp_path: Path) -> None:
    assert (
        check(write_programme(tmp_path, 200)).summary
        == "200 sessions, 4 rooms, 0 stations, 0 projects in 2 files"
    )


def test_name_that_festival_programme_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = festival.programme.nothing


def test_session_of_a_file_is_what_was_written(write: Write, session: str) -> None:
    (found,) = load(write(session)).sessions
    assert found.start == datetime(2022, 5, 27, 10, tzinfo=UTC)
    assert found.end - found.start == timedelta(minutes=30)
    assert (found.title, found.room) == ({"de": "Eröffnung", "en": "Opening"}, "u-stage")


def test_own_source_silences_the_default_sample(write: Write, session: str) -> None:
    text = "[defaults.session]\nsample = true\n" + session.replace("sample = true", 'source = "S0"')
    (found,) = load(write(text)).sessions
    assert (found.source, found.sample) == ("S0", False)


def test_own_end_silences_the_default_minutes(write: Write, session: str) -> None:
    (found,) = load(write("[defaults.session]\nminutes = 5\n" + session)).sessions
    assert found.end - found.start == timedelta(minutes=30)


EDITS = """\
[[edit]]
at = "2022-05-27T14:05"
by = "Stage"
kind = "delay_room"
room = "hall"
minutes = 15
reason = "Rain"
[[edit]]
at = "2022-05-27T13:05"
by = "Desk"
kind = "add_session"
[edit.session]
id = "extra"
room = "hall"
track = "talks"
kind = "talk"
title = "Extra"
start = "15:00"
minutes = 20
sample = true
"""


def test_edits_of_a_rehearsal_come_in_order_of_time(write: Write) -> None:
    (first, added), (second, delay) = load_rehearsal(write(EDITS))
    assert (first, second) == (
        datetime(2022, 5, 27, 11, 5, tzinfo=UTC),
        datetime(2022, 5, 27, 12, 5, tzinfo=UTC),
    )
    assert isinstance(added, AddSession)
    assert added.session.start == datetime(2022, 5, 27, 13, tzinfo=UTC)
    assert delay == DelayRoom(room="hall", minutes=15, reason={"und": "Rain"})


def test_edits_are_no_part_of_the_schedule(write: Write) -> None:
    assert load(write(EDITS)) == load(write(""))


EDIT_CASES = [
    ('"2022-05-27T14:05"', '"14:05"', 2, "edit[0].at", "'14:05' needs a day: write day = \"2022-05-27\", or the day before the time"),
    ('by = "Stage"\n', "", 1, "edit[0].by", 'who makes the edit? Write by = "..."'),
    ('"delay_room"', '"delay_rom"', 4, "edit[0].kind", "'delay_rom' is no kind of edit; did you mean 'delay_room'?"),
    ('"hall"', '"hal"', 5, "edit[0].room", "unknown room 'hal'; did you mean 'hall'?"),
    ("minutes = 15", 'minutes = 15\nfrom_session = "none"', 7, "edit[0].from_session", "unknown session 'none'"),
    ("minutes = 15", "minutes = 5000", 6, "edit[0].minutes", "should be less than or equal to 1440, not 5000"),
    ("minutes = 15", "minuts = 15\nminutes = 1", 6, "edit[0].minuts", "unknown key; did you mean 'minutes'?"),
    ("minutes = 20", "minutes = 0", 19, "edit[1].session.minutes", "0 is not a number of minutes from 1 to 1440"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key", "message"), EDIT_CASES)
def test_mistake_in_an_edit_is_named(
    write: Write, old: str, new: str, line: int, key: str, message: str
) -> None:
    assert check(write(EDITS.replace(old, new, 1))).errors == (Problem("x.toml", line, key, message),)


def test_report_is_one_problem_a_line() -> None:
    report = Report(
        "prog",
        errors=(Problem("a.toml", 3, "session.x.room", "unknown room"), Problem("", 0, "", "no [festival]")),
        warnings=(Problem("b.toml", 0, "", "odd"),),
    )
    assert format_report(report, color=False) == (
        "prog/a.toml:3: error: session.x.room: unknown room\n"
        "prog: error: no [festival]\n"
        "prog/b.toml: warning: odd\n"
        "2 errors, 1 warning"
    )
    assert report.exit_code == 1


def test_report_has_color_only_when_asked() -> None:
    report = Report("prog", warnings=(Problem("b.toml", 1, "k", "odd"),), summary="1 session")
    assert format_report(report, color=True) == (
        "prog/b.toml:1: \x1b[33mwarning\x1b[0m: k: odd\n0 errors, 1 warning: 1 session"
    )
    assert report.exit_code == 0


def test_report_lets_no_control_character_through() -> None:
    hostile = "\x1b]0;x\x07\u202e\udcff"
    report = Report(hostile, errors=(Problem(hostile, 1, hostile, hostile * 500),))
    printed = format_report(report, color=False)
    assert all(char == "\n" or char.isprintable() for char in printed)
    assert len(printed) < 3_000
    printed.encode()


def test_error_text_names_the_first_twenty_mistakes(write: Write) -> None:
    with pytest.raises(ProgrammeError) as raised:
        load(write("[[track]]\n" * 15))
    lines = str(raised.value).splitlines()
    assert lines[0] == f"30 errors in the programme {write('')}:"
    assert lines[1] == "  x.toml:1: track[0].id: is missing"
    assert (len(lines), lines[-1]) == (22, "  and 10 more")


WORDS = st.sampled_from(
    ["[[session]]", "[session]", "[defaults.session]", "[festival]", "[[edit]]", "[[map]]", "[[map.pin]]", "[[festival.day]]",
     "id = ", "title.de = ", "start = ", "end = ", "open = ", "day = ", "at = ", "kind = ", "minutes = ", "source = ", "timezone = ",
     "x = ", "languages = ", '"a"', '"12:00"', "12:00:00", "2022-05-27", "0001-01-01T00:00:00Z", "[", "]", "{", "}", "1", "nan", "-inf",
     "true", "[[]]", "{ de = 1 }", '["12:00-13:00"]', '"delay_room"', '"""', "'''", "#", "\n", "\n", "\n", " ", "\\u202e", "\x1b", "é"],
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60).map(str.encode),
    st.binary(max_size=60),
    st.lists(WORDS, max_size=30).map(lambda words: "".join(words).encode()),
)


@given(st.lists(TEXTS, max_size=3))
def test_any_files_give_a_schedule_or_a_programme_error(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for number, content in enumerate(contents):
        (folder / f"{number}.toml").write_bytes(content)
    report = check(folder)
    assert report.errors
    with pytest.raises(ProgrammeError) as raised:
        load(folder)
    assert raised.value.problems == report.errors
    assert all(problem.message for problem in report.errors)


def test_workshop_is_a_track_that_is_there(write: Write) -> None:
    folder = write("")
    base = folder / "base.toml"
    text = base.read_text(encoding="utf-8")
    base.write_text(text.replace('id = "f"', 'id = "f"\nworkshop = "talk"', 1), encoding="utf-8")
    (problem,) = check(folder).errors
    assert (problem.line, problem.key) == (3, "festival.workshop")
    assert problem.message == "unknown track 'talk'; did you mean 'talks'?"
