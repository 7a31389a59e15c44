"""A target that is a service: the Reconciliation API 0.2, asked politely.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. A few entities at
a time, with a pause between requests; a service that wants to be left alone for a while
(``Retry-After``) is; answers are kept on disk, so that interrupted work goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from lod_archive.errors import EndpointError, Location
from lod_archive.linking.answers import KeptAnswers
from lod_archive.linking.candidates import candidates_in
from lod_archive.linking.manifest import Manifest
from lod_archive.linking.target import best, dates_of, match_from, names_to_ask
from lod_archive.linking.years import year_of
from lod_archive.matching import Entity
from lod_archive.matching.dates import BEGINS, ENDS
from lod_archive.sources.sssom import Match
from lod_archive.store.remote_address import Address
from lod_archive.store.remote_exchange import Exchange
from lod_archive.store.remote_manner import Manner
from lod_archive.store.remote_patience import Patience
from lod_archive.version import __version__

SPEC: Final = "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"
PATIENCE: Final = Patience(
    silence=60.0, deadline=900.0, repetitions=5, pause=2.0, longest_pause=300.0, most_bytes=32 << 20
)
"""A service may be slow, and may want to be left alone for some minutes."""
_JSON: Final = "application/json"
_AT_ONCE: Final = 10
"""How many queries a request has, as OpenRefine's do."""
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
        self._answers = answers
        self._address = Address.parse(url)
        self._manner = manner or manner_of(asking.contact)
        self._exchange = Exchange(self._address, patience, self._manner)
        self._last: float | None = None
        self._manifest: Manifest | None = None

    def manifest(self) -> Manifest:
        """What the service says of itself.

        :raises EndpointError: if it cannot be asked, or is no reconciliation service.
        """
        if self._manifest is None:
            kept = self._kept("")
            answer = self._send(None) if kept is None else kept
            self._manifest = Manifest.of(answer, self._where)
            if kept is None:
                self._answers.keep(self._address.url, "", json.dumps(answer).encode())
        return self._manifest

    def matches(self, entities: Sequence[Entity]) -> Iterator[tuple[Entity, list[Match]]]:
        """The candidates for each entity, asked in batches.

        :raises EndpointError: if an answer does not come, or is none.
        """
        manifest = self.manifest()
        most = min(_AT_ONCE, manifest.batch_size)
        measure = f"{manifest.name}, Reconciliation API"
        for start in range(0, len(entities), most):
            questions = [(each, self._questions(each)) for each in entities[start : start + most]]
            answers = self._answered([one for _, asked in questions for one in asked], most)
            for entity, asked in questions:
                found = [
                    match_from(entity, candidate, measure)
                    for question in asked
                    for candidate in candidates_in(answers, question, manifest, self._where)
                ]
                yield entity, best(found, self._asking.limit)

    def namespace(self) -> str:
        """What the IRIs of its entities begin with, if the service says so."""
        space = self.manifest().space
        return space if space.endswith(("/", "#")) else ""

    def close(self) -> None:
        """Close the connections."""
        self._exchange.close()

    @property
    def _where(self) -> Location:
        return Location(str(self._address))

    def _questions(self, entity: Entity) -> list[str]:
        """The queries for an entity, as they are sent and kept."""
        return [
            json.dumps(self._query(name, entity), ensure_ascii=False)
            for name in names_to_ask(entity)[:_MOST_NAMES]
        ]

    def _query(self, name: str, entity: Entity) -> dict[str, Any]:
        query: dict[str, Any] = {"query": name, "limit": self._asking.limit}
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
        answers = {question: self._kept(question) for question in questions}
        new = [question for question, kept in answers.items() if kept is None]
        for start in range(0, len(new), most):
            batch = {f"q{n}": question for n, question in enumerate(new[start : start + most])}
            written = ", ".join(f'"{key}": {question}' for key, question in batch.items())
            answer = self._send(f"{{{written}}}")
            for key, question in batch.items():
                list(candidates_in(answer, key, self.manifest(), self._where))
                answers[question] = answer[key]
                self._answers.keep(self._address.url, question, json.dumps(answer[key]).encode())
        return answers

    def _kept(self, question: str) -> dict[str, Any] | None:
        """What was answered before; for no question, the manifest."""
        kept = None if self._asking.refresh else self._answers.get(self._address.url, question)
        try:
            return None if kept is None else self._read(kept)
        except EndpointError:
            return None

    def _send(self, queries: str | None) -> dict[str, Any]:
        """Ask the service these queries, or without them for its manifest."""
        self._wait()
        form = None if queries is None else [("queries", queries)]
        body = self._exchange.send(form, _JSON).body
        self._last = self._manner.clock()
        return self._read(body)

    def _wait(self) -> None:
        """Keep the pause between two requests."""
        if self._last is not None:
            left = self._last + self._asking.pause - self._manner.clock()
            if left > 0:
                self._manner.sleep(left)

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict):
            return answer
        raise EndpointError(
            "the answer is not a JSON object",
            at=self._where,
            hint="is this the address of a reconciliation service?",
        )


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
