"""The candidates in an answer of a reconciliation service, read without trust.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#reconciliation-query-responses
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from lod_archive.errors import EndpointError, Location
from lod_archive.linking.manifest import Manifest
from lod_archive.linking.target import shortened
from lod_archive.matching import Candidate, Feature
from lod_archive.vocab import iris

_MOST: Final = 100
"""How many candidates of an answer are read."""
_LARGEST: Final = 1e9
"""What a number is smaller than."""


def candidates_in(
    answer: dict[str, Any], key: str, manifest: Manifest, at: Location
) -> Iterator[Candidate]:
    """The candidates for one of the queries of a batch; those without an id are passed over.

    Their scores are from 0 to 100, whatever the best that the service gives.

    :raises EndpointError: if the answer has no list of candidates for it.
    """
    result = answer.get(key)
    found = result.get("result") if isinstance(result, dict) else None
    if not isinstance(found, list):
        raise EndpointError(
            f"the answer has no candidates for the query “{key}”: {_error(answer)}",
            at=at,
            hint="is this the address of a reconciliation service?",
        )
    read = [_candidate(each, manifest) for each in found[:_MOST] if isinstance(each, dict)]
    yield from _scaled([candidate for candidate in read if candidate is not None])


def identifiers_in(answer: dict[str, Any], key: str, manifest: Manifest) -> dict[str, str]:
    """By the IRI of each candidate, the id that the service has for it."""
    ids = (each.get("id") for each in answer[key]["result"][:_MOST] if isinstance(each, dict))
    return {manifest.iri(each): each for each in ids if isinstance(each, str)}


def _scaled(found: list[Candidate]) -> Iterator[Candidate]:
    """The candidates with scores from 0 to 100, as services may count to 1, or without end."""
    best = max((each.score for each in found), default=0.0)
    most = 1.0 if best <= 1 else max(best, 100.0)
    return (replace(each, score=100 * each.score / most) for each in found)


def _error(answer: dict[str, Any]) -> str:
    """What a service says went wrong."""
    said = answer.get("message") or answer.get("error") or answer.get("details")
    return shortened(said) if isinstance(said, str) else "it is no answer to a batch"


def _candidate(found: dict[str, Any], manifest: Manifest) -> Candidate | None:
    identifier, name, score = found.get("id"), found.get("name"), found.get("score")
    if not isinstance(identifier, str) or not identifier or not isinstance(name, str):
        return None
    iri = manifest.iri(identifier)
    if not iris.has_known_scheme(iri) or any(sign in iri for sign in ' <>"{}|\\^`\n\t'):
        return None
    types, features = found.get("type"), found.get("features")
    return Candidate(
        iri=iri,
        name=_text(name),
        types=tuple(map(manifest.type_iri, _types(types if isinstance(types, list) else ()))),
        description=_text(found.get("description")),
        score=_number(score),
        is_match=found.get("match") is True,
        features=tuple(_features(features if isinstance(features, list) else ())),
    )


def _types(found: list[Any] | tuple[()]) -> Iterator[str]:
    for each in found[:_MOST]:
        kind = each.get("id") if isinstance(each, dict) else each
        if isinstance(kind, str):
            yield _text(kind)


def _features(found: list[Any] | tuple[()]) -> Iterator[Feature]:
    for each in found[:_MOST]:
        name, value = (each.get("id"), each.get("value")) if isinstance(each, dict) else ("", "")
        if (
            isinstance(name, str)
            and isinstance(value, bool | int | float)
            and abs(value) < _LARGEST
        ):
            yield Feature(_text(name), _text(name), float(value))


def _number(score: Any) -> float:
    is_number = isinstance(score, int | float) and not isinstance(score, bool)
    return float(score) if is_number and abs(score) < _LARGEST else 0.0


def _text(found: Any) -> str:
    return shortened(found) if isinstance(found, str) else ""
