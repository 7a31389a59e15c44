"""The compiled engine against pySHACL: the same report for small graphs and shapes of every kind.

Where the two differ because pySHACL or rdflib deviates from the specification, there is a case
for it in ``tests/cases/shacl/differences``, and the strategies avoid it.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from lod_archive.errors import ArchiveError
from lod_archive.shacl import Report, read_report, validate
from lod_archive.vocab.namespaces import SH
from tests.shacl_query_strategies import queried
from tests.shacl_strategies import PREFIXES, pairs

CASES = sorted((Path(__file__).parent / "cases" / "shacl" / "differences").iterdir())
PAIRS = 5000 if "CI" in os.environ else 300

Compared = Counter[tuple[str, ...]]


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]


def compared(report: Report) -> Compared:
    """The results of a report as a multiset, without messages and details."""
    return Counter(
        (
            str(result.focus_node),
            str(result.path),
            str(result.value),
            result.constraint_component.removeprefix(SH),
            str(result.source_shape),
            result.severity.removeprefix(SH),
        )
        for result in report.results
    )


def found(data: list[ox.Triple], described: list[ox.Triple], engine: str) -> Compared | str:
    try:
        return compared(validate(data, described, engine=engine, strict=False))
    except ArchiveError as error:
        return f"refused: {error}"


def difference(data: str, described: str) -> str:
    """What only one of the engines finds; empty, if they agree."""
    data_triples, shapes_triples = triples(data), triples(described)
    ours = found(data_triples, shapes_triples, "compiled")
    theirs = found(data_triples, shapes_triples, "pyshacl")
    if isinstance(ours, str) or isinstance(theirs, str):
        both = isinstance(ours, str) and isinstance(theirs, str)
        return "" if both else f"compiled: {ours}\npyshacl: {theirs}"
    lines = [f"+ {each}" for each in (ours - theirs).elements()]
    lines += [f"- {each}" for each in (theirs - ours).elements()]
    return "\n".join(sorted(lines))


@settings(
    max_examples=PAIRS,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(pairs())
def test_both_engines_find_the_same(pair: tuple[str, str]) -> None:
    assert difference(*pair) == ""


@settings(max_examples=PAIRS // 10, derandomize=True, deadline=None)
@given(queried())
def test_both_engines_find_the_same_by_queries(pair: tuple[str, str]) -> None:
    """Case ``each-solution-a-result``: those that are alike are taken for one."""
    data, described = map(triples, pair)
    ours, theirs = (found(data, described, engine) for engine in ("compiled", "pyshacl"))
    assert not isinstance(ours, str)
    assert not isinstance(theirs, str)
    assert set(ours) == set(theirs)


def test_targets_and_constraints_share_no_variable() -> None:
    data = "ex:i a ex:D ; ex:q ex:j ; ex:m 1 . ex:D rdfs:subClassOf ex:C , ex:E ."
    several = "ex:S sh:targetSubjectsOf ex:r , ex:q ; sh:path ex:m ; sh:lessThan ex:m ."
    by_class = (
        "ex:S sh:targetClass ex:C ; sh:class ex:E ; sh:property [ sh:path ex:q ; sh:class ex:C ] ."
    )
    for described in (several, by_class):
        assert difference(PREFIXES + data, PREFIXES + described) == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_named_difference(case: Path) -> None:
    """Ours is the report that the specification wants; should theirs be, the case has to go."""
    expected = compared(read_report(case / "expected.ttl"))
    data, described = (triples((case / name).read_text()) for name in ("data.ttl", "shapes.ttl"))
    assert found(data, described, "compiled") == expected
    assert found(data, described, "pyshacl") != expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_named_difference_cites_the_specification_and_is_avoided(case: Path) -> None:
    assert (case / "expected.ttl").read_text().startswith("# https://www.w3.org/TR/")
    strategies = Path(__file__).parent.glob("shacl_*.py")
    assert any(f"``{case.name}``" in file.read_text(encoding="utf-8") for file in strategies)
