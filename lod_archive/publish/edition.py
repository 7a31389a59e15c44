"""All files of a publication, written in the order in which they depend on each other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import PublicationError
from lod_archive.graph import Part, Previous
from lod_archive.publish.aside import open_publication
from lod_archive.publish.catalogue import DESCRIPTION, Build, write_description
from lod_archive.publish.documents import CONTEXT, Document, Documents, write_graph
from lod_archive.publish.dumps import Dumps, write_dumps
from lod_archive.publish.exports import chosen_profiles, write_exports
from lod_archive.publish.hosting import write_hosting
from lod_archive.publish.pages import Index, Pages, Whole
from lod_archive.publish.pages.places_map import read_outlines
from lod_archive.publish.pages.writing import Writer, writing
from lod_archive.publish.publication import SEARCH, STORE, Facts, Publication, write_manifest
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
    from lod_archive.shacl import Report, ValidatedGraph

QUERIES: Final = "queries"
"""Where the named queries lie."""
REPORT: Final = "shacl-report.ttl"
_NQUADS: Final = iris.DUMPS + formats.N_QUADS.extension

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Edition:
    """What goes into a publication beside the graph.

    :param context: the text of its ``context.jsonld``.
    :param inputs: the digest of everything it is made from.
    :param revision: the version of the records, as the caller names it.
    :param last: the publication that it replaces; unchanged documents are taken from there.
    :param outlines: the outlines of land for the map, as TopoJSON.
    :param queries: the files of the archive's named queries.
    """

    settings: Settings
    context: str
    inputs: str
    revision: str | None = None
    last: Publication | None = None
    outlines: Path | None = None
    queries: Sequence[Path] = ()


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

    :raises PublicationError: if RDF/XML cannot express something.
    :raises ArchiveErrors: with the place of every record that breaks what a consumer requires.
    """
    dataset, prologue = valid.dataset, Prologue(valid.dataset.base)
    progress("writing dumps", 0)
    dumps = write_dumps(valid, folder)
    (folder / CONTEXT).write_text(edition.context, "utf-8", newline="\n")
    progress("reading for the pages", 0)
    index = Index.of(dataset)
    land = read_outlines(edition.outlines) if edition.outlines else []
    with writing(folder, edition.settings, index, land) as pages:
        documents = _write_documents(dataset, folder, edition.last, pages, progress)
    chosen, source = chosen_profiles(edition.settings.exports), Source(dataset.store, prologue)
    exports = write_exports(chosen.of_records, source, folder, progress)
    progress("describing the dataset", 0)
    build = Build(revision=edition.revision)
    statistics = write_description(
        valid, folder, edition.settings, dumps, exports=(*exports, *chosen.to_come), build=build
    )
    _add_description(dataset, folder)
    write_exports(chosen.of_dataset, source, folder, progress)
    _write_report(valid.report, folder)
    progress("indexing for the search", 0)
    index_publication(source, folder / SEARCH)
    progress("writing lists and views", 0)
    whole = Whole(dumps.dataset.sha256, edition.revision)
    Pages(folder, edition.settings, index, land).write_site(dataset.store, whole)
    write_hosting(folder, dataset.base)
    for query in edition.queries:
        (folder / QUERIES).mkdir(exist_ok=True)
        shutil.copyfile(query, folder / QUERIES / query.name)
    progress("writing the manifest", 0)
    return write_manifest(folder, _facts(dataset, dumps, statistics, documents, edition))


def _write_documents(
    dataset: Dataset, folder: Path, last: Publication | None, pages: Writer, progress: Progress
) -> int:
    """Write a document for each record, and one for the ontologies; gives their number.

    What links to a record changes without the record: pages are always written anew.
    """
    writer = Documents(folder, dataset.base)
    trees = dataset.read_trees()
    done = 0
    for part in dataset.parts:
        for quads in dataset.graphs(part):
            record_id = _record_id(quads, dataset.base)
            if part.is_reused and last is not None:
                _copy(record_id, last.root, folder)
            elif part.records:
                tree_id, tree = next(trees)
                assert tree_id == record_id, (tree_id, record_id)  # noqa: S101 — same order
                writer.write(Document(record_id, quads, tree))
            else:
                write_graph(folder, iris.ONTOLOGY, quads, dataset.base)
            if part.records:
                pages.write(record_id)
            done += 1
            progress("writing documents", done)
    return done


def _record_id(quads: list[ox.Quad], base: str) -> str:
    graph = quads[0].graph_name
    assert isinstance(graph, ox.NamedNode)  # noqa: S101 — every quad has a graph
    return graph.value.removeprefix(base + iris.DOCUMENTS)


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
