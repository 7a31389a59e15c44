"""The program of a reader: answers one query after the other, until it is killed.

It is told everything at the start; ``python -m lod_archive.query.governor.reader`` is of no use
by hand.
"""

from __future__ import annotations

import json
import os
import select
import socket
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from lod_archive.errors import PublicationError, QueryError
from lod_archive.query import mistakes
from lod_archive.query.governor.frames import HEADER, framed, length
from lod_archive.query.governor.messages import (
    Exceeded,
    Failed,
    Ready,
    Reply,
    Written,
    read_question,
    write_reply,
)
from lod_archive.query.governor.outcomes import Mistake, Unwritable
from lod_archive.query.governor.question import Question
from lod_archive.query.governor.spool import Spool, TooLarge
from lod_archive.query.governor.writing import TooMany, write_graph, write_rows
from lod_archive.query.prologue import Prologue
from lod_archive.store import EmbeddedStore
from lod_archive.store.graphs import Graphs

_HEADROOM: Final = 1 << 26
"""How many bytes a reader may allocate for other ends than the query's."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a reader is for.

    :param store: the folder of the store.
    :param spool: where it writes an answer that is not small.
    :param memory: how many bytes it may use, beside what it has once the store is open.
    :param rows: how many rows an answer may have.
    :param size: how many bytes.
    """

    store: str
    spool: str
    base: str | None
    prefixes: dict[str, str]
    memory: int
    rows: int
    size: int
    services: tuple[str, ...]

    def encode(self) -> str:
        """As an argument of a program."""
        return json.dumps(asdict(self))


def main() -> None:
    """Read questions from the socket with the number that is given, and answer them there."""
    number, duty = sys.argv[1:]
    connection = socket.socket(fileno=int(number))
    given = json.loads(duty)
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    try:
        reader = _Reader(Duty(**{**given, "services": tuple(given["services"])}))
    except PublicationError as error:
        connection.sendall(framed(write_reply(Failed(str(error)))))
        return
    connection.sendall(framed(write_reply(Ready())))
    with connection.makefile("rb") as questions:
        while header := questions.read(HEADER):
            question = read_question(questions.read(length(header)))
            connection.sendall(framed(write_reply(reader.answer(question))))


def _end_with(connection: socket.socket) -> None:
    """End this process when the other side is gone, whatever it is doing."""
    gone = select.poll()
    gone.register(connection, 0)  # hang-ups are reported unasked
    gone.poll()
    os._exit(0)


class _Reader:
    def __init__(self, duty: Duty) -> None:
        self._duty = duty
        self._store = EmbeddedStore.open(duty.store)
        self._prologue = Prologue(duty.base, duty.prefixes)
        self._path = Path(duty.spool)
        _limit_memory(duty.memory + _HEADROOM)

    def answer(self, question: Question) -> Reply:
        spool = Spool(self._path, self._duty.size)
        try:
            return self._answered(question, spool)
        except TooLarge:
            said: Reply = Exceeded("size")
        except TooMany:
            said = Exceeded("rows")
        except SyntaxError as error:
            said = _mistake(mistakes.explain(error, question.sparql, self._prologue, "query"))
        except QueryError as error:
            services = self._duty.services
            said = _mistake(mistakes.placed(error, question.sparql, services, "query"))
        except (RuntimeError, ValueError) as error:
            said = Mistake(f"cannot be answered: {error}")
        except OSError as error:
            said = Failed(error.strerror or str(error))
        spool.discard()
        return said

    def _answered(self, question: Question, spool: Spool) -> Reply:
        prefixes = self._prologue.prefixes
        answer = self._store.query(
            question.sparql,
            prefixes={name: iri for name, iri in prefixes.items() if f"{name}:" in question.sparql},
            base=self._prologue.base,
            graphs=Graphs(question.default_graphs, question.named_graphs),
            services=self._duty.services,
        )
        media_type = question.graph if isinstance(answer, ox.QueryTriples) else question.rows
        if media_type is None:
            return Unwritable()
        if isinstance(answer, ox.QueryTriples):
            write_graph(answer, media_type, spool, self._duty.rows, prefixes)
        else:
            write_rows(answer, media_type, spool, self._duty.rows)
        return Written(media_type, spool.size, spool.inline, is_in_file=spool.path is not None)


def _mistake(error: QueryError) -> Mistake:
    at = error.at
    message = error.message + (f"\nHint: {error.hint}" if error.hint else "")
    return Mistake(message, at.line if at else None, at.column if at else None)


def _limit_memory(more: int) -> None:
    """Let this process end when it wants more bytes than it has now, and these."""
    try:
        import resource  # noqa: PLC0415 not on Windows
    except ModuleNotFoundError:
        return
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
