"""Which kiosk shows what; from here one can be found, made to speak a language, or begin anew."""

from collections.abc import Iterable

from textual.message import Message
from textual.widget import Widget

from festival.client.orders import Identify, Order, Reload, Speak
from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.lines import Line
from festival.desk.messages import Instruct, LookUpScreens
from festival.desk.page import DeskPage
from festival.desk.state import DeskState
from festival.desk.view.screens import (
    Stand,
    StandPainter,
    about_stand,
    explanation,
    stands,
    summary,
)
from festival.desk.widgets.split import Split
from festival.locale import LANGUAGES
from festival.tui.cards import Cards
from festival.tui.paint import Row
from festival.tui.rows import Rows


class ScreensPage(DeskPage):
    """All kiosks that report, and those on the map that do not."""

    NAME = "screens"
    KEYS = (
        Command(key="i", action="identify", name="Identify", help="The kiosk says in large letters who it is."),
        Command(key="a", action="speak", name="Language", help="The kiosk speaks another language first, until its next visitor has left."),
        Command(key="r", action="reload", name="Reload", help="The kiosk takes the whole programme afresh."),
        Command(key="R", action="reload_all", name="Reload all", help="Every kiosk takes the whole programme afresh; asks first."),
    )  # fmt: skip

    def body(self) -> Iterable[Widget]:
        """Give how many show the newest, the list, and all about the one under the cursor."""
        yield Rows(id="summary")
        yield Split(StandPainter())

    def show(self, state: DeskState) -> None:
        """Show the kiosks as they were when they were last heard."""
        if state.screens is None:
            self.post_message(LookUpScreens())
        self.query_one("#summary", Rows).paint = lambda width: summary(state, width)
        split = self.query_one(Split)
        split.cards.painter = StandPainter(state)
        listed = stands(state) if state.screens is not None and state.screens.screens else ()
        split.fill(listed, lambda one, width: about_stand(state, one, width), empty=[[], *_nothing(state)])

    @property
    def _reporting(self) -> tuple[str, ...]:
        screens = self.state.screens if self.state is not None else None
        return tuple(one.id for one in screens.screens) if screens is not None else ()

    @property
    def _chosen(self) -> str | None:
        found = self.query_one(Split).item
        return found.id if isinstance(found, Stand) and found.screen is not None else None

    def allows(self, command: Command) -> bool:
        """Leave out what there is no kiosk for."""
        return command not in self.KEYS or bool(self._reporting)

    def _instruct(self, order: Order) -> None:
        if (name := self._chosen) is not None:
            self.post_message(Instruct(name, order))

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Enter has the kiosk say who it is: that disturbs nobody for long."""
        message.stop()
        self.action_identify()

    def action_identify(self) -> None:
        """Have the kiosk under the cursor say who it is."""
        self._instruct(Identify())

    def action_reload(self) -> None:
        """Have it take everything afresh."""
        self._instruct(Reload())

    def action_speak(self) -> None:
        """Ask for its language."""
        name, state = self._chosen, self.state
        if name is None or state is None:
            return
        lines = [Line(tag, label) for tag, label in LANGUAGES.items()]
        question = state.locale.t("Which language does {screen} speak first?", screen=name)
        self.ask(ChoiceDialog(question, lines), lambda tag: Instruct(name, Speak(tag)))

    def action_reload_all(self) -> None:
        """Ask whether all kiosks are to begin anew."""
        names, state = self._reporting, self.state
        if not names or state is None:
            return
        locale = state.locale
        question = locale.n(
            "{n} kiosk takes everything afresh and interrupts its visitors.",
            "{n} kiosks take everything afresh and interrupt their visitors.",
            len(names),
        )
        lines = [Line("no", locale.t("Leave them alone")), Line("yes", locale.t("Reload all of them"))]
        self.ask(
            ChoiceDialog(question, lines), lambda answer: self._reload(names) if answer == "yes" else None
        )

    def _reload(self, names: Iterable[str]) -> Message | None:
        for name in names:
            self.post_message(Instruct(name, Reload()))
        return None


def _nothing(state: DeskState) -> list[Row]:
    t = state.locale.t
    if state.holder is not None and state.holder.role == "host":
        return [[(t("The kiosks are seen by editors and admins only."), "muted")]]
    if state.screens is None:
        return [[(t("The hub has not told of any kiosk yet."), "muted")]]
    return explanation(state)
