"""Going through candidates, one after another: what a person says of each is written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Generic, TypeVar

from lod_archive.archive import LINKS, ArchiveFolder
from lod_archive.linking.decided import DecisionFile
from lod_archive.linking.people import Person
from lod_archive.linking.suggesting import (
    candidate_files,
    is_linked,
    namespace_of,
    read_candidates,
)
from lod_archive.matching import Entity
from lod_archive.sources.sssom import Match, Row, Verdict, decision_files, read_decisions
from lod_archive.vocab.namespaces import OWL, SKOS

_T = TypeVar("_T")
_SUFFIX: Final = ".sssom.tsv"
_SAME: Final = frozenset((SKOS.exactMatch, OWL.sameAs))


@dataclass(frozen=True, slots=True)
class Case:
    """A pair to decide on.

    :param entity: what the archive knows; None if it has no such entity any more.
    :param set: the name of the mapping set that it belongs to.
    """

    match: Match
    entity: Entity | None
    set: str


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
    :param again: whether pairs that somebody was unsure of are shown, too.
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
        self._again = again
        self._candidates = _Unchanged(self._read_candidates)
        self._decisions = _Unchanged(lambda: read_decisions(archive))

    def waiting(self) -> list[Case]:
        """The pairs that wait, entity by entity, the best first.

        Those of an entity that is linked to the dataset already need no decision.

        :raises ArchiveErrors: with every mistake in the files of candidates and decisions.
        """
        decided_in = [path for path, _ in decision_files(self._archive)]
        decisions = self._decisions.get(decided_in)
        unsure = {each.pair for each in decisions if each.verdict is Verdict.UNSURE}
        decided = {each.pair for each in decisions} - (unsure if self._again else set())
        linked = {
            (each.subject, namespace_of(each.target))
            for each in decisions
            if each.verdict is Verdict.ACCEPTED and each.predicate in _SAME
        }
        return [
            case
            for case in self._candidates.get(candidate_files(self._archive))
            if case.match.pair not in decided and not self._is_linked(case.match, linked)
        ]

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
            entity is not None and is_linked(entity, namespace)
        )

    def decide(
        self, case: Case, verdict: Verdict, predicate: str = SKOS.exactMatch, comment: str = ""
    ) -> Path:
        """Write what the person says of a pair; gives the file.

        :raises ArchiveError: if it cannot be written.
        """
        iri, name = self.person.iri, self.person.name
        match = replace(
            case.match,
            verdict=verdict,
            predicate=predicate,
            people=(iri,) if iri else (),
            names=(name,) if name else (),
            date=self._today().isoformat(),
            comment=comment,
            justification="LexicalMatching" if verdict is Verdict.UNSURE else "MappingReview",
        )
        file = self._file(case.set)
        self._done.append(_Done(file, match, file.put(match)))
        return file.path

    def undo(self) -> Match | None:
        """Take back the last decision of this review; gives its pair, if there is one.

        :raises ArchiveError: if it cannot be written.
        """
        if not self._done:
            return None
        last = self._done.pop()
        last.file.restore(last.match, last.before)
        return last.match

    def _file(self, name: str) -> DecisionFile:
        settings = self._archive.settings
        path = self._archive.root / LINKS / f"{name}{_SUFFIX}"
        return DecisionFile(path, name, settings.base, settings.license)
