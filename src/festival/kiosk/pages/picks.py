"""My picks: the kept sessions in time order, what overlaps, and a code to take them away."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Vertical
from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.block import prose
from festival.kiosk.view.picks import KeptPainter, kept, summary
from festival.kiosk.widgets.nav import offered
from festival.kiosk.widgets.pick_list import PickList
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row
from festival.tui.rows import Rows


class PicksPage(Page):
    """What the visitor or delegate wants to attend."""

    NAME: ClassVar[str] = "picks"
    DEFAULT_CSS = """
    PicksPage #picks { height: 1fr; }
    PicksPage #total { margin: 1 0; }
    PicksPage PickList { height: 1fr; }
    PicksPage #actions { margin: 1 0 0 2; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the total, the list and the actions."""
        self.painter = KeptPainter()
        yield Vertical(
            Rows(id="total"),
            PickList(self.painter),
            Choices(id="actions", ground="card", gap=1),
            id="picks",
        )

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("My picks")

    def show(self, state: State) -> None:
        """Show what is kept, or how to keep something."""
        t = state.locale.t
        self.painter.state = state
        entries = kept(state)
        cards = self.query_one(PickList)
        cards.remove_label = t("Remove")
        cards.can_focus = bool(entries)
        cards.show(entries)
        self.query_one("#total", Rows).paint = lambda width: total(state, width)
        actions = self.query_one("#actions", Choices)
        if entries:
            actions.choices = (Choice("code", t("Take away as QR code"), "▣"),)
        else:
            ways = [
                Choice("programme", t("Programme"), "▦"),
                Choice("workshop", t("Workshop"), "◆"),
                Choice("now", t("Now"), "●"),
            ]
            actions.choices = tuple(way for way in ways if way.key in offered(state.schedule))
            if self.focused is cards or self.focused is None:
                actions.focus()

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the session."""
        self.post_message(Go("session", event.key))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Show the code, or go where sessions can be kept."""
        self.post_message(Go("code", "picks") if event.key == "code" else Go(event.key))

    def forget(self) -> None:
        """Begin at the top."""
        cards = self.query_one(PickList)
        cards.on_remove = False
        cards.forget()


def total(state: State, width: int) -> list[Row]:
    """Return how much is kept, or how to keep something."""
    t = state.locale.t
    if state.picked():
        on_phone = t("On your phone: calendar, overlaps, ways, print and share.")
        return [
            *prose(summary(state), width, "*"),
            *(prose(on_phone, width, "muted") if state.links.base_url else []),
        ]
    return [
        *prose(t("Nothing is kept yet."), width, "*"),
        [],
        *prose(
            t(
                "Open a session and choose “Keep”. It then stands here in the order of time, with a warning where "
                "two overlap, and a QR code takes the list to your phone."
            ),
            width,
        ),
        *(
            [[], *prose(t("This kiosk forgets everything when you leave."), width, "muted")]
            if state.kiosk_id
            else []
        ),
    ]
