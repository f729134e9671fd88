"""What every page of the desk has: the band, the row of pages, its own body, a line for outcomes, and its keys.

To add a page, write a module in ``desk/pages/`` with a subclass of :class:`DeskPage`, and name it in
``desk/pages/__init__.py``::

    class ScreensPage(DeskPage):
        NAME = "screens"
        KEYS = (
            Command(key="i", action="identify", name="Identify", help="The kiosk says in large letters who it is."),
        )

        def body(self) -> Iterable[Widget]:
            yield Cards(ScreenCard())

        def heading(self, state: DeskState) -> str:
            return state.locale.t("Screens")

        def show(self, state: DeskState) -> None:
            self.query_one(Cards).show(...)

        def action_identify(self) -> None:
            self.post_message(Instruct(self.query_one(Cards).cursor_key, Identify()))

* **Attributes down.** The app owns one frozen :class:`~festival.desk.state.DeskState` and calls :meth:`DeskPage.show`
  with every new one, at least once a second. Make rows with pure functions of the state and a width in
  ``desk/view/``; do nothing in ``show`` whose cost grows with the programme every second (keep what was made of
  ``state.schedule``, which is the same object until something changes).
* **Messages up.** Whatever a page wants it posts (:mod:`festival.desk.messages`). Nothing is changed but by
  ``Propose(edit)``: the app previews the edit, asks for a reason, publishes on Enter, and keeps it in ``waiting``.
  A page never builds a confirmation of its own.
* **Commands.** A key, its name and its help stand once, in ``KEYS``. Letters and signs are free; the digits and
  F1 to F8 open pages, and :data:`EVERYWHERE` holds the keys of all pages. :meth:`DeskPage.allows` says when a command
  makes no sense; then the footer leaves it out.
* **Questions.** :meth:`DeskPage.ask` puts one of ``desk/dialogs/`` above the page (``EntryDialog`` for a line of text,
  ``ChoiceDialog`` for one of a list) and calls back with the answer; Escape answers nothing.
* What must outlive a change of page goes into ``state.chosen`` by ``Choose(...)``; all else is the page's own.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from festival.desk.commands import Command, bindings
from festival.desk.dialogs.base import Dialog
from festival.desk.messages import Propose
from festival.desk.permission import never
from festival.desk.state import DeskState
from festival.desk.view.header import header
from festival.desk.widgets.key_bar import KeyBar, KeyHint
from festival.locale import Locale
from festival.tui.page import StatePage
from festival.tui.paint import Row
from festival.tui.rows import Rows

AnswerT = TypeVar("AnswerT")
_TALL: Final = 36
"""From this height on the time stands in large digits."""

EVERYWHERE: Final = (
    Command(key="question_mark", action="app.explain", name="Help", help="All keys of this page."),
    Command(key="ctrl+p", action="app.palette", name="Commands", help="Every command of the desk, by a part of its name."),
    Command(key="ctrl+o", action="app.outbox", name="Outbox", help="Edits that the hub has not made: send them again, or throw them away."),
    Command(key="ctrl+l", action="app.language", name="Language", help="The next language of the desk.", is_shown=False),
    Command(key="ctrl+t", action="app.colours", name="Colours", help="The next colours: night, day, high contrast.", is_shown=False),
    Command(key="ctrl+q,ctrl+c", action="app.leave", name="Quit", help="Leave the desk; it asks if something still waits."),
)  # fmt: skip
"""What can be done on every page."""


PAGE_ORDER: Final = ("board", "run", "stations", "announcements", "warnings", "screens", "history", "batch")
"""The pages as 1 to 8 and F1 to F8 open them."""


def page_labels(locale: Locale) -> dict[str, str]:
    """Return what the row of pages calls each page, in the order of :data:`PAGE_ORDER`."""
    t = locale.t
    labels = {
        "board": t("Board"),
        "run": t("Run"),
        "stations": t("Stations"),
        "announcements": t("Announce"),
        "warnings": t("Warnings"),
        "screens": t("Screens"),
        "history": t("History"),
        "batch": t("Batch"),
    }
    return {name: labels[name] for name in PAGE_ORDER}


class DeskPage(StatePage):
    """One page of the desk; see this module's docstring."""

    KEYS: ClassVar[tuple[Command, ...]] = ()
    DEFAULT_CSS = """
    DeskPage #band { height: auto; }
    DeskPage #notice { height: 1; }
    """

    state: reactive[DeskState | None] = reactive(None, init=False)
    hand_over: Callable[[Propose], None] | None = None
    """Takes what is proposed; set by the app."""

    def __init_subclass__(cls, **options: Any) -> None:
        if "KEYS" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(cls.KEYS)]
        super().__init_subclass__(**options)

    def compose(self) -> ComposeResult:
        """Lay the frame around the body."""
        yield Rows(id="band", ground="band")
        yield KeyBar(id="pages", ground="card", most=2)
        with Container(id="body"):
            yield from self.body()
        yield Rows(id="notice")
        yield KeyBar(id="keys", ground="card", most=2)
        yield Rows(id="small")

    def body(self) -> Iterable[Widget]:
        """Return the page's own widgets."""
        raise NotImplementedError

    def show(self, state: DeskState) -> None:
        """Show `state` in the body."""
        raise NotImplementedError

    def heading(self, state: DeskState) -> str:
        """Return the page's name for the band."""
        return page_labels(state.locale)[self.NAME]

    def allows(self, command: Command) -> bool:
        """Return whether `command` makes sense now; the footer leaves it out if not. Its action must mind that itself."""
        del command
        return True

    def offers(self, command: Command) -> bool:
        """Return whether `command` makes sense now and is something that this organiser may do."""
        state = self.state
        return self.allows(command) and not (
            command.makes and state is not None and never(state, command.makes)
        )

    def show_frame(self, state: DeskState) -> None:
        """Show `state` around the body."""
        heading = self.heading(state)
        is_tall = self.size.height >= _TALL
        self.query_one("#band", Rows).paint = lambda width: header(state, heading, width, is_tall=is_tall)
        self.query_one("#notice", Rows).paint = lambda _width: [_notice(state)]
        self.query_one("#pages", KeyBar).hints = tuple(
            KeyHint(name, str(number), label, chosen=name == self.NAME)
            for number, (name, label) in enumerate(page_labels(state.locale).items(), 1)
        )
        self.show_keys()

    def show_keys(self) -> None:
        """Show what can be done now; call it when that changes without the state."""
        if self.state is not None:
            t = self.state.locale.t
            first, *rest = EVERYWHERE
            self.query_one("#keys", KeyBar).hints = tuple(
                KeyHint(one.action, one.key_shown, t(one.name))
                for one in (first, *self.KEYS, *rest)
                if one.is_shown and self.offers(one)
            )

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """Do what a touched key does."""
        message.stop()
        if message.control.id == "keys":
            await self.run_action(message.name)
        else:
            await self.run_action(f"app.open('{message.name}')")

    def post_message(self, message: Message) -> bool:
        """Hand over what is proposed at once: an Enter that is typed right after the key must find the preview, not the page."""
        if isinstance(message, Propose) and self.hand_over is not None:
            self.hand_over(message)
            return True
        return super().post_message(message)

    def ask(self, dialog: Dialog[AnswerT], then: Callable[[AnswerT], Message | None]) -> None:
        """Put `dialog` above the page; post the message that `then` makes of its answer. Escape answers nothing."""

        def answered(answer: AnswerT | None) -> None:
            message = None if answer is None else then(answer)
            if message is not None:
                self.post_message(message)

        dialog.state = self.state
        self.app.push_screen(dialog, answered)


def _notice(state: DeskState) -> Row:
    notice = state.notice
    if notice is None:
        return []
    sign = {"good": "✓", "late": "◷", "stop": "✕", "muted": "·"}[notice.role]
    return [(f" {sign} ", f"*{notice.role}"), (notice.text, notice.role)]
