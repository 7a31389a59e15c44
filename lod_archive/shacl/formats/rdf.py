"""The standard report in RDF, always the same bytes for the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import pyoxigraph as ox

from lod_archive.vocab.namespaces import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.shacl.report import Report


def write_turtle(report: Report, out: TextIO) -> None:
    """Write one ``sh:ValidationReport`` in Turtle."""
    triples = report.triples()
    names = {
        term.value
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode) and term.value != RDF.type  # which Turtle writes as “a”
    }
    prefixes = {
        prefix: str(namespace)
        for prefix, namespace in sorted(report.prefixes.items())
        if namespace and any(name.startswith(namespace) for name in names)
    }
    out.write(_serialized(triples, ox.RdfFormat.TURTLE, prefixes))


def write_jsonld(report: Report, out: TextIO) -> None:
    """Write one ``sh:ValidationReport`` in expanded JSON-LD."""
    out.write(_serialized(report.triples(), ox.RdfFormat.JSON_LD, {}) + "\n")


def _serialized(triples: Iterable[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]) -> str:
    return (ox.serialize(triples, format=form, prefixes=prefixes) or b"").decode()
