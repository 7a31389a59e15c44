"""The order in entities: RDF has none, so in JSON it follows from what is ordered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from lod_archive.publish.profiles.wikibase.datatypes import Json

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """The JSON text of something, the same whatever the order of its keys."""
    return _ENCODER.encode(value)


def digest(value: Any) -> str:
    """The SHA-1 of that text, by which Wikibase's RDF calls values and references.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    return hashlib.sha1(canonical(value).encode(), usedforsecurity=False).hexdigest()


def sorted_snaks(snaks: Iterable[Json]) -> Json:
    """Snaks by their property, each once."""
    found: dict[str, list[Json]] = {}
    for snak in snaks:
        found.setdefault(snak["property"], []).append(snak)
    return {key: _ordered(found[key]) for key in sorted(found)}


def _ordered(snaks: list[Json]) -> list[Json]:
    if len(snaks) == 1:
        return snaks
    return [snak for _, snak in sorted({canonical(snak): snak for snak in snaks}.items())]


def reference(snaks: Iterable[Json]) -> Json:
    """The reference that consists of these snaks."""
    by_property = sorted_snaks(snaks)
    return {"hash": digest(by_property), "snaks": by_property, "snaks-order": list(by_property)}


def sorted_references(references: Iterable[Json]) -> list[Json]:
    """References in the order of their digests, each once."""
    found = {each["hash"]: each for each in references}
    return [found[name] for name in sorted(found)]


def grouped(claims: Iterable[Json]) -> Json:
    """Statements by their property, in the order of their ids."""
    found: dict[str, dict[str, Json]] = {}
    for claim in claims:
        found.setdefault(claim["mainsnak"]["property"], {})[claim["id"]] = claim
    return {key: [claim for _, claim in sorted(found[key].items())] for key in sorted(found)}
