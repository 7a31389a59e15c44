"""A constraint can be asked in several ways; whichever is chosen, the results are the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings

from tests.shacl_strategies import pairs
from tests.test_shacl_differential import found, triples

if TYPE_CHECKING:
    from lod_archive.shacl.bundle import Bundle

Way = Callable[["Bundle"], str]


def focus_nodes_first(bundle: Bundle) -> str:
    return bundle.query


def values_first(bundle: Bundle) -> str:
    other = bundle.values_first
    return bundle.query if other is None else other.sparql


def right_values_excluded(bundle: Bundle) -> str:
    other = bundle.values_first
    if other is None or other.excluding is None:
        return values_first(bundle)
    return other.excluding.sparql


@settings(
    max_examples=1000 if "CI" in os.environ else 100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(pairs())
def test_every_way_of_asking_finds_the_same(pair: tuple[str, str]) -> None:
    data, shapes = map(triples, pair)

    def asked(way: Way) -> object:
        def preferred(_: object, bundles: list[tuple[Bundle, int]], *__: object) -> list[str]:
            return [way(bundle) for bundle, _ in bundles]

        with patch("lod_archive.shacl.compiled.preferred_queries", preferred):
            return found(data, shapes, "compiled")

    expected = asked(focus_nodes_first)
    assert asked(values_first) == expected
    assert asked(right_values_excluded) == expected
