"""What a locked app lets happen, and what an unlocked one keeps."""

from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from festival.tui.base import FestivalApp, FestivalScreen, use_true_colour
from festival.tui.guard import EX_SOFTWARE, CrashGuard
from lockdown.conftest import HOME, ProbeTerminal


class Small(FestivalApp[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "bound('x')"), ("y", "bound('y')", "Y")]

    def __init__(self, *, locked: bool, guard: CrashGuard | None = None) -> None:
        super().__init__(locked=locked, guard=guard)
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("[@click=app.quit]quit[/]")
        yield Input()

    def action_bound(self, key: str) -> None:
        self.done.append(key)

    def action_unlisted(self) -> None:
        self.done.append("unlisted")


async def test_while_locked_only_declared_actions_run() -> None:
    app = Small(locked=True)
    async with app.run_test():
        for action in ("bound('x')", "bound('y')", "bound('z')", "unlisted", "quit", "screenshot"):
            await app.run_action(action)
        await app.run_action(("", "unlisted", ()))
        assert app.done == ["x", "y"]
        assert not app.is_ending


async def test_unlocked_every_action_runs() -> None:
    app = Small(locked=False)
    async with app.run_test():
        await app.run_action("unlisted")
        await app.run_action("quit")
        assert app.done == ["unlisted"]
        assert app.is_ending


def locked_framework_actions() -> list[str]:
    return [name.removeprefix("action_") for name in dir(App) if name.startswith("action_")]


@pytest.mark.parametrize("action", locked_framework_actions())
async def test_no_action_of_the_framework_runs_from_a_link(action: str) -> None:
    app = Small(locked=True)
    async with app.run_test():
        ran = await app.run_action(f"app.{action}") or await app.run_action(f"{action}('x')")
        assert ran == (action in {"focus_next", "focus_previous"})
        assert not app.is_ending


async def test_nothing_is_inherited_from_the_framework() -> None:
    app = Small(locked=False)
    async with app.run_test():
        app.screen.set_focus(None)
        assert set(app.screen.active_bindings) == {"x", "y", "tab", "shift+tab"}
        assert isinstance(app.screen, FestivalScreen)


async def test_a_locked_app_keeps_no_text_for_the_next_visitor() -> None:
    app = Small(locked=True)
    async with app.run_test():
        app.copy_to_clipboard("typed")
        assert app.clipboard == ""


async def test_a_fault_without_a_guard_fails_a_test() -> None:
    async def run() -> None:
        app = Small(locked=True)
        async with app.run_test() as pilot:
            app.call_later(app.action_bound)
            await pilot.pause()

    with pytest.raises(TypeError):
        await run()


async def test_the_third_fault_ends_the_app_with_the_code_for_the_supervisor() -> None:
    app = Small(locked=True, guard=CrashGuard(recovery_s=0))
    async with app.run_test() as pilot:
        for _ in range(3):
            app.call_later(app.action_bound)
            await pilot.pause()
    assert app.return_code == EX_SOFTWARE


class Unstarted(Small):
    CSS = "Static { no-such-rule: 1; }"


async def test_a_fault_before_the_start_ends_the_app_with_the_code_for_the_supervisor() -> None:
    app = Unstarted(locked=True, guard=CrashGuard())
    await app.run_async(headless=True)
    assert app.return_code == EX_SOFTWARE


def test_a_link_ends_the_app_in_terminal_mode_only(tmp_path: Path) -> None:
    with ProbeTerminal(tmp_path, "--terminal") as terminal:
        terminal.wait_for("QUIT")
        terminal.click("QUIT")
        assert terminal.wait_exit() == 0
    with ProbeTerminal(tmp_path) as terminal:
        terminal.wait_for("QUIT")
        for link in ("QUIT", "SUSPEND"):
            terminal.click(link)
            terminal.report()
        assert HOME in terminal.text()


@pytest.mark.parametrize(
    ("environ", "colorterm"),
    [
        ({"TERM": "foot"}, "truecolor"),
        ({"TERM": "linux"}, "truecolor"),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, "24bit"),
        ({"TERM": "dumb"}, None),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, None),
    ],
)
def test_true_colour_is_used_wherever_it_works(environ: dict[str, str], colorterm: str | None) -> None:
    use_true_colour(environ)
    assert environ.get("COLORTERM") == colorterm
