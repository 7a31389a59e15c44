"""An archive that is built again whenever its records change, while it is served."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from watchfiles import watch

from lod_archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_LOG: Final = logging.getLogger(__name__)
_MILLISECONDS: Final = 1000
"""How long to wait for changes before looking whether to stop."""


class Watching:
    """Builds again after each change, in a thread of its own, until the context ends.

    :param paths: the files and folders that a build reads.
    :param build: makes the publication anew.
    """

    def __init__(self, paths: Sequence[Path], build: Callable[[], object]) -> None:
        self._paths = paths
        self._build = build
        self._trouble: str | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

    def trouble(self) -> str | None:
        """What is wrong with the records as they are now; None if the last build succeeded."""
        return self._trouble

    def __enter__(self) -> Watching:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        is_first = True  # what changed before the watch began was not seen
        for changes in watch(
            *self._paths,
            stop_event=self._stop,
            raise_interrupt=False,
            yield_on_timeout=True,
            rust_timeout=_MILLISECONDS,
        ):
            if changes or is_first:
                self.build()
            is_first = False

    def build(self) -> None:
        """Build now, and remember what is wrong."""
        try:
            self._build()
        except ArchiveError as error:
            self._trouble = str(error)
            _LOG.warning("nothing new is published: %s", error)
        else:
            self._trouble = None
