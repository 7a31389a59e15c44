"""Queries of many clients, answered by few processes."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from lod_archive.query.governor.known import KnownAnswers
from lod_archive.query.governor.lanes import Costs, Full, Lane, Place
from lod_archive.query.governor.limits import Limits
from lod_archive.query.governor.messages import (
    Exceeded,
    Failed,
    Written,
    read_reply,
    write_question,
)
from lod_archive.query.governor.outcomes import (
    Answer,
    Broken,
    Busy,
    Limited,
    Mistake,
    Outcome,
    Unwritable,
)
from lod_archive.query.governor.pool import Pool
from lod_archive.query.governor.process import Reader, ReaderBroken, ReaderEnded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from lod_archive.query.governor.question import Question
    from lod_archive.query.prologue import Prologue

_REMEMBERED: Final = 10_000
"""How many queries are remembered as slow."""
_RETRY: Final = 5
"""Seconds after which those who were turned away may ask again."""


class Governor:
    """Answers queries over a store, each in a process of its own, within limits.

    A query begins among the quick ones. If it is not answered within a slice of time it goes on
    among the slow ones, or waits for a place there and begins anew. A query that was slow before
    begins there. As many slow ones run as there are processors. So those who ask simple questions
    wait for nobody who asks too much; and among those who wait, clients whose queries cost little
    come first.

    To be used by one event loop.

    :param store: the folder of the store, which nobody changes.
    """

    def __init__(
        self,
        store: Path,
        prologue: Prologue,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or Limits()
        self.quick = Lane(self.limits.quick, self.limits.waiting)
        self.slow = Lane(self.limits.slow, self.limits.waiting)
        self.pool = Pool(store, prologue, self.limits)
        self._clock = clock
        self._costs = Costs(clock)
        self._known_slow: OrderedDict[Question, None] = OrderedDict()
        self._known = KnownAnswers(self.limits.known)
        self._kept = 0

    async def ask(self, question: Question, client: str = "") -> Outcome:
        """How the query ends. If the task is cancelled, so is the query.

        :param client: who asks: clients whose queries cost much wait behind those whose do not.
        """
        known = self._known.get(question)
        if known is not None:
            return known
        if self._kept > self.limits.kept:
            return Busy(_RETRY)
        try:
            outcome = await self._asked_again(question, client)
        except Full:
            return Busy(_RETRY)
        except (TimeoutError, ReaderEnded, ReaderBroken) as reason:
            return self._why(reason)
        self._known.add(question, outcome)
        return outcome

    async def _asked_again(self, question: Question, client: str) -> Outcome:
        """How it ends; in another reader, if the first one ended for whatever reason of its own."""
        try:
            return await self._asked(question, client)
        except ReaderEnded as reason:
            if reason.is_out_of_memory:
                raise
        return await self._asked(question, client)

    async def _asked(self, question: Question, client: str) -> Outcome:
        limits, cost = self.limits, self._costs.of(client)
        if question not in self._known_slow:
            async with self.quick.place(cost, limits.patience) as place:
                outcome = await self._among_quick(question, client, place)
            if outcome is not None:
                return outcome
        async with (
            self.slow.place(cost, limits.patience),
            self._reader(client) as reader,
            asyncio.timeout(limits.seconds),
        ):
            return self._outcome(await asyncio.shield(reader.ask(write_question(question))), reader)

    async def _among_quick(self, question: Question, client: str, place: Place) -> Outcome | None:
        """How it ends; None if it must be asked again among the slow ones."""
        limits = self.limits
        async with self._reader(client) as reader:
            reply = reader.ask(write_question(question))
            with suppress(TimeoutError):
                async with asyncio.timeout(limits.slice):
                    return self._outcome(await asyncio.shield(reply), reader)
            self._remember(question)
            if not place.move_to(self.slow):
                return None
            async with asyncio.timeout(limits.seconds - limits.slice):
                return self._outcome(await asyncio.shield(reply), reader)

    @asynccontextmanager
    async def _reader(self, client: str) -> AsyncIterator[Reader]:
        """A reader, whose time the client is charged with."""
        async with self.pool.reader() as reader:
            begun = self._clock()
            try:
                yield reader
            finally:
                self._costs.add(client, self._clock() - begun)

    def _why(self, reason: TimeoutError | ReaderEnded | ReaderBroken) -> Outcome:
        if isinstance(reason, TimeoutError):
            return Limited("time", self.limits.seconds)
        if isinstance(reason, ReaderBroken):
            return Broken(str(reason))
        if reason.is_out_of_memory:
            return Limited("memory", self.limits.memory / (1 << 20))
        return Broken("the process that read the store has ended")

    def _remember(self, question: Question) -> None:
        self._known_slow[question] = None
        while len(self._known_slow) > _REMEMBERED:
            self._known_slow.popitem(last=False)

    def _outcome(self, message: bytes, reader: Reader) -> Outcome:
        match read_reply(message):
            case Written() as written:
                return self._answer(written, reader)
            case Exceeded("rows"):
                return Limited("rows", self.limits.rows)
            case Exceeded():
                return Limited("size", self.limits.size)
            case Failed(problem):
                return Broken(problem)
            case Mistake() | Unwritable() as said:
                return said
        raise AssertionError(message)

    def _answer(self, written: Written, reader: Reader) -> Answer:
        if not written.is_in_file:
            return Answer(written.media_type, written.size, written.body)
        file = reader.spool.open("rb")
        reader.spool.unlink()
        self._kept += written.size

        def release() -> None:
            if not file.closed:
                file.close()
                self._kept -= written.size

        return Answer(written.media_type, written.size, file=file, release=release)

    def measured(self) -> dict[str, float]:
        """How it stands: words → number."""
        return {
            "quick queries running": self.quick.inside,
            "quick queries waiting": self.quick.waiting,
            "slow queries running": self.slow.inside,
            "slow queries waiting": self.slow.waiting,
            "readers": len(self.pool.processes()),
            "readers killed": self.pool.killed,
            "bytes of answers kept": self._kept,
        }

    async def close(self) -> None:
        """End all processes."""
        await self.pool.close()
