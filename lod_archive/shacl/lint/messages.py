"""What shapes say to people: messages that are missing, untranslated, or name what is not there.

https://www.w3.org/TR/shacl/#message
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import did_you_mean
from lod_archive.shacl.lint.findings import Advice, section
from lod_archive.shacl.lint.queries import projected
from lod_archive.shacl.vocabulary import PARAMETERS, REFINEMENTS
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.shapes import Shapes


def poor_messages(shapes: Shapes) -> Iterator[Advice]:
    """Advice for each active shape or constraint whose message will not help."""
    yield from _missing(shapes)
    yield from _untranslated(shapes)
    yield from _unfilled(shapes)


def _missing(shapes: Shapes) -> Iterator[Advice]:
    speaking = _WORDED | shapes.custom_parameters
    for shape in _reporting(shapes):
        has_message = bool(shapes.index.all(shape, SH.message))
        is_named = isinstance(shape, ox.NamedNode) and bool(shapes.index.all(shape, SH.path))
        if is_named and not has_message and speaking.intersection(shapes.index.predicates(shape)):
            yield Advice(
                "message",
                f"{shapes.name(shape)} has no message of its own, so its results say no more "
                "than the constraint",
                at=shapes.locate(shape),
                hint='add sh:message "…"@en: what is wrong, and what to write instead',
                spec=section("message"),
            )
        for query in () if has_message else shapes.index.resources(shape, SH.sparql):
            if not _has_words(shapes, query):
                yield Advice(
                    "message",
                    f"a SPARQL constraint of {shapes.name(shape)} has no message, and nothing "
                    "else can tell what it found",
                    at=shapes.locate(query, SH.select),
                    hint='add sh:message "…"@en, with {?variable} for what the query selects',
                    spec=section("sparql-constraints"),
                )


def _has_words(shapes: Shapes, query: Resource) -> bool:
    if shapes.index.all(query, SH.message) or shapes.is_deactivated(query):
        return True
    variables = [projected(v.value) for v in shapes.index.all(query, SH.select)]
    return any(found is None or "message" in found for found in variables)


def _reporting(shapes: Shapes) -> dict[Resource, None]:
    """The active shapes whose results are reported: those within ``sh:or`` and such are not."""
    waiting = [shape for shape in shapes.all if shapes.targets(shape)]
    found: dict[Resource, None] = {}
    while waiting:
        shape = waiting.pop(0)
        if shape not in found and not shapes.is_deactivated(shape):
            found[shape] = None
            waiting.extend(shapes.index.resources(shape, SH.property))
    return found


def _untranslated(shapes: Shapes) -> Iterator[Advice]:
    """A language is that of a file if most messages there, and at least three, are in it."""
    by_file: dict[str, dict[Resource, frozenset[str]]] = {}
    for node in shapes.index.subjects():
        if languages := _languages(shapes, node):
            at = shapes.locate(node)
            by_file.setdefault(at.file if at else "", {})[node] = languages
    for nodes in by_file.values():
        counts = Counter(language for languages in nodes.values() for language in languages)
        usual = {each for each, n in counts.items() if each and n >= _USUAL and 2 * n > len(nodes)}
        for node, languages in nodes.items():
            if missing := sorted(usual - languages):
                name = shapes.name(node).replace("the shape", "the node")
                yield Advice(
                    "message",
                    f"the message of {name} is not in {' and '.join(missing)}, as most others "
                    "of this file are",
                    at=shapes.locate(node, SH.message),
                    hint=f'add sh:message "…"@{missing[0]}',
                    spec=section("message"),
                )


def _languages(shapes: Shapes, node: Resource) -> frozenset[str]:
    messages = shapes.index.all(node, SH.message)
    tags = ((m.language or "") for m in messages if isinstance(m, ox.Literal))
    return frozenset(tag.lower().partition("-")[0] for tag in tags)


def _unfilled(shapes: Shapes) -> Iterator[Advice]:
    for node in shapes.index.subjects():
        queries = [v.value for p in (SH.select, SH.ask) for v in shapes.index.all(node, p)]
        known = projected(queries[0]) if len(queries) == 1 else None
        if known is None:
            continue
        known |= _given(shapes)
        texts = (message.value for message in shapes.index.all(node, SH.message))
        used = {name for text in texts for name in _PLACEHOLDER.findall(text)}
        for name in sorted(used - known):
            yield Advice(
                "message",
                f"a message of {_called(shapes, node)} has {{?{name}}}, which its query does not "
                "select, so that it stays as it is",
                at=shapes.locate(node, SH.message),
                hint=did_you_mean(name, known) or f"select ?{name}, or leave it out",
                spec=section("sparql-constraints"),
            )


def _given(shapes: Shapes) -> frozenset[str]:
    """What is bound without being selected: parameters are called by their local names.

    https://www.w3.org/TR/shacl/#sparql-constraints-prebound
    """
    names = {re.split(r"[#/:]", iri)[-1] for iri in shapes.custom_parameters}
    return frozenset(names | {"this", "value", "path", "PATH", "shapesGraph", "currentShape"})


def _called(shapes: Shapes, node: Resource) -> str:
    return shapes.name(node).replace("the shape", "the constraint")


_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")
_USUAL: Final = 3
_WORDED: Final = frozenset(
    rule.iri for rule in PARAMETERS if rule.name not in {*REFINEMENTS, "property"}
)
"""The parameters whose results carry the message of the shape; ``sh:property`` has results of
its own."""
