"""Terms of the SHACL namespace that do not exist, or that the engine does not act upon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.errors import Location, ShapesError
from lod_archive.shacl.index import object_of, subject_of
from lod_archive.shacl.lint.findings import section
from lod_archive.shacl.names import closest, shown
from lod_archive.shacl.vocabulary import ADVANCED_TERMS, ALL_TERMS
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lod_archive.shacl.shapes import Shapes


def unknown_terms(shapes: Shapes, terms: Collection[str]) -> Iterator[ShapesError]:
    """A complaint for each term that does not exist, or that the engine does not act upon."""
    for triple in shapes.triples:
        subject, predicate, value = subject_of(triple), triple.predicate.value, object_of(triple)
        for iri in (predicate, value.value if isinstance(value, ox.NamedNode) else ""):
            if iri.startswith(SH) and iri not in ALL_TERMS and iri != SH:
                yield ShapesError(
                    f"sh:{iri.removeprefix(SH)} is not a SHACL term, so it would be ignored",
                    at=shapes.locate(subject, iri),
                    hint=closest(iri, ALL_TERMS),
                    spec=section("core-components"),
                )
        if predicate in ALL_TERMS and predicate not in terms:
            yield _unsupported(predicate, shapes.locate(subject, predicate))


def _unsupported(term: str, at: Location | None) -> ShapesError:
    is_advanced = term in ADVANCED_TERMS
    return ShapesError(
        f"sh:{term.removeprefix(SH)} is not acted upon by this engine, so it would be ignored",
        at=at,
        hint="use engine=PyShacl(advanced=True)" if is_advanced else "write it as sh:sparql",
        spec="https://www.w3.org/TR/shacl-af/"
        if is_advanced
        else "https://www.w3.org/TR/shacl-js/",
    )


def entailments(shapes: Shapes) -> Iterator[ShapesError]:
    """A complaint for each entailment regime that the shapes ask for; no engine here has one."""
    for node in shapes.index.subjects():
        for regime in shapes.index.all(node, SH.entailment):
            yield ShapesError(
                f"the shapes want the entailment {shown(regime, shapes.prefixes)}, which no "
                "engine here supports",
                at=shapes.locate(node, SH.entailment),
                hint="leave sh:entailment out, and add what follows to the data first, or use "
                "engine=PyShacl(inference=…)",
                spec=section("entailment"),
            )
