"""The page itself, and the page of an answer for those who have no script."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.query import load_queries
from lod_archive.server import frame
from lod_archive.server.editor.words import WORDS
from lod_archive.server.responses import response
from lod_archive.server.search.links import address, thing_link
from lod_archive.vocab.formats import DOCUMENT_FORMATS, HTML, RESULT_FORMATS

if TYPE_CHECKING:
    from lod_archive.publish import Publication
    from lod_archive.query import Prologue
    from lod_archive.server.responses import Response
    from lod_archive.server.sentences import Sentence
    from lod_archive.server.visitors import Visitor

_FIRST: Final = "SELECT * WHERE {\n  ?thing a ?class ; ?property ?value .\n}\nLIMIT 20\n"
_SHOWN: Final = 1000
"""How many rows the page of an answer shows."""
_QUERIES: Final = "queries"


class EditorPage:
    """Makes the pages of the endpoint.

    :param has_editor: whether the editor is installed; the form works without it.
    :param has_links: whether queries can have short addresses.
    :param prologue: by which IRIs are shortened.
    """

    def __init__(
        self,
        publication: Publication,
        prologue: Prologue,
        *,
        has_editor: bool,
        has_links: bool = False,
    ) -> None:
        self._queries = load_queries(publication.root / _QUERIES)
        self._has_editor = has_editor
        self._has_links = has_links
        self._prologue = prologue
        self._environment = frame.environment("lod_archive.server.editor")

    def form(self, visitor: Visitor, query: str | None = None) -> Response:
        """The page with the form.

        :param query: the text that stands in it already.
        """
        here = [("edit", query or "")]
        return self._page("form.html", visitor, here, query=query or _FIRST, queries=self._queries)

    def refused(self, visitor: Visitor, query: str, status: int, said: Sentence) -> Response:
        """The page with the form, the query that is not answered in it, and why."""
        here = [("query", query), ("format", HTML.extension)]
        detail, language = said.to(visitor.language)
        values = {"query": query, "queries": self._queries, "said": detail, "said_in": language}
        return self._page("form.html", visitor, here, status, **values)

    def rows(self, visitor: Visitor, query: str, data: bytes) -> Response:
        """The page of an answer.

        :param data: the answer in SPARQL JSON.
        """
        found = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
        here = [("query", query), ("format", HTML.extension)]
        if not isinstance(found, ox.QuerySolutions):
            return self._page(
                "answer.html", visitor, here, query=query, truth=bool(found), rows=None
            )
        names = [variable.value for variable in found.variables]
        first = islice(found, _SHOWN + 1)
        rows = [[solution[name] for name in names] for solution in first]
        return self._page(
            "answer.html",
            visitor,
            here,
            query=query,
            truth=None,
            names=names,
            rows=rows[:_SHOWN],
            is_cut=len(rows) > _SHOWN,
        )

    def _page(
        self,
        template: str,
        visitor: Visitor,
        here: list[tuple[str, str]],
        status: int = 200,
        **values: object,
    ) -> Response:
        language = visitor.language
        other = next(each for each in WORDS if each != language)
        switched = address("sparql", [*here, ("lang", other)])
        text = self._environment.get_template(template).render(
            say=WORDS[language],
            has_editor=self._has_editor,
            has_links=self._has_links,
            formats=(*RESULT_FORMATS, *DOCUMENT_FORMATS),
            shown=self._shown,
            href=self._href,
            **frame.frame("sparql", language, visitor.around.titles, switched),
            **values,
        )
        headers = [
            ("content-type", "text/html; charset=utf-8"),
            ("vary", "Accept, Accept-Language"),
        ]
        return response(status, headers, text.encode())

    def _shown(self, term: object) -> str:
        """A term as people read it."""
        if isinstance(term, ox.NamedNode):
            return self._prologue.shorten(term.value)
        return "" if term is None else str(getattr(term, "value", term))

    def _href(self, term: object) -> str | None:
        """Where to read about a thing; below this server, if it is of the archive."""
        return thing_link(term.value, self._prologue) if isinstance(term, ox.NamedNode) else None
