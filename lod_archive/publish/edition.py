"""All files of a publication, written in the order in which they depend on each other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from lod_archive.errors import PublicationError
from lod_archive.graph import Part, Previous
from lod_archive.matching import index_matching
from lod_archive.publish.aside import open_publication
from lod_archive.publish.catalogue import DESCRIPTION, Build, credit, write_description
from lod_archive.publish.changes import (
    LOG,
    Change,
    Content,
    Contents,
    changes_since,
    latest,
    read_log,
    write_feeds,
    write_log,
)
from lod_archive.publish.citations import Citations
from lod_archive.publish.discovery import write_discovery
from lod_archive.publish.documents import CONTEXT, write_graph
from lod_archive.publish.dumps import Dumps, write_dumps
from lod_archive.publish.exports import HARVESTED, chosen_profiles, write_exports
from lod_archive.publish.files import Files
from lod_archive.publish.hosting import write_hosting
from lod_archive.publish.pages.index import Index
from lod_archive.publish.pages.places_map import Outline, read_outlines
from lod_archive.publish.pages.renderer import Renderer
from lod_archive.publish.pages.site import write_site
from lod_archive.publish.pages.views import Whole
from lod_archive.publish.pages.writing import Draft, Writer, writing
from lod_archive.publish.profiles import profiles, records_of
from lod_archive.publish.publication import (
    MATCHING,
    SEARCH,
    STORE,
    Facts,
    Publication,
    write_manifest,
)
from lod_archive.publish.shapes import write_shapes
from lod_archive.query import Prologue, Source
from lod_archive.query.search import index_publication
from lod_archive.shacl import FORMATS
from lod_archive.store import EmbeddedStore
from lod_archive.vocab import formats, iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS

if TYPE_CHECKING:
    from lod_archive.archive import Settings
    from lod_archive.graph import Dataset
    from lod_archive.publish.statistics import Statistics
    from lod_archive.query.source import Locate
    from lod_archive.shacl import Report, ValidatedGraph

QUERIES: Final = "queries"
"""Where the named queries lie."""
REPORT: Final = "shacl-report.ttl"
_NQUADS: Final = iris.DUMPS + formats.N_QUADS.extension

_BATCH: Final = 250
"""How many records the store is asked about at once."""

Progress = Callable[[str, int], None]
_Drafted: TypeAlias = tuple[str, bytes, Draft | None]
"""The id of a record, its graph in canonical N-Quads, and a draft if its documents are new."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What goes into a publication beside the graph.

    :param context: the text of its ``context.jsonld``.
    :param inputs: the digest of everything it is made from.
    :param clock: tells the time that changes are stamped with, as late as can be.
    :param revision: the version of the records, as the caller names it.
    :param last: the publication that it replaces; unchanged documents are taken from there.
    :param log: what has changed until then, and when.
    :param outlines: the outlines of land for the map, as TopoJSON.
    :param queries: the files of the archive's named queries.
    :param shapes: the files of the shapes that it was checked with.
    :param mapping_sets: the texts of the mapping sets with the links that people accepted, by name.
    :param locate: says where nodes of records are written.
    """

    settings: Settings
    context: str
    inputs: str
    clock: Callable[[], datetime]
    revision: str | None = None
    last: Publication | None = None
    log: Sequence[Change] = ()
    outlines: Path | None = None
    queries: Sequence[Path] = ()
    shapes: Sequence[Path] = ()
    mapping_sets: Mapping[str, str] = field(default_factory=dict)
    locate: Locate | None = None


def last_publication(target: Path) -> Publication | None:
    """The whole and undamaged publication in a folder, or None. Reads all its files.

    Whatever is damaged or missing must not be taken over by the next one, which would list it
    with a checksum of its own.
    """
    try:
        last = open_publication(target)
        EmbeddedStore.open(last.root / STORE).close()
    except PublicationError:
        return None
    return last if next(last.damaged(), None) is None else None


def previous_graphs(last: Publication | None) -> Previous | None:
    """The graphs of the last publication, if its N-Quads are still as they were written.

    They are looked at once more, for another build may have replaced them in the meantime.
    """
    if last is None or not last.is_intact(_NQUADS):
        return None
    parts = [Part(**part) for part in last.facts.parts]
    if not parts or parts[-1].end != last.files[_NQUADS].size:
        return None
    return Previous(last.root / _NQUADS, {part.key: part for part in parts})


def publish(
    valid: ValidatedGraph, folder: Path, edition: Edition, progress: Progress
) -> Publication:
    """Write everything but the store's triples, which are there already; the manifest comes last.

    What is about all records together is written beside what is about each.

    :raises PublicationError: if RDF/XML cannot express something.
    :raises ArchiveErrors: with the place of every record that breaks what a consumer requires.
    """
    dataset = valid.dataset
    source = Source(dataset.store, Prologue(dataset.base))
    (folder / CONTEXT).write_text(edition.context, "utf-8", newline="\n")
    progress("writing dumps", 0)
    index = Index.of(dataset)
    land = read_outlines(edition.outlines) if edition.outlines else []
    with ThreadPoolExecutor(1) as beside:
        with writing(folder, edition.settings, index, land) as writer:
            dumps = beside.submit(write_dumps, valid, folder)
            statistics = beside.submit(_write_whole, valid, folder, edition, dumps, index, land)
            contents = Contents(index, credit(edition.settings))
            drafts = _drafts(dataset, folder, edition.last)
            for record_id, nquads in _write_documents(drafts, source, writer, progress):
                contents.add(record_id, nquads)
        progress("writing exports, lists and views", 0)
    harvested = {name: {*records_of(profiles()[name], source)} for name in HARVESTED}
    changed = latest(_write_changes(contents.of(harvested), folder, edition))
    write_discovery(folder, edition.settings, {key: each.time for key, each in changed.items()})
    progress("writing the manifest", 0)
    facts = _facts(dataset, dumps.result(), statistics.result(), len(contents) + 1, edition)
    return write_manifest(folder, facts)


def _write_whole(
    valid: ValidatedGraph,
    folder: Path,
    edition: Edition,
    dumped: Future[Dumps],
    index: Index,
    land: Sequence[Outline],
) -> Statistics:
    """Write what is about all records together, beside the dumps; gives their statistics.

    The order matters: the description gives the checksums of the dumps, and the search and the
    views ask the store, which knows the description then.
    """
    dataset, dumps = valid.dataset, dumped.result()
    chosen, is_named = chosen_profiles(edition.settings.exports), bool(edition.settings.exports)
    locate = edition.locate if is_named else None  # else none is told
    source = Source(dataset.store, Prologue(dataset.base), locate)
    dataset.store.oxigraph.extend(credit(edition.settings))
    exports = write_exports(chosen.of_records, source, folder, is_named=is_named)
    build = Build(revision=edition.revision)
    statistics = write_description(
        valid, folder, edition.settings, dumps, exports=(*exports, *chosen.to_come), build=build
    )
    _add_description(dataset, folder)
    write_exports(chosen.of_dataset, source, folder, is_named=is_named)
    _write_report(valid.report, folder)
    write_shapes(folder, edition.shapes, dataset.base)
    index_publication(source, folder / SEARCH)
    index_matching(source, folder / MATCHING)
    whole = Whole(dumps.dataset.sha256, edition.revision, statistics)
    write_site(Renderer(folder, edition.settings, index), dataset.store, whole, land)
    write_hosting(folder, dataset.base)
    for query in edition.queries:
        (folder / QUERIES).mkdir(exist_ok=True)
        shutil.copyfile(query, folder / QUERIES / query.name)
    files = Files(folder)
    for name, text in edition.mapping_sets.items():
        files.write(iris.LINKS + name, text.encode())
    return statistics


def previous_log(target: Path, kept: Path) -> list[Change]:
    """What has changed until now: as the last publication has it, else as the archive has kept it.

    :param kept: where an archive keeps the log that it begins with, if it does.
    :raises PublicationError: if what is there is no log.
    """
    try:
        last = open_publication(target)
    except PublicationError:
        return read_log(kept)
    return read_log(last.root / LOG) or read_log(kept)


def _write_changes(
    contents: Mapping[str, Content], folder: Path, edition: Edition
) -> Sequence[Change]:
    """Write the log, gone on with, and its feeds; gives the log."""
    log = [*edition.log, *changes_since(edition.log, contents, edition.clock())]
    write_log(folder / LOG, log)
    write_feeds(folder, log, edition.settings)
    return log


def _write_documents(
    drafts: Iterator[_Drafted], source: Source, writer: Writer, progress: Progress
) -> Iterator[tuple[str, bytes]]:
    """Write what is published of each record; gives each record's graph."""
    citations, base = Citations(source), source.prologue.base or ""
    done = 1  # that of the ontologies
    while batch := [*islice(drafts, _BATCH)]:
        references = citations.of(base + record_id for record_id, _, _ in batch)
        for record_id, nquads, draft in batch:
            writer.write(record_id, draft, references.get(base + record_id, ()))
            yield record_id, nquads
            done += 1
            progress("writing documents", done)


def _drafts(dataset: Dataset, folder: Path, last: Publication | None) -> Iterator[_Drafted]:
    """Each record with its graph, and what its documents are made from.

    What has not changed has none: its documents are taken from the last publication. But what
    links to a record changes without the record: pages are always written anew. The document of
    the ontologies, which are no record, is written.
    """
    trees = dataset.read_trees()
    for part in dataset.parts:
        for graph, nquads in dataset.texts(part):
            record_id = graph.removeprefix(dataset.base + iris.DOCUMENTS)
            if part.is_reused and last is not None:
                _copy(record_id, last.root, folder)
                yield record_id, nquads, None
            elif part.records:
                tree_id, tree = next(trees)
                assert tree_id == record_id, (tree_id, record_id)  # noqa: S101 — same order
                yield record_id, nquads, Draft(nquads, tree)
            else:
                quads = ox.parse(nquads, ox.RdfFormat.N_QUADS, lenient=True)
                write_graph(folder, iris.ONTOLOGY, quads, dataset.base)


def _copy(record_id: str, last: Path, folder: Path) -> None:
    """Take a document from the last publication: a second name for the file, where possible."""
    for written_in in DOCUMENT_FORMATS:
        path = iris.document_path(record_id, written_in.extension)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(last / path, folder / path)
        except OSError:  # another filesystem, or one without links
            shutil.copyfile(last / path, folder / path)


def _add_description(dataset: Dataset, folder: Path) -> None:
    """Let the store answer questions about the dataset itself, too."""
    path = folder / iris.document_path(iris.DATASET, formats.N_TRIPLES.extension)
    store = dataset.store.oxigraph
    store.load(path=path, to_graph=ox.NamedNode(dataset.base + DESCRIPTION))
    store.flush()
    store.optimize()  # for those who will ask it


def _write_report(report: Report, folder: Path) -> None:
    with (folder / REPORT).open("w", encoding="utf-8", newline="\n") as file:
        FORMATS["turtle"](report, file)


def _facts(
    dataset: Dataset, dumps: Dumps, statistics: Statistics, documents: int, edition: Edition
) -> Facts:
    return Facts(
        base=dataset.base,
        dataset=dumps.dataset,
        counts={
            "records": dataset.records,
            "triples": statistics.triples,
            "entities": statistics.entities,
            "documents": documents,
            "links": sum(link.triples for link in statistics.links),
        },
        inputs=edition.inputs,
        parts=[_as_json(part) for part in dataset.parts],
    )


def _as_json(part: Part) -> dict[str, object]:
    """A part as the manifest has it: without whether it was copied, which changes no byte."""
    return {key: value for key, value in asdict(part).items() if key != "is_reused"}
