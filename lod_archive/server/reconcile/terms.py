"""The ids that clients hold, and the IRIs that they stand for.

An entity's id is its path below the archive's base, as in the records: with the manifest's
``identifierSpace`` before it, it is the IRI. Types and properties have the names that the
publication's ``context.jsonld`` gives them, which is the manifest's ``schemaSpace``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from lod_archive.graph.context import Context
from lod_archive.publish.documents import CONTEXT
from lod_archive.query import Prologue
from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Iterable

_FRAGMENT: Final = "#"


class Terms:
    """Ids and IRIs of entities, types and properties.

    >>> definitions = {"schema": "https://schema.org/", "Person": "schema:Person",
    ...                "birthDate": {"@id": "schema:birthDate"}}
    >>> terms = Terms(Context.of(definitions, base="https://example.org/", language="en"))
    >>> terms.type_id("https://schema.org/Person"), terms.iri("Person"), terms.iri("schema:Place")
    ('Person', 'https://schema.org/Person', 'https://schema.org/Place')
    >>> terms.entity_id("https://example.org/person/petrov"), terms.entity_iri("person/petrov")
    ('person/petrov', 'https://example.org/person/petrov')
    """

    def __init__(self, context: Context) -> None:
        self.base = context.base
        self._context = context
        self._prologue = Prologue(context.base)
        terms = context.terms.values()
        self._types = _ids((term.iri, term.key) for term in terms if term.is_class)
        self._properties = _ids((term.iri, term.key) for term in terms if term.is_property)

    @classmethod
    def of_publication(cls, root: Path, base: str) -> Self:
        """Those of a publication."""
        definitions = json.loads((root / CONTEXT).read_bytes())["@context"]
        return cls(Context.of(definitions, base=base, language=definitions["@language"]))

    @property
    def schema(self) -> str:
        """What the ids of types and properties are defined by."""
        return self.base + CONTEXT

    def entity_id(self, iri: str) -> str:
        """The id of an entity."""
        return iri.removeprefix(self.base)

    def entity_iri(self, name: str) -> str:
        """The IRI of an entity; IRIs stand for themselves."""
        return name if iris.has_known_scheme(name) else self.base + name

    def is_entity(self, iri: str) -> bool:
        """Whether this could be the IRI of a record, not that of something within one."""
        return iri.startswith(self.base) and _FRAGMENT not in iri

    def type_id(self, iri: str) -> str:
        """The id of a type."""
        return self._types.get(iri) or self._prologue.shorten(iri)

    def property_id(self, iri: str) -> str:
        """The id of a property."""
        return self._properties.get(iri) or self._prologue.shorten(iri)

    def is_type(self, name: str) -> bool:
        """Whether the context has this word for a type, in use or not."""
        term = self._context.terms.get(name)
        return term is not None and term.is_class

    def is_property(self, name: str) -> bool:
        """Whether the context has this word for a property, in use or not."""
        term = self._context.terms.get(name)
        return term is not None and term.is_property

    def iri(self, name: str) -> str | None:
        """The IRI of a type or property, by its id, a prefixed name or the IRI; None otherwise."""
        return self._context.expand_iri(name)


def _ids(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """IRI → key; the first key where there are several."""
    found: dict[str, str] = {}
    for iri, key in pairs:
        found.setdefault(iri, key)
    return found
