"""For code scanning and editors: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, TextIO
from urllib.parse import quote

import pyoxigraph as ox

from lod_archive.shacl.formats.tables import write_with_items
from lod_archive.shacl.formats.wording import component_name, sentence, shape_name
from lod_archive.shacl.names import plain, short
from lod_archive.shacl.report import Report, Result, Rule
from lod_archive.version import __version__

if TYPE_CHECKING:
    from lod_archive.errors import Location
    from lod_archive.shacl.findings import Kind

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"violation": "error", "warning": "warning", "information": "note"}

Json = dict[str, Any]


def write_sarif(report: Report, out: TextIO) -> None:
    """Write one run whose rules are the shapes; a result on each line."""
    unnamed = set(map(_rule_id, report.tally)) - {rule.shape for rule in report.rules}
    rules = [*report.rules, *(Rule(name) for name in sorted(unnamed))]
    numbers = {rule.shape: number for number, rule in enumerate(rules)}
    driver = {
        "name": "lod_archive",
        "version": __version__,
        "rules": [_rule(report, rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [],
    }
    items = (_result(report, result, numbers) for result in report.results)
    write_with_items({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, items, out)


def _invocation(report: Report) -> Json:
    """How the run went: what could not be checked, what else there is to know."""
    more = [f"{report.omitted:,} more results are not listed"] if report.omitted else []
    told = [("error", text) for text in report.unchecked]
    told += [("note", text) for text in (*report.notes, *more)]
    listed = [{"level": level, "message": {"text": plain(text)}} for level, text in told]
    notes = {"toolExecutionNotifications": listed} if listed else {}
    return {"executionSuccessful": report.is_complete, **notes}


def _rule_id(result: Result | Kind) -> str:
    shape = result.source_shape
    return shape.value if isinstance(shape, ox.NamedNode) else component_name(result)


def _rule(report: Report, rule: Rule) -> Json:
    is_iri = ":" in rule.shape and not rule.shape.startswith("sh:")
    title = rule.name or (short(rule.shape, report.prefixes) if is_iri else rule.shape)
    help_text = rule.description or title
    return {
        "id": rule.shape,
        "shortDescription": {"text": title},
        "fullDescription": {"text": help_text},
        "help": {"text": help_text},
    }


def _result(report: Report, result: Result, numbers: dict[str, int]) -> Json:
    rule = _rule_id(result)
    location: Json = {
        "logicalLocations": [{"fullyQualifiedName": _focus(result), "kind": "resource"}]
    }
    if result.at:
        location = {"physicalLocation": _physical(result.at), **location}
    return {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "level": _LEVELS[result.level],
        "message": {"text": sentence(report, result)},
        "locations": [location],
        "partialFingerprints": {"result/v1": _fingerprint(report, result)},
    }


def _physical(at: Location) -> Json:
    artifact = {"uri": quote(PurePath(at.file).as_posix()), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": at.line, "startColumn": at.column}
    known = {name: place for name, place in region.items() if place is not None}
    return {"artifactLocation": artifact} | ({"region": known} if at.line else {})


def _focus(result: Result) -> str:
    node = result.focus_node
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _fingerprint(report: Report, result: Result) -> str:
    """The same for the same problem when lines have moved."""
    parts = (_focus(result), str(result.path), shape_name(report, result), str(result.value))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
