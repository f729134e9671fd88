import re
from pathlib import Path

from rig import decode
from rig.handed_out import DRAWN
from rig.programme import state_at
from rig.screenshots import SHOTS, draw, main, reduced

ROOT = Path(__file__).parents[2]


def test_every_picture_of_the_readme_is_drawn() -> None:
    shown = re.findall(r"assets/screenshots/([\w-]+\.png)", (ROOT / "README.md").read_text())
    assert shown
    assert sorted(set(shown) - {shot.file for shot in SHOTS} - DRAWN.keys()) == []


async def test_code_in_a_reduced_picture_is_read() -> None:
    shot = next(shot for shot in SHOTS if shot.page == "code")
    state = state_at(shot.at, **shot.looks)
    [room] = [room for room in state.schedule.rooms if shot.subject == f"room:{room.id}"]
    picture = reduced(await draw(shot))
    assert decode(picture.convert("RGB")) == [state.links.room(room, state.schedule).url]


def test_named_pictures_are_written_small(tmp_path: Path) -> None:
    main(tmp_path, ["attract", "poster"])
    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert sorted(sizes) == ["attract-160x45.png", "attract-80x24.png", "poster-400.png"]
    assert max(sizes.values()) < 60_000
