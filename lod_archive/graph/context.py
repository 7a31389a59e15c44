"""What each key of a record means: the archive's JSON-LD contexts, merged into one.

The merged context is published as ``context.jsonld`` and is what records are expanded with. Beside
each property ``date`` it has the three predicates of Wikibase's statement pattern: ``p:date``
leads to the statement, ``ps:date`` to its value, ``pq:date`` to a qualifier.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import ModelError
from lod_archive.graph.definitions import (
    CONTEXT_SPEC,
    expand_name,
    prefixes_of,
    read_definitions,
)
from lod_archive.store.terms import is_iri
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import EDTF

__all__ = ["CONTEXT_SPEC", "Context", "Term"]

_EDTF_DATATYPE: Final = EDTF["EDTF"]


@dataclass(frozen=True, slots=True)
class Term:
    """What a key of the context means.

    :param coercion: the datatype IRI that values get, ``@id`` for a reference, ``@vocab`` for a
        word of the context, or None for text.
    :param is_language_map: whether values are texts by language tag.
    :param is_property: whether statements can be made with it: it is defined by an object and
        begins with a small letter. Classes begin with a capital; other words, such as units, are
        plain ``"tonne": "unit:TONNE"``.
    :param scoped: definitions that hold inside its value, or inside things of this class.
    """

    key: str
    iri: str
    coercion: str | None = None
    is_language_map: bool = False
    is_property: bool = False
    scoped: Mapping[str, Any] | None = None

    @property
    def is_class(self) -> bool:
        """Whether it is a class, by its capital."""
        return self.key[:1].isupper()

    @property
    def is_date(self) -> bool:
        """Whether values are EDTF dates."""
        return self.coercion == _EDTF_DATATYPE

    @property
    def is_reference(self) -> bool:
        """Whether a bare text value is an id."""
        return self.coercion == "@id"

    @property
    def has_literals(self) -> bool:
        """Whether values are literals of a datatype and nothing else."""
        return self.coercion is not None and not self.coercion.startswith("@")


@dataclass(frozen=True, slots=True)
class Context:
    """The merged context of an archive.

    :param language: the language of texts that are written without a tag.
    :param definitions: the merged context as JSON, complete with statement predicates; its
        ``@base`` is the archive's.
    """

    base: str
    language: str
    terms: Mapping[str, Term]
    prefixes: Mapping[str, str]
    definitions: Mapping[str, Any]

    @classmethod
    def load(cls, archive: ArchiveFolder) -> Context:
        """The context of this archive: the built-in ones, then its own, later ones winning.

        :raises ArchiveErrors: if a context is not JSON, or defines what cannot be published.
        """
        definitions = read_definitions(archive)
        settings = archive.settings
        context = cls.of(definitions, base=settings.base, language=settings.language)
        context.check()
        return context

    @classmethod
    def of(cls, definitions: Mapping[str, Any], *, base: str, language: str) -> Context:
        """A context from its definitions (the value of ``@context``), which must be faultless.

        >>> context = Context.of({"schema": "https://schema.org/", "name": {"@id": "schema:name"}},
        ...                      base="https://example.org/", language="en")
        >>> context.terms["name"].iri, context.definitions["ps:name"]
        ('https://schema.org/name', {'@id': 'ps:name'})
        """
        prefixes = prefixes_of(definitions) | {
            "p": base + iris.CLAIM_PREDICATES,
            "ps": base + iris.STATEMENT_PREDICATES,
            "pq": base + iris.QUALIFIER_PREDICATES,
        }
        terms = {term.key: term for term in _terms(definitions, prefixes)}
        complete = {**definitions, **prefixes, **_statement_predicates(definitions, terms)}
        complete |= {"@version": 1.1, "@base": base, "@language": language}
        return cls(base, language, terms, prefixes, complete)

    def within(self, scoped: Mapping[str, Any]) -> Context:
        """The context inside a value or a class that has a context of its own."""
        prefixes = {**self.prefixes, **prefixes_of(scoped)}
        kept = {key: term for key, term in self.terms.items() if key not in scoped}
        terms = kept | {term.key: term for term in _terms(scoped, prefixes)}
        return Context(self.base, self.language, terms, prefixes, {**self.definitions, **scoped})

    def check(self) -> None:
        """Do nothing when a JSON-LD processor accepts the context.

        :raises ModelError: if it does not.
        """
        text = json.dumps({"@context": dict(self.definitions)})
        try:
            list(ox.parse(text, ox.RdfFormat.JSON_LD))
        except SyntaxError as error:
            message = f"the contexts in ontology/ do not fit together: {error.msg}"
            raise ModelError(message, spec=CONTEXT_SPEC) from None

    def expand_iri(self, name: str) -> str | None:
        """The IRI of a term, a compact IRI or an absolute IRI; None where it is none of these."""
        term = self.terms.get(name)
        if term is not None:
            return term.iri
        iri = expand_name(name, self.prefixes)
        return iri if is_iri(iri) else None

    def relative(self, reference: str) -> str:
        """A reference to something below the base as the relative id; any other as an IRI.

        >>> context = Context.of({"ex": "https://e.org/"}, base="https://e.org/", language="en")
        >>> [context.relative(one) for one in ("a/b", "ex:a/b", "https://e.org/a/b")]
        ['a/b', 'a/b', 'a/b']
        """
        if ":" not in reference:
            return reference
        return (expand_name(reference, self.prefixes) or reference).removeprefix(self.base)

    def published(self) -> str:
        """The text of the publication's ``context.jsonld``.

        It has no ``@base``, which JSON-LD ignores in a context that is linked to: each document
        carries its own.
        """
        definitions = {key: value for key, value in self.definitions.items() if key != "@base"}
        return json.dumps({"@context": definitions}, ensure_ascii=False, indent=2) + "\n"


def _terms(definitions: Mapping[str, Any], prefixes: Mapping[str, str]) -> Iterator[Term]:
    for key, definition in definitions.items():
        if key.startswith("@") or key in prefixes:
            continue
        if isinstance(definition, str) and not definition.startswith("@"):
            yield Term(key, expand_name(definition, prefixes) or definition)
        elif isinstance(definition, dict):
            yield _term(key, definition, prefixes)


def _term(key: str, definition: Mapping[str, Any], prefixes: Mapping[str, str]) -> Term:
    is_reverse = "@reverse" in definition
    name = definition["@reverse" if is_reverse else "@id"]
    coercion = definition.get("@type")
    if coercion is not None:
        coercion = expand_name(coercion, prefixes) or coercion
    container = definition.get("@container")
    return Term(
        key,
        expand_name(name, prefixes) or name,
        coercion,
        is_language_map=container is not None and "@language" in container,
        is_property=not is_reverse and not key[:1].isupper(),
        scoped=definition.get("@context"),
    )


def _statement_predicates(
    definitions: Mapping[str, Any], terms: Mapping[str, Term]
) -> dict[str, Any]:
    """Definitions of ``p:…``, ``ps:…`` and ``pq:…`` with the coercions of their property."""
    predicates: dict[str, Any] = {}
    for key, term in terms.items():
        if term.is_property:
            predicates[f"p:{key}"] = {"@id": f"p:{key}", "@type": "@id"}
            for prefix in ("ps", "pq"):
                predicates[f"{prefix}:{key}"] = {**definitions[key], "@id": f"{prefix}:{key}"}
    return predicates
