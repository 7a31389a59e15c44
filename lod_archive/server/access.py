"""The log of requests: one line for each that has been answered."""

from __future__ import annotations

import json
import logging
import queue
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self, TextIO, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from lod_archive.server.responses import Scope

_LOG: Final = logging.getLogger(__name__)
_WAITING: Final = 10_000
"""How many lines may wait to be written."""
_PATIENCE: Final = 2.0
"""For how many seconds the last lines may take to be written when the server stops."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request and its outcome.

    :param time: in UTC (RFC 3339).
    :param seconds: until the last byte was handed over.
    :param size: of the body, in bytes.
    :param status: 499 if the client had left before there was any.
    """

    time: str
    client: str
    method: str
    path: str
    query: str
    status: int
    seconds: float
    size: int
    agent: str

    @classmethod
    def of(cls, scope: Scope, status: int, seconds: float, size: int) -> Self:
        """The outcome of a request that has just been answered."""
        agents = [value for name, value in scope["headers"] if name == b"user-agent"]
        return cls(
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            (scope.get("client") or ("",))[0],
            scope["method"],
            scope["path"],
            scope["query_string"].decode("latin-1"),
            status,
            round(seconds, 6),
            size,
            b"".join(agents[:1]).decode("latin-1"),
        )


Log: TypeAlias = "Callable[[Answered], None]"


class AccessLog:
    """Writes the log in a thread of its own, so that a slow reader of it makes nobody wait.

    Lines are left out, and counted, once too many are waiting.

    :param line: what a line says of a request.
    """

    def __init__(self, line: Callable[[Answered], str], file: TextIO) -> None:
        self._line = line
        self._file = file
        self._waiting: queue.Queue[Answered | None] = queue.Queue(_WAITING)
        self._left_out = 0
        self._thread = threading.Thread(target=self._run, name="access log", daemon=True)

    def __call__(self, answered: Answered) -> None:
        """Log a request."""
        try:
            self._waiting.put_nowait(answered)
        except queue.Full:
            self._left_out += 1

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(queue.Full):  # then nobody reads the log any more
            self._waiting.put(None, timeout=_PATIENCE)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while (answered := self._waiting.get()) is not None:
            left_out, self._left_out = self._left_out, 0
            if left_out:
                _LOG.warning("%d requests are not in the log, which is read too slowly", left_out)
            self._file.write(self._line(answered) + "\n")
            if self._waiting.empty():
                self._file.flush()


def as_json(answered: Answered) -> str:
    """A line of JSON."""
    return json.dumps(asdict(answered), ensure_ascii=True)


def as_text(answered: Answered) -> str:
    """A line for people; control characters cannot break it."""
    path = json.dumps(answered.path, ensure_ascii=True)[1:-1]
    query = "?" + json.dumps(answered.query, ensure_ascii=True)[1:-1] if answered.query else ""
    return (
        f"{answered.time[11:23]} {answered.status} {answered.method:<4} {path}{query} "
        f"{answered.seconds * 1000:.1f} ms {answered.size:,} B"
    )
