"""``lod-archive serve`` as a process of its own."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SECONDS = 60
"""How long anything may take here before the test has failed."""


class Serving:
    """A server that says where it is.

    :ivar address: the address of its first page, once it has said so.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._said: queue.Queue[str | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.address = ""

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._said.put(line)
        self._said.put(None)

    def wait_for(self, words: str) -> str:
        """The next line it writes that has these words in it."""
        before = []
        while (line := self._said.get(timeout=SECONDS)) is not None:
            if words in line:
                return line
            before.append(line)
        raise AssertionError("".join(before) or "the server said nothing")

    def stop(self) -> tuple[int, list[str]]:
        """Ask it to stop; its exit code, and what it has written that was not waited for."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(SECONDS)
        return code, [*iter(lambda: self._said.get(timeout=SECONDS), None)]

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self._listener.join(SECONDS)


@contextmanager
def serving(
    *arguments: str | Path, variables: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    """A server on a free port, which is killed at the end."""
    command = [sys.executable, "-m", "lod_archive", "serve", *map(str, arguments)]
    with subprocess.Popen(
        [*command, "--port", "0", "--log", "json"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(variables or {})},
    ) as process:
        server = Serving(process)
        try:
            server.address = server.wait_for(" is served at ").split()[-1]
            yield server
        finally:
            server.kill()
