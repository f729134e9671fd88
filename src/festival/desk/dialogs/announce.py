"""Writing an announcement: its text in every language, how urgent it is, where and until when."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from festival.desk.announcing import Wording
from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line
from festival.desk.dialogs.on_kiosk import OnKioskDialog
from festival.desk.dialogs.rooms import RoomsDialog
from festival.desk.state import DeskState
from festival.desk.typed import typed_time
from festival.desk.view.announcing import (
    language_name,
    level_value,
    places,
    remarks,
    severity_word,
    template_word,
    until_value,
    whole_texts,
)
from festival.desk.widgets.field import LABEL, Field
from festival.locale import Locale
from festival.schedule import edits
from festival.schedule.templates import TEMPLATES
from festival.schedule.text import LINE_CAP
from festival.tui.paint import Row
from festival.tui.rows import Rows

AnswerT = TypeVar("AnswerT")


class AnnounceDialog(Dialog[edits.Announce]):
    """Answers with the edit that announces what was written, to be looked at before it is published."""

    DEFAULT_CSS = f"""
    AnnounceDialog Horizontal {{ height: 1; }}
    AnnounceDialog Label {{ width: {LABEL}; height: 1; padding: 0 1; color: $fest-muted; }}
    AnnounceDialog Input {{
        border: none; height: 1; padding: 0 1; width: 1fr; background: $fest-ground; color: $fest-text;
    }}
    AnnounceDialog Input:focus {{ border: none; background: $fest-focus; }}
    AnnounceDialog Input > .input--cursor {{ background: $fest-chosen; color: $fest-chosen-text; text-style: none; }}
    AnnounceDialog #remarks, AnnounceDialog #ask {{ margin-top: 1; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("f2", "template", show=False),
        Binding("f3", "kiosk", show=False),
        Binding("f4", "go_on", show=False),
    ]

    def __init__(self, wording: Wording | None = None, *, rooms: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._wording = wording or Wording(rooms=rooms)

    def body(self) -> Iterable[Widget]:
        """Give the lines of the form."""
        yield Field("level")
        for tag in self._tags:
            with Horizontal():
                yield Label(language_name(tag), markup=False)
                yield Input(self._wording.text.get(tag, ""), id=f"text-{tag}", max_length=LINE_CAP)
        yield Field("where")
        yield Field("until")
        yield Rows(id="remarks", ground="card")
        yield Rows(id="ask", ground="card")

    @property
    def _tags(self) -> tuple[str, ...]:
        known = self.state.schedule.festival.languages if self.state is not None else ()
        return (*known, *(tag for tag in self._wording.text if tag not in known))

    def title_of(self, state: DeskState) -> str:
        """Return what this is."""
        return state.locale.t("New announcement")

    def ready(self) -> None:
        """Let it be typed at once."""
        self.query(Input).first().focus()

    def show(self, state: DeskState) -> None:
        """Show what is chosen, and what should be better."""
        t, wording = state.locale.t, self._wording
        values: dict[str, tuple[str, Row]] = {
            "level": (t("Severity"), level_value(state, wording)),
            "where": (t("Where"), [(f" {places(state, wording.rooms)}", "")]),
            "until": (t("Until"), until_value(state, wording)),
        }
        for name, (label, value) in values.items():
            line = self.query_one(f"#field-{name}", Field)
            line.label, line.value = label, value
        self.query_one("#remarks", Rows).paint = lambda width: [
            *remarks(state, wording, width),
            *whole_texts(wording, width),
        ]
        self.query_one("#ask", Rows).paint = lambda _width: _keys(state, isinstance(self.focused, Field))

    def _becomes(self, wording: Wording) -> None:
        self._wording = wording
        if self.state is not None:
            self.show(self.state)

    def on_descendant_focus(self) -> None:
        """Say what Enter does now."""
        self._becomes(self._wording)

    # What is typed and chosen

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the text."""
        event.stop()
        tag = (event.input.id or "").removeprefix("text-")
        self._becomes(replace(self._wording, text={**self._wording.text, tag: event.value}))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next language that has no text, then to the preview."""
        event.stop()
        empty = [one for one in self.query(Input) if not one.value.strip() and one is not event.input]
        if event.value.strip() and empty:
            empty[0].focus()
        else:
            self.action_go_on()

    def on_field_stepped(self, message: Field.Stepped) -> None:
        """Take the value before or after."""
        message.stop()
        match message.name:
            case "level":
                self._becomes(self._wording.more_severe(message.step))
            case "until":
                self._becomes(self._wording.longer(message.step))

    def on_field_opened(self, message: Field.Opened) -> None:
        """Choose among all values."""
        message.stop()
        state = self.state
        if state is None:
            return
        match message.name:
            case "level":
                self._becomes(self._wording.more_severe(1))
            case "where":
                self._ask(
                    RoomsDialog(self._wording.rooms),
                    lambda rooms: self._becomes(replace(self._wording, rooms=rooms)),
                )
            case "until":
                self._ask_until(state)

    def _ask_until(self, state: DeskState) -> None:
        t, zone, now = state.locale.t, state.schedule.festival.zone, state.now

        def check(text: str, _locale: Locale) -> str:
            try:
                is_ahead = typed_time(text, now, zone) > now
            except ValueError:
                return t("Type a time like 14:30.")
            return "" if is_ahead else t("That is over already.")

        self._ask(
            EntryDialog(t("Until when is it shown?"), hint=t("A time like 14:30"), check=check),
            lambda text: self._becomes(replace(self._wording, until=typed_time(text, now, zone))),
        )

    def _ask(self, dialog: Dialog[AnswerT], then: Callable[[AnswerT], None]) -> None:
        dialog.state = self.state
        self.app.push_screen(dialog, lambda answer: then(answer) if answer is not None else None)

    # Keys

    def action_template(self) -> None:
        """Take a text that is at hand."""
        state = self.state
        if state is not None:
            lines = [
                Line(name, template_word(state.locale, name), severity_word(state.locale, one.level), state.say(dict(one.text)))
                for name, one in TEMPLATES.items()
            ]  # fmt: skip
            self._ask(ChoiceDialog(state.locale.t("Which text?"), lines), self._take)

    def _take(self, name: str) -> None:
        self._becomes(self._wording.from_template(TEMPLATES[name]))
        for tag in self._tags:
            found = self.query(f"#text-{tag}")
            if found:
                found.first(Input).value = self._wording.text.get(tag, "")

    def action_kiosk(self) -> None:
        """Show it as a kiosk would."""
        if self._wording.said:
            self._ask(OnKioskDialog(self._wording), lambda _answer: None)

    def action_go_on(self) -> None:
        """Answer, if it says anything."""
        if self._wording.said and self.state is not None:
            self.dismiss(self._wording.edit(self.state.now))


def _keys(state: DeskState, chooses: bool) -> list[Row]:
    """Return the keys; `chooses`: Enter asks for a value, so that another key goes on."""
    t = state.locale.t
    on, key = t("Look at what it does"), "F4" if chooses else "Enter"
    enter: Row = [("Enter", "*accent"), (f" {t('Choose')}  ", "")] if chooses else []
    return [
        [
            *enter, (key, "*accent"), (f" {on}  ", "*"), ("Esc", "*accent"), (f" {t('Back')}", ""),
        ],
        [
            ("F2", "*accent"), (f" {t('Templates')}  ", ""), ("F3", "*accent"), (f" {t('On a kiosk')}  ", ""),
            ("↑ ↓", "*accent"), (f" {t('other line')}  ", ""), ("← →", "*accent"), (f" {t('other value')}", ""),
        ],
    ]  # fmt: skip
