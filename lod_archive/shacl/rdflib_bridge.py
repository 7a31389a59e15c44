"""Terms and triples of pyoxigraph as those of rdflib, and back, with literals as written.

rdflib rewrites literals when it makes them (``"01"^^xsd:integer`` becomes ``1``) unless each is
made with ``normalize=False``; its global switch is left alone. A literal of type ``xsd:string``
is made without datatype: to RDF 1.1 the two are the same, to rdflib they differ.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import rdflib

from lod_archive.shacl.index import Resource, Term, object_of, subject_of
from lod_archive.vocab.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """A new rdflib graph of the triples.

    >>> one = ox.Literal("01", datatype=ox.NamedNode(XSD.integer))
    >>> graph = to_rdflib([ox.Triple(ox.BlankNode("b"), ox.NamedNode("http://a.example/p"), one)])
    >>> [str(value) for value in graph.objects()]
    ['01']
    """
    graph = rdflib.Graph(bind_namespaces="none")
    names: dict[str, rdflib.URIRef] = {}

    def named(iri: str) -> rdflib.URIRef:
        # Checking an IRI is the dear part of URIRef(), and IRIs repeat.
        known = names.get(iri)
        if known is None:
            known = names[iri] = rdflib.URIRef(iri)
        return known

    def converted(term: Term) -> Node:
        if isinstance(term, ox.NamedNode):
            return named(term.value)
        if isinstance(term, ox.Literal):
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            if datatype == _STRING:
                return rdflib.Literal(term.value)
            return rdflib.Literal(term.value, datatype=named(datatype), normalize=False)
        return rdflib.BNode(term.value)

    with ill_typed_literals():
        for triple in triples:
            subject, value = converted(subject_of(triple)), converted(object_of(triple))
            graph.add((subject, named(triple.predicate.value), value))
    return graph


@contextmanager
def ill_typed_literals() -> Iterator[None]:
    """Where a literal like ``"x"^^xsd:integer`` is no surprise: rdflib neither logs nor warns.

    It would print a traceback for each; that a value is wrong is for the report to say.
    """

    def is_wanted(record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Failed to convert Literal lexical form")

    logger = logging.getLogger("rdflib.term")
    logger.addFilter(is_wanted)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
            yield
    finally:
        logger.removeFilter(is_wanted)


def from_rdflib(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    """The triples of an rdflib graph, or those of all graphs of an rdflib dataset.

    :raises ValueError: if a term is none of RDF 1.1: an IRI with a space, a formula, a literal
        as subject.
    """
    statements = graph.triples(_ANY)
    if isinstance(graph, rdflib.Dataset):
        statements = ((s, p, o) for s, p, o, _ in graph.quads())
    for subject, predicate, value in statements:
        node, name = from_rdflib_term(subject), from_rdflib_term(predicate)
        if isinstance(node, ox.Literal) or not isinstance(name, ox.NamedNode):
            raise ValueError(f"{subject.n3()} {predicate.n3()} cannot begin a triple")
        yield ox.Triple(node, name, from_rdflib_term(value))


def from_rdflib_term(term: Node) -> Term:
    """The same term, for pyoxigraph.

    :raises ValueError: if it is not a term of RDF 1.1.
    """
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return _blank(str(term))
    if not isinstance(term, rdflib.Literal):
        raise ValueError(f"{term!r} is not an IRI, a blank node or a literal")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))


def _blank(label: str) -> Resource:
    try:
        return ox.BlankNode(label)
    except ValueError:  # rdflib allows any text as a label
        return ox.BlankNode(f"x{label.encode().hex()}")


_STRING: Final[str] = str(XSD.string)
_ANY: Final = (None, None, None)
