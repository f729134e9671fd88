"""The same edit through the desk's preview is the same change as by the command line and by HTTP.

``tests/cli/test_edit.py`` compares those two with the pure functions, over the same table.
"""

from pathlib import Path

import pytest

from cli.editing import NOW, desk
from cli.every_kind import CASES, Case, bare, decided
from desk.conftest import desk_on
from desk.test_real_hub import desk_of
from festival.schedule.edits import edit_from
from hub.rig import programme

ON_A_REAL_HUB = ("delay_room", "replace_session", "undo_person", "batch")


def named(case: Case) -> str:
    return " ".join(case.typed[:3])


@pytest.mark.parametrize("case", CASES, ids=named)
async def test_the_same_edit_through_the_desk_gives_the_same_change(case: Case) -> None:
    async with desk_on(schedule=programme(), now=NOW) as rig:
        for edit in case.before:
            rig.hub.make(edit_from(edit), "Ada")
        await rig.until(lambda: [one.by for one in rig.state.changes] == ["Ada"] * len(case.before))
        await rig.publish(edit_from(case.edit))
        made = rig.hub.log[-1]
    assert bare(made) == bare(decided(case))


@pytest.mark.parametrize(
    "case",
    {case.edit["kind"]: case for case in CASES if case.edit["kind"] in ON_A_REAL_HUB}.values(),
    ids=named,
)
async def test_a_real_hub_has_the_same_change(tmp_path: Path, case: Case) -> None:
    async with desk(tmp_path) as ada:
        await ada.prepare(case.before)
        async with desk_of(ada.served) as rig:
            await rig.until(lambda: [one.by for one in rig.state.changes] == ["Ada"] * len(case.before))
            await rig.publish(edit_from(case.edit))
        made = await ada.newest_change()
    assert bare(made) == bare(decided(case))
