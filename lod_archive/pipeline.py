"""The whole flow on one screen: records → graphs → validated graph → publication."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from lod_archive import diagnosis, matching, shacl
from lod_archive import query as asking
from lod_archive.archive import CLAIMS, ArchiveFolder
from lod_archive.errors import ArchiveErrors, PublicationError
from lod_archive.graph import (
    Assembler,
    Dataset,
    Expander,
    Model,
    Previous,
    Problems,
    digest_of_links,
)
from lod_archive.graph.decision import Links
from lod_archive.graph.expand import weak_claims
from lod_archive.publish import STORE, Publication, catalogue, edition, publish_aside
from lod_archive.publish.edition import Edition
from lod_archive.publish.exports import digest_of_profiles, unexported
from lod_archive.shacl.triples import triples_of
from lod_archive.sources import Chunk, Record, read_chunks
from lod_archive.sources.sssom import Match, Verdict, accepted_sets, decision_files, read_decisions
from lod_archive.store import EmbeddedStore

if TYPE_CHECKING:
    import rdflib

DEFAULT_OUT: Final = "dist"
CHANGES: Final = "changes.jsonl"
"""The log of changes that an archive may keep for builds that find no publication to go on from."""

Progress: TypeAlias = Callable[[str, int], None]
"""Called with the name of the step under way and how much of it is done."""


def silent(step: str, done: int = 0) -> None:
    """The progress that tells nobody."""


@dataclass(frozen=True, slots=True)
class Built:
    """A publication, and what its making found out.

    :param report: what the shapes say of it: warnings, for violations are not published; None
        where nothing had changed since the last build.
    :param expanded: how many records were expanded; the graphs of the others were copied from
        the publication that was there.
    :param notices: what the archivist may want to know, a line each.
    """

    publication: Publication
    report: shacl.Report | None
    expanded: int = 0
    notices: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it was written now; False if nothing had changed."""
        return self.report is not None


class Archive(ArchiveFolder):
    """An archive and what can be done with it.

    >>> archive = Archive.open("tests/archives/strike")
    >>> for row in archive.query("SELECT ?date { ?strike a schema:Event ; dcterms:date ?date }"):
    ...     print(row["date"].value)
    1936-03-02
    """

    __slots__ = ()

    def build(
        self,
        out: str | Path | None = None,
        *,
        revision: str | None = None,
        force: bool = False,
        progress: Progress = silent,
    ) -> Built:
        """Validate the archive and publish it into a folder, in place of the publication there.

        Batches of records that have not changed since the last build are not expanded again; if
        nothing has changed at all, nothing is written.

        :param out: where to; ``dist`` in the archive's folder unless said otherwise.
        :param revision: the version of the records, such as a Git commit, to be published too.
        :param force: build everything anew.
        :param progress: called with each step and how much of it is done.
        :raises ArchiveErrors: with every mistake in the records.
        :raises NonConformance: if the graph breaks its shapes; what was published before stays.
        :raises PublicationError: if the publication cannot be written.
        """
        return build(self, out, revision=revision, force=force, progress=progress)

    def validate(
        self,
        *,
        engine: str | shacl.Engine = "auto",
        selection: shacl.Selection = shacl.EVERYTHING,
        progress: Progress = silent,
    ) -> shacl.Report:
        """What the archive's shapes say of its records, each result with its place.

        :param engine: who evaluates the shapes; see :func:`lod_archive.shacl.validate`.
        :param selection: which shapes, records and results are wanted, and how many results.
        :param progress: called with each step and how much of it is done.
        :raises ArchiveErrors: with every mistake that keeps the records from being read.
        """
        with self.assembled(progress) as (model, dataset):
            return validate(self, model, dataset, Checking(engine, selection, progress))

    def query(self, sparql: str) -> asking.Result:
        """The answer to a SPARQL query on the archive's records as they are now.

        :raises QueryError: if it is not SPARQL, or cannot be answered.
        """
        with self.source() as source:
            return asking.run(source, sparql)

    def query_named(self, name: str, values: Mapping[str, str] | None = None) -> asking.Result:
        """The answer to one of the archive's named queries, with the values of its parameters.

        :raises QueryError: if there is no such query, or a parameter is wrong.
        """
        named = asking.find_query(asking.load_queries(self.queries), name)
        with self.source() as source:
            return asking.run_named(source, named, values or {})

    def reconcile(
        self,
        names: Iterable[str],
        *,
        types: Iterable[str] = (),
        evidence: Mapping[str, Sequence[object]] | None = None,
        limit: int = 1,
    ) -> asking.Rows:
        """The entities that names mean, as they are written elsewhere: in any alphabet or spelling.

        A row for each candidate: ``name``, ``iri``, ``label``, ``score`` from 0 to 100, ``match``
        (whether it is safe to take it without looking) and ``why``. A name that means nothing
        here has one row, too.

        :param types: classes that the entities are to be of, such as ``schema:Person``.
        :param evidence: what else is known, by property, such as ``schema:birthDate``: a column
            with a value for each name, None where nothing is known.
        :param limit: how many candidates of a name are wanted at most.
        :raises QueryError: if a class or property is not one, or a column is of another length.

        >>> archive = Archive.open("tests/archives/strike")
        >>> for row in archive.reconcile(["Забастовка", "Chekhov"]):
        ...     print(row["name"].value, row["label"] and row["label"].value)
        Забастовка The strike
        Chekhov None
        """
        with self.source() as source, matching.indexed(source) as index:
            wanted = matching.Wanted(types, evidence or {}, limit)
            return matching.reconcile(index, names, wanted, source.prologue)

    def statements(self, thing: str, *, language: str = "en") -> asking.Rows:
        """What is said of a thing: a row for each statement and each claim that it rests on.

        The columns are those of :func:`lod_archive.query.statements`.

        :param thing: its id, a prefixed name or an IRI.
        :param language: in which to name other things, where they have a name in it.
        :raises QueryError: if there is no such entity, with the nearest ids.

        >>> archive = Archive.open("tests/archives/strike")
        >>> {row["property"].value for row in archive.statements("event/strike")} >= {"date"}
        True
        """
        with self.source() as source:
            return asking.statements(source, thing, language=language)

    def graph(self) -> rdflib.Graph:
        """All triples of the archive, as an rdflib graph: the union of its named graphs."""
        from lod_archive.shacl.rdflib_bridge import to_rdflib  # noqa: PLC0415 it imports rdflib

        with self.assembled() as (_, dataset):
            return to_rdflib(triples_of(dataset))

    @contextmanager
    def source(self, progress: Progress = silent) -> Iterator[asking.Source]:
        """The archive's graphs, ready to be asked, for as long as the context lasts."""
        with self.assembled(progress) as (model, dataset):
            dataset.store.oxigraph.extend(catalogue.credit(self.settings))
            locate = partial(diagnosis.places_of, self, model)
            yield asking.Source(dataset.store, asking.Prologue(dataset.base), locate)

    @contextmanager
    def assembled(self, progress: Progress = silent) -> Iterator[tuple[Model, Dataset]]:
        """The archive's graphs, checked but not validated, in memory and a temporary folder.

        :raises ArchiveErrors: with every mistake in the records.
        """
        with tempfile.TemporaryDirectory(prefix="lod-archive-") as folder:
            model = load_model(self)
            store = EmbeddedStore.in_memory()
            dataset = assemble(self, model, Path(folder), store, progress=progress)
            progress("loading the store", 0)
            load(self, dataset)
            yield model, dataset


def build(
    archive: ArchiveFolder,
    out: str | Path | None = None,
    *,
    revision: str | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Built:
    """Validate an archive and publish it into a folder, as :meth:`Archive.build` does."""
    target = Path(out) if out is not None else archive.root / DEFAULT_OUT
    _refuse_sources(archive, target)
    model = load_model(archive)
    last = None if force else edition.last_publication(target)
    queries = sorted(archive.queries.glob("*.rq"))
    inputs = _digest_of_inputs(archive, model, revision)
    if last is not None and last.facts.inputs == inputs:
        return Built(last, None)
    with (
        publish_aside(target) as folder,
        tempfile.TemporaryDirectory(prefix="lod-archive-") as work,
        closing(EmbeddedStore.create(folder / STORE)) as store,
    ):
        previous = edition.previous_graphs(last)
        dataset = assemble(archive, model, Path(work), store, previous=previous, progress=progress)
        report = load_and_validate(archive, model, dataset, progress)
        edition.publish(
            shacl.validated(dataset, report),
            folder,
            Edition(
                archive.settings,
                model.context.published(),
                inputs,
                now,
                revision=revision,
                last=last,
                log=edition.previous_log(target, archive.root / CHANGES),
                outlines=archive.outlines,
                queries=queries,
                shapes=archive.shapes,
                mapping_sets=accepted_sets(archive),
                locate=partial(diagnosis.places_of, archive, model),
            ),
            progress,
        )
    publication = Publication.open(target)
    left_out = unexported(archive.settings.exports, publication.files)
    notices = (*diagnosis.notices(archive, report), *left_out)
    return Built(publication, report, dataset.expanded, notices)


def now() -> datetime:
    """The time of a build, for what changes with it; ``SOURCE_DATE_EPOCH`` sets it.

    https://reproducible-builds.org/specs/source-date-epoch/

    :raises PublicationError: if that variable is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.now(UTC) if not given else datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise PublicationError(
            f"SOURCE_DATE_EPOCH is {given!r}, no time", hint="give seconds since 1970, or unset it"
        ) from None


def _refuse_sources(archive: ArchiveFolder, target: Path) -> None:
    """Do nothing unless the next build would read the publication as part of the archive."""
    for folder in archive.sources:
        if target.resolve().is_relative_to(folder):
            raise PublicationError(
                f"{folder.name}/ holds the archive's own files: a publication cannot lie there",
                hint="name a folder outside of it with --out",
            )


def load_model(archive: ArchiveFolder) -> Model:
    """What the archive's records are expanded with: context, ontologies, weak claims, links.

    :raises ArchiveErrors: with every mistake in the decisions on links.
    """
    model = Model.load(archive)
    return model.with_claims(weak_claims(_claims(archive), model)).with_links(_links(archive))


def _links(archive: ArchiveFolder) -> Links:
    """The links that people have accepted, by the id of their entity."""
    base = archive.settings.base
    accepted: defaultdict[str, tuple[tuple[Match, str], ...]] = defaultdict(tuple)
    for match in read_decisions(archive):
        if match.verdict is Verdict.ACCEPTED and match.at is not None:
            accepted[match.subject.removeprefix(base)] += ((match, match.at.file),)
    return dict(accepted)


def _claims(archive: ArchiveFolder) -> Iterator[Record]:
    """The claims, read ahead of everything that rests on them."""
    for chunk in read_chunks(archive):
        if not chunk.source.name.startswith(CLAIMS):
            return
        try:
            yield from chunk.records()
        except ArchiveErrors:
            continue  # reported when the file is read in its turn


def assemble(
    archive: ArchiveFolder,
    model: Model,
    folder: Path,
    store: EmbeddedStore,
    *,
    previous: Previous | None = None,
    progress: Progress = silent,
) -> Dataset:
    """The graphs of all records, written into the folder, to be loaded into the store.

    :param previous: the graphs of the last publication, to copy what has not changed.
    :raises ArchiveErrors: with every mistake in the records.
    """
    problems = Problems()
    expander = Expander(model, problems)
    digest = model.digest()
    done = 0
    with Assembler(folder) as assembler:
        assembler.add_ontology(model)
        for chunk in read_chunks(archive):
            links = digest_of_links(model.links, model.context.base, chunk.raw)
            key = _key(digest + links, chunk)
            if previous is None or not assembler.reuse(previous, key):
                records = _read(chunk, problems)
                assembler.add(chunk.source.name, key, expander.expand(records))
            done += assembler.parts[-1].records
            progress("reading records", done)
    problems.raise_any()
    return assembler.dataset(model, store)


def load(archive: ArchiveFolder, dataset: Dataset) -> None:
    """Load the archive's graphs into their store, and check them there.

    :raises ArchiveErrors: with every duplicate id and every dangling reference.
    """
    dataset.load()
    diagnosis.check_graphs(archive, dataset)


def load_and_validate(
    archive: ArchiveFolder, model: Model, dataset: Dataset, progress: Progress
) -> shacl.Report:
    """What the shapes say of the archive's graphs, which are loaded and checked meanwhile.

    Shapes are evaluated on the N-Quads, so neither waits for the other. The mistakes that
    :func:`load` finds come before those that :func:`validate` finds.
    """
    with ThreadPoolExecutor(1) as beside:
        loaded = beside.submit(load, archive, dataset)
        try:
            return validate(archive, model, dataset, Checking(progress=progress))
        finally:
            loaded.result()


@dataclass(frozen=True, slots=True)
class Checking:
    """How shapes are evaluated; see :func:`lod_archive.shacl.validate`."""

    engine: str | shacl.Engine = "auto"
    selection: shacl.Selection = shacl.EVERYTHING
    progress: Progress = silent


def validate(
    archive: ArchiveFolder, model: Model, dataset: Dataset, checking: Checking
) -> shacl.Report:
    """What the shapes say of the archive's graphs, each result with its place in the records.

    :raises ArchiveError: if the shapes are broken, or target what no record can be.
    """
    diagnosis.check_records(archive, dataset)
    checking.progress("validating", 0)
    report = shacl.validate(
        dataset.nquads,
        archive.shapes,
        engine=checking.engine,
        empty_classes=empty_classes(archive, model),
        selection=replace(checking.selection, most=None),  # the first are those by place
        progress=checking.progress,
    )
    located = diagnosis.with_places(report, archive, model)
    most = checking.selection.most
    return located if most is None else located.first(most)


def empty_classes(archive: ArchiveFolder, model: Model) -> frozenset[str]:
    """The classes that an archive may have no instance of: those of its terms, those declared."""
    terms = [term.iri for term in model.context.terms.values()]
    declared = [model.context.expand_iri(name) or name for name in archive.settings.empty_classes]
    return frozenset((*terms, *declared))


def _read(chunk: Chunk, problems: Problems) -> list[Record]:
    try:
        return chunk.records()
    except ArchiveErrors as errors:
        problems.add(errors)
        return []


def _key(digest: str, chunk: Chunk) -> str:
    """What the quads of a chunk depend on: the model, the file's name, the records."""
    text = f"{digest} {chunk.source.name} {chunk.digest}"
    return hashlib.sha256(text.encode()).hexdigest()


_DECISIVE: Final = ("anyascii", "pyoxigraph", "pyshacl", "Jinja2", "lxml")
"""The packages by whose version the files of a publication may differ."""


def _digest_of_inputs(archive: ArchiveFolder, model: Model, revision: str | None) -> str:
    """A SHA-256 that stays the same as long as a build would write the same publication."""
    packages = " ".join(version(name) for name in _DECISIVE)
    packages += f" {sqlite3.sqlite_version}"
    text = f"{model.digest()} {archive.settings!r} {revision} {packages} {digest_of_profiles()}"
    inputs = hashlib.sha256(text.encode())
    outlines = [archive.outlines] if archive.outlines else []
    queries = sorted(archive.queries.glob("*.rq"))
    tables = archive.tables
    for path in (*archive.shapes, *archive.ontologies, *tables, *outlines, *queries):
        inputs.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for path, name in decision_files(archive):
        inputs.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for chunk in read_chunks(archive):
        inputs.update(f"{chunk.source.name} {chunk.digest}\n".encode())
    return inputs.hexdigest()
