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

from lod_archive.errors import EndpointError, Location
from lod_archive.linking.answers import KeptAnswers
from lod_archive.linking.candidates import candidates_in
from lod_archive.linking.manifest import Manifest
from lod_archive.linking.target import best, match_from, names_to_ask
from lod_archive.matching import Entity
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
            self._manifest = Manifest.of(self._answer(None), self._where)
        return self._manifest

    def matches(self, entities: Sequence[Entity]) -> Iterator[tuple[Entity, list[Match]]]:
        """The candidates for each entity, asked in batches.

        :raises EndpointError: if an answer does not come, or is none.
        """
        manifest = self.manifest()
        most = max(min(_AT_ONCE, manifest.batch_size) // _MOST_NAMES, 1)
        for start in range(0, len(entities), most):
            batch = entities[start : start + most]
            answer = self._answer(self._queries(batch))
            for number, entity in enumerate(batch):
                found = [
                    match_from(entity, candidate, f"{manifest.name}, Reconciliation API")
                    for key in _keys(number, entity)
                    for candidate in candidates_in(answer, key, manifest, self._where)
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

    def _queries(self, batch: Sequence[Entity]) -> str:
        queries = {
            key: self._query(name, entity)
            for number, entity in enumerate(batch)
            for key, name in zip(
                _keys(number, entity), names_to_ask(entity)[:_MOST_NAMES], strict=True
            )
        }
        return json.dumps(queries, ensure_ascii=False)

    def _query(self, name: str, entity: Entity) -> dict[str, Any]:
        query: dict[str, Any] = {"query": name, "limit": self._asking.limit}
        types = [each for kind in entity.types for each in self._asking.types.get(kind, ())]
        if types:
            query["type"] = types[0] if len(types) == 1 else types
        years = {"begin": entity.begin, "end": entity.end}
        properties = [
            {"pid": pid, "v": str(years[side])}
            for side, pid in self._asking.properties.items()
            if years.get(side) is not None
        ]
        return query | ({"properties": properties} if properties else {})

    def _answer(self, queries: str | None) -> dict[str, Any]:
        """The answer to some queries, or without them the manifest."""
        url, question = self._address.url, queries or ""
        kept = None if self._asking.refresh else self._answers.get(url, question)
        if kept is None:
            self._wait()
            form = None if queries is None else [("queries", queries)]
            kept = self._exchange.send(form, _JSON).body
            self._last = self._manner.clock()
            answer = self._read(kept)
            self._answers.keep(url, question, kept)
            return answer
        return self._read(kept)

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


def _keys(number: int, entity: Entity) -> list[str]:
    names = names_to_ask(entity)[:_MOST_NAMES]
    return [f"q{number}" if not alternative else f"q{number}n{alternative}"
            for alternative in range(len(names))]  # fmt: skip


def manner_of(contact: str, **clock: Callable[..., Any]) -> Manner:
    """How a reconciliation service is spoken to: with the name of the tool, and a contact.

    >>> manner_of("mailto:archive@example.org").user_agent.partition(" ")[2]
    '(mailto:archive@example.org)'
    """
    agent = f"lod-archive/{__version__}" + (f" ({contact})" if contact else "")
    what = "is this the address of a reconciliation service?"
    return Manner("service", what, _HINTS, agent, **clock)
