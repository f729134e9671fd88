"""The lane on which pages are made: who is kept waiting, and by whom."""

import asyncio
from functools import partial

from festival.hub.lane import Lane


async def test_the_loop_goes_on_after_each_piece_and_what_one_wants_waits_behind_what_many_want() -> None:
    lane, done, seen = Lane("test"), list[str](), list[int]()
    pieces = [lane.do("picks", partial(done.append, f"own {number}"), behind=True) for number in range(20)]
    pieces.append(lane.do("today", partial(done.append, "today")))
    made = asyncio.gather(*pieces)
    while not made.done():
        seen.append(len(done))
        await asyncio.sleep(0)
    assert sorted(set(seen)) == list(range(22))
    assert done.index("today") <= 1
