"""A database that any number of threads read at once, each by a connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lod_archive.query.index_file import connect


class Connections:
    """As many connections to an SQLite file, for reading alone, as are in use at once."""

    def __init__(self, path: Path) -> None:
        """Open none yet; the file must not change as long as it is read."""
        self._path = path
        self._free: deque[sqlite3.Connection] = deque()
        self._closed = threading.Event()

    def rows(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        """The rows of an answer.

        :raises sqlite3.Error: if the file cannot be read, or has been let go of.
        """
        if self._closed.is_set():
            raise sqlite3.ProgrammingError("the database is closed")
        connection = self._taken()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            self._free.append(connection)
            if self._closed.is_set():
                self.close()

    def close(self) -> None:
        """Let go of the file; who reads at this moment is answered still."""
        self._closed.set()
        while self._free:
            self._taken().close()

    def _taken(self) -> sqlite3.Connection:
        try:
            return self._free.pop()
        except IndexError:
            return connect(self._path, check_same_thread=False)
