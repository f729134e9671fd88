"""What ``festival token revoke --undo`` counts as the day of a stolen token, and that it gets there."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.editing import festival
from festival.cli import main
from festival.cli.editing import looking, making
from festival.cli.editing.command import Asked
from festival.cli.editing.seen import Seen
from festival.client.editing import Editor
from festival.hub.tokens import TokenFile
from festival.schedule.edits import DelaySession, SetSessionState
from fixtures_programme import write_programme
from hub.rig import running
from schedule.examples import at


@pytest.mark.parametrize("now", ["08:30", "14:20", "27:30"])
async def test_the_day_begins_at_midnight_and_not_with_the_doors(tmp_path: Path, now: str) -> None:
    times: dict[str, datetime] = {"now": at("-1:00")}
    async with running(tmp_path, clock=lambda: times["now"], rate=1.0) as served:
        url, made = f"http://127.0.0.1:{served.port}", served.hub.options.token_clock()
        thief, stolen = served.tokens.make("editor", label="Mallory", now=made)
        admin, _ = served.tokens.make("admin", label="Ada", now=made)
        editor = Editor(url, thief)
        await editor.edit(DelaySession(session="talk", minutes=5), served.hub.publisher.cursor)
        times["now"] = at("08:00")
        await editor.edit(DelaySession(session="band", minutes=5), served.hub.publisher.cursor)
        times["now"] = at(now)
        done = await festival(
            tmp_path,
            *("token", "revoke", stolen.id, "--undo", "--hub", url, "--tokens", str(served.tokens.path)),
            FESTIVAL_TOKEN=admin,
            FESTIVAL_PROGRAMME=str(write_programme(tmp_path / "programme", 1)),
        )
        sessions = served.hub.publisher.schedule.session_by_id
        late = {name: sessions[name].live.delay_min for name in ("talk", "band")}
    assert (done.code, late) == (0, {"talk": 5, "band": 0}), done.err
    assert [one.label for one in TokenFile(served.tokens.path).all()] == ["Ada"]


async def test_who_was_quicker_does_not_keep_the_day_from_being_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = at("14:20")
    async with running(tmp_path, clock=lambda: now, rate=1.0) as served:
        url, made = f"http://127.0.0.1:{served.port}", served.hub.options.token_clock()
        thief, stolen = served.tokens.make("editor", label="Mallory", now=made)
        admin, _ = served.tokens.make("admin", label="Ada", now=made)
        await Editor(url, thief).edit(DelaySession(session="band", minutes=5), served.hub.publisher.cursor)
        others = [SetSessionState(session="band", state=state) for state in ("few", "full")]

        def look(asked: Asked) -> Seen:
            seen = looking.look(asked)
            if others:  # what was seen is not the newest any more
                asyncio.run(Editor(url, admin).edit(others.pop(0), seen.cursor))
            return seen

        monkeypatch.setattr(making, "look", look)
        programme = str(write_programme(tmp_path / "programme", 1))
        env = {"FESTIVAL_TOKEN": admin, "FESTIVAL_PROGRAMME": programme, "FESTIVAL_HOME": str(tmp_path)}
        typed = ["revoke", stolen.id, "--undo", "--hub", url, "--tokens", str(served.tokens.path)]
        done = await asyncio.to_thread(CliRunner(env=env).invoke, main, ["token", *typed])
        live = served.hub.publisher.schedule.session_by_id["band"].live
    assert (done.exit_code, live.delay_min, live.state, others) == (0, 0, "full", []), done.output
