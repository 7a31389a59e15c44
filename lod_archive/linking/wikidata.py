"""Entities in the form of Wikidata's dumps: one JSON object a line.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html; the brackets of the array and
the commas between its lines may be there or not. Any Wikibase writes this form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from lod_archive.errors import Location, SourceError
from lod_archive.linking.dump import lines
from lod_archive.linking.likely import Likely
from lod_archive.linking.years import dated, year_of
from lod_archive.matching import Entity, Name
from lod_archive.sources.characters import UNPUBLISHABLE

SPEC: Final = "https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html"
ENTITY: Final = "http://www.wikidata.org/entity/"
"""The namespace of what Wikidata describes."""
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
"""How an escaped half of a character begins; without its other half it is no text."""
_INSTANCE_OF: Final = "P31"
"""Instance of. These numbers, with the evidence for each: ``ontology/wikidata-properties.yaml``."""
_BEGINS: Final = ("P569", "P571", "P580", "P585")
"""Date of birth; inception; start time; point in time."""
_ENDS: Final = ("P570", "P576", "P582", "P585")
"""Date of death; dissolved, abolished or demolished; end time; point in time."""
_YEAR_PRECISION: Final = 9
"""https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html#json_datavalues_time"""


def read_wikidata(
    path: Path, likely: Likely, progress: Callable[[int], None], namespace: str = ENTITY
) -> Iterator[Entity]:
    """The likely entities of a dump, in its order.

    :param namespace: what the ids of the entities are put after.
    :param progress: called with the number of lines read so far.
    :raises SourceError: if the file cannot be read, with the line that is no entity.
    """
    for number, line in lines(path):
        if number % 1000 == 0:
            progress(number)
        text = line.strip().rstrip(b",")
        if text in (b"", b"[", b"]"):
            continue
        entity = _entity(_parsed(text, path, number), namespace, likely)
        if entity is not None:
            yield entity


def _parsed(text: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(text)
        if _SURROGATE.search(text):
            found = json.loads(UNPUBLISHABLE.sub("", json.dumps(found, ensure_ascii=False)))
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", None) or "it cannot be read"
        found = why
    if isinstance(found, dict) and isinstance(found.get("id"), str):
        return found
    why = found if isinstance(found, str) else "it has no id"
    raise SourceError(
        f"the line is no entity: {why}",
        at=Location(str(path), number),
        hint="one JSON object a line, as in Wikidata's dumps",
        spec=SPEC,
    )


def _entity(data: dict[str, Any], namespace: str, likely: Likely) -> Entity | None:
    names = [*_texts(data.get("labels"), preferred=True), *_texts(data.get("aliases"))]
    if not likely.is_meant(name.text for name in names):
        return None
    descriptions = {each.language: each.text for each in _texts(data.get("descriptions"))}
    begin, end = (_year(data, keys) for keys in (_BEGINS, _ENDS))
    return Entity(
        iri=namespace + data["id"],
        names=tuple(names),
        types=tuple(namespace + kind for kind in _ids(data, _INSTANCE_OF)),
        description=descriptions.get("en") or next(iter(descriptions.values()), ""),
        begin=begin,
        end=end,
        facts=dated(begin, end),
    )


def _texts(found: Any, *, preferred: bool = False) -> Iterator[Name]:
    """Labels, descriptions, or lists of aliases, by language."""
    for tag, said in found.items() if isinstance(found, dict) else ():
        for one in said if isinstance(said, list) else [said]:
            text = one.get("value") if isinstance(one, dict) else None
            if isinstance(text, str):
                yield Name(text, tag, preferred)


def _values(data: dict[str, Any], key: str) -> Iterator[Any]:
    """The values of the statements on a property, those of the best rank first."""
    claims = data.get("claims")
    found = claims.get(key) if isinstance(claims, dict) else None
    statements = found if isinstance(found, list) else []
    kept = [
        each for each in statements if isinstance(each, dict) and each.get("rank") != "deprecated"
    ]
    for statement in sorted(kept, key=lambda each: each.get("rank") != "preferred"):
        snak = statement.get("mainsnak")
        value = snak.get("datavalue") if isinstance(snak, dict) else None
        if isinstance(value, dict) and isinstance(value.get("value"), dict):
            yield value["value"]


def _ids(data: dict[str, Any], key: str) -> Iterator[str]:
    return (value["id"] for value in _values(data, key) if isinstance(value.get("id"), str))


def _year(data: dict[str, Any], keys: tuple[str, ...]) -> int | None:
    values = (value for key in keys for value in _values(data, key))
    times = (value.get("time") for value in values if _is_of_a_year(value.get("precision")))
    years = (year_of(time) for time in times if isinstance(time, str))
    return next((year for year in years if year is not None), None)


def _is_of_a_year(precision: Any) -> bool:
    """Whether a time is known to the year or better, not to a decade or a century alone."""
    return not isinstance(precision, int) or precision >= _YEAR_PRECISION
