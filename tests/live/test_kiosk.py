"""A real kiosk follows a real hub: what is edited, what fails, and what a restart shows."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from live.programs import FESTIVAL, HubProcess, at_home, kiosk
from rig import Terminal

AT_ONCE_S = 1.0
URGENT_S = 2.0
LOST_S = 25.0
EVENING = "2022-05-27T22:00:00+02:00"
RAIN = {"en": "Rain", "de": "Regen"}
STORM = {"en": "Storm: leave the square.", "de": "Sturm: Platz verlassen."}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", beat_s=0.5) as process:
        yield process


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "kiosk"


def edited(terminal: Terminal, hub: HubProcess, words: str, kind: str, **fields: Any) -> None:
    """Make an edit, and see the words for it on the kiosk at once."""
    terminal.wait_quiet(0.1)
    hub.edit(kind, **fields)
    terminal.wait_for(words, timeout=AT_ONCE_S)


@pytest.mark.prompt
def test_what_is_edited_is_on_the_kiosk_within_a_second_with_old_value_and_reason(
    hub: HubProcess, home: Path
) -> None:
    with kiosk(home, hub.url) as terminal:
        at_home(terminal)
        assert "Rehearsal 2022" in terminal.text()
        edited(
            terminal, hub, "▲ New: 15 min later (instead of 14:30) – Rain",
            "delay_session", session="ws-florenz", minutes=15, reason=RAIN,
        )  # fmt: skip
        terminal.press("home", "enter")
        terminal.wait_for("What is new")
        edited(
            terminal, hub, "➜ New: Moved (instead of Friedensplatz) – Rain",
            "move_session", session="frieden-schulband", room="hansaplatz", reason=RAIN,
        )  # fmt: skip
        edited(
            terminal, hub, "✕ New: Cancelled – Rain",
            "cancel_session", session="markt-kinderlieder", reason=RAIN,
        )  # fmt: skip
        edited(
            terminal, hub, "■ New: Full – All seats taken",
            "set_session_state", session="u-nachbarschaftskiosk", state="full", reason={"en": "All seats taken"},
        )  # fmt: skip
        assert "4 changes" in terminal.text()
        edited(
            terminal, hub, "● 14:2", "announce", id="fountain", level="info",
            text={"en": "The fountain is on."}, expires=EVENING,
        )  # fmt: skip
        assert "The fountain is on." in terminal.text()
        hub.edit("withdraw", announcement="fountain")
        terminal.wait_for(lambda shown: "The fountain is on." not in shown.text(), timeout=AT_ONCE_S)


def test_a_killed_hub_is_said_at_once_its_programme_stays_and_its_return_is_live_again(
    hub: HubProcess, home: Path
) -> None:
    with kiosk(home, hub.url) as terminal:
        at_home(terminal)
        hub.edit("cancel_session", session="markt-kinderlieder", reason=RAIN)
        terminal.wait_for("Cancelled – Rain")
        hub.kill()
        terminal.wait_for("○ offline since 14:2", timeout=LOST_S)
        assert "Cancelled – Rain" in terminal.text()
        hub.start()
        terminal.wait_for("● live", timeout=LOST_S)
        edited(terminal, hub, "Guest talk: Florence", "cancel_session", session="ws-florenz", reason=RAIN)


@pytest.mark.long
def test_a_frozen_hub_is_noticed_within_25_s_by_its_missing_beats_and_its_recovery_within_5(
    tmp_path: Path, home: Path
) -> None:
    with HubProcess(tmp_path / "hub") as hub, kiosk(home, hub.url) as terminal:
        at_home(terminal)
        hub.freeze()
        began = time.monotonic()
        terminal.wait_for("○ offline since 14:2", timeout=LOST_S)
        assert time.monotonic() - began > 5  # a beat's time: it was noticed by what did not come
        hub.go_on()
        terminal.wait_for("● live", timeout=5)


def test_a_kiosk_that_starts_without_its_hub_shows_the_last_it_knew_and_says_of_when(
    hub: HubProcess, home: Path
) -> None:
    with kiosk(home, hub.url) as terminal:
        at_home(terminal)
        edited(terminal, hub, "Cancelled – Rain", "cancel_session", session="ws-florenz", reason=RAIN)
        terminal.wait_for(lambda _: any((home / "state").glob("hub-*/newest")))
    hub.kill()
    with kiosk(home, hub.url) as terminal:
        at_home(terminal, "○ offline since 14:2")
        terminal.wait_for("✕ Cancelled – Rain")
        assert "New:" not in terminal.text()
        assert "Rehearsal 2022" in terminal.text()


def test_a_kiosk_that_never_met_its_hub_shows_the_printed_programme_and_says_so(home: Path) -> None:
    with kiosk(home, "http://127.0.0.1:9", "--at", "2022-05-27T14:20") as terminal:
        at_home(terminal, "○ offline, printed programme")
        assert "Hansaplatz" in terminal.text()


@pytest.mark.long
def test_an_urgent_announcement_takes_the_screen_within_two_seconds_and_survives_a_restart(
    hub: HubProcess, home: Path
) -> None:
    def shout(text: dict[str, str] = STORM) -> None:
        hub.edit("announce", level="urgent", text=text, expires=EVENING)

    with kiosk(home, hub.url) as terminal:
        terminal.wait_for("● live")
        shout()
        terminal.wait_for("Important announcement", timeout=URGENT_S)
        assert "Touch the screen" in terminal.text()
        terminal.press("enter")
        terminal.wait_for("Understood").press("enter")
        terminal.wait_for("→ What is new · 1 announcement")
        shout({"en": "Gate 3 is shut."})
        terminal.wait_for("Important announcement", timeout=URGENT_S)
        terminal.wait_for(lambda _: b"Gate 3" in next((home / "state").glob("hub-*/newest")).read_bytes())
    hub.kill()
    with kiosk(home, hub.url) as terminal:
        terminal.wait_for(lambda shown: bool(shown.text().strip()))
        assert "Important announcement" in terminal.text()
        assert "1 of 2" in terminal.text()
    hub.start()
    with kiosk(home, hub.url) as terminal:
        terminal.wait_for("● live")
        for one in hub.http.get("/api/schedule").json()["schedule"]["announcements"]:
            hub.edit("withdraw", announcement=one["id"])
        terminal.wait_for(lambda shown: "Important" not in shown.text(), timeout=URGENT_S)


def test_with_a_token_of_its_own_a_kiosk_says_what_it_shows_and_how_large_it_is(
    hub: HubProcess, home: Path
) -> None:
    with kiosk(home, hub.url, FESTIVAL_TOKEN=hub.make_token("--role", "kiosk")) as terminal:
        terminal.wait_for("● live")
        terminal.wait_for(lambda _: [one["cursor"] for one in hub.screens()] == [hub.cursor])
        (screen,) = hub.screens()
        assert (screen["id"], screen["columns"], screen["rows"]) == ("K1", 120, 33)


def test_a_person_follows_a_hub_too(hub: HubProcess, home: Path) -> None:
    with Terminal(
        [sys.executable, "-m", "festival", "--language", "en"],
        env={"FESTIVAL_HOME": str(home), "FESTIVAL_HUB": hub.url},
    ) as terminal:
        terminal.wait_for("● live")
        edited(terminal, hub, "1 change", "cancel_session", session="ws-florenz")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


def test_a_plain_command_asks_the_hub_and_says_so_when_it_does_not_answer(
    hub: HubProcess, home: Path
) -> None:
    def now() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*FESTIVAL, "agenda", "--room", "ws-forum", "--plain", "--language", "en", "--hub", hub.url],
            env={"FESTIVAL_HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )

    hub.edit("cancel_session", session="ws-florenz", reason=RAIN)
    live = now()
    assert live.stderr == "The hub's day is made up.\n"
    assert "Cancelled" in next(line for line in live.stdout.splitlines() if "Florence" in line)
    hub.kill()
    offline = now()
    assert offline.stdout == live.stdout
    assert offline.stderr.startswith(f"The hub at {hub.url} does not answer: this is as of 2022-05-27 14:2")
