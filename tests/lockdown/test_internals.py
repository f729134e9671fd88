"""The private parts of Textual that `festival.tui.internals` leans on are still there and still mean the same."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, MouseDown
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Button, Static
from textual.worker import Worker

from festival.tui.internals import OpenApp, TextParser, keep_pumps_alive


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        (App._handle_exception, ["self", "error"]),
        (MessagePump._dispatch_message, ["self", "message"]),
        (LinuxDriver._get_terminal_size, ["self"]),
        (LinuxDriver._sigtstp_application, ["self", "_"]),
        (LinuxDriver._sigcont_application, ["self", "_"]),
        (LinuxDriver.run_input_thread, ["self"]),
        (XTermParser.feed, ["self", "data"]),
        (XTermParser.tick, ["self"]),
    ],
)
def test_a_private_method_has_the_shape_that_is_relied_on(
    method: Callable[..., Any], parameters: list[str]
) -> None:
    assert list(inspect.signature(method).parameters) == parameters


@pytest.mark.parametrize(
    ("where", "call"),
    [
        (MessagePump._process_messages_loop, "await self._dispatch_message(message)"),
        (MessagePump._pre_process, "await self._dispatch_message(events.Compose())"),
        (MessagePump._flush_next_callbacks, "self.app._handle_exception(error)"),
        (Timer._tick, "app._handle_exception(error)"),
        (Worker._run, "app._handle_exception(worker_failed)"),
        (Screen._refresh_layout, "self.app._handle_exception(error)"),
        (LinuxDriver.start_application_mode, "self._get_terminal_size()"),
        (LinuxDriver.start_application_mode, "WriterThread(self._file)"),
        (LinuxDriver.start_application_mode, "target=self._run_input_thread"),
        (LinuxDriver._run_input_thread, "self.run_input_thread()"),
    ],
)
def test_textual_still_calls_the_seam(where: Callable[..., Any], call: str) -> None:
    assert call in inspect.getsource(where)


class Careful(OpenApp[None]):
    def __init__(self, survives: bool) -> None:
        super().__init__()
        self.caught: list[Exception] = []
        self.lives = survives

    def compose(self) -> ComposeResult:
        yield Button("fail", id="fail")
        yield Static("-", id="said")

    def on_button_pressed(self) -> None:
        self.query_one("#said", Static).update("pressed")
        raise ValueError

    def survives(self, error: Exception) -> bool:
        self.caught.append(error)
        return self.lives


async def test_a_handler_that_failed_is_called_again() -> None:
    keep_pumps_alive()
    keep_pumps_alive()
    app = Careful(survives=True)
    async with app.run_test() as pilot:
        app.query_one(Button).active_effect_duration = 0
        for _ in range(2):
            await pilot.click("#fail")
            await pilot.pause()
        assert [type(error) for error in app.caught] == [ValueError, ValueError]
        assert app.is_running
        assert not app.is_ending


async def test_an_app_that_does_not_survive_raises_in_its_test() -> None:
    keep_pumps_alive()
    with pytest.raises(ValueError, match=r"^$"):
        async with Careful(survives=False).run_test() as pilot:
            await pilot.click("#fail")


class Plain(App[None]):
    def on_mount(self) -> None:
        raise KeyError("plain")


async def test_other_apps_are_not_affected() -> None:
    keep_pumps_alive()
    with pytest.raises(KeyError, match="plain"):
        async with Plain().run_test():
            pass


def test_the_parser_reads_keys_and_mouse_reports() -> None:
    parser = TextParser()
    key, pressed = parser.feed("a\x1b[<0;3;4M")
    assert isinstance(key, Key)
    assert key.key == "a"
    assert isinstance(pressed, MouseDown)
    assert (pressed.x, pressed.y) == (2, 3)
    assert list(parser.tick()) == []
