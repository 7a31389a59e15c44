"""Candidates for the entities of an archive that have no links yet, written to be decided on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lod_archive.archive import ArchiveFolder
from lod_archive.linking.decided import replace
from lod_archive.linking.target import Settled, Target, is_sure
from lod_archive.matching import Entity
from lod_archive.sources.file_problems import FileProblems
from lod_archive.sources.sssom import (
    Match,
    header_of,
    is_elsewhere,
    read_decisions,
    read_matches,
    row_of,
    write_head,
    write_table,
)
from lod_archive.sources.sssom.vocabulary import ARCHIVE, COLUMNS, PREDICATES
from lod_archive.vocab.namespaces import OWL, SCHEMA, SKOS

CANDIDATES: Final = "candidates"
"""The folder of an archive where candidates wait for a decision; nothing in it is published."""
ANSWERS: Final = f"{CANDIDATES}/answers"
"""Where answers of services are kept."""
IDENTITY: Final = frozenset((SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs))
"""Links that say that two are the same: with one to a dataset, no other is looked for there."""
_NAMESPACE_ENDS: Final = "/#"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was found.

    :param path: the file of the candidates.
    :param asked: for how many entities candidates were looked for.
    :param linked: how many were passed over, as they have a link to this dataset.
    :param found: how many of those asked for have a candidate.
    :param candidates: how many candidates there are in all.
    :param below: how many more there were whose score is too low.
    :param unusable: how many a link cannot lead to: no IRIs, or of the archive itself.
    """

    path: Path
    asked: int
    linked: int
    found: int
    candidates: int
    below: int = 0
    unusable: int = 0


def suggest(
    archive: ArchiveFolder,
    entities: Iterable[Entity],
    target: Target,
    *,
    least: float = 0.5,
    progress: Callable[[int], None] = lambda _: None,
) -> Suggested:
    """Look for candidates in a dataset, and write them to ``candidates/<name>.sssom.tsv``.

    Entities that are linked to the dataset already are passed over, and so are pairs that somebody
    has decided on: in their places come the next best. Candidates that the file has for other
    entities stay there.

    :param least: the score, from 0 to 1, below which a candidate is not worth a look, unless its
        dataset holds it to be safe.
    :param progress: called with the number of entities done.
    :raises ArchiveErrors: with every mistake in the decisions there are.
    :raises EndpointError: if a service cannot be asked; its answers so far are kept.
    """
    base = archive.settings.base
    namespace = target.namespace()
    wanted = list(entities)
    waiting = [each for each in wanted if not (namespace and is_linked(each, namespace))]
    settled = _settled(waiting, read_decisions(archive))
    matches: list[Match] = []
    found = below = unusable = 0
    for number, (entity, candidates) in enumerate(target.matches(waiting, settled), 1):
        usable = [match for match in candidates if is_elsewhere(match.target, base)]
        near = [match for match in usable if (match.score or 0) >= least or is_sure(match)]
        unusable += len(candidates) - len(usable)
        below += len(usable) - len(near)
        kept = [match for match in near if not is_linked(entity, namespace_of(match.target))]
        matches += kept
        found += bool(kept)
        progress(number)
    path = archive.root / CANDIDATES / f"{target.name}.sssom.tsv"
    asked = {entity.iri for entity in waiting}
    others = [each for each in read_candidates(archive, path) if each.subject not in asked]
    write_candidates(archive, path, target.name, [*others, *matches])
    return Suggested(
        path, len(waiting), len(wanted) - len(waiting), found, len(matches), below, unusable
    )


def _settled(entities: Iterable[Entity], decisions: Iterable[Match]) -> Settled:
    """What each entity is linked to, of whatever kind the link is, and what was decided on."""
    settled = {each.iri: set(links_of(each, PREDICATES.values())) for each in entities}
    for match in decisions:
        settled.setdefault(match.subject, set()).add(match.target)
    return settled


def is_linked(entity: Entity, namespace: str) -> bool:
    """Whether an entity is said to be the same as something whose IRI begins so."""
    return any(link.startswith(namespace) for link in links_of(entity, IDENTITY))


def is_related(entity: Entity, target: str) -> bool:
    """Whether an entity has a link to this already, of whatever kind."""
    return target in links_of(entity, PREDICATES.values())


def links_of(entity: Entity, predicates: Iterable[str]) -> Iterator[str]:
    """What an entity is linked to by any of these, by somebody's word at least."""
    for predicate in predicates:
        yield from entity.facts.get(predicate, ())
        yield from entity.disputed.get(predicate, ())


def namespace_of(iri: str) -> str:
    """What an IRI begins with, up to the name in it.

    >>> namespace_of("http://www.wikidata.org/entity/Q855")
    'http://www.wikidata.org/entity/'
    """
    return iri[: max(iri.rfind(sign, 0, -1) for sign in _NAMESPACE_ENDS) + 1] or iri


def candidate_files(archive: ArchiveFolder) -> list[Path]:
    """The files of candidates that there are."""
    return sorted((archive.root / CANDIDATES).glob("*.sssom.tsv"))


def read_candidates(archive: ArchiveFolder, path: Path) -> list[Match]:
    """The candidates in a file; none if it is not there.

    :raises ArchiveErrors: with every mistake in it.
    """
    if not path.exists():
        return []
    problems = FileProblems(path.relative_to(archive.root).as_posix())
    found = list(read_matches(path, archive.settings.base, problems))
    problems.raise_any()
    return found


def write_candidates(
    archive: ArchiveFolder, path: Path, name: str, matches: Sequence[Match]
) -> None:
    """Write candidates, by entity, the best first.

    :raises PublicationError: if the file cannot be written.
    """
    base = archive.settings.base
    prefixes: dict[str, str] = {ARCHIVE: base}
    ordered = sorted(matches, key=lambda each: (each.subject, -(each.score or 0), each.target))
    rows = [row_of(match, prefixes, base, name) for match in ordered]
    header: Mapping[str, object] = header_of(name, base, archive.settings.license, prefixes)
    used = {column for row in rows for column in row.cells} | {*COLUMNS[:3], COLUMNS[4]}
    columns = [column for column in COLUMNS if column in used | {"mapping_justification"}]
    replace(path, write_table(write_head(header), columns, rows))
