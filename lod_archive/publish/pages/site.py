"""The pages that are about more than one record: the first, lists, views."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lod_archive.publish.pages.paging import paged
from lod_archive.publish.pages.renderer import NOWHERE, Renderer
from lod_archive.publish.pages.views import Whole, write_views
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lod_archive.publish.pages.places_map import Outline
    from lod_archive.store import EmbeddedStore


def write_site(
    renderer: Renderer, store: EmbeddedStore, found: Whole, land: Sequence[Outline] = ()
) -> None:
    """Write them, the page for what is missing, and the style.

    :param store: everything that is published, to be asked.
    :param found: what is known of it as a whole.
    :param land: its outlines, for the map of all places.
    """
    index = renderer.index
    renderer.copy_static()
    collections: defaultdict[str, list[str]] = defaultdict(list)
    for iri in sorted(index.entities):
        collections[iri.removeprefix(index.base).partition("/")[0]].append(iri)
    for language in PAGE_LANGUAGES:
        renderer.write("missing.html", NOWHERE, language)
        for collection, members in collections.items():
            for page in paged(f"list/{collection}", members):
                renderer.write("list.html", page.path, language, collection=collection, page=page)
    # claims are no records of a collection: they have a view of their own
    records = {
        name: [member for member in members if member not in index.claims]
        for name, members in collections.items()
    }
    records = {name: members for name, members in records.items() if members}
    write_views(renderer, store, records, found, land)
