"""References: what a claim says of its source, its words, its stance, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from lod_archive.publish.profiles.wikibase.datatypes import EXTERNAL_ID, URL, Json
from lod_archive.publish.profiles.wikibase.ordering import reference
from lod_archive.publish.profiles.wikibase.values import Values
from lod_archive.vocab.namespaces import ARC, DCTERMS, PROV, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.publish.profiles.view import View
    from lod_archive.publish.profiles.wikibase.numbers import Numbers
    from lod_archive.publish.profiles.wikibase.properties import Property

ID: Final = DCTERMS.identifier
"""The property that keeps the id of a record, and of a claim."""
COMPUTED: Final = frozenset({ARC.earliest, ARC.latest})
"""What follows from dates."""


def reference_of(view: View, claim: str, numbers: Numbers) -> tuple[Json, set[Property]]:
    """The reference for a claim, and the properties that it uses; made once for all statements.

    What a statement was computed from, and is no claim, is an address.
    """
    memo = cast("dict[str, tuple[Json, set[Property]]]", view.linked.memo)
    if claim not in memo:
        values = Values(view, numbers)
        memo[claim] = reference(_snaks(view, claim, numbers, values)), values.used
    return memo[claim]


def _snaks(view: View, claim: str, numbers: Numbers, values: Values) -> Iterator[Json]:
    node = view.node(claim)
    if node is None or not view.is_a(claim, ARC.Claim):
        yield values.snak(PROV.wasDerivedFrom, URL, claim)
        return
    yield values.snak(ID, EXTERNAL_ID, claim.removeprefix(numbers.base))
    for predicate, found in node.items():
        for value in found:
            if predicate == ARC.passage:
                yield from _passage(view, value.value, values)
            elif predicate not in COMPUTED and predicate != RDF.type:
                yield values.beside(predicate, value)


def _passage(view: View, passage: str, values: Values) -> Iterator[Json]:
    for predicate, found in (view.node(passage) or {}).items():
        for value in found:
            if predicate != RDF.type:
                yield values.beside(predicate, value)
