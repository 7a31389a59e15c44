"""Programs of ours beside this one, which share its work: pickles go in, pickles come out.

Not :mod:`multiprocessing`, whose processes run the caller's own program again where they are not
forked, and where they are, take over locks that threads hold.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

from lod_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Process:
    """One of them.

    :param module: the program, which calls :func:`serve`.
    """

    def __init__(self, module: str) -> None:
        self._module: Final = module
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(  # noqa: S603 our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for the caller, who then ends this
        )

    def send(self, what: object) -> None:
        """Hand something over, waiting until there is room for it.

        :raises BrokenPipeError: if the program has ended; :meth:`finish` says why.
        """
        self.send_pickled(pickle.dumps(what))

    def send_pickled(self, what: bytes) -> None:
        """Hand over what is pickled already."""
        pipe = _pipe(self._process.stdin)
        pipe.write(what)
        pipe.flush()

    def receive(self) -> Any:
        """What it gives next.

        :raises ArchiveError: or OSError, if that is what it gives.
        :raises RuntimeError: if it gives nothing more, for it has failed.
        """
        try:
            given = pickle.load(_pipe(self._process.stdout))  # noqa: S301 from our own process
        except (EOFError, pickle.UnpicklingError):
            raise self._ended() from None
        if isinstance(given, _Failure):
            raise given.error
        return given

    def close(self) -> None:
        """Hand over nothing more."""
        _close(self._process.stdin)

    def finish(self) -> None:
        """Hand over nothing more, and wait until it has done all.

        :raises ArchiveError: or OSError, if that is what it ended with.
        :raises RuntimeError: if it has failed otherwise.
        """
        self.close()
        left = _pipe(self._process.stdout).read()
        code = self._process.wait()
        if left:
            failure = pickle.loads(left)  # noqa: S301 from our own process
            assert isinstance(failure, _Failure)  # noqa: S101 all else has been received
            raise failure.error
        if code:
            raise self._ended()

    def _ended(self) -> RuntimeError:
        return RuntimeError(f"{self._module} has ended: see above ({self._process.wait()})")

    def kill(self) -> None:
        """Let it do nothing more, if it has not ended already."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self.close()
        _close(self._process.stdout)


class _Failure:
    """What kept a program from going on, and is not its own mistake."""

    def __init__(self, error: ArchiveError | OSError) -> None:
        self.error: Final = error


def serve(work: Callable[[Iterator[Any]], Iterator[object]]) -> None:
    """Be such a program: give what the work makes of what is handed over."""
    output = sys.stdout.buffer
    try:
        for made in work(_received()):
            pickle.dump(made, output)
            output.flush()
    except (ArchiveError, OSError) as error:
        pickle.dump(_Failure(error), output)
        sys.exit(1)


def _received() -> Iterator[Any]:
    while True:
        try:
            yield pickle.load(sys.stdin.buffer)  # noqa: S301 from our own process
        except EOFError:
            return


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 all are pipes
    return stream


def _close(stream: IO[bytes] | None) -> None:
    with suppress(BrokenPipeError):  # what the process has not read, it will not
        _pipe(stream).close()
