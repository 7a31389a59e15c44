"""What a request asks for, read from its address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from lod_archive.errors import QueryError
from lod_archive.query.facets import FACETS, Selection
from lod_archive.query.prologue import Prologue
from lod_archive.query.search import DEEPEST
from lod_archive.server.readers import Said
from lod_archive.server.search.messages import MESSAGES

SEARCH_PAGE = 20
"""How many results a page of the search has."""
LAST_SEARCH_PAGE = DEEPEST // SEARCH_PAGE
LAST_BROWSE_PAGE = 100_000


class RequestRefused(Exception):
    """A request asks for what cannot be.

    :ivar said: why.
    """

    def __init__(self, said: Said) -> None:
        super().__init__(said.en)
        self.said = said


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

        :raises RequestRefused: if one cannot be what it should.
        """
        kind = parameters.get("type") or None
        return cls(
            typed=parameters.get("q", "").strip(),
            kind=str(_value("type", kind, prologue)) if kind else None,
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

        :raises RequestRefused: if a value cannot be one of its facet.
        """
        chosen = {name: parameters.getlist(name) for name in FACETS}
        for name, texts in chosen.items():
            for text in texts:
                _value(name, text, prologue)
        return cls(Selection.read(chosen, prologue), _page(parameters, LAST_BROWSE_PAGE))


def _value(name: str, text: str, prologue: Prologue) -> str | int:
    """The value of a facet, an IRI or a year."""
    try:
        value = FACETS[name].read(text, prologue)
    except QueryError as error:
        russian = f"«{text}» не подходит: {MESSAGES['ru'][name].lower()}"
        raise RequestRefused(Said(f"{error.message}; {error.hint}", russian)) from None
    return value if isinstance(value, int) else value.value


def _page(parameters: QueryParams, last: int) -> int:
    text = parameters.get("page", "1")
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= last:
        said = Said(
            f"there is no page “{text}”; pages are counted from 1 to {last}",
            f"страницы «{text}» нет; страницы считаются от 1 до {last}",
        )
        raise RequestRefused(said)
    return int(text)
