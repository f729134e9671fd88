"""Batches: edits that are prepared in quiet, looked at as a whole, and published together or not at all."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from textual.message import Message
from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line
from festival.desk.dialogs.reading import ReadingDialog
from festival.desk.drafts import Draft, key_for, moved_edit, without_edit
from festival.desk.messages import Choose, Propose, Shelve, TakeIn, Unshelve
from festival.desk.page import DeskPage
from festival.desk.state import DeskState
from festival.desk.view.batch import Step, StepPainter, about_step, explanation, published, steps, summary
from festival.desk.widgets.split import Split
from festival.locale import Locale
from festival.schedule.fitting import Fitting, fitting
from festival.schedule.model import Schedule
from festival.schedule.text import clean_line
from festival.tui.cards import Cards
from festival.tui.rows import Rows

_Looked: TypeAlias = tuple[Draft, Schedule, datetime]
"""What was looked at: the batch, the schedule, and the minute."""


class BatchPage(DeskPage):
    """The batch that is worked on."""

    NAME = "batch"
    KEYS = (
        Command(key="p", action="publish", makes="batch", name="Publish", help="Publish the whole batch as one change, after a preview. Asks twice."),
        Command(key="left_square_bracket", action="shift(-1)", name="Up", help="This edit is made before the one above it."),
        Command(key="right_square_bracket", action="shift(1)", name="Down", help="This edit is made after the one below it."),
        Command(key="d,delete", action="remove", name="Remove", help="Take this edit out of the batch."),
        Command(key="e", action="rename", name="Rename", help="Give the batch another name."),
        Command(key="n", action="new", name="New", help="Begin another batch."),
        Command(key="g", action="other", name="Other", help="Go on with another batch."),
        Command(key="l", action="load", name="Load", help="Take a batch from a file, as festival edit batch reads it."),
        Command(key="D", action="throw_away", name="Throw away", help="Throw the whole batch away; asks first."),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._wanted: _Looked | None = None
        self._found: Fitting | None = None
        self._is_looking = False

    def body(self) -> Iterable[Widget]:
        """Give how it stands, its edits, and all about the one under the cursor."""
        yield Rows(id="summary")
        yield Split(StepPainter())

    def heading(self, state: DeskState) -> str:
        """Return the page's name, and the batch's."""
        draft = state.draft
        return f"{state.locale.t('Batch')} · {draft.name}" if draft else state.locale.t("Batch")

    def show(self, state: DeskState) -> None:
        """Show the batch; find out aside whether it fits."""
        draft = state.draft
        self._look(state, draft)
        found = self._found
        self.query_one("#summary", Rows).paint = lambda _width: (
            summary(state, draft, found) if draft and draft.edits else []
        )
        split = self.query_one(Split)
        split.cards.painter = StepPainter(state)
        split.fill(
            steps(draft, found) if draft else (),
            lambda one, width: about_step(state, one, width),
            empty=[[], *explanation(state, draft)],
        )

    # Whether it fits

    def _look(self, state: DeskState, draft: Draft | None) -> None:
        """Have it looked at again when the batch or the schedule has changed, or a minute has passed."""
        if draft is None:
            self._wanted = None
            return
        wanted = (draft, state.schedule, state.now.replace(second=0))
        known = self._wanted
        if known is not None and known[0] is draft and known[1] is wanted[1] and known[2] == wanted[2]:
            return
        self._wanted = wanted
        if not self._is_looking:
            self._is_looking = True
            self.run_worker(self._look_aside(state.name or "?"))

    async def _look_aside(self, by: str) -> None:
        """Look at what is wanted by then, until nothing newer is; a hundred edits of a large festival take a while."""
        try:
            done: _Looked | None = None
            while (wanted := self._wanted) is not None and wanted is not done:
                draft, schedule, now = wanted
                batch = draft.batch
                found = (
                    await asyncio.to_thread(fitting, schedule, batch, now=now, by=by)
                    if batch is not None
                    else None
                )
                done, self._found = wanted, found
        finally:
            self._is_looking = False
        if self.state is not None:
            self.show(self.state)

    # Its edits

    @property
    def _draft(self) -> Draft | None:
        return self.state.draft if self.state is not None else None

    @property
    def _step(self) -> Step | None:
        found: Step | None = self.query_one(Split).item
        return found

    def allows(self, command: Command) -> bool:
        """Leave out what there is nothing for."""
        state, draft = self.state, self._draft
        match command.action:
            case "publish" | "remove" | "shift(-1)" | "shift(1)":
                return draft is not None and bool(draft.edits)
            case "rename" | "throw_away":
                return draft is not None
            case "other":
                return state is not None and len(state.drafts) > 1
            case _:
                return True

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Show all that this edit would do."""
        message.stop()
        step = message.item
        if isinstance(step, Step) and self.state is not None:
            dialog = ReadingDialog(
                lambda state: state.locale.t("Edit {n}", n=step.number + 1),
                lambda state, width: about_step(state, step, width),
            )
            dialog.state = self.state
            self.app.push_screen(dialog)

    def action_shift(self, by: int) -> None:
        """Move the edit under the cursor in the order."""
        draft, step = self._draft, self._step
        if draft is None or step is None:
            return
        moved = moved_edit(draft, step.number, by)
        if moved is not draft:
            cards = self.query_one(Cards)
            self.post_message(Shelve(moved))
            cards.go_to(str(step.number + by))

    def action_remove(self) -> None:
        """Take the edit under the cursor out."""
        draft, step = self._draft, self._step
        if draft is not None and step is not None:
            self.post_message(Shelve(without_edit(draft, step.number)))

    # The batch

    def action_publish(self) -> None:
        """Propose the whole; ask first if that was published already, for it would happen twice."""
        draft, state = self._draft, self.state
        batch = draft.batch if draft is not None else None
        if draft is None or state is None or batch is None:
            return
        words, t = published(state, draft), state.locale.t
        if words is None:
            self.post_message(Propose(batch))
            return
        lines = [Line("keep", t("Leave it at that")), Line("again", t("Publish all of it once more"))]
        dialog = ChoiceDialog(f"{draft.name} · {words}", lines)
        self.ask(dialog, lambda answer: Propose(batch) if answer == "again" else None)

    def action_rename(self) -> None:
        """Ask for another name."""
        draft, state = self._draft, self.state
        if draft is not None and state is not None:
            dialog = EntryDialog(state.locale.t("Another name for the batch"), text=draft.name, check=_named)
            self.ask(dialog, lambda name: Shelve(replace(draft, name=clean_line(name))))

    def action_new(self) -> None:
        """Ask for the name of another batch."""
        if (state := self.state) is not None:
            t = state.locale.t
            dialog = EntryDialog(
                t("A name for the new batch"), hint=t("For instance: Plan B rain"), check=_named
            )
            self.ask(dialog, self._begun)

    def _begun(self, name: str) -> Message | None:
        state = self.state
        if state is None:
            return None
        draft = Draft(key_for(name, (one.key for one in state.drafts)), clean_line(name))
        self.post_message(Shelve(draft))
        return Choose(draft=draft.key)

    def action_other(self) -> None:
        """Ask which batch to go on with."""
        state, draft = self.state, self._draft
        if state is None or draft is None:
            return
        lines = [
            Line(
                one.key,
                one.name,
                published(state, one) or state.locale.n("{n} edit", "{n} edits", len(one.edits)),
            )
            for one in state.drafts
        ]
        dialog = ChoiceDialog(state.locale.t("Which batch?"), lines, first=draft.key)
        self.ask(dialog, lambda key: Choose(draft=key))

    def action_load(self) -> None:
        """Ask for a file."""
        if (state := self.state) is not None:
            t = state.locale.t
            dialog = EntryDialog(
                t("Which file?"), hint=t("A path on this machine, such as ~/plan-b.toml"), check=_given
            )
            self.ask(dialog, TakeIn)

    def action_throw_away(self) -> None:
        """Ask whether the batch is to be thrown away."""
        draft, state = self._draft, self.state
        if draft is None or state is None:
            return
        t = state.locale.t
        lines = [Line("keep", t("Keep it")), Line("away", t("Throw it away"))]
        question = t("Throw {name} away, with all its edits?", name=draft.name)
        self.ask(
            ChoiceDialog(question, lines), lambda answer: Unshelve(draft.key) if answer == "away" else None
        )


def _named(text: str, locale: Locale) -> str:
    if not clean_line(text):
        return locale.t("Type a name.")
    return locale.t("At most 80 letters.") if len(text) > 80 else ""


def _given(text: str, locale: Locale) -> str:
    return "" if text else locale.t("Type the path of a file.")
