"""Words and names that several formats need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.shacl.names import plain, short, shown
from lod_archive.shacl.paths import sparql
from lod_archive.vocab.namespaces import PREFIXES, SH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.shacl.findings import Kind
    from lod_archive.shacl.report import Report, Result


def shape_name(report: Report, result: Result | Kind) -> str:
    """The source shape as people know it."""
    shape = result.source_shape
    if isinstance(shape, ox.NamedNode):
        return short(shape.value, report.prefixes)
    return f"a shape without a name, {component_name(result, report.prefixes)}"


def component_name(result: Result | Kind, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The constraint component by the name of its parameter: ``sh:minCount``.

    >>> from lod_archive.shacl.report import Result
    >>> component_name(Result(ox.NamedNode("http://a.example/x"), SH.MinCountConstraintComponent,
    ...                       ox.BlankNode()))
    'sh:minCount'
    """
    iri = result.constraint_component
    if not iri.startswith(SH):
        return short(iri, prefixes)
    name = iri.removeprefix(SH).removesuffix("ConstraintComponent")
    return f"sh:{name.lower() if name.isupper() else name[:1].lower() + name[1:]}"


def subject(report: Report, result: Result) -> str:
    """The focus node and, where there is one, the path from it."""
    focus = shown(result.focus_node, report.prefixes)
    return f"{focus} {path}" if (path := path_of(report, result)) else focus


def path_of(report: Report, result: Result) -> str:
    """The path as SPARQL writes it, or nothing."""
    return sparql(result.path, report.prefixes) if result.path else ""


def sentence(report: Report, result: Result) -> str:
    """Everything on one line, for formats that have room for one."""
    about = subject(report, result)
    if result.value is not None and result.value != result.focus_node:
        about += f" {shown(result.value, report.prefixes)}"
    text = f"{plain(result.message())} ({about})"
    return f"{text} Hint: {plain(result.hint)}" if result.hint else text
