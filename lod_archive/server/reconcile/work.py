"""Work that takes a while: in threads beside the event loop, and not for everybody at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_ROOM: Final = 2
_WAITING: Final = 500
_PATIENCE: Final = 15.0
"""Seconds that somebody waits for an answer."""
_HELD: Final = 1 << 26
"""How many bytes of requests are held in memory, all together."""


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

    @property
    def is_full(self) -> bool:
        """Whether somebody who comes now would be turned away."""
        return self._there >= self._waiting

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Hold a request of so many bytes meanwhile.

        :raises Full: if too much is held already, or too many are waiting.
        """
        if self.is_full or self._held + size > _HELD:
            raise Full
        self._held += size
        try:
            yield
        finally:
            self._held -= size

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function gives, called in a thread when it is one's turn.

        :raises Full: if there are too many others, or it takes too long.
        """
        if self.is_full:
            raise Full
        self._there += 1
        try:
            async with asyncio.timeout(_PATIENCE):
                call = partial(function, *args, **kwargs)
                return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except TimeoutError:
            raise Full from None
        finally:
            self._there -= 1

    async def close(self) -> None:
        """Let what is being worked at end, and the threads with it."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
