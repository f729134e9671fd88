"""The part of the app that keeps batches in preparation: in the state, and on disk so that they outlive it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from festival.desk.asking import AskingApp
from festival.desk.drafts import SINGLE, Draft, key_for, with_draft, with_edit, with_published
from festival.desk.messages import Collect, Made, Shelve, TakeIn, Unshelve
from festival.desk.shelf import Shelf
from festival.desk.state import DeskState, Notice
from festival.programme.batches import load_batch
from festival.schedule.edits import Batch
from festival.schedule.errors import FestivalError


class DraftingApp(AskingApp):
    """An app with drafts. Without a `shelf` they are gone with the app."""

    def __init__(self, *args: Any, shelf: Shelf | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._shelf = shelf

    def on_mount(self) -> None:
        """Take what was left from the shelf."""
        self.run_worker(self._take_from_shelf())

    async def _take_from_shelf(self) -> None:
        if self._shelf is None:
            return
        try:
            found, complaints = await asyncio.to_thread(
                self._shelf.drafts, self.state.schedule, self.state.day.date
            )
        except OSError as error:
            self._note_draft(str(error), "late")
            return
        for draft in found:
            self._hold(draft)
        if complaints:
            self._note_draft(complaints[0], "late")

    def _hold(self, draft: Draft) -> None:
        self.state = self.state.with_(drafts=with_draft(self.state.drafts, draft))

    def _note_draft(self, text: str, role: Any = "good") -> None:
        self.state = self.state.with_(notice=Notice(text, role))

    async def _on_disk(self, work: Callable[[Shelf], None]) -> None:
        if self._shelf is None:
            return
        try:
            await asyncio.to_thread(work, self._shelf)
        except OSError as error:
            t = self.state.locale.t
            self._note_draft(
                t("The batch is not on disk and ends with this desk: {why}", why=error.strerror or error),
                "late",
            )

    async def on_shelve(self, message: Shelve) -> None:
        """Keep a draft as it is now."""
        self._hold(message.draft)
        await self._on_disk(lambda shelf: shelf.put(message.draft))

    async def on_unshelve(self, message: Unshelve) -> None:
        """Throw a draft away."""
        kept = tuple(one for one in self.state.drafts if one.key != message.key)
        self.state = self.state.with_(drafts=kept)
        await self._on_disk(lambda shelf: shelf.remove(message.key))

    async def on_collect(self, message: Collect) -> None:
        """Put an edit into the draft that was last worked on, into a new one if there is none."""
        state = self.state
        t = state.locale.t
        draft = state.draft or self._new(t("Plan B"))
        if not isinstance(message.edit, SINGLE) or draft.is_full:
            self._note_draft(t("This cannot stand in a batch, or the batch is full."), "stop")
            return
        draft = with_edit(draft, message.edit)
        self._note_draft(t("In the batch {name}: {n} so far.", name=draft.name, n=len(draft.edits)))
        await self.on_shelve(Shelve(draft))

    async def on_made(self, message: Made) -> None:
        """Mark a draft that was published."""
        if not isinstance(message.edit, Batch):
            return
        known = self.state.drafts
        for before, draft in zip(known, with_published(known, message.edit, message.cursor), strict=True):
            if draft is not before:
                await self.on_shelve(Shelve(draft))

    def _new(self, name: str) -> Draft:
        return Draft(key_for(name, (one.key for one in self.state.drafts)), name)

    async def on_take_in(self, message: TakeIn) -> None:
        """Take in a file that somebody wrote."""
        state = self.state
        t = state.locale.t
        try:
            batch = await asyncio.to_thread(_written, message.path, state)
        except FestivalError as error:
            self._note_draft(str(error), "stop")
            return
        except OSError as error:
            why = error.strerror or error
            self._note_draft(t("{path} cannot be read: {why}", path=message.path, why=why), "stop")
            return
        draft = Draft.of(self._new(batch.name).key, batch)
        self.state = self.state.with_(chosen=self.state.chosen.with_(draft=draft.key))
        self._note_draft(t("Taken in: {name}", name=draft.name))
        await self.on_shelve(Shelve(draft))


def _written(path: str, state: DeskState) -> Batch:
    return load_batch(Path(path).expanduser(), state.schedule, state.day.date, is_draft=True)
