"""What every record is expanded with: the context and the facts that the ontologies state.

Three facts come from ``ontology/*.ttl`` and not from code: the class of nested objects that name
none (``rdfs:range`` of their property), which stances of a claim are assertions
(``arc:isAssertion``), so that a statement resting on others never becomes a plain triple, and which
built-in classes a class is below (``rdfs:subClassOf``): what is of the class is of these, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from lod_archive.archive import BUILT_IN, ArchiveFolder
from lod_archive.errors import Location, ModelError
from lod_archive.graph.context import Context
from lod_archive.graph.decision import Links
from lod_archive.graph.superclasses import known_above
from lod_archive.graph.wikidata import read_matches
from lod_archive.graph.wikidata_triples import match_quads
from lod_archive.version import __version__
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, DCTERMS, RDF, RDFS, WIKIBASE, XSD

_RANGE: Final = ox.NamedNode(RDFS.range)
_IS_ASSERTION: Final = ox.NamedNode(ARC.isAssertion)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that the triples of a record depend on, beside the record itself.

    :param ranges: property IRI → class of its nested objects, as a term of the context or an IRI.
    :param superclasses: class → the built-in classes above it, by IRI, each as a term of the
        context or an IRI.
    :param assertive: the IRIs of the stances by which a source asserts what it says.
    :param weak_claims: the ids of the claims that assert nothing: reported, hedged, alleged …
    :param links: the links that people accepted, by the id of their entity. They are no part of
        :meth:`digest`, as each of them changes one record only.
    """

    context: Context
    license: str
    ranges: Mapping[str, str]
    assertive: frozenset[str]
    ontology: tuple[ox.Quad, ...]
    superclasses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    weak_claims: frozenset[str] = frozenset()
    links: Links = field(default_factory=dict)

    @classmethod
    def load(cls, archive: ArchiveFolder) -> Model:
        """The model of an archive, still without its claims.

        :raises ArchiveError: if a context or an ontology cannot be read.
        """
        context = Context.load(archive)
        files = {path: _parse(path, archive.root) for path in archive.ontologies}
        built_in = [quads for path, quads in files.items() if path.is_relative_to(BUILT_IN)]
        quads = tuple(_ontology_quads(archive, context, chain(*files.values())))
        return cls(
            context,
            archive.settings.license,
            ranges=dict(_ranges(quads, context)),
            assertive=frozenset(_subjects(quads, _IS_ASSERTION, ox.Literal(True)))
            - frozenset(_subjects(quads, _IS_ASSERTION, ox.Literal(False))),
            ontology=quads,
            superclasses=_superclasses(quads, context, chain(*built_in)),
        )

    def with_claims(self, weak_claims: frozenset[str]) -> Model:
        """The same model, knowing which claims assert nothing."""
        return replace(self, weak_claims=weak_claims)

    def with_links(self, links: Links) -> Model:
        """The same model, knowing which links people have accepted."""
        return replace(self, links=links)

    def digest(self) -> str:
        """A SHA-256 that changes whenever the same record would give other documents.

        The order of the context's keys counts: it is that of the published context.
        """
        parts: list[Any] = [
            __version__,
            ox.__version__,
            self.context.definitions,
            self.license,
            dict(self.ranges),
            {each: dict(above) for each, above in self.superclasses.items()},
            sorted(self.assertive),
            sorted(self.weak_claims),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _ranges(quads: Iterable[ox.Quad], context: Context) -> Iterator[tuple[str, str]]:
    """The properties whose range is a named class, each with the class."""
    classes = {term.iri: key for key, term in context.terms.items() if term.is_class}
    unnamed = iris.document_iri(context.base, context.base + iris.ONTOLOGY) + "#"
    for quad in quads:
        if quad.predicate == _RANGE and isinstance(quad.subject, ox.NamedNode):
            range_ = quad.object.value if isinstance(quad.object, ox.NamedNode) else XSD
            if not range_.startswith((XSD, unnamed)):
                yield quad.subject.value, classes.get(range_, range_)


def _superclasses(
    quads: Iterable[ox.Quad], context: Context, built_in: Iterable[ox.Quad]
) -> dict[str, dict[str, str]]:
    """What :attr:`Model.superclasses` says; a term that has a context would bring that with it.

    :param built_in: what the built-in ontologies say: of each class of the built-in context, too.
    """
    described = {quad.subject for quad in built_in}
    classes = {
        term.iri: term.iri if term.scoped else key
        for key, term in context.terms.items()
        if term.is_class and ox.NamedNode(term.iri) in described
    }
    return {
        each: {iri: classes[iri] for iri in above}
        for each, above in known_above(quads, classes).items()
    }


def _subjects(
    quads: Iterable[ox.Quad], predicate: ox.NamedNode, value: ox.Literal
) -> Iterator[str]:
    for quad in quads:
        is_said = quad.predicate == predicate and quad.object == value
        if is_said and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


def _ontology_quads(
    archive: ArchiveFolder, context: Context, written: Iterable[ox.Quad]
) -> Iterator[ox.Quad]:
    """The graph ``doc/ontology``: what is written in the ontologies, and Wikibase properties."""
    graph = ox.NamedNode(iris.document_iri(context.base, context.base + iris.ONTOLOGY))
    triples = ox.Dataset()
    for quad in written:
        triples.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    yield from sorted(
        (
            ox.Quad(_named(quad.subject, graph), quad.predicate, _named(quad.object, graph), graph)
            for quad in triples
        ),
        key=str,
    )
    yield ox.Quad(
        graph, ox.NamedNode(DCTERMS.license), ox.NamedNode(archive.settings.license), graph
    )
    for key in sorted(key for key, term in context.terms.items() if term.is_property):
        yield from _wikibase_property(key, context, graph)
    yield from dict.fromkeys(match_quads(read_matches(archive), context, graph))


def _parse(path: Path, root: Path) -> list[ox.Quad]:
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    try:
        return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        at = Location(name, error.lineno, error.offset)
        raise ModelError(f"not Turtle: {error.msg}", at=at) from None


def _named(term: Any, graph: ox.NamedNode) -> Any:
    """The term, or for a blank node an IRI made of its RDFC-1.0 label: none is published."""
    if isinstance(term, ox.BlankNode):
        return ox.NamedNode(f"{graph.value}#{term.value}")
    return term


def _wikibase_property(key: str, context: Context, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """What links a property's direct triples to its statements: Wikibase's RDF mapping."""
    node = ox.NamedNode(context.base + iris.PROPERTIES + key)
    for predicate, iri in (
        (RDF.type, WIKIBASE.Property),
        (WIKIBASE.directClaim, context.terms[key].iri),
        (WIKIBASE.claim, context.base + iris.CLAIM_PREDICATES + key),
        (WIKIBASE.statementProperty, context.base + iris.STATEMENT_PREDICATES + key),
        (WIKIBASE.qualifier, context.base + iris.QUALIFIER_PREDICATES + key),
    ):
        yield ox.Quad(node, ox.NamedNode(predicate), ox.NamedNode(iri), graph)
    yield ox.Quad(node, ox.NamedNode(RDFS.label), ox.Literal(key, language="en"), graph)
