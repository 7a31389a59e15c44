"""Items: the labels, descriptions, aliases and statements of one record.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.wikibase.datatypes import EXTERNAL_ID, STRING, TIME, URL, Json
from lod_archive.publish.profiles.wikibase.ordering import (
    grouped,
    sorted_references,
    sorted_snaks,
)
from lod_archive.publish.profiles.wikibase.references import COMPUTED, ID, reference_of
from lod_archive.publish.profiles.wikibase.times import is_exact, time_value
from lod_archive.publish.profiles.wikibase.values import EDTF_TEXT, Values
from lod_archive.vocab.namespaces import (
    ARC,
    FOAF,
    OWL,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    WIKIBASE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lod_archive.publish.profiles.view import View
    from lod_archive.publish.profiles.wikibase.numbers import Numbers
    from lod_archive.publish.profiles.wikibase.properties import Property

SAME: Final = OWL.sameAs
"""The property that keeps the IRI of a record."""
NO_LANGUAGE: Final = "mul"
LABELS: Final = (SCHEMA.name, SKOS.prefLabel, FOAF.name)
ALIASES: Final = (SCHEMA.alternateName, SKOS.altLabel)
DESCRIPTIONS: Final = (SCHEMA.description, SKOS.definition)
_TERMS: Final = frozenset({*LABELS, *ALIASES, SCHEMA.description})
_OF_STATEMENTS: Final = frozenset(
    {*COMPUTED, RDF.type, WIKIBASE.rank, PROV.wasDerivedFrom, ARC.calendar, ARC.stated}
)
_RANKS: Final = {
    WIKIBASE.PreferredRank: "preferred",
    WIKIBASE.DeprecatedRank: "deprecated",
}


def item_of(view: View, iri: str, numbers: Numbers) -> tuple[Json, set[Property]]:
    """The item for a record, and the properties that it uses.

    :raises PublicationError: if it has no label.
    """
    made = _Item(view, iri, numbers)
    return made.entity(), made.values.used


class _Item:
    """The making of one item."""

    def __init__(self, view: View, iri: str, numbers: Numbers) -> None:
        self.values = Values(view, numbers)
        self._view = view
        self._iri = iri
        self._numbers = numbers
        self._id = numbers.items[iri]

    def entity(self) -> Json:
        """The item; everything in it is sorted, so that the same record is the same item."""
        labels = self._firsts(LABELS)
        if not labels:
            raise PublicationError("has no name", hint="give it a name, with its language")
        return {
            "type": "item",
            "id": self._id,
            "labels": _terms(labels),
            "descriptions": _terms(self._firsts(DESCRIPTIONS)),
            "aliases": self._aliases(labels),
            "claims": grouped(self._claims()),
            "sitelinks": {},
        }

    def _firsts(self, predicates: Iterable[str]) -> dict[str, str]:
        """The first text in each language."""
        found: dict[str, str] = {}
        for predicate in predicates:
            for text in self._view.literals(self._iri, predicate):
                language = text.language or NO_LANGUAGE
                if predicate != SKOS.definition or not found.get(language):
                    found.setdefault(language, text.value)
        return dict(sorted(found.items()))

    def _aliases(self, labels: dict[str, str]) -> Json:
        found: dict[str, set[str]] = {}
        for predicate in (*LABELS, *ALIASES):
            for text in self._view.literals(self._iri, predicate):
                language = text.language or NO_LANGUAGE
                if labels.get(language) != text.value:
                    found.setdefault(language, set()).add(text.value)
        return {
            language: [{"language": language, "value": text} for text in sorted(texts)]
            for language, texts in sorted(found.items())
        }

    def _claims(self) -> Iterator[Json]:
        """Statements with sources, then what is simply said, then what the record is called."""
        node = self._view.nodes[self._iri]
        stated: dict[str, set[ox.NamedNode | ox.Literal]] = {}
        for predicate, values in node.items():
            iri = self._numbers.property_of(predicate)
            if iri is not None:
                for value in values:
                    stated.setdefault(iri, set()).update(self._values_of(value.value))
                    yield from self._statements(iri, value.value)
        for predicate, values in node.items():
            if predicate not in _TERMS | COMPUTED and not self._numbers.property_of(predicate):
                for value in values:
                    if value not in stated.get(predicate, ()):
                        yield self._plain(predicate, value)
        local = self._iri.removeprefix(self._numbers.base)
        yield self._claim(self.values.snak(ID, EXTERNAL_ID, local), ID)
        yield self._claim(self.values.snak(SAME, URL, self._iri), SAME)

    def _plain(self, iri: str, value: ox.NamedNode | ox.Literal) -> Json:
        """What a record says without a source of its own."""
        if iri == RDF.type:
            return self._claim(self.values.snak(iri, URL, value.value), f"{iri} {value.value}")
        made, qualifiers = self.values.main(iri, value)
        return self._claim(made, f"{iri} {value}", qualifiers)

    def _values_of(self, statement: str) -> Iterator[ox.NamedNode | ox.Literal]:
        for predicate, values in (self._view.node(statement) or {}).items():
            if "/prop/statement/" in predicate:
                yield from values

    def _statements(self, iri: str, statement: str) -> Iterator[Json]:
        """A statement; one for each language, if its value is a text in several."""
        ranks = self._view.iris(statement, WIKIBASE.rank)
        rank = _RANKS.get(ranks[0] if ranks else "", "normal")
        qualifiers = list(self._qualifiers(statement))
        references = sorted_references(self._references(statement))
        for value in self._values_of(statement):
            made, more = self._main(iri, value, statement)
            yield self._claim(made, f"{statement} {value}", [*more, *qualifiers], rank, references)

    def _main(
        self, iri: str, value: ox.NamedNode | ox.Literal, statement: str
    ) -> tuple[Json, list[Json]]:
        """The value; a Julian date as its source has it."""
        stated = self._view.text(statement, ARC.stated)
        if stated is None or ARC.julian not in self._view.iris(statement, ARC.calendar):
            return self.values.main(iri, value)
        if is_exact(stated):
            return self.values.snak(iri, TIME, time_value(stated, "julian")), []
        made, _ = self.values.main(iri, value)
        return made, [self.values.snak(ARC.stated, STRING, stated)]

    def _qualifiers(self, statement: str) -> Iterator[Json]:
        """Qualifiers, and what a statement says of its evidence, its wording and its making."""
        has_dates = False
        for predicate, values in (self._view.node(statement) or {}).items():
            iri = self._numbers.property_of(predicate)
            if predicate in _OF_STATEMENTS or "/prop/statement/" in predicate:
                has_dates = has_dates or any(_is_inexact(value) for value in values)
                continue
            for value in values:
                has_dates = has_dates or _is_inexact(value)
                yield self.values.beside(iri or predicate, value)
        if has_dates:
            yield from self.values.bounds(statement)

    def _references(self, statement: str) -> Iterator[Json]:
        for claim in self._view.iris(statement, PROV.wasDerivedFrom):
            made, used = reference_of(self._view, claim, self._numbers)
            self.values.used |= used
            yield made

    def _claim(
        self,
        made: Json,
        name: str,
        qualifiers: Iterable[Json] = (),
        rank: str = "normal",
        references: list[Json] | None = None,
    ) -> Json:
        """A statement; its id is made of what it is called in the archive."""
        unique = uuid.uuid5(uuid.NAMESPACE_URL, f"{self._iri} {name}")
        claim: Json = {
            "id": f"{self._id}${unique}",
            "type": "statement",
            "rank": rank,
            "mainsnak": made,
        }
        found = sorted_snaks(qualifiers)
        if found:
            claim |= {"qualifiers": found, "qualifiers-order": list(found)}
        if references:
            claim["references"] = references
        return claim


def _is_inexact(value: ox.NamedNode | ox.Literal) -> bool:
    return (
        isinstance(value, ox.Literal)
        and value.datatype.value == EDTF_TEXT
        and not is_exact(value.value)
    )


def _terms(texts: dict[str, str]) -> Json:
    return {language: {"language": language, "value": text} for language, text in texts.items()}
