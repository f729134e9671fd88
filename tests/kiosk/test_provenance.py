"""The quiet line that says what is made up."""

import pytest

from festival.kiosk.view.provenance import notice
from kiosk.conftest import make_schedule, make_state


@pytest.mark.parametrize(
    ("rehearsing", "note", "said"),
    [
        (True, {"en": "Sample data"}, "Rehearsal 2022 · Sample data"),
        (True, {}, "Rehearsal 2022"),
        (False, {"en": "Sample data"}, "Sample data"),
        (False, {}, ""),
    ],
)
def test_quiet_line_holds_only_what_there_is_to_say(
    rehearsing: bool, note: dict[str, str], said: str
) -> None:
    schedule = make_schedule()
    festival = schedule.festival.model_copy(update={"note": note})
    state = make_state(schedule.model_copy(update={"festival": festival}), rehearsing=rehearsing)
    assert "".join(text for text, _ in notice(state)) == said
