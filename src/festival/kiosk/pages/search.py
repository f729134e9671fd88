"""Search: type on any keyboard or with a finger, and what is found changes with every letter."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.events import Key, Resize
from textual.timer import Timer
from textual.widget import Widget

from festival.kiosk.messages import Back, Go, Narrow, Typed
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view import keys
from festival.kiosk.view.found import CardPainter, instead, results
from festival.kiosk.view.hit import Card, Leads
from festival.kiosk.view.keys import Place, Side, arrange, units
from festival.kiosk.view.starts import starts
from festival.kiosk.widgets.keypad import Keypad
from festival.kiosk.widgets.query import Query
from festival.schedule.search import SearchIndex
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices

_LONGEST: Final = 60
"""Letters of a query."""
_SLICE_S: Final = 0.05
"""Seconds between the slices of descriptions that the index reads in the background."""
_RUBBING_S: Final = 0.7
"""Longer than a held key waits before it repeats."""
_COLUMN: Final = 60
"""Columns of a list beside which another one begins."""


class Found(Cards):
    """What was found; the space bar types a space here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "screen.type(' ')", show=False)]

    def __init__(self) -> None:
        self.cards = CardPainter()
        super().__init__(self.cards, min_width=_COLUMN, gap=1)


class SearchPage(Page):
    """A line of text, what it finds, and keys for fingers.

    The keys are always there on a kiosk; in a person's own terminal a target shows them. Letters of a hardware
    keyboard count wherever the focus is, and lead it to what was found. What was typed is neither kept nor logged.
    """

    NAME: ClassVar[str] = "search"
    TAKES_LETTERS: ClassVar[bool] = True
    DEFAULT_CSS = """
    SearchPage #search { layout: horizontal; height: 1fr; }
    SearchPage #answer { width: 1fr; height: 1fr; }
    SearchPage #search.-below, SearchPage #search.-instead { layout: vertical; }
    SearchPage .-instead #answer { height: auto; }
    SearchPage #line { height: auto; }
    SearchPage Query { width: 1fr; }
    SearchPage #toggle { width: auto; margin-right: 1; }
    SearchPage Found { height: 1fr; margin-left: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", show=False),
        Binding("backspace", "rub_out", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._keys_wanted: bool | None = None
        """What the visitor chose; None: keys on a kiosk, none elsewhere."""
        self._index: SearchIndex | None = None
        self._indexed: object = None
        """The schedule that the index and the leads belong to."""
        self._leads: Leads
        self._starts: list[Card] = []
        self._reading: Timer | None = None
        self._rubbing: Timer | None = None
        """Runs after a letter was rubbed out: a key that is held must not go on to leave the page."""

    def body(self) -> Iterable[Widget]:
        """Return the line, the list and the keys."""
        self._query = Query()
        self._toggle = Choices(id="toggle", ground="card")
        self._found = Found()
        self._keypad = Keypad()
        answer = Vertical(Horizontal(self._query, self._toggle, id="line"), self._found, id="answer")
        yield Container(answer, self._keypad, id="search")

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Search")

    def first(self) -> Widget:
        """Return the keys, if there are any, else what was found."""
        return self._keypad if self._keypad.display else self._found

    def show(self, state: State) -> None:
        """Show what the text finds in the schedule of `state`."""
        self._follow(state)
        self._starts = starts(state)
        self._found.cards.large = self._query.large = self._keypad.large = state.large
        self._query.hint = state.locale.t("Name, topic, place")
        self._place(state)
        self._answer(state)

    def forget(self) -> None:
        """Drop what was typed."""
        self._text, self._keys_wanted = "", None
        if self.state is not None and self.is_mounted:
            self._place(self.state)
            self._answer(self.state)
            self._found.forget()
            self._keypad.forget()

    # The index

    def _follow(self, state: State) -> None:
        if self._indexed is state.schedule:
            return
        self._index = self._index.follow(state.schedule) if self._index else SearchIndex(state.schedule)
        self._indexed = state.schedule
        self._leads = Leads(state.schedule)
        if self._reading is None:
            self._reading = self.set_interval(_SLICE_S, self._read_on)

    def _read_on(self) -> None:
        """Read descriptions while nobody waits; when all are read, look again."""
        if self._index is not None and self._index.read_on():
            return
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
        if self._text and self.state is not None:
            self._answer(self.state)

    def _answer(self, state: State) -> None:
        """Show what the text finds; without a text, where one may begin."""
        self._query.text = self._text
        if not self._text.strip() or self._index is None:
            self._query.note = ""
            self._found.show(self._starts)
            return
        hits = self._index.search(self._text, state.now)
        self._query.note = state.locale.n("{n} hit", "{n} hits", len(hits))
        self._found.show(
            results(state, hits, self._leads)
            if hits
            else instead(state, self._index, self._text, self._leads)
        )

    # The room

    def on_resize(self, event: Resize) -> None:
        """Place the keys anew."""
        if self.state is not None:
            self._place(self.state)

    def _place(self, state: State) -> None:
        """Put the keys where there is room, and offer to show or to hide them where there is a choice."""
        t = state.locale.t
        place = arrange(*self.room, large=state.large)
        on_kiosk = state.kiosk_id is not None
        can_hide = not on_kiosk or place.side is Side.INSTEAD
        wanted = on_kiosk if self._keys_wanted is None else self._keys_wanted
        self._lay_out(state, place, shown=wanted or not can_hide)
        self._toggle.display = can_hide
        showing = t("Show hits") if place.side is Side.INSTEAD else t("Hide keys")
        self._toggle.choices = (Choice("keys", showing if self._keypad.display else t("Show keys"), "⊞"),)

    def _lay_out(self, state: State, place: Place, *, shown: bool) -> None:
        container = self.query_one("#search")
        container.set_class(shown and place.side is Side.BELOW, "-below")
        wide = place.side is Side.INSTEAD
        container.set_class(shown and wide, "-instead")
        keypad, had_focus = self._keypad, self._keypad.has_focus
        keypad.display = shown
        self._found.display = not (shown and wide)
        keypad.caps = keys.wide_letters(state.locale) if wide else keys.letters(state.locale)
        keypad.key_size = place.key
        beside = (self.size.width - place.key[0] * units(keypad.caps) + 1) // 2
        above = not wide and self.room.height > place.key[1] * len(keypad.caps)
        keypad.styles.margin = (int(above), 0, 0, 1 if place.side is Side.RIGHT else beside)
        if had_focus and not shown:
            self._found.focus()

    def _want_keys(self, wanted: bool) -> None:
        self._keys_wanted = wanted
        if self.state is not None:
            self._place(self.state)
            self.first().focus()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Show the keys, or hide them."""
        event.stop()
        self._want_keys(not self._keypad.display)

    # Typing

    def _write(self, text: str) -> None:
        self._text = text.lstrip()[:_LONGEST]
        if self.state is not None:
            self._answer(self.state)
            self._found.forget()

    def on_key(self, event: Key) -> None:
        """Take a letter of a hardware keyboard, whatever has the focus."""
        if event.is_printable and event.character:
            event.stop()
            self.action_type(event.character)

    def on_typed(self, event: Typed) -> None:
        """Begin with a letter that was typed on another page."""
        self.action_type(event.letter)

    def action_type(self, letter: str) -> None:
        """Add a letter, and go on among what was found."""
        self._write(self._text + letter)
        if not self._found.display:
            self._want_keys(False)
        self._found.focus()

    def action_rub_out(self) -> None:
        """Take the last letter away; without letters, go back, unless the key is still held."""
        if self._text or self._rubbing is not None:
            self._write(self._text[:-1])
            if self._rubbing is not None:
                self._rubbing.stop()
            self._rubbing = self.set_timer(_RUBBING_S, self._rested)
        else:
            self.post_message(Back())

    def _rested(self) -> None:
        self._rubbing = None

    def action_clear(self) -> None:
        """Take all letters away; without letters, go back."""
        if self._text:
            self._write("")
        else:
            self.post_message(Back())

    def on_keypad_pressed(self, event: Keypad.Pressed) -> None:
        """Take a key of the screen; a word begins with a capital letter, as people write."""
        match event.key:
            case keys.RUB_OUT:
                self._write(self._text[:-1])
            case keys.CLEAR:
                self._write("")
            case keys.DONE:
                self._want_keys(False)
            case key:
                begins = not self._text or self._text.endswith(keys.SPACE)
                self._write(self._text + (key if begins else key.lower()))

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open what was chosen."""
        card = event.item
        if isinstance(card, Card) and card.target is not None:
            if card.target.filters is not None:
                self.post_message(Narrow(card.target.filters))
            self.post_message(Go(card.target.page, card.target.subject))
