"""The web application: ``/search``, ``/search.json``, ``/browse`` and ``/openapi.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import jinja2
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from lod_archive.errors import ArchiveError
from lod_archive.publish.hosting import SECURITY
from lod_archive.query.facets import PAGE_SIZE
from lod_archive.query.prologue import Prologue
from lod_archive.query.search import Excerpt, Hit, Hits, SearchIndex
from lod_archive.server import frame, problems
from lod_archive.server.responses import Response as Answer
from lod_archive.server.search import links
from lod_archive.server.search.messages import MESSAGES
from lod_archive.server.search.openapi import openapi_document
from lod_archive.server.search.requests import (
    LAST_SEARCH_PAGE,
    SEARCH_PAGE,
    BrowseRequest,
    RequestRefused,
    SearchRequest,
)
from lod_archive.server.search.views import Asker, browse_view, names_of
from lod_archive.server.sentences import Sentence
from lod_archive.server.visitors import Visitor

_VALUES: Final = 8
"""How many values of a facet are shown; the others have to be opened."""
_UNANSWERED: Final = Sentence(
    "Try again in a while; if that does not help, the log of the server says why.",
    "Попробуйте позже; если не поможет, причина — в журнале сервера.",
)
_HEADERS: Final = {**dict(SECURITY), "vary": "Accept-Language"}


def search_app(
    index_path: Path,
    ask: Asker,
    prologue: Prologue,
    *,
    endpoint: str = "sparql",
    templates: jinja2.BaseLoader | None = None,
) -> Starlette:
    """The application, to be mounted at the root of the archive's site.

    :param index_path: the file that :func:`lod_archive.query.search.index_publication` has written.
    :param ask: answers the SELECT queries of the facets; several at the same time.
    :param prologue: the archive's base and prefixes.
    :param endpoint: the address of the query editor, relative to the site's root.
    :param templates: asked for ``layout.html``, ``search.html`` and ``browse.html`` before the
        application's own.
    :raises PublicationError: if there is no index, or it cannot be read.
    """
    before = [templates] if templates else []
    environment = frame.environment("lod_archive.server.search", *before)
    site = _Site(SearchIndex.open(index_path), ask, prologue, endpoint, environment)
    app = Starlette(
        routes=[
            Route("/search", site.search),
            Route("/search.json", site.search_json),
            Route("/browse", site.browse),
            Route("/openapi.json", _openapi),
        ],
        exception_handlers={404: _nothing, 405: _only_reading},
    )
    app.router.redirect_slashes = False  # to what the client says that the host is called
    return app


@dataclass(frozen=True, slots=True)
class _Site:
    index: SearchIndex
    ask: Asker
    prologue: Prologue
    endpoint: str
    templates: jinja2.Environment
    called: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language → class → what it is called, once that is asked."""

    async def _called(self, language: str) -> Mapping[str, str]:
        """What the classes are called; by their IRIs while the archive does not say."""
        if language not in self.called:
            try:
                found = await names_of(self.index.types, self.ask, self.prologue, language)
            except ArchiveError:
                return {each: links.shown(each, self.prologue) for each in self.index.types}
            self.called[language] = found
        return self.called[language]

    async def search(self, request: Request) -> Response:
        language = _language(request)
        try:
            wanted = SearchRequest.read(request.query_params, self.prologue)
        except RequestRefused as refused:
            called = await self._called(language)
            values = {"said": refused.said, "wanted": None, "hits": None, "called": called}
            return self._page("search.html", request, 400, **values)
        hits = await self._hits(wanted, language)
        return self._page(
            "search.html",
            request,
            wanted=wanted,
            hits=hits,
            page_size=SEARCH_PAGE,
            last_page=LAST_SEARCH_PAGE,
            called=await self._called(language),
        )

    async def search_json(self, request: Request) -> Response:
        language = _language(request)
        try:
            wanted = SearchRequest.read(request.query_params, self.prologue)
        except RequestRefused as refused:
            visitor = replace(Visitor.of(request.scope), accept=problems.PROBLEM)
            return _as_made(problems.problem(400, refused.said, visitor))
        hits = await self._hits(wanted, language)
        answer = {
            "query": wanted.typed,
            "total": hits.total,
            "page": wanted.page,
            "pageSize": SEARCH_PAGE,
            "results": [self._result(hit) for hit in hits.hits],
        }
        return JSONResponse(answer, headers=_HEADERS)

    async def browse(self, request: Request) -> Response:
        try:
            wanted = BrowseRequest.read(request.query_params, self.prologue)
        except RequestRefused as refused:
            values = {"said": refused.said, "wanted": None, "view": None}
            return self._page("browse.html", request, 400, **values)
        try:
            view = await browse_view(wanted, self.ask, self.prologue, _language(request))
        except ArchiveError:
            return self._page(
                "browse.html", request, 503, said=_UNANSWERED, wanted=wanted, view=None
            )
        return self._page("browse.html", request, wanted=wanted, view=view, page_size=PAGE_SIZE)

    async def _hits(self, wanted: SearchRequest, language: str) -> Hits:
        return await run_in_threadpool(
            self.index.search,
            wanted.typed,
            language=language,
            kind=wanted.kind,
            offset=SEARCH_PAGE * (wanted.page - 1),
            limit=SEARCH_PAGE,
        )

    def _result(self, hit: Hit) -> dict[str, object]:
        return {
            "id": self.prologue.shorten(hit.iri),
            "iri": hit.iri,
            "types": list(hit.types),
            "match": hit.match,
            "name": _excerpt(hit.name),
            "excerpt": _excerpt(hit.excerpt),
        }

    def _page(self, template: str, request: Request, status: int = 200, **values: Any) -> Response:
        visitor = Visitor.of(request.scope)
        language = visitor.language
        other = next(each for each in MESSAGES if each != language)
        query = [
            (name, value) for name, value in request.query_params.multi_items() if name != "lang"
        ]
        page = template.removesuffix(".html")
        other_address = links.address(page, [*query, ("lang", other)])
        text = self.templates.get_template(template).render(
            {"said": None, "links": links, "prologue": self.prologue, "endpoint": self.endpoint}
            | {"say": MESSAGES[language], "types": self.index.types}
            | {"asked_language": request.query_params.get("lang", "") and language}
            | frame.frame(page, language, visitor.around.titles, other_address)
            | {"status": status, "shown_values": _VALUES}
            | values
        )
        headers = _HEADERS | {"Content-Language": language}
        return HTMLResponse(text, status, headers=headers)


async def _openapi(request: Request) -> Response:
    return JSONResponse(openapi_document(), headers=_HEADERS)


async def _nothing(request: Request, _: Exception) -> Response:
    return _as_made(problems.not_found(Visitor.of(request.scope)))


async def _only_reading(request: Request, _: Exception) -> Response:
    """405 in the format that is asked for; the methods there are, for OPTIONS."""
    refused = _as_made(problems.method_not_allowed(Visitor.of(request.scope)))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": refused.headers["allow"]} | _HEADERS)
    return refused


def _as_made(answer: Answer) -> Response:
    """An answer of the server's own as Starlette has them."""
    headers = {name.decode(): value.decode() for name, value in answer.headers}
    return Response(answer.body, answer.status, headers=headers)


def _language(request: Request) -> str:
    return Visitor.of(request.scope).language


def _excerpt(excerpt: Excerpt | None) -> Mapping[str, object] | None:
    if excerpt is None:
        return None
    return {
        "text": excerpt.text,
        "language": excerpt.language,
        "fragments": [{"text": each.text, "match": each.is_match} for each in excerpt.fragments],
    }
