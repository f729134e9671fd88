"""Each mistake in a file gives exactly one problem, at its file, line and key, that says what to do."""

from pathlib import Path

import pytest

from festival.programme import Problem, check
from programme.conftest import Write

SESSION_CASES = [
    # what is replaced, by what, line, key, message
    ('"u-stage"', '"u-stag"', 3, "session.opening.room", "unknown room 'u-stag'; did you mean 'u-stage'?"),
    ('"talks"', '"walks"', 4, "session.opening.track", "unknown track 'walks'; did you mean 'talks'?"),
    ('kind = "talk"', 'kind = "talkk"', 5, "session.opening.kind", "'talkk' is none of talk, panel, workshop, pitch, tour, music, dance, show, family, sport, ceremony, stream, meet, break; did you mean 'talk'?"),
    ('kind = "talk"\n', "", 1, "session.opening.kind", "is missing"),
    ('"opening"', '"Opening!"', 2, "session.Opening!.id", "'Opening!' must be lower-case letters, digits and single hyphens"),
    ('id = "opening"\n', "", 1, "session[0].id", "is missing"),
    ('"opening"', "7", 2, "session[0].id", "must be a text in quotes"),
    ('"12:30"', '"11:30"', 10, "session.opening.end", "ends before it starts"),
    ('"12:30"', '"00:30"', 10, "session.opening.end", "ends before it starts; for after midnight write 24:30"),
    ('"12:30"', '"30:00"', 10, "session.opening.end", "there is no time 30:00; hours run to 29:59 (24:30 is half past midnight)"),
    ('"12:30"', '"half past"', 10, "session.opening.end", "'half past' is not a time; write it like 14:20"),
    ('"12:30"', "[]", 10, "session.opening.end", "[] is not a time; write it like 14:20"),
    ('end = "12:30"\n', "", 1, "session.opening.end", "is missing"),
    ('end = "12:30"', "minutes = 0", 10, "session.opening.minutes", "0 is not a number of minutes from 1 to 1440"),
    ('end = "12:30"', 'end = "12:30"\nminutes = 30', 11, "session.opening.minutes", "give either end or minutes, not both"),
    ('"2022-05-27"', '"2022-02-30"', 8, "session.opening.day", "there is no day 2022-02-30"),
    ('"2022-05-27"', '"27.5."', 8, "session.opening.day", "'27.5.' is not a day; write it like 2022-05-27"),
    ('"2022-05-27"', "9999-12-31", 8, "session.opening.day", "the year 9999 is not between 1970 and 2199"),
    ('"12:00"', '"2022-03-27T02:30"', 9, "session.opening.start", "02:30 does not exist on 2022-03-27: the clocks go forward in Europe/Berlin"),
    ('"12:00"', '"2022-05-27T12:00+99:00"', 9, "session.opening.start", "there is no offset +99:00"),
    ("sample = true", "", 1, "session.opening", 'where does it come from? Give source = "..." or sample = true'),
    ("sample = true", 'source = "S1"', 11, "session.opening.source", "unknown source 'S1'; give a key of [festival.sources] or an https address"),
    ("sample = true", 'sample = true\nsource = "S0"', 11, "session.opening.sample", "give either source or sample = true, not both"),
    ("sample = true", 'sample = "maybe"', 11, "session.opening.sample", "must be true or false"),
    ("sample = true", "sample = true\ncapasity = 3", 12, "session.opening.capasity", "unknown key; did you mean 'capacity'?"),
    ("sample = true", "sample = true\ncapacity = 0", 12, "session.opening.capacity", "should be greater than or equal to 1, not 0"),
    ("sample = true", "sample = true\nlive.cancelled = true", 12, "session.opening.live", "what happens on the day is no part of the programme; use [[edit]]"),
    ("sample = true", 'sample = true\nspeakers = [\n  "ada",\n  "adda",\n]', 14, "session.opening.speakers[1]", "unknown person 'adda'; did you mean 'ada'?"),
    ("sample = true", 'sample = true\nspeakers = "ada"', 12, "session.opening.speakers", 'must be a list: ["..."]'),
    ("sample = true", 'sample = true\norganisations = ["city"]', 12, "session.opening.organisations[0]", "unknown organisation 'city'"),
    ("sample = true", 'sample = true\nprojects = ["nix"]', 12, "session.opening.projects[0]", "unknown project 'nix'; did you mean 'nox'?"),
    ("sample = true", "sample = true\nspeakers = [" + '"ada",' * 1_001 + "]", 12, "session.opening.speakers", "1001 items, at most 1000"),
    ("sample = true", 'sample = true\nlanguages = ["german!"]', 12, "session.opening.languages[0]", "'german!' must be a language like de or en (BCP 47)"),
    ('title.de = "Eröffnung"', f'title.de = "{"x" * 201}"', 6, "session.opening.title.de", "201 characters, at most 200; shorten it"),
    ('title.de = "Eröffnung"', f'title.de = "{"x" * 9000}"', 6, "session.opening.title.de", "9000 characters, at most 200; shorten it"),
    ('title.de = "Eröffnung"', f'abstract = "{"x" * 4001}"', 6, "session.opening.abstract", "4001 characters, at most 4000; shorten it"),
    ('title.de = "Eröffnung"\ntitle.en = "Opening"', 'title = ""', 6, "session.opening.title", "is empty"),
    ('title.de = "Eröffnung"\ntitle.en = "Opening"', "title = 3", 6, "session.opening.title", 'must be a text, or one for each language: title.de = "..."'),
    ('title.de = "Eröffnung"', 'title.de.x = "Eröffnung"', 6, "session.opening.title.de", "must be a text in quotes"),
    ('title.de = "Eröffnung"', 'title."DE!" = "Eröffnung"', 6, "session.opening.title.DE!", "'DE!' must be a language like de or en (BCP 47)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key", "message"), SESSION_CASES)
def test_mistake_in_a_session_is_named(
    write: Write, session: str, old: str, new: str, line: int, key: str, message: str
) -> None:
    folder = write(session.replace(old, new, 1))
    assert check(folder).errors == (Problem("x.toml", line, key, message),)


ENTRY_CASES = [
    ('[[sesion]]\nid = "a"', 1, "sesion", "unknown table; did you mean 'session'?"),
    ('[session]\nid = "a"', 1, "session", "write [[session]], with double brackets, once for each"),
    ("session = 3", 1, "session", "write [[session]], with double brackets, once for each"),
    ('\n[festival]\nid = "g"\nname = "G"\ntimezone = "Europe/Berlin"\nlanguages = ["de"]\nurl = "https://g.example/"\n[[festival.day]]\ndate = "2022-05-27"\nstart = "1:00"\nend = "2:00"', 2, "festival", "[festival] is already in base.toml:1; remove one"),
    ('[[room]]\nid = "hall"\nkind = "room"\nname = "H"\nsample = true\ncode = "00000"', 2, "room.hall.id", "'hall' is already used in base.toml:23; choose another"),
    ('[[room]]\nid = "s"\nkind = "stage"\nname = "S"\nsample = true', 1, "room.s", 'a stage needs a page behind its QR code: project = "..."; or it is a kind = "room"'),
    ('[[room]]\nid = "s"\nkind = "room"\nname = "S"\nsample = true\nproject = "n"', 6, "room.s.project", "unknown project 'n'"),
    ('[[room]]\nid = "s"\nkind = "room"\nname = "S"\nsample = true\ncode = "ILOU!"', 6, "room.s.code", "'ILOU!' must be five of 0-9 and A-Z without I, L, O and U"),
    ('[[track]]\nid = "t"\nname = "T"\ncolor = "red"', 4, "track.t.color", "'red' must be a colour like #5b6b7b"),
    ('[[person]]\nid = "p"\nname = "P"\nsample = true\norganisation = "o"', 5, "person.p.organisation", "unknown organisation 'o'"),
    ('[[project]]\nid = "p"\nname = "P"\nsample = true\norganisation = "o"', 5, "project.p.organisation", "unknown organisation 'o'"),
    ('[[project]]\nid = "p"\nname = "P"\nsample = true\nurl = "http://p.example/"', 5, "project.p.url", "'http://p.example/' must be an address that starts with https://, in ASCII"),
    ('[[project]]\nid = "p"\nname = "P"\nsample = true\n[[project.facts]]\ntext = "T"\nsource = "S9"', 7, "project.p.facts[0].source", "unknown source 'S9'; give a key of [festival.sources] or an https address"),
    ('[[station]]\nid = "s"\ntrack = "talks"\nname = "S"\nsample = true\nopen = []', 6, "station.s.open", "needs at least one entry"),
    ('[[station]]\nid = "s"\ntrack = "talks"\nname = "S"\nsample = true\nopen = [\n"2022-05-27 10:00-11:00",\n"12:00-13:00"]', 8, "station.s.open[1]", "'12:00' needs a day: write day = \"2022-05-27\", or the day before the time"),
    ('[[station]]\nid = "s"\ntrack = "talks"\nname = "S"\nsample = true\nday = 2022-05-27\nopen = ["22:00-01:00"]', 7, "station.s.open[0]", "'22:00-01:00' ends before it starts; for after midnight write 25:00"),
    ('[[station]]\nid = "s"\ntrack = "talks"\nname = "S"\nsample = true\nopen = ["all day"]', 6, "station.s.open[0]", "'all day' is not a span of time; write it like 12:00-14:00 or 2022-05-27 12:00-14:00"),
    ('[[station]]\nid = "s"\ntrack = "talks"\nname = "S"\nsample = true\nhost = "h"\nopen = ["2022-05-27 10:00-11:00"]', 6, "station.s.host", "unknown organisation 'h'"),
    ('[[announcement]]\nid = "a"\nseverity = "info"\ntext = "T"\nrooms = ["hal"]\nday = 2022-05-27\nat = 10:00:00\nexpires = "11:00"', 5, "announcement.a.rooms[0]", "unknown room 'hal'; did you mean 'hall'?"),
    ('[[announcement]]\nid = "a"\nseverity = "info"\ntext = "T"\nday = 2022-05-27\nat = "10:00"\nexpires = "9:00"', 7, "announcement.a.expires", "ends before it starts"),
    ('[[map]]\nname = "M"\nwidth = 10\nheight = 10\nsample = true\n[[map.pin]]\nid = "hall"\nkind = "room"\nx = 1\ny = 1\n[[map.pin]]\nid = "hal"\nkind = "room"\nx = 1\ny = 1', 12, "map[0].pin[1].id", "unknown room 'hal'; did you mean 'hall'?"),
    ('[[map]]\nname = "M"\nwidth = 10\nheight = 10\nsample = true\n[[map.pin]]\nid = "wc"\nkind = "toilet"\nx = 1\ny = 1\n[[map.pin]]\nid = "wc"\nkind = "toilet"\nx = 1\ny = 1', 12, "map[0].pin[1].id", "'wc' is already used in x.toml:1; choose another"),
    ('[[map]]\nname = "M"\nwidth = 10\nheight = 10\nsample = true\n[[map.kiosk]]\nid = "k1"\nx = 1\ny = 1\nbearing_deg = 0', 7, "map[0].kiosk[0].id", "'k1' must be at most eight capital letters and digits"),
    ('[[map]]\nname = "M"\nwidth = inf\nheight = 10\nsample = true', 3, "map[0].width", "inf is not a number of metres"),
    ("defaults = 3", 1, "defaults", "write [defaults.session], with the kind of entry"),
    ("[defaults.sesion]\nday = 1", 1, "defaults.sesion", "there are no defaults for it; did you mean 'session'?"),
    ('[defaults.session]\nrum = "hall"', 2, "defaults.session.rum", "unknown key; did you mean 'room'?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "key", "message"), ENTRY_CASES)
def test_mistake_in_an_entry_is_named(write: Write, text: str, line: int, key: str, message: str) -> None:
    assert check(write(text)).errors == (Problem("x.toml", line, key, message),)


SYNTAX_CASES = [
    ("a = ", 1, "not TOML at the end of the file: invalid value"),
    ('a = 1\nb = "x', 2, "not TOML at the end of the file: unterminated string"),
    (
        "a = 1\nb = 'x'y\nc = 2",
        2,
        "not TOML in column 8: expected newline or end of document after a statement",
    ),
    ("a = 1\na = 2", 2, "not TOML at the end of the file: cannot overwrite a value"),
    ("a = " + "[" * 50_000, 0, "arrays or tables nested too deep; flatten them"),
    ("\na" + ".a" * 50_000 + " = 1", 2, "a key of more than 20 parts; shorten it"),
]


@pytest.mark.parametrize(("text", "line", "message"), SYNTAX_CASES)
def test_broken_file_is_named_by_line(write: Write, text: str, line: int, message: str) -> None:
    assert check(write(text)).errors == (Problem("x.toml", line, "", message),)


SLIPS = [
    ("start = 23:00", 'put a time in quotes: "14:20"'),
    ("day = 27.05.2022", 'write a day like "2022-05-27"'),
    ("title = “Opening”", 'use straight quotes: "..."'),
    ("title = Opening", 'put a text in quotes: "..."'),
    ('title = "Opening', "the quote at the end of the line is missing"),
    ("highlight = True", "write true or false"),
    ("highlight = yes", "write true or false"),
    ("title: 'Opening'", "write key = value, with an equals sign"),
    ("größe = 3", "write keys in plain letters, as in the example"),
    ("[session]", "write [[...]], with double brackets, once for each"),
    ("title = 'a'b", ""),
]


@pytest.mark.parametrize(("line", "advice"), SLIPS)
def test_a_slip_in_toml_is_told_with_what_to_write(
    write: Write, session: str, line: str, advice: str
) -> None:
    (problem,) = check(write(f"{session}{line}\nsample = true\n")).errors
    assert (problem.line, problem.message.partition("; ")[2]) == (12, advice)


def test_a_list_of_which_all_is_wrong_is_not_called_empty(write: Write) -> None:
    folder = write("")
    base = folder / "base.toml"
    base.write_text(base.read_text(encoding="utf-8").replace("26:00", "30:00"), encoding="utf-8")
    (problem,) = check(folder).errors
    assert (problem.line, problem.key) == (12, "festival.day[0].end")


def test_a_rehearsal_of_another_year_is_warned_of(write: Write) -> None:
    edit = '[[edit]]\nat = "{}-05-27T11:00"\nby = "A"\nkind = "delay_room"\nroom = "hall"\nminutes = 5\n'
    assert check(write(edit.format(2022))).warnings == ()
    (problem,) = check(write(edit.format(2021))).warnings
    assert (problem.line, problem.key) == (2, "edit[0].at")
    assert problem.message == "not inside any day of the festival, so nobody will see it: change its time"


def test_number_of_thousands_of_digits_is_a_problem(write: Write) -> None:
    (problem,) = check(write("a = " + "9" * 5_000)).errors
    assert problem.message.startswith("a value cannot be read: ")


def test_all_mistakes_of_all_files_are_told_at_once(write: Write, session: str) -> None:
    folder = write(session.replace('"talks"', '"walks"').replace('"12:30"', '"11:30"'))
    (folder / "y.toml").write_text('[[track]]\nid = "Z"\nname = "Z"')
    assert [(found.file, found.line) for found in check(folder).errors] == [
        ("x.toml", 4),
        ("x.toml", 10),
        ("y.toml", 2),
    ]


def test_a_broken_file_makes_no_reference_unknown(write: Write, session: str) -> None:
    folder = write(session)
    (folder / "base.toml").write_text("[festival")
    assert [found.file for found in check(folder).errors] == ["base.toml"]


def test_mistake_in_defaults_is_told_once(write: Write, session: str) -> None:
    entry = session.replace('room = "u-stage"\n', "")
    text = '[defaults.session]\nroom = "u-stag"\n' + entry + entry.replace('"opening"', '"closing"')
    expected = Problem("x.toml", 2, "defaults.session.room", "unknown room 'u-stag'; did you mean 'u-stage'?")
    assert check(write(text)).errors == (expected,)


def test_unknown_time_zone_is_named(write: Write) -> None:
    folder = write("")
    base = folder / "base.toml"
    base.write_text(
        base.read_text(encoding="utf-8").replace("Europe/Berlin", "Europe/Berln"), encoding="utf-8"
    )
    message = "unknown time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?"
    assert check(folder).errors == (Problem("base.toml", 4, "festival.timezone", message),)


@pytest.mark.parametrize("name", ["../../etc/passwd", "Europe", "/etc/passwd"])
def test_time_zone_that_is_a_path_is_unknown(write: Write, name: str) -> None:
    folder = write("")
    base = folder / "base.toml"
    base.write_text(base.read_text(encoding="utf-8").replace("Europe/Berlin", name), encoding="utf-8")
    (problem,) = check(folder).errors
    assert (problem.line, problem.key) == (4, "festival.timezone")


def test_folder_without_festival_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[track]]\nid = "t"\nname = "T"')
    message = "no [festival] in any file; it names the event, its days and its time zone"
    assert check(tmp_path).errors == (Problem("", 0, "", message),)


def test_festival_twice_in_brackets_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[festival]]\nid = "t"')
    message = "write [festival], once and with single brackets"
    assert Problem("a.toml", 1, "festival", message) in check(tmp_path).errors


WARNING_CASES = [
    ("Eröffnung", "Er\\u001böff\\u202enung", 6, "session.opening.title.de", "2 characters that are not shown were removed"),
    ("Opening", "Open\\u200bing", 7, "session.opening.title.en", "1 character that is not shown was removed"),
    ('title.de = "Eröffnung"\n', "", 6, "session.opening.title", "title of session opening has no text in de: translate it"),
    ('"12:30"', '"26:30"', 9, "session.opening.start", "session opening is not inside any day of the festival: change its time or the day"),
    ('"12:00"', '"2021-10-31T02:30"', 9, "session.opening.start", "this local time comes twice, because the clocks go back; the first is taken"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key", "message"), WARNING_CASES)
def test_doubt_is_a_warning_at_its_line(
    write: Write, session: str, old: str, new: str, line: int, key: str, message: str
) -> None:
    report = check(write(session.replace(old, new, 1)))
    assert report.errors == ()
    assert Problem("x.toml", line, key, message) in report.warnings


def test_overlap_in_a_room_is_a_warning_at_the_later_session(write: Write, session: str) -> None:
    later = (
        session.replace('"opening"', '"second"').replace('"12:00"', '"12:20"').replace('"12:30"', '"13:00"')
    )
    message = "session second starts 10 minutes before session opening ends, both in room u-stage: change a time or a room"
    assert check(write(session + later)).warnings == (Problem("x.toml", 20, "session.second.start", message),)


def test_more_mistakes_than_anybody_reads_are_counted(write: Write) -> None:
    report = check(write("[[track]]\n" * 1_500))
    assert len(report.errors) == 1_001
    assert report.errors[-1].message == "1000 errors or more; mend these first"


def test_more_entries_than_any_festival_has_are_one_problem(write: Write) -> None:
    (problem,) = check(write("[[track]]\n" * 50_001)).errors
    assert problem.message == "50007 entries, at most 50000"
