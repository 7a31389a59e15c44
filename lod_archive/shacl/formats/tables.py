"""For programs and spreadsheets: JSON and CSV with the same facts under the same names.

JSON::

    {"conforms": false, "engine": "compiled",
     "counts": {"violation": 1, "warning": 0, "information": 0},
     "byShape": {"<shape IRI>": <number of results>},
     "byComponent": {"<component IRI>": <number of results>},
     "omitted": <number of results counted, but not listed>,
     "checked": {"<shape IRI>": <number of focus nodes>},
     "notes": ["…"], "unchecked": ["…"],
     "results": [{
        "level": "violation" | "warning" | "information", "severity": "<IRI>",
        "file": …, "line": …, "column": …,              each absent if not known
        "focusNode": TERM, "path": "<SPARQL path>", "value": TERM,
        "messages": {"en": ["…"]}, "hint": "…",         "" stands for no language
        "constraintComponent": "<IRI>", "sourceShape": TERM, "details": [as results]}]}

where TERM is as in SPARQL's JSON results: ``{"type": "uri" | "bnode" | "literal", "value": …}``
with ``xml:lang`` or ``datatype``. See https://www.w3.org/TR/sparql11-results-json/#select-encode-terms
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TextIO

import pyoxigraph as ox

from lod_archive.vocab.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lod_archive.shacl.index import Term
    from lod_archive.shacl.report import Report, Result

COLUMNS: Final = (
    *("level", "file", "line", "column", "focusNode", "path", "value"),
    *("message", "hint", "constraintComponent", "sourceShape"),
)
"""The header of the CSV."""


def write_json(report: Report, out: TextIO) -> None:
    """Write one JSON object, as described above."""
    shapes: Counter[str] = Counter()
    components: Counter[str] = Counter()
    for kind, number in report.tally.items():
        shapes[_text(kind.source_shape)] += number
        components[kind.constraint_component] += number
    content = {
        "conforms": report.conforms,
        "engine": report.engine,
        "counts": dict(report.counts),
        "byShape": dict(sorted(shapes.items())),
        "byComponent": dict(sorted(components.items())),
        "omitted": report.omitted,
        "checked": dict(report.checked),
        "notes": list(report.notes),
        "unchecked": list(report.unchecked),
        "results": [],
    }
    write_with_items(content, map(_json, report.results), out)


def write_with_items(document: Mapping[str, Any], items: Iterable[Any], out: TextIO) -> None:
    """Write a JSON object whose last list, empty as given, has these items: each on a line.

    >>> import sys
    >>> write_with_items({"a": [], "b": [{"c": []}]}, [1, {"d": 2}], sys.stdout)
    {
      "a": [],
      "b": [
        {
          "c": [
    1,
    {"d": 2}
    ]
        }
      ]
    }
    """
    head, _, tail = json.dumps(document, ensure_ascii=False, indent=2).rpartition("[]")
    out.write(f"{head}[")
    separator = "\n"
    for item in items:
        out.write(f"{separator}{json.dumps(item, ensure_ascii=False)}")
        separator = ",\n"
    out.write(f"\n]{tail}\n")


def _json(result: Result) -> dict[str, Any]:
    messages: dict[str, list[str]] = {}
    for message in result.messages:
        messages.setdefault(message.language or "", []).append(message.value)
    content = {
        "level": result.level,
        "severity": result.severity,
        "file": result.at and result.at.file,
        "line": result.at and result.at.line,
        "column": result.at and result.at.column,
        "focusNode": _term(result.focus_node),
        "path": str(result.path) if result.path else None,
        "value": None if result.value is None else _term(result.value),
        "messages": messages,
        "hint": result.hint,
        "constraintComponent": result.constraint_component,
        "sourceShape": _term(result.source_shape),
        "details": [_json(detail) for detail in result.details] or None,
    }
    return {name: value for name, value in content.items() if value is not None}


def _term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    content = {"type": "literal", "value": term.value}
    if term.language:
        return content | {"xml:lang": term.language}
    if term.datatype.value == XSD.string:
        return content
    return content | {"datatype": term.datatype.value}


def write_csv(report: Report, out: TextIO) -> None:
    """Write one row for each result, under :data:`COLUMNS`; a term is written as its text."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in report.results:
        at = result.at
        writer.writerow(
            [
                result.level,
                *((at.file, at.line, at.column) if at else ("", "", "")),
                _text(result.focus_node),
                result.predicate or (str(result.path) if result.path else ""),
                "" if result.value is None else _text(result.value),
                result.message(),
                result.hint or "",
                result.constraint_component,
                _text(result.source_shape),
            ]
        )


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value
