"""``festival print``: which files it writes, where, and what it leaves alone."""

import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from festival.print import PrintExtraMissing, is_ours, pdf, typesetting
from print.paper import only, pages, reader_at


def test_the_names_of_the_files_stand_on_stdout(festival: Run, tmp_path: Path) -> None:
    out = tmp_path / "paper"
    done = festival(
        "print", "all", "--room", "u-stage", "--paper", "a4", "--out", str(out), "--at", "2022-05-27T12:00"
    )
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


def test_a_base_url_and_a_language_are_printed(festival: Run, tmp_path: Path) -> None:
    festival(
        "print",
        "sheets",
        "--language",
        "en",
        "--base-url",
        "https://fest.example",
        "--out",
        str(tmp_path / "o"),
    )
    assert {path.name for path in (tmp_path / "o").iterdir()} == {
        "day-sheet-2022-05-27-en.pdf",
        "day-sheet-2022-05-28-en.pdf",
    }
    page = next(pages((tmp_path / "o" / "day-sheet-2022-05-28-en.pdf").read_bytes()))
    assert page.text.startswith("Saturday 28 May 2022 Workshop, day 2 innovation next door")
    assert [code.text for code in page.codes] == ["HTTPS://FEST.EXAMPLE/"]


def test_only_what_it_made_is_written_over(festival: Run, tmp_path: Path) -> None:
    command = ("print", "posters", "--room", "u-stage", "--language", "de", "--out", str(tmp_path))
    poster = tmp_path / "poster-u-stage-a3-de.pdf"
    poster.write_bytes(b"%PDF-1.7 somebody's own")
    refused = festival(*command)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"{poster} was not made by festival print." in refused.stderr
    assert poster.read_bytes() == b"%PDF-1.7 somebody's own"
    assert festival(*command, "--force").stdout == f"{poster}\n"
    assert is_ours(poster)
    again = festival(*command)
    assert (again.stdout, again.stderr.splitlines()[-2]) == (
        f"{poster}\n",
        f"1 PDF file written to {tmp_path}.",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cards", "--room", "u-stage"), "There are no cards of one room, only posters and runsheets."),
        (("posters", "--room", "nowhere"), "There is no room 'nowhere'."),
    ],
)
def test_what_there_is_not_is_said(
    festival: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = festival("print", *arguments, "--out", str(tmp_path / "o"))
    assert (done.returncode, said in done.stderr) == (1, True)
    assert not (tmp_path / "o").exists()


def test_without_the_typesetter_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    typesetting._compiler.cache_clear()
    reader = reader_at()
    with pytest.raises(PrintExtraMissing, match=r"pip install 'festival\[print\]'"):
        pdf(only("sheets", reader), reader.now)
