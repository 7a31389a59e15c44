"""The rules and the questions: shapes and named queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from generate.markdown import ROOT, code, sections, table
from generate.vocabulary import SHORT
from lod_archive.query import NamedQuery, load_queries
from lod_archive.shacl import Shapes
from lod_archive.shacl.index import Resource
from lod_archive.shacl.paths import read_path, sparql
from lod_archive.shacl.shapes import TARGETS
from lod_archive.vocab.namespaces import RDF, SH


def shapes() -> str:
    """A section for each file of shapes, with its shapes in order."""
    return sections(_shapes_of(path) for path in sorted((ROOT / "shapes").glob("*.ttl")))


def _shapes_of(path: Path) -> str:
    found = Shapes.read(path)
    named = [each for each in found.all if isinstance(each, ox.NamedNode)]
    own = [each for each in named if found.index.all(each, RDF.type)]
    intro = re.match(r"((?:#.*\n)+)", path.read_text("utf-8"))
    about = re.sub(r"^#\s?", "", intro[1], flags=re.MULTILINE).strip() if intro else ""
    return sections(
        (
            f"## {path.name}",
            about,
            "\n".join(_node_shape(found, each) for each in own if not _path_of(found, each)),
            _property_shapes(found, own),
        )
    )


def _node_shape(found: Shapes, shape: ox.NamedNode) -> str:
    targets = [
        f"{kind.removeprefix(SH)} {code(SHORT.shorten(value.value))}"
        for kind in TARGETS
        for value in found.index.all(shape, kind)
        if isinstance(value, ox.NamedNode)
    ]
    uses = [
        code(SHORT.shorten(value.value).removeprefix("shapes:"))
        for value in found.index.all(shape, SH.property)
        if isinstance(value, ox.NamedNode)
    ]
    said = f": {message}" if (message := _text(found, shape, SH.message)) else ""
    checks = f"; checks {', '.join(uses)}" if uses else ""
    where = f" ({', '.join(targets)})" if targets else ""
    return f"- **{SHORT.shorten(shape.value)}**{where}{said}{checks}"


def _property_shapes(found: Shapes, shapes: Sequence[ox.NamedNode]) -> str:
    rows = [
        _row(found, rule, _path_of(found, rule), rule) for rule in shapes if _path_of(found, rule)
    ]
    rows += [
        _row(found, rule, "a SPARQL query", shape)
        for shape in shapes
        for rule in found.index.all(shape, SH.sparql)
        if isinstance(rule, ox.NamedNode)
    ]
    return table(("shape", "path", "severity", "message"), rows) if rows else ""


def _row(found: Shapes, rule: ox.NamedNode, path: str, shape: ox.NamedNode) -> Sequence[str]:
    message = _text(found, rule, SH.message)
    return code(SHORT.shorten(rule.value)), code(path), _severity(found, shape), message


def _path_of(found: Shapes, shape: Resource) -> str:
    node = next(iter(found.index.all(shape, SH.path)), None)
    if node is None:
        return ""
    path = read_path(found.index, node)
    return sparql(path, SHORT.prefixes) if path else ""


def _severity(found: Shapes, shape: Resource) -> str:
    iri = next(iter(found.index.all(shape, SH.severity)), ox.NamedNode(SH.Violation))
    return str(iri.value).removeprefix(SH).lower() if isinstance(iri, ox.NamedNode) else ""


def _text(found: Shapes, shape: Resource, predicate: str) -> str:
    texts = [each for each in found.index.all(shape, predicate) if isinstance(each, ox.Literal)]
    return next((each.value for each in texts if each.language in ("en", None)), "")


def queries() -> str:
    """A section for each named query of the reference archive."""
    return sections(_query(each) for each in load_queries(ROOT / "queries"))


def _query(query: NamedQuery) -> str:
    rows = [
        (code(each.name), each.kind, code(each.default or "") or "required", each.description)
        for each in query.parameters
    ]
    parameters = table(("parameter", "kind", "default", "meaning"), rows) if rows else ""
    result = f"Result: {query.result}." if query.result else ""
    title = f"**{query.title}.** {query.description}"
    return sections((f"## {query.name}", title, parameters, result))
