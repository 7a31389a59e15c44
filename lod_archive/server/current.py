"""The publication of the moment: a new build takes its place, and no request is disturbed."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lod_archive.errors import PublicationError
from lod_archive.publish import open_publication
from lod_archive.server.documents import Documents
from lod_archive.server.frame import Around, read_titles
from lod_archive.server.profiles import Profiles
from lod_archive.server.site import Site
from lod_archive.vocab.iris import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
    from pathlib import Path

    from lod_archive.publish import Publication
    from lod_archive.server.responses import Application

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = 1.0
"""Seconds between two looks at whether there is a new publication."""


async def _nothing_to_close() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Mounted:
    """What else answers for a publication.

    :param applications: first segment of a path → what answers there.
    :param close: lets go of all of them.
    :param measured: what is to be told of them: words → value.
    """

    applications: Mapping[str, Application] = field(default_factory=dict)
    close: Callable[[], Awaitable[None]] = _nothing_to_close
    measured: Callable[[], Mapping[str, float]] = dict


@dataclass
class Version:
    """A publication with everything that answers for it.

    :param users: how many requests are being answered from it.
    """

    publication: Publication
    around: Around
    documents: Documents
    profiles: Profiles
    mounted: Mounted
    users: int = 0

    async def close(self) -> None:
        """Let go of it."""
        self.profiles.close()
        self.documents.close()
        await self.mounted.close()


class Current:
    """The latest publication in a folder, for the requests of one event loop.

    :param mount: makes what else answers for a publication.
    :raises PublicationError: if there is none at first. One that is broken later is reported in
        the log, and the last good one stays.
    """

    def __init__(
        self,
        folder: Path,
        prefix: str,
        mount: Callable[[Publication], Mounted],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._prefix = prefix
        self._mount = mount
        self._clock = clock
        self._mark = self._marked()
        self._version = self._opened()
        self._looked = clock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def around(self) -> Around:
        """What stands around the pages of the latest one."""
        return self._version.around

    @contextmanager
    def version(self) -> Iterator[Version]:
        """The latest one; it stays open for as long as the context lasts."""
        version = self.take()
        try:
            yield version
        finally:
            self.give_back(version)

    def take(self) -> Version:
        """The latest one; it stays open until it is given back."""
        now = self._clock()
        if now - self._looked >= _PATIENCE:
            self._looked = now
            self._start(self.renew())
        self._version.users += 1
        return self._version

    def give_back(self, version: Version) -> None:
        """It is not needed any more."""
        version.users -= 1
        if version is not self._version and not version.users:
            self._start(version.close())

    async def renew(self) -> None:
        """Take the publication that is in the folder now, if it is another one."""
        mark = self._marked()
        if mark is None or mark == self._mark:
            return
        self._mark = mark
        try:
            new = await asyncio.to_thread(self._opened)
        except (PublicationError, FileNotFoundError) as error:
            _LOG.warning("the new publication cannot be used: %s", error)
            return
        if self._marked() != mark:  # parts of it may be of one that has come meanwhile
            await new.close()
            await self.renew()
            return
        old, self._version = self._version, new
        _LOG.info("a new publication is served: %s", new.publication.facts.dataset.sha256)
        if not old.users:
            await old.close()

    async def close(self) -> None:
        """Let go of everything."""
        await asyncio.gather(*self._tasks)
        await self._version.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _opened(self) -> Version:
        publication = open_publication(self._folder)
        with ExitStack() as opened:
            site = Site.of(publication)
            opened.callback(site.folder.close)
            around = Around(read_titles(publication), self._prefix)
            documents = Documents(site, around)
            profiles = Profiles(publication, site, documents, around)
            opened.callback(profiles.close)
            mounted = self._mount(publication)
            version = Version(publication, around, documents, profiles, mounted)
            opened.pop_all()
        return version

    def _marked(self) -> tuple[int, ...] | None:
        """What changes whenever another publication takes the place of this one."""
        try:
            found = (self._folder / MANIFEST).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
