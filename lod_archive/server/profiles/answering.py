"""Records by profile, made from the publication's store when they are asked for, and remembered.

The store is not opened before the first of them. The question is our own and is about one record:
it takes milliseconds, in a thread.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from lod_archive.errors import ArchiveErrors, QueryError
from lod_archive.publish.profiles import export_records, find_profile, profiles, profiles_of
from lod_archive.publish.publication import STORE
from lod_archive.query import Prologue, Source
from lod_archive.server import problems
from lod_archive.server.documents import IMMUTABLE, NEGOTIATED, content_type, unless_known
from lod_archive.server.links import Link
from lod_archive.server.negotiation import preferred
from lod_archive.server.profiles import alternates
from lod_archive.server.profiles.wanted import ANY, LISTS, Wanted, wanted
from lod_archive.server.responses import response
from lod_archive.server.sentences import Sentence
from lod_archive.server.site import Document, Elsewhere
from lod_archive.server.visitors import Visitor
from lod_archive.store import EmbeddedStore
from lod_archive.vocab.formats import JSON_LD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.publish import Publication
    from lod_archive.publish.profiles import Output, Profile
    from lod_archive.server.documents import Documents, Key
    from lod_archive.server.frame import Around
    from lod_archive.server.responses import Headers, Response
    from lod_archive.server.site import Site

_THREADS: Final = 2
_MOST: Final = 64
"""How many records are made or wait at once; whoever comes then is asked to come again."""
_ALIASES: Final = {"application/json": JSON_LD.media_type, "text/xml": "application/xml"}
_READING: Final = ("GET", "HEAD")
_SAID: Final = (b"accept", b"accept-language", b"if-none-match")
_BUSY: Final = Sentence(
    "Too many records are being made at this moment.", "Сейчас делается слишком много записей."
)
_NO_PROFILE: Final = Sentence("No profile is named.", "Профиль не назван.")


@dataclass(frozen=True, slots=True)
class _Made:
    """A record in a form."""

    profile: Profile
    output: Output
    content: bytes


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a record is not to be had.

    :param tried: the profile that has no place for it.
    """

    status: int
    said: Sentence
    tried: Profile | None = None


class Profiles:
    """Answers to those who ask for records of a publication by profile.

    :param around: what stands around the pages that are made for the moment.
    """

    def __init__(
        self, publication: Publication, site: Site, documents: Documents, around: Around
    ) -> None:
        self._publication = publication
        self._site = site
        self._documents = documents
        self._around = around
        self._prefix = around.prefix
        self._threads = ThreadPoolExecutor(_THREADS, "profiles")
        self._running = 0
        self._opening = Lock()
        self._source: Source | None = None

    def wanted(self, path: str, query: bytes, headers: Headers) -> Wanted | None:
        """What a request asks for in the form of a profile; None: it is not for us."""
        return wanted(self._site, path, query, headers)

    async def answer(self, asked: Wanted, method: str, query: bytes, headers: Headers) -> Response:
        """The answer to a request.

        :raises FileNotFoundError: if the publication is gone.
        """
        said = {name: value.decode("latin-1") for name, value in headers if name in _SAID}
        if isinstance(asked.found, Elsewhere):
            return self._elsewhere(asked.found, query)
        accept, languages = said.get(b"accept"), said.get(b"accept-language", "")
        visitor = Visitor.asking(accept, languages, query, self._around)
        if method not in _READING:
            return self._documents.answer(method, asked.found.name, query, headers)
        if asked.names and asked.names[0] == ANY:
            return self._documents.answer(method, asked.found.name, query, headers)
        known_by: Key = (asked.found.name, accept, "by profile", asked.media_type, asked.extension)
        key = (*known_by, str(asked.is_negotiated), visitor.language, *asked.names)
        known = self._documents.recall(key)
        if known is None:
            if self._running >= _MOST:
                again = (("retry-after", "1"),)
                return problems.problem(503, _BUSY, visitor, again, NEGOTIATED)
            known = await self._in_thread(asked, asked.found, visitor)
            if known is None:
                return self._documents.answer(method, asked.found.name, query, headers)
            if known.status == 200:
                self._documents.remember(key, known)
        return unless_known(known, said.get(b"if-none-match"))

    def _elsewhere(self, found: Elsewhere, query: bytes) -> Response:
        location = f"{self._prefix}/{found.path}"
        if query:
            location += "?" + query.decode("ascii", "replace").replace("\ufffd", "%3F")
        return response(303, [("location", location), ("vary", "Accept")])

    async def _in_thread(
        self, asked: Wanted, document: Document, visitor: Visitor
    ) -> Response | None:
        self._running += 1
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, self._answered, asked, document, visitor
        )
        work.add_done_callback(self._done)
        return await asyncio.shield(work)

    def _done(self, work: asyncio.Future[Response | None]) -> None:
        self._running -= 1
        if not work.cancelled():
            work.exception()  # it is told to whoever waits, if somebody still does

    def _answered(self, asked: Wanted, document: Document, visitor: Visitor) -> Response | None:
        """The answer, made of the store; None: the document as it is."""
        record = self._site.base + document.thing
        try:
            source = self._opened()
            fitting = profiles_of(source, record, profiles().values())
            if asked.names and asked.names[0] in LISTS:
                return self._list(document, fitting, asked.media_type or visitor.accept, visitor)
            made = _made(source, record, asked, fitting, visitor.accept)
        except Exception as error:
            if self._site.folder.is_in_place():
                raise
            raise FileNotFoundError(self._publication.root) from error
        if made is None:
            return None
        if isinstance(made, _Refused):
            said = [made.said, *_choice([each for each in fitting if each is not made.tried])]
            return problems.problem(made.status, said, visitor, vary=NEGOTIATED)
        headers = [
            ("content-type", content_type(made.output.format.media_type)),
            ("content-profile", f"<{made.profile.iri}>"),
            *self._location(document, made.profile, made.output),
            *_varying(asked),
        ]
        links = (
            Link(made.profile.iri, "profile"),
            Link(record, "describes"),
            Link(self._site.base + document.name, "canonical"),
            *self._forms(document, made.profile, made.output),
        )
        return _found(headers, links, made.content)

    def _opened(self) -> Source:
        """The store, opened if it was not before: that of this publication and of no other."""
        with self._opening:
            if self._source is None:
                store = self._site.folder.open_store(STORE)
                self._source = Source(store, Prologue(self._publication.facts.base))
            return self._source

    def _list(
        self, document: Document, fitting: Sequence[Profile], accept: str | None, visitor: Visitor
    ) -> Response:
        chosen = preferred(accept, tuple(alternates.BODIES))
        if chosen is None:
            names = ", ".join(alternates.BODIES)
            said = Sentence(
                f"The list of profiles is to be had as {names}.",
                f"Список профилей можно получить в форматах {names}.",
            )
            return problems.problem(406, said, visitor, vary=NEGOTIATED)
        page = f"{self._prefix}/{document.name}"
        body = alternates.BODIES[chosen](self._site.base + document.name, page, fitting, visitor)
        headers = [
            ("content-type", content_type(chosen)),
            ("content-profile", f"<{alternates.QSA}>"),
            ("vary", NEGOTIATED),
        ]
        links = alternates.links(page, document, fitting, self._prefix)
        return _found(headers, links, body.encode())

    def _location(
        self, document: Document, profile: Profile, output: Output
    ) -> Iterator[tuple[str, str]]:
        name = f"{document.name}.{profile.name}.{output.extension}"
        if document.name and name not in self._site.files:
            yield "content-location", f"{self._prefix}/{name}"

    def _forms(self, document: Document, profile: Profile, output: Output) -> Iterator[Link]:
        """The other forms of the same profile."""
        page = f"{self._prefix}/{document.name}"
        for each in alternates.by_media_type(profile):
            if each.format.media_type != output.format.media_type:
                target = alternates.address(page, profile, each)
                yield Link(target, "alternate", each.format.media_type, profile.iri)

    def close(self) -> None:
        """Let go of the store."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._opening:
            if self._source is not None and isinstance(self._source.store, EmbeddedStore):
                self._source.store.close()


def _made(
    source: Source, record: str, asked: Wanted, fitting: Sequence[Profile], accept: str | None
) -> _Made | _Refused | None:
    """The record in the form of the most liked profile that it is to be had by.

    None if it is liked best as it is.
    """
    refused = 406 if asked.is_negotiated else 404
    last: _Made | _Refused = _Refused(refused, _NO_PROFILE)
    for name in asked.names:
        if name == ANY:
            return None
        try:
            profile = find_profile(name)
        except QueryError as error:
            last = _Refused(refused, _sentence(error, f"Профиля «{name}» нет."))
            continue
        if profile not in fitting:
            last = _Refused(refused, _not_for_this(profile))
            continue
        last = _in_a_form(source, record, profile, asked, accept)
        if isinstance(last, _Made):
            break
    return last


def _in_a_form(
    source: Source, record: str, profile: Profile, asked: Wanted, accept: str | None
) -> _Made | _Refused:
    outputs: Sequence[Output]
    if asked.extension is not None:
        try:
            outputs = [profile.output(asked.extension)]
        except QueryError as error:
            russian = f"В профиле «{profile.name}» нет формы «{asked.extension}»."
            return _Refused(404, _sentence(error, russian))
    else:
        offers = tuple(each.format.media_type for each in alternates.by_media_type(profile))
        chosen = preferred(asked.media_type or accept, offers, _ALIASES)
        if chosen is None:
            return _Refused(406, _had_as(profile, offers))
        outputs = [each for each in profile.outputs if each.format.media_type == chosen]
    for output in outputs:
        file = io.BytesIO()
        try:
            if export_records(profile, source, output, [record], file):
                return _Made(profile, output, file.getvalue())
        except ArchiveErrors as errors:
            return _Refused(404, Sentence(f"{errors}."), profile)
    return _Refused(404, _no_place(profile), profile)


def _not_for_this(profile: Profile) -> Sentence:
    return Sentence(
        f"The profile “{profile.name}” is not for records of this kind.",
        f"Профиль «{profile.name}» не подходит для таких записей.",
    )


def _had_as(profile: Profile, offers: Sequence[str]) -> Sentence:
    names = ", ".join(offers)
    return Sentence(
        f"The profile “{profile.name}” is to be had as {names}.",
        f"Профиль «{profile.name}» можно получить в форматах {names}.",
    )


def _no_place(profile: Profile) -> Sentence:
    return Sentence(
        f"The profile “{profile.name}” has no place for this record in this form.",
        f"Профиль «{profile.name}» не может представить эту запись в этом формате.",
    )


def _found(
    headers: Sequence[tuple[str, str]], links: Iterator[Link | str] | Sequence[Link], body: bytes
) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    header = ", ".join(map(str, links))
    given = (*headers, ("cache-control", IMMUTABLE), ("etag", etag), ("link", header))
    return response(200, given, body, etag=etag)


def _varying(asked: Wanted) -> tuple[tuple[str, str], ...]:
    return () if asked.extension is not None else (("vary", "Accept, Accept-Profile"),)


def _sentence(error: QueryError, russian: str) -> Sentence:
    text = f"{error.message}; {error.hint}" if error.hint else error.message
    return Sentence(f"{text[:1].upper()}{text[1:]}.", russian)


def _choice(fitting: Sequence[Profile]) -> Iterator[Sentence]:
    named = ", ".join(f"{each.name} ({each.title})" for each in fitting)
    if named:
        yield Sentence(
            f"This record is to be had as {named}.",
            f"Эту запись можно получить по профилям: {named}.",
        )
