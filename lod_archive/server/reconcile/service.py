"""What the service does: each path with its parameters, and the answer to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lod_archive.query import Prologue
from lod_archive.query.governor import Limited
from lod_archive.server.asking import Unanswered
from lod_archive.server.reconcile.answers import json_answer
from lod_archive.server.reconcile.candidates import Matcher, candidate
from lod_archive.server.reconcile.extending import Table
from lod_archive.server.reconcile.extensions import read_extension
from lod_archive.server.reconcile.manifest import manifest
from lod_archive.server.reconcile.previews import Previews, flyout, years
from lod_archive.server.reconcile.refusals import RequestRefused
from lod_archive.server.reconcile.suggestions import (
    Typed,
    proposal,
    suggest_entities,
    suggest_words,
)
from lod_archive.server.reconcile.terms import Terms
from lod_archive.server.reconcile.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lod_archive.matching import Candidate, Entity, MatchingIndex
    from lod_archive.publish import Publication
    from lod_archive.query import Rows
    from lod_archive.server.reconcile.vocabulary import Asker, Words
    from lod_archive.server.reconcile.work import Work
    from lod_archive.server.responses import Response

_AT_ONCE: Final = 25
"""How many queries of a batch are answered before it is somebody else's turn."""
_MOST_PROPOSED: Final = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """A request.

    :param path: below ``/reconcile``; empty for the service itself.
    :param root: the address of the archive's first page, without a slash at its end.
    :param callback: the function that the answer is handed to, if it is to be a script.
    """

    path: str
    parameters: Mapping[str, str]
    language: str
    root: str
    callback: str | None = None

    def get(self, name: str) -> str:
        """A parameter; empty if it is not given."""
        return self.parameters.get(name, "")


class Service:
    """Answers requests about one publication.

    :param ask: answers SELECT queries on its store.
    :param work: what takes a while is done there.
    """

    def __init__(
        self, publication: Publication, index: MatchingIndex, ask: Asker, work: Work
    ) -> None:
        self._index = index
        self._ask = ask
        self._work = work
        self._terms = Terms.of_publication(publication.root, publication.facts.base)
        self._types = [iri for iri, _ in index.types()]
        prologue = Prologue(publication.facts.base)
        self._vocabulary = Vocabulary(ask, prologue, self._types)
        self._previews = Previews()
        self._matcher: Matcher | None = None
        self._paths: Mapping[str, Callable[[Asking, Words], Awaitable[Response]]] = {
            "": self._service,
            "suggest/entity": self._suggest_entity,
            "suggest/type": self._suggest_type,
            "suggest/property": self._suggest_property,
            "flyout/entity": self._flyout_entity,
            "flyout/type": self._flyout_type,
            "flyout/property": self._flyout_property,
            "preview": self._preview,
            "properties": self._propose,
        }

    async def answer(self, asking: Asking) -> Response:
        """The answer to a request.

        :raises RequestRefused: if it cannot be answered.
        :raises Unanswered: if the store does not answer.
        """
        answering = self._paths.get(asking.path)
        if answering is None:
            raise RequestRefused("there is nothing at this address", status=404)
        return await answering(asking, await self._vocabulary.words(asking.language))

    async def _service(self, asking: Asking, words: Words) -> Response:
        if "queries" in asking.parameters:
            return await self._reconcile(asking, words)
        if "extend" in asking.parameters:
            return await self._extend(asking, words)
        if "query" in asking.parameters:
            raise RequestRefused(
                "single queries ended with version 0.1", 'send queries={"q0": {"query": …}}'
            )
        said = manifest(asking.root, asking.language, self._terms, words, self._types)
        return json_answer(said, asking.callback)

    async def _reconcile(self, asking: Asking, words: Words) -> Response:
        matcher = await self._matching()
        batch = await self._work.run(matcher.read, asking.get("queries"))
        asked = [*batch.values()]
        parts = [asked[first : first + _AT_ONCE] for first in range(0, len(asked), _AT_ONCE)]
        found: list[list[Candidate]] = []
        for part in parts[:-1]:
            found += await self._work.run(matcher.match, part)

        def finished() -> Response:
            rest = matcher.match(parts[-1]) if parts else []
            results = {
                key: {"result": [candidate(each, self._terms, words) for each in candidates]}
                for key, candidates in zip(batch, [*found, *rest], strict=True)
            }
            return json_answer(results, asking.callback)

        return await self._work.run(finished)

    async def _extend(self, asking: Asking, words: Words) -> Response:
        matcher = await self._matching()

        def wanted() -> Table:
            extension = read_extension(asking.get("extend"))
            properties = {each.id: matcher.property(each.id) for each in extension.properties}
            return Table(extension, properties, self._index, self._terms)

        table = await self._work.run(wanted)
        rows = None if table.query is None else await self._values(table.query)

        def filled() -> Response:
            return json_answer(table.answer(rows, words, asking.language), asking.callback)

        return await self._work.run(filled)

    async def _values(self, sparql: str) -> Rows:
        try:
            return await self._ask(sparql)
        except Unanswered as unanswered:
            if isinstance(unanswered.outcome, Limited):
                said = "these are more values than are given at once"
                raise RequestRefused(said, "ask for fewer ids, or properties", 413) from None
            raise

    async def _suggest_entity(self, asking: Asking, words: Words) -> Response:
        matcher = await self._matching()

        def suggested() -> Response:
            types = [matcher.type(name) for name in asking.get("type").split(",") if name]
            typed = Typed.read(asking.get("prefix"), asking.get("cursor"))
            said = suggest_entities(typed, types, self._index, self._terms, words)
            return json_answer(said, asking.callback)

        return await self._work.run(suggested)

    async def _suggest_type(self, asking: Asking, words: Words) -> Response:
        typed = Typed.read(asking.get("prefix"), asking.get("cursor"))
        offered = ((self._terms.type_id(iri), iri) for iri in self._types)
        return json_answer(suggest_words(typed, offered, words), asking.callback)

    async def _suggest_property(self, asking: Asking, words: Words) -> Response:
        typed = Typed.read(asking.get("prefix"), asking.get("cursor"))
        offered = await self._offered(await self._kind(asking))
        return json_answer(suggest_words(typed, offered, words), asking.callback)

    async def _propose(self, asking: Asking, words: Words) -> Response:
        limit = asking.get("limit") or str(_MOST_PROPOSED)
        if not (limit.isdecimal() and len(limit) < 6):
            raise RequestRefused("“limit” must be a whole number, 0 or more")
        offered = await self._offered(await self._kind(asking))
        said = proposal(asking.get("type"), int(limit), offered, words)
        return json_answer(said, asking.callback)

    async def _flyout_entity(self, asking: Asking, words: Words) -> Response:
        entity = await self._work.run(self._entity, asking)
        types = ", ".join(words.name(iri) for iri in entity.types)
        said = flyout(entity.label, types, years(entity), entity.description)
        return json_answer({"id": asking.get("id"), "html": said}, asking.callback)

    async def _flyout_type(self, asking: Asking, words: Words) -> Response:
        return _flown_out(asking, (await self._matching()).type(asking.get("id")), words)

    async def _flyout_property(self, asking: Asking, words: Words) -> Response:
        return _flown_out(asking, (await self._matching()).property(asking.get("id")), words)

    async def _preview(self, asking: Asking, words: Words) -> Response:
        entity = await self._work.run(self._entity, asking)
        types = [words.name(iri) for iri in entity.types]
        address = f"{asking.root}/{self._terms.entity_id(entity.iri)}"
        return self._previews.page(entity, types, address, asking.language)

    def _entity(self, asking: Asking) -> Entity:
        entity = self._index.entity(self._terms.entity_iri(asking.get("id")))
        if entity is None:
            raise RequestRefused(f"there is no entity “{asking.get('id')[:100]}”", status=404)
        return entity

    async def _matching(self) -> Matcher:
        if self._matcher is None:
            properties = await self._vocabulary.properties()
            self._matcher = Matcher(self._index, self._terms, properties)
        return self._matcher

    async def _kind(self, asking: Asking) -> str | None:
        """The IRI of the type that was named; None if none was."""
        name = asking.get("type")
        return (await self._matching()).type(name) if name else None

    async def _offered(self, kind: str | None) -> Iterator[tuple[str, str]]:
        """Ids and IRIs of properties, those that most entities have first."""
        used = await self._vocabulary.used(kind)
        return ((self._terms.property_id(iri), iri) for iri in used)


def _flown_out(asking: Asking, iri: str, words: Words) -> Response:
    said = flyout(words.name(iri), words.description(iri), iri)
    return json_answer({"id": asking.get("id"), "html": said}, asking.callback)
