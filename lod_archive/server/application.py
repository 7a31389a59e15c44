"""Everything that the server answers: one ASGI application over the publication of the moment."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from lod_archive.server import problems
from lod_archive.server.access import Answered
from lod_archive.server.current import Current, Mounted
from lod_archive.server.frame import stand_in
from lod_archive.server.metrics import Metrics
from lod_archive.server.responses import READING, Sending, response
from lod_archive.server.sentences import Sentence
from lod_archive.server.visitors import AROUND, Visitor
from lod_archive.vocab.formats import HTML

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lod_archive.publish import Publication
    from lod_archive.server.access import Log
    from lod_archive.server.current import Version
    from lod_archive.server.responses import Application, Receive, Response, Scope, Send

_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = 32_000
"""How many characters an address may have: https://www.rfc-editor.org/rfc/rfc9110#section-4.1-5"""

_OWN: Final = ("health", "metrics")
_KINDS: Final = frozenset(
    (*_OWN, "doc", "dumps", "sparql", "q", "search", "browse", "static", "oai", "reconcile")
)
"""First segments of paths that metrics tell apart; there are too many others."""
_NOT_KEPT: Final = (("cache-control", "no-store"),)
_ATTEMPTS: Final = 3
"""How often a request is answered anew, as its publication is replaced meanwhile."""
_BROKEN: Final = Sentence(
    "The server has failed to answer; its log says why.",
    "Сервер не смог ответить; почему, сказано в его журнале.",
)
_REPLACED: Final = Sentence(
    "The publication is being replaced at this moment.",
    "Публикация сейчас заменяется новой.",
)
_TOO_LONG: Final = Sentence("This address is too long.", "Этот адрес слишком длинный.")


def application(
    folder: Path,
    *,
    prefix: str = "",
    mount: Callable[[Publication], Mounted] = lambda _: Mounted(),
    log: Log | None = None,
    trouble: Callable[[], str | None] = lambda: None,
    is_behind_proxy: bool = False,
) -> Application:
    """The ASGI application for the publication in a folder, and for those that will replace it.

    :param prefix: what stands before every path, such as ``/archive``, for a proxy that has the
        archive below a path of its own.
    :param mount: makes what else answers for a publication, below first segments of its own.
    :param log: what is told of each request, once it is answered.
    :param trouble: why the publication is not the latest one; shown in place of pages.
    :param is_behind_proxy: whether a proxy stands before it that says in ``X-Forwarded-For``, last,
        who asks, and in ``X-Forwarded-Proto`` and ``X-Forwarded-Host`` of which address; anybody
        else could say anything there.
    :raises PublicationError: if there is no publication in the folder.
    """
    current = Current(folder, prefix, mount)
    server = _Server(current, prefix, log, trouble)
    return _behind_proxy(server) if is_behind_proxy else server


def _behind_proxy(server: Application) -> Application:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = _as_told(scope)
        await server(scope, receive, send)

    return told


def _as_told(scope: Scope) -> Scope:
    """A request as the proxy got it: from whom, by which scheme, to which host."""
    said = {name: value.rpartition(b",")[2].strip() for name, value in scope["headers"]}
    changed: dict[str, Any] = {}
    if client := said.get(b"x-forwarded-for"):
        changed["client"] = client.decode("latin-1"), 0
    if (scheme := said.get(b"x-forwarded-proto")) in (b"http", b"https"):
        changed["scheme"] = scheme.decode()
    if host := said.get(b"x-forwarded-host"):
        others = [each for each in scope["headers"] if each[0] != b"host"]
        changed["headers"] = [*others, (b"host", host)]
    return {**scope, **changed}


class _Server:
    def __init__(
        self,
        current: Current,
        prefix: str,
        log: Log | None,
        trouble: Callable[[], str | None],
    ) -> None:
        self._current = current
        self._prefix = prefix
        self._log = log
        self._trouble = trouble
        self._metrics = Metrics()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        asked = scope
        path = self._path(scope["path"])
        scope = {**scope, "path": f"/{path}", AROUND: self._current.around}
        first = path.partition("/")[0]
        sending = Sending(send)
        metrics = self._metrics
        metrics.running += 1
        begun = time.perf_counter()
        try:
            await self._answer(path, first, scope, receive, sending)
        except Exception:  # whatever it is, others must be served
            _LOG.exception("cannot answer %s %s", scope["method"], path)
            if sending.status is not None:
                raise
            await problems.problem(500, _BROKEN, Visitor.of(scope)).send(sending)
        finally:
            metrics.running -= 1
            seconds = time.perf_counter() - begun
            status = sending.status or 499
            kind = first if first in _KINDS else "other"
            metrics.add(scope["method"], status, kind, seconds, sending.size)
            if self._log is not None:
                self._log(Answered.of(asked, status, seconds, sending.size))

    async def _answer(
        self, path: str, first: str, scope: Scope, receive: Receive, send: Sending
    ) -> None:
        has_body = scope["method"] != "HEAD"
        own = self._own(path, scope)
        if own is not None:
            await own.send(send, has_body=has_body)
            return
        for _ in range(_ATTEMPTS):
            version = self._current.take()
            try:
                mounted = version.mounted.applications.get(first)
                if mounted is not None:
                    await mounted(scope, receive, send)
                    return
                answer = self._led(version, path, scope) or await _answered(version, path, scope)
                await answer.send(send, has_body=has_body)
            except FileNotFoundError:  # the publication was replaced
                if send.status is not None:
                    raise
            else:
                return
            finally:
                self._current.give_back(version)
            await self._current.renew()
        again = (("retry-after", "1"),)
        await problems.problem(503, _REPLACED, Visitor.of(scope), again).send(send)

    def _led(self, version: Version, path: str, scope: Scope) -> Response | None:
        """The way to the answer, where a page stands in for one."""
        query = scope["query_string"].decode("latin-1")
        to = stand_in(path, self._prefix, query, version.mounted.applications)
        return None if to is None else response(303, [("location", to), *_NOT_KEPT])

    def _own(self, path: str, scope: Scope) -> Response | None:
        """The answer where it does not come from the publication."""
        if len(path) + len(scope["query_string"]) > _LONGEST:
            return problems.problem(414, _TOO_LONG, Visitor.of(scope))
        if path in _OWN:
            if scope["method"] not in READING:
                return problems.method_not_allowed(Visitor.of(scope), READING)
            return self._health() if path == "health" else self._measured()
        trouble = self._trouble()
        if trouble and _is_for_people(scope):
            again = (("refresh", "3"), *_NOT_KEPT)
            visitor = replace(Visitor.of(scope), accept=HTML.media_type)
            return problems.problem(500, Sentence(trouble), visitor, again)
        return None

    def _path(self, path: str) -> str:
        """The path below the prefix, which a proxy may have taken away or not."""
        prefix = self._prefix
        if prefix and path.startswith(f"{prefix}/"):
            path = path[len(prefix) :]
        return "" if path == prefix else path[1:]

    def _health(self) -> Response:
        """Whether the publication can be read, and which it is."""
        with self._current.version() as version:
            facts = version.publication.facts
        body = f'{{"status": "ok", "dataset": "{facts.dataset.sha256}"}}\n'.encode()
        return response(200, [("content-type", "application/json"), *_NOT_KEPT], body)

    def _measured(self) -> Response:
        headers = [("content-type", self._metrics.media_type), *_NOT_KEPT]
        with self._current.version() as version:
            gauges = version.mounted.measured()
        return response(200, headers, self._metrics.text(gauges))

    async def _live(self, receive: Receive, send: Send) -> None:
        """https://asgi.readthedocs.io/en/latest/specs/lifespan.html"""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._current.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _answered(version: Version, path: str, scope: Scope) -> Response:
    """What a publication says, by profile if one is asked for.

    :raises FileNotFoundError: if the publication is gone.
    """
    query, headers = scope["query_string"], scope["headers"]
    wanted = version.profiles.wanted(path, query, headers)
    if wanted is not None:
        return await version.profiles.answer(wanted, scope["method"], query, headers)
    return version.documents.answer(scope["method"], path, query, headers)


def _is_for_people(scope: Scope) -> bool:
    accepts = (value for name, value in scope["headers"] if name == b"accept")
    return any(HTML.media_type.encode() in value for value in accepts)
