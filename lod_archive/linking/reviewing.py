"""Going through candidates, one after another: what a person says of each is written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar

from lod_archive.archive import LINKS, ArchiveFolder
from lod_archive.linking.decided import DecisionFile, one_at_a_time
from lod_archive.linking.people import Person
from lod_archive.linking.suggesting import (
    IDENTITY,
    candidate_files,
    is_linked,
    is_related,
    links_of,
    namespace_of,
    read_candidates,
)
from lod_archive.matching import Entity
from lod_archive.sources.characters import UNPUBLISHABLE
from lod_archive.sources.sssom import Match, Row, Verdict, decision_files, read_decisions
from lod_archive.vocab.namespaces import SKOS

_T = TypeVar("_T")
_SUFFIX: Final = ".sssom.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    """A pair to decide on.

    :param entity: what the archive knows; None if it has no such entity any more.
    :param set: the name of the mapping set that it belongs to.
    :param same: the IRIs of other entities of the archive that are said to be the same as it.
    """

    match: Match
    entity: Entity | None
    set: str
    same: tuple[str, ...] = ()


class _Unchanged(Generic[_T]):
    """What was read of some files, read anew only when one of them has changed."""

    def __init__(self, read: Callable[[], _T]) -> None:
        self._read = read
        self._kept: tuple[object, _T] | None = None

    def get(self, paths: Iterable[Path]) -> _T:
        states = [(path, path.stat()) for path in paths]
        stamp = [(path, one.st_ino, one.st_mtime_ns, one.st_size) for path, one in states]
        if self._kept is None or self._kept[0] != stamp:
            self._kept = stamp, self._read()
        return self._kept[1]


@dataclass(frozen=True, slots=True)
class _Done:
    file: DecisionFile
    match: Match
    before: Row | None


class Review:
    """The candidates of an archive that wait for a decision, and the decisions made.

    :param entities: what the archive knows of its entities, by their IRIs.
    :param person: who decides.
    :param today: gives the day.
    :param again: whether pairs that somebody was unsure of are shown, too: each once.
    """

    def __init__(
        self,
        archive: ArchiveFolder,
        entities: Mapping[str, Entity],
        person: Person,
        today: Callable[[], date],
        *,
        again: bool = False,
    ) -> None:
        self.person = person
        self._archive = archive
        self._entities = entities
        self._today = today
        self._done: list[_Done] = []
        self._answered: set[tuple[str, str]] = set()
        self._again = again
        self._candidates = _Unchanged(self._read_candidates)
        self._decisions = _Unchanged(lambda: read_decisions(archive))

    def waiting(self) -> list[Case]:
        """The pairs that wait, entity by entity, the best first.

        Those of an entity that is linked to the dataset already need no decision.

        :raises ArchiveErrors: with every mistake in the files of candidates and decisions.
        """
        decisions = self._read_decisions()
        cases = self._candidates.get(candidate_files(self._archive))
        decided = {each.pair for each in decisions}
        if self._again:
            unsure = [each for each in decisions if each.verdict is Verdict.UNSURE]
            decided -= {each.pair for each in unsure} - self._answered
            proposed = {case.match.pair for case in cases}
            cases = [*cases, *(self._case(each) for each in unsure if each.pair not in proposed)]
        linked = {
            (each.subject, namespace_of(each.target))
            for each in decisions
            if each.verdict is Verdict.ACCEPTED and each.predicate in IDENTITY
        }
        same = self._linked_to(decisions)
        return [
            replace(case, same=tuple(sorted(same[case.match.target])))
            for case in cases
            if case.match.pair not in decided and not self._is_linked(case.match, linked)
        ]

    def _linked_to(self, decisions: Iterable[Match]) -> defaultdict[str, set[str]]:
        """By the IRI of something elsewhere, those of the entities that it is the same as."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for target, stated in self._stated.items():
            found[target] |= stated
        for each in decisions:
            if each.verdict is Verdict.ACCEPTED and each.predicate in IDENTITY:
                found[each.target].add(each.subject)
        return found

    @cached_property
    def _stated(self) -> dict[str, set[str]]:
        """The same by what records state themselves."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for entity in self._entities.values():
            for target in links_of(entity, IDENTITY):
                found[target].add(entity.iri)
        return found

    def _read_decisions(self) -> tuple[Match, ...]:
        return self._decisions.get([path for path, _ in decision_files(self._archive)])

    def _case(self, decision: Match) -> Case:
        return Case(decision, self._entities.get(decision.subject), self._file("", decision).name)

    def _read_candidates(self) -> list[Case]:
        return [
            Case(match, self._entities.get(match.subject), path.name.removesuffix(_SUFFIX))
            for path in candidate_files(self._archive)
            for match in read_candidates(self._archive, path)
        ]

    def _is_linked(self, match: Match, linked: set[tuple[str, str]]) -> bool:
        namespace = namespace_of(match.target)
        entity = self._entities.get(match.subject)
        return (match.subject, namespace) in linked or (
            entity is not None
            and (is_linked(entity, namespace) or is_related(entity, match.target))
        )

    def decide(
        self, case: Case, verdict: Verdict, predicate: str = SKOS.exactMatch, comment: str = ""
    ) -> Path | None:
        """Write what the person says of a pair; gives the file.

        :returns: None if somebody else has decided on the pair since it was shown.
        :raises ArchiveError: if it cannot be written.
        """
        with one_at_a_time(self._archive.root / LINKS):
            earlier = {each.pair: each for each in self._read_decisions()}.get(case.match.pair)
            if earlier and (earlier.verdict is not Verdict.UNSURE or not self._again):
                return None
            return self._written(case, verdict, predicate, comment, earlier)

    def _written(
        self, case: Case, verdict: Verdict, predicate: str, comment: str, earlier: Match | None
    ) -> Path:
        iri, name = self.person.iri, self.person.name
        match = replace(
            case.match,
            verdict=verdict,
            predicate=predicate,
            people=(iri,) if iri else (),
            names=(name,) if name else (),
            date=self._today().isoformat(),
            comment=UNPUBLISHABLE.sub("", comment),
            justification="LexicalMatching" if verdict is Verdict.UNSURE else "MappingReview",
        )
        file = self._file(case.set, earlier)
        self._done.append(_Done(file, match, file.put(match)))
        self._answered.add(match.pair)
        return file.path

    def undo(self) -> Match | None:
        """Take back the last decision of this review; gives its pair, if there is one.

        :raises ArchiveError: if it cannot be written.
        """
        if not self._done:
            return None
        last = self._done[-1]
        last.file.restore(last.match, last.before)
        self._done.pop()
        self._answered.discard(last.match.pair)
        return last.match

    def _file(self, name: str, earlier: Match | None) -> DecisionFile:
        """The mapping set of this name; or the one that has a decision on the pair already."""
        settings = self._archive.settings
        path = self._archive.root / LINKS / f"{name}{_SUFFIX}"
        if earlier and earlier.at:
            path = self._archive.root / earlier.at.file
        return DecisionFile(path, path.name.removesuffix(_SUFFIX), settings.base, settings.license)
