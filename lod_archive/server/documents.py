"""A publication over HTTP: things lead to documents, documents are negotiated, files are sent.

The bytes are those of the files. https://www.w3.org/TR/cooluris/#r303gendocument
"""

from __future__ import annotations

import html
from collections import OrderedDict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from lod_archive.server import problems
from lod_archive.server.links import LINKSET, LINKSET_TYPE, Links, header
from lod_archive.server.negotiation import preferred
from lod_archive.server.responses import METHODS, response
from lod_archive.server.sentences import Sentence
from lod_archive.server.site import MISSING, Document, Elsewhere, File, Page
from lod_archive.server.visitors import Visitor, switched
from lod_archive.vocab import iris
from lod_archive.vocab.formats import HTML, JSON_LD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.server.frame import Around
    from lod_archive.server.responses import Headers, Response
    from lod_archive.server.site import Pages, Site

_LARGEST: Final = 1 << 20
"""Up to how many bytes a file is held in memory."""
_MOST: Final = 1 << 26
"""How many bytes of bodies are held in memory."""
_OVERHEAD: Final = 2048
"""About how many bytes an answer takes beside its body."""
_ALIASES: Final = {
    "application/json": JSON_LD.media_type,
    "application/xhtml+xml": HTML.media_type,
    "application/x-turtle": "text/turtle",
}
NEGOTIATED: Final = "Accept, Accept-Language, Accept-Profile"
"""What answers vary by that people, programs and consumers negotiate about."""
IMMUTABLE: Final = "public, max-age=300, stale-while-revalidate=86400"
Key: TypeAlias = tuple[str | None, ...]
"""What an answer is remembered by: a path, and what is accepted there."""
_ASKED: Final = (b"accept", b"accept-language", b"if-none-match")
_TEXTUAL: Final = ("text/", "application/n-", "application/trig")


class Documents:
    """Answers for everything that is in a publication.

    :param around: what stands around the pages that are made for the moment.
    """

    def __init__(self, site: Site, around: Around) -> None:
        self._site = site
        self._around = around
        self._prefix = around.prefix
        self._links = Links(site, around.prefix)
        self._known: OrderedDict[Key, Response] = OrderedDict()
        self._held = 0

    def answer(self, method: str, path: str, query: bytes, headers: Headers) -> Response:
        """The answer to a request.

        :param path: relative to the archive's base, decoded.
        :raises FileNotFoundError: if the publication is gone.
        """
        accept, languages, conditions = _said(headers)
        if method == "OPTIONS":
            return _OPTIONS
        languages = switched(query) or languages or ""
        if method not in METHODS:
            visitor = Visitor.asking(accept, languages, query, self._around)
            return problems.method_not_allowed(replace(visitor, query=None))
        return unless_known(self._answer(path, query, accept, languages), conditions)

    def _answer(self, path: str, query: bytes, accept: str | None, languages: str) -> Response:
        key = path, accept, languages
        known = self.recall(key)
        if known is not None:
            return known
        made = self._made(path, Visitor.asking(accept, languages, query, self._around))
        if made.open_file is None and made.status == 200:
            self.remember(key, made)
        return made

    def recall(self, key: Key) -> Response | None:
        """The answer that is remembered by this key."""
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
        return known

    def remember(self, key: Key, made: Response) -> None:
        """Keep an answer, and let go of those that were not asked for the longest time."""
        replaced = self._known.pop(key, None)
        if replaced is not None:
            self._held -= len(replaced.body) + _OVERHEAD
        self._known[key] = made
        self._held += len(made.body) + _OVERHEAD
        while self._held > _MOST:
            _, oldest = self._known.popitem(last=False)
            self._held -= len(oldest.body) + _OVERHEAD

    def _made(self, path: str, visitor: Visitor) -> Response:
        stem, _, extension = path.rpartition(".")
        if extension == LINKSET and stem in self._site.documents:
            return self._linkset(self._site.documents[stem])
        match self._site.find(path):
            case Document() as document:
                return self._document(document, visitor)
            case File() as file:
                return self._file(file, [*self._headers_of(file)])
            case Page(pages):
                file = _in_language(pages, visitor.language)
                return self._file(file, [self._location(file), ("vary", "Accept-Language")])
            case Elsewhere(path):
                location = f"{self._prefix}/{path}"
                return response(303, [("location", location), ("vary", "Accept")])
        return self._missing(visitor)

    def _missing(self, visitor: Visitor) -> Response:
        """404: to people the archive's own page, whose links begin with its base, as they lead."""
        answer, pages = problems.not_found(visitor), self._site.pages.get(MISSING)
        if pages is None or not is_html(answer):
            return answer
        page = self._site.folder.read(_in_language(pages, visitor.language).name)
        body = page.replace(html.escape(self._site.base).encode(), f"{self._prefix}/".encode())
        headers = [
            ("content-type", content_type(HTML.media_type)),
            ("content-language", visitor.language),
            ("vary", "Accept, Accept-Language"),
        ]
        return response(404, headers, body)

    def _document(self, document: Document, visitor: Visitor) -> Response:
        by_type = {file.media_type: file for file in document.variants}
        chosen = preferred(visitor.accept, tuple(by_type), _ALIASES)
        links = header(self._links.of(document))
        if chosen is None:
            names = ", ".join(by_type)
            said = Sentence(
                f"This document is to be had as {names}.",
                f"Этот документ можно получить в форматах {names}.",
            )
            return problems.problem(406, said, visitor, (("link", links),), NEGOTIATED)
        file, pages = by_type[chosen], document.pages
        if chosen == HTML.media_type and pages:
            file = _in_language(pages, visitor.language)
        languages_too = ", Accept-Language" if len(pages) > 1 else ""
        vary = f"Accept{languages_too}, Accept-Profile"
        return self._file(file, [self._location(file), ("vary", vary), ("link", links)])

    def _location(self, file: File) -> tuple[str, str]:
        return "content-location", f"{self._prefix}/{file.name}"

    def _headers_of(self, file: File) -> Iterator[tuple[str, str]]:
        document = self._site.documents.get(file.name.rpartition(".")[0])
        if document is not None:
            yield "link", header(self._links.of_representation(document, file.name))
        elif file.name.startswith(iris.DUMPS):
            yield "link", header(self._links.of_dump())

    def _linkset(self, document: Document) -> Response:
        body = self._links.linkset(document)
        return response(200, [("content-type", LINKSET_TYPE), ("cache-control", IMMUTABLE)], body)

    def _file(self, file: File, headers: list[tuple[str, str]]) -> Response:
        headers = [
            ("content-type", content_type(file.media_type)),
            ("content-length", str(file.size)),
            ("cache-control", IMMUTABLE),
            ("etag", file.etag),
            *headers,
        ]
        folder, etag = self._site.folder, file.etag
        if file.size > _LARGEST:
            return response(200, headers, open_file=partial(folder.open, file.name), etag=etag)
        return response(200, headers, folder.read(file.name), etag=etag)

    def close(self) -> None:
        """Let go of the publication's folder."""
        self._site.folder.close()


def _in_language(pages: Pages, language: str) -> File:
    """The page in a language, or else in one that it is there in."""
    return pages.get(language) or next(iter(pages.values()))


def is_html(answer: Response) -> bool:
    """Whether an answer is for people."""
    kinds = (value for name, value in answer.headers if name == b"content-type")
    return any(kind.startswith(HTML.media_type.encode()) for kind in kinds)


def content_type(media_type: str) -> str:
    """The media type, with the encoding where it is text.

    >>> content_type("text/turtle"), content_type("application/marc")
    ('text/turtle; charset=utf-8', 'application/marc')
    """
    return media_type + ("; charset=utf-8" if media_type.startswith(_TEXTUAL) else "")


def _said(headers: Headers) -> tuple[str | None, str | None, str | None]:
    """What a request says in the headers that matter, each of which may stand there repeatedly."""
    said: dict[bytes, str] = {}
    for name, value in headers:
        if name in _ASKED:
            text = value.decode("latin-1")
            said[name] = f"{said[name]}, {text}" if name in said else text
    accept, languages, conditions = map(said.get, _ASKED)
    return accept, languages, conditions


def unless_known(answer: Response, conditions: str | None) -> Response:
    """The answer, or 304 if the client has it, by its ``If-None-Match``."""
    if conditions is not None and answer.etag is not None and _matches(conditions, answer.etag):
        return _not_modified(answer)
    return answer


def _matches(conditions: str, etag: str) -> bool:
    """Whether a client has this representation: https://www.rfc-editor.org/rfc/rfc9110#field.if-none-match."""
    tags = (tag.strip().removeprefix("W/") for tag in conditions.split(","))
    return any(tag in ("*", etag) for tag in tags)


def _not_modified(answer: Response) -> Response:
    left_out = (b"content-length", b"content-type")
    headers = tuple(pair for pair in answer.headers if pair[0] not in left_out)
    return type(answer)(304, headers)


_OPTIONS: Final = response(
    204,
    [
        ("allow", ", ".join(METHODS)),
        ("access-control-allow-methods", ", ".join(METHODS)),
        (
            "access-control-allow-headers",
            "Accept, Accept-Language, Accept-Profile, If-None-Match, Range",
        ),
        ("access-control-max-age", "86400"),
    ],
)
