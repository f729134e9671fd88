"""The desk as it is started, in a real pty, on a hub in a process of its own."""

from datetime import UTC
from functools import partial
from pathlib import Path

import pytest

from festival.desk.page import page_labels
from festival.locale import locale_for
from live.programs import FESTIVAL, HubProcess, desk
from rig import Terminal
from rig.home import warm


def begins_with(label: str, terminal: Terminal) -> bool:
    return terminal.text().lstrip().startswith(label)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_every_page_opens_by_its_number(tmp_path: Path, hub: HubProcess, size: tuple[int, int]) -> None:
    bodies = []
    with desk(tmp_path / "a", hub, size=size) as one:
        one.wait_for("● live")
        for number, label in enumerate(page_labels(locale_for("en", UTC)).values(), 1):
            one.press(str(number))
            one.wait_for(partial(begins_with, label))
            bodies.append(one.wait_quiet(0.2).text().split("8 Batch")[1])
        one.press("ctrl+q")
        assert one.wait_exit() == 0
    assert len(set(bodies)) == len(bodies) == 8


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_two_desks_see_each_others_edits(tmp_path: Path, hub: HubProcess, size: tuple[int, int]) -> None:
    ben = hub.make_token("--role", "editor", "--label", "Ben")
    with desk(tmp_path / "a", hub, size=size) as one, desk(tmp_path / "b", hub, size=size, token=ben) as two:
        for terminal in (one, two):
            terminal.wait_for("● live")
        two.wait_for("Ben, editor")
        two.press("down", "+")
        two.wait_for("Publish")
        two.press("enter")
        two.wait_for("Revision 1: +5 min")
        one.wait_for("Ben: +5 min")
        assert hub.cursor.endswith("-1")
        one.press("ctrl+q")
        assert one.wait_exit() == 0


def test_a_hub_that_dies_is_said_and_the_edit_waits_until_it_is_back(tmp_path: Path, hub: HubProcess) -> None:
    with desk(tmp_path / "a", hub) as one:
        one.wait_for("● live")
        hub.kill()
        one.wait_for("offline since", timeout=60)
        one.press("+")
        one.wait_for("Publish")
        one.press("enter")
        one.wait_for("1 sending")
        hub.start()
        one.wait_for("Revision 1: +5 min", timeout=60)
        assert hub.cursor.endswith("-1")


@pytest.mark.parametrize(
    ("role", "said"),
    [(("--role", "kiosk"), "This is the token of a kiosk"), ((), "does not know this token")],
)
def test_a_token_without_a_desk_is_told_so(
    tmp_path: Path, hub: HubProcess, role: tuple[str, ...], said: str
) -> None:
    token = hub.make_token(*role) if role else "fest_" + "x" * 20
    with desk(tmp_path / "a", hub, token=token) as one:
        assert one.wait_exit() == 1
        assert said in " ".join(one.text().split())


def test_no_hub_at_the_address_is_told_so(tmp_path: Path, hub: HubProcess) -> None:
    hub.kill()
    with desk(tmp_path / "a", hub) as one:
        assert one.wait_exit() == 1
        assert "does not answer" in " ".join(one.text().split())
    hub.start()


def test_without_a_hub_it_says_how_to_name_one(tmp_path: Path) -> None:
    with Terminal([*FESTIVAL, "desk"], env={"FESTIVAL_HOME": str(tmp_path)}) as one:
        assert one.wait_exit() == 1
        assert "festival desk --hub URL" in one.text()


def test_the_token_is_asked_for_and_not_shown(tmp_path: Path, hub: HubProcess) -> None:
    given = {"FESTIVAL_HOME": str(tmp_path / "a"), "FESTIVAL_HUB": hub.url}
    with Terminal([*FESTIVAL, "desk", "--language", "en"], env=given) as one:
        one.wait_for("Token:")
        one.send(f"{hub.token}\r")
        one.wait_for("● live")
        assert hub.token.encode() not in bytes(one.log)


def test_a_newcomer_edits_a_rehearsed_day_while_it_is_played(tmp_path: Path) -> None:
    argv = [*FESTIVAL, "rehearse", "--desk", "--language", "en"]
    with Terminal(argv, columns=100, rows=30, env={"FESTIVAL_HOME": str(warm(tmp_path))}) as one:
        one.wait_for("desk, admin")
        one.wait_for("● live")
        one.press("+")
        one.wait_for("Publish")
        one.press("enter")
        one.wait_for("✓ Revision")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
