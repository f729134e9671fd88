"""Showing what somebody else says, for as long as the screen lives."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Final, TypeVar

ToldT = TypeVar("ToldT")
AGAIN_S: Final = 30.0


async def keep_following(
    follow: "Callable[[ToldT | None], AsyncGenerator[ToldT, None]]",
    *,
    bring: Callable[[ToldT], object],
    cut: "Callable[[ToldT | None], ToldT | None]",
    survives: Callable[[Exception], bool],
) -> None:
    """Hand each state that `follow` gives to `bring`, for ever.

    `follow` goes on from the state that it is given; it ends only by a fault of its own, and is then begun again after
    :data:`AGAIN_S` seconds. Until then nothing is heard: `cut` is told so, and returns the state to go on from. A fault
    that `survives` says no to is raised.
    """
    last: ToldT | None = None
    while True:
        try:
            async with aclosing(follow(last)) as states:
                async for last in states:
                    bring(last)
        except Exception as error:
            if not survives(error):
                raise
        last = cut(last)
        await asyncio.sleep(AGAIN_S)
