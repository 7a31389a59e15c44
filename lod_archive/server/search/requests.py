"""What a request asks for, read from its address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from lod_archive.errors import QueryError
from lod_archive.query.facets import FACETS, Selection
from lod_archive.query.prologue import Prologue
from lod_archive.query.search import DEEPEST

SEARCH_PAGE = 20
"""How many results a page of the search has."""
LAST_SEARCH_PAGE = DEEPEST // SEARCH_PAGE
LAST_BROWSE_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for.

    :param kind: the IRI of the class that is wanted, if one is.
    """

    typed: str
    kind: str | None
    page: int

    @classmethod
    def read(cls, parameters: QueryParams, prologue: Prologue) -> SearchRequest:
        """The parameters ``q``, ``type`` and ``page``.

        :raises QueryError: if one cannot be what it should.
        """
        kind = parameters.get("type") or None
        return cls(
            typed=parameters.get("q", "").strip(),
            kind=_iri(kind, prologue) if kind else None,
            page=_page(parameters, LAST_SEARCH_PAGE),
        )


@dataclass(frozen=True, slots=True)
class BrowseRequest:
    """What has been chosen of the facets, and which page of it is wanted."""

    selection: Selection
    page: int

    @classmethod
    def read(cls, parameters: QueryParams, prologue: Prologue) -> BrowseRequest:
        """The names of the facets, each any number of times, and ``page``.

        :raises QueryError: if a value cannot be one of its facet.
        """
        chosen = {name: parameters.getlist(name) for name in FACETS}
        return cls(Selection.read(chosen, prologue), _page(parameters, LAST_BROWSE_PAGE))


def _iri(text: str, prologue: Prologue) -> str:
    value = FACETS["type"].read(text, prologue)
    return str(value) if isinstance(value, int) else value.value


def _page(parameters: QueryParams, last: int) -> int:
    text = parameters.get("page", "1")
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= last:
        raise QueryError(f"there is no page “{text}”", hint=f"pages are counted from 1 to {last}")
    return int(text)
