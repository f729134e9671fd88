"""The quiet line that says what is made up."""

import pytest

from festival.client.followed import Freshness
from festival.kiosk.view.provenance import notice
from kiosk.conftest import grid, local, make_app, make_schedule, make_state, run
from rig.programme import state_at


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


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("freshness", "leaves"), [(Freshness("live"), True), (Freshness("offline", local("14:05")), False)]
)
async def test_in_the_smallest_usual_terminal_the_whole_line_is_read_and_the_key_gives_way(
    language: str, freshness: Freshness, leaves: bool
) -> None:
    state = state_at("2022-05-27T14:20", language=language, rehearsing=True, freshness=freshness)
    async with run(make_app(state), (80, 24)) as pilot:
        line = next(line for line in grid(pilot).splitlines() if " 2022 · " in line)
        assert "".join(text for text, _ in notice(state)) in line
        assert ("+Q" in line) is leaves


async def test_where_it_is_cut_anyway_the_key_stays() -> None:
    never = Freshness("offline", None, "programme")
    state = state_at("2022-05-27T14:20", rehearsing=True, freshness=never)
    async with run(make_app(state), (60, 80)) as pilot:
        assert "Strg+Q beendet" in grid(pilot)
