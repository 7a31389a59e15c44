"""A target that is a service: the Reconciliation API 0.2, asked politely.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. A few entities at
a time, with a pause between requests; a service that wants to be left alone for a while
(``Retry-After``) is; answers are kept on disk, so that interrupted work goes on where it stopped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from lod_archive.linking.answers import KeptAnswers
from lod_archive.linking.candidates import candidates_in, identifiers_in
from lod_archive.linking.conversation import Conversation
from lod_archive.linking.extension import extension_query, rows_in, year_in
from lod_archive.linking.manifest import Manifest
from lod_archive.linking.target import (
    NOTHING_SETTLED,
    Settled,
    best,
    dates_of,
    match_from,
    names_to_ask,
)
from lod_archive.linking.years import year_of
from lod_archive.matching import Entity
from lod_archive.matching.dates import BEGINS, ENDS
from lod_archive.sources.sssom import Match
from lod_archive.store.remote_manner import Manner
from lod_archive.store.remote_patience import Patience
from lod_archive.version import __version__

SPEC: Final = "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"
PATIENCE: Final = Patience(
    silence=60.0, deadline=900.0, repetitions=5, pause=2.0, longest_pause=300.0, most_bytes=32 << 20
)
"""A service may be slow, and may want to be left alone for some minutes."""
_AT_ONCE: Final = 10
"""How many queries a request has, as OpenRefine's do."""
_IDS_AT_ONCE: Final = 50
"""How many candidates a request for their years is about."""
_MOST_NAMES: Final = 2
_IN_HEADERS: Final = "".join(map(chr, range(0x20, 0x7F)))
_HINTS: Final = {
    401: "give a name and password: https://name:password@example.org/reconcile",
    404: "give the address of the service's manifest, as you would give it to OpenRefine",
    413: "the service takes fewer queries at a time than it says",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How a service is asked.

    :param types: by the IRI of a class of the archive, the ids of the service's types.
    :param properties: by ``begin`` and ``end``, the ids of the service's properties for the year of
        birth or foundation, and for that of death or dissolution.
    :param limit: how many candidates are wanted for each entity.
    :param pause: seconds between two requests.
    :param contact: an address at which whoever asks can be reached.
    """

    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    limit: int = 5
    pause: float = 1.0
    contact: str = ""
    refresh: bool = False


class ReconciliationService:
    """A service, as a target of links."""

    def __init__(
        self,
        url: str,
        name: str,
        asking: Asking,
        answers: KeptAnswers,
        *,
        manner: Manner | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        """Nothing is asked yet.

        :raises EndpointError: if this is no address on the web.
        """
        self.name = name
        self._asking = asking
        manner = manner or manner_of(asking.contact)
        self._conversation = Conversation(
            url, answers, manner, patience, pause=asking.pause, refresh=asking.refresh
        )
        self._manifest: Manifest | None = None

    def manifest(self) -> Manifest:
        """What the service says of itself.

        :raises EndpointError: if it cannot be asked, or is no reconciliation service.
        """
        if self._manifest is None:
            kept = self._conversation.kept("")
            answer = self._conversation.send() if kept is None else kept
            self._manifest = Manifest.of(answer, self._conversation.where)
            if kept is None:
                self._conversation.keep("", answer)
        return self._manifest

    def matches(
        self, entities: Sequence[Entity], settled: Settled = NOTHING_SETTLED
    ) -> Iterator[tuple[Entity, list[Match]]]:
        """The candidates for each entity, asked in batches: as many more as are settled there.

        :raises EndpointError: if an answer does not come, or is none.
        """
        manifest, where = self.manifest(), self._conversation.where
        most = min(_AT_ONCE, manifest.batch_size)
        measure = f"{manifest.name}, Reconciliation API"
        for start in range(0, len(entities), most):
            questions = [
                (each, self._questions(each, len(self._of_here(each, settled))))
                for each in entities[start : start + most]
            ]
            answers = self._answered([one for _, asked in questions for one in asked], most)
            chosen: list[tuple[Entity, list[Match]]] = []
            ids: dict[str, str] = {}
            for entity, asked in questions:
                found = [
                    match_from(entity, candidate, measure)
                    for question in asked
                    for candidate in candidates_in(answers, question, manifest, where)
                ]
                passed = self._of_here(entity, settled)
                chosen.append((entity, best(found, self._asking.limit, passed)))
                for question in asked:
                    ids |= identifiers_in(answers, question, manifest)
            yield from self._dated(chosen, ids)

    def namespace(self) -> str:
        """What the IRIs of its entities begin with, if the service says so."""
        space = self.manifest().space
        return space if space.endswith(("/", "#")) else ""

    def close(self) -> None:
        """Close the connections."""
        self._conversation.close()

    def _dated(
        self, chosen: Sequence[tuple[Entity, list[Match]]], ids: Mapping[str, str]
    ) -> Iterator[tuple[Entity, list[Match]]]:
        """The same with the years of the candidates, where the service can be asked for them."""
        begin, end = map(self._asking.properties.get, ("begin", "end"))
        names = [name for name in (begin, end) if name]
        if not names or not self.manifest().extends:
            yield from chosen
            return
        rows = self._rows([ids[match.target] for _, found in chosen for match in found], names)
        for entity, found in chosen:
            dated = []
            for match in found:
                row = rows[ids[match.target]]
                dated.append(replace(match, begin=year_in(row, begin), end=year_in(row, end)))
            yield entity, dated

    def _rows(self, ids: Iterable[str], names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What the service says of each id; those that are not kept are asked for, some at once."""
        questions = {each: f"extend {extension_query([each], names)}" for each in ids}
        kept = {each: self._conversation.kept(text) for each, text in questions.items()}
        rows = {each: row for each, row in kept.items() if row is not None}
        new = [each for each in questions if each not in rows]
        for start in range(0, len(new), _IDS_AT_ONCE):
            some = new[start : start + _IDS_AT_ONCE]
            answer = self._conversation.send("extend", extension_query(some, names))
            said = rows_in(answer, self._conversation.where)
            for each in some:
                row = said.get(each)
                rows[each] = row if isinstance(row, dict) else {}
                self._conversation.keep(questions[each], rows[each])
        return rows

    def _of_here(self, entity: Entity, settled: Settled) -> Set[str]:
        """What is settled for an entity, of this service as far as that can be told."""
        start = self.namespace()
        return {each for each in settled.get(entity.iri, ()) if each.startswith(start)}

    def _questions(self, entity: Entity, passed: int) -> list[str]:
        """The queries for an entity, as they are sent and kept.

        :param passed: how many of its candidates will be passed over.
        """
        return [
            json.dumps(self._query(name, entity, passed), ensure_ascii=False)
            for name in names_to_ask(entity)[:_MOST_NAMES]
        ]

    def _query(self, name: str, entity: Entity, passed: int) -> dict[str, Any]:
        query: dict[str, Any] = {"query": name, "limit": _rounded(self._asking.limit, passed)}
        types = [each for kind in entity.types for each in self._asking.types.get(kind, ())]
        if types:
            query["type"] = types[0] if len(types) == 1 else types
        known = {
            "begin": dates_of(entity, BEGINS, entity.begin),
            "end": dates_of(entity, ENDS, entity.end),
        }
        properties = [
            {"pid": pid, "v": str(year)}
            for side, pid in self._asking.properties.items()
            for year in [_year(known[side])]
            if year is not None
        ]
        return query | ({"properties": properties} if properties else {})

    def _answered(self, questions: Sequence[str], most: int) -> dict[str, Any]:
        """The answer to each query; those that are not kept are asked for, some at a time."""
        talk = self._conversation
        answers = {question: talk.kept(question) for question in questions}
        new = [question for question, kept in answers.items() if kept is None]
        for start in range(0, len(new), most):
            batch = {f"q{n}": question for n, question in enumerate(new[start : start + most])}
            written = ", ".join(f'"{key}": {question}' for key, question in batch.items())
            answer = talk.send("queries", f"{{{written}}}")
            for key, question in batch.items():
                list(candidates_in(answer, key, self.manifest(), talk.where))
                answers[question] = answer[key]
                talk.keep(question, answer[key])
        return answers


def _rounded(limit: int, passed: int) -> int:
    """How many candidates to ask for: so many more that the next decisions ask nothing new.

    >>> [_rounded(5, passed) for passed in (0, 1, 5, 6)]
    [5, 10, 10, 15]
    """
    return limit * (1 + math.ceil(passed / limit))


def _year(dates: Sequence[str]) -> int | None:
    """The first year that is known for certain: services are asked for no decade."""
    years = (year_of(date) for date in dates)
    return next((year for year in years if year is not None), None)


def manner_of(contact: str, **clock: Callable[..., Any]) -> Manner:
    """How a reconciliation service is spoken to: with the name of the tool, and a contact.

    >>> manner_of("mailto:archive@example.org").user_agent.partition(" ")[2]
    '(mailto:archive@example.org)'
    >>> manner_of("https://архив.example/").user_agent.isascii()
    True
    """
    plain = quote(contact, safe=_IN_HEADERS)
    agent = f"lod-archive/{__version__}" + (f" ({plain})" if plain else "")
    what = "is this the address of a reconciliation service?"
    return Manner("service", what, _HINTS, agent, **clock)
