"""The app with a key that opens one QR page after the other: `python code_app.py '{"theme": "festival-day"}' WANTED ...`.

The first argument holds fields of the state, as JSON. The others say what F9 goes through: kinds of things
(room, project, station, session) or single things (project:emil).
"""

import json
import sys
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from festival.cli.codes import targets
from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.messages import Go
from festival.kiosk.state import State
from rig.programme import state_at

AT = "2022-05-27T16:20"
"""A warning about the weather is up then, so that a code has the least room."""


class CodeApp(ProgrammeApp):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "next_code", priority=True, show=False)]

    def __init__(self, state: State, wanted: list[str]) -> None:
        super().__init__(state, clock_from(state.now, lambda: 0))
        self._refs: Iterator[str] = (
            target.ref
            for target in targets(state.schedule, state.links)
            if target.kind in wanted or target.ref in wanted
        )

    def action_next_code(self) -> None:
        self.post_message(Go("code", next(self._refs)))


if __name__ == "__main__":
    CodeApp(state_at(AT, **json.loads(sys.argv[1])), sys.argv[2:]).run()
