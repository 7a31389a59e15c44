"""What types and properties are called, and which properties entities have: asked of the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import pyoxigraph as ox

from lod_archive.query import Prologue, Rows
from lod_archive.query.labels import Labels
from lod_archive.vocab.iris import DATASET
from lod_archive.vocab.languages import PAGE_LANGUAGES
from lod_archive.vocab.namespaces import RDFS

Asker: TypeAlias = Callable[[str], Awaitable[Rows]]
"""Answers a SPARQL SELECT; raises :class:`.Unanswered` if it cannot."""

_COUNTED: Final = 10_000
"""How many entities of a type are looked at to count their properties."""


@dataclass(frozen=True, slots=True)
class Words:
    """Names in one language.

    :param title: what the archive is called.
    """

    title: str
    labels: Labels
    descriptions: Labels
    _known: dict[str, str] = field(default_factory=dict)

    def name(self, iri: str) -> str:
        """What a type or property is called."""
        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = self.labels.thing(ox.NamedNode(iri)).text
        return found

    def description(self, iri: str) -> str:
        """What it means, in a sentence; empty if nothing is said."""
        node = ox.NamedNode(iri)
        said = self.descriptions.thing(node)
        return "" if said.text == said.id else said.text


class Vocabulary:
    """Names of types and properties in each language of the pages, asked for when first needed.

    :param types: the IRIs of those that entities have.
    """

    def __init__(self, ask: Asker, prologue: Prologue, types: Iterable[str]) -> None:
        self._ask = ask
        self._prologue = prologue
        self._base = prologue.base or ""
        self._types = tuple(types)
        self._lock = asyncio.Lock()
        self._words: dict[str, Words] = {}
        self._properties: frozenset[str] = frozenset()
        self._used: dict[str | None, tuple[str, ...]] = {}

    async def words(self, language: str) -> Words:
        """The names in a language.

        :raises Unanswered: if the store does not answer.
        """
        await self._fill()
        return self._words[language]

    async def properties(self) -> frozenset[str]:
        """The IRIs of all properties that the archive makes statements with."""
        await self._fill()
        return self._properties

    async def used(self, kind: str | None = None) -> Sequence[str]:
        """The properties that entities of a type have, those that most have first.

        A publication does not change: what was asked for once is known from then on.

        :param kind: the IRI of a type that the archive knows; None for any.
        :raises Unanswered: if the store does not answer.
        """
        if kind not in self._used:
            self._used[kind] = await self._counted(kind)
        return self._used[kind]

    async def _counted(self, kind: str | None) -> tuple[str, ...]:
        known = await self.properties()
        of_kind = (
            f"?class rdfs:subClassOf* {ox.NamedNode(kind)} . ?thing a ?class ." if kind else ""
        )
        rows = await self._ask(_USED % {"kind": of_kind, "most": _COUNTED})
        found = (_iri(row["property"]) for row in rows)
        return tuple(iri for iri in found if iri in known)

    async def _fill(self) -> None:
        async with self._lock:
            if not self._words:
                await self._asked()

    async def _asked(self) -> None:
        types = " ".join(str(ox.NamedNode(iri)) for iri in self._types)
        said = await self._ask(_SAID % {"types": types})
        titles = await self._ask(_TITLES % {"dataset": ox.NamedNode(self._base + DATASET)})
        rows = [(row["thing"], row["role"], row["text"]) for row in said]
        self._properties = frozenset(_iri(row["thing"]) for row in said if row["entity"])
        names = [(thing, text) for thing, role, text in rows if _iri(role) == RDFS.label]
        others = [(thing, text) for thing, role, text in rows if _iri(role) != RDFS.label]
        for language in PAGE_LANGUAGES:
            title = Labels(
                [(row["dataset"], row["title"]) for row in titles], language, self._prologue
            )
            self._words[language] = Words(
                title.thing(ox.NamedNode(self._base + DATASET)).text,
                Labels(names, language, self._prologue),
                Labels(others, language, self._prologue),
            )


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


_SAID: Final = """
SELECT ?entity ?thing ?role ?text
WHERE {
  { ?entity wikibase:directClaim ?thing } UNION { VALUES ?thing { %(types)s } }
  OPTIONAL { VALUES ?role { rdfs:label rdfs:comment skos:definition } ?thing ?role ?text }
}
ORDER BY ?thing ?role ?text
"""
_TITLES: Final = """
SELECT ?dataset ?title
WHERE { VALUES ?dataset { %(dataset)s } ?dataset dcterms:title ?title }
"""
_USED: Final = """
SELECT ?property (COUNT(DISTINCT ?thing) AS ?count)
WHERE {
  { SELECT DISTINCT ?thing
    WHERE { ?document foaf:primaryTopic ?thing ; dcterms:isPartOf ?dataset . %(kind)s }
    LIMIT %(most)d }
  ?thing ?property ?value .
}
GROUP BY ?property
ORDER BY DESC(?count) ?property
"""
