"""The service over HTTP: who asks for what, and what is said where it cannot be done."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from lod_archive.matching import MatchingIndex
from lod_archive.server.asking import Unanswered
from lod_archive.server.bodies import BodyRefused
from lod_archive.server.leaving import unless_left
from lod_archive.server.negotiation import preferred_language
from lod_archive.server.reconcile import answers
from lod_archive.server.reconcile.addresses import SERVICE, header, root_of
from lod_archive.server.reconcile.callbacks import checked_callback
from lod_archive.server.reconcile.parameters import read_form, read_parameters
from lod_archive.server.reconcile.refusals import RequestRefused
from lod_archive.server.reconcile.service import Asking, Service
from lod_archive.server.reconcile.work import Full, Work
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lod_archive.publish import Publication
    from lod_archive.server.reconcile.vocabulary import Asker
    from lod_archive.server.responses import Receive, Response, Scope, Send

_READING: Final = ("GET", "HEAD", "OPTIONS")


class Reconcile:
    """The application, for one publication.

    :param index: the file with the index of names.
    :param ask: answers SELECT queries on the publication.
    :param prefix: what stands before every path, as a proxy has it.
    :raises PublicationError: if the index cannot be read.
    """

    def __init__(self, publication: Publication, index: Path, ask: Asker, prefix: str = "") -> None:
        self._base = publication.facts.base
        self._prefix = prefix
        self._work = Work()
        with ExitStack() as opened:
            self._index = MatchingIndex.open(index)
            opened.callback(self._index.close)
            self._service = Service(publication, self._index, ask, self._work)
            opened.pop_all()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of ASGI."""
        answered = await self._answered(scope, receive)
        if answered is not None:
            await answered.send(send, has_body=scope["method"] != "HEAD")

    async def close(self) -> None:
        """Let go of the publication."""
        await self._work.close()
        self._index.close()

    async def _answered(self, scope: Scope, receive: Receive) -> Response | None:
        """The answer; None if the client has left."""
        path = scope["path"].strip("/").removeprefix(SERVICE).strip("/")
        allowed = answers.METHODS if path == "" else _READING
        if scope["method"] not in allowed:
            return answers.method_not_allowed(allowed)
        if scope["method"] == "OPTIONS":
            return answers.PREFLIGHT
        return await self._answered_in_turn(path, scope, receive)

    async def _answered_in_turn(self, path: str, scope: Scope, receive: Receive) -> Response | None:
        try:
            with self._work.holding() as hold:
                forms = await read_form(scope, receive, hold)
                async with self._work.turn():
                    return await unless_left(self._said(path, scope, forms), receive)
        except RequestRefused as refused:
            return answers.refusal(refused)
        except Full:
            return answers.busy()
        except Unanswered as unanswered:
            return answers.unanswered(unanswered)
        except BodyRefused:
            return None

    async def _said(self, path: str, scope: Scope, forms: Iterable[bytes]) -> Response:
        parameters = await self._work.run(read_parameters, *forms)
        name = parameters.get("callback")
        callback = None if name is None else checked_callback(name)
        accepted = parameters.get("lang") or header(scope, b"accept-language")
        asking = Asking(
            path,
            parameters,
            preferred_language(accepted, PAGE_LANGUAGES),
            root_of(scope, self._prefix, self._base),
            callback,
        )
        return await self._service.answer(asking)
