"""Work that takes a while: in threads beside the event loop, and not for everybody at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_ROOM: Final = 2
_WAITING: Final = 500
PATIENCE: Final = 30.0
"""Seconds in which a request that has arrived is answered, or not at all."""
_HELD: Final = 1 << 26
"""How many bytes of requests are held in memory, all together."""
_ALLOWANCE: Final = 1 << 12
"""How many of them a request is counted with, however little it says."""


class Full(Exception):
    """Too many others are asking, or it took too long."""


class Work:
    """Turns for those whose requests take time: who comes first is served first.

    :param room: how many are worked for at once.
    :param waiting: how many may be there, before others are turned away.
    """

    def __init__(self, room: int = _ROOM, waiting: int = _WAITING) -> None:
        self._threads = ThreadPoolExecutor(room, "reconcile")
        self._waiting = waiting
        self._there = 0
        self._held = 0

    @contextmanager
    def holding(self) -> Iterator[Hold]:
        """Room in memory for a request, which is counted as it arrives.

        :raises Full: if there is none left, or too many are waiting.
        """
        if self._there >= self._waiting:
            raise Full
        hold = Hold(self._take)
        try:
            hold.add(_ALLOWANCE)
            yield hold
        finally:
            self._held -= hold.size

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A place among those who are answered, which is lost when it takes too long.

        :raises Full: if it is lost, or there are too many others.
        """
        if self._there >= self._waiting:
            raise Full
        self._there += 1
        try:
            async with asyncio.timeout(PATIENCE):
                yield
        except TimeoutError:
            raise Full from None
        finally:
            self._there -= 1

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function gives, called in a thread after those that were there before."""
        call = partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def close(self) -> None:
        """Let what is being worked at end, and the threads with it."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _take(self, size: int) -> None:
        if self._held + size > _HELD:
            raise Full
        self._held += size


class Hold:
    """What a request takes of the memory that there is for all.

    :ivar size: how many bytes.
    """

    def __init__(self, take: Callable[[int], None]) -> None:
        self.size = 0
        self._take = take

    def add(self, size: int) -> None:
        """So many bytes more have arrived.

        :raises Full: if there is no room for them.
        """
        self._take(size)
        self.size += size
