"""What an edit would do, and whether it is to be made: nothing is published but by Enter here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.geometry import clamp
from textual.widget import Widget

from festival.desk.dialogs.base import Dialog, titled
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.repeats import Repeats
from festival.desk.drafts import SINGLE
from festival.desk.messages import Collect
from festival.desk.permission import forbidden
from festival.desk.state import DeskState
from festival.desk.typed import typed_languages
from festival.desk.view.previewed import previewed
from festival.desk.view.reasons import REASONS
from festival.desk.view.told import told
from festival.schedule import edits
from festival.schedule.cursor import Cursor
from festival.schedule.errors import EditRefused, WouldBeEarlier
from festival.schedule.preview import Preview, preview
from festival.tui.paint import Row, width_of, wrap
from festival.tui.rows import Rows
from festival.wording.refusals import refusal

_TWICE = (edits.CancelSession, edits.Batch, edits.SwapSessions, edits.ReplaceSession, edits.UndoPerson)
_SHARE = 0.94
"""Of the screen's rows, which the frame has at most (:class:`~festival.desk.dialogs.base.Dialog`)."""
_BETWEEN_ROWS = 5
"""The frame's edges, and the blank rows between title, shifts, reasons and question."""


def asks_twice(edit: edits.Edit) -> bool:
    """Return whether `edit` destroys something or takes every screen."""
    return isinstance(edit, _TWICE) or edit.severity == "urgent"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the organiser made up her mind to publish, and on which schedule."""

    edit: edits.Edit
    based_on: Cursor


Step = Literal["refused", "earlier", "look", "sure"]


class PreviewDialog(Dialog[Decision | Collect]):
    """Shows what `edit` would do to the schedule of `state`, and answers with the decision to make it.

    Enter publishes; what :func:`asks_twice` takes a second Enter, on a question of its own, that is not the first one
    held down. What would make something start earlier takes a key of its own first. B answers with the message that puts
    the edit into a batch instead.
    """

    DEFAULT_CSS = """
    PreviewDialog #reasons, PreviewDialog #ask { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("e", "earlier", show=False),
        Binding("r", "type_reason", show=False),
        Binding("b", "collect", show=False),
        *(Binding(str(number), f"reason({number})", show=False) for number in range(len(REASONS) + 1)),
        Binding("up", "scroll_rows(-1)", show=False),
        Binding("down", "scroll_rows(1)", show=False),
        Binding("pageup", "scroll_rows(-8)", show=False),
        Binding("pagedown", "scroll_rows(8)", show=False),
    ]

    def __init__(self, state: DeskState, edit: edits.Edit, repeats: Repeats) -> None:
        super().__init__()
        self._edit = edit
        self._made_on = state
        self._repeats = repeats
        self._step: Step = "look"
        self._why = ""
        self._was_too_quick = False
        self._top = 0
        self._found: Preview | None = None
        self._think()
        self.set_reactive(PreviewDialog.state, state)

    def _think(self) -> None:
        """Find out what the edit would do."""
        known = self._made_on
        log = {change.revision: change for change in known.changes}
        try:
            self._found = preview(known.schedule, self._edit, now=known.now, by=known.name or "?", log=log)
        except WouldBeEarlier as error:
            self._step, self._why = "earlier", refusal(known, error)
            lax = self._edit.model_copy(update={"earlier": True})
            self._found = preview(known.schedule, lax, now=known.now, by=known.name or "?", log=log)
        except EditRefused as error:
            self._step, self._why, self._found = "refused", refusal(known, error), None
            return
        if (why := forbidden(known, self._edit)) is not None:
            self._step, self._why, self._found = "refused", why, None

    def body(self) -> Iterable[Widget]:
        """Give what would change, the reasons, and the question."""
        yield Rows(id="shifts", ground="card")
        yield Rows(id="reasons", ground="card")
        yield Rows(id="ask", ground="card")

    def title_of(self, state: DeskState) -> str:
        """Return what is to be done."""
        return told(self._made_on, self._edit)

    def show(self, state: DeskState) -> None:
        """Show what would change, as it was when the dialog opened."""
        made_on, found = self._made_on.with_(locale=state.locale), self._found

        def shifts(width: int) -> list[Row]:
            if found is None:
                return [[(line, "stop")] for line in wrap(self._why, width)]
            rows, most = previewed(made_on, found, width), self._room_for_shifts(state, width)
            self._top = clamp(self._top, 0, max(0, len(rows) - most))
            shown = rows[self._top : self._top + most]
            rest = len(rows) - self._top - most
            return [*shown[:-1], [(f"↓ {rest + 1}", "*accent")]] if rest > 0 else shown

        self.query_one("#shifts", Rows).paint = shifts
        self.query_one("#reasons", Rows).paint = lambda width: self._reasons(state, width) if found else []
        self.query_one("#ask", Rows).paint = lambda width: self._question(state, width)

    def _room_for_shifts(self, state: DeskState, width: int) -> int:
        """Return how many rows are left for what would change: the question must be seen, whatever it takes."""
        others = (
            titled(self.title_of(state), width),
            self._reasons(state, width),
            self._question(state, width),
        )
        return max(1, int(self.size.height * _SHARE) - _BETWEEN_ROWS - sum(map(len, others)))

    def _reasons(self, state: DeskState, width: int) -> list[Row]:
        """Return the reasons with their keys, the given one marked, in as many rows as they need."""
        t, reason = state.locale.t, self._edit.reason
        named: list[tuple[str, str, bool]] = [("0", t("none"), not reason)]
        named += [(str(n), state.say(dict(one)), dict(one) == reason) for n, one in enumerate(REASONS, 1)]
        is_own = not any(chosen for _, _, chosen in named)
        named.append(("r", state.say(reason) if is_own else t("another …"), is_own))
        head = f"{t('Reason')} "
        rows: list[Row] = [[(head, "muted")]]
        for key, label, is_chosen in named:
            one: Row = [(f" {key}", "*accent"), (f" {label} ", "*chosen_text@chosen" if is_chosen else "")]
            if width_of([*rows[-1], *one]) > width:
                rows.append([(" " * len(head), "")])
            rows[-1] += one
        return rows

    def _question(self, state: DeskState, width: int) -> list[Row]:
        t = state.locale.t
        back: Row = [("Esc", "*accent"), (f" {t('Back, nothing happens')}", "")]
        if self._can_be_collected:
            back = [("b", "*accent"), (f" {t('Into the batch')}   ", ""), *back]
        rows: list[Row] = []
        if state.schedule.revision != self._made_on.schedule.revision:
            rows.append([(f"◷ {t('Something else has changed since this was opened.')}", "late")])
        if self._was_too_quick and self._step in {"look", "sure"}:
            rows.append([(f"◷ {t('That was too quick to have read this: press Enter again.')}", "late")])
        match self._step:
            case "refused":
                return [*rows, back]
            case "earlier":
                warning = t(
                    "This would begin earlier than was said. People who come at the announced time would miss it."
                )
                rows += [[(line, "*stop")] for line in wrap(f"▲ {warning}", width)]
                return [*rows, [("e", "*accent"), (f" {t('Earlier all the same')}   ", ""), *back]]
            case "look":
                return [*rows, [("Enter", "*accent"), (f" {t('Publish')}   ", "*"), *back]]
            case "sure":
                asked = t("Really? Every screen shows it at once.")
                rows.append([(f" ‼ {asked} ", "*alarm_text@alarm")])
                return [*rows, [("Enter", "*accent"), (f" {t('Yes, publish now')}   ", "*"), *back]]

    def _again(self) -> None:
        if self.state is not None:
            self.show(self.state)

    def on_resize(self) -> None:
        """Show as much as fits."""
        self._again()

    def action_go_on(self) -> None:
        """Publish, or ask once more."""
        cursor = self._made_on.cursor
        self._was_too_quick = self._repeats.is_repeat
        if self._was_too_quick:
            self._again()
        elif cursor is None:
            return
        elif self._step == "look" and asks_twice(self._edit):
            self._step = "sure"
            self._again()
        elif self._step in {"look", "sure"}:
            self.dismiss(Decision(self._edit, cursor))

    def action_earlier(self) -> None:
        """Say that an earlier start is meant."""
        if self._step == "earlier":
            self._edit, self._step = self._edit.model_copy(update={"earlier": True}), "look"
            self._again()

    @property
    def _can_be_collected(self) -> bool:
        state = self._made_on
        is_host = state.holder is not None and state.holder.role == "host"
        return not is_host and self._step in {"earlier", "look"} and isinstance(self._edit, SINGLE)

    def action_collect(self) -> None:
        """Put it into the batch."""
        if self._can_be_collected:
            self.dismiss(Collect(self._edit))

    def action_reason(self, number: int) -> None:
        """Give a reason by its number; 0: none."""
        self._give(dict(REASONS[number - 1]) if number else {})

    def _give(self, reason: dict[str, str]) -> None:
        if self._found is not None:
            self._edit = self._edit.model_copy(update={"reason": reason})
            self._step = "look" if self._step == "sure" else self._step
            self._think()  # the reason of a withdrawal is said in its place
            self._again()

    def action_type_reason(self) -> None:
        """Give a reason in one's own words."""
        if self._found is None or self.state is None:
            return
        t, festival = self.state.locale.t, self.state.schedule.festival
        tags = " / ".join(festival.languages)
        dialog = EntryDialog(
            t("Reason, for visitors"), hint=t("In every language, parted by a slash: {tags}", tags=tags)
        )
        dialog.state = self.state
        self.app.push_screen(
            dialog,
            lambda text: self._give(typed_languages(text, festival.languages)) if text is not None else None,
        )

    def action_scroll_rows(self, step: int) -> None:
        """Scroll what would change."""
        self._top = max(0, self._top + step)
        self._again()
