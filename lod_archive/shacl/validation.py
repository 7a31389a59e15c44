"""Data and shapes in, report out."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.errors import ArchiveErrors, ShapesError
from lod_archive.shacl.compiled import Compiled
from lod_archive.shacl.engine import Engine, Progress, silent
from lod_archive.shacl.engines import choose_engine
from lod_archive.shacl.explain import Explainer
from lod_archive.shacl.findings import collect
from lod_archive.shacl.hierarchy import read_hierarchy
from lod_archive.shacl.lint import lint_shapes, undeclared_prefixes
from lod_archive.shacl.opening import AnyData, open_data
from lod_archive.shacl.pyshacl_engine import PyShacl
from lod_archive.shacl.report import Report, Result, Rule
from lod_archive.shacl.selection import EVERYTHING, Selected, Selection
from lod_archive.shacl.shapes import Shapes
from lod_archive.shacl.shapes_graph import read_shapes
from lod_archive.shacl.targets import Census, unseen_focus, vacuous_targets
from lod_archive.shacl.triples import Data
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lod_archive.shacl.data_graph import DataGraph
    from lod_archive.shacl.index import Resource


def validate(  # noqa: PLR0913 each is a choice of its own
    data: AnyData,
    shapes: Data | Shapes | None = None,
    *,
    ontology: Data | None = None,
    engine: str | Engine = "auto",
    strict: bool = True,
    empty_classes: Collection[str] = (),
    selection: Selection = EVERYTHING,
    progress: Progress = silent,
) -> Report:
    """What the shapes have to say about the data, all of its graphs taken together.

    Nothing that is passed in is changed, nothing is fetched. ``owl:imports`` is not followed:
    give all the files, or their folder.
    No triple is inferred and SHACL-AF is off, unless the engine is told otherwise:
    ``engine=PyShacl(advanced=True, inference="rdfs")``.

    :param shapes: those that the data names with ``sh:shapesGraph``, if None.
    :param ontology: where to learn how classes and properties hang together, if the data does
        not say: only its ``rdfs:subClassOf``, ``subPropertyOf``, ``domain`` and ``range`` are
        used, so that its own terms are not checked.
    :param engine: an engine or its name; ``auto`` takes the first of
        :data:`lod_archive.shacl.engine.ENGINES`.
    :param strict: refuse shapes that would check nothing, or not what they seem to: see
        :func:`lint_shapes` and :func:`check_targets`. Without it SHACL's own rule holds: what
        is not understood conforms.
    :param empty_classes: classes that the data on purpose has no instance of.
    :param selection: which shapes, focus nodes and results are wanted, and how many results.
    :raises ShapesError: if the shapes cannot be evaluated; if there are several reasons,
        :class:`~lod_archive.errors.ArchiveErrors` with one for each.
    :raises SourceError: if a file of data cannot be read, or is not RDF.
    :raises EndpointError: if an endpoint gives no answers to rely on.

    >>> import rdflib
    >>> prefixes = "@prefix ex: <http://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
    >>> report = validate(
    ...     rdflib.Graph().parse(data=prefixes + "ex:strike a ex:Event ."),
    ...     rdflib.Graph().parse(data=prefixes + '''ex:EventShape sh:targetClass ex:Event ;
    ...         sh:property [ sh:path ex:date ; sh:minCount 1 ] .'''))
    >>> report.conforms, report.checked
    (False, {'http://a.example/EventShape': 1})
    >>> report.results[0].message()
    'there are too few values of <http://a.example/date>: 1 needed'
    """
    data, read = read_shapes(data, shapes)
    chosen, reason = choose_engine(engine, read) if isinstance(engine, str) else (engine, None)
    if strict:
        _raise(lint_shapes(read, terms=chosen.terms))
    _raise(list(undeclared_prefixes(read)))
    selected = Selected.of(selection, read)
    threads = None
    if isinstance(chosen, Compiled):
        chosen, threads = replace(chosen, selected=selected), chosen.threads
    with open_data(data, read, ontology=ontology) as graph:
        hierarchy = read_hierarchy(graph, read)
        census = Census(graph, read, hierarchy, selected, threads=threads)
        if strict and not selection.focus:
            _raise(vacuous_targets(census, read, empty_classes))
        _raise(unseen_focus(census, read))
        checked = chosen.check(graph, _given(chosen, read, selected), census, progress)
        unsound = {shape: why for shape, why in checked.left.items() if census.may_select(shape)}
        left = unsound if graph.has_triples else {}
        found = chain(checked.results, _of_others(left, graph, read, census, progress))
        explain = Explainer(read)
        results = (explain(result) for result in found if selected.wants_result(result))
        findings = collect(results, limit=selection.most)
        counts = census.counts
    reasons = [f"{read.name(shape)}: {why}" for shape, why in unsound.items()]
    notes = [*([reason] if reason else []), *(reasons if left else [])]
    unchecked = [*checked.unchecked, *([] if left else reasons)]
    return Report(
        findings.results,
        counts,
        chosen.name,
        rules_of(read),
        read.prefixes,
        (*selection.notes(read.prefixes), *sorted(notes)),
        tuple(sorted(unchecked)),
        findings.tally,
    )


def _given(engine: Engine, shapes: Shapes, selected: Selected) -> Shapes:
    """The shapes, those that are not selected without targets where the engine knows no better."""
    if isinstance(engine, Compiled) or selected.roots is None:
        return shapes
    return shapes.only(selected.roots)


def _of_others(
    left: Mapping[Resource, str],
    graph: DataGraph,
    shapes: Shapes,
    census: Census,
    progress: Progress,
) -> Iterator[Result]:
    """What pySHACL finds for the shapes that the first engine left to it."""
    if left:
        yield from PyShacl().check(graph, shapes.only(left), census, progress).results


def _raise(errors: Sequence[ShapesError]) -> None:
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ArchiveErrors(errors)


def rules_of(shapes: Shapes) -> tuple[Rule, ...]:
    """What people are told about the shapes that have an IRI."""
    return tuple(sorted(_each_rule(shapes), key=lambda rule: rule.shape))


def _each_rule(shapes: Shapes) -> Iterator[Rule]:
    for shape in shapes.all:
        if isinstance(shape, ox.NamedNode):
            description = shapes.text(shape, SH.description) or shapes.text(shape, SH.message)
            yield Rule(shape.value, shapes.text(shape, SH.name), description, shapes.locate(shape))
