"""Reports as RDF: https://www.w3.org/TR/shacl/#results-validation-report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.index import Index, Resource, Term
from lod_archive.shacl.paths import PathWriter, read_path
from lod_archive.shacl.report import Report, Result
from lod_archive.shacl.triples import Data, triples_of
from lod_archive.vocab.namespaces import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lod_archive.shacl.paths import Path

_T = TypeVar("_T")


def read_report(data: Data) -> Report:
    """The report that a graph holds, written by any SHACL processor.

    What RDF does not carry (the number of nodes checked, places, hints) is absent.

    :raises ShapesError: if there is not exactly one ``sh:ValidationReport``, or a result lacks
        its focus node, component, shape or severity.
    """
    index = Index(triples_of(data, blame=ShapesError))
    reports = [s for s in index.subjects() if SH.ValidationReport in index.iris(s, RDF.type)]
    if len(reports) != 1:
        raise ShapesError(f"{len(reports)} validation reports where there must be one", spec=_SPEC)
    nodes = index.all(reports[0], SH.result)
    return Report(tuple(_read_result(index, node) for node in nodes))


def _read_result(index: Index, node: Term) -> Result:
    path = index.one(node, SH.resultPath)
    component = _needed(index, node, SH.sourceConstraintComponent, ox.NamedNode)
    severity = _needed(index, node, SH.resultSeverity, ox.NamedNode)
    source = index.one(node, SH.sourceConstraint)
    messages = index.all(node, SH.resultMessage)
    details = (_read_result(index, detail) for detail in index.all(node, SH.detail))
    return Result(
        focus_node=_needed(index, node, SH.focusNode, Term),  # type: ignore[arg-type]  # a union
        constraint_component=component.value,
        source_shape=_needed(index, node, SH.sourceShape, Resource),  # type: ignore[arg-type]
        severity=severity.value,
        path=None if path is None else read_path(index, path),
        value=index.one(node, SH.value),
        messages=tuple(sorted((m for m in messages if isinstance(m, ox.Literal)), key=str)),
        source_constraint=None if isinstance(source, ox.Literal) else source,
        details=tuple(sorted(details, key=lambda detail: detail.order)),
    )


def _needed(index: Index, node: Term, predicate: str, kind: type[_T]) -> _T:
    value = index.one(node, predicate)
    if not isinstance(value, kind):
        name = predicate.removeprefix(SH)
        raise ShapesError(f"a validation result has no proper sh:{name}", spec=_SPEC)
    return value


@dataclass(frozen=True, slots=True)
class Names:
    """What must be known of a report's names before the first of them is written.

    :param mark: stands in the labels of the report's own blank nodes, and in no other's.
    :param prefixes: those of the report that are used, sorted.
    """

    mark: str
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, report: Report) -> Names:
        """The names in a report, for which its results are read once."""
        marks = {0}
        used: set[str] = set()
        waiting = {str(iri): prefix for prefix, iri in report.prefixes.items() if iri}
        namespaces = tuple(waiting)
        for term in _terms(report):
            if isinstance(term, ox.BlankNode):
                if label := _LABEL.fullmatch(term.value):
                    marks.add(len(label[1]) + 1)
            elif isinstance(term, ox.NamedNode) and term.value.startswith(namespaces):
                found = {iri for iri in namespaces if term.value.startswith(iri)}
                used.update(waiting[iri] for iri in found)
                namespaces = tuple(iri for iri in namespaces if iri not in found)
        prefixes = {prefix: str(report.prefixes[prefix]) for prefix in sorted(used)}
        return cls("_" * max(marks), prefixes)


_LABEL: Final = re.compile(r"(?:report|result|path)(_*)\d+")


def _terms(report: Report) -> Iterator[Term]:
    """The terms of a report but its messages, each at least once."""
    yield _iri(SH.ValidationReport)
    paths: set[Path | None] = {None}
    for result in _flattened(report.results):
        yield result.focus_node
        yield result.source_shape
        yield _iri(result.constraint_component)
        yield _iri(result.severity)
        if result.value is not None:
            yield result.value
        if result.source_constraint is not None:
            yield result.source_constraint
        if result.path not in paths:
            paths.add(result.path)
            writer = PathWriter(ox.BlankNode)
            yield writer.write(result.path)  # type: ignore[arg-type]  # None is in the set
            yield from (triple.object for triple in writer.drain())  # type: ignore[misc]


def write_report(report: Report, names: Names | None = None) -> Iterator[ox.Triple]:
    """The report's triples, always the same ones in the same order.

    :param names: of the report, if they are known already.
    """
    writer = _Writer(names or Names.of(report))
    node = writer.fresh("report")
    yield ox.Triple(node, _TYPE, _iri(SH.ValidationReport))
    yield ox.Triple(node, _iri(SH.conforms), _boolean(report.conforms))
    for result in report.results:
        yield from writer.write(node, _RESULT, result)


class _Writer:
    def __init__(self, names: Names) -> None:
        self._mark = names.mark
        self._number = 0
        self._paths = PathWriter(lambda: self.fresh("path"))

    def fresh(self, kind: str) -> ox.BlankNode:
        """A blank node with a label that no node of the data or the shapes has."""
        self._number += 1
        return ox.BlankNode(f"{kind}{self._mark}{self._number}")

    def write(
        self, parent: Resource, predicate: ox.NamedNode, result: Result
    ) -> Iterator[ox.Triple]:
        node = self.fresh("result")
        yield ox.Triple(parent, predicate, node)
        yield ox.Triple(node, _TYPE, _VALIDATION_RESULT)
        yield ox.Triple(node, _RESULT_SEVERITY, _iri(result.severity))
        yield ox.Triple(node, _FOCUS_NODE, result.focus_node)
        if result.path is not None:
            yield ox.Triple(node, _RESULT_PATH, self._paths.write(result.path))
            yield from self._paths.drain()
        if result.value is not None:
            yield ox.Triple(node, _VALUE, result.value)
        for message in result.messages:
            yield ox.Triple(node, _RESULT_MESSAGE, message)
        component = _iri(result.constraint_component)
        yield ox.Triple(node, _SOURCE_CONSTRAINT_COMPONENT, component)
        yield ox.Triple(node, _SOURCE_SHAPE, result.source_shape)
        if result.source_constraint is not None:
            yield ox.Triple(node, _SOURCE_CONSTRAINT, result.source_constraint)
        for detail in result.details:
            yield from self.write(node, _DETAIL, detail)


def _flattened(results: Iterable[Result]) -> Iterator[Result]:
    for result in results:
        yield result
        yield from _flattened(result.details)


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _boolean(value: bool) -> ox.Literal:
    return ox.Literal("true" if value else "false", datatype=ox.NamedNode(XSD.boolean))


_TYPE: Final = _iri(RDF.type)
_RESULT: Final = _iri(SH.result)
_VALIDATION_RESULT: Final = _iri(SH.ValidationResult)
_RESULT_SEVERITY: Final = _iri(SH.resultSeverity)
_FOCUS_NODE: Final = _iri(SH.focusNode)
_RESULT_PATH: Final = _iri(SH.resultPath)
_VALUE: Final = _iri(SH.value)
_RESULT_MESSAGE: Final = _iri(SH.resultMessage)
_SOURCE_CONSTRAINT_COMPONENT: Final = _iri(SH.sourceConstraintComponent)
_SOURCE_SHAPE: Final = _iri(SH.sourceShape)
_SOURCE_CONSTRAINT: Final = _iri(SH.sourceConstraint)
_DETAIL: Final = _iri(SH.detail)
_SPEC = "https://www.w3.org/TR/shacl/#validation-report"
