"""What an organiser has a real kiosk do, over a real hub."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from festival.client.orders import Identify, Order, Reload, Speak
from festival.client.organising import Organiser
from live.programs import HubProcess, at_home, kiosk
from rig import Terminal

AT_ONCE_S = 2.0


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", beat_s=0.5) as process:
        yield process


@pytest.fixture
def terminal(hub: HubProcess, tmp_path: Path) -> Iterator[Terminal]:
    """Give a kiosk that reports to the hub."""
    with kiosk(tmp_path / "kiosk", hub.url, FESTIVAL_TOKEN=hub.make_token("--role", "kiosk")) as one:
        one.wait_for("● live")
        one.wait_for(lambda _: [screen["id"] for screen in hub.screens()] == ["K1"])
        yield one


def order(hub: HubProcess, what: Order) -> None:
    asyncio.run(Organiser(hub.url, hub.token).order("K1", what))


def test_a_kiosk_says_which_it_is_until_somebody_touches_it(hub: HubProcess, terminal: Terminal) -> None:
    order(hub, Identify())
    terminal.wait_for("An organiser asked which screen this is.", timeout=AT_ONCE_S)
    terminal.press("space")
    terminal.wait_for(lambda shown: "An organiser" not in shown.text(), timeout=AT_ONCE_S)
    assert "Touch the screen" in terminal.wait_for("Touch the screen").text()


def test_a_kiosk_speaks_another_language_first(hub: HubProcess, terminal: Terminal) -> None:
    order(hub, Speak("de"))
    terminal.wait_for("Bildschirm berühren", timeout=AT_ONCE_S)
    terminal.press("enter")
    assert "Jetzt" in terminal.wait_for("Jetzt").text()


def test_a_kiosk_begins_anew_with_the_schedule_of_the_hub(hub: HubProcess, terminal: Terminal) -> None:
    at_home(terminal)
    hub.edit("cancel_session", session="ws-florenz", reason={"en": "Rain"})
    terminal.wait_for("1 change")
    order(hub, Reload())
    terminal.wait_for("Touch the screen", timeout=AT_ONCE_S)
    at_home(terminal)
    assert "Cancelled – Rain" in terminal.wait_for("Cancelled – Rain").text()
