"""Work that takes a while: off the event loop, a few at a time, and not for everybody at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

from lod_archive.query.governor.lanes import Full, Lane

P = ParamSpec("P")
T = TypeVar("T")

_ROOM: Final = 2
_WAITING: Final = 500
_PATIENCE: Final = 15.0
"""Seconds that somebody waits for a turn."""
_HELD: Final = 1 << 26
"""How many bytes of requests are held in memory, all together."""
_EQUAL: Final = 0.0
"""What everybody's work is thought to cost: first come, first served."""

__all__ = ["Full", "Work"]


class Work:
    """Turns for those whose requests take time.

    :param room: how many are worked for at once.
    :param waiting: how many wait, before others are turned away.
    """

    def __init__(self, room: int = _ROOM, waiting: int = _WAITING) -> None:
        self._lane = Lane(room, waiting)
        self._held = 0

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Hold a request of so many bytes meanwhile.

        :raises Full: if too much is held already.
        """
        if self._held + size > _HELD:
            raise Full
        self._held += size
        try:
            yield
        finally:
            self._held -= size

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function gives, called in a thread when it is one's turn.

        :raises Full: if there are too many others.
        """
        async with self._lane.place(_EQUAL, _PATIENCE):
            return await asyncio.to_thread(function, *args, **kwargs)
