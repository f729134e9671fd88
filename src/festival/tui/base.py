"""The ground of festival's Textual apps: what is switched off, and how they live through a fault."""

import asyncio
import inspect
import os
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import constants
from textual.app import ReturnType
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen, ScreenResultType

from festival.tui.driver import KioskDriver
from festival.tui.guard import EX_SOFTWARE, CrashGuard, Verdict, log_task_failure
from festival.tui.internals import OpenApp, keep_pumps_alive

FOCUS_BINDINGS: Final[list[BindingType]] = [
    Binding("tab", "app.focus_next", show=False),
    Binding("shift+tab", "app.focus_previous", show=False),
]


class FestivalScreen(Screen[ScreenResultType], inherit_bindings=False):
    """A screen without Textual's copy keys and without text selection."""

    BINDINGS: ClassVar[list[BindingType]] = FOCUS_BINDINGS
    ALLOW_SELECT: ClassVar[bool] = False


class FestivalApp(OpenApp[ReturnType], inherit_bindings=False):
    """An app without palette, selection, title and clipboard; `locked` when it stands in public.

    Declare every key yourself, quitting included: nothing is inherited. While locked, an action runs only if a key
    binding of the present screen (or of the app) declares exactly that action; so a link in somebody's text
    (`[@click=app.quit]`) can do nothing that a key could not.

    `guard` decides about exceptions. Without one they end the app as in stock Textual when it runs headless, so
    that tests see them; in a terminal there always is a guard.
    """

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, locked: bool = False, guard: CrashGuard | None = None, **options: Any) -> None:
        self.locked = locked
        use_true_colour(os.environ)
        if locked:
            os.environ.pop("TEXTUAL", None)  # debug and devtools features
        super().__init__(**options)
        self.guard = guard
        if locked:
            self.animation_level = "none"
        keep_pumps_alive()

    def get_driver_class(self) -> type[Driver]:
        """Give festival's driver, or the one that textual-serve asks for."""
        return super().get_driver_class() if constants.DRIVER else KioskDriver

    def get_default_screen(self) -> Screen[Any]:
        """Give the screen under all others."""
        return FestivalScreen(id="_default")

    def on_load(self) -> None:
        """Log failures of bare tasks instead of printing them."""
        asyncio.get_running_loop().set_exception_handler(log_task_failure)

    async def go_home(self) -> None:
        """Return to the home screen after a fault. An app with more to forget than its screens overrides this."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def survives(self, error: Exception) -> bool:
        """Log the fault and go home, or end for the supervisor with exit code 70."""
        if self.guard is None:
            if self.is_headless:
                return False
            self.guard = CrashGuard()
        verdict = self.guard.judge(error)
        if self.is_ending:
            return True
        if verdict is Verdict.EXIT or not self.has_started:
            self.exit(return_code=EX_SOFTWARE, message=self.guard.farewell)
        elif verdict is Verdict.HOME:
            self.call_later(self._recover)
        return True

    async def _recover(self) -> None:
        home = self.go_home()
        if inspect.isawaitable(home):
            await home
        if self.guard is not None:
            self.call_after_refresh(self.guard.recovered)

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; while locked, only one that a key declares."""
        if self.locked and not self._is_declared(action):
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def _is_declared(self, action: object) -> bool:
        own: set[object] = {
            entry.action if isinstance(entry, Binding) else entry[1] for entry in self.BINDINGS
        }
        return action in own or any(
            active.binding.action == action for active in self.screen.active_bindings.values()
        )

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting within the app; a kiosk keeps nothing for the next visitor."""
        if not self.locked:
            super().copy_to_clipboard(text)


def use_true_colour(environ: Any) -> None:
    """Have Rich write 24-bit colours where the terminal does not say what it can.

    Terminals without COLORTERM (TERM=foot over ssh, for one) would be given 16 colours, in which a QR code need not
    be black on white. Left alone: Apple's Terminal, which shows 24-bit colours wrongly, and dumb terminals.
    """
    if environ.get("TERM_PROGRAM") != "Apple_Terminal" and environ.get("TERM") not in {"dumb", "unknown"}:
        environ.setdefault("COLORTERM", "truecolor")
