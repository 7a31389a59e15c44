"""All pages of a publication: one per record and language, lists, views, and the first page."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from markupsafe import Markup

from lod_archive.publish.documents import CONTEXT
from lod_archive.publish.pages import views
from lod_archive.publish.pages.citation import Citation, read_cited
from lod_archive.publish.pages.entity import Portrait
from lod_archive.publish.pages.graph import Picture
from lod_archive.publish.pages.map_labels import Mark, label
from lod_archive.publish.pages.paging import paged
from lod_archive.publish.pages.places_map import Located, Map, Outline, draw
from lod_archive.publish.pages.renderer import NOWHERE, Renderer, script_json
from lod_archive.vocab import formats, iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lod_archive.archive import Settings
    from lod_archive.publish.pages.index import Claim, Index
    from lod_archive.publish.pages.views import Whole
    from lod_archive.store import EmbeddedStore

_MAPS: Final = 500
"""How many maps are kept, for many records have the same places."""
_SHOWN: Final = 60
"""Incoming links that a page lists at most."""


class Pages:
    """Writes pages into the folder of a publication, one record after the other."""

    def __init__(
        self,
        publication: Path,
        settings: Settings,
        index: Index,
        land: Sequence[Outline] = (),
    ) -> None:
        """Prepare to write.

        :param land: its outlines, for maps.
        """
        self._index = index
        self._renderer = Renderer(publication, settings, index)
        self._land = land
        self._map = lru_cache(_MAPS)(self._drawn)
        self._marks = lru_cache(_MAPS)(self._labelled)
        self._sources: defaultdict[str, list[str]] = defaultdict(list)
        for claim_iri, claim in index.claims.items():
            self._sources[claim.source].append(claim_iri)

    def write(self, record_id: str) -> None:
        """Write the pages of one record, in each language; its documents must be there already."""
        index, renderer = self._index, self._renderer
        iri = index.base + record_id
        files = {
            each: renderer.folder / iris.document_path(record_id, each.extension)
            for each in DOCUMENT_FORMATS
        }
        quads = ox.parse(files[formats.N_TRIPLES].read_bytes(), format=ox.RdfFormat.N_TRIPLES)
        portrait = Portrait(iri, quads, index)
        compact = json.loads(files[formats.JSON_LD].read_bytes())
        sizes = [(each, file.stat().st_size) for each, file in files.items()]
        incoming = sorted(index.incoming.get(iri, ()))
        path = iris.DOCUMENTS + record_id
        places = tuple(portrait.places())
        linked = script_json({key: compact[key] for key in compact if key != "@context"})
        cited = read_cited(renderer.folder, record_id)
        for language in PAGE_LANGUAGES:
            context = [renderer.root(path, language) + CONTEXT, *compact["@context"][1:]]
            context_json = script_json(context)
            title = index.name(iri, language)
            facts = portrait.facts(language)
            renderer.write(
                "entity.html",
                path,
                language,
                portrait=portrait,
                facts=facts,
                years=index.years,
                title=title,
                types=index.types.get(iri, []),
                stated=self._stated(iri),
                map=self._map(places),
                marks=self._marks(places, language),
                claims=index.claims,
                own_claim=index.claims.get(iri),
                supports=index.incoming,
                incoming=incoming[:_SHOWN],
                more=len(incoming) - _SHOWN,
                picture=self._picture(incoming, portrait, language),
                linked=Markup(f'{{"@context": {context_json}, {linked[1:]}'),  # noqa: S704 both are
                data=sizes,
                record_id=record_id,
                citation=Citation(title.text, renderer.title(language), iri, cited, language),
            )

    def _drawn(self, places: tuple[Located, ...]) -> Map | None:
        return draw(places, self._land) if places else None

    def _labelled(self, places: tuple[Located, ...], language: str) -> list[Mark]:
        drawn = self._map(places)
        names = [self._index.name(place.iri, language).text for place in places]
        return label(drawn, names) if drawn else []

    def _picture(
        self, incoming: Sequence[str], portrait: Portrait, language: str
    ) -> Picture | None:
        def named(things: Sequence[str]) -> list[tuple[str, str]]:
            return [(thing, self._index.name(thing, language).text) for thing in things]

        around = [thing for thing in incoming if thing not in self._index.claims]
        return Picture.of(named(around), named(portrait.links))

    def _stated(self, iri: str) -> list[tuple[str, Claim]]:
        """The claims that a source makes, in the order of its text."""
        claims = [(one, self._index.claims[one]) for one in self._sources.get(iri, ())]
        return sorted(claims, key=lambda pair: (int(pair[1].start or 0), pair[0]))

    def _records(self, members: Sequence[str]) -> list[str]:
        """Those that are no claims: these have a view of their own."""
        return [member for member in members if member not in self._index.claims]

    def write_site(self, store: EmbeddedStore, found: Whole) -> None:
        """Write the first page, lists, views, the page for what is missing, and the style.

        :param store: everything that is published, to be asked.
        :param found: what is known of it as a whole.
        """
        renderer = self._renderer
        renderer.copy_static()
        collections: defaultdict[str, list[str]] = defaultdict(list)
        for iri in sorted(self._index.entities):
            collections[iri.removeprefix(self._index.base).partition("/")[0]].append(iri)
        for language in PAGE_LANGUAGES:
            renderer.write("missing.html", NOWHERE, language)
            for collection, members in collections.items():
                for page in paged(f"list/{collection}", members):
                    renderer.write(
                        "list.html", page.path, language, collection=collection, page=page
                    )
        records = {name: self._records(members) for name, members in collections.items()}
        records = {name: members for name, members in records.items() if members}
        views.write_views(renderer, store, records, found, self._land)
