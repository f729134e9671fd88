"""The same edit by the command line, by HTTP and by the pure functions is the same change."""

import asyncio
from pathlib import Path
from typing import get_args

import pytest

from cli.editing import desk
from cli.every_kind import BATCH, CASES, Case, bare, decided
from festival.schedule.edits import Edit


def test_every_kind_is_typed() -> None:
    assert {case.edit["kind"] for case in CASES} == {
        kind.model_fields["kind"].default for kind in get_args(get_args(Edit)[0])
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case.typed[:3]))
async def test_the_same_edit_through_cli_and_http_gives_the_same_change(tmp_path: Path, case: Case) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(BATCH)
    typed = [str(plan) if one == plan.name else one for one in case.typed]
    async with desk(tmp_path / "typed") as one, desk(tmp_path / "posted") as other:
        await asyncio.gather(one.prepare(case.before), other.prepare(case.before))
        posted, done = await asyncio.gather(other.post(case.edit), one.type_here(*typed))
        assert (done.code, done.out) == (0, f"{one.cursor}\n"), done.err
        made = await one.newest_change()
    assert bare(made) == bare(posted)
    assert bare(made) == bare(decided(case))
