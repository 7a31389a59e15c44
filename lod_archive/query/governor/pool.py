"""The readers of one store: those that wait for work, and those that are at it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from lod_archive.query.governor.process import Reader, ReaderBroken, ReaderEnded
from lod_archive.query.governor.reader import Duty

if TYPE_CHECKING:
    from lod_archive.query.governor.limits import Limits
    from lod_archive.query.prologue import Prologue


class Pool:
    """Readers, started when there is need of them.

    :ivar killed: how many have been killed at their work.
    """

    def __init__(self, store: Path, prologue: Prologue, limits: Limits) -> None:
        self.killed = 0
        self._store = store
        self._prologue = prologue
        self._limits = limits
        self._idle: list[Reader] = []
        self._alive: set[Reader] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._number = count()
        self._is_closed = False

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[Reader]:
        """A reader that has nothing else to do; killed if it has not replied by the end.

        :raises ReaderBroken: if the store cannot be opened.
        """
        if not self._alive:
            self._prepare_others()
        reader = self._waiting() or await self._start()
        try:
            yield reader
        finally:
            if reader.is_free:
                self._keep(reader)
            else:
                self._end(reader)

    @cached_property
    def spools(self) -> Path:
        """The folder for answers that are not small, made when there is need of it."""
        return Path(tempfile.mkdtemp(prefix="lod-archive-"))

    def processes(self) -> list[int]:
        """The numbers of their processes."""
        return [reader.number for reader in self._alive]

    def _waiting(self) -> Reader | None:
        while self._idle:
            reader = self._idle.pop()
            if reader.is_free:
                return reader
        return None

    def _keep(self, reader: Reader) -> None:
        if self._is_closed or len(self._idle) >= self._limits.quick + self._limits.slow:
            reader.kill()
        else:
            self._idle.append(reader)

    def _end(self, reader: Reader) -> None:
        """Kill it; another one is started in advance, for the next query."""
        self.killed += 1
        reader.kill()
        if not self._is_closed:
            self._start_another()

    def _prepare_others(self) -> None:
        """Start as many as will be needed, before they are."""
        for _ in range(self._limits.quick + self._limits.slow - 1):
            self._start_another()

    def _start_another(self) -> None:
        task = asyncio.get_running_loop().create_task(self._prepare())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _prepare(self) -> None:
        with suppress(ReaderBroken, ReaderEnded):  # who needs one will be told
            self._keep(await self._start())

    async def _start(self) -> Reader:
        limits = self._limits
        duty = Duty(
            store=str(self._store),
            spool=str(self.spools / str(next(self._number))),
            base=self._prologue.base,
            prefixes=dict(self._prologue.own_prefixes),
            memory=limits.memory,
            rows=limits.rows,
            size=limits.size,
            services=limits.services,
        )
        reader = await Reader.start(duty)
        self._alive.add(reader)
        reader.ended.add_done_callback(lambda _: self._alive.discard(reader))
        return reader

    async def close(self) -> None:
        """End all of them."""
        self._is_closed = True
        await asyncio.gather(*self._starting)
        for reader in self._alive:
            reader.kill()
        await asyncio.gather(*(reader.ended for reader in self._alive))
        if "spools" in vars(self):
            await asyncio.to_thread(shutil.rmtree, self.spools, ignore_errors=True)
