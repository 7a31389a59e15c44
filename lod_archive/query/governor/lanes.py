"""Who is served next: two lanes, for quick queries and for others, each with room for so many."""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Final

_HALF_LIFE: Final = 30.0
"""After how many seconds half of what a client has used is forgotten."""
_CLIENTS: Final = 10_000
"""How many clients are remembered."""


class Full(Exception):
    """Too many are waiting, or it took too long."""


class Lane:
    """Room for a number of queries, and a line of those that wait: who has used least comes first.

    :param room: how many may be in it at once.
    :param waiting: how many may wait.
    """

    def __init__(self, room: int, waiting: int) -> None:
        self._room = room
        self._most = waiting
        self._line: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()
        self.inside = 0
        self.waiting = 0

    @asynccontextmanager
    async def place(self, used: float, patience: float) -> AsyncIterator[Place]:
        """A place in this lane, when it is one's turn; see :meth:`enter`.

        :raises Full: if there is none.
        """
        await self.enter(used, patience)
        place = Place(self)
        try:
            yield place
        finally:
            place.lane.leave()

    def try_enter(self) -> bool:
        """Enter if there is room at once."""
        if self.inside >= self._room or self.waiting:
            return False
        self.inside += 1
        return True

    async def enter(self, used: float, patience: float) -> None:
        """Enter when it is one's turn.

        :param used: how much the client has used.
        :raises Full: if too many wait, or one's turn does not come in so many seconds.
        """
        if self.try_enter():
            return
        if self.waiting >= self._most:
            raise Full
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._line, (used, next(self._order), turn))
        self.waiting += 1
        try:
            async with asyncio.timeout(patience):
                await turn
        except TimeoutError:
            raise Full from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise
        finally:
            self.waiting -= 1

    def leave(self) -> None:
        """Make room for the next one."""
        while self._line:
            *_, turn = heapq.heappop(self._line)
            if not turn.done():
                turn.set_result(None)  # who enters takes the place of who leaves
                return
        self.inside -= 1


class Place:
    """Somebody's place in a lane."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    def move_to(self, other: Lane) -> bool:
        """Change over to another lane, if there is room in it at once."""
        if not other.try_enter():
            return False
        self.lane.leave()
        self.lane = other
        return True


class Usage:
    """How many seconds each client has had lately."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def of(self, client: str) -> float:
        """What counts of it by now."""
        used, at = self._used.get(client, (0.0, 0.0))
        return used * math.exp2((at - self._clock()) / _HALF_LIFE)

    def add(self, client: str, seconds: float) -> None:
        """A query of this client has run for so long."""
        self._used[client] = self.of(client) + seconds, self._clock()
        self._used.move_to_end(client)
        while len(self._used) > _CLIENTS:
            self._used.popitem(last=False)
