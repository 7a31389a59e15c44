"""The page of each record, in each language."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from lod_archive.publish.documents import CONTEXT, Document, based
from lod_archive.publish.pages.citation import Citation, Cited
from lod_archive.publish.pages.entity import Portrait
from lod_archive.publish.pages.graph import Picture
from lod_archive.publish.pages.map_labels import Mark, label
from lod_archive.publish.pages.places_map import Located, Map, Outline, draw
from lod_archive.publish.pages.renderer import Renderer, script_json
from lod_archive.vocab import iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lod_archive.archive import Settings
    from lod_archive.publish.pages.index import Claim, Index

_MAPS: Final = 500
"""How many maps are kept, for many records have the same places."""
_SHOWN: Final = 60
"""Incoming links that a page lists at most."""


class RecordPages:
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

    def write(self, document: Document, cited: Cited | None = None) -> None:
        """Write the pages of one record, in each language; its files must be there already.

        :param cited: its reference, if it has one.
        """
        index, renderer, record_id = self._index, self._renderer, document.record_id
        iri = index.base + record_id
        portrait = Portrait(iri, document.quads, index)
        sizes = [
            (each, (renderer.folder / iris.document_path(record_id, each.extension)).stat().st_size)
            for each in DOCUMENT_FORMATS
        ]
        path = iris.DOCUMENTS + record_id
        places, bar, stated = tuple(portrait.places()), portrait.position(), self._stated(iri)
        # what a source claims stands on its page already
        incoming = sorted(index.incoming.get(iri, set()).difference(one for one, _ in stated))
        linked = script_json(document.compact)
        for language in PAGE_LANGUAGES:
            context = script_json([renderer.root(path, language) + CONTEXT, based(index.base)])
            title = index.name(iri, language)
            facts = portrait.facts(language)
            renderer.write(
                "entity.html",
                path,
                language,
                portrait=portrait,
                facts=facts,
                disputed=[(n, fact) for n, fact in enumerate(facts) if fact.is_disputed],
                years=index.years,
                bar=bar,
                title=title,
                types=index.types.get(iri, []),
                stated=stated,
                map=self._map(places),
                marks=self._marks(places, language),
                claims=index.claims,
                own_claim=index.claims.get(iri),
                supports=index.incoming,
                incoming=incoming[:_SHOWN],
                more=len(incoming) - _SHOWN,
                picture=self._picture(incoming, portrait, language),
                linked=Markup(f'{{"@context": {context}, {linked[1:]}'),  # noqa: S704 both are
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
        """The claims that a source makes, in the order of its pages, and of its text."""
        claims = [(one, self._index.claims[one]) for one in self._sources.get(iri, ())]
        return sorted(claims, key=lambda pair: (*pair[1].position, pair[0]))
