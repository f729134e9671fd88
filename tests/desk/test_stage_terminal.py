"""A stage host's evening in a real pty, on a hub in a process of its own."""

from pathlib import Path

import pytest

from live.programs import HubProcess, desk


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_a_host_delays_the_own_stage_and_cannot_choose_another(
    tmp_path: Path, hub: HubProcess, size: tuple[int, int]
) -> None:
    room = "u-stage"
    hanna = hub.make_token("--role", "host", "--room", room, "--label", "Hanna")
    with desk(tmp_path / "a", hub, size=size, token=hanna) as one:
        one.wait_for("● live")
        one.wait_for("Hanna, stage host")
        one.press("2", "+")
        one.wait_for("Publish")
        one.press("enter")
        one.wait_for("Revision 1: +5 min")
        one.press("t")
        one.wait_for("Any key: back")
        one.press("x")
        one.wait_for("1 Board")
        one.press("3", "b")
        one.wait_for("A stage host speaks only of their own room.")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
    assert hub.cursor.endswith("-1")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_an_announcement_from_a_template_is_published(
    tmp_path: Path, hub: HubProcess, size: tuple[int, int]
) -> None:
    with desk(tmp_path / "a", hub, size=size) as one:
        one.wait_for("● live")
        one.press("4", "n")
        one.wait_for("It says nothing yet")
        one.press("f2")
        one.wait_for("Leave the site")
        one.press("space")
        one.wait_for("A kiosk shows all of it.")
        one.press("f4")
        one.wait_for("Publish")
        one.press("enter")
        one.wait_for("On the screens")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
    assert hub.cursor.endswith("-1")
