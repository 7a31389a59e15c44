"""What a request asks for, read from its address."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.datastructures import QueryParams

from lod_archive.errors import QueryError
from lod_archive.query.facets import FACETS, Choice, Facet, Selection
from lod_archive.query.prologue import Prologue
from lod_archive.query.search import DEEPEST
from lod_archive.server.sentences import Sentence

SEARCH_PAGE = 20
"""How many results a page of the search has."""
LAST_SEARCH_PAGE = DEEPEST // SEARCH_PAGE
LAST_BROWSE_PAGE = 100_000
_NO_DECADE = "«{}» — не десятилетие; укажите его первый год, например 1930"
_NO_THING = (
    "«{}» не подходит; нужен идентификатор вроде event/strike, имя с префиксом или полный IRI"
)


class RequestRefused(Exception):
    """A request asks for what cannot be.

    :ivar said: why.
    """

    def __init__(self, said: Sentence) -> None:
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
            kind=_class(kind, prologue) if kind else None,
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
        choices = (
            (facet, _choice(facet, text, prologue))
            for facet in FACETS.values()
            for text in parameters.getlist(facet.name)
        )
        selection = Selection(tuple(dict.fromkeys(choices)))
        return cls(selection, _page(parameters, LAST_BROWSE_PAGE))


def _choice(facet: Facet, text: str, prologue: Prologue) -> Choice:
    try:
        return facet.read(text, prologue)
    except QueryError as error:
        russian = _NO_DECADE if facet.has_years else _NO_THING
        english = f"{error.message}; {error.hint}"
        raise RequestRefused(Sentence(english, russian.format(text))) from None


def _class(text: str, prologue: Prologue) -> str:
    chosen = _choice(FACETS["type"], text, prologue)
    assert isinstance(chosen, ox.NamedNode)  # noqa: S101 it is no facet of years
    return chosen.value


def _page(parameters: QueryParams, last: int) -> int:
    text = parameters.get("page", "1")
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= last:
        said = Sentence(
            f"there is no page “{text}”; pages are counted from 1 to {last}",
            f"страницы «{text}» нет; страницы считаются от 1 до {last}",
        )
        raise RequestRefused(said)
    return int(text)
