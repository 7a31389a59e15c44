"""Work that is given up when the client leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from lod_archive.server.responses import Receive

T = TypeVar("T")

_UNWATCHED: Final = 0.05
"""For how many seconds nobody looks whether the client is still there: most work is done then."""


async def unless_left(work: Coroutine[Any, Any, T], receive: Receive) -> T | None:
    """What the work gives; None if the client leaves before, and the work is cancelled."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 a coroutine runs in a task
    watch = _Watch(receive)
    begin = task.get_loop().call_later(_UNWATCHED, watch.begin, task)
    try:
        return await work
    except asyncio.CancelledError:
        if not watch.has_left:
            raise
        return None
    finally:
        begin.cancel()
        watch.end()


class _Watch:
    """Cancels a task when the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._looking: asyncio.Task[None] | None = None
        self.has_left = False

    def begin(self, task: asyncio.Task[Any]) -> None:
        self._looking = task.get_loop().create_task(self._look(task))

    async def _look(self, task: asyncio.Task[Any]) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.has_left = True
        task.cancel()

    def end(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
