"""``festival export site``: what it writes, where it leads, and what it leaves alone."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner, Result

from festival.cli.main import main
from festival.cli.own_files import LIST, OwnFiles
from festival.pages import site
from festival.schedule.codes import code_for
from festival.settings import SettingsError
from fixtures_programme import write_programme
from formats.readers import dates
from hub.rig import running
from schedule.examples import at, session


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FESTIVAL_HOME", str(tmp_path_factory.mktemp("home")))
        yield


def export(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["export", "site", str(folder), *options])


@pytest.fixture(scope="module")
def bundled(home: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("web") / "archive"
    return folder, export(folder, "--at", "2022-05-27T20:00", "--base-url", "https://fest.example/archive")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_programme(tmp_path_factory.mktemp("programme"), 8)


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_bundled_programme_is_written_whole_and_every_link_leads_somewhere(
    bundled: tuple[Path, Result],
) -> None:
    folder, done = bundled
    found = contents(folder)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"{len(found) - 1} files written to {folder}.",
        "All links lead to a file that is there, or to 7 addresses of others, which nobody asked: see outside-links.txt.",
    ]
    assert {*done.stdout.splitlines()} == {str(folder / name) for name in found if name != LIST}


def test_the_list_proves_that_the_folder_is_whole(bundled: tuple[Path, Result]) -> None:
    found = contents(bundled[0])
    listed = found.pop(LIST).decode().splitlines()
    assert listed == [f"{sha256(found[name]).hexdigest()}  {name}" for name in sorted(found)]


@contextmanager
def file_server(folder: Path) -> Iterator[str]:
    """Give the address of what `python -m http.server` is, above `folder`."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_who_follows_every_link_below_a_path_of_a_plain_server_finds_all_and_no_gap(
    small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    address = "https://fest.example/archive"
    assert export(folder, "--programme", str(small), "--base-url", address).exit_code == 0
    kinds: dict[str, str] = {}
    with file_server(tmp_path) as server, httpx.Client(base_url=f"{server}/archive/") as crawler:
        waiting = [""]
        while waiting:
            answer = crawler.get(waiting.pop())
            assert answer.status_code == 200, answer.url
            kinds[str(answer.url)] = answer.headers["content-type"]
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            links = re.findall(r'(?:href|src)="([^"#]+)', answer.text)
            targets = {str(answer.url.join(link)) for link in links}
            waiting += [one for one in targets if one.startswith(server) and one not in {*kinds, *waiting}]
        page = next(folder.glob("T/*/index.html"))
        code = (folder / "qr" / "T" / f"{page.parent.name}.svg").read_text(encoding="utf-8")
        printed = unescape(code.partition("<title>")[2].partition("</title>")[0])
        assert printed == f"HTTPS://FEST.EXAMPLE/archive/T/{page.parent.name}"
        shown = crawler.get(f"{server}{urlsplit(printed).path}", follow_redirects=True)
        assert shown.content == page.read_bytes()
    found = {f"{server}/archive/{name}" for name in contents(folder)}
    by_hand = {"404.html", "robots.txt", "outside-links.txt", LIST}
    unlinked = {name for name in found if name.rpartition("/archive/")[2].startswith("qr/")}
    unlinked |= {f"{server}/archive/{name}" for name in by_hand}
    assert kinds.keys() - {f"{server}/archive/"} == found - unlinked
    endings = {one.rpartition(".")[2].rpartition("/")[2]: kind for one, kind in kinds.items()}
    assert endings == {
        "": "text/html",
        "html": "text/html",
        "ics": "text/calendar",
        "css": "text/css",
        "svg": "image/svg+xml",
    }


def test_the_page_for_what_is_missing_leads_home_from_wherever_it_is_shown(
    bundled: tuple[Path, Result],
) -> None:
    page = (bundled[0] / "404.html").read_text(encoding="utf-8")
    assert '<base href="https://fest.example/archive/">' in page
    assert '<a class="button" href="index.html">Programm</a>' in page


def test_without_a_hub_or_a_time_it_is_the_plan(small: Path, tmp_path: Path) -> None:
    done = export(tmp_path, "--programme", str(small))
    assert (done.exit_code, "made up" in done.stderr) == (0, False)
    assert (tmp_path / "robots.txt").read_text() == "User-agent: *\nDisallow: \n"
    assert "noindex" not in (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    done = export(tmp_path, "--programme", str(small), "--at", "2022-05-27T12:00")
    assert "noindex" in (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_nothing_is_kept_of_a_hub_that_does_not_answer(tmp_path: Path) -> None:
    done = export(tmp_path / "out", "--hub", "http://127.0.0.1:9")
    assert (done.exit_code, (tmp_path / "out").exists()) == (1, False)
    assert "The hub at http://127.0.0.1:9 does not answer" in done.stderr


def test_a_broken_link_is_named_and_ends_with_1(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = site.pages
    monkeypatch.setattr(site, "pages", lambda schedule: (one for one in whole(schedule) if one != "/M"))
    done = export(tmp_path, "--programme", str(small))
    assert done.exit_code == 1
    assert "links are broken:\n" in done.stderr
    assert "  en/index.html: ../en/M/index.html\n" in done.stderr


def test_a_second_export_replaces_its_own_files_and_removes_those_that_are_gone(
    small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    export(folder, "--programme", str(write_programme(tmp_path / "larger", 9)))
    before = contents(folder)
    for name in ("notes.txt", ".festival-part"):
        (folder / name).write_text("mine", encoding="utf-8")
    done = export(folder, "--programme", str(small))
    after = contents(folder)
    gone = before.keys() - after.keys()
    assert done.exit_code == 0
    assert len(gone) == 3  # the calendar in two languages, and the code
    assert (after.pop("notes.txt"), after.pop(".festival-part")) == (b"mine", b"mine")
    assert len(after) == len(before) - 3
    page = next(name for name in gone if name.startswith("en/")).replace(".ics", "/index.html")
    assert (
        f"The entry with the code {page.split('/')[2]} was taken from the programme." in after[page].decode()
    )
    assert export(folder, "--programme", str(small)).exit_code == 0
    assert contents(folder)[page] == after[page]  # for good
    assert [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())] == []


async def test_what_a_hub_had_and_has_no_more_says_so(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    async with running(tmp_path / "hub", clock=lambda: at("13:00")) as hub:
        token, added = hub.token(), session("encore", "18:00", "19:00", title={"und": "Encore"})
        edit = {"kind": "add_session", "session": added.model_dump(mode="json")}
        revision = (await hub.edit(token, edit)).json()["change"]["revision"]
        undo = {"kind": "undo", "change": revision, "reason": {"en": "A mistake"}}
        assert (await hub.edit(token, undo)).status_code == 201
        address = f"http://127.0.0.1:{hub.port}"
        done = await asyncio.to_thread(export, tmp_path / "site", "--hub", address)
    assert done.exit_code == 0, done.stderr
    stem = tmp_path / "site" / "en" / "T" / code_for("session", "encore")
    assert "<s>Encore</s>" in (stem / "index.html").read_text(encoding="utf-8")
    [date] = dates(stem.with_suffix(".ics").read_bytes())
    assert (date["summary"], date["status"]) == ("Cancelled: Encore", "CANCELLED")
    assert date["description"].partition("\n")[0] == "Cancelled – A mistake"


@pytest.mark.parametrize("name", ["index.html", LIST, "all.ics"])
def test_what_somebody_else_wrote_stays_unless_it_is_forced(small: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    done = export(tmp_path, "--programme", str(small))
    assert (done.exit_code, contents(tmp_path)) == (1, {name: b"mine"})
    assert f"{tmp_path / name} was not made by festival export, or was changed since." in done.stderr
    assert export(tmp_path, "--programme", str(small), "--force").exit_code == 0
    assert (tmp_path / name).read_bytes() != b"mine"


def test_a_file_that_was_changed_since_is_somebodys(small: Path, tmp_path: Path) -> None:
    export(tmp_path, "--programme", str(small))
    (tmp_path / "index.html").write_text("mended by hand", encoding="utf-8")
    assert export(tmp_path, "--programme", str(small)).exit_code == 1
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mended by hand"


def test_what_a_run_that_was_cut_off_wrote_is_ours(tmp_path: Path) -> None:
    for text in (b"first", b"second"):
        OwnFiles.open(tmp_path).write("T/8F3KQ/index.html", text)
    own = OwnFiles.open(tmp_path)
    assert own.foreign(["T/8F3KQ/index.html"]) is None
    assert own.finish() == ["T/8F3KQ/index.html"]
    assert ([path.name for path in tmp_path.iterdir()], contents(tmp_path)) == ([LIST], {LIST: b""})


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", ".hidden", "a//x", "a\0"])
def test_no_name_leaves_the_folder(tmp_path: Path, name: str) -> None:
    own = OwnFiles.open(tmp_path / "in")
    with pytest.raises(SettingsError, match="would lie outside"):
        own.write(name, b"x")
    assert [*contents(tmp_path)] == []


@pytest.mark.parametrize("name", ["qr", "en/T", "all.ics/"])
def test_where_nothing_of_ours_can_stand_nothing_is_written(small: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    if name.endswith("/"):
        (tmp_path / name).mkdir()
        said = f"{tmp_path / name} is a folder, and a file has to stand there."
    else:
        (tmp_path / name).write_text("mine", encoding="utf-8")
        said = f"{tmp_path / name} is a file, and a folder has to stand there."
    before = contents(tmp_path)
    done = export(tmp_path, "--programme", str(small), "--force")
    assert (done.exit_code, done.stdout, contents(tmp_path)) == (1, "", before)
    assert done.stderr.startswith(f"Error: {said}")


def test_a_link_to_one_of_our_files_is_somebodys(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    own = OwnFiles.open(folder)
    for name in ("a.html", "b.html"):
        own.write(name, b"ours")
    own.finish()
    for name, target in (("a.html", "b.html"), ("c.html", "../not/there")):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
    own = OwnFiles.open(folder)
    assert [own.foreign([name]) for name in ("a.html", "b.html", "c.html")] == ["a.html", None, "c.html"]
    own.write("d.html", b"new")
    assert (own.finish(), (folder / "a.html").is_symlink()) == (["b.html"], True)


@pytest.mark.parametrize("name", [LIST, "T"])
def test_no_link_leads_what_is_written_elsewhere(small: Path, tmp_path: Path, name: str) -> None:
    folder, elsewhere = tmp_path / "in", tmp_path / "elsewhere"
    (elsewhere / "there").mkdir(parents=True)
    folder.mkdir()
    (folder / name).symlink_to(elsewhere / ("list" if name == LIST else "there"))
    done = export(folder, "--programme", str(small), "--force")
    assert (done.exit_code, done.stdout, contents(elsewhere)) == (1, "", {})
    assert done.stderr.startswith(
        f"Error: {folder / name} is a link: what is written there would go elsewhere."
    )
