"""Addresses of pages, relative to the page they stand on: right under any host and path prefix.

All pages of search and browsing lie at the top level, as ``search`` and ``browse`` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from lod_archive.query.facets import Choice, Selection
from lod_archive.query.prologue import Prologue


def thing_link(iri: str, prologue: Prologue) -> str | None:
    """Where to read about a thing: its page in the archive, its IRI on the web, or nowhere.

    >>> prologue = Prologue("https://example.org/")
    >>> thing_link("https://example.org/event/strike", prologue)
    'event/strike'
    >>> thing_link("javascript:alert(1)", prologue)
    """
    if prologue.base and iri.startswith(prologue.base):
        return below(iri.removeprefix(prologue.base))
    return iri if iri.startswith(("https://", "http://")) else None


def below(path: str) -> str:
    """What leads from the top of the archive to a path below it, whatever that looks like.

    A colon in it begins no address of another kind, two slashes no other host.

    >>> below("event/strike#date"), below("javascript:alert(1)"), below("//evil.example")
    ('event/strike#date', 'javascript%3Aalert%281%29', './/evil.example')
    """
    quoted = quote(path, safe="/-._~#?=&%")
    return f".{quoted}" if quoted.startswith("/") else quoted


def written(value: Choice, prologue: Prologue) -> str:
    """A value of a facet as it stands in an address: as short as it can be read again."""
    if isinstance(value, int):
        return str(value)
    shortened = prologue.shorten(value.value)
    return shortened if prologue.expand(shortened) == value.value else value.value


def shown(iri: str, prologue: Prologue) -> str:
    """A thing without a name as a person reads it: its id, or the words of its local name.

    >>> shown("https://schema.org/ScholarlyArticle", Prologue())
    'Scholarly Article'
    """
    short = prologue.shorten(iri)
    prefix, colon, local = short.partition(":")
    if colon and prefix in prologue.prefixes:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local)
    return short


def address(page: str, parameters: Iterable[tuple[str, str]]) -> str:
    """A page with these parameters; those that are empty are left out."""
    pairs = [(name, value) for name, value in parameters if value]
    return f"{page}?{urlencode(pairs)}" if pairs else page


def browse_link(
    selection: Selection, prologue: Prologue, *, page: int = 1, language: str | None = None
) -> str:
    """The page of the facets where this is chosen."""
    pairs = [(facet.name, written(value, prologue)) for facet, value in selection.choices]
    return address(
        "browse", [*pairs, ("page", str(page) if page > 1 else ""), ("lang", language or "")]
    )


def query_link(endpoint: str, sparql: str) -> str:
    """The page of the query editor with this query in it."""
    return address(endpoint, [("edit", sparql)])
