"""Who writes the records of an export: this process alone, or others that share the work.

The store is asked here in either case, without Python's lock; what it answers goes to each of the
processes in turn.
"""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Final, Self

from lod_archive.publish.processes import Process
from lod_archive.publish.profiles.judging import writers_of
from lod_archive.publish.profiles.profile import profiles
from lod_archive.publish.profiles.questions import Questions
from lod_archive.publish.profiles.view import Linked
from lod_archive.publish.profiles.writing import Written, write_last, write_view

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from lod_archive.publish.profiles.output import Output
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source

_PROGRAM: Final = "lod_archive.publish.profiles.process"


class Alone:
    """The process that asks."""

    def written(
        self,
        profile: Profile,
        source: Source,
        outputs: Sequence[Output],
        batches: Iterable[Sequence[str]],
    ) -> Generator[Written]:
        """What is written of each batch of records, in their order, and of all, at last."""
        questions, known = Questions(profile, source), Linked()
        writers = writers_of(profile, outputs, source)
        for batch in batches:
            yield write_view(profile, writers, questions.ask(batch).view(known))
        yield write_last(writers)


class Shared:
    """Processes that are started when they are first needed, and end with the context.

    :param number: how many at most; as many as there are processors unless said otherwise.
    """

    def __init__(self, number: int | None = None) -> None:
        self._number: Final = number or os.cpu_count() or 1
        self._started: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Let the processes do nothing more; others are started if they are needed."""
        while self._started:
            self._started.pop().kill()

    def written(
        self,
        profile: Profile,
        source: Source,
        outputs: Sequence[Output],
        batches: Iterable[Sequence[str]],
    ) -> Generator[Written]:
        """What is written of each batch of records, in their order.

        :raises RuntimeError: if a process fails; it shows why.
        """
        is_known = profiles().get(profile.name) is profile
        if not is_known or any(output.begin for output in outputs):  # one must see all records
            yield from Alone().written(profile, source, outputs, batches)
            return
        extensions = [output.extension for output in outputs]
        try:
            idle = deque((process, Questions(profile, source)) for process in self._started)
            busy: deque[tuple[Process, Questions]] = deque()
            for batch in batches:
                if not idle and len(self._started) < self._number:
                    self._started.append(Process(_PROGRAM))
                    idle.append((self._started[-1], Questions(profile, source)))
                process, questions = idle[0] if idle else busy[0]
                answers = questions.ask(batch)
                if idle:
                    idle.popleft()
                else:
                    yield busy.popleft()[0].receive()
                _hand(process, (profile.name, extensions, answers))
                busy.append((process, questions))
            for process, _ in busy:
                yield process.receive()
        except BaseException:  # what they have yet to give must not be taken for something else
            self.end()
            raise


def _hand(process: Process, what: object) -> None:
    try:
        process.send(what)
    except BrokenPipeError:
        process.finish()  # says why it has ended
        raise
