"""A reader as the server sees it: a process that is asked, and can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

from lod_archive.query.governor.frames import Frames, framed
from lod_archive.query.governor.messages import Failed, Ready, read_reply

if TYPE_CHECKING:
    from lod_archive.query.governor.reader import Duty

_PROGRAM: Final = "lod_archive.query.governor.reader"
_PRELOADED: Final = "LD_PRELOAD"


class ReaderEnded(Exception):
    """The process has ended.

    :ivar is_out_of_memory: whether because it wanted more memory than it may have.
    """

    def __init__(self, is_out_of_memory: bool) -> None:
        super().__init__(is_out_of_memory)
        self.is_out_of_memory = is_out_of_memory


class ReaderBroken(Exception):
    """The process cannot do its work; the message says why."""


class Reader(asyncio.Protocol):
    """A process that answers one question at a time.

    :ivar ended: gets its exit code once it has ended.
    """

    def __init__(self, process: subprocess.Popen[bytes], spool: Path) -> None:
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.spool = spool
        self._process = process
        self._frames = Frames()
        self._reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def start(cls, duty: Duty) -> Self:
        """A new process, ready to be asked.

        :raises ReaderBroken: if the store cannot be opened.
        :raises ReaderEnded: if it ends before that.
        """
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", _PROGRAM, str(theirs.fileno()), duty.encode()]
        with theirs:
            process = await asyncio.to_thread(_started, command, theirs.fileno())
        loop = asyncio.get_running_loop()
        _, reader = await loop.create_unix_connection(
            lambda: cls(process, Path(duty.spool)), sock=ours
        )
        try:
            said = read_reply(await reader._reply)
        except BaseException:
            await reader.end()
            raise
        if not isinstance(said, Ready):
            await reader.end()
            raise ReaderBroken(said.message if isinstance(said, Failed) else "it did not start")
        return reader

    def ask(self, question: bytes) -> asyncio.Future[bytes]:
        """Hand over a question; the future gets the reply, or :class:`ReaderEnded`."""
        assert self._transport is not None  # noqa: S101 it was connected before it was ready
        self._reply = asyncio.get_running_loop().create_future()
        if self._transport.is_closing():
            self._reply.set_exception(ReaderEnded(is_out_of_memory=False))
        else:
            self._transport.write(framed(question))
        return self._reply

    @property
    def is_free(self) -> bool:
        """Whether it has replied, and can be asked again."""
        is_alive = self._transport is not None and not self._transport.is_closing()
        return is_alive and self._reply.done()

    @property
    def number(self) -> int:
        """That of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End it at once, and remove what it has written."""
        self._process.kill()
        if self._transport is not None:
            self._transport.abort()

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.kill()
        await self.ended

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection."""
        self._transport = cast("asyncio.Transport", transport)  # of a class of uvloop's own

    def data_received(self, data: bytes) -> None:
        """Take over what the process says."""
        for message in self._frames.feed(data):
            if not self._reply.done():
                self._reply.set_result(message)

    def connection_lost(self, _: Exception | None) -> None:
        """Say to whoever waits that the process has ended, once it has."""
        asyncio.get_running_loop().run_in_executor(None, self._process.wait).add_done_callback(
            self._ended
        )

    def _ended(self, code: asyncio.Future[int]) -> None:
        self.spool.unlink(missing_ok=True)
        self.ended.set_result(code.result())
        if not self._reply.done():
            self._reply.set_exception(ReaderEnded(code.result() == -signal.SIGABRT))
            self._reply.exception()  # perhaps nobody waits any more


def _started(command: list[str], number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 our own program
        command,
        pass_fds=(number,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=reader_environment(),
        start_new_session=True,
    )


def reader_environment() -> dict[str, str]:
    """The environment of a reader: this one, with jemalloc where the system has it.

    Queries that build large tables take a tenth less time with it than with glibc's allocator.
    Another library that is to be loaded first is left alone: somebody has chosen it.
    """
    found = dict(os.environ)
    library = _jemalloc()
    return found if library is None else {_PRELOADED: library, **found}


@cache
def _jemalloc() -> str | None:
    return find_library("jemalloc") if sys.platform == "linux" else None
