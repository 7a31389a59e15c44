"""What an endpoint's answers are good for, found out before they are believed.

Some engines answer some queries wrongly and do not say so. So an endpoint is first asked what has
one right answer whatever its data: about one resource that it has, and about one that it has not.
Each :class:`~lod_archive.shacl.abilities.Ability` names what such questions show, and tells from a
query's text whether the query relies on it. A query that relies on what is missing is not asked:
what it was to check is reported as unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import EndpointError
from lod_archive.shacl.abilities import ABILITIES, TESTED, Ability, Text
from lod_archive.shacl.constraints.sparql import SHAPES_GRAPH

if TYPE_CHECKING:
    from lod_archive.store import RemoteStore

_ASKED_AT_ONCE: Final = 4
_NOWHERE: Final = ox.NamedNode("urn:x-lod-archive:nowhere")
"""A resource that no data has."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A triple of the endpoint's data.

    :param number: how many resources with this property there are to try, up to two.
    """

    node: ox.NamedNode
    predicate: ox.NamedNode
    number: int


@dataclass(frozen=True, slots=True)
class Trust:
    """What the answers of an endpoint are good for.

    :param missing: the abilities that it has not, and what it answered.
    """

    missing: Mapping[Ability, str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether it can be asked all that Oxigraph can."""
        return not self.missing

    def doubts(self, query: str) -> str | None:
        """Why the answer to a query is not to be believed; None if it is."""
        text = Text.of(query)
        if SHAPES_GRAPH in text.iris:
            return "the endpoint does not have the shapes graph"
        for ability, answer in self.missing.items():
            if ability.is_needed(text):
                return f"the endpoint cannot be relied on for {ability.name}: {answer}"
        unknown = text.words - TESTED if self.missing else frozenset()
        untested = sorted(word for word in unknown if not word[0].isdigit())
        return f"{untested[0]} is not tested with this endpoint" if untested else None


def examine(store: RemoteStore) -> Trust:
    """What the answers of an endpoint are good for: some 140 short questions.

    :raises EndpointError: if it gives no answers at all.
    """
    sample = _sample(store)
    if sample is None:
        return Trust(dict.fromkeys(ABILITIES, "there is no triple to try it with"))
    with ThreadPoolExecutor(_ASKED_AT_ONCE) as threads:
        answers = threads.map(partial(_complaint, store, sample), ABILITIES)
        return Trust({ability: why for ability, why in zip(ABILITIES, answers, strict=True) if why})


def _sample(store: RemoteStore) -> Sample | None:
    """Two resources with the same property, if there are such."""
    for query in _SAMPLES:
        rows = store.select(query).rows
        if not rows:
            continue
        node, predicate, *_ = rows[0]
        if isinstance(node, ox.NamedNode) and isinstance(predicate, ox.NamedNode):
            return Sample(node, predicate, len(rows[0]) - 1)
    return None


def _complaint(store: RemoteStore, sample: Sample, ability: Ability) -> str | None:
    """What the endpoint answered wrongly; None if all was right."""
    for pattern, expected in _questions(ability, sample.number):
        written = pattern.replace("?x", str(_NOWHERE)).replace("?p ", f"{sample.predicate} ")
        written = written.replace("<n>", str(sample.node))
        try:
            rows = store.select(f"SELECT DISTINCT ?n WHERE {{ {written} }} LIMIT 2").rows
        except EndpointError as error:
            if error.status is None:
                raise
            return f"it refuses {written}"
        if len(rows) != expected or (expected == 1 and rows != ((sample.node,),)):
            return f"it finds {len(rows)} for {expected} by {written}"
    return None


def _questions(ability: Ability, number: int) -> Iterator[tuple[str, int]]:
    """Patterns, and how many resources they find: of one, of none, of some that a pattern binds.

    An engine may evaluate a condition once for all resources, instead of once for each.
    """
    for pattern in ability.found:
        yield pattern, 1
    for pattern in ability.lost:
        yield pattern, 0
    for conditions, is_true in ((ability.true, True), (ability.false, False)):
        for condition in conditions:
            yield f"{_VALUES} FILTER({condition})", int(is_true)
            if "EXISTS" in condition and "<n>" not in condition:
                yield f"{_SOME} FILTER({condition})", number * is_true
                if is_true:
                    yield f"{_ANY} FILTER({condition})", number


_SAMPLES: Final = (
    "SELECT ?s ?p ?t WHERE { ?s ?p ?o . ?t ?p ?u FILTER(isIRI(?s) && ?s != ?t) } LIMIT 1",
    "SELECT ?s ?p WHERE { ?s ?p ?o FILTER(isIRI(?s)) } LIMIT 1",
)
_VALUES: Final = "VALUES ?n { <n> }"
_ANY: Final = "?n ?p ?o ."
_SOME: Final = f"{{ SELECT DISTINCT ?n WHERE {{ {_ANY} }} LIMIT 2 }}"
