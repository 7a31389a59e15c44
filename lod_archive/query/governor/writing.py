"""Answers of the store, written in a format, within limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from lod_archive.query.governor.spool import Spool
from lod_archive.vocab.formats import SPARQL_CSV, SPARQL_JSON, SPARQL_TSV, SPARQL_XML

_AFTER_ROW: Final = {
    SPARQL_JSON.media_type: b"},{",
    SPARQL_XML.media_type: b"</result>",
    SPARQL_CSV.media_type: b"\n",
    SPARQL_TSV.media_type: b"\n",
}
"""What stands after each row in a format; it may stand in a text, too."""


class TooMany(Exception):
    """The answer has more rows than it may."""


def write_rows(
    answer: ox.QuerySolutions | ox.QueryBoolean, media_type: str, spool: Spool, limit: int
) -> None:
    """Write the answer to SELECT or ASK.

    :raises TooMany: if there are more rows than the limit.
    """
    counting = _Counting(spool, _AFTER_ROW[media_type])
    answer.serialize(cast("IO[bytes]", counting), ox.QueryResultsFormat.from_media_type(media_type))
    spool.close()
    if counting.found > limit and _number_of_rows(spool, media_type) > limit:
        raise TooMany


def write_graph(
    answer: ox.QueryTriples,
    media_type: str,
    spool: Spool,
    limit: int,
    prefixes: Mapping[str, str],
) -> None:
    """Write the answer to CONSTRUCT or DESCRIBE.

    :raises TooMany: if there are more triples than the limit.
    """
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None  # noqa: S101 only such formats are offered
    ox.serialize(_up_to(limit, answer), cast("IO[bytes]", spool), form, prefixes=dict(prefixes))
    spool.close()


def _up_to(limit: int, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == limit:
            raise TooMany
        yield triple


class _Counting:
    """Writes on, and counts what looks like the end of a row; there are not more than these."""

    def __init__(self, spool: Spool, mark: bytes) -> None:
        self._spool = spool
        self._mark = mark
        self._last = b""
        self.found = 0

    def write(self, data: bytes) -> int:
        joined = self._last + data
        self.found += joined.count(self._mark)
        keep = len(self._mark) - 1
        self._last = joined[len(joined) - keep :] if keep else b""
        return self._spool.write(data)

    def flush(self) -> None:
        self._spool.flush()


def _number_of_rows(spool: Spool, media_type: str) -> int:
    data: IO[bytes] | io.BytesIO = io.BytesIO(spool.inline)
    if isinstance(spool.path, Path):
        data = spool.path.open("rb")
    with data:
        if media_type == SPARQL_CSV.media_type:
            return sum(1 for _ in csv.reader(io.TextIOWrapper(data, "utf-8", newline=""))) - 1
        form = ox.QueryResultsFormat.from_media_type(media_type)
        found = ox.parse_query_results(data, form)
        return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 1
