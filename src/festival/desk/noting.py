"""The part of the app that keeps notes for the crew."""

import asyncio
from typing import Any

from festival.desk.drafting import DraftingApp
from festival.desk.messages import Jot
from festival.desk.notes import Notes, clean_note
from festival.desk.state import Notice


class NotingApp(DraftingApp):
    """An app with notes. Without a place for them (`notes`) they are gone with the app."""

    def __init__(self, *args: Any, notes: Notes | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._notes = notes

    def on_mount(self) -> None:
        """Read the notes that were left."""
        self.run_worker(self._read_notes())

    async def _read_notes(self) -> None:
        if self._notes is None:
            return
        try:
            found = await asyncio.to_thread(self._notes.all)
        except OSError as error:
            self._not_kept(error)
        else:
            self.state = self.state.with_(notes={**found, **self.state.notes})

    async def on_jot(self, message: Jot) -> None:
        """Keep a note."""
        text = clean_note(message.text)
        self.state = self.state.with_(notes={**self.state.notes, message.room: text})
        if self._notes is None:
            return
        try:
            await asyncio.to_thread(self._notes.put, message.room, text)
        except OSError as error:
            self._not_kept(error)

    def _not_kept(self, error: OSError) -> None:
        words = self.state.locale.t(
            "Notes are not on disk and end with this desk: {why}", why=error.strerror or error
        )
        self.state = self.state.with_(notice=Notice(words, "late"))
