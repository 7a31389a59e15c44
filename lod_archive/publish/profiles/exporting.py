"""From a store to the files that consumers take: view, check, write, record by record.

No more than a batch of records is in memory at a time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote

import pyoxigraph as ox

from lod_archive import shacl
from lod_archive.errors import (
    ArchiveError,
    ArchiveErrors,
    Location,
    NonConformance,
    PublicationError,
)
from lod_archive.publish import serialization
from lod_archive.publish.profiles.linked import LinkedNodes, construct
from lod_archive.publish.profiles.losses import Loss, Losses, left_out
from lod_archive.publish.profiles.view import View
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import DCTERMS, FOAF, RDF, RDFS

if TYPE_CHECKING:
    from lod_archive.publish.profiles.output import Output
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source

Progress: TypeAlias = Callable[[str, int], None]
_BATCH: Final = 1000
"""How many records are viewed at once."""
_MOST: Final = 100
"""How many errors are told at most."""
_UNIX: Final = 3
"""ZIP's number of the system whose file permissions an entry has; the same wherever it is made."""
_CLASSES: Final = "SELECT DISTINCT ?class WHERE { ?class rdfs:subClassOf* ?wanted }"
_RECORDS: Final = "SELECT ?record WHERE { ?record a ?class . ?document foaf:primaryTopic ?record }"
_FILE: Final = "SELECT ?file WHERE { ?document foaf:primaryTopic ?record ; dcterms:source ?file }"
_PREFIXES: Final = {"foaf": FOAF, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS}


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    :param records: how many were written.
    :param losses: what the form has no place for.
    """

    records: int
    losses: tuple[Loss, ...]


def export(
    profile: Profile,
    source: Source,
    output: Output,
    file: IO[bytes],
    progress: Progress = lambda step, done: None,
) -> Exported:
    """Write all records that a profile is for into a file, in one of the profile's forms.

    :param source: a publication's store, or the graphs of an archive.
    :param progress: called with the step and how many records are done.
    :raises ArchiveErrors: with the place of every record that breaks what the consumer requires,
        or that the form cannot hold. What was written until then is not to be used.
    """
    export = Export(profile, source, output)
    views = export.checked(export.views(records_of(profile, source)), progress)
    export.write(views, file)
    export.raise_any()
    base = source.prologue.base or ""
    lost = [replace(loss, example=loss.example.removeprefix(base)) for loss in export.losses]
    return Exported(export.written, (*left_out(profile, source), *lost))


def export_records(
    profile: Profile, source: Source, output: Output, records: Sequence[str], file: IO[bytes]
) -> int:
    """Write some records, as :func:`export` does all; gives how many there were.

    A record of a class that the profile is not for is left out.
    """
    export = Export(profile, source, output)
    fitting = records_of(profile, source, records)
    export.write(export.checked(export.views(fitting), lambda step, done: None), file)
    export.raise_any()
    return export.written


def records_of(profile: Profile, source: Source, among: Sequence[str] | None = None) -> list[str]:
    """The IRIs of the records that a profile is for, in order.

    :param among: look at these alone.
    """
    wanted = f"VALUES ?wanted {{ {_listed(profile.classes)} }}"
    classes = [*profile.classes, *_column(source, f"{_CLASSES} {wanted}", "class")]
    values = f"VALUES ?class {{ {_listed(dict.fromkeys(classes))} }}"
    if among is not None:
        values = f"VALUES (?record ?class) {{ {_pairs(among, classes)} }}"
    return sorted(set(_column(source, f"{_RECORDS} {values}", "record")))


def _column(source: Source, query: str, name: str) -> list[str]:
    """The IRIs that a query finds for a variable."""
    rows = source.store.query(query, prefixes=_PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 it is a SELECT
    return [row[name].value for row in rows]


class Export:
    """An export under way: what it has written, lost and found wrong."""

    def __init__(self, profile: Profile, source: Source, output: Output) -> None:
        self.written = 0
        self.losses = Losses()
        self._profile = profile
        self._source = source
        self._output = output
        self._linked = LinkedNodes(profile, source)
        self._errors: list[ArchiveError] = []
        self._omitted = 0

    def views(self, records: Sequence[str]) -> Iterator[View]:
        """What the profile says of the records, batch by batch."""
        for start in range(0, len(records), _BATCH):
            batch = records[start : start + _BATCH]
            yield view(self._profile, self._source, batch, self._linked)

    def checked(self, views: Iterable[View], progress: Progress) -> Iterator[View]:
        """The views as they are; what breaks the consumer's shapes is noted."""
        shapes = shacl.Shapes.read([str(self._profile.shapes)])
        looked_at = _looked_at(self._profile.shapes)
        done = 0
        for each in views:
            triples = [one for one in each.triples if one.predicate.value in looked_at]
            report = shacl.validate(triples, shapes, strict=False)
            for result in report.violations:
                self._note(NonConformance(result.message(), hint=result.hint), result.focus_node)
            for record in each.records:
                if record not in each.nodes:
                    self._note(PublicationError("the view has nothing"), ox.NamedNode(record))
            yield each
            done += len(each.records)
            progress(f"writing {self._profile.name}.{self._output.extension}", done)

    def write(self, views: Iterable[View], file: IO[bytes]) -> None:
        """Write the views in this form."""
        output = self._output
        if output.record is None:
            quads = (ox.Quad(*triple) for triple in self._triples(views))
            prefixes = self._profile.prefixes
            serialization.write(quads, file, output.format, prefixes=prefixes)
            return
        if output.is_zipped:
            self._write_zip(views, file)
            return
        file.write(output.head)
        for _, content in self._contents(views):
            file.write(output.between if self.written else b"")
            file.write(content)
            self.written += 1
        file.write(output.tail)

    def _triples(self, views: Iterable[View]) -> Iterator[ox.Triple]:
        for each in views:
            self.written += len(each.records)
            yield from each.triples

    def _write_zip(self, views: Iterable[View], file: IO[bytes]) -> None:
        """Each record as a file, called by its id; the days of the files are ZIP's first."""
        output, base = self._output, self._source.prologue.base or ""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for record, content in self._contents(views):
                name = quote(record.removeprefix(base), safe="")
                entry = zipfile.ZipInfo(f"{name}{output.suffix}")
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
                archive.writestr(entry, output.head + content + output.tail)
                self.written += 1

    def _contents(self, views: Iterable[View]) -> Iterator[tuple[str, bytes]]:
        """The bytes of each record that the form has a place for, with its IRI."""
        write = self._output.record
        assert write is not None  # noqa: S101 it is no RDF
        for each in views:
            for record in each.records:
                try:
                    content = write(each, record, self.losses)
                except PublicationError as error:
                    self._note(error, ox.NamedNode(record))
                    continue
                if content is not None:
                    yield record, content

    def _note(self, error: ArchiveError, node: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
        if len(self._errors) >= _MOST:
            self._omitted += 1
            return
        record = iris.entity_of(node.value)
        about = record.removeprefix(self._source.prologue.base or "")
        message = f"{about}, as {self._profile.name}: {error.message}"
        place = _place(self._source, record)
        self._errors.append(type(error)(message, at=place, hint=error.hint))

    def raise_any(self) -> None:
        """Raise what was found wrong.

        :raises ArchiveErrors: if anything was.
        """
        if self._errors:
            raise ArchiveErrors(self._errors, omitted=self._omitted)


def _looked_at(shapes: Path) -> frozenset[str]:
    """The predicates that shapes can look at: all IRIs in them. To load no others saves time.

    Profiles use SHACL Core without ``sh:closed``, which looks at all predicates; a test sees to it.
    """
    triples = (quad.triple for quad in ox.parse(path=shapes, format=ox.RdfFormat.TURTLE))
    named = {triple.object.value for triple in triples if isinstance(triple.object, ox.NamedNode)}
    return frozenset({*named, RDF.type, RDFS.subClassOf})


def view(
    profile: Profile, source: Source, records: Sequence[str], linked: LinkedNodes | None = None
) -> View:
    """What a profile says of some records.

    :param linked: what is known of what they lead to.
    """
    base = source.prologue.base
    triples = list(construct(source, profile.of_records(_listed(records))))
    linked = linked or LinkedNodes(profile, source)
    return View(records, triples, linked.of(triples), base)


def _place(source: Source, record: str) -> Location | None:
    """The file that the record was written in."""
    named = ox.NamedNode(record)
    rows = source.store.query(f"{_FILE} VALUES ?record {{ {named} }}", prefixes=_PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 it is a SELECT
    return next((Location(row["file"].value) for row in rows), None)


def _listed(iris_: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris_)


def _pairs(records: Sequence[str], classes: Sequence[str]) -> str:
    return " ".join(f"(<{record}> <{each}>)" for record in records for each in classes)
