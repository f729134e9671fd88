"""``festival print``: which files it writes, where, and what it leaves alone."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner, Result

from festival.cli.main import main
from festival.print import CannotBeSet, PrintExtraMissing, is_ours, typesetting
from fixtures_programme import write_programme
from print.paper import only, pages, reader_at

DEAD = "http://127.0.0.1:9"


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FESTIVAL_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def few_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no fonts but those that the typesetter brings."""
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(root=typesetting._TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
    monkeypatch.setattr(typesetting, "_compiler", lambda: compiler)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["print", *arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def retitle(programme: Path, title: str) -> None:
    """Call the session in the second room otherwise, in German."""
    file = programme / "sessions-0.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Werkstatt 1", title), encoding="utf-8")


def edition(path: Path) -> str:
    """Give what the first page of a poster in German says of its age."""
    text = next(pages(path.read_bytes())).text
    return text[text.index("Fassung ") :].split(" Probelauf")[0].split(" innovation")[0]


def test_the_names_of_the_files_stand_on_stdout(tmp_path: Path) -> None:
    out = tmp_path / "paper"
    done = run("all", "--room", "u-stage", "--paper", "a4", "--out", str(out), "--at", "2022-05-27T12:00")
    names = [
        "poster-u-stage-a4-de.pdf", "run-sheet-u-stage-de.pdf",
        "poster-u-stage-a4-en.pdf", "run-sheet-u-stage-en.pdf",
    ]  # fmt: skip
    assert done.stdout.splitlines() == [str(out / name) for name in names]
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    assert done.stderr == (
        f"4 PDF files written to {out}.\n"
        "The codes lead to the sites of the projects and the festival."
        " With --base-url they lead to our own pages.\n"
    )


def test_a_base_url_and_a_language_are_printed(tmp_path: Path) -> None:
    run("sheets", "--language", "en", "--base-url", "https://fest.example/2022", "--out", str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {
        "day-sheet-2022-05-27-en.pdf",
        "day-sheet-2022-05-28-en.pdf",
    }
    page = next(pages((tmp_path / "day-sheet-2022-05-28-en.pdf").read_bytes()))
    assert page.text.startswith("Saturday 28 May 2022 Workshop, day 2 innovation next door")
    assert [code.text for code in page.codes] == ["HTTPS://FEST.EXAMPLE/2022/"]


def test_only_what_it_made_is_written_over(tmp_path: Path) -> None:
    command = ("posters", "--room", "u-stage", "--language", "de", "--out", str(tmp_path))
    poster = tmp_path / "poster-u-stage-a3-de.pdf"
    poster.write_bytes(b"%PDF-1.7 somebody's own")
    refused = run(*command)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"{poster} was not made by festival print." in refused.stderr
    assert poster.read_bytes() == b"%PDF-1.7 somebody's own"
    assert run(*command, "--force").stdout == f"{poster}\n"
    assert is_ours(poster)


def test_without_a_hub_or_a_time_it_is_the_plan(tmp_path: Path) -> None:
    poster = tmp_path / "poster-u-stage-a3-de.pdf"
    command = ("posters", "--room", "u-stage", "--language", "de", "--out", str(tmp_path))
    run(*command)
    planned = edition(poster)
    assert planned.split(" · ")[1].startswith("Stand: wie geplant")
    assert "Probelauf" not in next(pages(poster.read_bytes())).text
    done = run(*command, "--at", "2022-05-27T17:30")
    assert done.stderr.splitlines()[1] == f"To be replaced where they hang: {poster.name}."
    assert edition(poster).split(" · ")[1] == "Stand der letzten Änderung: Freitag, 27. Mai 2022, 17:25"
    assert edition(poster).split(" · ")[0] != planned.split(" · ")[0]
    assert "Probelauf 2022" in next(pages(poster.read_bytes())).text


def test_nothing_is_printed_of_a_hub_that_does_not_answer(tmp_path: Path) -> None:
    done = run("posters", "--hub", DEAD, "--out", str(tmp_path / "out"))
    assert (done.exit_code, (tmp_path / "out").exists()) == (1, False)
    assert done.stderr == (
        f"Error: The hub at {DEAD} does not answer, and what outlasts the moment has to be what it has now."
        " Nothing was written. Try again when it answers; without --hub (and FESTIVAL_HUB) the plan is taken.\n"
    )


def test_what_still_holds_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(datetime(2022, 3, 1, tzinfo=UTC) + timedelta(days=30 * n) for n in range(3))
    monkeypatch.setattr("festival.cli.newest.system_clock", lambda: next(times))
    programme, out = write_programme(tmp_path / "programme", 2), tmp_path / "out"
    command = ("runsheets", "--programme", str(programme), "--language", "de", "--out", str(out))
    run(*command)
    before = contents(out)
    again = run(*command)
    assert (again.stdout, contents(out)) == ("", before)
    assert again.stderr.startswith(f"0 PDF files written to {out}; 2 of before still say what is so.\n")
    retitle(programme, "Gespräch")
    changed = run(*command)
    after = contents(out)
    assert [name for name in after if after[name] != before[name]] == ["run-sheet-room-1-de.pdf"]
    assert changed.stdout == f"{out / 'run-sheet-room-1-de.pdf'}\n"
    assert changed.stderr.startswith(f"1 PDF file written to {out}; 1 of before still says what is so.\n")


def test_letters_without_a_font_are_boxes_and_are_named(tmp_path: Path, few_fonts: None) -> None:
    programme, out = write_programme(tmp_path / "programme", 2), tmp_path / "out"
    retitle(programme, "Dialog: 对话 ที่ mit Chengdu")
    command = ("runsheets", "--programme", str(programme), "--language", "de", "--out", str(out))
    done = run(*command)
    sheet = out / "run-sheet-room-1-de.pdf"
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, str(sheet))
    assert done.stderr.splitlines()[1] == (
        f"No font on this machine has 对 话 ท ◌ี ◌่: a crossed box stands in their place in {sheet.name}."
        " Install fonts that have them, then print again. On Debian:"
        " apt install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
    )
    assert "Dialog: " in next(pages(sheet.read_bytes())).text
    assert run(*command).stdout == f"{sheet}\n"  # for a font may have come


def test_a_sheet_that_cannot_be_set_is_named() -> None:
    reader = reader_at()
    one = only("posters", reader, "u-stage")
    one.data["accent"] = "no colour"
    with pytest.raises(CannotBeSet, match=r"^poster-u-stage-a4-de\.pdf cannot be set: .*color"):
        typesetting.pdf(one)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cards", "--room", "u-stage"), "There are no cards of one room, only posters and runsheets."),
        (("posters", "--room", "nowhere"), "There is no room 'nowhere'."),
    ],
)
def test_what_there_is_not_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, "--out", str(tmp_path / "o"))
    assert (done.exit_code, said in done.stderr) == (1, True)
    assert not (tmp_path / "o").exists()


def test_without_the_typesetter_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    reader = reader_at()
    with pytest.raises(PrintExtraMissing, match=r"pip install 'festival\[print\]'"):
        typesetting.pdf(only("sheets", reader))
