"""What answers questions about a publication: SPARQL, search, browsing, harvesting, matching."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from lod_archive.publish.publication import MATCHING, SEARCH, STORE
from lod_archive.query import Prologue
from lod_archive.query.governor import Governor, Limits
from lod_archive.server.asking import OwnQueries
from lod_archive.server.current import Mounted
from lod_archive.server.editor import Assets, EditorPage, ShortLinks, short_links
from lod_archive.server.editor.assets import FOLDER
from lod_archive.server.oai import Oai
from lod_archive.server.oai.app import PAGE_SIZE
from lod_archive.server.reconcile import SERVICE, Reconcile
from lod_archive.server.search import search_app
from lod_archive.server.sparql import Endpoint

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.publish import Publication
    from lod_archive.server.responses import Application

_HARVESTED: Final = "oai"
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
    own = OwnQueries(publication.root / STORE, prologue, limits)
    assets = Assets(publication, prologue.prefixes, packages)
    page = EditorPage(
        publication, prologue, has_editor=assets.has_editor, has_links=links is not None
    )
    applications: dict[str, Application] = {
        "sparql": Endpoint(publication.facts, governor, page),
        FOLDER: assets,
    }
    if links is not None:
        applications[short_links.FOLDER] = links
    index = publication.root / SEARCH
    if index.is_file():
        search: Any = search_app(index, own.ask, prologue)
        applications |= dict.fromkeys(_SEARCH, search)
    names = publication.root / MATCHING
    with ExitStack() as opened:
        oai = Oai(publication, page_size)
        opened.callback(oai.close)
        reconcile = Reconcile(publication, names, own.ask, prefix) if names.is_file() else None
        opened.pop_all()
    applications[_HARVESTED] = oai
    if reconcile is not None:
        applications[SERVICE] = reconcile

    async def close() -> None:
        await governor.close()
        await own.close()
        oai.close()
        if reconcile is not None:
            await reconcile.close()

    return Mounted(applications, close, lambda: governor.measured() | own.measured())
