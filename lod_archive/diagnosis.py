"""From something wrong in the graph to the line of the record that says it.

The checks of a graph run where the triples are, and know no files. When one fails, the records
concerned are read again to say where; while all is well, nothing is paid for this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from lod_archive.archive import BUILT_IN, ArchiveFolder
from lod_archive.errors import ArchiveError, Location, ModelError, SourceError, did_you_mean
from lod_archive.graph import Dataset, Model, Problems
from lod_archive.graph.checks import (
    dangling_targets,
    has_duplicate_ids,
    ids_of_collection,
    mentioned,
    without_record,
)
from lod_archive.graph.places import Places, place_of_reference
from lod_archive.graph.problems import LIMIT
from lod_archive.shacl import Report, Result
from lod_archive.shacl.report import LOCATED
from lod_archive.sources import Record, extension_hint, find_records, read_chunks, unread_files
from lod_archive.sources.sssom import read_decisions
from lod_archive.vocab import iris

_SUGGESTIONS: Final = 50
"""For how many dangling ids the closest others are looked for."""


def check_graphs(archive: ArchiveFolder, dataset: Dataset) -> None:
    """Check that ids are unique, and that neither a reference nor a decision on a link dangles.

    :raises ArchiveErrors: with the place of every duplicate, reference and decision.
    """
    problems = Problems()
    if has_duplicate_ids(dataset):
        for error in _duplicates(archive):
            problems.add(error)
    targets = list(dangling_targets(dataset))
    for error in _dangling(archive, dataset, targets[:LIMIT]):
        problems.add(error)
    problems.omitted += len(targets[LIMIT:])
    for error in _unknown_subjects(archive, dataset):
        problems.add(error)
    problems.raise_any()


def _unknown_subjects(archive: ArchiveFolder, dataset: Dataset) -> Iterable[ArchiveError]:
    """Each decision on a link of an entity that is not there."""
    base = dataset.base
    decisions = read_decisions(archive)
    unknown = list(without_record(dataset, {match.subject: None for match in decisions}))
    ids = [iri.removeprefix(base) for iri in unknown]
    hints = dict(zip(unknown, _suggestions(dataset, ids), strict=True))
    for match in decisions:
        if match.subject in hints:
            yield ModelError(
                f"no record has the id “{match.subject.removeprefix(base)}”",
                at=match.at,
                hint=hints[match.subject] or "delete the row, or correct its subject_id",
            )


def check_records(archive: ArchiveFolder, dataset: Dataset) -> None:
    """Check that there are records: shapes would have nothing to look at.

    :raises SourceError: if there is none.
    """
    if not dataset.records:
        unread = next(iter(_unread(archive)), None)
        hint = unread or "write one, such as data/events/strike.yaml"
        raise SourceError("there is no record below data/", hint=hint)


def _duplicates(archive: ArchiveFolder) -> Iterable[ArchiveError]:
    first: dict[str, Record] = {}
    for chunk in read_chunks(archive):
        for record in chunk.records():
            record_id = str(record.data.get("id", record.data.get("@id")))
            record_id = record_id.removeprefix(archive.settings.base)
            earlier = first.setdefault(record_id, record)
            if earlier is not record:
                yield ModelError(
                    f"the id “{record_id}” is taken by the record at {earlier.locate()}",
                    at=record.locate(("id",)),
                    hint="give one of them another id, or make one record of the two",
                )


def _dangling(
    archive: ArchiveFolder, dataset: Dataset, targets: list[str]
) -> Iterable[ArchiveError]:
    found = [mentioned(dataset, target) for target in targets]
    mentioning = {record_id for one in found for record_id in one.mentioned_by[:LIMIT]}
    records = find_records(archive, mentioning)
    authors = {iri: match.at for match in read_decisions(archive) for iri in match.people}
    for one, near in zip(found, _suggestions(dataset, targets), strict=True):
        for record_id in one.mentioned_by:
            for record in records.get(record_id, ()):
                yield ModelError(
                    f"no record has the id “{one.target}”",
                    at=authors.get(dataset.base + one.target)
                    or place_of_reference(record, dataset.base, one.target),
                    hint=near or "write a record with this id, or correct the reference",
                )


def _suggestions(dataset: Dataset, targets: list[str]) -> Iterable[str | None]:
    """For each of the first few targets the ids most like it; comparing takes long for many."""
    ids: dict[str, list[str]] = {}
    for number, target in enumerate(targets):
        collection = target.partition("/")[0]
        if number >= _SUGGESTIONS:
            yield None
            continue
        if collection not in ids:
            ids[collection] = ids_of_collection(dataset, target)
        yield did_you_mean(target, ids[collection])


def with_places(report: Report, archive: ArchiveFolder, model: Model) -> Report:
    """The report, each result with the file, line and column of what it is about.

    Of very many results only the first: :data:`lod_archive.shacl.report.LOCATED`.
    """
    base = archive.settings.base
    wanted = {_record_id(each.focus_node.value, base) for each in report.results[:LOCATED]}
    records = find_records(archive, wanted)

    places = Places(model)
    decided = {match.pair: match.at for match in read_decisions(archive)}

    def locate(result: Result) -> Location | None:
        if result.value is not None:
            pair = iris.entity_of(result.focus_node.value), result.value.value
            if at := decided.get(pair):
                return at
        for record in records.get(_record_id(result.focus_node.value, base), ()):
            node, value = result.focus_node.value, result.value
            return places.place_of(record, node, result.predicates, value)
        return None

    located = report.located(locate)
    if len(report.results) <= LOCATED:
        return located
    return replace(located, notes=(*report.notes, _FEW_PLACES))


def places_of(archive: ArchiveFolder, model: Model, nodes: Collection[str]) -> dict[str, Location]:
    """Where nodes are written, by IRI: records, and what records have within them."""
    base, places = archive.settings.base, Places(model)
    records = find_records(archive, {_record_id(node, base) for node in nodes})
    return {
        node: places.place_of(record, node)
        for node in nodes
        for record in records.get(_record_id(node, base), ())[:1]
    }


_FEW_PLACES: Final = f"only the first {LOCATED:,} results have their place in the records"


def _record_id(focus_node: str, base: str) -> str:
    """The id of the record whose graph describes this node: an entity, a statement, a document."""
    relative = iris.entity_of(focus_node).removeprefix(base)
    return relative.removeprefix(iris.DOCUMENTS)


def notices(archive: ArchiveFolder, report: Report) -> tuple[str, ...]:
    """What the archivist may want to know although nothing is wrong."""
    return (*_unread(archive), *_unchecked(archive, report))


def _unread(archive: ArchiveFolder) -> Iterable[str]:
    for path in unread_files(archive):
        name = path.relative_to(archive.root).as_posix()
        yield f"{name} is not read: {extension_hint(path)}"


def _unchecked(archive: ArchiveFolder, report: Report) -> Iterable[str]:
    """Shapes of the archive's own that looked at nothing; of the built-in ones that is usual."""
    own = {str(path) for path in archive.shapes if not path.is_relative_to(BUILT_IN)}
    for rule in report.rules:
        if report.checked.get(rule.shape) == 0 and rule.at and rule.at.file in own:
            yield f"{rule.at}: {rule.name or rule.shape} checked nothing"
