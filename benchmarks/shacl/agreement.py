"""Whether two engines found the same: their reports compared, result by result.

Reports are graphs of blank nodes, and say more or less of what SHACL leaves open, such as messages
and details. So compared is what it does not leave open: https://www.w3.org/TR/shacl/#results-validation-result
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from lod_archive.vocab.namespaces import RDF, SH

EXAMPLES: Final = 3
"""How many of the results that only one side has are shown."""

_Node = ox.NamedNode | ox.BlankNode
_Graph = dict[object, dict[str, list[object]]]


class Row(NamedTuple):
    """One result; empty where the report does not say."""

    component: str
    shape: str
    focus_node: str
    path: str
    value: str


def rows(report: Path) -> Counter[Row]:
    """The results of a report in N-Triples, and how often each is there.

    Results within results, which tell the details of another one, are left out.
    """
    graph: _Graph = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=report, format=ox.RdfFormat.N_TRIPLES):
        graph[quad.subject][quad.predicate.value].append(quad.object)
    results = [one for of in list(graph.values()) for one in of.get(SH.result, ())]
    return Counter(_row(graph, graph[result]) for result in results)


def as_stored(found: Counter[Row]) -> Counter[Row]:
    """The same results, the values written as a store writes them.

    >>> (row,) = as_stored(Counter([Row("", "", "", "", '"01"^^<http://www.w3.org/2001/XMLSchema#int>')]))
    >>> row.value
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    values = sorted({row.value for row in found if row.value})
    lines = "".join(f"<v:{number}> <v:> {value} .\n" for number, value in enumerate(values))
    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.N_TRIPLES)
    stored = {values[int(quad.subject.value[2:])]: str(quad.object) for quad in store}
    counts: Counter[Row] = Counter()
    for row, count in found.items():
        counts[row._replace(value=stored.get(row.value, ""))] += count
    return counts


def _row(graph: _Graph, result: dict[str, list[object]]) -> Row:
    said = {term: str(result[term][0]) for term in result if result[term]}
    return Row(
        _local(said.get(SH.sourceConstraintComponent, "")),
        _local(said.get(SH.sourceShape, "")),
        said.get(SH.focusNode, ""),
        _path(graph, result[SH.resultPath][0]) if SH.resultPath in result else "",
        said.get(SH.value, ""),
    )


def _path(graph: _Graph, path: object) -> str:
    """The paths of the shapes here: properties, their inverses, and sequences."""
    if not isinstance(path, ox.BlankNode):
        return str(path)
    said = graph[path]
    if SH.inversePath in said:
        return f"^{_path(graph, said[SH.inversePath][0])}"
    steps = []
    while str(path) != f"<{RDF.nil}>":
        steps.append(_path(graph, graph[path][RDF.first][0]))
        path = graph[path][RDF.rest][0]
    return "/".join(steps)


def _local(term: str) -> str:
    return term.strip("<>").rpartition("#")[2].rpartition("/")[2]


def difference(one: Counter[Row], other: Counter[Row]) -> str:
    """What the sides do not agree on, in words; nothing if they agree.

    >>> row = Row("MinCountConstraintComponent", "name", "<http://a/x>", "<http://a/name>", "")
    >>> difference(Counter([row]), Counter([row]))
    ''
    >>> print(difference(Counter([row, row]), Counter([row])))
    2 against 1 of MinCountConstraintComponent of name
    only the first: MinCountConstraintComponent name <http://a/x> <http://a/name>
    """
    counts = _counts(one), _counts(other)
    found = [
        f"{counts[0][kind]} against {counts[1][kind]} of {' of '.join(kind)}"
        for kind in sorted(counts[0] | counts[1])
        if counts[0][kind] != counts[1][kind]
    ]
    for side, more in (("first", one - other), ("second", other - one)):
        found += [f"only the {side}: {' '.join(row).strip()}" for row in sorted(more)[:EXAMPLES]]
    return "\n".join(found)


def _counts(found: Counter[Row]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for row, count in found.items():
        counts[row.component, row.shape] += count
    return counts
