"""Who is served next: two lanes, for quick queries and for others, each with room for so many."""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from operator import itemgetter
from typing import Final

_HALF_LIFE: Final = 30.0
"""After how many seconds half of what a client has asked is forgotten."""
_UNKNOWN: Final = 0.02
"""How many seconds the query of a client that is not known is thought to cost."""
_CLIENTS: Final = 10_000
"""How many clients are remembered."""


class Full(Exception):
    """Too many are waiting, or it took too long."""


class Lane:
    """Room for a number of queries, and a line of those that wait: who costs least comes first.

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
    async def place(self, cost: float, patience: float) -> AsyncIterator[Place]:
        """A place in this lane, when it is one's turn; see :meth:`enter`.

        :raises Full: if there is none.
        """
        await self.enter(cost, patience)
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

    async def enter(self, cost: float, patience: float) -> None:
        """Enter when it is one's turn.

        :param cost: of one query of the client, in the mean.
        :raises Full: if too many wait who cost no more, or one's turn does not come in so
            many seconds.
        """
        if self.try_enter():
            return
        if self.waiting >= self._most and not self._turn_away(cost):
            raise Full
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._line, (cost, next(self._order), turn))
        self.waiting += 1
        try:
            async with asyncio.timeout(patience):
                await turn
        except TimeoutError:
            raise Full from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.leave()
            raise
        finally:
            self.waiting -= 1

    def _turn_away(self, cost: float) -> bool:
        """Let somebody go who costs more than this; whether there is such a one."""
        waiting = (entry for entry in self._line if not entry[2].done())
        worst = max(waiting, default=None, key=itemgetter(0, 1))
        if worst is None or worst[0] <= cost:
            return False
        worst[2].set_exception(Full())
        return True

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


class Costs:
    """What the queries of each client have cost lately: seconds for one, in the mean.

    A client that is not known yet counts as one that has asked a single query of some cost: behind
    those who ask simple questions, before those who do not.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sums: OrderedDict[str, tuple[float, float, float]] = OrderedDict()

    def of(self, client: str) -> float:
        """The mean; what is long ago counts less."""
        seconds, queries = self._lately(client)
        return (seconds + _UNKNOWN) / (queries + 1)

    def add(self, client: str, seconds: float) -> None:
        """A query of this client has run for so long."""
        before, queries = self._lately(client)
        self._sums[client] = before + seconds, queries + 1, self._clock()
        self._sums.move_to_end(client)
        while len(self._sums) > _CLIENTS:
            self._sums.popitem(last=False)

    def _lately(self, client: str) -> tuple[float, float]:
        seconds, queries, at = self._sums.get(client, (0.0, 0.0, 0.0))
        left = math.exp2((at - self._clock()) / _HALF_LIFE)
        return seconds * left, queries * left
