"""Years of candidates: a service may give values of properties (“data extension”).

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#data-extension-service
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lod_archive.errors import EndpointError, Location
from lod_archive.linking.years import year_of

_MOST: Final = 20
"""How many values of a property are looked at."""
_FIRST_DAY: Final = re.compile(r"-?\d+[01]-01-01(T00:00:00.*)?")
"""What a service of a Wikibase may write for a year as well as for its decade or century, as
``openrefine-wikibase`` does (``wikidatavalue.py``, ``TimeValue``)."""


def extension_query(ids: Sequence[str], properties: Sequence[str]) -> str:
    """The question for the values of properties.

    >>> extension_query(["Q855"], ["P569"])
    '{"ids": ["Q855"], "properties": [{"id": "P569"}]}'
    """
    wanted = [{"id": each} for each in properties]
    return json.dumps({"ids": list(ids), "properties": wanted}, ensure_ascii=False)


def rows_in(answer: Mapping[str, Any], at: Location) -> Mapping[str, Any]:
    """What is said of each id.

    :raises EndpointError: if the answer has no rows.
    """
    rows = answer.get("rows")
    if isinstance(rows, dict):
        return rows
    raise EndpointError(
        "the service says that it can give values of properties, and gives none",
        at=at,
        hint="without --property no dates are asked for",
    )


def year_in(row: Any, name: str | None) -> int | None:
    """The first year that is certain among the values of a property.

    >>> year_in({"P569": [{}, {"date": "1878-12-18T00:00:00+00:00"}]}, "P569")
    1878
    >>> year_in({"P569": [{"date": "1870-01-01T00:00:00"}]}, "P569"), year_in({}, "P569")
    (None, None)
    """
    cells = row.get(name) if isinstance(row, dict) else None
    for cell in cells[:_MOST] if isinstance(cells, list) else ():
        year = _year(cell)
        if year is not None:
            return year
    return None


def _year(cell: Any) -> int | None:
    said = next(iter(cell.values()), None) if isinstance(cell, dict) else None
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str) or _FIRST_DAY.fullmatch(said):
        return None
    return year_of(said)
