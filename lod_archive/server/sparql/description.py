"""What the endpoint says of itself: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.vocab.formats import DOCUMENT_FORMATS, RESULT_FORMATS
from lod_archive.vocab.iris import DATASET
from lod_archive.vocab.namespaces import DCTERMS, RDF, SD, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lod_archive.publish.publication import Facts

_PREFIXES: Final[Mapping[str, str]] = {"sd": SD, "void": VOID, "dcterms": DCTERMS}


def description(facts: Facts, media_type: str, *, has_services: bool) -> bytes:
    """The description in a format. Of the dataset it says what the publication counted.

    :param has_services: whether some other endpoint may be asked by SERVICE.
    """
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None  # noqa: S101 only such formats are offered
    triples = [*_service(facts.base, has_services=has_services), *_dataset(facts)]
    return ox.serialize(triples, format=form, prefixes=dict(_PREFIXES)) or b""


def _service(base: str, *, has_services: bool) -> Iterator[ox.Triple]:
    service = ox.NamedNode(f"{base}sparql#service")
    yield _triple(service, RDF.type, ox.NamedNode(SD.Service))
    yield _triple(service, SD.endpoint, ox.NamedNode(f"{base}sparql"))
    yield _triple(service, SD.supportedLanguage, ox.NamedNode(SD.SPARQL11Query))
    yield _triple(service, SD.feature, ox.NamedNode(SD.UnionDefaultGraph))
    if has_services:
        yield _triple(service, SD.feature, ox.NamedNode(SD.BasicFederatedQuery))
    for written_in in (*RESULT_FORMATS, *DOCUMENT_FORMATS):
        yield _triple(service, SD.resultFormat, ox.NamedNode(str(written_in.iri)))
    yield _triple(service, SD.defaultDataset, ox.NamedNode(base + DATASET))


def _dataset(facts: Facts) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(facts.base + DATASET)
    default = ox.NamedNode(f"{facts.base}sparql#default-graph")
    yield _triple(dataset, RDF.type, ox.NamedNode(SD.Dataset))
    yield _triple(dataset, DCTERMS.identifier, ox.Literal(facts.dataset.sha256))
    yield _triple(dataset, SD.defaultGraph, default)
    yield _triple(default, RDF.type, ox.NamedNode(SD.Graph))
    yield _triple(default, VOID.triples, ox.Literal(facts.counts["triples"]))


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
