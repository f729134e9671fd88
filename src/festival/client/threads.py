"""A thread of one's own for work that would hold up the screen, in the order in which it is given."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")


class Aside:
    """Runs functions in one thread. asyncio's own threads may all be waiting for names that no server resolves."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"festival-{name}")

    async def __call__(self, work: Callable[[], _Result]) -> _Result:
        """Return what `work` returns, or raise what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Take no more work; what is under way goes on."""
        self._pool.shutdown(wait=False)
