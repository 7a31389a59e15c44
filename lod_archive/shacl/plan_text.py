"""Shapes explained: what each constraint says, and the query that looks for violations of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.shacl.constraints.sparql import Queried
from lod_archive.shacl.constraints.writer import Dialect
from lod_archive.shacl.explain import Explainer
from lod_archive.shacl.formats.wording import component_name
from lod_archive.shacl.hierarchy import read_hierarchy
from lod_archive.shacl.opening import open_data
from lod_archive.shacl.paths import sparql
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.query_layout import lay_out
from lod_archive.shacl.report import Result
from lod_archive.shacl.selection import EVERYTHING, Selected
from lod_archive.shacl.severity import level_of
from lod_archive.shacl.shapes_graph import read_shapes
from lod_archive.shacl.targets import Census
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.errors import Location
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.opening import AnyData
    from lod_archive.shacl.plan import Check
    from lod_archive.shacl.selection import Selection
    from lod_archive.shacl.severity import Level
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.triples import Data

_SPEC: Final = "https://www.w3.org/TR/shacl/#"


@dataclass(frozen=True, slots=True)
class Explained:
    """One constraint of one shape, at the focus nodes of a shape with a target.

    :param target: the shape with the target, by its name.
    :param nodes: how many focus nodes that has; None where there is no data.
    :param shape: the shape with the constraint, by its name: itself, or one within it.
    :param component: the constraint component, by its name; none, if there is no query.
    :param path: of a property shape, as SPARQL writes it.
    :param message: what is said of a violation.
    :param query: the query that finds violations; None where no query can.
    :param uncompiled: why there is no query; pySHACL takes the shape then.
    :param spec: where the specification speaks of the component.
    :param at: the place of the shape.
    """

    target: str
    nodes: int | None
    shape: str
    component: str
    path: str | None
    level: Level
    message: str
    query: str | None
    uncompiled: str | None
    spec: str
    at: Location | None


def explain_shapes(
    shapes: Data | Shapes | None = None,
    data: AnyData | None = None,
    *,
    selection: Selection = EVERYTHING,
) -> list[Explained]:
    """The constraints of shapes in the order in which they are checked, each with its query.

    Several constraints on one path may be asked together when validating; here each stands by
    itself.

    :param shapes: those that the data names, if None.
    :param data: whose hierarchy of classes the queries then have, instead of asking for it.
    :param selection: which shapes, focus nodes and severities are explained.
    :raises ShapesError: if the shapes cannot be evaluated.

    >>> import rdflib
    >>> (one,) = explain_shapes(rdflib.Graph().parse(data='''
    ...     @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
    ...     <http://a.example/Named> sh:targetSubjectsOf schema:about ;
    ...         sh:property [ sh:path schema:name ; sh:minCount 1 ] .'''))
    >>> one.component, one.path, one.message
    ('sh:minCount', 'schema:name', 'there are too few values of schema:name: 1 needed')
    >>> print(one.query)
    PREFIX schema: <https://schema.org/>
    <BLANKLINE>
    SELECT DISTINCT ?this WHERE {
      ?this schema:about ?other1 .
      FILTER(!EXISTS { ?this schema:name ?v10002 . })
    }
    """
    again, read = read_shapes(() if data is None else data, shapes)
    selected = Selected.of(selection, read)
    with _census(None if data is None else again, read, selected) as census:
        dialect = Dialect(hierarchy=census.dialect.hierarchy) if census else Dialect()
        nodes = census.counts if census else {}
    planner = Planner(read, dialect, selected)
    return list(_explained(planner, read, nodes))


@contextmanager
def _census(data: AnyData | None, shapes: Shapes, selected: Selected) -> Iterator[Census | None]:
    if data is None:
        yield None
        return
    with open_data(data, shapes) as graph:
        yield Census(graph, shapes, read_hierarchy(graph, shapes), selected)


def _explained(planner: Planner, shapes: Shapes, nodes: dict[str, int]) -> Iterator[Explained]:
    plan, explain = planner.plan(), Explainer(shapes)
    for check in plan.checks:
        yield _one(check, shapes, explain, nodes.get(_key(check.root)))
    for root, why in plan.uncompiled.items():
        yield Explained(
            target=shapes.name(root),
            nodes=nodes.get(_key(root)),
            shape=shapes.name(root),
            component="",
            path=None,
            level=level_of(planner.shape_of(root).severity),
            message="",
            query=None,
            uncompiled=why,
            spec=f"{_SPEC}shapes",
            at=shapes.locate(root),
        )


def _one(check: Check, shapes: Shapes, explain: Explainer, nodes: int | None) -> Explained:
    shape, component = check.shape, check.constraint.component
    own = check.constraint.messages if isinstance(check.constraint, Queried) else ()
    result = Result(
        shape.node, component, shape.node, path=shape.path, messages=own or shape.messages
    )
    return Explained(
        target=shapes.name(check.root),
        nodes=nodes,
        shape=shapes.name(shape.node),
        component=component_name(result, shapes.prefixes),
        path=sparql(shape.path, shapes.prefixes) if shape.path else None,
        level=level_of(shape.severity),
        message=explain(result).message(),
        query=lay_out(check.query, shapes.prefixes),
        uncompiled=None,
        spec=_SPEC + _fragment(component),
        at=shapes.locate(shape.node),
    )


def _fragment(component: str) -> str:
    if not component.startswith(SH):
        return "sparql-constraint-components"
    name = component.removeprefix(SH)
    if name.startswith("Qualified"):
        return "QualifiedValueShapeConstraintComponent"
    return "sparql-constraints" if name.startswith("SPARQL") else name


def _key(shape: Resource) -> str:
    return shape.value if isinstance(shape, ox.NamedNode) else str(shape)
