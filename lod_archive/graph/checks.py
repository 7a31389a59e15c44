"""What must hold of all graphs together: every record has its own, and no reference dangles.

Both are asked of the store, so memory does not grow with the archive; only when something is wrong
are the records read again to say where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from lod_archive.graph.assemble import Dataset
from lod_archive.store import Term
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import FOAF

_PUBLICATION: Final = (iris.DATASET, iris.BUILD)
"""What the publication describes itself, after all records."""

_GRAPHS: Final = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?graph {} }"
_DANGLING: Final = """
SELECT ?base ?target WHERE {
  { SELECT DISTINCT ?base ?target WHERE {
      ?subject ?predicate ?target
      FILTER(isIRI(?target) && STRSTARTS(STR(?target), ?base)) } }
  FILTER NOT EXISTS { ?target ?any ?thing }
}
ORDER BY ?target
"""
_MENTIONS: Final = (
    "SELECT DISTINCT ?target ?graph WHERE { GRAPH ?graph { ?s ?p ?target } } ORDER BY ?graph"
)
_IDS: Final = """
SELECT DISTINCT ?collection ?id WHERE { ?document <http://xmlns.com/foaf/0.1/primaryTopic> ?id
  FILTER(STRSTARTS(STR(?id), ?collection)) }
ORDER BY ?id
"""


def _select(dataset: Dataset, sparql: str, **bound: Term) -> Iterator[Mapping[str, Any]]:
    """The rows of a SELECT query, each variable by its name."""
    answer = dataset.store.query(sparql, substitutions=bound)
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 — only SELECT queries are given
    names = [variable.value for variable in answer.variables]
    for row in answer:
        yield dict(zip(names, row, strict=True))


@dataclass(frozen=True, slots=True)
class Dangling:
    """An id that records refer to although no record has it; all relative to the base."""

    target: str
    mentioned_by: tuple[str, ...]


def has_duplicate_ids(dataset: Dataset) -> bool:
    """Whether two records have the same id: there are then fewer graphs than records."""
    (row,) = _select(dataset, _GRAPHS)
    ontology = 1
    return int(row["count"].value) < dataset.records + ontology


def without_record(dataset: Dataset, entities: Iterable[str]) -> Iterator[str]:
    """Those of the entities, given by their IRIs, that no record describes."""
    topic = ox.NamedNode(FOAF.primaryTopic)
    store = dataset.store.oxigraph
    for iri in entities:
        if not any(store.quads_for_pattern(None, topic, ox.NamedNode(iri), None)):
            yield iri


def dangling_targets(dataset: Dataset) -> Iterator[str]:
    """The ids, relative to the base, that something refers to and no record has."""
    for row in _select(dataset, _DANGLING, base=ox.Literal(dataset.base)):
        relative = row["target"].value.removeprefix(dataset.base)
        if relative not in _PUBLICATION and not relative.startswith(iris.CLAIM_PREDICATES):
            yield relative


def mentioned(dataset: Dataset, target: str) -> Dangling:
    """A dangling id and the records that mention it."""
    rows = _select(dataset, _MENTIONS, target=ox.NamedNode(dataset.base + target))
    documents = dataset.base + iris.DOCUMENTS
    return Dangling(target, tuple(row["graph"].value.removeprefix(documents) for row in rows))


def ids_of_collection(dataset: Dataset, record_id: str) -> list[str]:
    """The ids of the records in the same collection as this id; for suggestions."""
    collection = dataset.base + record_id.partition("/")[0] + "/"
    rows = _select(dataset, _IDS, collection=ox.Literal(collection))
    return [row["id"].value.removeprefix(dataset.base) for row in rows]
