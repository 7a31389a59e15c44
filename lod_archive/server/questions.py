"""What answers questions about a publication: SPARQL, search, browsing, harvesting, matching."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from lod_archive.errors import QueryError
from lod_archive.publish.publication import MATCHING, SEARCH, STORE
from lod_archive.query import Prologue, Rows
from lod_archive.query.governor import Answer, Governor, Limits, Question
from lod_archive.server.current import Mounted
from lod_archive.server.editor import Assets, EditorPage, ShortLinks, short_links
from lod_archive.server.editor.assets import FOLDER
from lod_archive.server.oai import Oai
from lod_archive.server.oai.app import PAGE_SIZE
from lod_archive.server.reconcile import Reconcile
from lod_archive.server.search import search_app
from lod_archive.server.sparql import Endpoint
from lod_archive.vocab.formats import SPARQL_JSON

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.publish import Publication
    from lod_archive.server.responses import Application

_HARVESTED: Final = "oai"
_MATCHED: Final = "reconcile"
_SEARCH: Final = ("search", "search.json", "browse", "openapi.json")


def answering(
    publication: Publication,
    limits: Limits,
    packages: Path | None = None,
    links: ShortLinks | None = None,
    page_size: int = PAGE_SIZE,
    prefix: str = "",
) -> Mounted:
    """The endpoint, and the pages that ask the same readers.

    :param packages: the folder of npm's packages, for the editor.
    :param links: where short addresses of queries are kept, if they are.
    :param page_size: how many records are harvested at once.
    :param prefix: what stands before every path.
    :raises PublicationError: if an index cannot be read, or the log of changes.
    """
    prologue = Prologue(publication.facts.base)
    governor = Governor(publication.root / STORE, prologue, limits)
    assets = Assets(publication, prologue.prefixes, packages)
    page = EditorPage(
        publication, prologue.prefixes, has_editor=assets.has_editor, has_links=links is not None
    )
    applications: dict[str, Application] = {
        "sparql": Endpoint(publication.facts, governor, page),
        FOLDER: assets,
    }
    if links is not None:
        applications[short_links.FOLDER] = links
    index = publication.root / SEARCH
    if index.is_file():
        search: Any = search_app(index, partial(_rows, governor), prologue)
        applications |= dict.fromkeys(_SEARCH, search)
    oai = Oai(publication, page_size)
    applications[_HARVESTED] = oai
    names = publication.root / MATCHING
    reconcile = None
    if names.is_file():
        reconcile = Reconcile(publication, names, partial(_rows, governor), prefix)
        applications[_MATCHED] = reconcile

    async def close() -> None:
        await governor.close()
        oai.close()
        if reconcile is not None:
            await reconcile.close()

    return Mounted(applications, close, governor.measured)


async def _rows(governor: Governor, sparql: str) -> Rows:
    """The answer to a SELECT.

    :raises QueryError: if there is none.
    """
    outcome = await governor.ask(Question(sparql, SPARQL_JSON.media_type, None))
    if not isinstance(outcome, Answer):
        raise QueryError("this cannot be answered at the moment", hint="try again in a while")
    data = outcome.body if outcome.file is None else outcome.file.read()
    outcome.release()
    found = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 it was a SELECT
    variables = tuple(variable.value for variable in found.variables)
    return Rows(variables, tuple(tuple(row) for row in found))
