"""Queries of the server's own: the answer to a SELECT, or why there is none."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from lod_archive.errors import QueryError
from lod_archive.query import Rows
from lod_archive.query.governor import Answer, Busy, Governor, Limited, Limits, Outcome, Question
from lod_archive.vocab.formats import SPARQL_JSON

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.query import Prologue

_LOG: Final = logging.getLogger(__name__)


class Unanswered(QueryError):
    """There is no answer.

    :ivar outcome: how the query ended instead.
    """

    def __init__(self, outcome: Outcome) -> None:
        is_passing = isinstance(outcome, Busy)
        super().__init__(
            f"this cannot be answered{' at the moment' if is_passing else ''}",
            hint="try again in a while" if is_passing else "the log of the server says why",
        )
        self.outcome = outcome


class OwnQueries:
    """Answers the queries that pages and services are made with.

    What strangers may ask is limited apart from these, and they wait for no stranger.

    :param limits: those of the public endpoint. Smaller ones than by default do not count here.
    """

    def __init__(self, store: Path, prologue: Prologue, limits: Limits) -> None:
        least = Limits()
        own = replace(
            least,
            seconds=max(limits.seconds, least.seconds),
            memory=max(limits.memory, least.memory),
            rows=max(limits.rows, least.rows),
            size=max(limits.size, least.size),
            quick=1,
            slow=1,
        )
        self._governor = Governor(store, prologue, own)

    async def ask(self, sparql: str) -> Rows:
        """The answer to a SELECT.

        :raises Unanswered: if there is none; the log says why, unless too many others ask.
        """
        outcome = await self._governor.ask(Question(sparql, SPARQL_JSON.media_type, None))
        if not isinstance(outcome, Answer):
            if not isinstance(outcome, Busy):
                level = logging.WARNING if isinstance(outcome, Limited) else logging.ERROR
                _LOG.log(level, "no answer: %s to a query of the server's own: %s", outcome, sparql)
            raise Unanswered(outcome)
        try:
            if outcome.file is None:
                return _rows(outcome.body)
            return await asyncio.to_thread(_read, outcome.file)
        finally:
            outcome.release()

    def measured(self) -> dict[str, float]:
        """How it stands: words → number."""
        return {f"{words} of pages": value for words, value in self._governor.measured().items()}

    async def close(self) -> None:
        """End all processes."""
        await self._governor.close()


def _read(file: BinaryIO) -> Rows:
    return _rows(file.read())


def _rows(data: bytes) -> Rows:
    found = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 it was a SELECT
    variables = tuple(variable.value for variable in found.variables)
    return Rows(variables, tuple(tuple(row) for row in found))
